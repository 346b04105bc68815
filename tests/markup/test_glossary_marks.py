"""Promise: glossary words are marked where a reader would mark them, and marking changes no text and breaks no HTML."""
from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mingbai.markup.glossary_marks import Marked, MarkedTerm, Marker

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "glossary_marks.yml").read_text(encoding="utf-8"))
VOID = {"br", "wbr", "img", "input"}


def terms_of(case: dict[str, Any]) -> list[MarkedTerm]:
    terms = []
    for id, said in case["terms"].items():
        more = said if isinstance(said, dict) else {"forms": [said] if isinstance(said, str) else said}
        terms.append(MarkedTerm(id, tuple(more["forms"]), more.get("priority", 0)))
    return terms


def written_out(shorthand: str) -> str:
    """〔id|text〕 and 〔id+|text〕 as the links they stand for."""
    opened = re.sub(r"〔([a-z-]+)(\+?)\|", lambda m: f'<a data-ref="term:{m[1]}" class="term{"-part" if m[2] else ""}">', shorthand)
    return opened.replace("〕", "</a>")


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case["name"]))
def test_golden(case: dict[str, Any]) -> None:
    marker = Marker(terms_of(case), case.get("boundary", "none"))
    marked = marker.mark(case["html"], off=frozenset(case.get("unmarked", ())), own=case.get("own", ""))
    assert marked.html == written_out(case["out"])
    assert marked.ids == tuple(re.findall(r"〔([a-z-]+)\|", case["out"]))


def test_golden_is_long_and_its_names_are_different() -> None:
    assert len({case["name"] for case in GOLDEN}) == len(GOLDEN) >= 60


def test_order_of_terms_does_not_matter() -> None:
    terms = [MarkedTerm("b", ("调解", "仲裁")), MarkedTerm("a", ("仲裁", "人民调解")), MarkedTerm("c", ("网格",), 3)]
    html = "<p>人民调解、仲裁、调解、网格</p>"
    assert Marker(terms, "none").mark(html) == Marker(reversed(terms), "none").mark(html)


def test_marking_twice_changes_nothing() -> None:
    marker = Marker([MarkedTerm("a", ("调解",)), MarkedTerm("b", ("仲裁",))], "none")
    once = marker.mark("<p>调<b>解</b>不是仲裁，调解</p>")
    assert marker.mark(once.html) == Marked(once.html, ())


def test_regular_expression_signs_in_words() -> None:
    forms = ("a.c", "(x)", "[y]", "1+1", "$", "a|b", "问？", "\\d", "^", "-")
    marker = Marker([MarkedTerm(f"t{number}", (form,)) for number, form in enumerate(forms)], "none")
    for number, form in enumerate(forms):
        assert marker.mark(f"<p>，{form}，</p>").ids == (f"t{number}",)
    assert marker.mark("<p>abc 9</p>").ids == ()


def test_empty_forms_are_left_out() -> None:
    assert Marker([MarkedTerm("a", ("", " ", "\u200b"))], "none").mark("<p>a b\u200b</p>").ids == ()
    assert Marker([MarkedTerm("a", ("་",))], "tsheg").mark("<p>་</p>").ids == ()


class _Reader(HTMLParser):
    """The text of a page; complains about elements that do not close and links within links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open = "", []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            assert tag != "a" or "a" not in self.open, "a link within a link"
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


LETTERS = "仲裁调解人民网格员"
WORDS = st.text(LETTERS + "aB .", max_size=6) | st.sampled_from(["&amp;", "&#20210;", "&nbsp;", "\u200b", "&lt;b&gt;", "<br>", "<wbr>", "<!-- 仲裁 -->"])
ELEMENTS = st.sampled_from(["p", "div", "li", "td", "strong", "em", "span", "span class=\"plain\"", "a href=\"x\"", "h2", "code", "label"])


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(ELEMENTS, st.lists(children, max_size=4)).map(lambda e: f"<{e[0]}>{''.join(e[1])}</{e[0].split()[0]}>")


# html.parser does not mind, but a link may not hold a link: those are taken apart.
PAGES = st.lists(st.recursive(WORDS, _element, max_leaves=25), max_size=6).map("".join)
TERMS = st.lists(st.text(LETTERS + "aB", min_size=1, max_size=4), min_size=1, max_size=8)


@settings(max_examples=400, deadline=None, database=None)
@given(PAGES, TERMS, st.sampled_from(["none", "word", "tsheg", "suffix"]))
def test_text_stays_and_html_stays_well_formed(page: str, forms: list[str], boundary: Any) -> None:
    try:
        before = _Reader(page)
    except AssertionError:  # the page itself has links within links
        return
    marked = Marker([MarkedTerm(f"t{number}", (form,)) for number, form in enumerate(forms)], boundary).mark(page)
    assert _Reader(marked.html).text == before.text
    assert re.sub(r'<a data-ref="term:[^"]*" class="[^"]*">(.*?)</a>', r"\1", marked.html, flags=re.DOTALL) == page
    assert len(set(marked.ids)) == len(marked.ids) == marked.html.count('class="term"')


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(LETTERS, max_size=40), TERMS)
def test_agrees_with_a_plain_search(text: str, forms: list[str]) -> None:
    """Leftmost, longest, first only: as a slow search without patterns finds it."""
    ids = {form: f"t{number}" for number, form in reversed(list(enumerate(forms)))}
    place, done, expected = 0, set(), ""
    while place < len(text):
        found = max((form for form in forms if text.startswith(form, place)), key=len, default="")
        if found and ids[found] not in done:
            done.add(ids[found])
            expected += f"〔{ids[found]}|{found}〕"
        else:
            expected += found or text[place]
        place += len(found) or 1
    marked = Marker([MarkedTerm(f"t{number}", (form,)) for number, form in enumerate(forms)], "none").mark(text)
    assert marked.html == re.sub(r"〔(t\d)\|", r'<a data-ref="term:\1" class="term">', expected).replace("〕", "</a>")
