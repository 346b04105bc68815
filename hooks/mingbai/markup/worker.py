"""Worker: conversion in a child process, so that no page can hang a build, eat its memory or end it.

Parent and child speak JSON lines in UTF-8 over the child's standard input and output. The child is started with the
first page and again after each death; a page that took too long or killed it becomes a problem, the others go on.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mingbai.markup.convert import convert, refused
from mingbai.markup.converted import Converted
from mingbai.markup.page import Page
from mingbai.markup.source import Source

LIMIT = 10.0
"""Seconds that one page may take."""
START_LIMIT = 60.0
"""Seconds that a child may take to start, on a slow old computer."""
MEMORY = 1_000_000_000
"""Bytes of address space that a child may use, where the platform can bound it."""

Job = tuple[str, str, int]
"""(body, path, first line) of one page."""

_START = "import sys; sys.path.insert(0, sys.argv[1]); from mingbai.markup.worker import serve; serve()"
_HOOKS = Path(__file__).resolve().parents[2]


class Converter:
    """Converts pages in child processes; use it in a `with` block. Nothing is started before it is needed."""

    def __init__(self, children: int = 1, limit: float | None = None, start: str = _START) -> None:
        """`limit`: seconds for a page (else MINGBAI_PAGE_SECONDS, else 10). `start`: the children's program."""
        self._limit = limit if limit is not None else _limit_from_environment()
        self._children = [_Child(start) for _ in range(max(1, children))]

    def __enter__(self) -> Converter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children."""
        for child in self._children:
            child.stop()

    def convert_many(self, jobs: Iterable[Job]) -> list[Converted]:
        """The results of (body, path, first line) jobs, in order. No page raises."""
        listed = list(jobs)
        results: list[Converted | None] = [None] * len(listed)
        numbers = iter(range(len(listed)))
        lock = threading.Lock()

        def work(child: _Child) -> None:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                results[number] = self._convert(child, listed[number])

        threads = [threading.Thread(target=work, args=(child,)) for child in self._children[1:len(listed)]]
        for thread in threads:
            thread.start()
        work(self._children[0])
        for thread in threads:
            thread.join()
        return [result for result in results if result is not None]

    def _convert(self, child: _Child, job: Job) -> Converted:
        try:
            answer = child.ask(job, self._limit)
            if "fault" in answer:
                return _given_up(job, "page-crashed", fault=str(answer["fault"]))
            return Converted.from_dict(answer)
        except TimeoutError:
            return _given_up(job, "page-too-slow", limit=f"{self._limit:g}")
        except (OSError, ValueError, KeyError, TypeError) as error:
            child.stop()
            return _given_up(job, "page-crashed", fault=str(error) or type(error).__name__)


def _limit_from_environment() -> float:
    try:
        return max(0.01, float(os.environ.get("MINGBAI_PAGE_SECONDS", LIMIT)))
    except ValueError:
        return LIMIT


def _given_up(job: Job, code: str, **details: str) -> Converted:
    """The page as plain text, with the problem that kept it from being converted."""
    body, path, first_line = job
    page = Page(path, Source(body, first_line))
    page.add(0, code, **details)
    return refused(page)


class _Child:
    """One child process, started when it is first asked and again after its end."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: Job, limit: float) -> dict[str, Any]:
        """The child's answer. TimeoutError after `limit` seconds; OSError or ValueError when it died or babbled."""
        if self._process is None:
            self._start()
        data = json.dumps(job, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        answer = self._within(limit, lambda pipe, process: (pipe.write(data), pipe.flush(), process.stdout.readline())[-1])
        return json.loads(answer)

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", self._program, str(_HOOKS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self._within(START_LIMIT, lambda pipe, process: process.stdout.readline())

    def _within(self, limit: float, talk: Callable[[Any, Any], bytes]) -> bytes:
        """What `talk` hears. Killing the child is what ends a talk that lasts too long: its pipes then close."""
        process = self._process
        assert process is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            heard = talk(process.stdin, process)
        except OSError:
            heard = b""
        finally:
            timer.cancel()
        if not heard.endswith(b"\n") or late.is_set():
            self.stop()
            if late.is_set():
                raise TimeoutError
            raise OSError(f"exit {process.returncode}")
        return heard

    def stop(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass  # what was still in the pipe is of no use


def serve() -> None:
    """The child's life: a page in, its result out, until the parent closes the pipe."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not mix with the answers
    _bound_memory()
    answers.write(b"ready\n")
    answers.flush()
    for line in source:
        try:
            body, path, first_line = json.loads(line)
            answer = convert(body, path, first_line).to_json()
        except MemoryError:
            os._exit(70)  # this process is no longer to be trusted
        except Exception as error:  # a bug of ours: one page is lost, with a message, not the build
            answer = json.dumps({"fault": f"{type(error).__name__}: {error}"[:200]})
        answers.write(answer.encode("utf-8", "replace") + b"\n")
        answers.flush()


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the time limit must do
    try:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))
    except (OSError, ValueError):
        pass  # a platform that does not bound address space
