"""Front matter and body are parted; faults name the line to look at."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingbai.problems import Problems
from mingbai.reading.markdown_file import read_document


def test_parts() -> None:
    problems = Problems()
    document = read_document("docs/a.md", "---\ntitle: 甲\norder: 3\n---\n\n正文\n---\n再", problems)
    assert len(problems) == 0 and document.front is not None and isinstance(document.front.value, dict)
    assert {key: line for key, (line, _) in document.front.value.items()} == {"title": 2, "order": 3}
    assert (document.front_line, document.body, document.body_line) == (2, "\n正文\n---\n再", 5)


@pytest.mark.parametrize(("text", "body", "line"), [
    ("正文", "正文", 1), ("", "", 1), ("\n\n", "", 1), ("# 题\n---\n文", "# 题\n---\n文", 1), ("---\na: 1\n---", "", 4), ("---\na: 1\n...\n文", "文", 4),
    ("\n\n---  \na: 1\n--- \n文", "文", 6), ("----\n文", "----\n文", 1), ("***\n文", "***\n文", 1),
])
def test_bodies(text: str, body: str, line: int) -> None:
    problems = Problems()
    document = read_document("docs/a.md", text, problems)
    assert (document.body, document.body_line, len(problems)) == (body, line, 0)
    assert (document.front_line > 0) == ("a: 1" in text)


@pytest.mark.parametrize(("text", "line", "code"), [
    ("---\ntitle: 甲\n\n正文没有结束\n", 3, "front-matter-unclosed"), ("---\ntitle: 甲", 3, "front-matter-unclosed"),
    ("---\ntitle: 甲\n－－－\n正文", 3, "front-matter-fence"), ("———\ntitle: 甲\n———\n正文", 1, "front-matter-fence"), ("----\ntitle: 甲\n---\n", 1, "front-matter-fence"),
    ("---\n---\n正文", 1, "front-matter-empty"), ("---\n# 批注\n---\n正文", 1, "front-matter-empty"), ("---\n- 甲\n---\n正文", 2, "front-matter-not-keys"),
    ("---\ntitle：甲\n---\n正文", 2, "yaml-full-width-colon"), ("---\ntitle: 甲\nsummary：乙\n---\n正文", 3, "yaml-full-width-colon"),
    ("---\ntitle: 甲: 乙\n---\n正文", 2, "yaml-colon"), ('---\na: 1\ntitle: "甲\n---\n正文', 3, "yaml-quote"), ("---\n\ta: 1\n---\n", 2, "yaml-tab"),
    ("---\na: 1\na: 2\n---\n", 3, "yaml-duplicate-key"),
])
def test_faults(text: str, line: int, code: str) -> None:
    problems = Problems()
    document = read_document("docs/a.md", text, problems)
    assert [(p.line, p.code) for p in problems] == [(line, code)]
    assert document.front is None and document.front_line > 0
    assert all(p.text("zh") and p.text("en") for p in problems)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["---", "---\n", "\n", "a: 1", "：", "———", "...", "文", " ", "- "])).map("".join))
def test_body_stands_where_it_says(text: str) -> None:
    document = read_document("docs/a.md", text, Problems())
    if document.body:
        assert "\n".join(text.split("\n")[document.body_line - 1:]) == document.body
