"""Fonts: one subset file per script that cheap phones lack, cut from a npm package to what the site writes.

A font is never split by `unicode-range` (Mongolian suffixes would fall into another slice) and its substitutions are
closed over (Tibetan stacks would fall apart); `tests/outputs/test_fonts.py` compares the shapes with the whole font.
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Protocol

from mingbai.cache import code_fingerprint, fingerprint
from mingbai.problems import Problems
from mingbai.records.language import Language
from mingbai.records.library import Library

HOME = "assets/fonts"
"""Folder of the site that holds them."""
NAMES_CSS = f"{HOME}/names.css"
LANGUAGES = "data/languages.yml"
NAMES = "Mingbai Names"
"""Family of the tiny fonts that hold only what the language menu of every page shows."""
ALWAYS = (
    "U+0020-0022,U+0028-0029,U+002D,U+003F,U+00A0,U+200B-200D,U+2013-2014,U+201C-201D,U+202F,U+2048-2049,U+25CC,"
    "U+3001-3002,U+3008-300F"
)
"""Spaces, joiners and punctuation, as far as a font has them: a run that changes font there loses its joined forms."""

_RANGE = re.compile(r"U\+([0-9A-F]{2,6})(?:-([0-9A-F]{2,6}))?", re.IGNORECASE)
_SCRIPTS = {"tibetan": "U+0F00-0FFF", "mongolian": "U+1800-18AF"}


class Store(Protocol):
    """What we ask of a cache."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


def parse_ranges(ranges: str) -> frozenset[int]:
    """Code points of "U+0F40-0F42, U+0F72"; raises ValueError with the part that is no range."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in ranges.split(","))):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1], 16), int(match[2] or match[1], 16)) if match else (1, 0)
        if first > last or last > 0x10FFFF:
            raise ValueError(part)
        found.update(range(first, last + 1))
    return frozenset(found)


def render_font_css(language: Language) -> str:
    """`<code>.css`: the font face of a language; the file lies beside it."""
    return _face(language.font, f"{language.id.lower()}.woff2")


def _face(family: str, file: str, ranges: str = "") -> str:
    lines = [f'font-family: "{family}"', "font-style: normal", "font-weight: 400", "font-display: swap",
             f'src: url("{file}") format("woff2")']
    if ranges:
        lines.append(f"unicode-range: {ranges}")
    return "@font-face {\n" + "".join(f"  {line};\n" for line in lines) + "}\n"


def write_fonts(
    root: Path, library: Library, texts: Mapping[str, str], cache: Store, problems: Problems
) -> dict[str, bytes]:
    """All font files of the site: path from its root -> bytes (fonts, style sheets, licences).

    `texts` maps a language to everything that the site may show in its font, in any order; `root` holds
    `node_modules`. A language whose font cannot be made is left out and recorded.
    """
    made: dict[str, bytes] = {}
    names = ""
    for language in sorted((one for one in library.languages.values() if one.font), key=lambda one: one.id):
        package = root / "node_modules" / language.font_package
        source, licence = package / language.font_file, package / "LICENSE"
        if not _usable(source, licence, language, problems):
            continue
        face = f"{HOME}/{language.id.lower()}"
        letters = _letters(source, texts.get(language.id, "") + language.name, language, cache, problems)
        made[f"{face}.woff2"] = _subset(source, letters, f"{language.font_ranges},{ALWAYS}", cache)
        made[f"{face}.css"] = render_font_css(language).encode("utf-8")
        made[f"{face}.ofl.txt"] = licence.read_bytes().replace(b"\r\n", b"\n")
        made[f"{face}.name.woff2"] = _subset(source, language.name, "U+0020,U+202F", cache)
        names += _face(NAMES, f"{language.id.lower()}.name.woff2", _SCRIPTS.get(language.tokens, ""))
    if names:
        made[NAMES_CSS] = names.encode("utf-8")
    return made


def _usable(source: Path, licence: Path, language: Language, problems: Problems) -> bool:
    """Whether a language's font can be cut; what is wrong is recorded."""
    if not (source.is_file() and licence.is_file()):
        _fault(problems, language, "font_package", "font-missing", package=language.font_package)
        return False
    try:
        parse_ranges(language.font_ranges)
    except ValueError as error:
        _fault(problems, language, "font_ranges", "font-ranges", part=error)
        return False
    return True


def _letters(source: Path, text: str, language: Language, cache: Store, problems: Problems) -> str:
    """What of `text` the font can write, sorted; what it should and cannot is recorded."""
    known = set(json.loads(_cached(source, "letters", lambda cutting: json.dumps(cutting.letters_of(source)).encode(), cache)))
    used = {ord(letter) for letter in text}
    lacking = used & parse_ranges(_SCRIPTS.get(language.tokens, "")) - known
    if lacking:
        shown = " ".join(f"U+{code:04X}" for code in sorted(lacking))
        _fault(problems, language, "font_file", "font-lacks-letters", letters=shown)
    return "".join(map(chr, sorted(used & known)))


def _subset(source: Path, text: str, ranges: str, cache: Store) -> bytes:
    recipe = fingerprint(text, ranges)
    return _cached(source, recipe, lambda cutting: cutting.subset_font(source, text, parse_ranges(ranges)), cache)


def _cached(source: Path, recipe: str, make: Callable[[ModuleType], bytes], cache: Store) -> bytes:
    """Cutting takes seconds: the cache is asked first, under a name for everything that goes in."""
    tools = f"{version('fonttools')} {version('brotli')}"
    key = "font-" + fingerprint(code_fingerprint(), source.read_bytes(), recipe, tools)
    found = cache.get(key)
    if found is None:
        from mingbai.outputs import font_cutting  # half a second that a build with a full cache does not pay

        found = make(font_cutting)
        cache.put(key, found)
    return found


def _fault(problems: Problems, language: Language, key: str, code: str, **details: object) -> None:
    problems.add(LANGUAGES, language.lines.get(key, 0), code, language=language.id, **details)
