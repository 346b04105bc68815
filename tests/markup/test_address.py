"""Addresses: what links and pictures may point to, and how the rest is refused."""
from __future__ import annotations

import pytest

from mingbai.markup.address import Address, Fault, read_address, read_picture

PAGE = "docs/lessons/mediation.md"


@pytest.mark.parametrize(("raw", "kind", "target"), [
    ("term:zhongcai", "ref", "term:zhongcai"), ("law:民法典#1165", "ref", "law:民法典#1165"), ("law:《民法典》#a133-1", "ref", "law:民法典#133-1"),
    ("law:民法典#第一百三十三条之一", "ref", "law:民法典#133-1"), ("law:%E6%B0%91%E6%B3%95%E5%85%B8", "ref", "law:民法典"),
    ("lesson:mediation#steps", "ref", "lesson:mediation#steps"), ("<term:x>", "ref", "term:x"), (" term:x ", "ref", "term:x"),
    ("../cases/y.md", "file", "md:../cases/y.md"), ("y.md#rule", "file", "md:y.md#rule"), ("./y.md", "file", "md:./y.md"),
    ("#steps", "here", "#steps"), ("https://www.gov.cn/a?b=1&c=2#d", "web", "https://www.gov.cn/a?b=1&c=2#d"),
    ("HTTP://a.cn", "web", "HTTP://a.cn"), ("https://a.cn:8080/", "web", "https://a.cn:8080/"), ("tel:12348", "phone", "tel:12348"),
    ("tel:+86-10-12345678", "phone", "tel:+86-10-12345678"), ("plain:", "plain", "plain:"),
])
def test_allowed(raw: str, kind: str, target: str) -> None:
    assert read_address(raw, PAGE) == Address(kind, target)


SCRIPTS = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:x", "java\u200bscript:x",
    "java&#115;cript:x", "java&#x73;cript:x", "&#106;avascript:x", "java&Tab;script:x", "javascript&colon;x", "java&amp;#115;cript:x",
    "java&amp;amp;#115;cript:x", "%6aavascript:x", "javascript：x", "\x01javascript:x", "vbscript:x", "data:text/html,<script>", "DATA:text/html;base64,x",
    "//evil.example/x", "\\\\evil\\x", "/\\evil", "file:///etc/passwd", "blob:https://x", "about:blank", "mailto:a@b.cn", "ftp://a.cn", "sms:10086",
    "view-source:https://a.cn", "intent://x",
]


@pytest.mark.parametrize("raw", SCRIPTS)
def test_dangerous_schemes_are_refused(raw: str) -> None:
    fault = read_address(raw, PAGE)
    assert isinstance(fault, Fault) and fault.code in ("link-not-allowed", "link-odd-characters", "link-full-width")
    assert isinstance(read_picture(raw, PAGE), Fault)


@pytest.mark.parametrize(("raw", "code"), [
    ("/cases/y.md", "link-absolute"), ("../../x.md", "link-outside"), ("../../../etc/x.md", "link-outside"), ("%2e%2e/%2e%2e/x.md", "link-outside"),
    ("x.en.md", "link-to-translation"), ("../a/x.mn-Mong.md#b", "link-to-translation"), ("term：x", "link-full-width"), ("term:x＃y", "link-full-width"),
    ("law:民法典#abc", "link-article"), ("law:民法典#", "link-unclear"), ("term:", "link-unclear"), ("", "link-unclear"), ("见附件", "link-unclear"),
    ("www.gov.cn", "link-unclear"), ("x.html", "link-unclear"), ("a.pdf", "link-unclear"), ("#", "link-unclear"), ("https://", "link-unclear"),
    ("https://user@a.cn", "link-unclear"), ("https://例子.cn", "link-unclear"), ("tel:abc", "link-unclear"), ("my file.md", "link-odd-characters"),
    ("term:x\u202e", "link-odd-characters"), ("term:x%22onclick=", "link-odd-characters"), ("https://a.cn/\u200b", "link-odd-characters"),
])
def test_faults(raw: str, code: str) -> None:
    fault = read_address(raw, PAGE)
    assert isinstance(fault, Fault) and fault.code == code


def test_a_link_to_a_translation_names_the_chinese_file() -> None:
    fault = read_address("../cases/y.en.md#a", PAGE)
    assert isinstance(fault, Fault) and dict(fault.details)["nearest"] == "../cases/y.md#a"


@pytest.mark.parametrize(("raw", "code"), [
    ("https://a.cn/x.png", "image-remote"), ("//a.cn/x.png", "image-remote"), ("data:image/png;base64,AA", "image-remote"),
    ("x.svg", "image-type"), ("x.gif", "image-type"), ("term:x", "image-type"), ("../../x.png", "link-outside"), ("/x.png", "link-absolute"),
])
def test_pictures_refused(raw: str, code: str) -> None:
    fault = read_picture(raw, PAGE)
    assert isinstance(fault, Fault) and fault.code == code


def test_picture() -> None:
    assert read_picture("../images/sign.jpg", PAGE) == Address("picture", "../images/sign.jpg")
