"""A form: what is written on a sheet of paper, printed empty and filled in by hand."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mingbai.records.checklist import ItemId
from mingbai.records.entry import Entry
from mingbai.records.fields import Text


@dataclass(frozen=True, kw_only=True)
class FormField:
    """A blank to fill in."""

    id: ItemId
    label: Text
    type: Literal["line", "lines", "date", "choice", "number", "signature"] = "line"
    required: bool = False
    help: Text = Text()
    choices: tuple[Text, ...] = ()
    rows: int = 3
    """Height of a `lines` blank on paper."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Blanks under one heading."""

    title: Text
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class Form(Entry):
    """A sheet for the file. Nothing that is written on it goes anywhere."""

    model: bool = True
    """Our own draft, shown as 范本."""
    purpose: Text = Text()
    blocks: tuple[Block, ...]
    columns: int = 1
    """Columns of blanks on A4."""
    copies: Text = Text()
    law: tuple[str, ...] = ()
