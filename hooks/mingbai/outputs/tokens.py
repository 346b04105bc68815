"""How search cuts text into tokens: one rule per language, equal to the letter in `overrides/assets/search.js`."""
from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from itertools import compress
from typing import Literal

Rule = Literal["han", "words", "tibetan", "mongolian", "none"]

# Characters that are cut into overlapping pairs: Han, and scripts without spaces (Kana, Hangul, Yi, Lisu, Dai, Thai …).
_PAIRED = "\u0e00-\u0eff\u1000-\u109f\u1950-\u19df\u3007\u3041-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# Scripts with spaces: Latin, Greek, Cyrillic, Arabic (Uyghur, Kazakh), digits.
_WORD = "0-9a-z\u00df-\u052f\u0620-\u06ff\u1e00-\u1fff"
_TIBETAN = "\u0f00\u0f35-\u0f39\u0f40-\u0fbc"
_MONGOLIAN = "\u1807\u180a\u1820-\u18aa\u202f"

_RUNS = re.compile(
    f"([{_PAIRED}]+)|([{_WORD}]+)|([{_TIBETAN}]+(?:[\u0f0b\u0f0c]+[{_TIBETAN}]+)*)|([{_MONGOLIAN}]+)"
)
_OUTSIDE = re.compile(f"[^{_PAIRED}{_WORD}{_TIBETAN}{_MONGOLIAN}]+")
_TSHEG = re.compile("[\u0f0b\u0f0c]+")
_DROPPED = re.compile("[\u00ad\u180b-\u180d\u180f\u200b-\u200d\u2060\ufeff]")
_WIDE = str.maketrans(
    {code: code - 0xFEE0 for a, b in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)) for code in range(a, b + 1)}
    | {0x0F20 + digit: 0x30 + digit for digit in range(10)}
    | {0x1810 + digit: 0x30 + digit for digit in range(10)}
    | {0x180E: 0x202F}
)
_WIDE_ANY = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u0f20-\u0f29\u1810-\u1819\u180e]")
_NUMERAL = "一二三四五六七八九〇零两十百千"
_ARTICLE = re.compile(f"(第?)([{_NUMERAL}]+|[0-9]+)([条款项章])")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

LONGEST_EXACT = 40
"""Longest title or colloquial word, in characters, that can be found as a whole."""


def fold(text: str) -> str:
    """Return `text` as search compares it: NFC, half-width letters and digits, lower case, no invisible characters."""
    text = _DROPPED.sub("", unicodedata.normalize("NFC", text))
    return (text.translate(_WIDE) if _WIDE_ANY.search(text) else text).lower()


def tokenise(text: str, rule: Rule) -> list[str]:
    """Cut `text` into tokens in reading order; article numbers ("§12条") stand at the end."""
    if rule == "none":
        return []
    folded = fold(text)
    tokens: list[str] = []
    for match in _RUNS.finditer(folded):
        run = match.group()
        kind = match.lastindex
        if kind == 1:
            tokens += _pairs(run)
        elif kind == 2:
            tokens.append(_singular(run) if rule == "words" else run)
        elif kind == 3:
            syllables = _TSHEG.split(run)
            tokens += syllables
            tokens += (f"{a}་{b}" for a, b in zip(syllables, syllables[1:]))
        else:
            tokens += _mongolian_forms(run)
    return tokens + _article_tokens(folded)


def exact_token(text: str) -> str:
    """Return the token that finds `text` as a whole ("=人民调解"), "" where it is empty or too long."""
    core = _OUTSIDE.sub("-", fold(text)).strip("-")
    return "=" + core if 0 < len(core) <= LONGEST_EXACT else ""


def article_number(numeral: str) -> int:
    """Read a Chinese or Arabic numeral: 一百二十 → 120, 一二〇 → 120, 12 → 12."""
    if numeral.isascii():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        unit = _UNITS.get(character)
        if unit:
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


def _pairs(run: str) -> list[str]:
    return [a + b for a, b in zip(run, run[1:])] or [run]


def _singular(word: str) -> str:
    """Fold the plainest English plurals; the same wrong stems on both sides still match."""
    if len(word) > 3 and word.isascii() and word.isalpha() and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if len(word) > 4 and word.endswith("ies") else word[:-1]
    return word


def _mongolian_forms(run: str) -> list[str]:
    """The whole word and, where a suffix is set off by a narrow space, the stem before it."""
    whole = run.strip("\u202f")
    stem = whole.split("\u202f", 1)[0]
    return [form for form in dict.fromkeys((whole, stem)) if form]


def _article_tokens(folded: str) -> list[str]:
    """第十二条 and 12条 → "§12条"; a Chinese numeral counts with 第 alone, for 三条 is mostly "three of them"."""
    return [
        f"§{article_number(numeral)}{unit}"
        for prefix, numeral, unit in _ARTICLE.findall(folded)
        if (len(numeral) < 6 if numeral.isascii() else prefix and len(numeral) < 10)
    ]


# ---- the fast road for long Chinese texts -------------------------------------------------------------------------
# A pair of Han characters is kept as one 32-bit number (its two UTF-16 units), read from memory without making a string
# for each: three times faster than slicing.

Key = int | str
_FAST_HAN = "\u3007\u3400-\u9fff"
_SPLIT_HAN = re.compile(f"([{_FAST_HAN}]+)").split
_SLOW = re.compile(
    "[\u00ad\u180b-\u180d\u180f\u200b-\u200d\u2060\ufeff"
    "\u0e00-\u0eff\u1000-\u109f\u1950-\u19df\u3041-\u33ff\ua000-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
).search
_QUIET = re.compile(r"""[\s，。、；：？！（）《》〈〉〔〕“”‘’—…·#*()"'.,:;%|/-]*""").fullmatch
_ARTICLE_HAN = re.compile(f"第[{_NUMERAL}]{{1,9}}[条款项章]").findall
_ARTICLE_DIGITS = re.compile("[0-9]+[条款项章]").findall
_LITTLE = sys.byteorder == "little"


def text_keys(text: str, rule: Rule) -> list[Key]:
    """Return the keys (see `term_key`) of all tokens of `text`, in any order."""
    if rule == "none":
        return []
    parts = _SPLIT_HAN(text)
    rest = " ".join(parts[::2])
    if _SLOW(rest):
        return [term_key(token) for token in tokenise(text, rule)]
    keys = _pair_keys(parts[1::2])
    for hit in _ARTICLE_HAN(text):
        keys += _numbered(hit)
    if not _QUIET(rest):
        keys += tokenise(rest, rule)
        for hit in _ARTICLE_DIGITS(fold(text) if _WIDE_ANY.search(rest) else text):
            keys += _numbered(hit)
    return keys


def _pair_keys(runs: list[str]) -> list[Key]:
    units = memoryview(" ".join(runs).encode("utf-16-le" if _LITTLE else "utf-16-be"))
    # 1 where a pair lies inside a run, 0 where a space is one of its halves.
    lengths = list(map(len, runs))
    inside = b"\0".join(map(_inside, lengths))
    size = len(units)
    keys: list[Key] = [run for run in runs if len(run) == 1] if 1 in lengths else []
    keys += compress(units[: size & ~3].cast("I").tolist(), inside[::2])
    keys += compress(units[2 : 2 + (max(size - 2, 0) & ~3)].cast("I").tolist(), inside[1::2])
    return keys


@lru_cache(maxsize=1024)
def _inside(length: int) -> bytes:
    return b"\1" * (length - 1) + b"\0"


@lru_cache(maxsize=4096)
def _numbered(hit: str) -> tuple[str, ...]:
    return tuple(_article_tokens(hit))


def term_key(token: str) -> Key:
    """Return the key of a token: a number for a pair of common Han characters, else the token itself."""
    if len(token) == 2 and "\u3007" <= token[0] < "\uf900" and "\u3007" <= token[1] < "\uf900":
        first, second = map(ord, token)
        return first | second << 16 if _LITTLE else first << 16 | second
    return token


def key_term(key: Key) -> str:
    """Return the token of a key."""
    if isinstance(key, str):
        return key
    first, second = key & 0xFFFF, key >> 16
    return chr(first) + chr(second) if _LITTLE else chr(second) + chr(first)
