"""Font cutting: the one room that knows fontTools; only builds whose cache lacks a font come here."""
from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_NAMES_KEPT = [0, 1, 2, 4, 5, 6, 13, 14]  # with copyright and licence, as the OFL wants


def letters_of(source: Path) -> list[int]:
    """The code points that a font can write, sorted."""
    with TTFont(source, lazy=True) as font:
        return sorted(font.getBestCmap())


def subset_font(source: Path, text: str, kept: Iterable[int]) -> bytes:
    """The font at `source` as woff2 with the letters of `text`, the code points `kept` and every form they can take.

    Same input, same bytes: the date in the font stays that of the source.
    """
    wanted = sorted({ord(letter) for letter in text} | set(kept))
    options = _options()
    font = subset.load_font(str(source), options)
    try:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        target = io.BytesIO()
        subset.save_font(font, target, options)
    finally:
        font.close()
    return target.getvalue()


def _options() -> subset.Options:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.layout_closure = True
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = list(_NAMES_KEPT)
    options.drop_tables = [*options.drop_tables, "STAT"]
    return options
