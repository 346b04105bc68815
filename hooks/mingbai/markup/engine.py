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
from mingbai.markup.blocks import HELD_CODE, CodeBlock, DrawerBlock, EmbedBlock, HeadingBlock, PlainBlock, TableBlock
from mingbai.markup.limits import too_many_marks
from mingbai.markup.notes import NoteBlock, NotesTree
from mingbai.markup.page import Page
from mingbai.markup.source import Source

_MARK = re.compile(r"[`\\\[<*_]|  \n")
_ITEM = re.compile(r"([ ]*)(?:[-*+]|1\.)[ ]+\S")
_CONTAINER = re.compile(r"[ ]*(?:[-*+>|#]|\d+\.[ ]|!!!|:::|\[\^)")
_MAY_LOOSEN = re.compile(r"(?m)^[^\n]*\S\n[ ]*(?:[-*+|]|1\.)")


class TooManyMarks(Exception):
    """A paragraph that the inline parser must not be given; holds its text and the count."""


class _Leaves(Treeprocessor):
    """Spares the inline parser texts without marks, and refuses those that would keep it busy for minutes."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
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
            raise TooManyMarks(text, count)
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
        for name in ("reference", "image_reference", "short_reference", "short_image_ref", "automail", "html", "entity"):
            patterns.deregister(name)
        patterns.register(spans.NoteMark(spans.NOTE, md), "note", 175)
        patterns.register(spans.Link(spans.LINK, md), "link", 160)
        patterns.register(spans.Picture(spans.PICTURE, md), "image_link", 150)
        patterns.register(spans.WebLink(spans.WEB, md), "autolink", 120)

    def parse(self, page: Page) -> etree.Element:
        """The tree of a page. TooManyMarks, RecursionError when it is out of bounds."""
        md = self._md
        md.reset()
        md.parser.state.clear()  # an earlier page may have been given up half-way
        md.page = page  # type: ignore[attr-defined]
        self._held.clear()
        root = md.parser.parseDocument(_loosen(self._set_apart(page.source))).getroot()
        for processor in md.treeprocessors:
            processor.run(root)
        return root

    def _set_apart(self, source: Source) -> list[str]:
        """The lines with each block of code replaced by one line that stands for it."""
        if not source.fences:
            return source.lines
        lines: list[str] = []
        place = 0
        for fence in source.fences:
            lines += source.lines[place:fence.first]
            if not fence.closed:
                place = fence.first
                break
            code = [line[min(fence.indent, len(line) - len(line.lstrip(" "))):] for line in source.lines[fence.first + 1:fence.last]]
            lines.append(" " * fence.indent + HELD_CODE % len(self._held))
            self._held.append((fence.info, "\n".join(code) + "\n"))
            place = fence.last + 1
        return lines + source.lines[place:]


def _loosen(lines: list[str]) -> list[str]:
    """Lists and tables that follow a line of text without an empty line between: people write them so."""
    if not _MAY_LOOSEN.search("\n".join(lines)):
        return lines
    loose: list[str] = []
    plain = False  # inside a block that began as plain text
    indent = ""
    for line in lines:
        if not line:
            plain = False
        elif not loose or not loose[-1]:
            plain = not _CONTAINER.match(line)
            indent = line[:len(line) - len(line.lstrip(" "))]
        elif plain and line.startswith(indent) and (_starts_list(line, indent) or line.startswith(indent + "|")):
            loose.append("")
            plain = False
        loose.append(line)
    return loose


def _starts_list(line: str, indent: str) -> bool:
    match = _ITEM.match(line)
    return match is not None and match[1] == indent


@functools.cache
def engine() -> Engine:
    """The engine of this process."""
    return Engine()
