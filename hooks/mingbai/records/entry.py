"""What the content records share: title, place in a region, sources, rows of the inventory, open points."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.fields import Date, Record, RefTo, Text

Source = Annotated[str, RefTo("source")]
Term = Annotated[str, RefTo("term")]
Region = Literal["banma", "qinghai", "qian-dian-gui", "inner-mongolia", "menghai", "general"]
Review = Literal["draft", "reviewed"]


@dataclass(frozen=True, kw_only=True)
class Entry(Record):
    """A record with a title that readers meet."""

    title: Text
    """What the thing is called, per language."""
    summary: Text = Text()
    """One or two plain sentences: what it is."""
    region: Region = "general"
    """Which of the five systems it belongs to."""
    sources: tuple[Source, ...] = ()
    """Where the facts come from."""
    seed_rows: tuple[str, ...] = ()
    """Rows of the content inventory that this record covers."""
    date: Date | None = None
    """Content date: when the facts were last looked at."""
    review: Review = "draft"
    """Whether a second person has read it."""
    open_points: tuple[Text, ...] = ()
    """What the sources leave unsaid; shown as such."""
    order: int = 500
    """Place among its neighbours, small first."""
