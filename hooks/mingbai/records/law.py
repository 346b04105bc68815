"""A law as we refer to it: names, state, dates that we checked ourselves. The text itself comes from a dataset."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import Date, RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Law(Entry):
    """One row of the register. `title` is the full official name."""

    short: tuple[str, ...] = ()
    """Names used in citations, without 《》."""
    type: Literal["law", "regulation", "interpretation", "rule"] = "law"
    status: Literal["in-force", "repealed", "not-yet", "unchecked"] = "unchecked"
    effective: Date | None = None
    until: Date | None = None
    superseded_by: Annotated[str, RefTo("law")] = ""
    text: Literal["held", "not-held"] = "held"
    """Whether a dataset that we can use holds the text."""
    checked_on: Date | None = None
    checked_where: Text = Text()
    note: Text = Text()
