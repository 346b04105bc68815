"""The command line: parses arguments, hands over to one module per verb, turns the outcome into an exit code.

Exit codes: 0 right, 1 problems in the content, 2 wrong use.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mingbai import __version__
from mingbai.commands import build, check, new, schema, serve

VERBS = {"build": build, "check": check, "serve": serve, "new": new, "schema": schema}

WRONG_USE = 2


def make_parser() -> argparse.ArgumentParser:
    """The parser of all verbs."""
    parser = argparse.ArgumentParser(prog="mingbai", description="明白：把 Markdown 和 YAML 做成多语言普法网站 / Markdown and YAML in, a multilingual site out.")
    parser.add_argument("--version", action="version", version=f"mingbai {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--project", type=Path, default=None, metavar="FOLDER", help="项目文件夹（有 mkdocs.yml 的那个）/ the folder with mkdocs.yml (default: here or above)")
    shared.add_argument("--language", choices=("zh", "en"), default="zh", help="提示用的语言 / language of messages (default: zh)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, module in VERBS.items():
        module.add_arguments(verbs.add_parser(name, parents=[shared], help=module.__doc__.split("\n")[0] if module.__doc__ else ""))
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a verb; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # old Windows consoles
    options = make_parser().parse_args(arguments)
    root = find_project(options.project)
    if root is None:
        here = options.project or Path.cwd()
        print(f"{here}: 这里没有 mkdocs.yml。请进入项目文件夹，或用 --project 指明 / no mkdocs.yml here; go into the project or name it with --project", file=sys.stderr)
        return WRONG_USE
    try:
        return VERBS[options.verb].run(options, root)
    except KeyboardInterrupt:
        return 130


def find_project(named: Path | None) -> Path | None:
    """The named folder, or the nearest one upwards from here, that holds a mkdocs.yml."""
    start = (named or Path.cwd()).resolve()
    for folder in [start] if named else [start, *start.parents]:
        if (folder / "mkdocs.yml").is_file():
            return folder
    return None
