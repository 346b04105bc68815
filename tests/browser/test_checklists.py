"""Checklists: ticks stay on the device, survive moving, rewording and no storage, and end up on paper."""
from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from browser.helpers_browser import CHECKLIST, MARKS, ODD_FOLDER, build_small, text_of, visible, words
from conftest import SITES

pytestmark = MARKS
BOXES = ".checklist input[type=checkbox]"
KEPT = "JSON.parse(localStorage.getItem('mb1:%s:checklist:%s'))"
NO_STORAGE = {
    "on get": "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});",
    "on set": "Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('no room', 'QuotaExceededError'); };",
}
SMALL = "checklists/meeting.html"


def ticked(page: Any) -> list[str]:
    """Ids of the ticked items."""
    return page.eval_on_selector_all(BOXES, "all => all.filter((box) => box.checked).map((box) => box.dataset.item)")


def test_ticks_stay(bases: Mapping[str, str], reader: Any) -> None:
    person = reader()
    page = person.open(bases["file"] + CHECKLIST)
    boxes = page.locator(BOXES)
    ids = boxes.evaluate_all("all => all.map((box) => box.dataset.item)")
    assert text_of(page, ".status p") == words()["progress"].format(done=0, all=len(ids))
    boxes.nth(0).check()
    page.locator("label", has=page.locator(f"[data-item={ids[2]}]")).click()
    assert text_of(page, ".status p") == words()["progress"].format(done=2, all=len(ids))
    assert page.evaluate(KEPT % ("mingbai-border", "joint-meeting")) == {ids[0]: 1, ids[2]: 1}
    page.reload()
    assert ticked(page) == [ids[0], ids[2]]
    second = person.open(bases["file"] + "en/" + CHECKLIST)
    assert ticked(second) == [ids[0], ids[2]], "the same list in another language"
    second.locator(BOXES).nth(1).check()
    page.wait_for_timeout(200)
    assert ticked(page) == ids[:3], "a list that is open twice"
    page.bring_to_front()
    for number in range(3, len(ids)):
        boxes.nth(number).check()
    assert words()["checklist_done"] in text_of(page, ".status p")


def test_keyboard_ticks(bases: Mapping[str, str], reader: Any) -> None:
    page = reader().open(bases["file"] + CHECKLIST)
    page.locator(BOXES).first.focus()
    page.keyboard.press("Space")
    assert len(ticked(page)) == 1


def test_starting_over_asks_in_the_page(bases: Mapping[str, str], reader: Any) -> None:
    page = reader().open(bases["file"] + CHECKLIST)
    page.on("dialog", lambda dialog: pytest.fail("a dialog of the browser"))
    reset = page.get_by_role("button", name=words()["checklist_reset"])
    assert reset.count() == 0, "nothing to clear yet"
    page.locator(BOXES).first.check()
    reset.click()
    assert visible(page, f"text={words()['checklist_reset_ask']}")
    assert page.evaluate("document.activeElement.textContent") == words()["checklist_reset_no"]
    page.get_by_role("button", name=words()["checklist_reset_no"]).click()
    assert len(ticked(page)) == 1
    reset.click()
    page.get_by_role("button", name=words()["checklist_reset_yes"]).click()
    assert ticked(page) == [] and page.evaluate("localStorage.getItem('mb1:mingbai-border:checklist:joint-meeting')") is None
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.reload()
    assert ticked(page) == []


def test_ticks_survive_a_moved_folder(tmp_path: Path, reader: Any) -> None:
    """All pages from a disk share one storage in Chromium: the site's key tells them apart, the folder does not."""
    site = build_small(tmp_path / "project")
    person = reader()
    page = person.open((site / SMALL).as_uri())
    page.locator("[data-item=room]").check()
    page.close()
    moved = shutil.copytree(site, tmp_path / ODD_FOLDER)
    shutil.rmtree(site)
    assert ticked(person.open((moved / SMALL).as_uri())) == ["room"]


def test_ticks_survive_rewording_reordering_and_removal(tmp_path: Path, reader: Any) -> None:
    person = reader()
    page = person.open((build_small(tmp_path / "a") / SMALL).as_uri())
    page.locator("[data-item=room]").check()
    page.locator("[data-item=notice]").check()
    text = (SITES / "minimal/data/checklists/meeting.yml").read_text(encoding="utf-8")
    head, first, second = text.rstrip("\n").rsplit("\n", 2)
    second = second.replace("找好屋子", "提前一天找好能坐下十个人的屋子").replace("Find a room", "Find a room for ten")
    more = "      - {id: tea, text: {zh: 烧茶, en: Make tea}}"
    changed = "\n".join([head, second, more]) + "\n"
    assert "notice" not in changed
    page = person.open((build_small(tmp_path / "b", {"data/checklists/meeting.yml": changed}) / SMALL).as_uri())
    assert ticked(page) == ["room"] and "十个人" in text_of(page, ".checklist")
    assert text_of(page, ".status p") == words()["progress"].format(done=1, all=2)
    page.locator("[data-item=tea]").check()
    back = "\n".join([head, more, second, first]) + "\n"
    page = person.open((build_small(tmp_path / "c", {"data/checklists/meeting.yml": back}) / SMALL).as_uri())
    assert ticked(page) == ["tea", "room", "notice"], "an item that comes back is still ticked"


def test_another_site_has_its_own_ticks(tmp_path: Path, reader: Any) -> None:
    site = (SITES / "minimal/data/site.yml").read_text(encoding="utf-8")
    one = build_small(tmp_path / "a")
    other = build_small(tmp_path / "b", {"data/site.yml": site.replace("mingbai-small", "mingbai-other")})
    person = reader()
    page = person.open((one / SMALL).as_uri())
    page.locator(BOXES).first.check()
    page = person.open((other / SMALL).as_uri())
    assert ticked(page) == []
    assert page.evaluate(KEPT % ("mingbai-small", "meeting")) and page.evaluate(KEPT % ("mingbai-other", "meeting")) is None


@pytest.mark.parametrize("fault", sorted(NO_STORAGE))
def test_no_storage_is_said_and_the_list_still_works(fault: str, bases: Mapping[str, str], reader: Any) -> None:
    page = reader(scripts=NO_STORAGE[fault]).open(bases["file"] + CHECKLIST)
    said = words()["checklist_full" if fault == "full" else "checklist_unkept"]
    assert said in text_of(page, ".kept")
    page.locator(BOXES).nth(1).check()
    assert words()["progress"].split("{")[0] in text_of(page, ".status p") and "1" in text_of(page, ".status p")
    assert said in text_of(page, ".kept") and len(ticked(page)) == 1
    page.locator(BOXES).nth(1).uncheck()
    assert ticked(page) == []


@pytest.mark.parametrize("kept", ["", "null", "[1,2]", "{broken", '"text"', '{"a":{"b":1}}', '{"__proto__":1,"propose-matter":2}'])
def test_what_is_kept_may_be_anything(kept: str, bases: Mapping[str, str], reader: Any) -> None:
    set_up = f"localStorage.setItem('mb1:mingbai-border:checklist:joint-meeting', {json.dumps(kept)});"
    page = reader(scripts=set_up).open(bases["file"] + CHECKLIST)
    assert ticked(page) == []
    page.locator(BOXES).first.check()
    assert len(ticked(page)) == 1


def test_on_paper(bases: Mapping[str, str], own_pages: list[dict[str, Any]], reader: Any) -> None:
    """Every box and every line to sign on; no bar, no button, no note about the device."""
    signed = 0
    page = reader().tab()
    for facts in own_pages:
        if facts["kind"] != "checklist" or facts["language"] != "zh":
            continue
        page.emulate_media(media="screen")
        page.goto(bases["file"] + facts["url"])
        page.locator(BOXES).first.check()
        page.emulate_media(media="print")
        boxes = page.locator(BOXES)
        assert all(boxes.nth(n).bounding_box()["width"] > 12 for n in range(boxes.count()))
        assert not visible(page, ".status") and not visible(page, ".kept") and not visible(page, ".top")
        assert page.evaluate("getComputedStyle(document.querySelector('.checklist input:checked + span')).textDecorationLine") == "none"
        lines = page.locator(".signatures li")
        for number in range(lines.count()):
            signed += 1
            assert lines.nth(number).is_visible()
            assert lines.nth(number).locator(".blank").first.evaluate("line => getComputedStyle(line).borderBottomStyle") == "solid"
    assert signed, "no checklist with lines to sign on"
