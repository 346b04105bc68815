"""Markdown files: front matter and body are parted; the front matter becomes a Node, the body stays text."""
from __future__ import annotations

import re
from dataclasses import dataclass

from mingbai.problems import Problems
from mingbai.reading.yaml_file import Node, parse_yaml

_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_NEARLY = re.compile(r"[ \t\u3000]*(?:[-－—–―─_=+]{2,}|\+\+\+)[ \t\u3000]*")
_KEY = re.compile(r"[A-Za-z_\u4e00-\u9fff-]{1,30}[:：]")


@dataclass(frozen=True)
class Document:
    """One Markdown file. Lines count from 1."""

    path: str
    front: Node | None
    """None when there is no front matter, or none that can be read (then a problem was recorded)."""
    front_line: int
    """Line of the first key; 0 when the file has no front matter at all."""
    body: str
    body_line: int


def read_document(path: str, text: str, problems: Problems) -> Document:
    """Part the text of a Markdown file. A file without front matter gives `front_line` 0 and no problem."""
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines):
        return Document(path, None, 0, "", 1)
    if not _FENCE.fullmatch(lines[first]):
        if _NEARLY.fullmatch(lines[first]) and first + 1 < len(lines) and _KEY.match(lines[first + 1]):
            problems.add(path, first + 1, "front-matter-fence", text=lines[first].strip())
            return Document(path, None, first + 2, "", first + 1)
        return Document(path, None, 0, text, 1)
    end = next((index for index in range(first + 1, len(lines)) if _END.fullmatch(lines[index])), None)
    if end is None:
        return _unclosed(path, lines, first, problems)
    known = len(problems)
    front = parse_yaml("\n".join(lines[first + 1:end]) + "\n", path, problems, first + 2)
    if len(problems) == known and (front is None or front.is_empty):
        problems.add(path, first + 1, "front-matter-empty")
        front = None
    elif front is not None and not isinstance(front.value, dict):
        problems.add(path, front.line, "front-matter-not-keys")
        front = None
    return Document(path, front, first + 2, "\n".join(lines[end + 1:]), end + 2)


def _unclosed(path: str, lines: list[str], first: int, problems: Problems) -> Document:
    """The line that was meant to end the front matter is missing; say where it should stand."""
    last = first
    for index in range(first + 1, len(lines)):
        if _NEARLY.fullmatch(lines[index]):
            problems.add(path, index + 1, "front-matter-fence", text=lines[index].strip())
            return Document(path, None, first + 2, "", index + 2)
        if not (_KEY.match(lines[index]) or lines[index][:1] in (" ", "-", "#")):
            break
        last = index
    problems.add(path, last + 2, "front-matter-unclosed")
    return Document(path, None, first + 2, "", last + 2)
