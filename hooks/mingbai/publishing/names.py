"""Names: every path of the site must survive Windows, FAT, a zip from WeChat and a careless web server."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mingbai.problems import Problem

LONGEST_PATH = 100
LARGEST_FOLDER = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9._/-]*")
_EXCEPTED = frozenset({"mn-Mong"})
"""Folders whose name is a language tag as it is written."""
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, with any ending."""


def check_names(paths: Iterable[str]) -> Iterator[Problem]:
    """The faults of file paths (from the site's root, with "/")."""
    folders: Counter[str] = Counter()
    seen: dict[str, str] = {}
    for path in sorted(_with_folders(paths)):
        folders[path.rpartition("/")[0]] += 1
        same = seen.setdefault(path.casefold(), path)
        if same != path:
            yield _problem(path, "built-name-collision", other=same)
        if len(path) > LONGEST_PATH:
            yield _problem(path, "built-path-long", length=len(path), most=LONGEST_PATH)
        if not _is_safe(path):
            yield _problem(path, "built-name")
    for folder, count in sorted(folders.items()):
        if count > LARGEST_FOLDER:
            yield _problem(folder or ".", "built-folder-full", count=count, most=LARGEST_FOLDER)


def _with_folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        while path and path not in found:
            found.add(path)
            path = path.rpartition("/")[0]
    return found


def _is_safe(path: str) -> bool:
    """The last part of a path; its folders are asked by themselves."""
    name = path.rpartition("/")[2]
    return name in _EXCEPTED or bool(_NAME.fullmatch(name)) and not name.endswith(".") and name.split(".")[0] not in _RESERVED


def _problem(path: str, code: str, **details: object) -> Problem:
    return Problem(path, 0, code, tuple((name, str(value)) for name, value in details.items()))
