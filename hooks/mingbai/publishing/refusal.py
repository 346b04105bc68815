"""Refusals: publishing stops before it touches the site, and says why in both languages."""
from __future__ import annotations

from mingbai.problems import Problem


class PublishingRefused(Exception):
    """The site stays as it is. `problem` has place, fault and remedy for the doors to show."""

    def __init__(self, path: str, code: str, **details: object) -> None:
        self.problem = Problem(path, 0, code, tuple((name, str(value)) for name, value in details.items()))
        super().__init__(code)

    def __str__(self) -> str:
        return f"{self.problem.line_text('zh')} / {self.problem.text('en')}"
