"""A checklist: a field checklist to work through, or a duty list with level and month."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import ID, Matches, Text

ItemId = Annotated[str, Matches(ID.pattern, "a-z 0-9 -")]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line to tick. `id` never changes: ticks on readers' devices hang on it."""

    id: ItemId
    text: Text
    note: Text = Text()
    evidence: Text = Text()
    """What shows that it was done."""
    month: int = 0
    """1-12 for a duty of that month, 0 = any time."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items under one heading."""

    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Entry):
    """A list that is worked through."""

    type: Literal["field", "duty"] = "field"
    level: Literal["household", "village", "township", "county", "cross-boundary"] = "village"
    model: bool = False
    """Our own draft, shown as 范本."""
    when: Text = Text()
    """At what moment to take it out."""
    groups: tuple[Group, ...]
    signatures: tuple[Text, ...] = ()
    """Lines for signatures on the printed sheet."""
    law: tuple[str, ...] = ()
