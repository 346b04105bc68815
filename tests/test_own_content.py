"""The repository's own content passes its own checks."""
from __future__ import annotations

from conftest import ROOT

from mingbai.cache import Cache
from mingbai.edition import read_edition
from mingbai.problems import Problems


def test_own_content_has_no_errors():
    problems = Problems()
    edition = read_edition(ROOT, Cache(None), problems)
    assert edition is not None
    assert [p.line_text() for p in problems.errors] == []


def test_every_kind_has_a_real_page():
    edition = read_edition(ROOT, Cache(None), Problems())
    assert edition is not None
    missing = [kind for kind, records in edition.library.records.items() if not records]
    assert missing == []
