"""Written pages: the front matter of Markdown files, by kind. Their body is the rest of the file."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from mingbai.records.entry import Region, Review, Source, Term
from mingbai.records.fields import Date, Record, RefTo

Checklist = Annotated[str, RefTo("checklist")]
LessonId = Annotated[str, RefTo("lesson")]


@dataclass(frozen=True, kw_only=True)
class Marking:
    """How glossary words are marked on one page."""

    off: tuple[Term, ...] = ()
    """Terms that are not marked here."""
    all_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Translation(Record):
    """Front matter of a page in another language; everything else comes from the Chinese page."""

    title: str
    summary: str = ""
    date: Date | None = None
    review: Review = "draft"
    goals: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    translator: str = ""
    reviewer: str = ""


@dataclass(frozen=True, kw_only=True)
class Page(Record):
    """A plain page: an overview, an explanation."""

    kind: Literal["page", "home", "policy", "regulation", "agreement", "lesson", "case"] = "page"
    title: str
    summary: str = ""
    date: Date | None = None
    review: Review = "draft"
    region: Region = "general"
    order: int = 500
    topics: tuple[str, ...] = ()
    sensitive: bool = False
    """Shows the quick exit."""
    glossary: Marking = Marking()
    sources: tuple[Source, ...] = ()
    seed_rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Home(Page):
    """The start page of a language."""


@dataclass(frozen=True, kw_only=True)
class Policy(Page):
    """A policy explained: who issued it, since when, what it changes for a villager."""

    issuer: str = ""
    number: str = ""
    published: Date | None = None
    effective: Date | None = None
    state: Literal["in-force", "superseded", "unchecked"] = "unchecked"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One station of the adoption trail."""

    stage: Literal["propose", "review", "consult", "supervise"]
    who: str
    date: Date | None = None


@dataclass(frozen=True, kw_only=True)
class Regulation(Page):
    """A joint regulation. Its articles are the `##` headings 第一条 …, numbered without a gap."""

    state: Literal["in-force", "model", "title-only"]
    parties: tuple[str, ...] = ()
    trail: tuple[Stage, ...] = ()
    effective: Date | None = None
    superseded_by: Annotated[str, RefTo("document")] = ""


@dataclass(frozen=True, kw_only=True)
class Agreement(Page):
    """An agreement between sides of a boundary. Articles as in a regulation."""

    state: Literal["signed", "model", "title-only"]
    parties: tuple[str, ...] = ()
    signed: Date | None = None


@dataclass(frozen=True, kw_only=True)
class Lesson(Page):
    """A lesson. Its `##` sections are its slides; the sections story, rule, steps, where and traps must be there."""

    goals: tuple[str, ...]
    asks: tuple[str, ...] = ()
    """常见问法: how people really ask; search finds the lesson by them."""
    words: tuple[Term, ...] = ()
    quiz: Annotated[str, RefTo("quiz")] = ""
    checklists: tuple[Checklist, ...] = ()
    guides: tuple[Annotated[str, RefTo("guide")], ...] = ()
    minutes: int = 45


@dataclass(frozen=True, kw_only=True)
class Case(Page):
    """A case study, anonymised, with stops where the reader decides what to do next."""

    conflict: Literal["boundary", "resources", "family", "accident", "labour", "neighbours", "other"]
    reported: bool = True
    """True: told as reported in the press. False: made up for training."""
    result: str = ""
    lessons: tuple[LessonId, ...] = ()
