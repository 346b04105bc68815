"""The house keeps its shape: imports go one way, mkdocs and yaml stay in their rooms, rooms stay small."""
from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hooks" / "mingbai"

FLOORS = [
    {"problems", "__init__"},
    {"cache"},
    {"reading"},
    {"records"},
    {"markup"},
    {"checks"},
    {"edition"},
    {"outputs"},
    {"publishing"},
    {"mkdocs_site"},
    {"commands"},
    {"__main__"},
]
"""From the ground up; a room may import from its own floor and from those below."""


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_imports_go_downwards():
    wrong = []
    for path in modules():
        for name in imports_of(path):
            if name.startswith("mingbai."):
                target = name.split(".")[1]
                if floor_of(target) > floor_of(room_of(path)):
                    wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_every_room_has_a_floor():
    rooms = {room_of(path) for path in modules()}
    assert rooms <= set().union(*FLOORS)


def test_frameworks_stay_in_their_rooms():
    wrong = []
    for path in modules():
        tops = {name.split(".")[0] for name in imports_of(path)}
        name = path.relative_to(PACKAGE).as_posix()
        if tops & {"mkdocs", "material", "mkdocs_static_i18n"} and name != "mkdocs_site.py":
            wrong.append(f"{name} imports mkdocs")
        if "yaml" in tops and not (name.startswith("reading/") or name == "problems.py"):
            wrong.append(f"{name} imports yaml")
        if tops & {"signal", "fcntl", "pwd"}:
            wrong.append(f"{name} does not work on Windows")
    assert wrong == []


def test_rooms_and_functions_stay_small():
    wrong = []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 320:
            wrong.append(f"{path.relative_to(PACKAGE)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno} lines")
    assert wrong == []


def test_modules_and_public_functions_are_documented():
    wrong = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            wrong.append(str(path.relative_to(PACKAGE)))
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") and not ast.get_docstring(node):
                if not (path.parent.name == "commands" and node.name == "add_arguments"):
                    wrong.append(f"{path.relative_to(PACKAGE)} {node.name}")
    assert wrong == []


def test_hooks_folder_holds_one_file_and_one_package():
    assert sorted(p.name for p in (ROOT / "hooks").iterdir() if p.name != "__pycache__") == ["mingbai", "mkdocs_hooks.py"]


def test_no_import_circle_between_rooms_of_one_floor():
    """Modules of one package import each other without a circle (imports for type checking aside)."""
    graph = {}
    for path in modules():
        name = "mingbai." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in list(ast.walk(tree)):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                node.body = []
        graph[name] = {
            node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mingbai.")
        }
    done, path_now = set(), []

    def visit(name):
        assert name not in path_now, " → ".join([*path_now, name])
        if name in done or name not in graph:
            return
        path_now.append(name)
        for other in sorted(graph[name]):
            visit(other)
        path_now.pop()
        done.add(name)

    for name in sorted(graph):
        visit(name)
