"""An organisation: who belongs to it, since when, who leads it in turn."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import Date, RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn of a rota."""

    who: Text
    start: Date | None = None
    until: Date | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation(Entry):
    """A body that acts: committee, branch, centre, school, station."""

    type: Literal["joint-committee", "joint-branch", "mediation-centre", "party-school", "station", "team", "community", "other"]
    level: Literal["village", "township", "county", "prefecture", "province", "cross-boundary"] = "township"
    aliases: tuple[Text, ...] = ()
    members: tuple[Text, ...] = ()
    places: tuple[Annotated[str, RefTo("place")], ...] = ()
    since: Date | None = None
    tasks: tuple[Text, ...] = ()
    rota: tuple[Turn, ...] = ()
    rota_rule: Text = Text()
    """How the lead goes round, as far as it is known."""
