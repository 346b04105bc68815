"""Scan: faults that are seen best in the source itself, before the converter makes text or nothing of them."""
from __future__ import annotations

import re
from collections.abc import Callable

from mingbai.markup.blocks import DRAWERS, HEADER
from mingbai.markup.page import Page
from mingbai.problems import nearest

_TAG = re.compile(
    r"<(?:!--|!\[CDATA\[|![A-Za-z]|\?[A-Za-z]|/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]{0,500})?/?>"
    r"|/?(?i:script|style|iframe|object|embed|form|svg|math|img|base|link|meta|input|video|audio)\b[^<>\n]{0,40})"
)
_TASK = re.compile(r"(?m)^[ >]*(?:[-*+]|\d+\.)[ ]+\[[ xX✓√]?\](?!\()[^\n]*")
_UNDERLINE = re.compile(r"(?m)^(?![ ]*[#>|\-*+:=])[ ]*\S[^\n]*\n=+[ ]*$")
_REFERENCE = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\[\]\n]{1,80})\]:[ ]*\S+")
_WIDE_BRACKETS = re.compile(
    r"(?:\[[^\[\]\n]{0,80}\]\s?（\s*(?=[a-z]{2,20}[:：]|https?:|#|\.\./|[^（）\n]*\.md)[^（）\n]{1,200}）"
    r"|【[^【】\n]{1,80}】\s?[(（](?=[a-z]{2,20}[:：]|https?:|#|\.\./|[^()\n]*\.md)[^()（）\n]{1,200}[)）])"
)
_DRAWER = re.compile(r"(?m)^([ >]*)(!!!|！！！)[^\n]*")
_EMBED = re.compile(r"(?m)^[ >]*(:{3,}|：：：)[^\n]*")
_GOOD_EMBED = re.compile(r"[ >]*:::[ ]*[a-z][a-z-]*[ ]+[A-Za-z0-9][\w.-]*[ ]*:*[ ]*")
_ROW = re.compile(r"[ ]*\|.*")
_SEPARATOR = re.compile(r"[ |:]*-[ |:-]*")
_NARROW_LIST = re.compile(r"(?m)^(?:[-*+]|\d+\.)[ ][^\n]*\n(?:[ ]{2}[^ \n][^\n]*\n)*?([ ]{2,3}(?:[-*+]|\d+\.)[ ][^\n]*)")


def scan_source(page: Page) -> None:
    """Note every such fault of a page."""
    text = page.source.masked
    _fences(page)
    _each(page, "<" in text, _TAG, "raw-html", lambda match: {"text": match[0]})
    _each(page, "]" in text, _TASK, "task-list", lambda match: {"text": match[0].strip()[:40]})
    _each(page, "=" in text, _UNDERLINE, "heading-underlined", lambda match: {"text": match[0].split("\n")[0].strip()[:40]})
    _each(page, "]:" in text, _REFERENCE, "link-by-reference", lambda match: {"label": match[1]})
    _each(page, "（" in text or "】" in text, _WIDE_BRACKETS, "link-full-width", lambda match: {"target": match[0]})
    if "!!!" in text or "！！！" in text:
        for match in _DRAWER.finditer(text):
            _drawer(page, match)
    if "::" in text or "：：" in text:
        for match in _EMBED.finditer(text):
            if not _GOOD_EMBED.fullmatch(match[0]):
                page.add(page.source.line_at(match.start(1)), "embed-form", text=match[0].strip()[:60])
    if "|" in text:
        _tables(page)
    for match in _NARROW_LIST.finditer(text):
        page.add(page.source.line_at(match.start(1)), "list-indent", text=match[1].strip()[:40])


def _each(page: Page, likely: bool, pattern: re.Pattern[str], code: str, details: Callable[[re.Match[str]], dict[str, str]]) -> None:
    if likely:
        for match in pattern.finditer(page.source.masked):
            page.add(page.source.line_at(match.start() + len(match[0]) - len(match[0].lstrip("\n"))), code, **details(match))


def _fences(page: Page) -> None:
    for fence in page.source.fences:
        if not fence.closed:
            page.add(fence.first + page.source.first_line, "code-unclosed")


def _drawer(page: Page, match: re.Match[str]) -> None:
    """The first line of a `!!!` block: signs, type, quotes, title, and that a body follows."""
    line = page.source.line_at(match.start(2))
    header = HEADER.fullmatch(match[0].strip(" >"))
    if header is None:
        page.add(line, "block-form", text=match[0].strip()[:60])
        return
    kind = header[1] or ""
    if kind not in DRAWERS:
        page.add(line, "block-type", type=kind, nearest=nearest(kind.lower(), DRAWERS) or " / ".join(DRAWERS))
    if kind == "stop" and not (header[2] or "").strip():
        page.add(line, "block-stop-question")
    if ">" not in match[1] and not _has_body(page, line, len(match[1])):
        page.add(line, "block-empty", text=match[0].strip()[:60])


def _has_body(page: Page, line: int, indent: int) -> bool:
    for following in page.source.lines[line - page.source.first_line + 1:]:
        if following:
            return following.startswith(" " * (indent + 4))
    return False


def _tables(page: Page) -> None:
    """Rows of a table that has no header line."""
    lines = page.source.masked.split("\n")
    before = ""
    for index, line in enumerate(lines):
        if _ROW.fullmatch(line) and not _ROW.fullmatch(before):
            after = lines[index + 1] if index + 1 < len(lines) else ""
            if _SEPARATOR.fullmatch(line) or (_ROW.fullmatch(after) and not _SEPARATOR.fullmatch(after)):
                page.add(index + page.source.first_line, "table-without-header")
        before = line
