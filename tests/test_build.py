"""Whole builds: the same bytes whatever surrounds them, plain MkDocs as safe as our command, nothing lost on failure."""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from conftest import ROOT, build, make_project, run_python


def digests(site: Path) -> dict[str, str]:
    return {p.relative_to(site).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(site.rglob("*")) if p.is_file()}


def modes(site: Path) -> set[str]:
    return {oct(p.stat().st_mode & 0o777) for p in site.rglob("*")}


@pytest.fixture(scope="module")
def reference(tmp_path_factory) -> dict[str, str]:
    folder = make_project(tmp_path_factory.mktemp("reference") / "p")
    assert build(folder).returncode == 0
    return digests(folder / "site")


@pytest.mark.parametrize("environment", [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "MINGBAI_WORKERS": "2"},
], ids=["shanghai", "c-locale", "two-workers"])
def test_same_bytes_whatever_the_surroundings(tmp_path, reference, environment):
    folder = make_project(tmp_path / "another place 文件夹")
    result = build(folder, **environment)
    assert result.returncode == 0, result.stderr
    assert digests(folder / "site") == reference


def test_same_bytes_whatever_the_clock(tmp_path, reference):
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("no faketime: apt-get install faketime")
    folder = make_project(tmp_path / "p")
    env = {**os.environ, "PYTHONPATH": str(folder / "hooks")}
    subprocess.run([faketime, "-f", "+400d", sys.executable, "-m", "mingbai", "build"], cwd=folder, env=env, check=True, capture_output=True)
    assert digests(folder / "site") == reference


def test_same_bytes_and_modes_whatever_the_umask(tmp_path, reference):
    folder = make_project(tmp_path / "p")
    script = "import os; os.umask(0o077)\nfrom mingbai.commands.main import main\nraise SystemExit(main(['build']))"
    result = run_python("-c", script, cwd=folder, PYTHONPATH=str(folder / "hooks"))
    assert result.returncode == 0, result.stderr
    assert digests(folder / "site") == reference
    if os.name == "posix":
        assert modes(folder / "site") == {"0o755", "0o644"}


def test_rebuild_after_edits_equals_a_fresh_build(tmp_path):
    folder = make_project(tmp_path / "p")
    assert build(folder).returncode == 0
    page = folder / "docs/lessons/first.md"
    page.write_text(page.read_text(encoding="utf-8").replace("一只羊", "两头牦牛"), encoding="utf-8")
    (folder / "docs/lessons/third.md").write_text((folder / "docs/lessons/second.md").read_text(encoding="utf-8").replace("第二课", "第三课"), encoding="utf-8")
    assert build(folder).returncode == 0
    kept = digests(folder / "site")
    shutil.rmtree(folder / ".mingbai-cache")
    assert build(folder).returncode == 0
    assert digests(folder / "site") == kept


def test_plain_mkdocs_gives_the_same_site_where_mingbai_is_not_installed(tmp_path, reference):
    """The package is found beside the hook file, in a process whose path and metadata do not know it."""
    folder = make_project(tmp_path / "p")
    script = (
        "import sys; sys.path = [p for p in sys.path if 'hooks' not in p]\n"
        "import importlib.util; sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]\n"
        "assert importlib.util.find_spec('mingbai') is None\n"
        "from mkdocs.__main__ import cli; cli(['build', '--strict'])\n"
    )
    result = run_python("-c", script, cwd=folder)
    assert result.returncode == 0, result.stderr
    assert digests(folder / "site") == reference


@pytest.mark.parametrize("verb", [["-m", "mkdocs", "build"], ["-m", "mkdocs", "build", "--strict"], ["-m", "mingbai", "build"]], ids=["mkdocs", "strict", "mingbai"])
def test_problems_leave_the_former_site_as_it_was(tmp_path, verb):
    folder = make_project(tmp_path / "p")
    assert build(folder).returncode == 0
    before = digests(folder / "site")
    (folder / "docs/lessons/bad.md").write_text("---\ntitle: 坏\n---\n\n[坏链](nowhere.md)\n", encoding="utf-8")
    result = run_python(*verb, cwd=folder, PYTHONPATH=str(folder / "hooks"))
    assert result.returncode == 1
    assert "docs/lessons/bad.md:5" in result.stderr and "Traceback" not in result.stderr
    assert digests(folder / "site") == before
    assert [p.name for p in folder.iterdir() if p.name.startswith(".site.stage")] == []


def test_warnings_are_reported_and_published(tmp_path):
    folder = make_project(tmp_path / "p")
    with (folder / "docs/lessons/first.md").open("a", encoding="utf-8") as file:
        file.write("\n## 补充 {#more}\n\n译文还没有这一节。\n")
    result = build(folder)
    assert result.returncode == 0 and "translation-anchors-differ" in result.stderr
    assert 'id="more"' in (folder / "site/lessons/first.html").read_text(encoding="utf-8")


def test_a_folder_that_is_not_ours_is_not_replaced(tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "site").mkdir()
    (folder / "site" / "thesis.docx").write_text("years of work", encoding="utf-8")
    result = build(folder)
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert (folder / "site" / "thesis.docx").read_text(encoding="utf-8") == "years of work"


def test_manifest_lists_every_file_and_every_page(tmp_path):
    folder = make_project(tmp_path / "p")
    assert build(folder).returncode == 0
    manifest = json.loads((folder / "site/manifest.json").read_text(encoding="utf-8"))
    assert {k: v["sha256"] for k, v in manifest["files"].items()} == {k: v for k, v in digests(folder / "site").items() if k != "manifest.json"}
    pages = {page["url"] for page in manifest["pages"]}
    assert pages == {name for name in manifest["files"] if name.endswith(".html")}
    lesson = next(page for page in manifest["pages"] if page["url"] == "lessons/first.html")
    anchors = [anchor for _, anchor, _ in lesson["headings"]]
    assert [a for a in anchors if a in ("story", "rule", "steps", "where", "traps")] == ["story", "rule", "steps", "where", "traps"]
    assert ["人民调解法", "33"] in lesson["laws"]


def test_adding_a_page_changes_few_pages(tmp_path):
    files = {
        f"docs/lessons/x{n:02d}.md": (ROOT / "tests/sites/minimal/docs/lessons/second.md").read_text(encoding="utf-8").replace("第二课", f"第{n}号课")
        for n in range(0, 60, 2)
    }
    folder = make_project(tmp_path / "p", files=files)
    assert build(folder).returncode == 0
    before = digests(folder / "site")
    (folder / "docs/lessons/x31.md").write_text(files["docs/lessons/x30.md"].replace("第30号课", "第31号课"), encoding="utf-8")
    assert build(folder).returncode == 0
    after = digests(folder / "site")
    changed = [name for name in after if name.endswith(".html") and after[name] != before.get(name)]
    assert len(changed) <= 6, changed  # itself, two neighbours, the section's list, the tree, the law that it cites
    assert "lessons/x30.html" in changed and "lessons/x32.html" in changed


def test_one_build_at_a_time(tmp_path):
    folder = make_project(tmp_path / "p")
    env = {**os.environ, "PYTHONPATH": str(folder / "hooks")}
    command = [sys.executable, "-m", "mingbai", "build"]
    both = [subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    results = [(process.communicate()[1].decode(), process.returncode) for process in both]
    assert sorted(code for _, code in results) in ([0, 0], [0, 1])
    assert all("Traceback" not in text for text, _ in results)
    manifest = json.loads((folder / "site/manifest.json").read_text(encoding="utf-8"))
    assert {k: v["sha256"] for k, v in manifest["files"].items()} == {k: v for k, v in digests(folder / "site").items() if k != "manifest.json"}


def test_a_killed_build_leaves_the_former_site_whole(tmp_path):
    """Whole builds killed at moments spread over their length; the switch itself is killed call by call in publishing/."""
    folder = make_project(tmp_path / "p")
    assert build(folder).returncode == 0
    page = folder / "docs/lessons/first.md"
    text = page.read_text(encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(folder / "hooks")}
    began = time.monotonic()
    assert build(folder).returncode == 0
    length = time.monotonic() - began  # kills are spread over one build's length, however fast the machine is
    landed = 0
    for turn in range(12):
        before = digests(folder / "site")
        page.write_text(text.replace("一只羊", f"{turn + 2}只羊"), encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-m", "mingbai", "build"], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=length * (turn + 0.5) / 13)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            landed += 1
        after = digests(folder / "site")
        manifest = json.loads((folder / "site/manifest.json").read_text(encoding="utf-8"))
        assert after == before or {k: v["sha256"] for k, v in manifest["files"].items()} == {k: v for k, v in after.items() if k != "manifest.json"}
    assert landed >= 4
    assert build(folder).returncode == 0
    assert [p.name for p in folder.iterdir() if p.name.startswith((".site.stage", ".site.old"))] == []


def small_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" + b"\x10\x60\x50" * 2)) + chunk(b"IEND", b"")


def test_pictures_are_copied_and_shown_in_every_language(tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "docs/lessons/board.png").write_bytes(small_png())
    for name, alt in (("first.md", "村口的公示牌"), ("first.en.md", "the village board")):
        with (folder / "docs/lessons" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n![{alt}](board.png)\n")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    assert (folder / "site/lessons/board.png").read_bytes() == small_png()
    assert '<img src="board.png"' in (folder / "site/lessons/first.html").read_text(encoding="utf-8")
    assert '<img src="../../lessons/board.png"' in (folder / "site/en/lessons/first.html").read_text(encoding="utf-8")
