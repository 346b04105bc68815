"""The table of kinds: one line per kind of record. Adding a kind starts here."""
from __future__ import annotations

from dataclasses import dataclass

from mingbai.records import written
from mingbai.records.campaign import Campaign
from mingbai.records.checklist import Checklist
from mingbai.records.fields import Record
from mingbai.records.figure import Figure
from mingbai.records.form import Form
from mingbai.records.guide import Guide
from mingbai.records.law import Law
from mingbai.records.mechanism import Mechanism
from mingbai.records.organisation import Organisation
from mingbai.records.place import Place
from mingbai.records.quiz import Quiz
from mingbai.records.role import Role
from mingbai.records.source import Source
from mingbai.records.term import Term


@dataclass(frozen=True)
class Kind:
    """One kind: its noun, its shape, where its files lie, how it meets the reader."""

    name: str
    shape: type[Record]
    home: str
    """Folder under data/ (and of its pages in the site); "" for written pages."""
    many: bool = False
    """True: a file maps ids to records. False: a file is one record and its name is the id."""
    paged: bool = True
    """True: a page each and an index. False: one page that lists all."""


DATA_KINDS = (
    Kind("term", Term, "glossary", many=True),
    Kind("place", Place, "places", many=True, paged=False),
    Kind("organisation", Organisation, "organisations"),
    Kind("mechanism", Mechanism, "mechanisms", many=True),
    Kind("role", Role, "roles", many=True),
    Kind("figure", Figure, "figures", many=True, paged=False),
    Kind("campaign", Campaign, "campaigns", many=True),
    Kind("checklist", Checklist, "checklists"),
    Kind("quiz", Quiz, "quizzes"),
    Kind("guide", Guide, "guides"),
    Kind("form", Form, "forms"),
    Kind("source", Source, "sources", many=True, paged=False),
    Kind("law", Law, "laws", many=True),
)

WRITTEN_KINDS = (
    Kind("page", written.Page, ""),
    Kind("home", written.Home, ""),
    Kind("policy", written.Policy, ""),
    Kind("regulation", written.Regulation, ""),
    Kind("agreement", written.Agreement, ""),
    Kind("lesson", written.Lesson, ""),
    Kind("case", written.Case, ""),
)

KINDS = {kind.name: kind for kind in DATA_KINDS + WRITTEN_KINDS}

ALIASES = {"org": ("organisation",), "document": ("regulation", "agreement", "policy")}
"""Names used in references that stand for a kind, or for any of several."""
