"""Source: the Markdown of one page made uniform, its code set apart, and the line of anything that stands in it."""
from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property

HOLD, END = "\x02", "\x03"
"""Enclose what stands for something else while a page is converted; no source may hold them."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANK = re.compile(r"(?m)^[ ]+$")
_FENCE = re.compile(r"([ ]*)(`{3,}|~{3,})[ ]*([^`]*?)[ ]*")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)([^\n]*?[^`\n])\1(?!`)")


@dataclass(frozen=True)
class Fence:
    """A block of code between fences: line indices of opening and closing fence (`last` is the end when unclosed)."""

    first: int
    last: int
    closed: bool
    indent: int
    info: str


class Source:
    """The text of a page's body. Lines are counted as in the file: `first_line` is the body's first."""

    def __init__(self, body: str, first_line: int) -> None:
        text = _BREAK.sub("\n", body).removeprefix("\ufeff")
        text = _NOT_TEXT.sub("", text)
        self.text = _BLANK.sub("", text.expandtabs(4) if "\t" in text else text)
        self.first_line = first_line
        self._cursors: dict[str, int] = {}

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def fences(self) -> list[Fence]:
        """Blocks of code, in order."""
        if "```" not in self.text and "~~~" not in self.text:
            return []
        found: list[Fence] = []
        opened: tuple[int, str, int, str] | None = None
        for index, line in enumerate(self.lines):
            match = _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
            if not match:
                continue
            if opened is None:
                opened = (index, match[2], len(match[1]), match[3])
            elif match[2].startswith(opened[1]) and not match[3]:
                found.append(Fence(opened[0], index, True, *opened[2:]))
                opened = None
        if opened:
            found.append(Fence(opened[0], opened[0], False, *opened[2:]))
        return found

    @cached_property
    def masked(self) -> str:
        """The text with all code blanked out, every other character in its place."""
        if "`" not in self.text and not self.fences:
            return self.text
        lines = list(self.lines)
        for fence in self.fences:
            for index in range(fence.first, fence.last + 1):
                lines[index] = " " * len(lines[index])
        return "\n".join(_SPAN.sub(lambda span: " " * len(span[0]), line) if "`" in line else line for line in lines)

    @cached_property
    def _starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer("\n", self.text)]

    def line_at(self, offset: int) -> int:
        """The line of a place in the text, as counted in the file."""
        return bisect.bisect_right(self._starts, offset) - 1 + self.first_line

    def seek(self, offset: int) -> None:
        """Let every following search begin at `offset`: what comes now stands there in the source."""
        self._cursors = dict.fromkeys(self._cursors, offset)
        self._cursors[""] = offset

    def find(self, words: str, sort: str) -> int:
        """The line of `words`; things of one `sort` are asked for in the order in which they stand."""
        start = self._cursors.get(sort, self._cursors.get("", 0))
        words = words.split("\n", 1)[0][:200]
        for text, begin in ((self.masked, start), (self.text, start), (self.masked, 0), (self.text, 0)):
            place = text.find(words, begin) if words else -1
            if place >= 0:
                self._cursors[sort] = place + 1
                return self.line_at(place)
        return self.line_at(start)
