"""The cache: work of earlier builds under keys that name its whole input, so that a stale answer cannot be found.

It only saves time: it may be deleted at any moment, and a build that cannot use it works without.
"""
from __future__ import annotations

import functools
import hashlib
import sqlite3
from pathlib import Path

FOLDER = ".mingbai-cache"
KEEP_BUILDS = 6
"""Entries not asked for in so many builds are dropped."""


def fingerprint(*parts: str | bytes) -> str:
    """A short name for exactly these parts."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


@functools.cache
def code_fingerprint() -> str:
    """Names the state of this package's own code and tables: other code, other results."""
    package = Path(__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".yml"))
    return fingerprint(*(part for path in files for part in (path.name, path.read_bytes())))


class Cache:
    """Key -> bytes in one SQLite file; without a file it remembers within this process only."""

    def __init__(self, folder: Path | None) -> None:
        self._memory: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._base: sqlite3.Connection | None = None
        if folder is not None:
            self._base = self._open(folder)

    def _open(self, folder: Path) -> sqlite3.Connection | None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(folder / "cache.sqlite3", timeout=2, check_same_thread=False)
            base.execute("PRAGMA synchronous=OFF")
            base.execute("CREATE TABLE IF NOT EXISTS work (key TEXT PRIMARY KEY, value BLOB)")
            base.execute("CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, age INTEGER) WITHOUT ROWID")
            return base
        except (OSError, sqlite3.Error):
            return None

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, or None."""
        self._used.add(key)
        if key in self._memory:
            return self._memory[key]
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT value FROM work WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` for later builds."""
        self._used.add(key)
        self._memory[key] = value
        self._fresh[key] = value

    def save(self) -> None:
        """Write what is new, drop what no build has asked for lately."""
        if self._base is None:
            return
        try:
            with self._base:  # ages lie apart: renewing them must not rewrite the values
                self._base.execute("UPDATE seen SET age = age + 1")
                self._base.executemany("INSERT OR REPLACE INTO work VALUES (?, ?)", sorted(self._fresh.items()))
                self._base.executemany("INSERT OR REPLACE INTO seen VALUES (?, 0)", ((key,) for key in sorted(self._used)))
                self._base.execute("DELETE FROM seen WHERE age > ?", (KEEP_BUILDS,))
                self._base.execute("DELETE FROM work WHERE key NOT IN (SELECT key FROM seen)")
        except sqlite3.Error:
            pass  # a second build holds it, or the disk is full: the next build computes again
        self._fresh = {}
        self._used = set()

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

