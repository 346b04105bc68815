"""What a page asks for before anything is touched: its own few files, and no index, tree, card or foreign script."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from browser.helpers_browser import LESSON, MARKS, Reader, one_of_each_kind, until

pytestmark = MARKS
SETTLED = "document.querySelector('[data-release]').textContent.includes('2026')"


def asked_by(person: Reader, base: str, url: str) -> list[str]:
    """What one page asks for from the site until it has settled, without its own address."""
    person.asked.clear()
    page = person.open(base + url)
    until(page, SETTLED)
    page.close()
    return sorted(address.removeprefix(base) for address in person.asked if not address.endswith(url))


def test_a_lesson_asks_for_four_files(served: str, reader: Any) -> None:
    asked = asked_by(reader(served), served, LESSON)
    assert [one for one in asked if one not in ("assets/icon.svg", "assets/checklist.js")] == ["assets/mingbai.css", "assets/mingbai.js", "assets/release.js"]


def test_nothing_is_fetched_in_advance(served: str, own_pages: list[dict[str, Any]], reader: Any) -> None:
    person = reader(served)
    fonts = {page["url"]: page["fonts"] for page in own_pages}
    for url in one_of_each_kind(own_pages).values():
        asked = asked_by(person, served, url)
        assert not [one for one in asked if one.startswith(("search/", "data/"))], url
        if not fonts[url]:
            assert not [one for one in asked if "fonts/" in one], url


@pytest.mark.parametrize(("language", "font"), [("zh", ""), ("en", ""), ("bo", "bo"), ("mn-Mong", "mn-mong")])
def test_only_the_font_of_the_pages_own_script(language: str, font: str, served: str, own_pages: list[dict[str, Any]], reader: Any) -> None:
    home = next(page["url"] for page in own_pages if page["kind"] == "home" and page["language"] == language)
    loaded = {one.split("/")[-1].split(".")[0] for one in asked_by(reader(served), served, home) if "fonts/" in one}
    assert loaded == ({font} if font else set())


def test_what_a_touch_loads(bases: Mapping[str, str], reader: Any) -> None:
    """Search with focus, the tree with 目录, a card with its word; nothing twice."""
    person = reader()
    page = person.open(bases["file"] + LESSON)
    page.focus("#mb-search")
    until(page, "!!window.mingbai.search")
    page.keyboard.press("Escape")
    page.click("[data-mb=tree]")
    page.wait_for_selector(".drawer")
    page.keyboard.press("Escape")
    page.locator("article a.term").first.click()
    page.wait_for_selector(".card")
    names = [address.removeprefix(bases["file"]) for address in person.asked]
    for name in ("assets/search.js", "search/zh/meta.js", "assets/tree.js", "data/tree-zh.js", "assets/card.js"):
        assert names.count(name) == 1, name
    assert len([name for name in names if name.startswith("data/cards/")]) == 1
