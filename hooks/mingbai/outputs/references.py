"""References: what a placeholder `data-ref="kind:id#anchor"` in finished HTML means on a given page."""
from __future__ import annotations

import functools
import html
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mingbai.records.library import Library
from mingbai.records.plan import SOURCE, Plan, PlannedPage

PLACEHOLDER = re.compile(r'<a data-ref="([^"]*)"([^>]*)>(</a>)?')
_PICTURE = re.compile(r'<img data-ref="asset:([^"]+)"')


@dataclass(frozen=True)
class Target:
    """Where a reference leads: a planned page and an anchor on it."""

    page: PlannedPage
    anchor: str
    title: str


@functools.lru_cache(maxsize=65536)
def relative_url(target: str, page_url: str) -> str:
    """The link from one page of the site to another, both given from the root."""
    folder = posixpath.dirname(page_url)
    path, hash_sign, anchor = target.partition("#")
    if path == page_url and anchor:
        return f"#{anchor}"
    return posixpath.relpath(path, folder or ".") + hash_sign + anchor


class References:
    """Finds the targets of references for pages of one language."""

    def __init__(self, library: Library, plan: Plan, language: str) -> None:
        self._library, self._plan, self._language = library, plan, language
        words = {**library.words.get(SOURCE, {}), **library.words.get(language, {})}
        self._note = words.get("language_missing", "（中文）")
        self._listed = {"figure": "figures", "source": "sources", "place": "places"}

    def find(self, reference: str, page: PlannedPage) -> Target | None:
        """The target of `kind:id#anchor` or `md:../path.md#anchor` as used on `page`; None when there is none."""
        kind, _, rest = reference.partition(":")
        name, _, anchor = rest.partition("#")
        if kind == "md":
            return self._file(name, anchor, page)
        found = self._library.find(kind, name)
        if found is None:
            return None
        kind, record = found
        if kind in self._listed:
            planned = self._plan.find(self._language, "list", self._listed[kind])
            anchor = record.id
        else:
            planned = self._plan.find(self._language, kind, record.id)
        if planned is None:
            return None
        if kind == "law" and anchor:
            anchor = f"a{anchor}"
        return Target(planned, anchor, self._title(record, planned))

    def _title(self, record: object, planned: PlannedPage) -> str:
        title = getattr(record, "title", "")
        if planned.kind != "list":
            return planned.title
        return title.best(self._language)[0] if isinstance(title, Mapping) else str(title)

    def _file(self, name: str, anchor: str, page: PlannedPage) -> Target | None:
        if not name:
            return Target(page, anchor, page.title)
        stem = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), name))
        stem = stem.removeprefix("docs/").removesuffix(".md")
        for language in (self._language, SOURCE):
            written = self._library.written.get((stem, language))
            if written:
                planned = self._plan.find(language, written.record.kind, written.id)
                return Target(planned, anchor, planned.title) if planned else None
        return None

    def resolve(self, text: str, page: PlannedPage) -> str:
        """`text` with every placeholder turned into a link relative to `page`."""

        def link(match: re.Match[str]) -> str:
            target = self.find(html.unescape(match[1]), page)
            if target is None:
                return f'<a{match[2]}>{match[3] or ""}'
            address = target.page.url + (f"#{target.anchor}" if target.anchor else "")
            opening = f'<a href="{html.escape(relative_url(address, page.url))}"{match[2]}'
            if match[1].startswith("term:") and 'class="term"' in match[2]:
                opening += f' data-term="{target.page.id}"'
            foreign = target.page.language != page.language
            opening += ' hreflang="zh-Hans">' if foreign else ">"
            if match[3] is None:
                return opening
            return f"{opening}{html.escape(target.title)}{self._note if foreign else ''}</a>"

        return _PICTURE.sub(lambda match: f'<img src="{relative_url(match[1], page.url)}"', PLACEHOLDER.sub(link, text))
