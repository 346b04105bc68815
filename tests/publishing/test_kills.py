"""Promise: a builder that is killed at any moment leaves the old or the new site, whole, and the next one mends."""
from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing_driver import force_way, write_edition

from mingbai.publishing import disk, switch
from mingbai.publishing.stage import Stage

pytestmark = pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX: kills are NOT tested")
DRIVER = Path(__file__).with_name("publishing_driver.py")
COUNT = 60
STRACE = shutil.which("strace")
MANY = {"fsync": 8, "syncfs": 4, "rename": 8, "renameat2": 4, "flock": 4, "mkdir": 9, "chmod": 8, "fchmodat": 8,
        "unlink": 8, "unlinkat": 12, "rmdir": 10}
"""System calls that change the tree, and at how many of their moments to kill."""


def hash_tree(site: Path) -> str:
    """One hash of names, modes and contents; what the `entries` way keeps inside does not count."""
    total = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if name.split("/")[0] != ".mingbai":
            content = path.read_bytes() if path.is_file() else b""
            total.update(f"{name} {path.stat().st_mode & 0o777:o} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The hash of every edition, as published without a kill."""
    found = {}
    for edition in ("a", "b"):
        site = tmp_path_factory.mktemp("editions") / "site"
        run_driver(site, edition, "exchange")
        found[edition] = hash_tree(site)
    return found


def command(site: Path, edition: str, way: str, count: int = COUNT) -> list[str]:
    return [sys.executable, "-E", str(DRIVER), str(site), edition, str(count), way]


def run_driver(site: Path, edition: str, way: str) -> None:
    subprocess.run(command(site, edition, way), check=True, capture_output=True, timeout=60)


@pytest.fixture
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way of switching, forced in this process (which mends) as in the driver's."""
    monkeypatch.setattr(disk, "exchange_folders", disk.exchange_folders)
    monkeypatch.setattr(switch, "_is_mount", switch._is_mount)
    force_way(request.param)
    return str(request.param)


def check_after_kill(site: Path, editions: dict[str, str], way: str, place: str) -> None:
    """Whole at once (for `exchange`), whole and tidy after the next run (always)."""
    if way == "exchange":
        assert hash_tree(site) in editions.values(), f"damaged site after a kill {place}"
    # The next start alone, without a new edition, must already show a whole site.
    Stage.open(site, wait=5).drop()
    assert hash_tree(site) in editions.values(), f"not mended after a kill {place}"
    assert leftovers(site) == [], f"leftovers after a kill {place}"


def leftovers(site: Path) -> list[str]:
    allowed = {site.name, f".{site.name}.lock", f".{site.name}.lock-holder", "lock", "lock-holder"}
    found = [name for name in os.listdir(site.parent) if name not in allowed]
    inside = site / ".mingbai"
    return found + ([name for name in os.listdir(inside) if name not in allowed] if inside.exists() else [])


@pytest.mark.parametrize("way, kills", [("exchange", 60), ("renames", 15), ("entries", 15)], indirect=["way"])
def test_random_kills(tmp_path: Path, editions: dict[str, str], way: str, kills: int) -> None:
    site, seed = tmp_path / "site", 20261122
    run_driver(site, "a", way)
    choose, landed, longest = random.Random(seed), 0, 0.05
    for attempt in range(kills * 3):
        edition = "b" if hash_tree(site) == editions["a"] else "a"
        process = subprocess.Popen(command(site, edition, way), stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        begun = time.monotonic()
        try:
            process.wait(choose.uniform(0, longest))
            # It was done before the kill: learn how long a run takes here.
            longest = max(0.01, (time.monotonic() - begun) * 1.2)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            landed += 1
        process.wait()
        process.stdout.close()
        check_after_kill(site, editions, way, f"(seed {seed}, attempt {attempt}, {way})")
        if landed == kills:
            break
    assert landed >= kills


def moments(site: Path, way: str) -> Iterator[tuple[str, int]]:
    """Which call to kill at, spread over all that one run makes (counted by a run that lives)."""
    log = site.with_name("calls")
    trace = ",".join("?" + call for call in MANY)
    run = [str(STRACE), "-f", "-qq", "-o", str(log), "-e", f"trace={trace}", *command(site, "b", way)]
    subprocess.run(run, check=True, capture_output=True, timeout=60)
    lines = log.read_text(errors="replace").splitlines()
    log.unlink()
    for call, most in MANY.items():
        count = sum(f" {call}(" in line for line in lines)
        step = max(1, -(-count // most))
        yield from ((call, number) for number in range(1, count + 1, step))


@pytest.mark.skipif(STRACE is None, reason="strace is missing: kills at system calls are NOT tested")
@pytest.mark.parametrize("way", ["exchange", "renames", "entries"], indirect=True)
def test_kills_at_system_calls(tmp_path: Path, editions: dict[str, str], way: str) -> None:
    site = tmp_path / "site"
    run_driver(site, "a", way)
    places = list(moments(site, way))
    assert len(places) >= 25
    # The moments of all three ways together are more than 60; each begins over a whole site of the other edition.
    for call, number in places:
        edition = "b" if hash_tree(site) == editions["a"] else "a"
        inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
        traced = [str(STRACE), "-f", "-qq", "-o", os.devnull, *inject, *command(site, edition, way)]
        killed = subprocess.run(traced, capture_output=True, timeout=60)
        assert killed.returncode != 0, f"no kill at {call} {number}"
        check_after_kill(site, editions, way, f"at {call} {number} ({way})")


@pytest.mark.skipif(STRACE is None, reason="strace is missing: disk errors are NOT tested")
@pytest.mark.parametrize("fault", ["syncfs:error=ENOSPC:when=1", "syncfs:error=EIO:when=1", "renameat2:error=EIO:when=1"])
def test_disk_errors_keep_the_old_site(tmp_path: Path, editions: dict[str, str], fault: str) -> None:
    site = tmp_path / "site"
    run_driver(site, "a", "exchange")
    traced = [str(STRACE), "-f", "-qq", "-o", os.devnull, "-e", "trace=" + fault.split(":")[0], "-e", "inject=" + fault]
    process = subprocess.run([*traced, *command(site, "b", "exchange")], capture_output=True, timeout=60, text=True)
    assert (process.returncode, process.stdout) == (3, "ready\nrefused publishing-failed\n"), process.stderr
    assert hash_tree(site) == editions["a"] and leftovers(site) == []


@pytest.mark.skipif(STRACE is None, reason="strace is missing: a file system without exchange is NOT tested")
def test_file_system_without_exchange(tmp_path: Path, editions: dict[str, str]) -> None:
    site = tmp_path / "site"
    run_driver(site, "a", "exchange")
    traced = [str(STRACE), "-f", "-qq", "-o", os.devnull, "-e", "trace=renameat2", "-e", "inject=renameat2:error=EINVAL"]
    subprocess.run([*traced, *command(site, "b", "exchange")], check=True, capture_output=True, timeout=60)
    assert hash_tree(site) == editions["b"] and leftovers(site) == []


def test_written_edition_differs_from_the_other(tmp_path: Path) -> None:
    for edition in ("a", "b"):
        (tmp_path / edition).mkdir()
        write_edition(tmp_path / edition, edition, 9)
    assert hash_tree(tmp_path / "a") != hash_tree(tmp_path / "b")
