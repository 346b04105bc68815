"""Problems: every complaint about the content is a value of one type, collected and shown together.

The texts stand in one table, `messages.yml`, in Chinese and English; a code never changes its meaning.
"""
from __future__ import annotations

import difflib
import functools
import importlib.resources
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Message:
    """One row of the table: texts with `{name}` gaps, and how grave it is."""

    severity: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str


@functools.cache
def messages() -> dict[str, Message]:
    """The table of messages, by code."""
    table = importlib.resources.files("mingbai").joinpath("messages.yml").read_text(encoding="utf-8")
    return {
        code: Message(row.get("severity", "error"), row["zh"], row["en"], row["zh_remedy"], row["en_remedy"])
        for code, row in yaml.load(table, getattr(yaml, "CSafeLoader", yaml.SafeLoader)).items()
    }


@dataclass(frozen=True)
class Problem:
    """A fault at a place: `path` relative to the project, `line` from 1 (0 = the whole file)."""

    path: str
    line: int
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> str:
        return messages()[self.code].severity

    def text(self, language: str = "zh") -> str:
        """Fault and remedy in `language` ("zh" or "en")."""
        message = messages()[self.code]
        fault, remedy = (message.en, message.en_remedy) if language == "en" else (message.zh, message.zh_remedy)
        gaps = {name: _shown(value) for name, value in self.details}
        joint = " — " if language == "en" else "。"
        return fault.format(**gaps) + joint + remedy.format(**gaps)

    def line_text(self, language: str = "zh") -> str:
        """The line that a terminal shows: `path:line: CODE fault remedy`."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.code} {self.text(language)}"

    def as_dict(self) -> dict[str, object]:
        """For `mingbai check --json`."""
        return {
            "path": self.path, "line": self.line, "code": self.code, "severity": self.severity,
            "details": dict(self.details),
            "message": {language: self.text(language) for language in LANGUAGES},
        }


def _shown(value: str, longest: int = 120) -> str:
    """A value made safe for a terminal: one line, no control characters, not too long."""
    clean = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value)
    return clean if len(clean) <= longest else clean[:longest] + "…"


class Problems:
    """A growing collection of problems."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found: dict[Problem, None] = {}
        self.error_count = 0
        """How many of them are errors."""
        self.extend(found)

    def add(self, path: str, line: int, code: str, **details: object) -> None:
        """Record a fault; `details` fill the gaps of its message."""
        if code not in messages():
            raise KeyError(f"no message for problem code {code!r}")
        self.extend([Problem(path, line, code, tuple((k, str(v)) for k, v in details.items()))])

    def extend(self, others: Iterable[Problem]) -> None:
        """Record faults that others found; each is kept once."""
        for problem in others:
            if problem not in self._found:
                self._found[problem] = None
                self.error_count += problem.severity == "error"

    def touch(self, path: str) -> bool:
        """Whether a fault of this file has been recorded."""
        return any(problem.path == path for problem in self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=lambda p: (p.path, p.line, p.code, p.details)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Problem]:
        """The errors among them, sorted by place."""
        return [p for p in self if p.severity == "error"]


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name most like `wrong`, or "" when none is near."""
    found = difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.5)
    return found[0] if found else ""
