"""A quiz: questions with feedback on every answer."""
from __future__ import annotations

from dataclasses import dataclass

from mingbai.records.checklist import ItemId
from mingbai.records.entry import Entry
from mingbai.records.fields import Text


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A possible answer, and what to say to the one who chose it."""

    text: Text
    right: bool = False
    feedback: Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with two or more answers, at least one right."""

    id: ItemId
    text: Text
    answers: tuple[Answer, ...]
    law: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quiz(Entry):
    """Questions on one subject."""

    questions: tuple[Question, ...]
