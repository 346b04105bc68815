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


def parse_yaml(text: str, path: str, problems: Problems, first_line: int = 1) -> Node | None:
    """Parse `text` into a Node tree, or None after recording why not.

    `first_line` is the line of the file on which `text` begins (front matter starts on line 2).
    """
    if not _guard(text, path, problems, first_line):
        return None
    try:
        return _Composer(text, path, problems, first_line).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        problems.add(path, line, "yaml-syntax", fault=getattr(error, "problem", None) or str(error))
    except _Refused:
        pass
    return None


def _guard(text: str, path: str, problems: Problems, first_line: int) -> bool:
    """Faults that the parser would report in words no author understands."""
    for number, line in enumerate(text.split("\n"), first_line):
        if re.match(r"^ *\t", line):
            problems.add(path, number, "yaml-tab")
            return False
        if line.count("[") + line.count("{") > 200:
            problems.add(path, number, "yaml-too-deep", limit=DEEPEST)
            return False
        if re.match(r"^\s*(- )?[\w\u4e00-\u9fff-]{1,30}：", line) and not re.search(r"[:#\"'|>]", line):
            previous = text.split("\n")[max(0, number - first_line - 1)]
            if number == first_line or re.match(r"^\s*(- )?[\w-]+:\s", previous) or not previous.strip():
                problems.add(path, number, "yaml-full-width-colon", text=line.strip())
                return False
    return True


class _Composer:
    """Builds the Node tree from the parser's events, refusing what authors' YAML may not hold."""

    def __init__(self, text: str, path: str, problems: Problems, first_line: int) -> None:
        self._events = yaml.parse(text, Loader=_Loader)
        self._path, self._problems, self._first = path, problems, first_line

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
            empty = event.value == "" and event.style is None
            return Node(self._line(event), None if empty else event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._line(event), self._items(depth))
        return Node(self._line(event), self._pairs(depth))

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
