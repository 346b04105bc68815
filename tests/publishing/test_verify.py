"""Promise: every planted breakage of a finished site is found, and a good site gives no false alarm."""
from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mingbai.problems import Problem
from mingbai.publishing.asset_facts import script_facts, style_facts
from mingbai.publishing.names import check_names
from mingbai.publishing.page_facts import open_sources
from mingbai.publishing.verify import verify_site

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'none'; base-uri 'none'; form-action 'none'")
PAGES = ("index.html", "lessons/mediation.html", "en/lessons/mediation.html", "mn-Mong/index.html", "laws/a.html")


def page(body: str, root: str = "", head: str = "", lang: str = "zh-Hans", policy: str = POLICY) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    return (f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">{meta}<title>题</title>'
            f'<link rel="icon" href="{root}assets/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="{root}assets/m.css">{head}'
            f'<script defer src="{root}assets/m.js"></script></head><body><a class="skip" href="#main">正文</a>'
            f'<main id="main">{body}</main></body></html>')


GOOD = """<h1 id="故事">讲故事 onclick=1 style=2</h1><p><a href="laws/a.html#a12">第十二条</a> <a href="lessons/mediation.html">一</a>
<a href="./lessons/../lessons/mediation.html#rule">二</a> <a href="index.html?q=1#%E6%95%85%E4%BA%8B">三</a> <a href="#">上</a> <a href="#top">上</a>
<a href="?lang=en">四</a> <a href="search.html#q=调解">五</a> <a href="https://www.gov.cn/x" rel="noreferrer noopener">外</a> <a href="tel:12348">12348</a>
<a href="mailto:a@b.cn">信</a> <a name="old"></a><a href="#old">旧</a> <a href=" laws/a.html&#10;">空</a> <a href="assets/x%2Db.png">图</a></p>
<img src="assets/x-b.png" srcset="assets/x-b.png 1x, assets/x-b.png?2 2x" alt=""><img src="data:image/png;base64,AAAA" alt="">
<script type="application/json">{"a": "https://x.cn"}</script><form action="search.html"><input name="q"></form>
<svg viewBox="0 0 1 1"><use href="#icon"></use><symbol id="icon"></symbol><use href="assets/icon.svg#shape"></use></svg>
<p>http://example.org/ //example.org javascript:alert(1) <code>&lt;script src="//x"&gt;</code></p><noscript><p><a href="tree.html">目录</a></p></noscript>
<details><summary>问</summary><p>答</p></details>"""
GOOD_HEAD = ('<link rel="canonical" href="https://example.org/index.html"><link rel="alternate" hreflang="en" href="en/lessons/mediation.html">'
             '<meta http-equiv="refresh" content="600; url=index.html">')
CSS = """/* url(http://x.cn/y.png) */ @import "n.css"; @font-face { src: url(f.woff2) format("woff2"); }
.a { background: url('x-b.png'); mask: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E"); fill: url(#g) } .b::after { content: "/ http" }"""
SCRIPT = r"""// see http://example.org/
/* "https://example.org" */
var svg = document.createElementNS("http://www.w3.org/2000/svg", 'svg'), a = "see https://x.cn", b = 'it\'s // no';
var c = text.replace(/["'\/]/g, ""), d = 6 / 2 // "http://half"
var e = `x ${a} // y`, f = /[/"]https?:\/\//.test(a) ? "a//b" : '/';
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small good site that uses every allowed form."""
    files = {
        "index.html": page(GOOD, head=GOOD_HEAD), "search.html": page(""), "tree.html": page(""),
        "lessons/mediation.html": page('<h2 id="rule">规则</h2><a href="../index.html#故事">首</a><a href="mediation.html#rule">己</a>', "../"),
        "en/lessons/mediation.html": page('<a href="../../lessons/mediation.html" hreflang="zh-Hans">zh</a>', "../../", lang="en"),
        "mn-Mong/index.html": page("", "../", lang="mn-Mong-CN"), "laws/a.html": page('<p id="a12">十二</p>', "../"),
        "assets/m.css": CSS, "assets/n.css": "", "assets/m.js": SCRIPT, "assets/f.woff2": "f", "assets/x-b.png": "p",
        "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><path id="shape" d="M0 0"/></svg>',
        "manifest.json": "{}", "release.js": "mingbai.release({});",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


class Remembering(dict[str, bytes]):
    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def verify(site: Path, relaxed: bool = False) -> list[tuple[str, str, str]]:
    """(path, code, first detail) of all problems; asked twice, the second time from the cache."""
    cache = Remembering()
    problems = verify_site(site, PAGES, cache, relaxed=relaxed)
    assert verify_site(site, PAGES, cache, relaxed=relaxed) == problems
    for problem in problems:
        assert problem.severity == "error" and problem.text("zh") and problem.text("en")
    return [(p.path, p.code, p.details[0][1] if p.details else "") for p in problems]


def test_good_site_has_no_problems(site: Path) -> None:
    assert verify(site) == []


def in_body(fragment: str) -> Callable[[Path], None]:
    def plant(site: Path) -> None:
        (site / "laws/a.html").write_text(page(f'<p id="a12"></p>{fragment}', "../"), encoding="utf-8")
    return plant


def whole_page(text: str) -> Callable[[Path], None]:
    def plant(site: Path) -> None:
        (site / "laws/a.html").write_text(text.replace("<main>", "<p id=\"a12\">"), encoding="utf-8")
    return plant


def written(name: str, text: str) -> Callable[[Path], None]:
    def plant(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return plant


def removed(name: str) -> Callable[[Path], None]:
    return lambda site: (site / name).unlink()


def linked(site: Path) -> None:
    os.symlink("/etc/hostname", site / "laws" / "host.txt")


PLANTED = [
    ("page missing", in_body('<a href="b.html">x</a>'), "built-link-missing"),
    ("case differs", in_body('<a href="../Index.html">x</a>'), "built-link-missing"),
    ("other language missing", in_body('<a href="../bo/index.html">x</a>'), "built-link-missing"),
    ("percent of a wrong name", in_body('<a href="../assets/x%5Fb.png">x</a>'), "built-link-missing"),
    ("picture missing", in_body('<img src="../assets/none.png" alt="">'), "built-link-missing"),
    ("picture of a set missing", in_body('<img src="../assets/x-b.png" srcset="../assets/x-b.png 1x, ../assets/x3.png 2x" alt="">'), "built-link-missing"),
    ("script missing", in_body('<script defer src="../assets/none.js"></script>'), "built-link-missing"),
    ("stylesheet missing", in_body('<link rel="stylesheet" href="../assets/none.css">'), "built-link-missing"),
    ("alternate missing", in_body('<link rel="alternate" hreflang="bo" href="../bo/laws/a.html">'), "built-link-missing"),
    ("font of a stylesheet missing", written("assets/n.css", "@font-face{src:url(none.woff2)}"), "built-link-missing"),
    ("import of a stylesheet missing", written("assets/n.css", "@import 'none.css';"), "built-link-missing"),
    ("refresh to nowhere", in_body('<meta http-equiv="refresh" content="0;url=none.html">'), "built-link-missing"),
    ("form to nowhere", in_body('<form action="none.html"></form>'), "built-link-missing"),
    ("planned page missing", removed("mn-Mong/index.html"), "built-page-missing"),
    ("anchor missing on another page", in_body('<a href="../lessons/mediation.html#rules">x</a>'), "built-anchor-missing"),
    ("anchor missing on the page", in_body('<a href="#a13">x</a>'), "built-anchor-missing"),
    ("anchor of other case", in_body('<a href="#A12">x</a>'), "built-anchor-missing"),
    ("anchor missing in a drawing", in_body('<svg><use href="../assets/icon.svg#none"></use></svg>'), "built-anchor-missing"),
    ("link to a folder", in_body('<a href="../lessons/">x</a>'), "built-link-form"),
    ("link to the folder above", in_body('<a href="..">x</a>'), "built-link-form"),
    ("link from the root", in_body('<a href="/index.html">x</a>'), "built-link-form"),
    ("link with backslash", in_body('<a href="..\\index.html">x</a>'), "built-link-form"),
    ("link out of the site", in_body('<a href="../../secret.html">x</a>'), "built-link-form"),
    ("javascript link", in_body('<a href="javascript:alert(1)">x</a>'), "built-link-scheme"),
    ("javascript link in disguise", in_body('<a href=" JAVA&#10;script:alert(1)">x</a>'), "built-link-scheme"),
    ("data link", in_body('<a href="data:text/html,x">x</a>'), "built-link-scheme"),
    ("link without scheme", in_body('<a href="//x.cn/" rel="noreferrer">x</a>'), "built-link-scheme"),
    ("outgoing link tells the page", in_body('<a href="https://x.cn/">x</a>'), "built-referrer"),
    ("outgoing area tells the page", in_body('<map><area href="https://x.cn/" rel="noopener" alt=""></map>'), "built-referrer"),
    ("picture from outside", in_body('<img src="https://x.cn/a.png" alt="">'), "built-load-outside"),
    ("picture from outside without scheme", in_body('<img src="//x.cn/a.png" alt="">'), "built-load-outside"),
    ("set from outside", in_body('<img src="../assets/x-b.png" srcset="https://x.cn/a.png 2x" alt="">'), "built-load-outside"),
    ("script from outside", in_body('<script src="https://x.cn/a.js"></script>'), "built-load-outside"),
    ("script from data", in_body('<script src="data:text/javascript,1"></script>'), "built-load-outside"),
    ("stylesheet from outside", in_body('<link rel="stylesheet" href="http://x.cn/a.css">'), "built-load-outside"),
    ("name looked up ahead", in_body('<link rel="dns-prefetch" href="//x.cn">'), "built-load-outside"),
    ("alternate that is a stylesheet", in_body('<link rel="alternate stylesheet" href="https://x.cn/a.css">'), "built-load-outside"),
    ("frame from outside", in_body('<iframe src="https://x.cn/"></iframe>'), "built-load-outside"),
    ("film from outside", in_body('<video poster="https://x.cn/a.png"></video>'), "built-load-outside"),
    ("form to outside", in_body('<form action="https://x.cn/"></form>'), "built-load-outside"),
    ("button to outside", in_body('<button formaction="https://x.cn/">x</button>'), "built-load-outside"),
    ("ping", in_body('<a href="#a12" ping="https://x.cn/">x</a>'), "built-load-outside"),
    ("refresh to outside", in_body('<meta http-equiv="Refresh" content="3; URL=\'https://x.cn/\'">'), "built-load-outside"),
    ("drawing from outside", in_body('<svg><image xlink:href="https://x.cn/a.png"/></svg>'), "built-load-outside"),
    ("drawing file from outside", written("assets/icon.svg", '<svg><image id="shape" href="https://x.cn/a"/></svg>'), "built-load-outside"),
    ("picture of a stylesheet from outside", written("assets/n.css", "a{background:url( 'https://x.cn/a.png' )}"), "built-load-outside"),
    ("import from outside", written("assets/n.css", '@import "//x.cn/a.css";'), "built-load-outside"),
    ("font in place", written("assets/n.css", "@font-face{src:url(data:font/woff2;base64,AA)}"), "built-load-outside"),
    ("image set from outside", written("assets/n.css", 'a{background:image-set("https://x.cn/a.png" 1x)}'), "built-load-outside"),
    ("address in a script", written("release.js", 'fetch("https://x.cn/a")'), "built-script-address"),
    ("address in a script after a pattern", written("release.js", 'a = b.replace(/"/g, "") + "//x.cn/a"'), "built-script-address"),
    ("socket in a script", written("release.js", "new WebSocket('wss://x.cn')"), "built-script-address"),
    ("address in a template string", written("release.js", "load(`http://x.cn/${a}`)"), "built-script-address"),
    ("address with escaped slashes", written("release.js", r'a("https:\/\/x.cn")'), "built-script-address"),
    ("script in the page", in_body("<script>alert(1)</script>"), "built-inline-code"),
    ("empty script in the page", in_body("<script></script>"), "built-inline-code"),
    ("style in the page", in_body("<style>a{}</style>"), "built-inline-code"),
    ("style of an element", in_body('<p style="color:red">x</p>'), "built-inline-code"),
    ("handler", in_body('<p onclick="x()">x</p>'), "built-inline-code"),
    ("handler without spaces", in_body('<img/src="../assets/x-b.png"onerror=x() alt="">'), "built-inline-code"),
    ("page in a frame", in_body('<iframe srcdoc="x"></iframe>'), "built-inline-code"),
    ("script in a drawing", written("assets/icon.svg", '<svg id="shape"><script>x()</script></svg>'), "built-inline-code"),
    ("handler in a drawing", written("assets/icon.svg", '<svg id="shape" onload="x()"></svg>'), "built-inline-code"),
    ("base", in_body('<base href="../">'), "built-element"),
    ("object", in_body('<object data="../assets/x-b.png"></object>'), "built-element"),
    ("template", in_body('<template><img src="https://x.cn/a.png"></template>'), "built-element"),
    ("module", in_body('<script type="module" src="../assets/m.js"></script>'), "built-not-from-disk"),
    ("integrity", in_body('<script src="../assets/m.js" integrity="sha256-x"></script>'), "built-not-from-disk"),
    ("no policy", whole_page(page("<main>", "../", policy="")), "built-policy-missing"),
    ("policy after a script", whole_page('<!doctype html><html lang="zh"><title>x</title><script src="../assets/m.js"></script>'
     f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><main></main></html>'), "built-policy-missing"),
    ("policy with inline code", whole_page(page("<main>", "../", policy="default-src 'self' 'unsafe-inline'")), "built-policy-open"),
    ("policy with evaluation", whole_page(page("<main>", "../", policy="default-src 'none'; script-src 'self' 'unsafe-eval'")), "built-policy-open"),
    ("policy with another host", whole_page(page("<main>", "../", policy="default-src 'none'; img-src https://x.cn")), "built-policy-open"),
    ("policy with any host", whole_page(page("<main>", "../", policy="default-src *")), "built-policy-open"),
    ("policy without default", whole_page(page("<main>", "../", policy="script-src 'self'")), "built-policy-open"),
    ("id twice", in_body('<p id="a12">x</p>'), "built-id-twice"),
    ("no language", whole_page(page("<main>", "../", lang="")), "built-language-missing"),
    ("no title", whole_page(page("<main>", "../").replace("题", " ")), "built-title-missing"),
    ("capital in a name", written("laws/B.txt", ""), "built-name"),
    ("Chinese name", written("laws/法.txt", ""), "built-name"),
    ("hidden file", written("laws/.hidden", ""), "built-name"),
    ("name of a device", written("laws/aux.html", page("", "../")), "built-name"),
    ("folder of a bad name", written("Laws2/b.txt", ""), "built-name"),
    ("dot at the end", written("laws/b.", ""), "built-name"),
    ("names that differ in case", written("laws/A.html", page("", "../")), "built-name-collision"),
    ("folders that differ in case", written("Laws/b.txt", ""), "built-name-collision"),
    ("long path", written("laws/" + "a" * 50 + "/" + "b" * 50, ""), "built-path-long"),
    ("link of the file system", linked, "built-entry-odd"),
]


@pytest.mark.parametrize("plant, code", [pytest.param(plant, code, id=name) for name, plant, code in PLANTED])
def test_planted_fault_is_found(site: Path, plant: Callable[[Path], None], code: str) -> None:
    plant(site)
    found = verify(site)
    assert code in {found_code for _, found_code, _ in found}, found
    # The fault is found and nothing is said of pages that have none.
    assert {path for path, _, _ in found} <= {"laws/a.html", "assets/n.css", "assets/icon.svg", "release.js", "mn-Mong/index.html"} | {
        path for path, found_code, _ in found if found_code.startswith(("built-name", "built-path", "built-entry"))}


def test_there_are_enough_planted_faults() -> None:
    assert len(PLANTED) >= 30 and len({name for name, _, _ in PLANTED}) == len(PLANTED)


def test_full_folder() -> None:
    assert [*check_names(f"a/{n}.html" for n in range(200))] == []
    assert [(p.path, p.code) for p in check_names(f"a/{n}.html" for n in range(201))] == [("a", "built-folder-full")]
    many = (f"a/{n}/index.html" for n in range(201))
    assert [(p.path, p.code) for p in check_names(many)] == [("a", "built-folder-full")]


def test_serve_may_open_the_policy(site: Path) -> None:
    whole_page(page("<main>", "../", policy="default-src 'none'; script-src 'self' 'unsafe-inline'"))(site)
    assert verify(site, relaxed=True) == []
    assert [code for _, code, _ in verify(site)] == ["built-policy-open"]


def test_code_in_place_may_be_named_by_its_hash(site: Path) -> None:
    """As one-file courses do; other code in the same page is still found."""
    code = "var a = '<b>&amp;' + \"中\";\n"
    named = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{named}'; style-src 'sha256-{named}'"
    whole_page(page(f"<main><script>{code}</script><style>{code}</style>", "../", policy=policy))(site)
    assert verify(site) == []
    whole_page(page(f"<main><script>{code} </script>", "../", policy=policy))(site)
    assert [code for _, code, _ in verify(site)] == ["built-inline-code"]


def test_open_sources() -> None:
    assert open_sources(POLICY) == []
    assert open_sources("default-src 'none'; script-src 'sha256-abc=' 'self'; upgrade-insecure-requests") == []
    assert open_sources("default-src 'none'; script-src data:") == ["script-src data:"]
    assert open_sources("") == ["default-src"]


def test_one_long_line_and_broken_files_are_read() -> None:
    assert script_facts(b"\xff\xfe \"http://x\"").faults
    assert style_facts(b"a{background:url(" * 2000).faults == ()
    assert script_facts(b"'" + b"\\" * 4001).faults == ()
    assert script_facts(b'x("' + b"a" * 500_000 + b' https://x.cn")').faults == ()


def test_problems_are_sorted_and_repeatable(site: Path) -> None:
    in_body('<p onclick="a" style="b">x</p><a href="z.html">z</a><a href="b.html">b</a>')(site)
    first = verify_site(site, PAGES, Remembering())
    assert first == verify_site(site, reversed(PAGES), Remembering())
    assert [p.details[0][1] for p in first] == ["<p onclick>", "<p style>", "b.html", "z.html"]
    assert isinstance(first[0], Problem)
