"""Every page of the own site, opened from a disk: no fault, no violated policy, no request to anywhere."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from browser.helpers_browser import MARKS, Reader, one_of_each_kind, until

pytestmark = MARKS
TABS = 4


def test_every_page_opens_without_a_fault(odd_site: Path, own_pages: list[dict[str, Any]], reader: Any) -> None:
    person: Reader = reader()
    addresses = [(odd_site / page["url"]).as_uri() for page in own_pages]
    assert len(addresses) > 500
    tabs = [person.tab() for _ in range(TABS)]
    titles = []
    for start in range(0, len(addresses) + TABS, TABS):  # while one tab loads, the others do so too
        if start:
            for tab in tabs[: len(addresses[start - TABS : start])]:
                tab.wait_for_load_state("load")
                titles.append(tab.title())
        for tab, address in zip(tabs, addresses[start : start + TABS], strict=False):
            tab.goto(address, wait_until="commit")
    assert len(titles) == len(own_pages)
    for title, page in zip(titles, own_pages, strict=True):
        assert title.startswith(page["title"]), page["url"]


def test_every_file_in_the_site_is_a_page_of_the_manifest(own_site: Path, own_pages: list[dict[str, Any]]) -> None:
    assert sorted(p.relative_to(own_site).as_posix() for p in own_site.rglob("*.html")) == sorted(p["url"] for p in own_pages)


def test_late_scripts_come_as_well(odd_site: Path, own_pages: list[dict[str, Any]], reader: Any) -> None:
    """A page of every kind, until the release line has come: it is loaded last."""
    person: Reader = reader()
    tab = person.tab()
    for kind, url in one_of_each_kind(own_pages).items():
        tab.goto((odd_site / url).as_uri())
        until(tab, "document.querySelector('[data-release]').textContent.includes('2026')")
        assert tab.locator("h1").count() == 1, kind
