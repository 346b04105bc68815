"""A place: name, path of administration, neighbours."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mingbai.records.entry import Entry
from mingbai.records.fields import RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Place(Entry):
    """A county, township or village that the sources name."""

    path: Text
    """Province, prefecture, county."""
    borders: tuple[Annotated[str, RefTo("place")], ...] = ()
