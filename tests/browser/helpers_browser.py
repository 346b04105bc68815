"""What the browser tests share: a watched reader, the built sites, a web server, words of the interface."""
from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, build, make_project

MARKS = [pytest.mark.browser]
"""No group of xdist: workers share the built site (conftest.own_site), and each has a Chromium of its own."""

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
DESK = {"viewport": {"width": 1366, "height": 768}}
ODD_FOLDER = Path("新建文件夹 (2)") / "法律 100%#1+a&b"
LESSON = "lessons/mediation.html"
SENSITIVE = "lessons/domestic-violence.html"
CHECKLIST = "checklists/joint-meeting.html"

_NOTE_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  (event) => console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI));"""


@dataclass
class Reader:
    """A person with a browser of their own; `faults` are noted on every page, `asked` are the addresses loaded."""

    context: Any
    home: str
    """Address that every request must begin with; "" = only files."""
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, address: str, wait: str = "load") -> Any:
        """A new tab with the address."""
        page = self.tab()
        page.goto(address, wait_until=wait)
        return page

    def tab(self) -> Any:
        """A new empty tab whose faults are noted."""
        page = self.context.new_page()
        page.on("console", lambda message: self._note(page, message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: self._note(page, str(fault)))
        page.on("request", lambda request: self._ask(page, request.url))
        page.on("requestfailed", lambda request: self._fail(page, request))
        return page

    def _note(self, page: Any, text: str) -> None:
        self.faults.append(f"{page.url}: {text}")

    def _ask(self, page: Any, url: str) -> None:
        self.asked.append(url)
        allowed = ("data:", "blob:", self.home or "file:")
        if not url.startswith(allowed):
            self._note(page, f"asks for {url}")

    def _fail(self, page: Any, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before a late script came
            self._note(page, f"{request.url}: {request.failure}")


@pytest.fixture
def reader(browser: Any) -> Iterator[Callable[..., Reader]]:
    """reader(home="", scripts="", **context options) → a Reader; after the test no page may have had a fault."""
    readers: list[Reader] = []

    def make(home: str = "", scripts: str = "", **options: Any) -> Reader:
        context = browser.new_context(offline=not home, **options)
        context.set_default_timeout(20_000)
        context.add_init_script(_NOTE_VIOLATIONS + scripts)
        readers.append(Reader(context, home))
        return readers[-1]

    yield make
    faults = [fault for one in readers for fault in one.faults]
    for one in readers:
        one.context.close()
    assert not faults, "\n".join(faults[:20])


@pytest.fixture(scope="session")
def own_pages(own_site: Path) -> list[dict[str, Any]]:
    """The pages of the repository's own site as its manifest has them."""
    return json.loads((own_site / "manifest.json").read_text(encoding="utf-8"))["pages"]


def one_of_each_kind(pages: list[dict[str, Any]], language: str = "zh") -> dict[str, str]:
    """Kind → address of its first page; each list page counts as a kind of its own."""
    found: dict[str, str] = {}
    for page in pages:
        if page["language"] == language:
            found.setdefault(page["id"] if page["kind"] == "list" else page["kind"], page["url"])
    return found


@pytest.fixture(scope="session")
def odd_site(own_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The own site in a folder as it is named on a village computer."""
    return shutil.copytree(own_site, tmp_path_factory.mktemp("odd") / ODD_FOLDER)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        return


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve a folder on this machine; returns the server and its address with a slash at the end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="session")
def served(own_site: Path) -> Iterator[str]:
    """The own site on http."""
    server, address = serve(own_site)
    yield address
    server.shutdown()


@pytest.fixture(scope="session")
def bases(own_site: Path, served: str) -> Mapping[str, str]:
    """How the own site can be reached: "file" and "http"."""
    return {"file": own_site.as_uri() + "/", "http": served}


def build_small(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Build the minimal site with files written over it; returns the folder with the pages."""
    make_project(folder, "minimal", files)
    result = build(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


@functools.cache
def words(language: str = "zh") -> Mapping[str, str]:
    """Words of the interface."""
    lines = (ROOT / "data" / "interface" / f"{language}.yml").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if ": " in line and not line.startswith(("#", " ")))
    return {key.strip('"'): json.loads(value) if value.startswith('"') else value for key, value in pairs}


def visible(page: Any, selector: str) -> bool:
    """Whether the first match can be seen."""
    return page.locator(selector).first.is_visible()


def text_of(page: Any, selector: str) -> str:
    """Text of the first match, white space made plain."""
    return " ".join((page.locator(selector).first.text_content() or "").split())


def until(page: Any, expression: str, seconds: float = 20) -> None:
    """Wait until a JavaScript expression is true; asked again and again from here, as the site's policy forbids eval."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(30)
