"""Lock: one builder at a time may stage and switch a site.

The operating system holds the lock, so that of a killed process is free at once. Who holds it stands in a note
beside the lock (on Windows a locked file cannot be read) and never in the site.
"""
from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path

from filelock import FileLock, Timeout

from mingbai.publishing.refusal import PublishingRefused

WAIT = 1.0
"""Seconds to wait for another builder: long enough for its last clean-up, short enough to answer within two."""


class SiteLock:
    """The lock of one site. `path` is the lock file; its folder must exist."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path.with_name(path.name + "-holder")
        # Not bound to a thread: MkDocs may end a build in another thread than it began in.
        self._lock = FileLock(path, thread_local=False)

    def acquire(self, wait: float = WAIT) -> None:
        """Take the lock or raise `PublishingRefused` (code `site-busy`) after `wait` seconds."""
        try:
            self._lock.acquire(timeout=wait, poll_interval=0.05)
        except Timeout as timeout:
            raise PublishingRefused(str(self._path), "site-busy", holder=self._holder()) from timeout
        with contextlib.suppress(OSError):  # the note is a courtesy; a full disk must not stop a clean-up
            self._note.write_text(f"pid {os.getpid()}, {platform.node()}", encoding="utf-8")

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._note.unlink()
            self._lock.release()

    def _holder(self) -> str:
        try:
            return self._note.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return "pid ?"
