"""A guide: questions lead by their answers to an outcome that says where to go, by when, with what."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.checklist import ItemId
from mingbai.records.entry import Entry
from mingbai.records.fields import RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An answer and the question or outcome that it leads to."""

    text: Text
    next: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A question put to the reader."""

    id: ItemId
    text: Text
    help: Text = Text()
    answers: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Where a path ends: who handles it, on what legal basis, by when, with what, and what if that fails."""

    id: ItemId
    title: Text
    body: Text
    """The body to go to."""
    level: Literal["self", "village", "township", "county", "prefecture", "province", "state", "court", "police"]
    explanation: Text = Text()
    legal_basis: tuple[str, ...]
    deadline: Text = Text()
    bring: tuple[Text, ...] = ()
    phone: tuple[str, ...] = ()
    steps: tuple[Text, ...] = ()
    if_fails: Text = Text()
    forms: tuple[Annotated[str, RefTo("form")], ...] = ()
    checklists: tuple[Annotated[str, RefTo("checklist")], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Guide(Entry):
    """A decision guide. The first step is where it starts."""

    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    sensitive: bool = False
