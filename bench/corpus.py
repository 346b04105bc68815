"""Corpora: real law texts cut into many distinct pages, as a project for us and as one for the stock set-up.

The texts lie outside the repository (../shared/data/laws); without them nothing can be measured and we say so.
"""
from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAWS = ROOT.parent / "shared" / "data" / "laws"
PAGE_BYTES = 14_600
"""Median Markdown of a law page in the peers' measurement."""
FOLDER = 180
"""Pages a folder, so that no folder grows beyond 200 entries."""


def law_pages(count: int, size: int = PAGE_BYTES) -> list[tuple[str, str]]:
    """(title, Markdown body) of `count` distinct pages of about `size` bytes, in a fixed order."""
    if not LAWS.is_dir():
        sys.exit(f"bench: the law texts are missing ({LAWS.name} beside the project); nothing was measured")
    pages: list[tuple[str, str]] = []
    texts = [(path.stem, _body(path)) for path in sorted(LAWS.rglob("*.md")) if path.name != "README.md"]
    # The laws give fewer full pages than asked for: start again part of a page further on, so that every page differs.
    for offset in (0, size // 2, size // 4):
        for turn in range(100):
            for name, paragraphs in texts:
                part = _part(paragraphs, turn, size, offset)
                if part:
                    pages.append((f"{name} {turn + 1}.{offset}", _with_headings(part)))
                if len(pages) == count:
                    return pages
    sys.exit(f"bench: the law texts give only {len(pages)} pages")


def _body(path: Path) -> list[str]:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [re.sub(r"^#+\s*", "", line) for line in lines if line and not line.startswith("<!--")]
    # Citations of laws that the small site does not register would be faults; brackets and marks would be Markdown.
    return [re.sub(r"[<>{}\[\]]", "", line).translate(str.maketrans("《》", "〈〉", "\u200b\ufeff")) for line in kept]


def _part(paragraphs: list[str], turn: int, size: int, offset: int) -> list[str]:
    start, end, at, part = offset + turn * size, offset + (turn + 1) * size, 0, []
    for paragraph in paragraphs:
        if start <= at < end:
            part.append(paragraph)
        at += len(paragraph.encode())
    return part if sum(len(p.encode()) for p in part) > size // 3 else []


def _with_headings(paragraphs: list[str]) -> str:
    """A heading before every eighth paragraph, about ten sections a page."""
    lines = []
    for number, paragraph in enumerate(paragraphs):
        if number % 8 == 0:
            lines.append(f"## 第{number // 8 + 1}部分")
        lines.append(paragraph.lstrip("-*+>#") or "（略）")
    return "\n\n".join(lines) + "\n"


def name_of(number: int) -> str:
    """Path under docs/ of a page, without suffix."""
    return f"law{number // FOLDER:02d}/p{number:04d}"


def write_ours(folder: Path, pages: list[tuple[str, str]]) -> Path:
    """A project of ours in one language with these pages."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "tests" / "sites" / "minimal", folder)
    for name in ("overrides", "hooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "interface", folder / "data" / "interface", ignore=shutil.ignore_patterns("bo.yml", "mn*", "en.yml"), dirs_exist_ok=True)
    shutil.rmtree(folder / "data" / "glossary")
    shutil.copytree(ROOT / "data" / "glossary", folder / "data" / "glossary")
    _only_chinese(folder)
    for number, (title, body) in enumerate(pages):
        write_page(folder, number, title, body)
    return folder


def _only_chinese(folder: Path) -> None:
    config = folder / "mkdocs.yml"
    config.write_text(re.sub(r"\n.*locale: en.*", "", config.read_text(encoding="utf-8")), encoding="utf-8")
    # Other languages stay known for the texts in data/, without pages of their own.
    languages = ROOT / "data" / "languages.yml"
    text = re.sub(r"type: page", "type: term", languages.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^  font.*\n(    .*\n)*", "", text)  # the stock set-up ships no fonts, and these pages show no other script
    path = folder / "data" / "languages.yml"
    path.write_text(_as_terms(text), encoding="utf-8")
    for page in (folder / "docs").rglob("*.en.md"):
        page.unlink()
    for path in (folder / "data" / "glossary").rglob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not re.match(r"\s+(sources|seed_rows|law|homonyms): ", line)), encoding="utf-8")


def _as_terms(text: str) -> str:
    """Every language but Chinese becomes a term language."""
    blocks = re.split(r"(?m)^(?=[A-Za-z-]+:)", text)
    return "".join(
        block if block.startswith(("zh:", "#")) or not block.strip() or "type:" in block
        else (block.replace("{", "{type: term, ", 1) if "{" in block.split("\n")[0] else block.rstrip("\n") + "\n  type: term\n")
        for block in blocks
    )


def write_page(folder: Path, number: int, title: str, body: str) -> None:
    """One page of our project."""
    path = folder / "docs" / f"{name_of(number)}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {_quoted(title)}\ndate: 2026-11-22\norder: {number + 1}\n---\n\n{body}", encoding="utf-8")


def write_stock(folder: Path, pages: list[tuple[str, str]]) -> Path:
    """The same Markdown under mkdocs-material + static-i18n + its search with jieba, as its manuals set it up."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: stock\nuse_directory_urls: false\ntheme: {name: material, language: zh, font: false}\n"
        "plugins:\n  - search: {lang: zh}\n  - i18n:\n      docs_structure: suffix\n      languages:\n"
        "        - {locale: zh, name: 中文, default: true, build: true}\n",
        encoding="utf-8",
    )
    (folder / "docs" / "index.md").write_text("# 首页\n\n欢迎。\n", encoding="utf-8")
    for number, (title, body) in enumerate(pages):
        path = folder / "docs" / f"{name_of(number)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {title}\n\n{body}", encoding="utf-8")
    return folder


def _quoted(title: str) -> str:
    return '"' + title.replace('"', "'") + '"'
