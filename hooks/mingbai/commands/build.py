"""生成网站 / build the site."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mingbai.commands.reporting import Progress, print_problems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=Path, default=None, metavar="SITE", help="读者手里的上一版网站：搜索只出增量 / a released site: search ships as a delta to it")


def run(options: argparse.Namespace, root: Path) -> int:
    """Build, say what was built and which file to open."""
    from mingbai import mkdocs_site  # the only import of mkdocs; `check` works without its start-up time

    if options.since is not None and not (options.since / "manifest.json").is_file():
        print(f"{options.since}: 这里没有发布过的网站（缺 manifest.json）/ no released site here (manifest.json is missing)", file=sys.stderr)
        return 2
    with Progress("正在生成网站 / building"):
        code = mkdocs_site.build_site(root, options.since)
    report = mkdocs_site.report
    print_problems(report.problems, options.language)
    if report.refusal:
        print(report.refusal, file=sys.stderr)
    if code:
        print("网站没有改动 / the site stays as it was", file=sys.stderr)
        return code
    pages = "  ".join(f"{language} {count}" for language, count in report.counts.items())
    print(f"页数 pages: {pages}")
    print(f"用时 {report.seconds:.1f} s   {report.files} 个文件 files   {report.bytes / 1e6:.1f} MB")
    print(f"打开 open: {report.site}{'/' if report.site else ''}index.html")
    return 0
