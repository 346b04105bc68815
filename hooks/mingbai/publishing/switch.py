"""Switch: a finished stage takes the place of the site, so that a kill at any moment leaves the old or the new one.

Three ways, the best first:
- `exchange`: Linux swaps the two folders in one step; there is never a moment without a site.
- `two renames`: site → .site.old-N, .site.stage-N → site. The name `.site.old-N` is the journal: as long as the site is
  missing beside it, the next start puts the stage N in its place.
- `entries`: the site is a mount point or its parent is not ours to write in, so the folder cannot be moved. Stage and
  journal live in `site/.mingbai/`; its entries are moved one by one, and the next start finishes what was begun.
  Only here can a reader meet both editions, for some milliseconds.
"""
from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from mingbai.publishing import disk

INSIDE = ".mingbai"
KEPT = frozenset({INSIDE, "lost+found"})
"""Entries of a site folder that no switch touches."""
_STAGE, _OLD = "stage-", "old-"


@dataclass(frozen=True)
class Place:
    """Where the parts of one site's publishing lie: beside the site, or inside it where it cannot be moved."""

    site: Path
    inside: bool

    @classmethod
    def of(cls, site: Path) -> Place:
        """`site` may be missing, a folder, or a link to one (then its target is switched)."""
        real = Path(os.path.realpath(site))
        return cls(real, real.is_dir() and (_is_mount(real) or not os.access(real.parent, os.W_OK)))

    @property
    def folder(self) -> Path:
        return self.site / INSIDE if self.inside else self.site.parent

    @property
    def lock(self) -> Path:
        return self._named("lock")

    @property
    def journal(self) -> Path:
        return self._named("switch.json")

    @property
    def journal_draft(self) -> Path:
        return self._named("switch.draft")

    def stage(self, mark: str) -> Path:
        return self._named(_STAGE + mark)

    def old(self, mark: str) -> Path:
        return self._named(_OLD + mark)

    def marks(self, kind: str) -> list[str]:
        """The marks of the stages (`stage-`) or former sites (`old-`) that lie about."""
        start = self._named(kind).name
        try:
            names = sorted(os.listdir(self.folder))
        except FileNotFoundError:
            return []
        return [name[len(start):] for name in names if name.startswith(start)]

    def _named(self, name: str) -> Path:
        return self.folder / (name if self.inside else f".{self.site.name}.{name}")


def switch_site(place: Place, mark: str) -> None:
    """Put the stage `mark` in the place of the site and remove the former one. Raises OSError with the site whole."""
    stage = place.stage(mark)
    if place.inside:
        _begin_entries(place, stage)
        _move_entries(place)
    elif not place.site.exists():
        disk.rename_patiently(stage, place.site)
    elif not disk.exchange_folders(stage, place.site):
        _rename_twice(place, mark)
    with contextlib.suppress(OSError):  # the site is switched; its contents were flushed before
        disk.sync_path(place.folder)
    # Gone only now: after an exchange the former site bears the stage's name.
    disk.remove_tree(stage)
    disk.remove_tree(place.old(mark))


def recover_site(place: Place) -> None:
    """Finish or undo what a killed run left and remove its leftovers. Call it with the lock held."""
    if place.inside:
        if place.journal.exists():
            _move_entries(place)
        place.journal_draft.unlink(missing_ok=True)
    elif not place.site.exists():
        _finish_renames(place)
    for mark in place.marks(_OLD):
        disk.remove_tree(place.old(mark))
    for mark in place.marks(_STAGE):
        disk.remove_tree(place.stage(mark))


def is_switching(place: Place) -> bool:
    """Whether a switch was begun and not finished; then stage and former site are both needed."""
    if place.inside:
        return place.journal.exists()
    return not place.site.exists() and bool(place.marks(_OLD))


def _is_mount(folder: Path) -> bool:
    """Also for a bind mount within one file system, which `ismount` cannot see and which cannot be renamed either."""
    if os.path.ismount(folder):
        return True
    try:
        table = Path("/proc/self/mountinfo").read_bytes()
    except OSError:
        return False
    escaped = os.fsencode(folder).replace(b"\\", b"\\134").replace(b" ", b"\\040")
    return any(line.split(b" ")[4:5] == [escaped] for line in table.splitlines())


def _rename_twice(place: Place, mark: str) -> None:
    old = place.old(mark)
    disk.rename_patiently(place.site, old)
    try:
        disk.rename_patiently(place.stage(mark), place.site)
    except OSError:
        disk.rename_patiently(old, place.site)
        raise


def _finish_renames(place: Place) -> None:
    """The site is missing: a former site beside it says that a switch was under way, so its stage was whole."""
    for mark in place.marks(_OLD):
        finished = place.stage(mark) if place.stage(mark).is_dir() else place.old(mark)
        return disk.rename_patiently(finished, place.site)


def _begin_entries(place: Place, stage: Path) -> None:
    """Write down what will be moved; from here on the next start goes forward."""
    journal = {"stage": stage.name, "entries": sorted(os.listdir(stage))}
    draft = place.journal_draft
    draft.write_text(json.dumps(journal), encoding="utf-8")
    disk.sync_path(draft)
    os.replace(draft, place.journal)
    disk.sync_path(place.folder)


def _move_entries(place: Place) -> None:
    """Follow the journal; each step looks at what is there, so it can be repeated after a kill anywhere."""
    journal = json.loads(place.journal.read_text(encoding="utf-8"))
    stage, entries = place.folder / journal["stage"], set(journal["entries"])
    old = place.old(stage.name.removeprefix(_STAGE))
    old.mkdir(exist_ok=True)
    for name in sorted(entries.union(os.listdir(place.site)) - KEPT):
        waiting, shown = stage / name, place.site / name
        if os.path.lexists(shown) and (os.path.lexists(waiting) or name not in entries):
            disk.rename_patiently(shown, old / name)
        if os.path.lexists(waiting):
            disk.rename_patiently(waiting, shown)
    disk.sync_path(place.site)
    place.journal.unlink()
