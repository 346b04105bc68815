"""Patterns: what a new file looks like, made from its kind's dataclass so that it can never be out of date."""
from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

from mingbai.checks.pages import LESSON_SECTIONS
from mingbai.records.fields import Text, hints, required
from mingbai.records.kinds import Kind

SECTION_TITLES = {"story": "先讲一个故事", "rule": "规矩是什么", "steps": "一步一步怎么做", "where": "去哪里办", "traps": "容易踩的坑"}


def render_pattern(kind: Kind, id: str, title: str) -> str:
    """The text of a new file (or a new entry of a file that holds many); it passes `mingbai check`."""
    fields = _required(kind.shape, title)
    if not kind.home:
        front = "".join(_lines({"kind": kind.name, **fields}, 0))
        return f"---\n{front}---\n\n{_body(kind.name)}"
    return "".join(_lines({id: fields} if kind.many else fields, 0))


def _required(shape: type, title: str) -> dict[str, Any]:
    return {name: _sample(name, hints(shape)[name], title) for name in required(shape)}


def _sample(name: str, hint: Any, title: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return "first" if name == "id" else _sample(name, arguments[0], title)
    if origin in (types.UnionType, typing.Union):
        return _sample(name, arguments[0], title)
    if origin is tuple:
        return _samples(name, arguments[0], title)
    if origin is typing.Literal:
        return arguments[0]
    if dataclasses.is_dataclass(hint):
        return _required(typing.cast(type, hint), title)
    if name == "title":
        return title
    return "待写" if hint in (Text, str) else "1"


def _samples(name: str, hint: Any, title: str) -> list[Any]:
    """One example; for answers two, one of them right, and a guide whose one answer leads to its one outcome."""
    sample = _sample("item", hint, title)
    if name == "answers" and isinstance(sample, dict):
        if "next" in sample:
            return [{**sample, "next": "end"}]
        return [{**sample, "right": "true"}, sample]
    if name == "outcomes":
        return [{**sample, "id": "end"}]
    if name == "legal_basis":
        return []
    return [sample]


def _lines(value: dict[str, Any], depth: int) -> list[str]:
    space = "  " * depth
    lines = []
    for key, item in value.items():
        if isinstance(item, dict):
            lines += [f"{space}{key}:\n", *_lines(item, depth + 1)]
        elif isinstance(item, list):
            lines += [f"{space}{key}:{'' if item else ' []'}\n", *(line for one in item for line in _item(one, depth + 1))]
        else:
            lines.append(f"{space}{key}: {_scalar(item)}\n")
    return lines


def _item(item: Any, depth: int) -> list[str]:
    space = "  " * depth
    if not isinstance(item, dict):
        return [f"{space}- {_scalar(item)}\n"]
    lines = _lines(item, depth + 1)
    return [f"{space}- {lines[0].lstrip()}", *lines[1:]]


def _scalar(value: str) -> str:
    """Plain where YAML reads it back unchanged, else quoted."""
    plain = all(c.isalnum() or c in "-《》（）、，。？ " for c in value) and value[:1].isalnum() and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _body(kind: str) -> str:
    if kind == "lesson":
        return "\n\n".join(f"## {SECTION_TITLES[id]} {{#{id}}}\n\n待写。" for id in LESSON_SECTIONS) + "\n"
    if kind in ("regulation", "agreement"):
        return "## 第一条 目的 {#a1}\n\n待写。\n"
    if kind == "case":
        return "## 经过 {#story}\n\n待写。\n\n!!! stop \"你会怎么做？\"\n    待写。\n"
    return "待写。\n"
