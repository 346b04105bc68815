"""Verify: the last look at a finished stage before it becomes the site; nothing with a problem here is published.

Facts of single files are kept in the cache by their content, so an unchanged page is read but not parsed again; what
depends on other files (does this link's target exist?) is answered anew each time.
"""
from __future__ import annotations

import hashlib
import os
import posixpath
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from mingbai.cache import code_fingerprint
from mingbai.problems import Problem
from mingbai.publishing.asset_facts import other_facts, script_facts, style_facts
from mingbai.publishing.disk import walk_entries
from mingbai.publishing.facts import Facts
from mingbai.publishing.names import check_names
from mingbai.publishing.page_facts import page_facts, svg_facts

_READERS: dict[str, Callable[[bytes], Facts]] = {
    ".html": page_facts, ".htm": page_facts, ".svg": svg_facts, ".css": style_facts, ".js": script_facts, ".mjs": script_facts,
}
_ANCHORED = (".html", ".htm", ".svg")
_ALWAYS = frozenset({"", "top"})
"""Anchors that every page has: none at all, and its top."""


class FactCache(Protocol):
    """Where facts are kept from build to build."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


def verify_site(stage: Path, pages: Iterable[str], cache: FactCache, relaxed: bool = False) -> list[Problem]:
    """All that is wrong with the site in `stage`; `pages` (URLs from the root) must be there.

    `relaxed`: for `serve`, whose reload script the content policy lets through. Problems name the file in the site.
    """
    files, problems = _list_files(stage)
    problems += check_names(files)
    problems += (Problem(page, 0, "built-page-missing") for page in set(pages).difference(files))
    facts = {path: _facts_of(stage, path, cache) for path in files}
    ids = {path: _ALWAYS.union(found.ids) for path, found in facts.items() if path.endswith(_ANCHORED)}
    links = _Links(frozenset(files), ids)
    for path, found in facts.items():
        problems += (Problem(path, 0, *fault) for fault in found.faults if not (relaxed and fault[0] == "built-policy-open"))
        problems += links.check(path, found.links)
    return sorted(set(problems), key=lambda problem: (problem.path, problem.code, problem.details))


def _list_files(stage: Path) -> tuple[list[str], list[Problem]]:
    """The paths of all files, sorted, and the entries that are neither file nor folder."""
    files, problems, start = [], [], len(str(stage)) + 1
    for entry in walk_entries(stage):
        path = entry.path[start:].replace(os.sep, "/")
        if entry.is_file(follow_symlinks=False):
            files.append(path)
        elif not entry.is_dir(follow_symlinks=False):
            problems.append(Problem(path, 0, "built-entry-odd"))
    return sorted(files), problems


def _facts_of(stage: Path, path: str, cache: FactCache) -> Facts:
    ending = posixpath.splitext(path)[1].lower()
    reader = _READERS.get(ending, other_facts)
    if reader is other_facts:
        return Facts()
    with open(os.path.join(stage, path), "rb") as file:
        data = file.read()
    key = f"verify:{code_fingerprint()}:{reader.__name__}:{hashlib.sha256(data).hexdigest()}"
    known = cache.get(key)
    if known is not None:
        return Facts.from_json(known)
    facts = reader(data)
    cache.put(key, facts.to_json())
    return facts


class _Links:
    """Answers whether an address inside the site leads anywhere; the same from a disk as from a server."""

    def __init__(self, files: frozenset[str], ids: dict[str, frozenset[str]]) -> None:
        self._files, self._ids = files, ids
        self._known: dict[str, dict[str, tuple[str, frozenset[str] | None]]] = {}
        """Folder -> address -> (code of what is wrong, anchors of the target); most addresses stand on many pages."""

    def check(self, path: str, links: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Problem]:
        folder = posixpath.dirname(path)
        known = self._known.setdefault(folder, {})
        for address, anchors in links:
            if address not in known:
                known[address] = self._resolve(folder, address)
            code, ids = known[address]
            if ids is None and address[:1] in ("", "?"):  # into the page itself
                ids = self._ids.get(path)
            if not code and (ids is None or ids.issuperset(anchors)):
                continue
            for anchor in anchors:
                fault = code or _anchor_fault(ids or _ALWAYS, anchor)
                if fault:
                    yield Problem(path, 0, fault, (("target", f"{address}#{anchor}" if anchor else address),))

    def _resolve(self, folder: str, address: str) -> tuple[str, frozenset[str] | None]:
        rest = address.partition("?")[0]
        if not rest:
            return "", None
        if rest.startswith("/") or "\\" in rest or rest.endswith("/") or rest.rpartition("/")[2] in (".", ".."):
            return "built-link-form", None
        target = posixpath.normpath(posixpath.join(folder, urllib.parse.unquote(rest)))
        if target.startswith("../"):
            return "built-link-form", None
        return "" if target in self._files else "built-link-missing", self._ids.get(target)


def _anchor_fault(ids: frozenset[str], anchor: str) -> str:
    """The code of an anchor that is not there. `#name=value` and `#/3` are words to a script, not anchors."""
    anchor = anchor.partition(":~:")[0]
    if "=" in anchor or anchor.startswith("/"):
        return ""
    return "" if anchor in ids or urllib.parse.unquote(anchor) in ids else "built-anchor-missing"
