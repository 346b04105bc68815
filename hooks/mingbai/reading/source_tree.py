"""Source tree: walks docs/ and data/ of a project and takes in what may be there; everything else is named."""
from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from mingbai.problems import Problems
from mingbai.reading import picture_file
from mingbai.reading.file_name import LONGEST_PATH, check_language, check_part, is_dropping, same_name
from mingbai.reading.picture_file import BrokenPicture, Picture
from mingbai.reading.text_bytes import decode_text
from mingbai.reading.yaml_file import parse_yaml

TOPS = ("docs", "data")
MOST_BYTES = 1024 * 1024
"""Of one text file."""
MOST_ENTRIES = 200
"""Pages or files of one folder."""
DEEPEST = 12
DEFAULT_LANGUAGES = ("zh", "en", "bo", "mn-Mong")
_REPARSE_POINT = 0x400
_CODE = frozenset((".html", ".htm", ".xhtml", ".js", ".mjs", ".css", ".svg", ".svgz", ".php", ".py", ".exe", ".bat", ".cmd", ".vbs", ".xml"))


@dataclass(frozen=True)
class SourceTree:
    """What a project's docs/ and data/ hold; paths are relative to the project, with "/"."""

    root: Path
    texts: Mapping[str, str]
    """Markdown and YAML files: path -> text with plain line ends."""
    assets: tuple[str, ...]
    """Paths of pictures."""
    pictures: Mapping[str, Picture]
    """Type and size in pixels of each of them."""
    ignored: tuple[str, ...] = ()
    """What editors and systems left behind."""


def read_tree(root: Path, problems: Problems, languages: Collection[str] | None = None) -> SourceTree:
    """Read the project at `root`. `languages`: codes that a page's name may end in (else those of data/languages.yml)."""
    walk = _Walk(Path(root), problems)
    for top in TOPS:
        walk.enter_top(top)
    walk.check_languages(languages if languages is not None else walk.page_languages())
    return SourceTree(
        walk.root, MappingProxyType(dict(sorted(walk.texts.items()))), tuple(sorted(walk.pictures)),
        MappingProxyType(dict(sorted(walk.pictures.items()))), tuple(sorted(walk.ignored)),
    )


@dataclass
class _Walk:
    root: Path
    problems: Problems
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)

    def enter_top(self, top: str) -> None:
        """Walk docs/ or data/."""
        place = self.root / top
        if _is_link(place):
            self.problems.add(top, 0, "file-is-link")
        elif place.is_dir():
            self._folder(place, top, 1)
        else:
            self.problems.add(top, 0, "folder-missing", folder=top)

    def _folder(self, folder: Path, path: str, depth: int) -> None:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.problems.add(path, 0, "file-unreadable", reason=error.strerror or type(error).__name__)
            return
        stems = set()
        for entry in entries:
            name = _shown(entry.name)
            inside = f"{path}/{name}"
            if is_dropping(entry.name):
                self.ignored.append(inside)
                continue
            stems.add(name.split(".", 1)[0])
            self._entry(entry, name, inside, depth)
        if len(stems) > MOST_ENTRIES:
            self.problems.add(path, 0, "folder-crowded", count=len(stems), limit=MOST_ENTRIES)

    def _entry(self, entry: os.DirEntry[str], name: str, path: str, depth: int) -> None:
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            self.problems.add(path, 0, "file-unreadable", reason=error.strerror or type(error).__name__)
            return
        if entry.is_symlink() or getattr(state, "st_file_attributes", 0) & _REPARSE_POINT:
            self.problems.add(path, 0, "file-is-link")
        elif stat.S_ISDIR(state.st_mode):
            if depth >= DEEPEST:
                self.problems.add(path, 0, "folder-too-deep", limit=DEEPEST)
            elif self._named(name, path):
                self._check_top_folder(name, path)
                self._folder(Path(entry.path), path, depth + 1)
        elif not stat.S_ISREG(state.st_mode):
            self.problems.add(path, 0, "file-not-regular")
        elif self._named(name, path):
            self._file(Path(entry.path), path, state.st_size)

    def _named(self, name: str, path: str) -> bool:
        """Whether a name may be used; two names that one disk takes for the same are a fault of the second."""
        other = self._seen.setdefault(same_name(path), path)
        if other != path:
            self.problems.add(path, 0, "name-collision", other=other)
            return False
        if len(path) > LONGEST_PATH:
            self.problems.add(path, 0, "name-too-long", count=len(path), limit=LONGEST_PATH)
        return check_part(name, path, self.problems)

    def _check_top_folder(self, name: str, path: str) -> None:
        if path == f"docs/{name}" and len(name) == 2 and name.isalpha():
            self.problems.add(path, 0, "folder-two-letters", name=name)

    def _file(self, file: Path, path: str, size: int) -> None:
        ending = posixpath.splitext(path)[1]
        wanted = ".md" if path.startswith("docs/") else ".yml"
        if ending == wanted:
            data = self._bytes(file, path, size, MOST_BYTES)
            text = decode_text(data, path, self.problems) if data is not None else None
            if text is not None:
                self.texts[path] = text
        elif ending in picture_file.TYPES and wanted == ".md":
            data = self._bytes(file, path, size, picture_file.MOST_BYTES)
            if data is not None:
                self._picture(data, path, ending)
        elif ending in _CODE:
            self.problems.add(path, 0, "file-code", type=ending)
        elif ending == ".yaml" and wanted == ".yml":
            self.problems.add(path, 0, "file-yaml-ending", proposal=path[:-5] + ".yml")
        else:
            self.problems.add(path, 0, "file-type", type=ending or posixpath.basename(path), folder=path.split("/")[0])

    def _bytes(self, file: Path, path: str, size: int, limit: int) -> bytes | None:
        if size > limit:
            self.problems.add(path, 0, "file-too-big", size=f"{size / 1024 / 1024:.1f}", limit=limit // 1024 // 1024)
            return None
        try:
            with open(file, "rb") as stream:
                return stream.read(limit + 1)
        except OSError as error:
            self.problems.add(path, 0, "file-unreadable", reason=error.strerror or type(error).__name__)
            return None

    def _picture(self, data: bytes, path: str, ending: str) -> None:
        try:
            picture = picture_file.read_picture_head(data)
        except BrokenPicture:
            self.problems.add(path, 0, "picture-broken")
            return
        if picture is None or picture.type != picture_file.TYPES[ending]:
            self.problems.add(path, 0, "picture-type", ending=ending, found=picture.type if picture else "?")
        elif picture.width * picture.height > picture_file.MOST_PIXELS:
            self.problems.add(path, 0, "picture-too-large", width=picture.width, height=picture.height, limit=picture_file.MOST_PIXELS // 1_000_000)
        else:
            if picture.exif:
                self.problems.add(path, 0, "picture-exif")
            self.pictures[path] = picture

    def page_languages(self) -> Collection[str]:
        """Codes of the languages that have pages, from data/languages.yml where it can be read."""
        path = "data/languages.yml"
        node = parse_yaml(self.texts[path], path, Problems()) if path in self.texts else None
        if node is None or not isinstance(node.value, dict):
            return DEFAULT_LANGUAGES
        pages = []
        for code, (_, language) in node.value.items():
            fields = language.value if isinstance(language.value, dict) else {}
            if "type" not in fields or fields["type"][1].value == "page":
                pages.append(code)
        return pages

    def check_languages(self, languages: Collection[str]) -> None:
        """Drop pages whose name ends in a language that the site does not have."""
        for path in sorted(self.texts):
            if path.endswith(".md") and not check_language(posixpath.basename(path), path, languages, self.problems):
                del self.texts[path]


def _is_link(place: Path) -> bool:
    try:
        state = place.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(state.st_mode) or bool(getattr(state, "st_file_attributes", 0) & _REPARSE_POINT)


def _shown(name: str) -> str:
    """A name from the disk as text that can be stored: bytes that are no UTF-8 are shown as �."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
