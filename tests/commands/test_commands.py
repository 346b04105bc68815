"""The command line, as a user types it."""
from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from conftest import ROOT, build, make_project, run_python

from mingbai.cache import Cache
from mingbai.commands.main import VERBS, main
from mingbai.edition import read_edition
from mingbai.problems import Problems
from mingbai.records.kinds import KINDS


def mingbai(folder, *arguments):
    return run_python("-m", "mingbai", *arguments, cwd=folder, PYTHONPATH=str(folder / "hooks"))


def test_check_says_nothing_is_wrong(project):
    result = mingbai(project(), "check")
    assert (result.returncode, result.stderr) == (0, "")
    assert "没有问题" in result.stdout


def test_check_reports_all_problems_with_exit_code_1(project):
    folder = project(files={"docs/lessons/bad.md": "---\ntitel: 页\n---\n", "data/glossary/bad.yml": "x: {title: 词}\n"})
    result = mingbai(folder, "check")
    assert result.returncode == 1
    assert "docs/lessons/bad.md:2: unknown-key" in result.stderr and "data/glossary/bad.yml:1: missing-field" in result.stderr
    english = mingbai(folder, "check", "--language", "en")
    assert 'did you mean: title' in english.stderr


def test_check_json_is_for_editors(project):
    folder = project(files={"data/glossary/bad.yml": "x: {titel: 词, definition: 解}\n"})
    result = mingbai(folder, "check", "--json")
    found = json.loads(result.stdout)
    assert result.returncode == 1
    assert {"path", "line", "code", "severity", "details", "message"} <= set(found[0])
    assert found[0]["path"] == "data/glossary/bad.yml"


@pytest.mark.parametrize("arguments", [[], ["biuld"], ["new", "lesson"], ["new", "lesson", "Bad Id"], ["new", "nothing", "x"], ["build", "--since", "nowhere"]])
def test_wrong_use_is_exit_code_2(project, arguments):
    assert mingbai(project(), *arguments).returncode == 2


def test_outside_a_project_is_wrong_use(tmp_path):
    result = run_python("-m", "mingbai", "check", cwd=tmp_path, PYTHONPATH=str(ROOT / "hooks"))
    assert result.returncode == 2 and "mkdocs.yml" in result.stderr


def test_new_makes_files_that_pass_the_check_and_overwrites_nothing(tmp_path, capsys):
    folder = make_project(tmp_path / "p")
    for kind in [name for name in KINDS if name != "home"]:
        command = ["new", kind, f"new-{kind}", "--title", "新的", "--project", str(folder)]
        assert main(command) == 0, capsys.readouterr().err
        assert main(command) == 2
    problems = Problems()
    read_edition(folder, Cache(None), problems)
    assert [p.line_text() for p in problems] == []


def test_every_verb_has_help_and_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, module in VERBS.items():
        assert module.__doc__ and f"mingbai {name}" in readme


def test_schemas_accept_our_own_data(tmp_path):
    folder = make_project(tmp_path / "p")
    assert mingbai(folder, "schema", "--out", "schemas").returncode == 0
    checked = 0
    for kind in KINDS.values():
        if not kind.home:
            continue
        schema = json.loads((folder / "schemas" / f"{kind.home}.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        for path in sorted((ROOT / "data" / kind.home).glob("*.yml")):
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            faults = [f"{path.name}: {e.json_path} {e.message[:80]}" for e in validator.iter_errors(_typed(data))]
            assert faults == []
            checked += 1
    assert checked > 10


def _typed(value):
    """What an editor's YAML reader makes of whole numbers and truth values; empty values are left out."""
    if isinstance(value, dict):
        return {k: _typed(v) for k, v in value.items() if v != ""}
    if isinstance(value, list):
        return [_typed(v) for v in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value.isdigit() and len(value) < 4 and not value.startswith("0") else value


def test_build_prints_pages_seconds_size_and_the_file_to_open(project):
    folder = project()
    result = build(folder)
    assert result.returncode == 0, result.stderr
    assert "zh " in result.stdout and "en " in result.stdout and "MB" in result.stdout
    assert str(folder / "site") in result.stdout
