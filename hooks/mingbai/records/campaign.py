"""A campaign: an activity that comes round with a season, a festival or a topic."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mingbai.records.entry import Entry
from mingbai.records.fields import RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Campaign(Entry):
    """An outreach or exchange activity."""

    period: Text = Text()
    audience: tuple[Text, ...] = ()
    activities: tuple[Text, ...] = ()
    topics: tuple[Text, ...] = ()
    checklists: tuple[Annotated[str, RefTo("checklist")], ...] = ()
