"""A builder to be killed: stages an edition of some files over a site and publishes it.

Usage: publishing_driver.py SITE EDITION COUNT WAY [SECONDS]; WAY is exchange, renames or entries; SECONDS are waited
before publishing. Prints "ready" before it begins and "done" after.
"""
from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "hooks"))

from mingbai.publishing import disk, switch  # noqa: E402
from mingbai.publishing.refusal import PublishingRefused  # noqa: E402
from mingbai.publishing.stage import Stage  # noqa: E402


def write_edition(folder: Path, edition: str, count: int) -> None:
    """`count` pages in a few folders, some names only in this edition, and a manifest."""
    for number in range(count):
        page = folder / f"part-{number % 7}" / (f"page-{number}.html" if number % 3 else f"page-{number}-{edition}.html")
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"edition {edition} page {number} " * 40, encoding="utf-8")
    only = folder / f"only-{edition}"
    only.mkdir()
    (only / "index.html").write_text(edition, encoding="utf-8")
    (folder / "index.html").write_text(f"edition {edition}", encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"generator": "mingbai test", "edition": edition}), encoding="utf-8")


def force_way(way: str) -> None:
    """Make a machine that can do better take the way `way`."""
    if way == "renames":
        disk.exchange_folders = lambda one, other: False
    elif way == "entries":
        switch._is_mount = lambda folder: True


def main() -> int:
    site, edition, count, way, *seconds = sys.argv[1:]
    force_way(way)
    os.umask(0o077)  # so that there are modes to set
    print("ready", flush=True)
    try:
        stage = Stage.open(Path(site))
        write_edition(stage.folder, edition, int(count))
        if seconds:
            time.sleep(float(seconds[0]))
        stage.publish()
    except PublishingRefused as refused:
        print("refused", refused.problem.code, flush=True)
        return 3
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
