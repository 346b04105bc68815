"""The site: its name, its edition (the only "today" that a build knows), its help numbers (`data/site.yml`)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mingbai.records.fields import Date, Matches, Record, Text


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A number of the help strip."""

    number: Annotated[str, Matches(r"\d{3,5}|\d{3,4}-\d{7,8}", "digits")]
    label: Text


@dataclass(frozen=True, kw_only=True)
class Section:
    """A top section of the site: a folder of pages, an index, a tile on the home page."""

    id: str
    title: Text
    summary: Text = Text()
    icon: str = ""
    """Name of an icon that comes with the theme, for example material/scale-balance."""
    parent: str = ""
    """The section that its breadcrumbs lead through, and whose index lists it."""
    tile: bool = False
    """Whether the home page shows it."""
    order: int = 500


@dataclass(frozen=True, kw_only=True)
class Site(Record):
    """What the whole site shares."""

    key: Annotated[str, Matches(r"[a-z0-9-]{3,40}", "a-z 0-9 -")]
    """Prefix of everything kept on a reader's device; never change it."""
    name: Text
    edition: Date
    """Date of this edition, YYYY-MM-DD."""
    help: tuple[Phone, ...]
    disclaimer: Text
    sections: tuple[Section, ...]
