"""Checks: the Library is held against its own promises; faults come back as Problems."""
from __future__ import annotations

from collections.abc import Mapping

from mingbai.checks.guides import check_guides
from mingbai.checks.pages import check_pages
from mingbai.checks.records import check_records
from mingbai.checks.references import check_references
from mingbai.markup.converted import Converted
from mingbai.problems import Problems
from mingbai.records.library import Library
from mingbai.records.plan import Plan


def check_library(library: Library, plan: Plan, converted: Mapping[str, Converted], problems: Problems) -> None:
    """Run every check."""
    check_references(library, plan, converted, problems)
    check_records(library, problems)
    check_guides(library, problems)
    check_pages(library, converted, problems)
