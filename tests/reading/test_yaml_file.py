"""YAML, string first: what authors' files may not hold, each fault with its code and line."""
from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mingbai.problems import Problems
from mingbai.reading import yaml_file
from mingbai.reading.yaml_file import Node, parse_yaml

FAULTS = [
    # (catalogue number, text, line, code); the text begins on line 1
    (1, "a: !!python/object/apply:os.system [ls]", 1, "yaml-tag"), (1, "a: !x b", 1, "yaml-tag"), (1, "- 甲\n- !!str 乙", 2, "yaml-tag"),
    (2, "a: &x [1]\nb: [*x, *x]", 1, "yaml-alias"), (2, "a: 1\nb: *x", 2, "yaml-alias"), (3, "&a [*a]", 1, "yaml-alias"),
    (4, "a:\n  <<: {b: 1}", 2, "yaml-alias"), (4, "<<: x\n" * 3, 1, "yaml-alias"), (4, "*x : y", 1, "yaml-alias"),
    (5, "a: 1\nb: 2\na: 3", 3, "yaml-duplicate-key"), (5, "x:\n  甲: 1\n  甲: 2", 3, "yaml-duplicate-key"), (5, "{a: 1, a: 2}", 1, "yaml-duplicate-key"),
    (9, "a: " + "[" * 100_000, 1, "yaml-too-deep"), (9, "[\n" * 3_000, 26, "yaml-too-deep"), (9, "".join(f"{' ' * n}a:\n" for n in range(60)), 25, "yaml-too-deep"),
    (9, "{a: " * 150, 1, "yaml-too-deep"), (11, "a:\n\tb: c", 2, "yaml-tab"), (11, "a:\n  \tb: c", 2, "yaml-tab"),
    (12, "标题：内容", 1, "yaml-full-width-colon"), (12, "title: 甲\nsummary：乙\n", 2, "yaml-full-width-colon"),
    (12, "title：甲\nsummary: 乙", 1, "yaml-full-width-colon"), (12, "- 名称：甲\n  note: 乙", 1, "yaml-full-width-colon"),
    (12, "a:\n  b: c\n  标题：d\n  e: f", 3, "yaml-full-width-colon"), (14, "a: b\nc: d\x00", 2, "text-control"), (14, "a: \x1b[0m", 1, "text-control"),
    (14, 'a: b\nc: "\\0"', 2, "text-control"), (14, 'a: "\\u202e"', 1, "text-control"), (14, "a: x\u202ey", 1, "text-control"),
    (18, "a: 1\n---\nb: 2", 2, "yaml-several-documents"), (18, "---\na: 1\n---\n", 3, "yaml-several-documents"),
    (0, "title: 甲: 乙", 1, "yaml-colon"), (0, "a: b\n c: d", 2, "yaml-colon"), (0, 'a: 1\ntitle: "甲\nb: 2\n', 2, "yaml-quote"), (0, 'a: "\\q"', 1, "yaml-quote"),
    (0, "a: @x", 1, "yaml-first-sign"), (0, "a: `x`", 1, "yaml-first-sign"), (0, "a: %x", 1, "yaml-first-sign"), (0, "a: [b, c\nd: e", 2, "yaml-brackets"),
    (0, "a:\n  - b\n c: d", 3, "yaml-indent"), (0, 'a: "甲"乙', 1, "yaml-indent"), (0, "a:\n- b\n-c", 3, "yaml-key-without-colon"),
    (0, "a: ]", 1, "yaml-syntax"), (0, "? [a]\n: b", 1, "yaml-key-not-text"), (0, "a: 见 #12 号", 1, "yaml-hash"),
]


@pytest.mark.parametrize(("number", "text", "line", "code"), FAULTS)
def test_faults(number: int, text: str, line: int, code: str) -> None:
    problems = Problems()
    node = parse_yaml(text, "data/x.yml", problems, first_line=11)
    assert [(p.line, p.code) for p in problems] == [(line + 10, code)]
    assert (node is None) == (code != "yaml-hash")
    for problem in problems:
        assert problem.text("zh") and problem.text("en")


def plain(node: Node | None) -> object:
    if node is None or node.value is None or isinstance(node.value, str):
        return node and node.value
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return {key: plain(value) for key, (_, value) in node.value.items()}


@pytest.mark.parametrize(("text", "value"), [
    ("a: no\nb: NO\nc: on\nd: yes\ne: ~\nf: null", {"a": "no", "b": "NO", "c": "on", "d": "yes", "e": "~", "f": "null"}),
    ("a: 3.10\nb: 0123\nc: 12:30\nd: 1_000\ne: 1e3\nf: 0x1F", {"a": "3.10", "b": "0123", "c": "12:30", "d": "1_000", "e": "1e3", "f": "0x1F"}),
    ("a: 2024-02-30\nb: 2024/1/5\nc: 二〇二四年", {"a": "2024-02-30", "b": "2024/1/5", "c": "二〇二四年"}),
    ("a: " + "9" * 6_000, {"a": "9" * 6_000}), ("a: 1:59" + ":59" * 5_000, {"a": "1:59" + ":59" * 5_000}),
    ("a:\nb: ''\nc: []\nd: {}", {"a": None, "b": "", "c": [], "d": {}}), ("", None), ("# 只有批注\n", None), ("---\n", None),
    ("a: |\n  材料：身份证\n  第二行\n", {"a": "材料：身份证\n第二行\n"}), ("a: >\n  标题：甲\n  乙", {"a": "标题：甲 乙"}), ("a: 甲：乙", {"a": "甲：乙"}),
    ("- 材料：甲\n- 材料：乙", ["材料：甲", "材料：乙"]), ("a: 甲 # 批注", {"a": "甲"}), ("a: 甲#乙", {"a": "甲#乙"}), ("a: '#12'", {"a": "#12"}),
    ("a: <b>粗</b> [x](term:y)", {"a": "<b>粗</b> [x](term:y)"}), ("true: 1", {"true": "1"}), ("一: 二", {"一": "二"}),
    ("a: {zh: 甲, en: B}\nb: [一, 二]", {"a": {"zh": "甲", "en": "B"}, "b": ["一", "二"]}), ('a: "\\u4e00\\n\\t"', {"a": "一\n\t"}),
])
def test_values_stay_what_was_typed(text: str, value: object) -> None:
    problems = Problems()
    assert plain(parse_yaml(text, "data/x.yml", problems)) == value
    assert len(problems) == 0


def test_lines_of_keys_and_values() -> None:
    node = parse_yaml("a:\n  - x\n  -\n    b: y\nc: z", "data/x.yml", Problems(), first_line=5)
    assert node is not None and isinstance(node.value, dict)
    line, items = node.value["a"]
    assert line == 5 and [item.line for item in items.value] == [6, 8]  # type: ignore[union-attr]
    assert node.value["c"][0] == 9


def test_the_parser_in_python_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without libyaml must find the same faults and values (words of escapes apart)."""

    def outcome(text: str) -> tuple[object, list[tuple[int, str]]]:
        problems = Problems()
        return plain(parse_yaml(text, "x", problems)), [(p.line, p.code) for p in problems]

    texts = [text for _, text, _, _ in FAULTS if "\\u" not in text]
    native = [outcome(text) for text in texts]
    monkeypatch.setattr(yaml_file, "_Loader", yaml.SafeLoader)
    assert [outcome(text) for text in texts] == native


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from([
    "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", '"', "'", "|", ">", "#", "：", "&x", "*x", "!t", "---", "\t", "\\u", "?", ",", "\x00", "\ud800", "\u2028",
])).map("".join)))
def test_no_text_raises(text: str) -> None:
    problems = Problems()
    if parse_yaml(text, "x", problems) is None and text.strip("\n "):
        list(problems)
