"""Reporting: problems and progress as a terminal or a log shows them."""
from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

from mingbai.problems import Problem, Problems

SUMMARY = {
    "zh": "{errors} 处错误，{warnings} 处提醒",
    "en": "{errors} errors, {warnings} warnings",
}


def print_problems(problems: Problems, language: str, stream: TextIO | None = None) -> None:
    """One line each, then the count."""
    stream = stream or sys.stderr
    for problem in problems:
        print(problem.line_text(language), file=stream)
    if len(problems):
        errors = len(problems.errors)
        print(SUMMARY[language].format(errors=errors, warnings=len(problems) - errors), file=stream)


def problems_json(problems: Iterable[Problem]) -> str:
    """A list of objects: path, line, code, severity, details, message in zh and en."""
    return json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1)


class Progress:
    """Seconds that pass, on one line that renews itself on a terminal; plain lines at start and end elsewhere."""

    def __init__(self, text: str, stream: TextIO | None = None) -> None:
        self._text, self._stream = text, stream or sys.stderr
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Progress:
        if self._stream.isatty():
            self._thread = threading.Thread(target=self._tick, daemon=True)
            self._thread.start()
        else:
            print(self._text, file=self._stream, flush=True)
        return self

    def _tick(self) -> None:
        began = time.monotonic()
        while not self._done.wait(0.5):
            print(f"\r{self._text} {time.monotonic() - began:.0f} s", end="", file=self._stream, flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()
            print("\r" + " " * (len(self._text) * 2 + 12) + "\r", end="", file=self._stream, flush=True)
