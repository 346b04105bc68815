"""Engine: Python-Markdown with our blocks and spans, made once per process and used for one page after the other."""
from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from mingbai.markup import spans
from mingbai.markup.blocks import CodeBlock, DrawerBlock, EmbedBlock, HeadingBlock, PlainBlock, TableBlock
from mingbai.markup.limits import MOST_BLOCKS, MOST_ELEMENTS, MOST_MARKS, OutOfBounds, too_many_marks
from mingbai.markup.lines import loosen, set_apart
from mingbai.markup.notes import NoteBlock, NotesTree
from mingbai.markup.page import Page

_UNUSED = ("reference", "image_reference", "short_reference", "short_image_ref", "automail", "html", "entity",
           "not_strong", "em_strong", "em_strong2")
"""Spans of Python-Markdown that we do not offer; its emphasis loses letters (`*a**b*c*` in 3.11.3)."""
_MARK = re.compile(r"[`\\\[<*]|  \n")


class _Leaves(Treeprocessor):
    """Spares the inline parser texts without marks, and refuses those that would keep it busy for minutes."""

    def run(self, root: etree.Element) -> None:
        for count, element in enumerate(root.iter()):
            if count > MOST_ELEMENTS:
                raise OutOfBounds("page-too-many-blocks", limit=str(MOST_ELEMENTS))
            if element.text:
                element.text = self._prepared(element.text)
            if element.tail:
                element.tail = self._prepared(element.tail)

    @staticmethod
    def _prepared(text: str) -> str:
        if not _MARK.search(text):
            return AtomicString(text)
        count = too_many_marks(text)
        if count:
            raise OutOfBounds("marks-too-many", text.strip(), count=str(count), limit=str(MOST_MARKS))
        return text


class Engine:
    """One Markdown instance; `parse` turns a page's source into a tree whose leaves are finished spans."""

    def __init__(self) -> None:
        self._held: list[tuple[str, str]] = []
        self._md = md = Markdown(extensions=[SaneListExtension()])
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "|", ":", "<", "《"]
        blocks = md.parser.blockprocessors
        for name in ("code", "setextheader", "reference", "hashheader"):
            blocks.deregister(name)
        blocks.register(PlainBlock(md.parser), "plain", 200)
        blocks.register(DrawerBlock(md.parser), "drawer", 105)
        blocks.register(TableBlock(md.parser), "table", 75)
        blocks.register(HeadingBlock(md.parser), "heading", 70)
        blocks.register(CodeBlock(md.parser, self._held), "held-code", 26)
        blocks.register(EmbedBlock(md.parser), "embed", 25)
        blocks.register(NoteBlock(md.parser), "note", 17)
        self._prepare_spans()
        for name in ("prettify", "unescape"):
            md.treeprocessors.deregister(name)
        md.treeprocessors.register(NotesTree(md), "notes", 50)
        md.treeprocessors.register(_Leaves(md), "leaves", 40)

    def _prepare_spans(self) -> None:
        md = self._md
        patterns = md.inlinePatterns
        for name in _UNUSED:
            patterns.deregister(name, strict=False)
        patterns.register(spans.NoteMark(spans.NOTE, md), "note", 175)
        patterns.register(spans.Link(spans.LINK, md), "link", 160)
        patterns.register(spans.Picture(spans.PICTURE, md), "image_link", 150)
        patterns.register(spans.WebLink(spans.WEB, md), "autolink", 120)
        patterns.register(spans.Emphasis(spans.BOTH, "strong", "em"), "both", 62)
        patterns.register(spans.Emphasis(spans.STRONG, "strong"), "strong", 61)
        patterns.register(spans.Emphasis(spans.SLANTED, "em"), "slanted", 60)

    def parse(self, page: Page) -> etree.Element:
        """The tree of a page. OutOfBounds or RecursionError when it is too much."""
        md = self._md
        md.reset()
        md.parser.state.clear()  # an earlier page may have been given up half-way
        md.page = page  # type: ignore[attr-defined]
        self._held.clear()
        lines = loosen(set_apart(page.source, self._held))
        if sum(1 for line in lines if not line) > MOST_BLOCKS:
            raise OutOfBounds("page-too-many-blocks", limit=str(MOST_BLOCKS))
        root = md.parser.parseDocument(lines).getroot()
        for processor in md.treeprocessors:
            processor.run(root)
        return root


@functools.cache
def engine() -> Engine:
    """The engine of this process."""
    return Engine()
