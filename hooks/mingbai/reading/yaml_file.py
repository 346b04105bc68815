"""YAML, string first: every scalar stays what the author typed, every node knows its line.

Tags, anchors, aliases, merge keys, duplicate keys and several documents are refused (they let one file mean
two things); `NO`, `3.10`, `0123` and dates stay text until a field's type says otherwise.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from mingbai.problems import Problems

DEEPEST = 24
"""Nesting that no honest data file reaches."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value with its line: text, a list of Nodes, or a dict of key -> (line of the key, Node)."""

    line: int
    value: "str | list[Node] | dict[str, tuple[int, Node]] | None"

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == [] or self.value == {}


class _Refused(Exception):
    """Leaves the event loop; the problem is already recorded."""


_KEY = re.compile(r"\s*(?:-\s+)?[\w\u4e00-\u9fff-]{1,30}\s?：")
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_FAULTS = (
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-key-without-colon"),
    ("quoted scalar", "yaml-quote"),
    ("cannot start any token", "yaml-first-sign"),
    ("while parsing a flow", "yaml-brackets"),
    ("while parsing a block mapping", "yaml-indent"),
    ("while parsing a block collection", "yaml-indent"),
    ("sequence entries are not allowed", "yaml-indent"),
)
"""Words of the parser -> our code; their line is where the faulty thing began, which is where to look."""


def parse_yaml(text: str, path: str, problems: Problems, first_line: int = 1) -> Node | None:
    """Parse `text` into a Node tree, or None after recording why not (or, without a problem, when it is empty).

    `first_line` is the line of the file on which `text` begins (front matter starts on line 2).
    """
    if not _guard(text, path, problems, first_line):
        return None
    try:
        root = _Composer(text, path, problems, first_line).document()
    except yaml.YAMLError as error:
        _report(error, text, path, problems, first_line)
    except _Refused:
        pass
    else:
        if root is None or not isinstance(root.value, str) or not _KEY.match(root.value):
            return root
        problems.add(path, root.line, "yaml-full-width-colon", text=root.value.split("\n")[0][:60])
    return None


def _guard(text: str, path: str, problems: Problems, first_line: int) -> bool:
    """Faults that the parser would report in words no author understands."""
    match = _NOT_TEXT.search(text)
    if match:
        problems.add(path, text.count("\n", 0, match.start()) + first_line, "text-control", sign=f"U+{ord(match[0]):04X}")
        return False
    for number, line in enumerate(text.split("\n"), first_line):
        if line[:1] in (" ", "\t") and re.match(r" *\t", line):
            problems.add(path, number, "yaml-tab")
            return False
        if len(line) > 200 and line.count("[") + line.count("{") > 200:
            problems.add(path, number, "yaml-too-deep", limit=DEEPEST)
            return False
    return True


def _report(error: yaml.YAMLError, text: str, path: str, problems: Problems, first_line: int) -> None:
    """Turn the parser's complaint into one that tells an author what to do."""
    words = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}".strip() or str(error)
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark else 0
    began = getattr(getattr(error, "context_mark", None), "line", line)
    lines = text.split("\n")
    for index in (began, line, line - 1):
        if 0 <= index < len(lines) and _KEY.match(lines[index]) and ": " not in lines[index]:
            problems.add(path, index + first_line, "yaml-full-width-colon", text=lines[index].strip()[:60])
            return
    code = next((code for part, code in _FAULTS if part in words), "yaml-syntax")
    if code in ("yaml-key-without-colon", "yaml-quote"):
        line = began
    line = min(line, len(lines) - 1)
    details = {"fault": words} if code == "yaml-syntax" else {"text": lines[line].strip()[:60]}
    problems.add(path, line + first_line, code, **details)


class _Composer:
    """Builds the Node tree from the parser's events, refusing what authors' YAML may not hold."""

    def __init__(self, text: str, path: str, problems: Problems, first_line: int) -> None:
        self._events = yaml.parse(text, Loader=_Loader)
        self._path, self._problems, self._first = path, problems, first_line
        self._lines = text.split("\n") if " #" in text else []

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "yaml-several-documents")
                root = self._node(next(self._events), 0)
        return root

    def _refuse(self, event: yaml.Event, code: str, **details: object) -> None:
        self._problems.add(self._path, self._line(event), code, **details)
        raise _Refused

    def _line(self, event: yaml.Event) -> int:
        return event.start_mark.line + self._first

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEEPEST:
            self._refuse(event, "yaml-too-deep", limit=DEEPEST)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "yaml-alias")
        if getattr(event, "tag", None):
            self._refuse(event, "yaml-tag", tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            self._check_scalar(event)
            empty = event.value == "" and not event.style
            return Node(self._line(event), None if empty else event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._line(event), self._items(depth))
        return Node(self._line(event), self._pairs(depth))

    def _check_scalar(self, event: yaml.ScalarEvent) -> None:
        """Signs that only an escape can bring in, and words that YAML takes for a comment (`见 #12`)."""
        if event.style == '"' and (match := _NOT_TEXT.search(event.value)):
            self._refuse(event, "text-control", sign=f"U+{ord(match[0]):04X}")
        if self._lines and not event.style:
            lost = re.match(r"[ ]*(#[^\s#].*)", self._lines[event.end_mark.line][event.end_mark.column:])
            if lost:
                self._problems.add(self._path, event.end_mark.line + self._first, "yaml-hash", text=lost[1][:60])

    def _items(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _pairs(self, depth: int) -> dict[str, tuple[int, Node]]:
        pairs: dict[str, tuple[int, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key.value, str):
                self._refuse(event, "yaml-key-not-text")
            if key.value == "<<":
                self._refuse(event, "yaml-alias")
            if key.value in pairs:
                self._refuse(event, "yaml-duplicate-key", key=key.value, first=pairs[key.value][0])
            pairs[key.value] = (key.line, self._node(next(self._events), depth + 1))
        return pairs
