"""Disk: what publishing asks of the file system (modes, durability, exchange, patient renames, removal)."""
from __future__ import annotations

import ctypes
import errno
import functools
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o755, 0o644
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_NO_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM, errno.EXDEV}
_RETRIES, _RETRY_SECONDS = 20, 0.1


def walk_entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every entry below `folder`; symbolic links are not followed."""
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def set_modes(folder: Path) -> None:
    """Folders 0755 and files 0644, whatever the umask was: same input, same modes."""
    if sys.platform == "win32":
        return
    _set_mode(str(folder), os.stat(folder).st_mode)
    for entry in walk_entries(folder):
        _set_mode(entry.path, entry.stat(follow_symlinks=False).st_mode)


def _set_mode(path: str, mode: int) -> None:
    wanted = FOLDER_MODE if stat.S_ISDIR(mode) else FILE_MODE
    # A link has no mode of its own, and chmod would reach through it to a file outside.
    if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) != wanted:
        os.chmod(path, wanted)


def sync_tree(folder: Path) -> None:
    """Everything below `folder` is on the disk when this returns; raises OSError when it cannot be.

    On Linux one `syncfs` (since Linux 5.8 it reports write errors, such as a full disk): one journal commit instead
    of one a file. `os.sync` would wait for every disk of the machine, perhaps for a slow USB stick, and reports
    nothing. Elsewhere each file is flushed.
    """
    descriptor = os.open(folder, os.O_RDONLY) if sys.platform == "linux" else -1
    try:
        if descriptor >= 0 and _sync_file_system(descriptor):
            return
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    folders = [str(folder)]
    for entry in walk_entries(folder):
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
        elif entry.is_file(follow_symlinks=False):
            sync_path(entry.path)
    for path in reversed(folders):
        sync_path(path)


def sync_path(path: str | Path) -> None:
    """Flush one file, or the entries of one folder (which Windows does by itself)."""
    if sys.platform == "win32":
        if os.path.isdir(path):
            return
        flags = os.O_RDWR | os.O_BINARY
    else:
        flags = os.O_RDONLY
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@functools.cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _sync_file_system(descriptor: int) -> bool:
    """Whether the file system of `descriptor` was flushed as a whole; False where there is no such call."""
    try:
        syncfs = _c_library().syncfs
    except (OSError, AttributeError):
        return False
    if syncfs(ctypes.c_int(descriptor)) == 0:
        return True
    number = ctypes.get_errno()
    if number == errno.ENOSYS:
        return False
    raise OSError(number, os.strerror(number))


def exchange_folders(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False, with nothing changed, where system or file system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = _c_library().renameat2
    except (OSError, AttributeError):
        return False
    here = ctypes.c_int(_AT_FDCWD)
    if renameat2(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(one))


def rename_patiently(source: Path, target: Path) -> None:
    """Rename; on Windows try again for two seconds while a reader or a virus scanner holds a file open."""
    _try_again(lambda: os.rename(source, target))


def _try_again(act: Callable[[], None]) -> None:
    for left in reversed(range(_RETRIES)):
        try:
            return act()
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(_RETRY_SECONDS)


def remove_tree(folder: Path) -> bool:
    """Remove a folder as far as possible; whether it is gone. What stays is removed by the next start."""
    shutil.rmtree(folder, ignore_errors=True)
    return not os.path.lexists(folder)
