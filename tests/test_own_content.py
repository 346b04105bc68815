"""The repository's own content passes its own checks."""
from __future__ import annotations

import re

import pytest
from conftest import ROOT, SHARED

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


def test_region_banma_covers_every_row_of_the_inventory():
    inventory = SHARED / "notes" / "content-inventory.md"
    if not inventory.is_file():
        pytest.skip(f"SKIPPED LOUDLY: {inventory.name} is not beside the project")
    rows = set(re.findall(r"^\| (s0-[a-z0-9-]+) \|", inventory.read_text(encoding="utf-8"), re.M))
    edition = read_edition(ROOT, Cache(None), Problems())
    assert edition is not None and len(rows) >= 30
    met = {
        row for page in edition.plan.pages if page.language == "zh" and page.record for row in getattr(page.record, "seed_rows", ())
    } | {row for kind in ("figure", "place", "source") for record in edition.library.records[kind].values() for row in record.seed_rows}
    assert rows - met == set()


def test_content_of_the_first_edition():
    """60 terms, an overview of every region, the same pages in Chinese and English."""
    edition = read_edition(ROOT, Cache(None), Problems())
    assert edition is not None
    records = edition.library.records
    assert len(records["term"]) >= 60 and len(records["lesson"]) >= 2 and len(records["checklist"]) >= 3
    regions = {page.record.region for page in edition.library.of_language("zh") if page.stem.startswith("systems/")}
    assert regions >= {"banma", "qinghai", "qian-dian-gui", "inner-mongolia", "menghai"}
    pages = {language: {(p.kind, p.id) for p in edition.plan.of_language(language)} for language in ("zh", "en")}
    assert pages["zh"] - pages["en"] <= {("notfound", "404")}
