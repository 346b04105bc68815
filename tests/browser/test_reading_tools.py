"""The tools of every page: letters, light, copying, reading aloud, leaving quickly, languages, contents, edition, paper."""
from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from browser.helpers_browser import CHECKLIST, DESK, LESSON, MARKS, PHONE, SENSITIVE, one_of_each_kind, text_of, until, visible, words

pytestmark = MARKS
TOOLS = "[data-mb~=tools]"
NO_COPYING = "Object.defineProperty(navigator, 'clipboard', {value: undefined}); Document.prototype.execCommand = () => false;"
VOICES = """const voices = %s;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, 'speechSynthesis', {value: {
  said: [], getVoices: () => voices, speak(one) { this.said.push(one); }, cancel() {}, addEventListener() {}}});"""
CHINESE = {"lang": "zh-CN", "localService": True, "name": "Xiaoxiao"}


def open_tools(page: Any) -> None:
    page.click(f"{TOOLS} > summary")
    until(page, "!!mingbai.parts.tools")


def letters(page: Any) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)")


def ground(page: Any) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_three_sizes_are_kept(bases: Mapping[str, str], reader: Any) -> None:
    person = reader(**PHONE)
    page = person.open(bases["file"] + LESSON)
    sizes = [letters(page)]
    open_tools(page)
    for value in ("1", "2"):
        page.click(f"{TOOLS} [data-set=size][data-value='{value}']")
        sizes.append(letters(page))
    assert sizes[0] * 1.1 < sizes[1] < sizes[2] / 1.1
    assert page.get_attribute("[data-set=size][data-value='2']", "aria-pressed") == "true"
    assert page.locator("[data-set=size][aria-pressed=true]").count() == 1
    page.reload()
    assert letters(page) == sizes[2]
    assert letters(person.open(bases["file"] + "en/" + LESSON)) == sizes[2]


def test_light_dark_and_as_the_phone(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(color_scheme="light", **PHONE).open(bases["file"] + LESSON)
    light = ground(page)
    open_tools(page)
    page.click("[data-set=scheme][data-value=dark]")
    dark = ground(page)
    assert dark != light
    page.reload()
    assert ground(page) == dark
    open_tools(page)
    page.click("[data-set=scheme][data-value=light]")
    page.emulate_media(color_scheme="dark")
    assert ground(page) == light
    page.click("[data-set=scheme][data-value=auto]")
    assert ground(page) == dark
    page.reload()
    assert ground(page) == dark
    page.emulate_media(color_scheme="light")
    assert ground(page) == light


def test_copy_as_text(served: str, reader: Any) -> None:
    person = reader(served)
    person.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.rstrip("/"))
    page = person.open(served + LESSON)
    open_tools(page)
    page.click("[data-do=copy]")
    until(page, f"document.querySelector('{TOOLS} .said').textContent !== ''")
    assert text_of(page, f"{TOOLS} .said") == words()["tool_copied"]
    text = page.evaluate("navigator.clipboard.readText()")
    check_copied(text, page)
    assert text.endswith(f"{words()['copy_link']} {served}{LESSON}")


def check_copied(text: str, page: Any) -> None:
    """Title, text, citations, phone numbers and the disclaimer, each block on a line of its own, no chrome."""
    assert text.startswith(text_of(page, "h1") + "\n")
    for piece in (text_of(page, "#story"), "《人民调解法》", "110", "12348", text_of(page, ".disclaimer")):
        assert piece in text, piece
    for word in (words()["tools"], words()["search_placeholder"], words()["next"]):
        assert word not in text, word
    assert "\n\n\n" not in text and len(text) > 800


def test_copy_where_the_browser_does_not_let_us(bases: Mapping[str, str], reader: Any) -> None:
    """The text is shown, chosen, to be copied by hand, and that is said."""
    page = reader(scripts=NO_COPYING, **PHONE).open(bases["file"] + LESSON)
    open_tools(page)
    page.click("[data-do=copy]")
    page.wait_for_selector(f"{TOOLS} textarea")
    assert text_of(page, f"{TOOLS} .said") == words()["tool_copy_failed"]
    text = page.input_value(f"{TOOLS} textarea")
    check_copied(text, page)
    assert "file:" not in text
    chosen = page.evaluate(f"(() => {{ const t = document.querySelector('{TOOLS} textarea'); return t.selectionEnd - t.selectionStart; }})()")
    assert chosen == len(text.encode("utf-16-le")) // 2


def test_copy_from_a_disk_ends_well_or_by_hand(bases: Mapping[str, str], reader: Any) -> None:
    page = reader().open(bases["file"] + CHECKLIST)
    page.locator("input[type=checkbox]").first.check()
    open_tools(page)
    page.click("[data-do=copy]")
    until(page, f"document.querySelector('{TOOLS} .said').textContent !== ''")
    assert text_of(page, f"{TOOLS} .said") in (words()["tool_copied"], words()["tool_copy_failed"])


def test_a_checklist_is_copied_with_its_ticks(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(scripts=NO_COPYING).open(bases["file"] + CHECKLIST)
    page.locator("input[type=checkbox]").first.check()
    open_tools(page)
    page.click("[data-do=copy]")
    page.wait_for_selector(f"{TOOLS} textarea")
    text = page.input_value(f"{TOOLS} textarea")
    assert text.count("☑") == 1 and text.count("□") == page.locator("input[type=checkbox]").count() - 1


@pytest.mark.parametrize(("url", "voices", "offered"), [
    (LESSON, [], False),
    (LESSON, [CHINESE], True),
    (LESSON, [{**CHINESE, "localService": False}], False),
    ("en/" + LESSON, [CHINESE], False),
    ("bo/index.html", [CHINESE], False),
    ("mn-Mong/index.html", [{**CHINESE, "lang": "mn-MN"}], False),
], ids=["none", "zh", "over-the-network", "not-of-the-page", "bo", "cyrillic"])
def test_reading_aloud_only_with_a_voice(url: str, voices: list[Any], offered: bool, bases: Mapping[str, str], reader: Any) -> None:
    page = reader(scripts=VOICES % json.dumps(voices)).open(bases["file"] + url)
    open_tools(page)
    assert visible(page, "[data-do=aloud]") is offered


def test_reading_aloud_reads_the_text_and_stops(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(scripts=VOICES % json.dumps([CHINESE])).open(bases["file"] + LESSON)
    open_tools(page)
    page.click("[data-do=aloud]")
    said = page.evaluate("speechSynthesis.said.map((one) => one.text)")
    assert said[0].startswith(text_of(page, "h1")[:6]) and len(said) > 20 and max(map(len, said)) < 140
    assert words()["tool_aloud_stop"] in text_of(page, "[data-do=aloud]")
    page.click("[data-do=aloud]")
    assert words()["tool_aloud"] in text_of(page, "[data-do=aloud]")


def test_quick_exit_leaves_no_way_back(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**PHONE).open(bases["file"] + "lessons/index.html")
    page.goto(bases["file"] + SENSITIVE)
    assert visible(page, ".exit")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(200)
    box = page.locator(".exit").bounding_box()
    assert 0 <= box["y"] < PHONE["viewport"]["height"], "it stays in sight"
    page.click(".exit")
    page.wait_for_url(bases["file"] + "index.html")
    page.go_back()
    assert page.url == bases["file"] + "lessons/index.html"


def test_quick_exit_is_on_sensitive_pages_only(own_site: Path, own_pages: list[dict[str, Any]]) -> None:
    with_exit = {p["url"] for p in own_pages if "data-mb=\"exit\"" in (own_site / p["url"]).read_text(encoding="utf-8")}
    assert SENSITIVE in with_exit and "en/" + SENSITIVE in with_exit
    assert all("violence" in url for url in with_exit), with_exit


def test_quick_exit_without_scripts(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(java_script_enabled=False).open(bases["file"] + SENSITIVE)
    page.click(".exit")
    assert page.url == bases["file"] + "index.html"


def test_the_language_menu_leads_to_the_same_page(bases: Mapping[str, str], reader: Any) -> None:
    page = reader().open(bases["file"] + LESSON)
    entries = page.eval_on_selector_all("ul.panel a", "all => all.map((a) => [a.querySelector('span').lang, a.href, a.textContent])")
    assert {tag: address.removeprefix(bases["file"]) for tag, address, _ in entries} == {"zh-Hans": LESSON, "en": "en/" + LESSON, "bo": LESSON, "mn-Mong-CN": LESSON}
    assert [words()["language_missing"] in text for _, _, text in entries] == [False, False, True, True]
    page.click(".menu summary")
    page.click("ul.panel a[hreflang=en]")
    page.wait_for_url("**/en/" + LESSON)
    assert page.get_attribute("html", "lang") == "en"
    page.click(".menu summary")
    page.click("ul.panel a[hreflang=zh-Hans]")
    page.wait_for_url(bases["file"] + LESSON)


def test_contents_come_when_asked_for(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    person = reader(**DESK)
    page = person.open(bases["file"] + LESSON)
    assert not [one for one in person.asked if "tree" in one]
    page.click("[data-mb=tree]")
    page.wait_for_selector(".drawer")
    assert page.url == bases["file"] + LESSON
    heads = page.locator(".drawer summary").all_text_contents()
    titles = {p["title"] for p in own_pages if p["language"] == "zh" and p["kind"] in ("index", "list")}
    assert set(heads) <= titles and len(heads) > 5
    assert text_of(page, ".drawer [aria-current]") == text_of(page, "h1")
    assert page.evaluate("document.activeElement.className") == "drawer"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.drawer') !== null"), "focus stays inside"
    page.keyboard.press("Escape")
    assert page.locator(".drawer").count() == 0 and page.evaluate("document.activeElement.dataset.mb") == "tree"
    page.click("[data-mb=tree]")
    page.mouse.click(20, 400)
    assert page.locator(".drawer").count() == 0
    page.click("[data-mb=tree]")
    page.locator(".drawer summary", has_text="查词").click()
    page.locator(".drawer a", has_text="彩礼").first.click()
    page.wait_for_url("**/glossary/*.html")


def test_the_footer_says_which_edition(bases: Mapping[str, str], own_site: Path, reader: Any) -> None:
    manifest = json.loads((own_site / "manifest.json").read_text(encoding="utf-8"))
    for root, language in (("", "zh"), ("en/", "en")):
        page = reader().open(bases["file"] + root + LESSON)
        until(page, f"document.querySelector('.release').textContent.includes('{manifest['edition']}')")
        line = text_of(page, ".release")
        assert f"{words(language)['edition']} {manifest['edition']}" in line and manifest["code"] in line


def test_no_page_depends_on_the_edition(own_site: Path, own_pages: list[dict[str, Any]]) -> None:
    """So that an update need not bring every page: assets/release.js alone knows which edition this is."""
    told = [p["url"] for p in own_pages if "data-edition=\"20" in (own_site / p["url"]).read_text(encoding="utf-8")]
    assert not told, told[:3]


def test_paper_has_no_chrome(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader(color_scheme="dark", **DESK).tab()
    for kind, url in one_of_each_kind(own_pages).items():
        page.goto(bases["file"] + url)
        page.emulate_media(media="print")
        for selector in (".top", ".crumbs", ".pager", ".skip", ".help", "footer a", ".status", ".leave"):
            assert not page.locator(selector).first.is_visible() if page.locator(selector).count() else True, f"{kind}: {selector}"
        assert visible(page, ".text") and visible(page, ".disclaimer"), kind
        assert ground(page) == "rgb(255, 255, 255)", kind
        page.emulate_media(media="screen")
