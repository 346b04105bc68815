"""Fixtures: small whole projects copied to a temporary folder, and a browser where there is one."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
SITES = ROOT / "tests" / "sites"
SHARED = ROOT.parent / "shared"
pytest_plugins = ["browser.helpers_browser"]

BROWSER_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]


def make_project(folder: Path, name: str = "minimal", files: dict[str, str] | None = None) -> Path:
    """A copy of a small site with our hooks and templates beside it, and `files` written over it."""
    shutil.copytree(SITES / name, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "overrides", folder / "overrides", dirs_exist_ok=True)
    shutil.copytree(ROOT / "hooks", folder / "hooks", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shared_words = folder / "data" / "interface"
    shutil.copytree(ROOT / "data" / "interface", shared_words, dirs_exist_ok=True, ignore=shutil.ignore_patterns("bo.yml", "mn-Mong.yml"))
    for path, text in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder


def run_python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run our Python in a project with the given environment on top of a clean one."""
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")} | {"NO_MKDOCS_2_WARNING": "1"} | environment
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=240)


def build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m mingbai build` with the package of the project's own hooks folder."""
    return run_python("-m", "mingbai", "build", cwd=folder, **{"PYTHONPATH": str(folder / "hooks"), **environment})


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Makes small projects: project("minimal", {"docs/x.md": "…"})."""
    return lambda name="minimal", files=None: make_project(tmp_path / "project", name, files)


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once for all workers; nobody may write into it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with FileLock(shared / "own.lock"):
        if not (shared / "own" / "site").exists():
            _build_own_site(shared / "own")
    return shared / "own" / "site"


def _build_own_site(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("docs", "data", "overrides", "hooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml",):
        shutil.copy(ROOT / name, folder / name)
    if (ROOT / "node_modules").exists():
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
    if (ROOT / ".mingbai-cache").exists():
        shutil.copytree(ROOT / ".mingbai-cache", folder / ".mingbai-cache")
    result = build(folder)
    assert result.returncode == 0, result.stdout + result.stderr


def find_browser() -> str | None:
    """Path of a Chromium that the system has."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; tests that need it are skipped, loudly, where there is none."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
