"""No words of an author are lost: marked words in every construct, well-formed or not, are shown or named."""
from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from markup_checks import fault_of_html, seen
from mingbai.markup.convert import Converted, convert

SIGNS = [
    "*", "**", "***", "_", "__", "`", "``", "```", "\n```\n", "\n~~~\n", "[", "](", "[a](term:b)", ")", "![", "![图示](a.png)", "<", "<b>", "<!--", "-->",
    "<script>", "&", "&lt;", "&#60;", "\\", "\\*", "|", "\n|---|---|\n", "\n| a | b |\n", "\n- ", "\n    - ", "\n1. ", "\n> ", "\n> - ", "\n    ",
    "\n\n", "\n", "  \n", "\n# ", "\n## ", "\n### x {#y}\n", "{#z}", '\n!!! note "t"\n', "\n!!! stop\n", "\n    !!! warning\n", "\n::: checklist a\n",
    "\n[^1]: ", "[^1]", "[^2]", "\n[^2]: > [^3]: ", "《民法典》第一条", "《", "》", "第二条", "、", "\x02", "\x03", "\x0212\x03", "\x02f0\x03", "\t",
    "\u3000", "\n---\n", "\n===\n", "[](#x)", "[词](plain:)", "<https://a.cn>", '"', "“", "{{ x }}", "\ud800", "\u2028", "\r", "[x]: http://y\n",
    "\n\n    ", "\n   ", "+ ", ' "t")', "(", ":", "：", "（", "）", "\x00",
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Markdown made of signs and words, and the words, each of which occurs once."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(SIGNS), st.just("WORD")), max_size=60))
    words: list[str] = []
    for index, piece in enumerate(pieces):
        if piece == "WORD":
            pieces[index] = f"词{len(words) + 100}语" if index % 2 else f"word{len(words) + 100}x"
            words.append(pieces[index])
    return "".join(pieces), words


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_every_word_is_shown(document: tuple[str, list[str]]) -> None:
    body, words = document
    result = convert(body, "docs/a.md", 3)
    shown = seen(result)
    assert [word for word in words if word not in shown] == []
    assert fault_of_html(result.html) == ""
    assert Converted.from_json(result.to_json()) == result


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_converted(body: str) -> None:
    assert fault_of_html(convert(body, "docs/a.md").html) == ""
