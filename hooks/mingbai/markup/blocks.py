"""Blocks: our headings, code, drawers (`!!!`), records (`:::`) and tables for Python-Markdown's block parser."""
from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import AtomicString

from mingbai.markup.page import Page
from mingbai.markup.source import END, HOLD

DRAWERS = ("note", "warning", "story", "say", "stop")
"""Types of `!!!` blocks."""
HEADER = re.compile(r"!!![ ]*([A-Za-z][\w-]*)?[ ]*(?:[\"“”](.*)[\"“”])?[ ]*")
"""A well-formed first line of a drawer."""


class _LineBlock(BlockProcessor):
    """A block that is one line: what stands before it is parsed first, what follows afterwards."""

    RE: re.Pattern[str]

    def test(self, parent: etree.Element, block: str) -> bool:
        return self.RE.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.RE.search(block)
        assert match
        before, after = block[:match.start()], block[match.end():]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        self.make(parent, match)
        if after.strip():
            blocks.insert(0, self.looseDetab(after) if self.parser.state.isstate("looselist") else after)

    def make(self, parent: etree.Element, match: re.Match[str]) -> None:
        raise NotImplementedError


class PlainBlock(ParagraphProcessor):
    """One line that begins with a letter can be a paragraph only: the common case, spared all other tests."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block[:1].isalpha() and "\n" not in block


class HeadingBlock(_LineBlock):
    """`## text {#id}`; a single # needs a space after it."""

    RE = re.compile(r"(?:^|\n)(#{2,6}(?!#)|#(?=[ ]|\n|$))([^\n]*)(?:\n|$)")
    _ID = re.compile(r"[ ]*\{#([^{}]*)\}[ ]*$")

    def make(self, parent: etree.Element, match: re.Match[str]) -> None:
        heading = etree.SubElement(parent, f"h{len(match[1])}", {"_line": match[0].strip("\n")})
        text = match[2].strip()
        id = self._ID.search(text)
        if id:
            text = text[:id.start()]
            heading.set("_id", id[1].strip())
        heading.text = re.sub(r"(?:^|[ ]+)#+$", "", text)


class CodeBlock(_LineBlock):
    """Puts back the code that was set apart before parsing."""

    RE = re.compile(rf"(?:^|\n)[ ]*{HOLD}f(\d+){END}[ ]*(?:\n|$)")

    def __init__(self, parser: BlockParser, held: list[tuple[str, str]]) -> None:
        super().__init__(parser)
        self._held = held

    def make(self, parent: etree.Element, match: re.Match[str]) -> None:
        info, code = self._held[int(match[1])]
        pre = etree.SubElement(parent, "pre", {"tabindex": "0"})
        inner = etree.SubElement(pre, "code")
        if re.fullmatch(r"[A-Za-z0-9#.+-]{1,20}", info):
            inner.set("class", f"language-{info}")
        elif info:
            code = f"{info}\n{code}"
        inner.text = AtomicString(code)


class EmbedBlock(_LineBlock):
    """`::: kind id` on a line of its own."""

    RE = re.compile(r"(?:^|\n)[ ]{0,3}:::[ ]*([a-z][a-z-]*)[ ]+([A-Za-z0-9][\w.-]*)[ ]*:*[ ]*(?:\n|$)")

    def make(self, parent: etree.Element, match: re.Match[str]) -> None:
        etree.SubElement(parent, "div", {"data-embed": f"{match[1]}:{match[2]}", "_line": match[0].strip()})


class DrawerBlock(AdmonitionProcessor):
    """`!!! type "title"` and an indented body. A first line that is not well formed is kept whole as title."""

    RE = re.compile(r"(?:^|\n)!!!([^\n]*)(?:\n|$)")

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        header = HEADER.fullmatch("!!!" + match[1])
        if header is None:
            return "note", match[1].strip()
        if header[1] not in DRAWERS:
            return "note", f"{header[1] or ''} {header[2] or ''}".strip() or None
        return header[1], header[2] or None


class TableBlock(TableProcessor):
    """Tables that keep every cell: what a row has too many of stays in its last cell."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser, {"use_align_attribute": True})
        self._columns = 0

    def _split_row(self, row: str) -> list[str]:
        cells = super()._split_row(row)
        if 0 < self._columns < len(cells):
            cells[self._columns - 1:] = ["|".join(cells[self._columns - 1:])]
        return cells

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        page: Page = self.parser.md.page  # type: ignore[attr-defined]
        rows = [row.strip(" ") for row in blocks[0].split("\n")]
        header = self._split_row(rows[0])
        for row in rows[2:]:
            cells = len(self._split_row(row))
            if cells != len(header):
                page.complain(row, "table-ragged", cells=str(cells), columns=str(len(header)))
        if not "".join(header).strip():
            page.complain(rows[0], "table-without-header")
        self._columns = len(header)
        super().run(parent, blocks)
        self._columns = 0
