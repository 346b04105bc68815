"""The card of a glossary word: touch, mouse and keyboard, from a disk and over http."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from browser.helpers_browser import DESK, LESSON, MARKS, PHONE, text_of, words

pytestmark = MARKS
WORD = "article a.term[data-term=renmin-tiaojie]"
FOCUS_ON_WORD = "document.activeElement.matches('a.term')"


@pytest.mark.parametrize("way", ["file", "http"])
def test_touch_opens_and_closes(way: str, bases: Mapping[str, str], reader: Any) -> None:
    page = reader(bases["http"] if way == "http" else "", **PHONE).open(bases[way] + LESSON)
    word = page.locator(WORD).first
    word.tap()
    page.wait_for_selector(".card")
    assert page.url == bases[way] + LESSON
    box = page.locator(".card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    assert word.get_attribute("aria-expanded") == "true"
    word.tap()
    page.wait_for_selector(".card", state="detached")
    assert page.url == bases[way] + LESSON and word.get_attribute("aria-expanded") is None
    word.tap()
    page.wait_for_selector(".card")
    page.touchscreen.tap(4, page.locator(".card").bounding_box()["y"] + 20)  # beside the card
    page.wait_for_selector(".card", state="detached")
    word.tap()
    page.locator(".card .more").tap()
    page.wait_for_url("**/glossary/renmin-tiaojie.html")


def test_what_the_card_says(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**PHONE).open(bases["file"] + LESSON)
    page.locator(WORD).first.tap()
    page.wait_for_selector(".card")
    card = text_of(page, ".card")
    assert text_of(page, ".card .card-title") == "人民调解"
    assert words()["card_colloquial"] in card and "说和" in card
    others = page.eval_on_selector_all(".card li", "all => all.map((li) => [li.querySelector('span').lang, li.querySelector('span').textContent, li.querySelector('.badge').textContent])")
    tags = [tag for tag, _, _ in others]
    assert "bo" in tags and "en" in tags and tags == [tag for tag, word, _ in others if word]
    assert {state for _, _, state in others} <= {words()["term_draft"], words()["term_reviewed"]}
    assert page.get_attribute(".card", "role") == "dialog" and page.get_attribute(".card", "aria-label")


def test_keyboard_opens_walks_and_returns(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**DESK).open(bases["file"] + LESSON)
    page.locator(WORD).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    assert page.evaluate("document.activeElement.className") == "card"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "more"
    page.keyboard.press("Escape")
    page.wait_for_selector(".card", state="detached")
    assert page.evaluate(FOCUS_ON_WORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    page.keyboard.press("Shift+Tab")
    page.wait_for_selector(".card", state="detached")
    assert page.evaluate(FOCUS_ON_WORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    page.click(".card .shut")
    page.wait_for_selector(".card", state="detached")
    assert page.evaluate(FOCUS_ON_WORD)


def test_tab_past_the_end_goes_on_after_the_word(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**DESK).open(bases["file"] + LESSON)
    page.locator(WORD).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.locator(".card").count() == 0
    assert page.evaluate("document.activeElement !== document.body && !document.activeElement.closest('.top')")


def test_mouse_shows_the_card_and_a_second_click_goes_on(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**DESK).open(bases["file"] + LESSON)
    word = page.locator(WORD).first
    word.hover()
    page.wait_for_selector(".card")
    page.mouse.move(5, 700)
    page.wait_for_selector(".card", state="detached")
    word.hover()
    page.wait_for_selector(".card")
    page.locator(".card").hover()
    page.wait_for_timeout(500)
    assert page.locator(".card").count() == 1, "the mouse may go into the card"
    page.keyboard.press("Escape")
    page.wait_for_selector(".card", state="detached")
    page.mouse.move(5, 700)
    word.click()
    page.wait_for_selector(".card")
    word.click()
    page.wait_for_url("**/glossary/renmin-tiaojie.html")


def test_one_card_at_a_time(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**PHONE).open(bases["file"] + LESSON)
    terms = page.locator("article a.term")
    ids = terms.evaluate_all("all => all.map((a) => a.dataset.term)")
    assert len(set(ids)) > 3
    for number in (0, ids.index(next(id for id in ids if id != ids[0]))):
        terms.nth(number).evaluate("word => word.click()")
        page.wait_for_selector(f".card a[href$='{ids[number]}.html']")
        assert page.locator(".card").count() == 1
    assert page.locator("[aria-expanded=true]").count() == 1


def test_a_card_whose_texts_are_missing_leads_on(served: str, reader: Any) -> None:
    """Where the texts cannot be had, the card says so and still links the word's page."""
    person = reader(served, **PHONE)
    person.context.route("**/data/cards/*", lambda route: route.abort("aborted"))
    page = person.open(served + LESSON)
    page.locator(WORD).first.tap()
    page.wait_for_selector(".card")
    assert words()["card_failed"] in text_of(page, ".card")
    page.locator(".card .more").tap()
    page.wait_for_url("**/glossary/renmin-tiaojie.html")
    person.faults[:] = [fault for fault in person.faults if "data/cards" not in fault and "ERR_ABORTED" not in fault]


def test_every_card_of_the_site_is_there(bases: Mapping[str, str], own_site: Any, own_pages: list[dict[str, Any]], reader: Any) -> None:
    """The script that holds a word's card is found by the rule that card.js counts with."""
    page = reader().open(bases["file"] + LESSON)
    missing = []
    for facts in own_pages:
        if facts["kind"] == "term":
            shard = format(sum(map(ord, facts["id"])) % 16, "02x")
            path = own_site / "data" / "cards" / f"{facts['language'].lower()}-{shard}.js"
            if not path.is_file() or f'"{facts["id"]}"' not in path.read_text(encoding="utf-8"):
                missing.append(facts["url"])
    assert not missing and page.title()
