"""The inline subset of YAML texts."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup_checks import fault_of_html
from mingbai.markup.inline import inline, read_inline


@pytest.mark.parametrize(("text", "html"), [
    ("", ""), ("调解", "调解"), ("a < b & c > d", "a &lt; b &amp; c &gt; d"), ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("**先劝**再说", "<strong>先劝</strong>再说"), ("2**3 和 4", "2**3 和 4"), ("** 空 **", "** 空 **"),
    ("[清单](checklist:walk)", '<a data-ref="checklist:walk">清单</a>'), ("[](term:x)", '<a data-ref="term:x"></a>'),
    ("**见[清单](checklist:x)**", '<strong>见<a data-ref="checklist:x">清单</a></strong>'), ("[**甲**](term:x)", '<a data-ref="term:x"><strong>甲</strong></a>'),
    ("[词](plain:)", '<span class="plain">词</span>'), ("[报警](tel:110)", '<a href="tel:110">报警</a>'),
    ("[网](https://a.cn/?a=1&b=2)", '<a href="https://a.cn/?a=1&amp;b=2" rel="noreferrer" class="outgoing">网</a>'),
    ("《民法典》第三条", '<a data-ref="law:民法典#3" class="law">《民法典》第三条</a>'),
    ("《民法典》第三条至第五条", '<a data-ref="law:民法典#3" class="law" data-to="5">《民法典》第三条至第五条</a>'),
    ("[见《民法典》第三条](lesson:x)", '<a data-ref="lesson:x">见《民法典》第三条</a>'), ("《村规民约》", "《村规民约》"),
    ("[坏](javascript:alert(1))", "坏"), ("[半截](term:x", "[半截](term:x"), ("第一行\n第二行", "第一行\n第二行"),
    ("\x02", ""), ("\x020\x03[甲](term:x)", '0<a data-ref="term:x">甲</a>'),
])
def test_inline(text: str, html: str) -> None:
    assert inline(text) == html


def test_facts() -> None:
    found = read_inline("[甲](term:a) [乙](javascript:x) [丙](https://a.cn)")
    assert found.links == ("term:a", "https://a.cn")
    assert [fault.code for fault in found.faults] == ["link-not-allowed"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([
    "**", "[", "](", ")", "term:x", "javascript:x", "<b>", "&amp;", "《民法典》", "第三条", '"', "字", "\x02", "0\x03", "\n", "*",
])).map("".join))
def test_never_breaks_html(text: str) -> None:
    assert fault_of_html(inline(text)) == ""


@settings(deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    assert fault_of_html(inline(text)) == ""
