"""One small broken site per fault: each gives exactly its expected problems, all together, without a traceback.

A case is a folder of files laid over the minimal site and `expected.txt`: lines `path:line code`.
"""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, make_project

from mingbai.cache import Cache
from mingbai.edition import read_edition
from mingbai.problems import Problems

CASES = sorted(path.parent for path in (ROOT / "tests" / "sites_invalid").glob("*/expected.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_fault_is_reported(case: Path, tmp_path: Path):
    folder = make_project(tmp_path / "project")
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    problems = Problems()
    read_edition(folder, Cache(None), problems)
    found = [f"{p.path}:{p.line} {p.code}" for p in problems]
    assert found == (case / "expected.txt").read_text(encoding="utf-8").split("\n")[:-1]
    for problem in problems:
        for language in ("zh", "en"):
            text = problem.text(language)
            assert "{" not in text.replace("{#", "") or "{{" in text or "{%" in text, text


def test_minimal_site_has_no_problems(tmp_path: Path):
    problems = Problems()
    read_edition(make_project(tmp_path / "project"), Cache(None), problems)
    assert [p.line_text() for p in problems] == []


def test_there_are_enough_cases():
    assert len(CASES) >= 25
