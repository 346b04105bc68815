"""An edition: everything that a build, a check or a test starts from, made by one call from a project's folder."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingbai.cache import FOLDER, Cache, code_fingerprint, fingerprint
from mingbai.checks import check_library
from mingbai.markup.converted import Converted
from mingbai.markup.worker import Converter
from mingbai.problems import Problems
from mingbai.reading.source_tree import read_tree
from mingbai.records.library import Library, Written
from mingbai.records.loading import load_library
from mingbai.records.plan import Plan, make_plan


@dataclass(frozen=True)
class Edition:
    """A Library with its Plan and its converted Markdown, by source path."""

    root: Path
    library: Library
    plan: Plan
    converted: Mapping[str, Converted]


def open_cache(root: Path) -> Cache:
    """The cache of a project."""
    return Cache(root / FOLDER)


def read_edition(root: Path, cache: Cache, problems: Problems) -> Edition | None:
    """Read and check the project at `root`; None when its site or languages cannot be read.

    Every fault found is added to `problems`; an edition with errors may be looked at, not published.
    """
    tree = read_tree(root, problems)
    library = load_library(tree, problems)
    if library is None:
        return None
    converted = convert_pages(library, cache)
    for page in converted.values():
        problems.extend(page.problems)
    edition = Edition(root, library, make_plan(library), converted)
    check_library(library, edition.plan, converted, problems)
    return edition


def convert_pages(library: Library, cache: Cache) -> dict[str, Converted]:
    """Source path -> converted Markdown; only pages that the cache does not know go to the worker."""
    pages = {page.document.path: page for page in library.written.values()}
    keys = {path: _key(page) for path, page in pages.items()}
    known = {path: Converted.from_json(found.decode()) for path in pages if (found := cache.get(keys[path])) is not None}
    missing = [page for path, page in sorted(pages.items()) if path not in known]
    if missing:
        with Converter() as converter:
            jobs = [(p.document.body, p.document.path, p.document.body_line) for p in missing]
            for page, result in zip(missing, converter.convert_many(jobs)):
                known[page.document.path] = result
                cache.put(keys[page.document.path], result.to_json().encode())
    return {path: known[path] for path in sorted(pages)}


def _key(page: Written) -> str:
    document = page.document
    return "convert:" + fingerprint(code_fingerprint(), document.path, str(document.body_line), document.body)
