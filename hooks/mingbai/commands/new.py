"""新建一个文件，里面有样子可照着写 / scaffold a page, term, checklist, case …"""
from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from mingbai.outputs.patterns import render_pattern
from mingbai.records.fields import ID
from mingbai.records.kinds import KINDS, Kind

WRITTEN_FOLDERS = {
    "lesson": "lessons", "case": "cases", "policy": "policies", "regulation": "regulations", "agreement": "agreements", "page": "systems",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [name for name in KINDS if name != "home"]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=" ".join(kinds))
    parser.add_argument("id", metavar="ID", help="编号：小写字母、数字和“-” / id: a-z 0-9 -")
    parser.add_argument("--title", default="标题", help="中文标题 / Chinese title")


def run(options: argparse.Namespace, root: Path) -> int:
    """Write the file, or add to the kind's file; never overwrite anything."""
    if not ID.fullmatch(options.id):
        print(f"“{options.id}”：编号只用小写字母、数字和“-” / use a-z, 0-9 and “-” for the id", file=sys.stderr)
        return 2
    kind = KINDS[options.kind]
    path = place_of(kind, options.id, root)
    text = render_pattern(kind, options.id, options.title)
    if kind.many and path.exists():
        if re.search(rf"^{re.escape(options.id)}:", path.read_text(encoding="utf-8"), re.M):
            print(f"{path}: “{options.id}”已经有了 / exists already", file=sys.stderr)
            return 2
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" + text)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            print(f"{path}: 已经有了，没有改动 / exists already, left alone", file=sys.stderr)
            return 2
    print(path)
    return 0


def place_of(kind: Kind, id: str, root: Path) -> Path:
    """The file that a new record of `kind` belongs into."""
    if not kind.home:
        return root / "docs" / WRITTEN_FOLDERS[kind.name] / f"{id}.md"
    return root / "data" / kind.home / ("new.yml" if kind.many else f"{id}.yml")
