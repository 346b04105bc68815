"""A mechanism: how something is done, by whom, with what document, and what a villager notices of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mingbai.records.entry import Entry, Term
from mingbai.records.fields import RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a slogan or umbrella, and what it means in plain words."""

    name: Text
    meaning: Text = Text()
    mechanism: Annotated[str, RefTo("mechanism")] = ""


@dataclass(frozen=True, kw_only=True)
class Mechanism(Entry):
    """A way of working that a source describes."""

    parts: tuple[Part, ...] = ()
    steps: tuple[Text, ...] = ()
    """Who does what, in order."""
    notices: tuple[Text, ...] = ()
    """What a villager notices of it."""
    risks: tuple[Text, ...] = ()
    """What can go wrong."""
    how_often: Text = Text()
    organisations: tuple[Annotated[str, RefTo("organisation")], ...] = ()
    roles: tuple[Annotated[str, RefTo("role")], ...] = ()
    documents: tuple[Annotated[str, RefTo("document")], ...] = ()
    """Regulations and agreements."""
    checklists: tuple[Annotated[str, RefTo("checklist")], ...] = ()
    forms: tuple[Annotated[str, RefTo("form")], ...] = ()
    guides: tuple[Annotated[str, RefTo("guide")], ...] = ()
    figures: tuple[Annotated[str, RefTo("figure")], ...] = ()
    terms: tuple[Term, ...] = ()
    law: tuple[str, ...] = ()
