"""边改边看：在本机预览，保存后自动刷新 / preview with live reload."""
from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="地址 / address (default: 127.0.0.1:8000)")
    parser.add_argument("--open", action="store_true", help="打开浏览器 / open a browser")


def run(options: argparse.Namespace, root: Path) -> int:
    """Serve until interrupted."""
    from mingbai import mkdocs_site  # the only import of mkdocs

    print(f"正在准备预览，好了就打开 / when it is ready, open: http://{options.address}/", flush=True)
    mkdocs_site.serve_site(root, options.address, options.open)
    return 0
