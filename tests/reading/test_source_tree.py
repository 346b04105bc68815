"""The walk over docs/ and data/: what is taken in, what is refused, what is ignored."""
from __future__ import annotations

import os
import struct
import sys
import zlib
from pathlib import Path

import pytest

from mingbai.problems import Problems
from mingbai.reading.source_tree import read_tree


def png(width: int, height: int, end: bool = True) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + (chunk(b"IEND", b"") if end else b"")


def jpeg(width: int, height: int, exif: bool = False, end: bool = True) -> bytes:
    extra = b"\xff\xe1" + struct.pack(">H", 16) + b"Exif\0\0" + b"\0" * 8 if exif else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"JF" + extra + frame + b"\xff\xda\0\x03\x01data" + (b"\xff\xd9" if end else b"")


def webp(width: int, height: int) -> bytes:
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def write(root: Path, files: dict[str, bytes | str]) -> Path:
    for path, data in {"docs/index.md": "甲", "data/site.yml": "a: 1", **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def read(root: Path, files: dict[str, bytes | str]) -> tuple:
    problems = Problems()
    tree = read_tree(write(root, files), problems)
    assert all(p.text("zh") and p.text("en") for p in problems)
    return tree, [(p.path, p.line, p.code) for p in problems]


def test_texts_and_pictures(tmp_path: Path) -> None:
    tree, found = read(tmp_path, {
        "docs/lessons/a.md": "\ufeff一\r\n二\r三\u2028四\x85五", "docs/lessons/a.en.md": "x", "docs/lessons/a.mn-Mong.md": "ᠮ", "data/interface/mn-Mong.yml": "a: b",
        "docs/images/a.png": png(4, 3), "docs/images/b.jpg": jpeg(5, 6), "docs/images/c.jpeg": jpeg(5, 6), "docs/images/d.webp": webp(7, 8),
    })
    assert found == []
    assert tree.texts["docs/lessons/a.md"] == "一\n二\n三\n四\n五"
    assert list(tree.texts) == sorted(tree.texts) and "docs/lessons/a.mn-Mong.md" in tree.texts
    assert tree.assets == ("docs/images/a.png", "docs/images/b.jpg", "docs/images/c.jpeg", "docs/images/d.webp")
    assert [(p.type, p.width, p.height) for p in tree.pictures.values()] == [("png", 4, 3), ("jpeg", 5, 6), ("jpeg", 5, 6), ("webp", 7, 8)]


def test_what_editors_leave_is_ignored(tmp_path: Path) -> None:
    names = ["~$a.docx", ".DS_Store", "Thumbs.db", "desktop.ini", ".a.md.swp", "a.md~", "#a.md#", ".git/x.md", "a.bak", "a.tmp", "__MACOSX/x"]
    tree, found = read(tmp_path, {f"docs/{name}": "x" for name in names})
    assert found == [] and list(tree.texts) == ["data/site.yml", "docs/index.md"]
    assert len(tree.ignored) == len(names)


@pytest.mark.parametrize(("path", "data", "line", "code"), [
    ("docs/a.md", "一二三法律明白人学法用法，人民调解。".encode("gb18030"), 0, "text-encoding"), ("docs/a.md", "法律明白人".encode("utf-16"), 0, "text-encoding"),
    ("docs/a.md", "# law 1\nabc def\n".encode("utf-16-le"), 0, "text-encoding"), ("docs/a.md", "# law 1\nabc def\n".encode("utf-16-be"), 0, "text-encoding"),
    ("docs/a.md", "一二三四五\n六七八九十".encode() + b"\xff\n" + "一二三四五六".encode(), 2, "text-broken-bytes"),
    ("docs/a.md", "一\n二\x00", 2, "text-control"), ("docs/a.md", "一\n\n二\x1b", 3, "text-control"), ("docs/a.md", "一\u202e二", 1, "text-direction"),
    ("docs/a.md", "一\n\ue000", 2, "text-private-use"), ("docs/a.md", "一\n\u200b", 2, "text-hidden"), ("docs/a.md", "一\n\ufffd", 2, "text-damaged"),
    ("docs/a.md", "字" * 400_000, 0, "file-too-big"), ("docs/a.html", "<b>", 0, "file-code"), ("docs/a.js", "x", 0, "file-code"), ("docs/a.svg", "<svg/>", 0, "file-code"),
    ("docs/a.css", "x", 0, "file-code"), ("docs/a.htm", "x", 0, "file-code"), ("docs/a.pdf", "%PDF", 0, "file-type"), ("docs/a.docx", "PK", 0, "file-type"),
    ("docs/noending", "x", 0, "file-type"), ("docs/a.yml", "a: 1", 0, "file-type"), ("data/a.md", "x", 0, "file-type"), ("data/a.json", "{}", 0, "file-type"),
    ("data/a.yaml", "a: 1", 0, "file-yaml-ending"), ("data/a.png", png(1, 1), 0, "file-type"), ("docs/a.gif", "GIF89a", 0, "file-type"),
    ("docs/a.png", jpeg(3, 3), 0, "picture-type"), ("docs/a.png", "<html>", 0, "picture-type"), ("docs/a.jpg", "MZ", 0, "picture-type"),
    ("docs/a.png", png(50_000, 50_000), 0, "picture-too-large"), ("docs/a.png", png(3, 3, end=False), 0, "picture-broken"), ("docs/a.png", png(0, 3), 0, "picture-broken"),
    ("docs/a.jpg", jpeg(3, 3, end=False), 0, "picture-broken"), ("docs/a.jpg", b"\xff\xd8\xff\xd9", 0, "picture-broken"), ("docs/a.webp", webp(3, 3)[:-4], 0, "picture-broken"),
    ("docs/a.jpg", jpeg(3, 3, exif=True), 0, "picture-exif"), ("docs/a.png", png(3, 3) + b"\0" * 2_100_000, 0, "file-too-big"),
    ("docs/调解.md", "x", 0, "name-signs"), ("docs/A.md", "x", 0, "name-signs"), ("docs/a b.md", "x", 0, "name-signs"), ("docs/-a.md", "x", 0, "name-signs"),
    ("docs/a%2e.md", "x", 0, "name-signs"), ("docs/Lessons/a.md", "x", 0, "name-signs"), ("docs/con.md", "x", 0, "name-device"), ("docs/nul/a.md", "x", 0, "name-device"),
    ("docs/" + "a" * 100 + ".md", "x", 0, "name-too-long"), ("docs/qa/a.md", "x", 0, "folder-two-letters"),
    ("docs/a.zh.md", "x", 0, "name-chinese-suffix"), ("docs/a.zh-Hans.md", "x", 0, "name-chinese-suffix"), ("docs/a.fr.md", "x", 0, "name-language"),
    ("docs/a.mn-mong.md", "x", 0, "name-language"), ("docs/a.mn.md", "x", 0, "name-language"), ("docs/a.eng.md", "x", 0, "name-language"),
])
def test_faults(tmp_path: Path, path: str, data: bytes | str, line: int, code: str) -> None:
    _, found = read(tmp_path, {path: data})
    place = {"docs/Lessons/a.md": "docs/Lessons", "docs/nul/a.md": "docs/nul", "docs/qa/a.md": "docs/qa"}.get(path, path)
    assert (place, line, code) in found
    assert {found_code for _, _, found_code in found} <= {code, "name-signs"}


@pytest.mark.parametrize(("path", "remedy"), [
    ("docs/a.mn-mong.md", "mn-Mong"), ("docs/a.eng.md", "en"), ("docs/My File.MD", "my-file.md"), ("docs/a.zh.md", "a.md"), ("docs/调解.md", "pinyin-name.md"),
])
def test_remedies_name_the_right_form(tmp_path: Path, path: str, remedy: str) -> None:
    problems = Problems()
    read_tree(write(tmp_path, {path: "x"}), problems)
    assert any(remedy in problem.text("zh") for problem in problems)


def test_page_languages_come_from_the_project(tmp_path: Path) -> None:
    languages = "zh: {name: 中文}\nza: {name: Vahcuengh}\nii: {name: 彝, type: term}"
    tree, found = read(tmp_path, {"data/languages.yml": languages, "docs/a.za.md": "x", "docs/a.ii.md": "x", "docs/a.en.md": "x"})
    assert "docs/a.za.md" in tree.texts and "docs/a.ii.md" not in tree.texts
    assert found == [("docs/a.en.md", 0, "name-language"), ("docs/a.ii.md", 0, "name-language")]


def test_bad_files_do_not_hide_the_good(tmp_path: Path) -> None:
    tree, found = read(tmp_path, {"docs/b.md": b"\xff\xfe\x00", "docs/c.md": "丙", "docs/d.html": "x"})
    assert "docs/c.md" in tree.texts and len(found) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs symlinks, FIFOs and names in two cases")
def test_links_pipes_and_twins(tmp_path: Path) -> None:
    write(tmp_path, {"outside/x.md": "geheim", "docs/sub/a.md": "x"})
    os.symlink(tmp_path / "outside", tmp_path / "docs" / "folder")
    os.symlink(tmp_path / "outside" / "x.md", tmp_path / "docs" / "x.md")
    os.symlink(tmp_path / "docs", tmp_path / "docs" / "sub" / "loop")
    os.symlink("nowhere", tmp_path / "docs" / "dangling.md")
    os.mkfifo(tmp_path / "docs" / "pipe.md")
    write(tmp_path, {"docs/Readme.md": "x", "docs/readme.md": "y", "docs/e\u0301.md": "x", "docs/\u00e9.md": "x"})
    tree, found = read(tmp_path, {})
    codes = {(path, code) for path, _, code in found}
    assert {("docs/folder", "file-is-link"), ("docs/x.md", "file-is-link"), ("docs/sub/loop", "file-is-link"), ("docs/dangling.md", "file-is-link"),
            ("docs/pipe.md", "file-not-regular"), ("docs/readme.md", "name-collision")} <= codes
    assert sum(code == "name-collision" for _, code in codes) == 2
    assert "geheim" not in tree.texts.values()


@pytest.mark.skipif(sys.platform == "win32", reason="needs symlinks")
def test_docs_itself_must_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    os.symlink(tmp_path / "else", tmp_path / "docs")
    problems = Problems()
    read_tree(tmp_path, problems)
    assert [(p.path, p.code) for p in problems] == [("data", "folder-missing"), ("docs", "file-is-link")]


@pytest.mark.skipif(sys.platform == "win32", reason="names of any bytes")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path, {})
    with open(os.path.join(os.fsencode(tmp_path), b"docs", b"\xff.md"), "w"):
        pass
    _, found = read(tmp_path, {})
    assert found == [("docs/\ufffd.md", 0, "name-signs")]


def test_a_crowded_folder_is_a_warning(tmp_path: Path) -> None:
    tree, found = read(tmp_path, {f"docs/cases/p{n}{suffix}.md": "x" for n in range(201) for suffix in ("", ".en")})
    assert found == [("docs/cases", 0, "folder-crowded")] and len(tree.texts) == 404


def test_files_that_vanish_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"docs/a.md": "x"})
    import builtins
    real = builtins.open

    def refuse(file: object, *rest: object, **named: object) -> object:
        if str(file).endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return real(file, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", refuse)
    problems = Problems()
    read_tree(tmp_path, problems)
    assert [(p.path, p.code) for p in problems] == [("docs/a.md", "file-unreadable")]
