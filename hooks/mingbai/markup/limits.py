"""Limits: pages that would keep the converter busy for minutes, or bury a reader, are refused before it sees them."""
from __future__ import annotations

import re

from mingbai.markup.source import Source

LONGEST_PAGE = 1_048_576
LONGEST_LINE = 20_000
MOST_BLOCKS = 20_000
DEEPEST = 32
LONGEST_RUN = 200
MOST_ELEMENTS = 60_000
MOST_MARKS = 800
"""Of one paragraph, cell or item."""
MOST_NOTES = 1_000

_DEEP = re.compile(r"(?m)^(?:[ ]*+(?:>|(?:[-*+]|\d{1,9}\.)(?=[ ]))){%d}" % (DEEPEST + 1))
_INDENT = re.compile(r"(?m)^[ ]{%d}[ ]*+\S" % (4 * (DEEPEST + 1)))
_RULE = re.compile(r"[-*_ ]*")
_RUN = re.compile(r"([\[\]!<>`(){}~\\&|^$@%%*_])\1{%d,}+" % LONGEST_RUN)
_MARKS = re.compile(r"[\[*`<!\\]")


class OutOfBounds(Exception):
    """A page that must not be parsed further; holds a problem code, its details and where it shows in the source."""

    def __init__(self, code: str, words: str = "", **details: str) -> None:
        super().__init__(code)
        self.code, self.words, self.details = code, words, details


def check_limits(source: Source) -> tuple[int, str, dict[str, str]] | None:
    """The first limit that the page breaks, as (line, code, details), or None."""
    text = source.text
    if len(text) > LONGEST_PAGE:
        return 0, "page-too-long", {"limit": str(LONGEST_PAGE)}
    longest = max(source.lines, key=len)
    if len(longest) > LONGEST_LINE:
        line = source.lines.index(longest) + source.first_line
        return line, "line-too-long", {"count": str(len(longest)), "limit": str(LONGEST_LINE)}
    return _nesting(source) or _runs(source)


def _nesting(source: Source) -> tuple[int, str, dict[str, str]] | None:
    for pattern in (_DEEP, _INDENT):
        for match in pattern.finditer(source.masked):
            index = source.line_at(match.start()) - source.first_line
            if not _RULE.fullmatch(source.lines[index]):
                return index + source.first_line, "nesting-too-deep", {"limit": str(DEEPEST)}
    return None


def _runs(source: Source) -> tuple[int, str, dict[str, str]] | None:
    for match in _RUN.finditer(source.masked):
        line = source.line_at(match.start())
        if not _RULE.fullmatch(source.lines[line - source.first_line]):
            return line, "run-too-long", {"mark": match[1], "limit": str(LONGEST_RUN)}
    return None


def too_many_marks(text: str) -> int:
    """How many marks one paragraph, cell or item holds, when that is more than the converter may be given; else 0."""
    if len(text) <= MOST_MARKS:
        return 0
    count = len(_MARKS.findall(text))
    return count if count > MOST_MARKS else 0
