"""Search in Chromium on file://: the same tokens as in Python, ranking, keys, marks, what is missing, what is stale."""
from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers_browser import MARKS
from mingbai.outputs.search_delta import build_delta, describe_release
from mingbai.outputs.search_index import IndexedPage, IndexedSection, build_index
from mingbai.outputs.tokens import tokenise

sys.path.insert(0, str(Path(__file__).parents[1] / "outputs"))
from test_search_index import page as make_page  # noqa: E402
from test_tokens import SAMPLES  # noqa: E402

ROOT = Path(__file__).parents[2]
pytestmark = MARKS

# As assets/mingbai.js: paths count from the site's root, each script is loaded once.
LOADER = """
window.mingbai = { asked: [], load(path, then) {
  this.asked.push(path);
  const script = document.createElement("script");
  script.src = document.documentElement.dataset.root + path;
  script.onload = () => then(true);
  script.onerror = () => then(false);
  document.head.appendChild(script);
} };
"""
HTML = """<!doctype html><html lang="zh-CN" data-root="../" data-language="{language}" data-edition="e1"><meta charset="utf-8"><title>t</title>
<form role="search" data-none="没有找到" data-loading="正在找" data-refresh="请刷新" data-missing="缺少：{{part}}" data-count="找到 {{n}} 条"
 data-kind-term="术语" data-kind-law="法律" data-glossary="../glossary/index.html" data-glossary-label="词语表" data-hotline-label="打 12348"{more}>
<input type="search"><p data-search-status aria-live="polite"></p><div data-search-results></div></form>
<script src="../loader.js"></script><script src="../assets/search.js"></script><script src="../mount.js"></script></html>
"""


def site_pages() -> list[IndexedPage]:
    """Thirty made pages, a glossary entry, a law and one with marks that must stay text."""
    law = IndexedPage("laws/renmin-tiaojie-fa.html", "law", "中华人民共和国人民调解法", "zh", (
        IndexedSection("", "", "为了完善人民调解制度，规范人民调解活动。"),
        IndexedSection("a33", "第三十三条", "双方可以自调解协议生效之日起三十日内共同向人民法院申请司法确认。"),
        IndexedSection("a34", "第三十四条", "乡镇、街道可以设立人民调解委员会。"),
    ), "人民调解法\n调解法")
    term = IndexedPage("glossary/caili.html", "term", "彩礼", "zh", (IndexedSection("", "", "结婚前一方给另一方的财物。"),), "聘礼\n过门钱")
    odd = IndexedPage("lessons/odd.html", "lesson", "<b>题目</b>奇字", "zh", (IndexedSection("x", "<img src=x onerror=alert(1)>", "奇字 <script>alert(1)</script>"),))
    return [make_page(number) for number in range(30)] + [law, term, odd]


@pytest.fixture
def opened(browser: object, tmp_path: Path) -> Iterator[Callable[..., object]]:
    """opened(files, language="zh", more="", anchor="") → a page on file:// in an oddly named folder, without faults."""
    faults: list[str] = []
    context = browser.new_context(offline=True)

    def open_page(files: dict[str, bytes], language: str = "zh", more: str = "", anchor: str = "") -> object:
        folder = tmp_path / "新建文件夹 (2)" / "法律 100%#1+a&b"
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        for path, text in {
            "loader.js": LOADER,
            "mount.js": "mingbai.search.mount(document.querySelector('form'));",
            "assets/search.js": (ROOT / "overrides/assets/search.js").read_text(encoding="utf-8"),
            "lessons/here.html": HTML.format(language=language, more=more),
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto((folder / "lessons/here.html").as_uri() + anchor)
        return page

    yield open_page
    context.close()
    assert not faults


def results(page: object, query: str) -> list[str]:
    """Type, press Enter, wait, return the links' addresses from the site's root."""
    page.fill("input", query)
    page.press("input", "Enter")
    page.wait_for_function("!['', '正在找'].includes(document.querySelector('[data-search-status]').textContent)")
    return page.eval_on_selector_all("a.search-section", "all => all.map((a) => a.getAttribute('href').replace('../', ''))")


def status(page: object) -> str:
    return page.text_content("[data-search-status]")


def test_tokens_are_the_same_in_python_and_in_the_browser(opened: Callable[..., object]) -> None:
    page = opened({})
    for rule, texts in SAMPLES.items():
        for text in [*texts, " ".join(texts)]:
            assert page.evaluate("([text, rule]) => mingbai.search.tokenise(text, rule)", [text, rule]) == tokenise(text, rule), text


def test_nothing_is_asked_for_before_focus(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files)
    assert page.evaluate("mingbai.asked") == []
    page.focus("input")
    page.wait_for_function("mingbai.asked.length")
    assert page.evaluate("mingbai.asked") == ["search/zh/meta.js", "search/zh/delta.js"]


def test_results_marks_and_labels(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files)
    assert results(page, "彩礼")[0] == "glossary/caili.html"
    assert page.text_content("li .search-kind") == "术语"
    assert results(page, "过门钱")[0] == "glossary/caili.html"
    assert results(page, "人民调解法第33条")[0] == "laws/renmin-tiaojie-fa.html#a33"
    assert results(page, "调解法 三十三条")[0].startswith("laws/renmin-tiaojie-fa.html")
    assert results(page, "调解法")[0] == "laws/renmin-tiaojie-fa.html"
    found = results(page, "司法确认")
    assert status(page) == f"找到 {len(found)} 条" and 0 < len(found) <= 20
    assert set(page.eval_on_selector_all("mark", "all => all.map((m) => m.textContent)")) <= {"司法确认", "司法", "法确", "确认"}
    titles = page.eval_on_selector_all("li > p > a", "all => all.map((a) => a.href)")
    assert len(titles) == len(set(titles)), "sections of a page stand together"


def test_texts_stay_text(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files)
    assert results(page, "奇字") == ["lessons/odd.html#x"]
    assert page.text_content("li") == "<b>题目</b>奇字<img src=x onerror=alert(1)>奇字 <script>alert(1)</script>"


def test_nothing_found_leads_on(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files)
    assert results(page, "飞碟") == []
    assert status(page) == "没有找到"
    assert page.eval_on_selector_all("[data-search-results] a", "all => all.map((a) => a.getAttribute('href'))") == ["../glossary/index.html", "tel:12348"]


def test_typing_arrows_and_escape(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files)
    page.focus("input")
    page.keyboard.type("草场")
    page.wait_for_selector("a.search-section")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('li') === document.querySelector('li')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    assert page.input_value("input") == "" and page.query_selector("li") is None and status(page) == ""


def test_deep_link(opened: Callable[..., object]) -> None:
    page = opened(build_index(site_pages(), "zh", "e1", "han").files, more=" data-search-page", anchor="#q=%E5%BD%A9%E7%A4%BC")
    page.wait_for_selector("a.search-section")
    assert page.input_value("input") == "彩礼"
    results(page, "草场")
    assert "#q=%E8%8D%89%E5%9C%BA" in page.url


def test_missing_files_are_named(opened: Callable[..., object]) -> None:
    files = dict(build_index(site_pages(), "zh", "e1", "han").files)
    shard = next(path for path in files if "/t0/" in path)
    page = opened({path: content for path, content in files.items() if path != shard})
    results(page, "草场")
    assert shard in status(page) and "缺少" in status(page)


def test_a_missing_start_file_is_named(opened: Callable[..., object]) -> None:
    page = opened({})
    assert results(page, "草场") == []
    assert "search/zh/meta.js" in status(page)


def test_parts_of_another_edition(opened: Callable[..., object]) -> None:
    files = dict(build_index(site_pages(), "zh", "e1", "han").files)
    other = build_index(site_pages(), "zh", "e0", "han").files
    files |= {path: content for path, content in other.items() if "/t0/" in path}
    page = opened(files)
    assert results(page, "草场")
    assert "请刷新" in status(page)


def test_delta(opened: Callable[..., object]) -> None:
    pages = site_pages()
    index = build_index(pages, "zh", "e1", "han")
    fresh = IndexedPage("lessons/new.html", "lesson", "新课", "zh", (IndexedSection("", "", "说说离婚冷静期。"), IndexedSection("b", "草场", "草场的事")))
    kept = [one for one in pages if one.url != "glossary/caili.html"]
    page = opened({**index.files, **build_delta(describe_release(index), [*kept, fresh], "e2")})
    assert results(page, "离婚冷静期") == ["lessons/new.html"]
    assert "请刷新" not in status(page)
    assert "lessons/new.html#b" in results(page, "草场")
    assert "glossary/caili.html" not in results(page, "彩礼")
    page = opened({"search/zh/delta.js": build_delta(describe_release(build_index(pages, "zh", "e0", "han")), kept, "e2")["search/zh/delta.js"]})
    assert results(page, "草场") and "请刷新" in status(page)


@pytest.mark.parametrize(("language", "rule", "text", "query"), [
    ("en", "words", "Village parties reach an agreement.", "Agreements of a party"),
    ("bo", "tibetan", "མི་དམངས་འདུམ་འགྲིག་གྲོས་མཐུན།", "འདུམ་འགྲིག"),
    ("mn-Mong", "mongolian", "ᠠᠷᠠᠳ\u202fᠤᠨ ᠬᠠᠤᠯᠢ", "ᠠᠷᠠᠳ\u180eᠤᠨ"),
])
def test_other_languages(opened: Callable[..., object], language: str, rule: str, text: str, query: str) -> None:
    one = IndexedPage(f"{language}/x.html", "lesson", "T", language, (IndexedSection("a", "", text),))
    page = opened(build_index([one], language, "e1", rule).files, language)
    assert results(page, query) == [f"{language}/x.html#a"]
    assert page.query_selector("mark") is not None


def test_many_pages_and_shards(opened: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of two symbols, several shards and files of documents: the browser finds what stands in the sections."""
    monkeypatch.setattr("mingbai.outputs.search_index.SHARD_SIZE", 2000)
    pages = [make_page(number, sections=1 + number % 12) for number in range(300)]
    pages.append(IndexedPage("zz.html", "lesson", "末页", "zh", (IndexedSection("only", "", "独一无二的词语"),)))
    index = build_index(pages, "zh", "e1", "han")
    assert index.shards > 4
    page = opened(index.files)
    assert results(page, "独一无二") == ["zz.html#only"]
    assert results(page, "草场承包")
    shown = page.eval_on_selector_all("a.search-section", "all => all.map((a) => a.getAttribute('href').slice(3).split('#'))")
    texts = {(p.url, s.anchor): p.title + s.heading + s.text for p in pages for s in p.sections}
    assert all("草场" in texts[url, anchor[0] if anchor else ""] or "承包" in texts[url, anchor[0] if anchor else ""] for url, *anchor in shown)
    assert json.dumps(shown)
