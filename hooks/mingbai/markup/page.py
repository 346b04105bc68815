"""Page: the notebook of one conversion; processors write into it what they saw, with the line it stands on."""
from __future__ import annotations

from collections import Counter

from mingbai.markup.address import Fault
from mingbai.markup.converted import Embed, Heading, ImageUse, LinkUse
from mingbai.markup.source import Source
from mingbai.problems import Problem

MOST_OF_A_SORT = 50


class Page:
    """What is known so far of the page under conversion."""

    def __init__(self, path: str, source: Source) -> None:
        self.path, self.source = path, source
        self.headings: list[Heading] = []
        self.links: list[LinkUse] = []
        self.images: list[ImageUse] = []
        self.embeds: list[Embed] = []
        self.problems: dict[Problem, None] = {}
        self._count: Counter[str] = Counter()
        self.notes: dict[str, str] = {}
        """Footnotes by label: their Markdown."""

    def add(self, line: int, code: str, **details: str) -> None:
        """Record a fault on a known line; of one sort no more than a person would read."""
        self._count[code] += 1
        if self._count[code] <= MOST_OF_A_SORT:
            self.problems[Problem(self.path, line, code, tuple(details.items()))] = None

    def complain(self, words: str, code: str, **details: str) -> None:
        """Record a fault of something that stands in the source as `words`."""
        self.add(self.source.find(words, code), code, **details)

    def blame(self, fault: Fault, line: int) -> None:
        """Record the fault of an address."""
        self.add(line, fault.code, **dict(fault.details))
