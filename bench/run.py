"""The bench: our figures beside the stock set-up's, measured in the same run. `make bench`, or `bench/run.py --no-stock`.

Writes bench/results.json; bench/README.md holds the figures of the last run that was written down.
"""
from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import corpus
from measuring import build_ours, build_stock, gzipped, median, tree_hashes
from reading import chromium, first_search, first_view

VIEW_PAGE = 26_000
"""Bytes of text of the page whose first view is measured."""


def main() -> None:
    """Measure what is asked for and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-stock", action="store_true", help="leave out the stock set-up (minutes)")
    parser.add_argument("--keep", type=Path, default=None, help="folder for the projects, kept afterwards")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="mingbai-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    results = {**measure_builds(folder, options), **measure_updates(folder), **measure_reader(folder, options)}
    (Path(__file__).parent / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, value in results.items():
        print(f"{name:50} {value:.3f}" if isinstance(value, float) else f"{name:50} {value}")
    if options.keep is None:
        shutil.rmtree(folder, ignore_errors=True)


def measure_builds(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """CPU seconds cold, after a one-line edit, and for a tenth of the pages; stock in turn with ours."""
    pages = corpus.law_pages(options.pages - 1) + [("首次打开的页", corpus.law_pages(1, VIEW_PAGE)[0][1])]
    ours = corpus.write_ours(folder / "ours", pages)
    few = corpus.write_ours(folder / "few", pages[: options.pages // 10])
    stock = None if options.no_stock else corpus.write_stock(folder / "stock", pages)
    cold, edit, small, stock_cold = [], [], [], []
    for turn in range(options.repeats):
        shutil.rmtree(ours / ".mingbai-cache", ignore_errors=True)
        cold.append(build_ours(ours).cpu)
        path = ours / "docs" / f"{corpus.name_of(options.pages // 2)}.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\n第{turn}次改动一行。\n", encoding="utf-8")
        edit.append(build_ours(ours).cpu)
        shutil.rmtree(few / ".mingbai-cache", ignore_errors=True)
        small.append(build_ours(few).cpu)
        if stock and turn < 2:
            stock_cold.append(build_stock(stock).cpu)
        print(f"bench: turn {turn + 1}: cold {cold[-1]:.1f} edit {edit[-1]:.2f} few {small[-1]:.2f} stock {stock_cold[-1:]}", file=sys.stderr)
    results: dict[str, object] = {
        "cold CPU s": median(cold), "rebuild after edit CPU s": median(edit), f"{options.pages // 10} pages CPU s": median(small),
        "CPU a page, many against few": median(cold) / options.pages / (median(small) / (options.pages // 10)),
    }
    if stock_cold:
        results |= {
            "stock cold CPU s": median(stock_cold), "cold, ratio to stock": median(cold) / median(stock_cold),
            "rebuild, ratio to stock cold": median(edit) / median(stock_cold),
        }
    return results


def measure_updates(folder: Path) -> dict[str, object]:
    """HTML files that change when one page of 300 is edited or added, and the bytes of scripts and data to ship."""
    pages = corpus.law_pages(301)
    project = corpus.write_ours(folder / "updates", pages[:300])
    build_ours(project)
    released = folder / "released"
    shutil.rmtree(released, ignore_errors=True)
    shutil.copytree(project / "site", released)
    before = tree_hashes(released)
    results: dict[str, object] = {}
    path = project / "docs" / f"{corpus.name_of(150)}.md"
    original = path.read_text(encoding="utf-8")
    path.write_text(original + "\n改动一行。\n", encoding="utf-8")
    results |= _difference("editing one page of 300", project, before, released)
    path.write_text(original, encoding="utf-8")
    corpus.write_page(project, 150, *pages[150])
    corpus.write_page(project, 300, *pages[300])
    results |= _difference("adding one page to 300", project, before, released)
    return results


def _difference(name: str, project: Path, before: dict[str, bytes], released: Path) -> dict[str, object]:
    build_ours(project, MINGBAI_SINCE=str(released))
    after = tree_hashes(project / "site")
    changed = {path: data for path, data in after.items() if before.get(path) != data and path != "manifest.json"}
    html = [path for path in changed if path.endswith(".html")]
    return {
        f"{name}: HTML files changed": len(html),
        f"{name}: other files changed": len(changed) - len(html),
        f"{name}: bytes of scripts and data": sum(len(data) for path, data in changed.items() if path not in html),
    }


def measure_reader(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """First view and first search of the large site; first view of our own Tibetan and Mongolian start pages."""
    results: dict[str, object] = {}
    view_page = corpus.name_of(options.pages - 1) + ".html"
    with chromium() as browser:
        view = first_view(browser, folder / "ours" / "site", view_page)
        results |= {
            "first view, gzip bytes": view.total_gzip, "first view, requests": view.requests, "HTML raw bytes": view.html,
            "HTML gzip bytes": view.html_gzip, "scripts gzip bytes": view.scripts_gzip, "longest task ms, 6x CPU": view.longest_task,
        }
        start = folder / "ours" / "site" / view_page
        times, heap = first_search(browser, start, "土地承包", "input[type=search]", "[data-results] a[href], [data-search-results] a[href]")
        results |= {"first search result ms, 6x CPU, file://": median(times), "heap MB of search": heap}
        if (folder / "stock" / "site").is_dir():
            stock = first_view(browser, folder / "stock" / "site", view_page)
            results |= {
                "stock first view, gzip bytes": stock.total_gzip, "stock HTML raw bytes": stock.html, "stock HTML gzip bytes": stock.html_gzip,
                "stock scripts gzip bytes": stock.scripts_gzip, "stock longest task ms": stock.longest_task,
            }
        own = corpus.ROOT / "site"
        for code in ("bo", "mn-Mong"):
            if (own / code / "index.html").is_file():
                page = first_view(browser, own, f"{code}/index.html")
                results |= {f"{code} first view, gzip bytes": page.total_gzip, f"{code} font bytes": page.fonts}
    results["search index raw bytes"] = sum(p.stat().st_size for p in (folder / "ours/site/search").rglob("*") if p.is_file())
    results["search index gzip bytes"] = sum(gzipped(p.read_bytes()) for p in (folder / "ours/site/search").rglob("*") if p.is_file())
    return results


if __name__ == "__main__":
    main()
