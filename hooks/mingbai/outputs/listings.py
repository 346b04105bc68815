"""Listings: what index pages, list pages, law pages and the home page show besides their own record."""
from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from mingbai.outputs.article import Article
from mingbai.outputs.links import Links
from mingbai.outputs.view import Link
from mingbai.records.figure import Figure
from mingbai.records.library import Library
from mingbai.records.plan import SOURCE, Plan, PlannedPage
from mingbai.records.term import Term

REGIONS = ("banma", "qinghai", "qian-dian-gui", "inner-mongolia", "menghai", "general")


class Listings:
    """Gives the partials of one language their lists."""

    def __init__(self, library: Library, plan: Plan, links: Links, article_of: Callable[[PlannedPage], Article]) -> None:
        self._library, self._plan, self._links, self._article_of = library, plan, links, article_of
        self._language, self._words = links.language, links.words

    def partial(self, page: PlannedPage) -> str:
        """The name of the partial that renders a page."""
        return page.id if page.kind == "list" else page.kind

    def context(self, page: PlannedPage) -> Mapping[str, Any]:
        """Extra variables of a page's partial."""
        makers: dict[str, Callable[[PlannedPage], Mapping[str, Any]]] = {
            "index": lambda page: {"groups": self._index_groups(page), "lead": page.summary},
            "home": lambda page: {"tiles": self._tiles(page), "body": ""} if page.written is None else {"tiles": self._tiles(page)},
            "list": self._list,
            "law": lambda page: {"cited_by": self._cited_by(page)},
            "tree": lambda page: {"sections": self.tree(page)},
            "notfound": lambda page: {"tiles": self._tiles(page)},
        }
        return makers[page.kind](page) if page.kind in makers else {}

    def _tiles(self, page: PlannedPage) -> list[dict[str, Any]]:
        tiles = []
        for section in self._plan.sections:
            target = self._plan.find(self._language, "index", section.id)
            if section.tile and target:
                link = self._links.to(target, page)
                tiles.append({"link": link, "title": section.title, "summary": section.summary, "icon": section.icon})
        return tiles

    def _index_groups(self, page: PlannedPage) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """The pages of a section by region or initial, then the sections below it."""
        pages = self._plan.in_section(self._language, page.section)
        grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for target in pages:
            grouped.setdefault(self._group(target), []).append(self._item(target, page))
        groups = [(heading, anchor, items) for (heading, anchor), items in sorted(grouped.items(), key=lambda g: self._rank(g[0]))]
        if len(groups) == 1:
            groups = [("", "all", groups[0][2])]
        below = [section for section in self._plan.sections if section.parent == page.section]
        links = [link for section in below if (link := self._links.section(section.id, page))]
        if links:
            groups.append((self._words["below"], "more", [{"link": link, "summary": "", "badges": []} for link in links]))
        return groups

    def _group(self, target: PlannedPage) -> tuple[str, str]:
        if isinstance(target.record, Term):
            initial = (target.record.pinyin or target.id)[:1] if self._language == SOURCE else target.title[:1]
            initial = _plain_letter(initial)
            return initial, f"letter-{initial.lower()}" if initial.isascii() else f"letter-u{ord(initial):x}"
        region = target.region or "general"
        return self._words[f"region_{region}"], f"region-{region}"

    def _rank(self, group: tuple[str, str]) -> tuple[int, str]:
        region = group[1].removeprefix("region-")
        return (REGIONS.index(region) if region in REGIONS else 0, group[0])

    def _item(self, target: PlannedPage, page: PlannedPage) -> dict[str, Any]:
        record = target.record
        badges = []
        if getattr(record, "model", False) or getattr(record, "state", "") == "model":
            badges.append(self._words["model"])
        if getattr(record, "state", "") == "title-only":
            badges.append(self._words["title_only"])
        return {"link": self._links.to(target, page), "summary": target.summary, "badges": badges}

    def _list(self, page: PlannedPage) -> Mapping[str, Any]:
        if page.id == "figures":
            return {"groups": self.figure_groups("")}
        kind = {"sources": "source", "places": "place"}[page.id]
        records = sorted(self._library.records[kind].values(), key=lambda record: (record.order, record.id))  # type: ignore[attr-defined]
        return {"groups": [("", "", records)], "records": records}

    def figure_groups(self, region: str) -> list[tuple[str, str, list[Figure]]]:
        """Figures by region; one region only where it is named."""
        groups = []
        for name in REGIONS:
            found = [f for f in self._library.records["figure"].values() if isinstance(f, Figure) and f.region == name and region in ("", name)]
            if found:
                groups.append((self._words[f"region_{name}"], f"region-{name}", sorted(found, key=lambda f: (f.order, f.id))))
        return groups

    def _cited_by(self, page: PlannedPage) -> list[dict[str, Any]]:
        """Articles of this law that pages of this language cite, with those pages."""
        found: dict[str, list[Link]] = {}
        for other, number in self.citations.get(page.id, ()):
            found.setdefault(number, []).append(self._links.to(other, page))
        return [
            {"article": number, "anchor": f"a{number}" if number else "", "links": found[number]}
            for number in sorted(found, key=_article_order)
        ]

    @property
    def citations(self) -> Mapping[str, list[tuple[PlannedPage, str]]]:
        """Law id -> (page, article) of every citation in this language."""
        if not hasattr(self, "_citations"):
            self._citations: dict[str, list[tuple[PlannedPage, str]]] = {}
            for other in self._plan.of_language(self._language):
                if other.kind in ("law", "index", "list", "tree", "search", "notfound"):
                    continue
                for law, number, _ in self._article_of(other).laws:
                    id = self._library.law_ids.get(html.unescape(law), law)
                    entry = (other, number)
                    if entry not in self._citations.setdefault(id, []):
                        self._citations[id].append(entry)
        return self._citations

    def tree(self, page: PlannedPage) -> list[tuple[Link, list[Link]]]:
        tree = []
        for section in self._plan.sections:
            head = self._links.section(section.id, page)
            pages = self._plan.in_section(self._language, section.id)
            if head and (pages or not head.note):
                tree.append((head, [self._links.to(target, page) for target in pages]))
        return tree


def _plain_letter(letter: str) -> str:
    """An initial without its tone mark."""
    return unicodedata.normalize("NFD", letter)[:1].upper() if letter else "?"


def _article_order(number: str) -> tuple[int, int]:
    first, _, second = number.partition("-")
    return (int(first) if first.isdigit() else 0, int(second) if second.isdigit() else 0)


