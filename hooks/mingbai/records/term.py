"""A glossary term: plain definition, the words that people really say, equivalents with their status."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Entry, Source, Term as TermId
from mingbai.records.fields import Matches, RefTo, Text


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """The term in another language or script."""

    language: Annotated[str, RefTo("language")]
    text: str
    status: Literal["draft", "reviewed"] = "draft"
    source: str = ""
    """Dictionary or bulletin, with year and page, where there is one."""


@dataclass(frozen=True, kw_only=True)
class Term(Entry):
    """A word of law or administration explained to a villager."""

    definition: Text
    """Plain definition, at most 60 characters in Chinese."""
    pinyin: str = ""
    colloquial: tuple[str, ...] = ()
    """Chinese words that people say instead; search finds the term by them."""
    forms: tuple[Text, ...] = ()
    """Other spellings that are marked in running text, per language."""
    equivalents: tuple[Equivalent, ...] = ()
    homonyms: tuple[TermId, ...] = ()
    """Terms that sound alike and mean something else."""
    difference: Text = Text()
    """How to keep the homonyms apart."""
    law: tuple[str, ...] = ()
    """Citations, for example 《人民调解法》第三十三条."""
    mark: bool = True
    """Whether the word is marked by itself in running text."""
    priority: int = 0
    """Decides between two terms of equal length."""
