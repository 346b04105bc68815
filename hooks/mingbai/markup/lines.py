"""Lines: code is set apart and lines that stand for themselves get room, before blocks are parsed.

People write a list right below a sentence and a heading right below a list; both are meant as what they look like.
Room also keeps the block parser fast: it copies the rest of a block for every part that it takes from it.
"""
from __future__ import annotations

import re

from mingbai.markup.source import END, HOLD, Source

HELD_CODE = HOLD + "f%d" + END

_ITEM = re.compile(r"([ ]*)(?:[-*+]|1\.)[ ]+\S")
_CONTAINER = re.compile(r"[ ]*(?:[-*+>|#]|\d+\.[ ]|!!!|:::|\[\^)")
_SOLO = re.compile(rf"#{{2,6}}(?!#)|#(?=[ ]|$)|:::|{HOLD}f\d+{END}$|(?:-[ ]{{0,2}}){{3,}}+$|(?:\*[ ]{{0,2}}){{3,}}+$|(?:_[ ]{{0,2}}){{3,}}+$")
_OPENER = re.compile(r"!!!|\[\^[^\]\s\[]{1,40}\]:")
_CLOSE = re.compile(rf"\S[ ]*\n[ ]*[-*+|1#_:!\[{HOLD}]|(?m:^[#\-*_:{HOLD}])[^\n]*\n[^\n]")


def set_apart(source: Source, held: list[tuple[str, str]]) -> list[str]:
    """The lines with each closed block of code replaced by one that stands for it; (info, code) goes to `held`."""
    if not source.fences:
        return source.lines
    lines: list[str] = []
    place = 0
    for fence in source.fences:
        if not fence.closed:
            break
        lines += source.lines[place:fence.first]
        code = [line[min(fence.indent, len(line) - len(line.lstrip(" "))):] for line in source.lines[fence.first + 1:fence.last]]
        lines.append(" " * fence.indent + HELD_CODE % len(held))
        held.append((fence.info, "\n".join(code) + "\n"))
        place = fence.last + 1
    return lines + source.lines[place:]


def loosen(lines: list[str]) -> list[str]:
    """Empty lines around headings, rules, code and records, and before lists and tables that follow a sentence."""
    if not _CLOSE.search("\n".join(lines)):
        return lines
    loose: list[str] = []
    plain = False  # inside a block that began as a sentence
    indent = ""
    for line in lines:
        alone = not loose or not loose[-1]
        if not line:
            plain = False
        elif _SOLO.match(line):
            loose += [line, ""] if alone else ["", line, ""]
            plain = False
            continue
        elif alone:
            plain = not _CONTAINER.match(line)
            indent = line[:len(line) - len(line.lstrip(" "))]
        elif _OPENER.match(line) or (plain and _is_item_or_row(line, indent)):
            loose.append("")
            plain = False
        loose.append(line)
    return loose


def _is_item_or_row(line: str, indent: str) -> bool:
    if line.startswith(indent + "|"):
        return True
    match = _ITEM.match(line)
    return match is not None and match[1] == indent
