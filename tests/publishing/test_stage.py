"""Promise: only a whole stage becomes the site, nothing that is not ours is replaced, one builder at a time."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from publishing_driver import force_way, write_edition

from mingbai.publishing import disk, switch
from mingbai.publishing.lock import SiteLock
from mingbai.publishing.refusal import PublishingRefused
from mingbai.publishing.stage import Stage

DRIVER = Path(__file__).with_name("publishing_driver.py")
posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX")


def publish(site: Path, edition: str) -> None:
    stage = Stage.open(site)
    write_edition(stage.folder, edition, 9)
    stage.publish()


def edition_of(site: Path) -> str:
    pages = {page.read_text().split()[1] for page in site.glob("part-*/*.html")}
    assert len(pages) == 1, "a mixed site"
    return pages.pop()


def refusal(site: Path) -> str:
    with pytest.raises(PublishingRefused) as caught:
        Stage.open(site, wait=0.2)
    assert str(caught.value)
    return caught.value.problem.code


@pytest.mark.parametrize("way", ["exchange", "renames", "entries"])
def test_publish_over_missing_empty_and_former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(disk, "exchange_folders", disk.exchange_folders)
    monkeypatch.setattr(switch, "_is_mount", switch._is_mount)
    force_way(way)
    site = tmp_path / "deep" / "site"
    publish(site, "a")
    assert edition_of(site) == "a" and not (site / "only-b").exists()
    publish(site, "b")
    assert edition_of(site) == "b" and not (site / "only-a").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    publish(empty, "a")
    assert edition_of(empty) == "a"


def test_drop_leaves_the_site_and_frees_the_lock(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, "a")
    with Stage.open(site) as stage:
        write_edition(stage.folder, "b", 9)
        folder = stage.folder
    stage.drop()
    assert edition_of(site) == "a" and not folder.exists() and not stage.is_open
    publish(site, "b")
    with pytest.raises(ValueError):
        stage.publish()


def test_stage_without_manifest_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, "a")
    stage = Stage.open(site)
    (stage.folder / "index.html").write_text("half")
    with pytest.raises(PublishingRefused) as caught:
        stage.publish()
    assert caught.value.problem.code == "stage-unfinished"
    assert edition_of(site) == "a" and sorted(os.listdir(tmp_path)) == [".site.lock", "site"]


def test_foreign_folders_are_refused(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "thesis.docx").write_text("years of work")
    assert refusal(documents) == "site-not-ours"
    for manifest in ("[]", "not json", '{"generator": "someone"}', '{"name": "an app"}', "[" * 100_000):
        (documents / "manifest.json").write_text(manifest)
        assert refusal(documents) == "site-not-ours"
    assert refusal(documents / "thesis.docx") == "site-not-a-folder"
    repository = tmp_path / "repository"
    publish(repository, "a")
    (repository / ".git").mkdir()
    assert refusal(repository) == "site-holds-repository"
    assert (documents / "thesis.docx").exists() and edition_of(repository) == "a"
    assert not [name for name in os.listdir(tmp_path) if "stage" in name]


def test_folder_that_turns_foreign_during_the_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    stage = Stage.open(site)
    write_edition(stage.folder, "a", 9)
    site.mkdir()
    (site / "photo.jpg").write_text("mine")
    with pytest.raises(PublishingRefused):
        stage.publish()
    assert os.listdir(site) == ["photo.jpg"]


@posix
def test_modes_do_not_follow_the_umask(tmp_path: Path) -> None:
    site = tmp_path / "site"
    before = os.umask(0o077)
    try:
        publish(site, "a")
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [site, *site.rglob("*")]}
    assert modes == {True: 0o755, False: 0o644}


@posix
def test_link_to_the_site_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "site"
    link.symlink_to("real")
    publish(link, "a")
    publish(link, "b")
    assert link.is_symlink() and edition_of(tmp_path / "real") == "b"


@posix
def test_modes_do_not_reach_through_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("secret")
    outside.chmod(0o600)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "link").symlink_to(outside)
    disk.set_modes(tmp_path / "tree")
    assert outside.stat().st_mode & 0o777 == 0o600


def test_stale_stages_of_other_runs_are_removed_and_other_sites_kept(tmp_path: Path) -> None:
    for name in (".site.stage-1", ".site.old-2", ".site-two.stage-3", ".sites.stage-4", "unrelated"):
        (tmp_path / name).mkdir()
    site = tmp_path / "site"
    site.mkdir()
    publish(site, "a")
    assert sorted(os.listdir(tmp_path)) == [".site-two.stage-3", ".site.lock", ".sites.stage-4", "site", "unrelated"]


def test_interrupted_renames(tmp_path: Path) -> None:
    old, stage, site = tmp_path / ".site.old-7", tmp_path / ".site.stage-7", tmp_path / "site"
    for folder, edition in ((old, "a"), (stage, "b")):
        folder.mkdir()
        write_edition(folder, edition, 9)
    Stage.open(site).drop()
    assert edition_of(site) == "b" and not old.exists() and not stage.exists()
    site.rename(old)
    Stage.open(site).drop()  # its stage is gone: back to the former site
    assert edition_of(site) == "b"


def test_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    site = tmp_path / "site"
    stage = Stage.open(site)
    driver = [sys.executable, str(DRIVER), str(site), "b", "9", "exchange"]
    second = subprocess.run(driver, capture_output=True, text=True, timeout=60)
    assert (second.returncode, second.stdout) == (3, "ready\nrefused site-busy\n")
    with pytest.raises(PublishingRefused) as caught:
        Stage.open(site, wait=0)
    assert f"pid {os.getpid()}" in str(caught.value)
    write_edition(stage.folder, "a", 9)
    stage.publish()
    assert edition_of(site) == "a" and sorted(os.listdir(tmp_path)) == [".site.lock", "site"]


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    site = tmp_path / "site"
    driver = [sys.executable, str(DRIVER), str(site), "b", "9", "exchange", "60"]
    process = subprocess.Popen(driver, stdout=subprocess.PIPE)
    holder = tmp_path / ".site.lock-holder"
    until = time.monotonic() + 30
    while not (holder.exists() and holder.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    assert refusal(site) == "site-busy"
    process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    publish(site, "a")
    assert edition_of(site) == "a"


def test_lock_may_be_released_twice(tmp_path: Path) -> None:
    lock = SiteLock(tmp_path / "lock")
    lock.acquire()
    lock.release()
    lock.release()
    lock.acquire()
    lock.release()


def test_two_publishers_at_once_never_mix(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, "a")
    outcomes = []
    for round_ in range(6):
        pair = [subprocess.Popen([sys.executable, str(DRIVER), str(site), edition, "60", "exchange"],
                                 stdout=subprocess.PIPE, text=True) for edition in ("a", "b")]
        while any(process.poll() is None for process in pair):
            # One page is always there; a reader of many pages may meet the switch between two of them.
            assert (site / "index.html").read_text() in {"edition a", "edition b"}, f"round {round_}"
        outcomes += [process.communicate()[0].splitlines()[-1] for process in pair]
        assert edition_of(site) in "ab"
    assert set(outcomes) <= {"done", "refused site-busy"} and "done" in outcomes
    assert sorted(os.listdir(tmp_path)) == [".site.lock", "site"]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE is POSIX")
def test_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, "a")
    limited = ("import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
               "resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600));"
               "sys.path.insert(0, sys.argv[1]); import publishing_driver as d; from mingbai.publishing.stage import Stage\n"
               "with Stage.open(d.Path(sys.argv[2])) as stage: d.write_edition(stage.folder, 'b', 9); stage.publish()")
    process = subprocess.run([sys.executable, "-c", limited, str(DRIVER.parent), str(site)], capture_output=True, timeout=60)
    assert process.returncode != 0 and b"File too large" in process.stderr
    assert edition_of(site) == "a" and sorted(os.listdir(tmp_path)) == [".site.lock", "site"]


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
@pytest.mark.parametrize("kilobytes, expected", [(64, []), (128, ["a"]), (512, ["a", "b"])])
def test_site_that_is_a_small_mount(tmp_path: Path, kilobytes: int, expected: list[str]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(site)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount")
    try:
        outcomes = [subprocess.run([sys.executable, str(DRIVER), str(site), edition, "25", "exchange"],
                                   capture_output=True, timeout=60) for edition in "ab"]
        whole = [edition for edition, outcome in zip("ab", outcomes) if outcome.returncode == 0]
        assert whole == expected
        Stage.open(site).drop()
        if whole:
            assert edition_of(site) == whole[-1] and (site / f"only-{whole[-1]}").is_dir()
        assert {name for name in os.listdir(site / ".mingbai")} <= {"lock", "lock-holder"}
    finally:
        subprocess.run(["umount", str(site)], check=True)


def test_manifest_of_the_driver_is_ours(tmp_path: Path) -> None:
    publish(tmp_path / "site", "a")
    assert json.loads((tmp_path / "site" / "manifest.json").read_text())["edition"] == "a"
