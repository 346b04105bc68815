"""A source: the document that a fact comes from."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import Date, Text


@dataclass(frozen=True, kw_only=True)
class Source(Entry):
    """A document, with what is known of its making."""

    type: Literal["press", "official", "upload", "law-text", "dictionary"]
    publisher: Text = Text()
    published: Date | None = None
    note: Text = Text()
    """What is wrong with the copy that we have, and what kind of text it is."""
