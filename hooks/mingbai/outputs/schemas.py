"""JSON Schemas of every data file and of front matter, made from the records' dataclasses."""
from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

from mingbai.records.fields import Date, Matches, RefTo, Text, descriptions, hints, required
from mingbai.records.kinds import DATA_KINDS, WRITTEN_KINDS, Kind
from mingbai.records.language import Language
from mingbai.records.site import Site
from mingbai.records.written import Translation

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"


def render_schemas() -> dict[str, str]:
    """File name -> JSON text."""
    schemas = {f"{kind.home}.schema.json": _file_schema(kind) for kind in DATA_KINDS}
    schemas |= {f"page-{kind.name}.schema.json": object_schema(kind.shape) for kind in WRITTEN_KINDS}
    schemas["page-translation.schema.json"] = object_schema(Translation)
    schemas["site.schema.json"] = object_schema(Site)
    schemas["languages.schema.json"] = _map_of(object_schema(Language), any_key=True)
    return {
        name: json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=1) + "\n"
        for name, schema in sorted(schemas.items())
    }


def _file_schema(kind: Kind) -> dict[str, Any]:
    schema = object_schema(kind.shape)
    return _map_of(schema) if kind.many else schema


def _map_of(schema: dict[str, Any], any_key: bool = False) -> dict[str, Any]:
    names = {} if any_key else {"propertyNames": {"pattern": _ID}}
    return {"type": "object", **names, "additionalProperties": schema}


def object_schema(shape: type) -> dict[str, Any]:
    """The schema of one record or part of a record."""
    told = descriptions(shape)
    properties = {}
    for name, hint in hints(shape).items():
        properties[name] = {**_schema(hint), **({"description": told[name]} if name in told else {})}
    schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    if shape.__doc__:
        schema["description"] = shape.__doc__.split("\n")[0]
    if required(shape):
        schema["required"] = list(required(shape))
    return schema


def _schema(hint: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _marked(arguments)
    if origin in (types.UnionType, typing.Union):
        return _schema(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if hint is Text:
        return {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    if dataclasses.is_dataclass(hint):
        return object_schema(typing.cast(type, hint))
    if hint is Date:
        # Editors read an unquoted 2026 as a number; our own reader takes every scalar as text.
        return {"anyOf": [{"type": "string", "pattern": _DATE}, {"type": "integer"}]}
    plain: dict[Any, dict[str, Any]] = {int: {"type": "integer"}, bool: {"type": "boolean"}}
    return plain.get(hint, {"type": ["string", "number"]})


def _marked(arguments: tuple[Any, ...]) -> dict[str, Any]:
    schema = _schema(arguments[0])
    for mark in arguments[1:]:
        if isinstance(mark, Matches):
            schema = {"type": "string", "pattern": f"^(?:{mark.pattern})$"}
        elif isinstance(mark, RefTo):
            schema = {"type": "string", "description": f"id: {mark.kind}"}
    return schema
