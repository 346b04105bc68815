"""Documents of the search: pages and their sections, their fixed ids and what a result shows of them."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from mingbai.outputs.search_codes import NO_DOCUMENT, Encoder, length_symbol

_SPACES = re.compile("[ \t\r\n\u3000]+")  # U+202F belongs to Mongolian words

STEP = 8
"""A page's block of ids is a multiple of this, so that a new section seldom moves the pages behind it."""
BLOCK = 64
"""Ids whose titles and excerpts share a file."""
EXCERPT = 84
"""Characters of text that a result shows."""


@dataclass(frozen=True)
class IndexedSection:
    """One result: a stretch of text under a heading; `anchor` is "" where the page itself is meant."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class IndexedPage:
    """One page, its `url` from the site's root. `extra`: colloquial words and questions, one a line, never shown."""

    url: str
    kind: str
    title: str
    language: str
    sections: tuple[IndexedSection, ...]
    extra: str = ""

    @cached_property
    def source(self) -> bytes:
        """All that search knows of the page, to compare and to keep: a line of JSON, then the texts."""
        rows = [(section.anchor, section.heading, len(section.text)) for section in self.sections]
        head = json.dumps((self.url, self.kind, self.title, self.language, rows, self.extra), ensure_ascii=False)
        texts = [section.text for section in self.sections]
        return "".join([head, "\n", *texts]).encode("utf-8", "surrogatepass")


def read_source(source: bytes) -> IndexedPage:
    """Read back IndexedPage.source."""
    head, _, texts = source.decode("utf-8", "surrogatepass").partition("\n")
    url, kind, title, language, rows, extra = json.loads(head)
    sections, start = [], 0
    for anchor, heading, length in rows:
        sections.append(IndexedSection(anchor, heading, texts[start : start + length]))
        start += length
    return IndexedPage(url, kind, title, language, tuple(sections), extra)


def digest_of(source: bytes) -> str:
    """Return the short name of a page's source, 24 hexadecimal digits."""
    return blake2b(source, digest_size=12).hexdigest()


@dataclass(frozen=True)
class Placed:
    """A page and its ids: base … base + count - 1 of `slots` reserved ones. The page is read when it is asked for."""

    url: str
    base: int
    count: int
    source: bytes
    given: IndexedPage | None = None

    @cached_property
    def page(self) -> IndexedPage:
        return self.given or read_source(self.source)

    @property
    def sections(self) -> tuple[IndexedSection, ...]:
        """The page's sections; a page without any is found by its title."""
        return self.page.sections or (IndexedSection("", "", ""),)

    @property
    def slots(self) -> int:
        return -(-self.count // STEP) * STEP


def place_pages(pages: Iterable[IndexedPage], start: int = 0) -> tuple[Placed, ...]:
    """Give each page its block of ids, in the order of URLs. Two pages with one URL: ValueError."""
    placed: list[Placed] = []
    for page in sorted(pages, key=lambda page: page.url):
        if placed and placed[-1].url == page.url:
            raise ValueError(f"two pages to index at {page.url}")
        placed.append(Placed(page.url, start, max(1, len(page.sections)), page.source, page))
        start += placed[-1].slots
    return tuple(placed)


def end_of(placed: Sequence[Placed]) -> int:
    """Return the first id behind the last page."""
    return placed[-1].base + placed[-1].slots if placed else 0


def describe_ids(placed: Sequence[Placed]) -> dict[str, str]:
    """Return `lengths`, a symbol for each id, and `pages`, the number of STEPs of each page as gap codes."""
    lengths: list[str] = []
    encode = Encoder(max((item.slots for item in placed), default=0))
    for item in placed:
        lengths += [length_symbol(len(section.text) + len(section.heading)) for section in item.sections]
        lengths.append(NO_DOCUMENT * (item.slots - item.count))
    return {
        "lengths": "".join(lengths),
        "pages": "".join(encode([item.slots // STEP - 1]) for item in placed),
    }


def describe_documents(placed: Iterable[Placed], start: int, size: int) -> list[object]:
    """Return what results show of the ids start … start + size - 1.

    One row an id: [heading, anchor, excerpt], for the first of a page (here) also title, url and kind; 0 where no
    document is. Zeros at the end are left out.
    """
    rows: list[object] = [0] * size
    for item in placed:
        named = False
        for position, section in enumerate(item.sections, item.base - start):
            if 0 <= position < size:
                page = item.page
                row = [section.heading, section.anchor, _excerpt(section.text)]
                rows[position] = row if named else [*row, page.title, page.url, page.kind]
                named = True
    while rows and rows[-1] == 0:
        rows.pop()
    return rows


def _excerpt(text: str) -> str:
    short = _SPACES.sub(" ", text[: EXCERPT * 2]).strip(" ")
    return short if len(short) <= EXCERPT and len(text) <= EXCERPT * 2 else short[:EXCERPT].rstrip() + "…"
