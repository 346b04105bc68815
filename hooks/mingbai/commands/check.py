"""检查内容，不生成网站 / check the content without building."""
from __future__ import annotations

import argparse
from pathlib import Path

from mingbai.commands.reporting import print_problems, problems_json
from mingbai.edition import open_cache, read_edition
from mingbai.problems import Problems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON，供编辑器使用 / print JSON for editors")


def run(options: argparse.Namespace, root: Path) -> int:
    """Report every problem of one reading together."""
    problems = Problems()
    cache = open_cache(root)
    edition = read_edition(root, cache, problems)
    cache.save()
    cache.close()
    if options.json:
        print(problems_json(problems))
    else:
        print_problems(problems, options.language)
        if not len(problems):
            print("没有问题 / no problems")
    return 1 if edition is None or problems.errors else 0
