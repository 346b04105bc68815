"""Records: rules of single kinds that a field's type cannot say."""
from __future__ import annotations

import re
from collections import Counter

from mingbai.problems import Problems
from mingbai.records.checklist import Checklist
from mingbai.records.fields import Record
from mingbai.records.library import Library
from mingbai.records.quiz import Quiz
from mingbai.records.term import Term

LONGEST_DEFINITION = 60
"""Characters of a plain definition in Chinese."""

_SEED_ROW = re.compile(r"s[0-9]+-[a-z0-9]+(-[a-z0-9]+)*")


def check_records(library: Library, problems: Problems) -> None:
    """Apply the rules of each kind."""
    for records in library.records.values():
        for record in records.values():
            for row in getattr(record, "seed_rows", ()):
                if not _SEED_ROW.fullmatch(row):
                    _add(record, "seed_rows", problems, "seed-row-unknown", id=row)
            if isinstance(record, Term):
                _check_term(record, problems)
            elif isinstance(record, Checklist):
                _check_checklist(record, problems)
            elif isinstance(record, Quiz):
                _check_quiz(record, problems)


def _add(record: Record, field: str, problems: Problems, code: str, **details: object) -> None:
    problems.add(record.place.path, record.lines.get(field, record.place.line), code, **details)


def _check_term(term: Term, problems: Problems) -> None:
    count = len(term.definition.get("zh", ""))
    if count > LONGEST_DEFINITION:
        _add(term, "definition", problems, "term-definition-long", id=term.id, count=count)


def _check_checklist(checklist: Checklist, problems: Problems) -> None:
    counts = Counter(item.id for group in checklist.groups for item in group.items)
    for id, count in counts.items():
        if count > 1:
            _add(checklist, "groups", problems, "checklist-duplicate-item", id=id)


def _check_quiz(quiz: Quiz, problems: Problems) -> None:
    for question in quiz.questions:
        if len(question.answers) < 2 or not any(answer.right for answer in question.answers):
            _add(quiz, "questions", problems, "quiz-no-right-answer", id=question.id)
