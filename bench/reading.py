"""Reading: what a phone pays, measured in headless Chromium with the CPU slowed six times."""
from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import gzipped

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SLOWER = 6

_LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver(list => list.getEntries().forEach(e => window.longTasks.push(e.duration))).observe({type: 'longtask', buffered: true});
"""


@dataclass(frozen=True)
class View:
    """One page opened for the first time."""

    html: int
    html_gzip: int
    scripts_gzip: int
    fonts: int
    total_gzip: int
    requests: int
    longest_task: float


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a local port."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def first_view(browser: Any, folder: Path, page_path: str) -> View:
    """Bytes as sent with gzip (fonts as they are), and the longest task while the page opens."""
    with served(folder) as address:
        context = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2)
        page = context.new_page()
        page.add_init_script(_LONG_TASKS)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        paths: list[str] = []
        page.on("request", lambda request: paths.append(request.url.removeprefix(address + "/").split("#")[0]))
        page.goto(f"{address}/{page_path}")
        page.wait_for_timeout(2500)
        tasks = page.evaluate("window.longTasks")
        context.close()
    sent = {path: (folder / path).read_bytes() for path in dict.fromkeys(paths) if (folder / path).is_file()}
    sizes = {path: len(data) if path.endswith((".woff2", ".png", ".webp", ".jpg")) else gzipped(data) for path, data in sent.items()}
    return View(
        len(sent[page_path]), sizes[page_path], sum(s for p, s in sizes.items() if p.endswith(".js")),
        sum(s for p, s in sizes.items() if p.endswith(".woff2")), sum(sizes.values()), len(sent), max(tasks, default=0.0),
    )


def first_search(browser: Any, page_file: Path, query: str, box: str, results: str, repeats: int = 3) -> tuple[list[float], float]:
    """Milliseconds from typing to the first result on file:// (cold, network off), and the heap in MB after it."""
    times, heap = [], 0.0
    for _ in range(repeats):
        context = browser.new_context(viewport={"width": 360, "height": 640}, offline=True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        session.send("Performance.enable")
        page.goto(page_file.as_uri())
        page.wait_for_timeout(1500)
        before = _heap(session)
        page.evaluate(
            """([box, results]) => {
                const input = document.querySelector(box);
                input.addEventListener('input', () => { window.typedAt = window.typedAt || performance.now(); }, true);
                new MutationObserver(() => { if (!window.shownAt && document.querySelector(results)) window.shownAt = performance.now(); })
                    .observe(document.body, {subtree: true, childList: true});
            }""",
            [box, results],
        )
        page.click(box)
        page.fill(box, query)
        times.append(_wait(page))
        session.send("HeapProfiler.collectGarbage")
        heap = max(heap, _heap(session) - before)
        context.close()
    return times, heap


def _wait(page: Any) -> float:
    """Milliseconds in the page's own time; asked for again and again, since our content policy forbids waiting by eval."""
    for _ in range(9000):
        shown = page.evaluate("window.shownAt ? window.shownAt - window.typedAt : null")
        if shown is not None:
            return float(shown)
        page.wait_for_timeout(20)
    raise TimeoutError("no search result within three minutes")


def _heap(session: Any) -> float:
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return metrics["JSHeapUsedSize"] / 1e6
