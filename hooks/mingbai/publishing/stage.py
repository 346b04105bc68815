"""Stage: a build writes beside the site; only a finished, verified stage becomes the site, whole.

Order for a door: `Stage.open(site)` → write into `stage.folder` → `verify_site` → `stage.publish()`, or `stage.drop()`.
"""
from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType

from mingbai.publishing import disk
from mingbai.publishing.lock import WAIT, SiteLock
from mingbai.publishing.refusal import PublishingRefused
from mingbai.publishing.switch import KEPT, Place, is_switching, recover_site, switch_site

MANIFEST = "manifest.json"
GENERATOR = "mingbai"
"""What the manifest's `generator` starts with; by it we know a site that is ours to replace."""
_REPOSITORIES = (".git", ".hg", ".svn")


class Stage:
    """A folder that will be the site. Made by `Stage.open`; holds the site's lock until published or dropped."""

    def __init__(self, place: Place, mark: str, lock: SiteLock) -> None:
        self._place, self._mark, self._lock = place, mark, lock
        self.site = place.site
        self.folder = place.stage(mark)
        self.is_open = True

    @classmethod
    def open(cls, site: Path, wait: float = WAIT) -> Stage:
        """Lock the site, mend what a killed run left, and make an empty stage.

        Raises `PublishingRefused`: another builder is at work (after `wait` seconds), `site` is not ours to replace,
        or the disk refuses.
        """
        place = Place.of(site)
        lock = SiteLock(place.lock)
        try:
            place.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(wait)
            try:
                recover_site(place)
                _check_replaceable(place)
                mark = _free_mark(place)
                place.stage(mark).mkdir()
            except BaseException:
                lock.release()
                raise
        except OSError as error:
            raise _refused(place, error) from error
        return cls(place, mark, lock)

    def publish(self, durable: bool = True) -> None:
        """Make the stage the site and remove the former one; the stage is closed, whatever happens.

        `durable=False` leaves the flushing to the system: for previews, where a power cut may cost the copy.
        Raises `PublishingRefused`, with the former site in its place.
        """
        if not self.is_open:
            raise ValueError(f"stage of {self.site} is closed")
        try:
            if not _is_ours(self.folder):
                raise PublishingRefused(str(self.folder), "stage-unfinished", manifest=MANIFEST)
            _check_replaceable(self._place)
            disk.set_modes(self.folder)
            if durable:
                disk.sync_tree(self.folder)
            switch_site(self._place, self._mark)
        except OSError as error:
            raise _refused(self._place, error) from error
        finally:
            self._close()

    def drop(self) -> None:
        """Remove the stage and free the lock; the site stays as it is. May be called more than once."""
        if self.is_open:
            self._close()

    def _close(self) -> None:
        self.is_open = False
        try:
            if not is_switching(self._place):  # else the next start needs the stage to finish
                disk.remove_tree(self.folder)
        finally:
            self._lock.release()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.drop()


def _free_mark(place: Place) -> str:
    """Our process number; with a counter where a former run of that number could not be removed."""
    mark, count = str(os.getpid()), 1
    while place.stage(mark).exists() or place.old(mark).exists():
        mark, count = f"{os.getpid()}-{count}", count + 1
    return mark


def _check_replaceable(place: Place) -> None:
    """Refuse to replace what we did not make: a wrong `site_dir` must not cost anyone their documents."""
    site = place.site
    if not os.path.lexists(site):
        return
    if not site.is_dir():
        raise PublishingRefused(str(site), "site-not-a-folder")
    names = set(os.listdir(site)) - KEPT
    for name in _REPOSITORIES:
        if name in names:
            raise PublishingRefused(str(site), "site-holds-repository", name=name)
    if names and not _is_ours(site):
        raise PublishingRefused(str(site), "site-not-ours", manifest=MANIFEST, example=min(names))


def _is_ours(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and str(manifest.get("generator", "")).startswith(GENERATOR)


def _refused(place: Place, error: OSError) -> PublishingRefused:
    return PublishingRefused(str(place.site), "publishing-failed", reason=error.strerror or type(error).__name__)
