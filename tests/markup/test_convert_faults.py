"""Faults of Markdown, one small page each: the problem and its line; and limits."""
from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mingbai.markup
import mingbai.reading
from markup_checks import fault_of_html, seen
from mingbai.markup.convert import convert
from mingbai.problems import messages

PAGE = "docs/lessons/mediation.md"

FAULTS = [
    # body (its first line is line 10), then every (line, code)
    ("[a](javascript:alert(1))", [(10, "link-not-allowed")]),
    ("字\n\n字 [a](java&#115;cript:x)", [(12, "link-not-allowed")]),
    ("[a](//evil.example)", [(10, "link-not-allowed")]),
    ("[a](mailto:a@b.cn)", [(10, "link-not-allowed")]),
    ("[a](/cases/y.md)", [(10, "link-absolute")]),
    ("[a](../../y.md)", [(10, "link-outside")]),
    ("[a](my file.md)", [(10, "link-odd-characters")]),
    ("[a](见附件)", [(10, "link-unclear")]),
    ("[a](y.en.md)", [(10, "link-to-translation")]),
    ("[a](law:民法典#三)", [(10, "link-article")]),
    ("[a](term：x)", [(10, "link-full-width")]),
    ("字\n[a]（term:x）", [(11, "link-full-width")]),
    ("【a】(../y.md)", [(10, "link-full-width")]),
    ("[](https://a.cn)", [(10, "link-empty-label")]),
    ("[a][b]\n\n[b]: https://a.cn", [(12, "link-by-reference")]),
    ("![图示](https://a.cn/x.png)", [(10, "image-remote")]),
    ("![图示](x.svg)", [(10, "image-type")]),
    ("![](x.png)", [(10, "image-without-text")]),
    ("![x](x.png)", [(10, "image-text-is-name")]),
    ("![IMG_2024](x.png)", [(10, "image-text-is-name")]),
    ("字\n\n# 题", [(12, "heading-first-level")]),
    ("## 一\n\n#### 二", [(12, "heading-skip")]),
    ("### 一", [(10, "heading-skip")]),
    ("## ", [(10, "heading-empty")]),
    ("## 一 {#A b}", [(10, "heading-id")]),
    ("## 一 {#fn-1}", [(10, "heading-id")]),
    ("## 一 ｛#a｝", [(10, "heading-id")]),
    ("## 一 {#a}\n\n## 二 {#a}", [(12, "heading-id-twice")]),
    ("## 第一条 甲\n\n## 第一条 乙", [(12, "heading-id-twice")]),
    ("题\n===", [(10, "heading-underlined")]),
    ("字\n\n字<br>字", [(12, "raw-html")]),
    ("<div markdown=\"1\">\n\n字", [(10, "raw-html")]),
    ("字\n<script src=x", [(11, "raw-html")]),
    ("<!-- 批注 -->", [(10, "raw-html")]),
    ("- [ ] 带身份证\n- [x] 带户口本", [(10, "task-list"), (11, "task-list")]),
    ("字\n\n```\n码", [(12, "code-unclosed")]),
    ("!!! note 标题\n    字", [(10, "block-form")]),
    ("！！！ note \"标题\"\n    字", [(10, "block-form")]),
    ("!!! nota \"标题\"\n    字", [(10, "block-type")]),
    ("!!! stop\n    字", [(10, "block-stop-question")]),
    ("!!! note \"题\"\n没有缩进", [(10, "block-empty")]),
    ("::: checklist", [(10, "embed-form")]),
    ("：：：checklist x", [(10, "embed-form")]),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", [(12, "table-ragged")]),
    ("| a | b |\n| c | d |", [(10, "table-without-header")]),
    ("|   |   |\n|---|---|\n| c | d |", [(10, "table-without-header")]),
    ("- 一\n  - 二", [(11, "list-indent")]),
    ("字[^1]", [(10, "footnote-missing")]),
    ("字[^1]\n\n[^1]: 一\n\n[^1]: 二", [(14, "footnote-twice")]),
    ("字\n\n[^1]: 一", [(12, "footnote-unused")]),
    ("字\n\n" + "字" * 20_001, [(12, "line-too-long")]),
    ("字\n" + "> " * 40 + "字", [(11, "nesting-too-deep")]),
    ("- " * 40 + "字", [(10, "nesting-too-deep")]),
    ("字\n\n" + " " * 160 + "- 字", [(12, "nesting-too-deep")]),
    ("字\n\n字" + "[" * 300, [(12, "run-too-long")]),
    ("字\n\n" + "*a **b " * 400, [(12, "marks-too-many")]),
    ("a\n\n" * 20_100, [(0, "page-too-many-blocks")]),
    ("字\n" * 600_000, [(0, "page-too-long")]),
    ("\n\n".join(f"[^{n}]: 注" for n in range(1_100)), [(0, "footnotes-too-many")]),
]


@pytest.mark.parametrize(("body", "expected"), FAULTS, ids=[f"{i}-{row[1][0][1]}" for i, row in enumerate(FAULTS)])
def test_faults(body: str, expected: list[tuple[int, str]]) -> None:
    result = convert(body, PAGE, 10)
    found = [(problem.line, problem.code) for problem in result.problems]
    assert [code for _, code in found] == [code for _, code in expected]
    assert all(line == right for (line, _), (right, code) in zip(found, expected) if code != "footnotes-too-many")
    assert fault_of_html(result.html) == ""
    for problem in result.problems:
        assert problem.text("zh") and problem.text("en")


@pytest.mark.parametrize("body", [body for body, _ in FAULTS if len(body) < 2_000])
def test_faulty_pages_lose_no_words(body: str) -> None:
    words = [sign for sign in body if "\u4e00" <= sign <= "\u9fff"]
    shown = seen(convert(body, PAGE))
    assert all(word in shown for word in words)


FINE = [
    "注意!!!这里", "1 < 2 且 3 > 2", "见 <https://a.cn>", "姓名：______", "`<b>` 与 `[a](x)`", "```\n<b>\n# 不\n- [ ] 不\n[a](x\n```", "- 一\n\n    二",
    "- 一\n    - 二", "* * *", "a | b", "#标签", "[2023]第5号（附件）", "[甲]（乙）", "【重点】（必看）", "第1条：::", "10:30::", "~~~~\n```\n~~~~",
    "| a |\n|---|\n| 1 |", "2*3*4", "C:\\dir", "\\# 不是标题", "> !!! note \"题\"\n>     字", "----", "_" * 150,
]


@pytest.mark.parametrize("body", FINE)
def test_no_false_alarm(body: str) -> None:
    assert convert(body, PAGE).problems == ()


def test_a_fault_repeated_all_over_is_named_so_often_as_a_person_would_read() -> None:
    assert len(convert("<br>\n\n" * 500, PAGE).problems) == 50


def test_every_code_has_a_message() -> None:
    """All string constants that look like codes and are handed to a problem stand in the table."""
    folders = [Path(package.__path__[0]) for package in (mingbai.markup, mingbai.reading)]
    used = set()
    for file in (path for folder in folders for path in sorted(folder.glob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count("-") and node.value.split("-")[0] in _FAMILIES:
                used.add(node.value)
    used = {code for code in used if all(part.isalpha() and part.islower() for part in code.split("-"))}
    assert len(used) > 60
    assert used <= set(messages())


_FAMILIES = {"link", "image", "heading", "raw", "task", "code", "block", "embed", "table", "list", "footnote", "footnotes", "page", "line",
             "nesting", "run", "marks", "text", "file", "folder", "name", "picture", "front", "yaml"}
