"""Headings: anchors that stay the same in every language, and an outline without gaps."""
from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from mingbai.markup.citation import article_of_heading
from mingbai.markup.converted import Heading
from mingbai.markup.page import Page

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_OURS = re.compile(r"fn(ref)?-.*")


class Headings:
    """Gives each heading its anchor: the written one, else the article's (a12), else its place (s2-1)."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._counts = [0] * 7
        self._level = 1
        self._lines: dict[str, int] = {}
        self._again: dict[str, int] = {}
        self.last = ""
        """Text of the heading met last."""

    def enter(self, element: etree.Element, text: str) -> tuple[int, str]:
        """(level, anchor) of a heading; its faults and itself are noted on the page."""
        line = self._page.source.find(element.get("_line", ""), "heading")
        level = self._checked_level(int(element.tag[1]), line)
        if not text:
            self._page.add(line, "heading-empty")
        id = self._unique(self._written(element, line) or self._counted(level, text), line)
        if "{#" in text or "｛" in text:
            self._page.add(line, "heading-id", id=text[max(text.find("{#"), text.find("｛")):][:60])
        self.last = text
        self._page.headings.append(Heading(level, id, text))
        return level, id

    def _checked_level(self, level: int, line: int) -> int:
        if level == 1:
            self._page.add(line, "heading-first-level")
            level = 2
        if level > self._level + 1:
            self._page.add(line, "heading-skip", level="#" * level, expected="#" * (self._level + 1))
        self._level = level
        self._counts[level] += 1
        for deeper in range(level + 1, 7):
            self._counts[deeper] = 0
        return level

    def _written(self, element: etree.Element, line: int) -> str:
        id = element.get("_id")
        if id is None or (_ID.fullmatch(id) and not _OURS.fullmatch(id)):
            return id or ""
        self._page.add(line, "heading-id", id=id)
        return ""

    def _counted(self, level: int, text: str) -> str:
        article = article_of_heading(text)
        return f"a{article}" if article else "s" + "-".join(str(count) for count in self._counts[2:level + 1])

    def _unique(self, id: str, line: int) -> str:
        if id not in self._lines:
            self._lines[id] = line
            return id
        self._page.add(line, "heading-id-twice", id=id, first=str(self._lines[id]))
        while id in self._lines:
            self._again[id] = number = self._again.get(id, 1) + 1
            id = id if f"{id}-{number}" in self._lines else f"{id}-{number}"
        self._lines[id] = line
        return id
