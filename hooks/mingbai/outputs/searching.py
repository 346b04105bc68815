"""Searching: the pages of a language as the search index wants them, and its files: whole, or a delta to a release."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mingbai.cache import Cache, code_fingerprint
from mingbai.outputs.manifest import NAME
from mingbai.outputs.rendering import Renderer
from mingbai.outputs.search_delta import build_delta, describe_release
from mingbai.outputs.search_documents import IndexedPage, IndexedSection
from mingbai.outputs.search_former import load_index, save_index
from mingbai.outputs.search_index import build_index
from mingbai.records.law import Law
from mingbai.records.plan import SOURCE, PlannedPage
from mingbai.records.term import Term

UNSEARCHED = frozenset({"index", "tree", "search", "notfound", "home"})
"""Kinds that only lead to others."""


class _Versioned:
    """The cache under names that other code cannot read."""

    def __init__(self, cache: Cache) -> None:
        self._cache, self._code = cache, code_fingerprint()

    def get(self, key: str) -> bytes | None:
        return self._cache.get(f"{key}:{self._code}")

    def put(self, key: str, value: bytes) -> None:
        self._cache.put(f"{key}:{self._code}", value)


def write_search(renderer: Renderer, cache: Cache, former: Path | None) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Path -> bytes of a language's search, and the release that later deltas build on.

    With a `former` site its index is kept file for file and one delta is added; statistics stay frozen until a build
    without it.
    """
    language = renderer.language
    edition = str(renderer.edition.library.site.edition)
    pages = [indexed_page(renderer, page) for page in renderer.pages if page.kind not in UNSEARCHED]
    release = _released(former, language.id) if former else None
    if former is not None and release is not None:
        kept = {path.relative_to(former).as_posix(): path.read_bytes() for path in sorted((former / "search" / language.id).rglob("*.js"))}
        return {**kept, **build_delta(release, pages, edition)}, release
    known = _Versioned(cache)
    index = build_index(pages, language.id, edition, language.tokens, load_index(language.id, known))
    save_index(index, known)
    return dict(index.files), describe_release(index)


def _released(former: Path, language: str) -> dict[str, Any] | None:
    """What the former site's manifest says of its index of a language."""
    try:
        manifest = json.loads((former / NAME).read_text(encoding="utf-8"))
        return manifest["search"].get(language)
    except (OSError, ValueError, KeyError):
        return None


def indexed_page(renderer: Renderer, page: PlannedPage) -> IndexedPage:
    """A page's sections, and the words that find it without being shown."""
    sections = tuple(IndexedSection(s.anchor, s.heading, s.text) for s in renderer.article(page).sections)
    return IndexedPage(page.url, page.kind, page.title, page.language, sections, "\n".join(_extra(page)))


def _extra(page: PlannedPage) -> list[str]:
    """Colloquial words and other spellings of a term, short names of a law, questions as people ask them."""
    record = page.record
    if isinstance(record, Term):
        forms = [form[page.language] for form in record.forms if page.language in form]
        return [*(record.colloquial if page.language == SOURCE else ()), *forms]
    if isinstance(record, Law):
        return list(record.short)
    if page.written is not None:
        return list(page.written.own("asks") or ())
    return []
