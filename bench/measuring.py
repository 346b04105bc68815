"""Measuring: CPU seconds of whole process trees, sizes, and a browser slowed down like a cheap phone."""
from __future__ import annotations

import gzip
import os
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a command cost."""

    cpu: float
    """User and system seconds of the process and its children."""
    wall: float


def run(command: list[str], cwd: Path, **environment: str) -> Cost:
    """Run a command to its end; fails loudly."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = os.times().elapsed
    result = subprocess.run(command, cwd=cwd, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode:
        sys.exit(f"bench: {' '.join(command)} failed in {cwd}\n{result.stdout[-2000:]}{result.stderr[-4000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, os.times().elapsed - began)


def build_ours(folder: Path, **environment: str) -> Cost:
    """Plain `mkdocs build`, the same command as for the stock set-up."""
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder, **environment)


def build_stock(folder: Path) -> Cost:
    """The stock set-up, cold as always: it keeps nothing between builds."""
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder)


def median(values: list[float]) -> float:
    return statistics.median(values)


def gzipped(data: bytes) -> int:
    """Bytes as a web server sends them (level 6)."""
    return len(gzip.compress(data, 6, mtime=0))


def tree_hashes(folder: Path) -> dict[str, bytes]:
    """Path -> content of every file."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
