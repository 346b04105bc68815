"""Without JavaScript: everything can be read and reached, and what cannot work says so or is not there."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from browser.helpers_browser import CHECKLIST, LESSON, MARKS, one_of_each_kind, text_of, visible, words

pytestmark = MARKS


def links(page: Any, scope: str) -> set[str]:
    """Addresses of the visible links under a selector."""
    return set(page.eval_on_selector_all(f"{scope} a[href]", "all => all.filter((a) => a.checkVisibility()).map((a) => a.href.split('#')[0])"))


def test_every_kind_can_be_read_and_left(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    person = reader(java_script_enabled=False)
    page = person.tab()
    sections = {p["section"]: p["url"] for p in own_pages if p["language"] == "zh" and p["kind"] == "index"}
    for kind, url in one_of_each_kind(own_pages).items():
        page.goto(bases["file"] + url)
        facts = next(p for p in own_pages if p["url"] == url)
        assert facts["title"] in text_of(page, "h1"), kind
        assert len(text_of(page, "article")) > 40, kind
        assert page.locator("article [hidden]").count() == 0, kind
        reachable = links(page, "body")
        assert urljoin(page.url, bases["file"] + "tree.html") in reachable or kind == "tree", kind
        assert bases["file"] + "index.html" in reachable, kind
        if facts["section"] in sections and facts["kind"] not in ("index", "home"):
            assert bases["file"] + sections[facts["section"]] in reachable, kind


def test_search_is_a_sentence(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(java_script_enabled=False).tab()
    for url in (LESSON, "index.html", "search.html"):
        page.goto(bases["file"] + url)
        assert words()["search_noscript"] in text_of(page, ".search noscript")
        assert visible(page, ".search noscript p") and visible(page, ".search noscript a")
        assert not visible(page, ".search form") and not visible(page, "[data-mb~=tools]")


def test_the_tree_has_every_page(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader(java_script_enabled=False).tab()
    for language, root in (("zh", ""), ("en", "en/"), ("bo", "bo/"), ("mn-Mong", "mn-Mong/")):
        page.goto(bases["file"] + root + "tree.html")
        listed = {unquote(address) for address in links(page, "article")}
        wanted = {
            unquote(bases["file"] + p["url"]) for p in own_pages
            if p["language"] == language and p["kind"] not in ("home", "search", "tree", "notfound")
        }
        assert wanted <= listed, sorted(wanted - listed)[:5]


def test_language_menu_opens(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(java_script_enabled=False).tab()
    page.goto(bases["file"] + LESSON)
    page.locator(".menu summary").first.click()
    page.locator(".menu a[hreflang=en]").click()
    assert page.url == bases["file"] + "en/" + LESSON


def test_a_glossary_word_leads_to_its_page(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(java_script_enabled=False).tab()
    page.goto(bases["file"] + LESSON)
    word = page.locator("article a.term").first
    id = word.get_attribute("data-term")
    word.click()
    assert page.url == f"{bases['file']}glossary/{id}.html"


def test_a_checklist_is_plain_and_complete(bases: Mapping[str, str], reader: Any) -> None:
    with_scripts = reader().open(bases["file"] + CHECKLIST).locator("input[type=checkbox]").count()
    plain = reader(java_script_enabled=False).tab()
    plain.goto(bases["file"] + CHECKLIST)
    boxes = plain.locator("input[type=checkbox]")
    assert boxes.count() == with_scripts > 5
    assert all(boxes.nth(n).is_visible() for n in range(boxes.count()))
    assert plain.locator("progress, .status").count() == 0
    boxes.first.check()
    assert boxes.first.is_checked()


def test_a_quiz_and_a_guide_work(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader(java_script_enabled=False).tab()
    kinds = one_of_each_kind(own_pages)
    page.goto(bases["file"] + kinds["quiz"])
    page.locator("details.answer summary").first.click()
    assert visible(page, "details.answer p")
    page.goto(bases["file"] + kinds["guide"])
    answer = page.locator(".answers a").first
    target = answer.get_attribute("href")
    answer.click()
    assert page.url.endswith(target) and page.locator(target).count() == 1
    assert page.locator(".answers a, .outcome").count() > 3


def test_files_beside_the_pages(own_site: Path) -> None:
    """Nothing that a reader without scripts gets needs one: the pages have no inline script and no handler."""
    for path in sorted(own_site.rglob("*.html"))[::25]:
        text = path.read_text(encoding="utf-8")
        assert "<script>" not in text and " onclick=" not in text and " style=" not in text, path
