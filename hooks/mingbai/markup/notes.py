"""Notes: footnotes. Definitions are gathered while blocks are parsed and written at the end of the page."""
from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor

from mingbai.markup.limits import MOST_NOTES, OutOfBounds
from mingbai.markup.page import Page

DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[\^([^\]\s\[]{1,40})\]:[ ]*")


class NoteBlock(BlockProcessor):
    """`[^label]: text`, with further blocks of the note indented by four."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return "[^" in block and DEFINITION.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = DEFINITION.search(block)
        assert match
        if block[:match.start()].strip():
            self.parser.parseBlocks(parent, [block[:match.start()]])
        following = DEFINITION.search(block, match.end())
        parts = [self.looseDetab(block[match.end():following.start() if following else len(block)])]
        if following:
            blocks.insert(0, block[following.start():])
        else:
            while blocks and blocks[0].startswith("    ") and not DEFINITION.search(blocks[0]):
                parts.append(self.looseDetab(blocks.pop(0)))
        self._keep(match[1], "\n\n".join(parts).strip())

    def _keep(self, label: str, text: str) -> None:
        page: Page = self.parser.md.page  # type: ignore[attr-defined]
        line = page.source.find(f"[^{label}]:", f"note {label}")
        if label in page.notes:
            page.add(line, "footnote-twice", label=label)
            label = f"{label} {len(page.notes)}"  # no mark can name it, so both texts are shown
        if len(page.notes) >= MOST_NOTES:
            raise OutOfBounds("footnotes-too-many", f"[^{label}]:", limit=str(MOST_NOTES))
        page.notes[label] = text


class NotesTree(Treeprocessor):
    """Parses the notes' own blocks, before spans are looked for."""

    def run(self, root: etree.Element) -> None:
        page: Page = self.md.page  # type: ignore[union-attr]
        if not page.notes:
            return
        container = etree.SubElement(root, "notes")
        done: dict[str, None] = {}
        while len(done) < len(page.notes):  # a note may hold the definition of another
            label = next(label for label in page.notes if label not in done)
            note = etree.SubElement(container, "note", {"_label": label})
            self.md.parser.parseChunk(note, page.notes[label])  # type: ignore[union-attr]
            done[label] = None
