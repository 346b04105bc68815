"""写出 JSON Schema，供编辑器补全和检查 / write JSON Schemas for editors."""
from __future__ import annotations

import argparse
from pathlib import Path

from mingbai.outputs.schemas import render_schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=None, metavar="FOLDER", help="写到哪里 / where to write (default: <project>/.schemas)")


def run(options: argparse.Namespace, root: Path) -> int:
    """Write one schema per kind of file and print where each lies."""
    folder = options.out or root / ".schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
    return 0
