"""The search index: codes, identical patches, deltas, and what a plain reader of the files finds."""
from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mingbai.outputs.search_codes import Encoder, decode, length_symbol, part_name, shard_of
from mingbai.outputs.search_delta import build_delta, describe_release
from mingbai.outputs.search_documents import read_source
from mingbai.outputs.search_former import load_index, save_index
from mingbai.outputs.search_index import Index, IndexedPage, IndexedSection, build_index

WORDS = "人民调解 委员会 当事人 应当 申请 仲裁 草场 承包 边境 通行证 婚姻 登记 彩礼 返还 工伤 赔偿 欠薪 网格 协议 司法确认".split()


def page(number: int, sections: int = 3, note: str = "", kind: str = "lesson", extra: str = "") -> IndexedPage:
    """A made page whose words depend on its number."""
    texts = [
        "".join(WORDS[(number * 7 + part * 3 + k * (number % 5 + 1)) % len(WORDS)] + "，。的"[k % 3] for k in range(30)) + note
        for part in range(sections)
    ]
    parts = tuple(IndexedSection(f"s{k}" if k else "", f"第{k + 1}节", text) for k, text in enumerate(texts))
    return IndexedPage(f"lessons/p{number:03d}.html", kind, f"第{number}课{WORDS[number % len(WORDS)]}", "zh", parts, extra)


def read_site(files: Mapping[str, bytes], language: str = "zh") -> dict[str, object]:
    """What the browser would have after loading every file: part -> data."""
    found = {}
    for content in files.values():
        data = re.fullmatch(r"mingbai\.search\.data\((.*)\);\n", content.decode(), re.S)
        assert data
        held, part, _edition, value = json.loads(f"[{data[1]}]")
        assert held == language
        found[part] = value
    return found


def lookup(site: Mapping[str, object], term: str) -> dict[int, int]:
    """Documents of a term -> how often, with the delta applied as search.js does."""
    meta, delta = site["meta"], site["delta"]
    dead = set(decode(delta.get("dead", "")))
    found: dict[int, int] = {}
    text = site[part_name("t", shard_of(term, meta["shards"]))]
    for source, start in ((text, 0), (delta.get("terms", ""), len(meta["lengths"]))):
        hit = re.search(f" {re.escape(term)}>([^ ]*) ", source)
        for number in decode(hit[1], start) if hit else []:
            if number not in dead:
                found[number] = found.get(number, 0) + 1
    return found


def describe(site: Mapping[str, object], number: int) -> tuple[str, str]:
    """URL and anchor of a document."""
    meta = site["meta"]
    end = len(meta["lengths"])
    rows, at = (site["delta"]["documents"], number - end) if number >= end else (site[part_name("d", number // meta["block"])], number % meta["block"])
    anchor = rows[at][1]
    while len(rows[at]) < 6:
        at -= 1
    return rows[at][4], anchor


def top(site: Mapping[str, object], terms: list[str], count: int = 10) -> list[tuple[str, str]]:
    """BM25 without lengths, enough to compare two indexes."""
    score: dict[int, float] = {}
    for term in terms:
        hits = lookup(site, term)
        for number, times in hits.items():
            score[number] = score.get(number, 0) + math.log(1 + 5000 / (len(hits) + 0.5)) * times * 2.2 / (times + 1.2)
    return [describe(site, number) for number in sorted(score, key=lambda n: (-score[n], describe(site, n)))[:count]]


class Memory(dict[str, bytes]):
    """A cache."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


@given(st.lists(st.integers(0, 30000), min_size=1), st.integers(0, 50))
def test_codes_lead_back(ids: list[int], start: int) -> None:
    ids = sorted(number + start for number in ids)
    text = Encoder(40000)(ids, start)
    assert decode(text, start) == ids
    assert re.fullmatch(r"[!-~]+", text) and not set(text) & set('"\\<> ')


def test_codes_of_every_width_and_repeats() -> None:
    for ids in ([0], [64], [65], [1717], [1718], [16855], [16856], [600000], [5] * 9, [5] * 4 + [6] * 2 + [90000] * 3):
        assert decode(Encoder(600_001)(ids)) == ids


def test_length_symbols_rise() -> None:
    symbols = [length_symbol(length) for length in (0, 1, 9, 10, 100, 1000, 15000, 10**6)]
    assert symbols == sorted(symbols) and symbols[0] != "!"


def test_a_source_leads_back_to_its_page() -> None:
    one = page(4, extra="打架了怎么办\n彩礼")
    assert read_source(one.source) == one


def test_every_section_is_found_where_its_words_stand() -> None:
    pages = [page(number) for number in range(30)]
    site = read_site(build_index(pages, "zh", "e1", "han").files)
    found = {describe(site, number) for number in lookup(site, "草场")}
    assert found == {(p.url, s.anchor) for p in pages for s in p.sections if "草场" in s.text + s.heading or (s.anchor == "" and "草场" in p.title)}


def test_titles_extras_and_exact_words_find_the_first_section() -> None:
    term = page(1, kind="term", extra="天价彩礼\n结婚要多少钱")
    site = read_site(build_index([term, page(2)], "zh", "e1", "han").files)
    assert lookup(site, "=天价彩礼") == {0: 2}
    assert lookup(site, "天价") == {0: 3}
    assert lookup(site, "=第2课边境") == {} and lookup(site, "=" + page(2).title) == {8: 1}
    assert "天价彩礼" not in json.dumps(site["d0/00"], ensure_ascii=False)


def test_pages_without_sections_and_without_pages() -> None:
    site = read_site(build_index([IndexedPage("a.html", "page", "空页", "zh", ())], "zh", "e1", "han").files)
    assert describe(site, next(iter(lookup(site, "空页")))) == ("a.html", "")
    assert read_site(build_index([], "zh", "e1", "han").files)["meta"]["lengths"] == ""


def test_two_pages_at_one_url_are_a_bug() -> None:
    with pytest.raises(ValueError, match="lessons/p001"):
        build_index([page(1), page(1)], "zh", "e1", "han")


def test_order_of_pages_does_not_matter_and_files_are_plain() -> None:
    pages = [page(number) for number in range(40)]
    first = build_index(pages, "zh", "e1", "han")
    assert first.files == build_index(pages[::-1], "zh", "e1", "han").files
    for path, content in first.files.items():
        assert re.fullmatch(r"search/zh/(meta|delta|[td]\d+/[0-9a-f]{2})\.js", path)
        assert b"<" not in content


def test_closing_tags_in_texts_stay_harmless() -> None:
    bad = IndexedPage("x.html", "page", "</script>", "zh", (IndexedSection("", "<!--", "a</script>\u2028b"),))
    files = build_index([bad], "zh", "e1", "han").files
    assert not any(b"<" in content or "\u2028".encode() in content for content in files.values())
    assert read_site(files)["d0/00"][0][3] == "</script>"


def test_kept_index_comes_back_and_damage_is_noticed() -> None:
    cache = Memory()
    index = build_index([page(number) for number in range(9)], "zh", "e1", "han")
    save_index(index, cache)
    kept = load_index("zh", cache)
    assert kept and kept.files == index.files and kept.placed[3].page == index.placed[3].page
    assert load_index("en", cache) is None
    cache["search-zh"] = cache["search-zh"][:-1]
    assert load_index("zh", cache) is None
    cache["search-zh"] = b"\xff\n"
    assert load_index("zh", cache) is None


_EDITS = st.lists(
    st.tuples(st.sampled_from(["edit", "grow", "add", "remove", "rename", "title", "edition"]), st.integers(0, 59)), min_size=1, max_size=4
)


def apply_edits(pages: dict[str, IndexedPage], edits: list[tuple[str, int]]) -> None:
    """Change, add, remove and rename pages."""
    for step, (what, number) in enumerate(edits):
        url = sorted(pages)[number % len(pages)]
        old = pages[url]
        if what == "edit":
            first, *others = old.sections
            pages[url] = dataclasses.replace(old, sections=(dataclasses.replace(first, text=first.text + f"新加一句{number}。"), *others))
        elif what == "grow":
            pages[url] = dataclasses.replace(old, sections=old.sections + (IndexedSection(f"n{step}", "新节", "新加的一节说离婚冷静期"),) * 3)
        elif what == "add":
            pages[f"lessons/new{step}-{number}.html"] = dataclasses.replace(page(number), url=f"lessons/new{step}-{number}.html")
        elif what == "title":
            pages[url] = dataclasses.replace(old, title=old.title + "改", extra="换个说法")
        elif what in ("remove", "rename") and len(pages) > 2:
            del pages[url]
            if what == "rename":
                pages[f"a{step}.html"] = dataclasses.replace(old, url=f"a{step}.html")


@settings(max_examples=30, deadline=None)
@given(_EDITS)
def test_a_patched_index_equals_a_new_one(edits: list[tuple[str, int]]) -> None:
    pages = {one.url: one for one in (page(number, sections=2 + number % 9) for number in range(60))}
    former = _former()
    apply_edits(pages, edits)
    edition = "e2" if ("edition", edits[0][1]) in edits else "e1"
    patched = build_index(pages.values(), "zh", edition, "han", former)
    fresh = build_index(pages.values(), "zh", edition, "han")
    assert patched.files == fresh.files
    assert (patched.size, patched.shards) == (fresh.size, fresh.shards)


def _former(cache: Memory = Memory()) -> Index:
    if not cache:
        save_index(build_index([page(number, sections=2 + number % 9) for number in range(60)], "zh", "e1", "han"), cache)
    former = load_index("zh", cache)
    assert former
    return former


def test_an_edit_touches_few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingbai.outputs.search_index.SHARD_SIZE", 1000)
    pages = [page(number) for number in range(60)]
    former = build_index(pages, "zh", "e1", "han")
    assert former.shards > 8
    pages[20] = page(20, note="补一句")
    patched = build_index(pages, "zh", "e1", "han", former)
    assert patched.files == build_index(pages, "zh", "e1", "han").files
    assert 0 < sum(former.files[path] != content for path, content in patched.files.items()) < len(former.files) / 2


@settings(max_examples=12, deadline=None)
@given(_EDITS)
def test_a_delta_finds_what_a_new_index_finds(edits: list[tuple[str, int]]) -> None:
    pages = {one.url: one for one in (page(number, sections=2 + number % 9) for number in range(60))}
    former = _former()
    release = json.loads(json.dumps(describe_release(former)))
    apply_edits(pages, edits)
    delta = build_delta(release, pages.values(), "e3")
    assert list(delta) == ["search/zh/delta.js"]
    old = read_site({**former.files, **delta})
    new = read_site(build_index(pages.values(), "zh", "e3", "han").files)
    for word in ("草场", "离婚", "新加", "司法", "=" + pages[sorted(pages)[0]].title):
        assert sorted(describe(old, n) + (t,) for n, t in lookup(old, word).items()) == sorted(describe(new, n) + (t,) for n, t in lookup(new, word).items())
    for words in (["彩礼", "返还"], ["草场", "承包", "仲裁"]):
        assert len(set(top(old, words)) & set(top(new, words))) >= 9


def test_delta_of_nothing_and_of_a_removed_page() -> None:
    pages = [page(number) for number in range(12)]
    index = build_index(pages, "zh", "e1", "han")
    release = describe_release(index)
    site = read_site({**index.files, **build_delta(release, pages, "e2")})
    assert site["delta"] == {"base": "e1"}
    site = read_site({**index.files, **build_delta(release, pages[1:], "e2")})
    assert pages[0].url not in {describe(site, number)[0] for word in WORDS for number in lookup(site, word[:2])}


@pytest.mark.parametrize(("rule", "text", "query"), [
    ("words", "The parties reach a mediation agreement.", "party"),
    ("tibetan", "མི་དམངས་འདུམ་འགྲིག་གྲོས་མཐུན།", "འདུམ་འགྲིག"),
    ("mongolian", "ᠠᠷᠠᠳ\u202fᠤᠨ ᠬᠠᠤᠯᠢ", "ᠠᠷᠠᠳ"),
])
def test_other_languages(rule: str, text: str, query: str) -> None:
    site = read_site(build_index([IndexedPage("bo/x.html", "lesson", "t", "bo", (IndexedSection("a", "h", text),))], "bo", "e1", rule).files, "bo")
    assert lookup(site, query)
