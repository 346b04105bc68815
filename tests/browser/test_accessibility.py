"""axe-core over every kind of page and state, no scrolling in two directions, targets, the keyboard."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from browser.helpers_browser import CHECKLIST, DESK, LESSON, MARKS, PHONE, SENSITIVE, one_of_each_kind, until
from conftest import ROOT

pytestmark = MARKS
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1366, "height": 768}
OTHER_PAGES = ["en/index.html", "bo/index.html", "mn-Mong/index.html", "mn-Mong/glossary/index.html", "en/" + LESSON, SENSITIVE]
CHROME = ".top a, .top button, .top summary, .top input, .crumbs a, .pager a, .help a, footer a, .jump a, .exit, .tiles a, .cards a"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("NO axe-core: accessibility was not checked; run `npm ci`")
    return AXE.read_text(encoding="utf-8")


def pages_to_check(own_pages: list[dict[str, Any]]) -> list[str]:
    """One page of every kind in Chinese, and start pages of the other languages."""
    return [*one_of_each_kind(own_pages).values(), *OTHER_PAGES]


def violations(page: Any, axe: str, rules: list[str] | None = None) -> list[str]:
    """What axe finds: rule, where, why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate("only => axe.run({runOnly: only, preload: false, resultTypes: ['violations']})", only)["violations"]
    return [f"{one['id']} {node['target']} {node['any'][:1] and node['any'][0]['message']}" for one in found for node in one["nodes"][:3]]


def test_every_kind_of_page(axe: str, bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    """All rules on a narrow light and a wide dark screen, what depends on light or width on the other two as well."""
    page = reader(color_scheme="light").tab()
    faults = []
    for url in pages_to_check(own_pages):
        for scheme, size, rules in (
            ("light", NARROW, None), ("dark", NARROW, ["color-contrast", "target-size"]),
            ("dark", WIDE, None), ("light", WIDE, ["color-contrast", "target-size"]),
        ):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            if (scheme, size) == ("light", NARROW):
                page.goto(bases["file"] + url)
            faults += [f"{url} {scheme} {size['width']}: {one}" for one in violations(page, axe, rules)]
    assert not faults, "\n".join(faults[:40])


def menu(page: Any) -> None:
    page.click(".menu summary")


def tools(page: Any) -> None:
    page.click("[data-mb~=tools] > summary")
    until(page, "!!mingbai.parts.tools")


def card(page: Any) -> None:
    page.locator("article a.term").first.evaluate("word => word.click()")
    page.wait_for_selector(".card")


def results(page: Any) -> None:
    page.fill("#mb-search", "彩礼")
    page.press("#mb-search", "Enter")
    page.wait_for_selector("a.search-section")


def drawer(page: Any) -> None:
    page.click("[data-mb=tree]")
    page.wait_for_selector(".drawer")


def ticks(page: Any) -> None:
    page.locator(".checklist input").first.check()


def question(page: Any) -> None:
    page.locator(".checklist input").first.check()
    page.click(".status button")


STATES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "menu": (LESSON, menu), "tools": (LESSON, tools), "card": (LESSON, card), "results": (LESSON, results),
    "results-page": ("search.html", results), "drawer": (LESSON, drawer), "ticks": (CHECKLIST, ticks), "question": (CHECKLIST, question),
    "mn-tools": ("mn-Mong/index.html", tools),
}


@pytest.mark.parametrize("state", sorted(STATES))
def test_open_things(state: str, axe: str, bases: Mapping[str, str], reader: Any) -> None:
    url, act = STATES[state]
    faults = []
    for scheme, size in (("light", NARROW), ("dark", WIDE)):
        page = reader(color_scheme=scheme, viewport=size).open(bases["file"] + url)
        act(page)
        faults += [f"{scheme} {size['width']}: {one}" for one in violations(page, axe)]
    assert not faults, "\n".join(faults)


def test_no_page_scrolls_sideways(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader(viewport=NARROW, has_touch=True).tab()
    faults = []
    for url in pages_to_check(own_pages):
        page.goto(bases["file"] + url)
        for size in ("0", "2"):
            page.evaluate("size => { document.documentElement.dataset.size = size; }", size)
            wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if wide[0] > wide[1]:
                faults.append(f"{url} size {size}: {wide} {widest(page)}")
    assert not faults, "\n".join(faults)


def widest(page: Any) -> str:
    """What sticks out to the right, for the message."""
    return page.evaluate("""[...document.body.querySelectorAll('*')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && !e.closest('.table, .vertical')).slice(0, 3).map((e) => e.tagName + '.' + e.className).join(' ')""")


def test_tables_and_vertical_text_scroll_inside_their_box(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(viewport=NARROW).tab()
    for url, box in (("figures/index.html", ".table"), ("mn-Mong/glossary/index.html", ".vertical")):
        page.goto(bases["file"] + url)
        facts = page.eval_on_selector(box, "e => [e.scrollWidth > e.clientWidth, getComputedStyle(e).overflowX, e.tabIndex, e.getAttribute('role'), !!e.getAttribute('aria-label')]")
        assert facts == [True, "auto", 0, "region", True], url


def test_vertical_text_holds_only_text(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    """Columns of Mongolian run downwards; search, tiles and menus stay level, and the reader may have lines instead."""
    page = reader(viewport=NARROW).tab()
    mode = "e => getComputedStyle(e).writingMode"
    for kind, url in one_of_each_kind(own_pages, "mn-Mong").items():
        page.goto(bases["file"] + url)
        assert page.eval_on_selector("h1", mode) == "vertical-lr", kind
        for selector in ("#mb-search", ".tiles a", ".help", ".top", "footer"):
            if page.locator(selector).count():
                assert page.eval_on_selector(selector, mode) == "horizontal-tb", f"{kind} {selector}"
    tools(page)
    page.click("[data-set=lines][data-value=horizontal]")
    assert page.eval_on_selector("h1", mode) == "horizontal-tb"
    page.reload()
    assert page.eval_on_selector("h1", mode) == "horizontal-tb"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_targets_can_be_hit(size: dict[str, Any], bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader(**size).tab()
    faults = []
    for url in pages_to_check(own_pages):
        page.goto(bases["file"] + url)
        small = page.eval_on_selector_all(CHROME, """all => all.filter((e) => e.checkVisibility()).map((e) => [e.className || e.textContent, e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([name, box]) => `${name} ${box.width}x${box.height}`)""")
        faults += [f"{url}: {one}" for one in small]
    assert not faults, "\n".join(faults[:20])


def test_the_keyboard_reaches_everything_in_order(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**DESK).open(bases["file"] + LESSON)
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("""(() => { const e = document.activeElement, s = getComputedStyle(e);
            const ring = (e.type === 'search' ? getComputedStyle(e.form) : s);
            return [e.matches('.skip') ? 'skip' : e.matches('.brand') ? 'brand' : e.type === 'search' ? 'search' : e.matches('[data-mb=tree]') ? 'tree'
                : e.matches('summary.tool') ? 'menu' : e.matches('a.term') ? 'term' : '', ring.outlineStyle !== 'none' || s.outlineStyle !== 'none']; })()"""))
    names = list(dict.fromkeys(name for name, _ in seen if name))
    assert names == ["skip", "brand", "search", "tree", "menu", "term"], names
    assert all(ring for _, ring in seen), "where the focus is can be seen"


def test_skip_link_and_escape(bases: Mapping[str, str], reader: Any) -> None:
    page = reader(**DESK).open(bases["file"] + LESSON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    for number in range(2):
        summary = page.locator(".menu > summary").nth(number)
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator(".menu").nth(number).get_attribute("open") is not None
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert page.locator(".menu").nth(number).get_attribute("open") is None
        assert summary.evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("size", [PHONE, DESK, {"viewport": {"width": 900, "height": 700}}], ids=["phone", "desk", "between"])
@pytest.mark.parametrize("root", ["", "en/"], ids=["zh", "en"])
def test_a_menu_closes_where_it_opened(root: str, size: dict[str, Any], bases: Mapping[str, str], reader: Any) -> None:
    """What a menu shows never lies over its own button, whatever the size of letters; a tap beside it closes it."""
    page = reader(**size).open(bases["file"] + root + LESSON)
    for letters in ("0", "2"):
        page.evaluate("size => { document.documentElement.dataset.size = size; }", letters)
        for number in range(2):
            summary, panel = page.locator(".menu > summary").nth(number), page.locator(".menu > .panel").nth(number)
            summary.click()
            box = panel.bounding_box()
            assert 0 <= box["x"] and box["x"] + box["width"] <= size["viewport"]["width"]
            summary.click()
            assert not panel.is_visible()
            summary.click()
            page.mouse.click(3, 5)
            assert not panel.is_visible()


def test_headings_go_down_step_by_step(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    page = reader().tab()
    for kind, url in one_of_each_kind(own_pages).items():
        page.goto(bases["file"] + url)
        levels = page.eval_on_selector_all("main h1, main h2, main h3, main h4, main h5", "all => all.map((h) => +h.tagName[1])")
        assert levels[0] == 1 and levels.count(1) == 1, kind
        assert all(later - former < 2 for former, later in zip(levels, levels[1:], strict=False)), f"{kind} {levels}"
