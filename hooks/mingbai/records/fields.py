"""Fields: a record's dataclass is its schema; this module reads plain data into it.

The annotations say what a field is: `Text` (one string in several languages), `str`, `int`, `bool`, `Date`,
`Literal[...]`, another dataclass, `tuple[X, ...]`, and `Annotated[str, RefTo("term")]` for the id of another record.
The docstring of a field (the string below it) is its description in the JSON Schema.
"""
from __future__ import annotations

import ast
import dataclasses
import datetime
import functools
import inspect
import re
import textwrap
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mingbai.problems import Problems, nearest
from mingbai.reading.yaml_file import Node

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class RefTo:
    """Marks a text field that holds the id of a record of `kind`."""

    kind: str


@dataclass(frozen=True)
class Matches:
    """Marks a text field that must match a pattern, named for the reader of the message."""

    pattern: str
    name: str


class Text(Mapping[str, str]):
    """One string in several languages: a frozen mapping of language code -> text."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | str = ()) -> None:
        self._texts = {"zh": texts} if isinstance(texts, str) else dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __repr__(self) -> str:
        return f"Text({self._texts!r})"

    def best(self, language: str) -> tuple[str, str]:
        """The text for a reader of `language` and the language it is in (Chinese where there is none)."""
        for code in (language, "zh", *self._texts):
            if code in self._texts:
                return self._texts[code], code
        return "", language


class Date(str):
    """YYYY, YYYY-MM or YYYY-MM-DD: as exact as the source is."""

    __slots__ = ()


@dataclass(frozen=True)
class Place:
    """Where a value stands: file relative to the project, and line."""

    path: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has. `id` comes from the file name or the key; never rename or reuse one."""

    id: str
    place: Place = dataclasses.field(compare=False)
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)


def _written_fields(shape: type) -> list[dataclasses.Field[Any]]:
    """The fields that an author writes: all but a Record's own."""
    own = {field.name for field in dataclasses.fields(Record)} if issubclass(shape, Record) else set()
    return [field for field in dataclasses.fields(shape) if field.name not in own]


@functools.cache
def hints(shape: type) -> dict[str, Any]:
    """Field name -> annotation, `Annotated` kept."""
    known = typing.get_type_hints(shape, include_extras=True)
    return {f.name: known[f.name] for f in _written_fields(shape)}


@functools.cache
def required(shape: type) -> tuple[str, ...]:
    """Names of fields without a default."""
    missing = dataclasses.MISSING
    return tuple(
        f.name for f in _written_fields(shape) if f.default is missing and f.default_factory is missing
    )


@functools.cache
def descriptions(shape: type) -> dict[str, str]:
    """Field name -> the docstring below it, for the schema."""
    found: dict[str, str] = {}
    for base in reversed(shape.__mro__[:-1]):
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0].body  # type: ignore[attr-defined]
        for field, below in zip(body, body[1:]):
            if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                found[field.target.id] = inspect.cleandoc(str(below.value.value))  # type: ignore[union-attr]
    return found


@dataclass
class Reader:
    """Reads Nodes into dataclasses, recording every fault; knows the languages a Text may have."""

    path: str
    problems: Problems
    languages: frozenset[str]

    def record(self, shape: type, node: Node, **given: Any) -> Any | None:
        """An instance of `shape` from a mapping Node, or None when a fault was recorded."""
        before = self.problems.error_count
        if not isinstance(node.value, dict):
            if isinstance(node.value, str) and "：" in node.value:
                self._fault(node.line, "yaml-full-width-colon", text=node.value)
            else:
                self._fault(node.line, "field-not-mapping", name=given.get("id", shape.__name__.lower()))
            return None
        known = hints(shape)
        values, lines = {}, {}
        for key, (line, value) in node.value.items():
            if key not in known:
                self._fault(line, "unknown-key", key=key, nearest=nearest(key, known) or "、".join(known))
            elif not (value.value is None):
                lines[key] = line
                values[key] = self._value(known[key], value, key)
        for key in required(shape):
            if key not in values:
                self._fault(node.line, "missing-field", key=key, name=given.get("id", shape.__name__.lower()))
        if self.problems.error_count > before:
            return None
        if issubclass(shape, Record):
            given["lines"] = types.MappingProxyType(lines)
        return shape(**given, **values)

    def _fault(self, line: int, code: str, **details: object) -> None:
        self.problems.add(self.path, line, code, **details)

    def _value(self, hint: Any, node: Node, key: str) -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            return self._marked(arguments, node, key)
        if origin in (types.UnionType, typing.Union):
            return self._value(next(a for a in arguments if a is not type(None)), node, key)
        if origin is tuple:
            return self._items(arguments[0], node, key)
        if origin is typing.Literal:
            return self._choice(arguments, node, key)
        if hint is Text:
            return self._text(node, key)
        if dataclasses.is_dataclass(hint):
            return self.record(typing.cast(type, hint), node)
        return self._plain(hint, node, key)

    def _plain(self, hint: type, node: Node, key: str) -> Any:
        if not isinstance(node.value, str):
            self._fault(node.line, "field-not-text", key=key)
            return ""
        value = node.value.strip()
        if hint is int:
            if re.fullmatch(r"-?\d{1,12}", value):
                return int(value)
            self._fault(node.line, "field-not-number", key=key, value=value)
        elif hint is bool:
            if value.lower() in ("true", "yes", "false", "no"):
                return value.lower() in ("true", "yes")
            self._fault(node.line, "field-not-yes-no", key=key, value=value)
        elif hint is Date:
            if not _is_date(value):
                self._fault(node.line, "field-not-date", key=key, value=value)
            return Date(value)
        return value

    def _marked(self, arguments: tuple[Any, ...], node: Node, key: str) -> Any:
        value = self._value(arguments[0], node, key)
        for mark in arguments[1:]:
            if isinstance(mark, Matches) and isinstance(value, str) and not re.fullmatch(mark.pattern, value):
                self._fault(node.line, "field-pattern", key=key, value=value, expected=mark.name)
        return value

    def _items(self, hint: Any, node: Node, key: str) -> tuple[Any, ...]:
        nodes = node.value if isinstance(node.value, list) else [node]
        if isinstance(node.value, dict) and hint is not Text and not dataclasses.is_dataclass(hint):
            self._fault(node.line, "field-not-list", key=key)
            return ()
        return tuple(self._value(hint, item, key) for item in nodes if item.value is not None)

    def _choice(self, allowed: tuple[str, ...], node: Node, key: str) -> str:
        value = self._plain(str, node, key)
        if value not in allowed:
            self._fault(node.line, "field-choice", key=key, value=value, nearest=nearest(value, allowed) or " / ".join(allowed))
        return value

    def _text(self, node: Node, key: str) -> Text:
        if isinstance(node.value, str):
            return Text(node.value.strip())
        if not isinstance(node.value, dict):
            self._fault(node.line, "field-not-text", key=key)
            return Text("")
        texts = {}
        for language, (line, value) in node.value.items():
            if language not in self.languages:
                self._fault(line, "unknown-language", language=language, key=key, nearest=nearest(language, self.languages) or "、".join(sorted(self.languages)))
            elif value.value is not None:
                texts[language] = self._plain(str, value, f"{key}.{language}")
        return Text(texts)


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        return False
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True
