"""References: every id, link, anchor, picture and citation must lead somewhere; the nearest right one is named."""
from __future__ import annotations

import dataclasses
import html
import posixpath
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from mingbai.markup.converted import Converted
from mingbai.markup.inline import inline
from mingbai.problems import Problems, nearest
from mingbai.records.fields import Record, RefTo, Text, hints
from mingbai.records.kinds import ALIASES, KINDS
from mingbai.records.library import Library, Written
from mingbai.records.plan import SOURCE, Plan
from mingbai.records.written import Page

_PLACEHOLDER = re.compile(r'data-ref="([^"]*)"')
_EMBEDS = ("checklist", "quiz", "figures", "guide", "form", "mechanism", "case")


def check_references(library: Library, plan: Plan, converted: Mapping[str, Converted], problems: Problems) -> None:
    """Check the references of records and of written pages."""
    for kind, records in library.records.items():
        if KINDS[kind].home:
            for record in records.values():
                _check_record(library, record, problems)
    for page in library.written.values():
        if page.translation is None:
            _check_fields(library, page.record, type(page.record), page.record, problems)
        _Links(library, converted, page, problems).check()


def _check_record(library: Library, record: Record, problems: Problems) -> None:
    _check_fields(library, record, type(record), record, problems)


def _check_fields(library: Library, value: Any, shape: type, record: Record, problems: Problems, line: int = 0) -> None:
    """Walk a dataclass: ids marked RefTo must exist, inline links in texts must resolve."""
    for name, hint in hints(shape).items():
        where = line or record.lines.get(name, record.place.line)
        for item, item_hint in _items(getattr(value, name), hint):
            if dataclasses.is_dataclass(item):
                _check_fields(library, item, type(item), record, problems, where)
            elif isinstance(item, Text):
                _check_text(library, item, record, where, problems)
            elif item and (marks := [m for m in typing.get_args(item_hint)[1:] if isinstance(m, RefTo)]):
                _check_id(library, marks[0].kind, str(item), record.place.path, where, problems)
            elif name == "law" or name == "legal_basis":
                _check_placeholders(library, inline(str(item)), record.place.path, where, problems)


def _items(value: Any, hint: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, tuple):
        inner = typing.get_args(hint)[0]
        return ((item, inner) for item in value)
    return iter([(value, hint)])


def _check_text(library: Library, text: Text, record: Record, line: int, problems: Problems) -> None:
    for shown in text.values():
        if "](" in shown or "《" in shown:
            _check_placeholders(library, inline(shown), record.place.path, line, problems)


def _check_placeholders(library: Library, markup: str, path: str, line: int, problems: Problems) -> None:
    for reference in _PLACEHOLDER.findall(markup):
        kind, _, rest = html.unescape(reference).partition(":")
        _check_id(library, kind, rest.partition("#")[0], path, line, problems)


def _check_id(library: Library, kind: str, id: str, path: str, line: int, problems: Problems) -> None:
    if kind == "language":
        if id not in library.languages:
            problems.add(path, line, "unknown-language", language=id, key="language", nearest=nearest(id, library.languages))
    elif library.find(kind, id) is None and not any(f"{name}:{id}" in library.unread for name in ALIASES.get(kind, (kind,))):
        _report(library, kind, id, path, line, problems)


def _report(library: Library, kind: str, id: str, path: str, line: int, problems: Problems) -> None:
    if kind == "law":
        problems.add(path, line, "law-unknown", law=id, nearest=nearest(id, library.ids("law")) or "–")
    elif kind in KINDS or kind in ALIASES:
        problems.add(path, line, "unknown-reference", target=f"{kind}:{id}", nearest=nearest(id, library.ids(kind)) or "–")
    else:
        known = [*KINDS, *ALIASES]
        problems.add(path, line, "unknown-reference", target=f"{kind}:{id}", nearest=(nearest(kind, known) or "、".join(known)) + ":…")


class _Links:
    """Checks what one written page links to, shows and embeds."""

    def __init__(self, library: Library, converted: Mapping[str, Converted], page: Written, problems: Problems) -> None:
        self._library, self._converted, self._page, self._problems = library, converted, page, problems
        self._path = page.document.path

    def check(self) -> None:
        result = self._converted[self._path]
        for link in result.links:
            self._link(link.target, link.line)
        for image in result.images:
            self._image(image.target, image.line)
        for embed in result.embeds:
            kind, id, line = embed
            if kind not in _EMBEDS:
                self._add(line, "unknown-reference", target=f"::: {kind}", nearest=nearest(kind, _EMBEDS) or "、".join(_EMBEDS))
            elif kind != "figures":
                _check_id(self._library, kind, id, self._path, line, self._problems)

    def _add(self, line: int, code: str, **details: object) -> None:
        self._problems.add(self._path, line, code, **details)

    def _link(self, target: str, line: int) -> None:
        kind, _, rest = target.partition(":")
        name, _, anchor = rest.partition("#")
        if kind == "md":
            self._file(name, anchor, line)
        elif kind in ("http", "https", "tel", "mailto", "plain"):
            return
        elif target.startswith("#"):
            self._anchor(self._page, target[1:], target, line)
        else:
            _check_id(self._library, kind, name, self._path, line, self._problems)
            found = self._library.find(kind, name)
            if anchor and found and isinstance(found[1], Page):
                self._anchor(self._written(found[1].place.path), anchor, target, line)

    def _written(self, path: str) -> Written | None:
        return next((page for page in self._library.written.values() if page.document.path == path), None)

    def _file(self, name: str, anchor: str, line: int) -> None:
        if not name:
            self._anchor(self._page, anchor, f"#{anchor}", line)
            return
        stem = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), name)).removeprefix("docs/").removesuffix(".md")
        target = self._library.written.get((stem, self._page.language)) or self._library.written.get((stem, SOURCE))
        if target is None and f"docs/{stem}.md" in self._library.unread:
            return
        if target is None:
            known = [posixpath.relpath(page.document.path, posixpath.dirname(self._path)) for page in self._library.of_language(SOURCE)]
            self._add(line, "unknown-reference", target=name, nearest=nearest(name, known) or "–")
        elif anchor:
            self._anchor(target, anchor, name, line)

    def _anchor(self, page: Written | None, anchor: str, target: str, line: int) -> None:
        if page is None or not anchor:
            return
        ids = [id for _, id, _ in self._converted[page.document.path].headings]
        if anchor not in ids:
            self._add(line, "unknown-anchor", target=target, anchor=anchor, nearest=nearest(anchor, ids) or "、".join(ids[:8]) or "–")

    def _image(self, target: str, line: int) -> None:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), target))
        if place not in self._library.assets:
            known = [posixpath.relpath(asset, posixpath.dirname(self._path)) for asset in self._library.assets]
            self._add(line, "missing-image", target=target, nearest=nearest(target, known) or "–")
