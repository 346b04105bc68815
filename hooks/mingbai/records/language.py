"""A language: its own name, tag, writing mode, font, token rule and state of review (`data/languages.yml`)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mingbai.records.fields import Record


@dataclass(frozen=True, kw_only=True)
class Language(Record):
    """A page language (has pages) or a term language (has glossary entries only)."""

    name: str
    """In its own script."""
    name_zh: str
    tag: str
    """BCP 47 tag for `lang=`."""
    type: Literal["page", "term"] = "page"
    vertical: bool = False
    """Text runs top to bottom, lines from left to right."""
    tokens: Literal["han", "words", "tibetan", "mongolian", "none"] = "words"
    """How search cuts text; one rule, in Python and in the browser."""
    boundary: Literal["none", "word", "tsheg", "suffix"] = "word"
    """What must stand on either side of a glossary word in running text."""
    font: str = ""
    """Family name of the shipped font, "" = the system's."""
    font_package: str = ""
    """npm package that holds the font."""
    font_file: str = ""
    """Its file inside the package."""
    font_ranges: str = ""
    """Unicode ranges that are always kept in the subset, for example U+0F00-0FFF."""
    review: Literal["draft", "reviewed"] = "draft"
    """State of texts in this language that do not say their own."""
    reviewers: tuple[str, ...] = ()
    order: int = 500
