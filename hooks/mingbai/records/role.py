"""A role: what somebody in it does, and what is not theirs to do."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Role(Entry):
    """A post or duty that a person takes on."""

    level: Literal["household", "village", "township", "county", "cross-boundary"] = "village"
    duties: tuple[Text, ...] = ()
    limits: tuple[Text, ...] = ()
    """What this role may not do."""
    checklists: tuple[Annotated[str, RefTo("checklist")], ...] = ()
    law: tuple[str, ...] = ()
