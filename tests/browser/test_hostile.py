"""Hostile texts in titles, terms, checklists, labels, alternative texts and the search box stay texts."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser.helpers_browser import MARKS, Reader, build_small, until
from conftest import build, make_project

pytestmark = MARKS

PAYLOADS = [
    '"><img src=x onerror=window.__pwn=1>',
    "'><svg onload=window.__pwn=1>",
    "<script>window.__pwn=1</script>",
    "</script><script>window.__pwn=1</script>",
    "</title><script>window.__pwn=1</script>",
    "</textarea><img src=x onerror=window.__pwn=1>",
    "<!--><img src=x onerror=window.__pwn=1>-->",
    "<iframe srcdoc='<script>parent.__pwn=1</script>'></iframe>",
    "<details open ontoggle=window.__pwn=1>x</details>",
    "<a href='javascript:window.__pwn=1' id=p>x</a>",
    '" onfocus="window.__pwn=1" autofocus x="',
    "' onmouseover='window.__pwn=1",
    "{{7*7}}",
    "{% raw %}{{ cycler.__init__.__globals__ }}",
    "${window.__pwn=1}",
    "`${window.__pwn=1}`",
    "&lt;img src=x onerror=window.__pwn=1&gt;",
    "&#60;img src=x onerror=window.__pwn=1&#62;",
    "<base href=https://evil.invalid/>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "<math><form><style></math><img src onerror=window.__pwn=1>",
]
BAD_ADDRESSES = [
    "javascript:window.__pwn=1", "JaVaScRiPt:window.__pwn=1", "java\tscript:window.__pwn=1", "&#106;avascript:window.__pwn=1",
    "javascript&colon;window.__pwn=1", "data:text/html,<script>window.__pwn=1</script>", "vbscript:x", "//evil.invalid/x",
]


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082",
)


def quoted(text: str) -> str:
    """A YAML string on one line; our YAML takes JSON's."""
    return json.dumps(text, ensure_ascii=False)


def hostile_files() -> dict[str, str]:
    """A small site in which every payload stands in every kind of place where an editor writes."""
    front = "---\nkind: page\ntitle: {title}\ndate: 2026-11-22\nsummary: {title}\n---\n\n"
    files = {"docs/lessons/p.png": PICTURE.decode("utf-8", "surrogateescape")}
    terms, items = [], []
    for number, payload in enumerate(PAYLOADS):
        shown = f"`{payload}`" if "<" in payload else payload  # tags outside of code are errors of the source: see the last test
        label = shown.replace("[", "\\[").replace("]", "\\]")
        alt = payload.translate({ord(sign): None for sign in "<>[]`"})
        body = (
            f"## 第{number}段 {shown} {{#s{number}}}\n\n词{number}号。{shown}\n\n- {shown}\n\n"
            f"| 甲 | 乙 |\n| --- | --- |\n| {shown} | 1 |\n\n[{label}](first.md)\n\n![{alt}](p.png)\n"
        )
        files[f"docs/lessons/x{number}.md"] = front.format(title=quoted(f"页{number} {payload}")) + body
        terms.append(f"t{number}:\n  title: {{zh: {quoted(f'词{number}号')}}}\n  definition: {{zh: {quoted(payload)}}}\n  colloquial: [{quoted(payload)}]\n")
        items.append(f"      - {{id: i{number}, text: {{zh: {quoted(payload)}}}, note: {{zh: {quoted(payload)}}}}}\n")
    files["data/glossary/hostile.yml"] = "".join(terms)
    files["data/checklists/hostile.yml"] = f"title: {{zh: {quoted('清单 ' + PAYLOADS[0])}}}\ngroups:\n  - title: {{zh: {quoted(PAYLOADS[1])}}}\n    items:\n" + "".join(items)
    return files


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("hostile") / "p", hostile_files())


def unharmed(page: Any) -> None:
    page.wait_for_timeout(20)
    assert not page.evaluate("'__pwn' in window"), page.url
    assert page.locator("main iframe, main script, main [onerror], main [onload], base, main meta, main a[href^='javascript' i]").count() == 0, page.url


def test_every_page_shows_the_text(hostile_site: Path, reader: Any) -> None:
    person: Reader = reader()
    page = person.tab()
    for number, payload in enumerate(PAYLOADS):
        page.goto((hostile_site / f"lessons/x{number}.html").as_uri())
        unharmed(page)
        assert page.text_content("h1") == f"页{number} {payload}"
        assert page.title().startswith(f"页{number} ")
        page.goto((hostile_site / f"glossary/t{number}.html").as_uri())
        unharmed(page)
        assert payload in page.text_content(".definition")


def test_markup_in_code_is_text(hostile_site: Path, reader: Any) -> None:
    page = reader().tab()
    for number, payload in enumerate(PAYLOADS):
        if "<" not in payload:  # marks of Markdown and entities may change such a text; that it does no harm is tested above
            continue
        page.goto((hostile_site / f"lessons/x{number}.html").as_uri())
        said = page.evaluate("document.querySelector('.text p').textContent")
        assert payload in said, number
        assert page.locator("main img").count() == 1, "the picture with the hostile alternative text"


def test_cards_lists_and_contents(hostile_site: Path, reader: Any) -> None:
    person: Reader = reader()
    page = person.open((hostile_site / "checklists/hostile.html").as_uri())
    unharmed(page)
    shown = page.locator(".checklist label").all_text_contents()
    assert shown == PAYLOADS or [one.strip() for one in shown] == [one.strip() for one in PAYLOADS]
    page.locator(".checklist input").first.check()
    unharmed(page)
    for number, payload in enumerate(PAYLOADS):
        page.goto((hostile_site / f"lessons/x{number}.html").as_uri())
        word = page.locator(f"a.term[data-term=t{number}]").first
        word.evaluate("word => word.click()")
        page.wait_for_selector(".card")
        assert payload in page.text_content(".card")
        unharmed(page)
    for url in ("tree.html", "lessons/index.html", "glossary/index.html", "index.html"):
        page.goto((hostile_site / url).as_uri())
        page.click("[data-mb=tree]")
        page.wait_for_selector(".drawer")
        unharmed(page)


def test_copying_and_reading_tools(hostile_site: Path, reader: Any) -> None:
    page = reader(scripts="Object.defineProperty(navigator, 'clipboard', {value: undefined}); Document.prototype.execCommand = () => false;").tab()
    for number in (0, 5, 8):
        page.goto((hostile_site / f"lessons/x{number}.html").as_uri())
        page.click("[data-mb~=tools] > summary")
        page.click("[data-do=copy]")
        page.wait_for_selector("textarea")
        assert PAYLOADS[number] in page.input_value("textarea")
        unharmed(page)


def test_the_search_box(hostile_site: Path, reader: Any) -> None:
    """Typed, and found in titles and texts: results are made of text."""
    page = reader().open((hostile_site / "index.html").as_uri())
    for payload in PAYLOADS:
        page.fill("#mb-search", payload)
        page.press("#mb-search", "Enter")
        until(page, "!['', '正在找……'].includes(document.querySelector('[data-search-status]').textContent)")
        unharmed(page)
    page.fill("#mb-search", "onerror")
    page.press("#mb-search", "Enter")
    page.wait_for_selector("a.search-section")
    unharmed(page)


def test_the_address_of_the_search_page(hostile_site: Path, reader: Any) -> None:
    person: Reader = reader()
    address = (hostile_site / "search.html").as_uri() + "#q="
    page = person.open(address + quote(PAYLOADS[0]))
    until(page, "document.querySelector('[data-search]').value !== ''")
    assert page.input_value("[data-search]") == PAYLOADS[0]
    for payload in [*PAYLOADS, "%", "%E4%B8", "a" * 5000]:
        for sign in (quote(payload), payload):
            page.goto(address + sign)
            unharmed(page)


def test_bad_addresses_are_errors(tmp_path: Path) -> None:
    """Links and pictures that would run or fetch something are refused, each with its line."""
    lines = "\n\n".join(f"[点这里]({address})\n\n![图]({address})" for address in BAD_ADDRESSES)
    folder = make_project(tmp_path / "p", "minimal", {"docs/lessons/bad.md": f"---\nkind: page\ntitle: 坏链接\ndate: 2026-11-22\n---\n\n{lines}\n"})
    result = build(folder)
    assert result.returncode
    missed = [n for n in range(2 * len(BAD_ADDRESSES)) if f"docs/lessons/bad.md:{7 + 2 * n}:" not in result.stdout + result.stderr]
    assert not missed, [BAD_ADDRESSES[n // 2] for n in missed]


def test_markup_outside_of_code_is_an_error(tmp_path: Path) -> None:
    tags = [payload for payload in PAYLOADS if "<" in payload]
    lines = "\n\n".join(tags)
    folder = make_project(tmp_path / "p", "minimal", {"docs/lessons/raw.md": f"---\nkind: page\ntitle: 页\ndate: 2026-11-22\n---\n\n{lines}\n"})
    result = build(folder)
    assert result.returncode
    missed = [n for n in range(len(tags)) if f"docs/lessons/raw.md:{7 + 2 * n}: raw-html" not in result.stdout + result.stderr]
    assert not missed, [tags[n] for n in missed]


HOSTILE_NAMES = {
    "data/site.yml": ("key: mingbai-small", 'key: "a\'b\\"><script>"'),
    "data/checklists/meeting.yml": ("id: notice", 'id: "x onclick=1"'),
    "data/glossary/terms.yml": ("renmin-tiaojie:", '"x><script>":'),
}


@pytest.mark.parametrize("places", [["data/site.yml"], ["data/checklists/meeting.yml", "data/glossary/terms.yml"]], ids=["key", "ids"])
def test_hostile_ids_and_keys_are_errors(places: list[str], tmp_path: Path) -> None:
    """Names that become parts of attributes, addresses and storage keys are letters, digits and hyphens."""
    folder = make_project(tmp_path / "p", "minimal")
    for place in places:
        name, bad = HOSTILE_NAMES[place]
        text = (folder / place).read_text(encoding="utf-8")
        assert name in text
        (folder / place).write_text(text.replace(name, bad), encoding="utf-8")
    result = build(folder)
    said = result.stdout + result.stderr
    assert result.returncode and all(place in said for place in places), said
