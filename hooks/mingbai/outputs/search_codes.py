"""The written form of the search files: short printable-ASCII codes, shard numbers and the script around each file."""
from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, chain
from operator import sub
from zlib import crc32

VERSION = 1
"""Goes up when the files or the tokens change their form; a cached index of another version is not patched."""

# Printable ASCII without space and ">" (they part the entries of a shard), quote, backslash and "<" (script text).
# The last three symbols repeat the document before them; the first 65 are whole gaps, the others lead longer ones.
# search.js makes the same list.
_PRINTABLE = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\<>')
SYMBOLS = _PRINTABLE[:-3]
AGAIN = _PRINTABLE[-1]
AGAIN_TWO = _PRINTABLE[-2]
AGAIN_FOUR = _PRINTABLE[-3]
LEADS = (0, 65, 84, 86, len(SYMBOLS))
"""Symbols LEADS[n] … LEADS[n + 1] start a code of n + 1 symbols."""

_REPEATS = {AGAIN: 1, AGAIN_TWO: 2, AGAIN_FOUR: 4}
_CODE = re.compile(
    "|".join(
        f"[{re.escape(SYMBOLS[LEADS[more]:LEADS[more + 1]])}]" + (f".{{{more}}}" if more else "") for more in range(4)
    )
    + f"|[{re.escape(AGAIN + AGAIN_TWO + AGAIN_FOUR)}]"
)
_LEVELS = [round(8 * 2 ** (level / 8)) for level in range(len(SYMBOLS))]


@lru_cache(maxsize=2)
def _gap_codes(size: int) -> tuple[str, ...]:
    """Codes of the gaps 0 … size - 1 or more; gap 0 means "the same document again"."""
    codes = [AGAIN]
    for more in range(4):
        level = list(SYMBOLS[LEADS[more] : LEADS[more + 1]])
        for _ in range(more):
            level = [code + symbol for code in level[: size // len(SYMBOLS) + 1] for symbol in SYMBOLS]
        codes += level
        if len(codes) >= size:
            break
    return tuple(codes)


class Encoder:
    """Writes rising lists of document ids below `limit` (at most 675,000); an id stands once for each occurrence."""

    def __init__(self, limit: int) -> None:
        size = 1 << max(limit + 1, 64).bit_length()
        self._code = _gap_codes(size).__getitem__

    def __call__(self, ids: list[int], start: int = 0) -> str:
        """Return the code of `ids` (not empty), the first gap counted from `start` - 1."""
        if len(ids) == 1:
            return self._code(ids[0] - start + 1)
        text = "".join(map(self._code, map(sub, ids, chain((start - 1,), ids))))
        if AGAIN * 2 in text:
            text = text.replace(AGAIN * 4, AGAIN_FOUR).replace(AGAIN * 2, AGAIN_TWO)
        return text


def decode(text: str, start: int = 0) -> list[int]:
    """Read back what an Encoder wrote."""
    gaps: list[int] = []
    for code in _CODE.findall(text):
        repeats = _REPEATS.get(code)
        gaps += (0,) * repeats if repeats else (_gap(code),)
    return list(accumulate(gaps, initial=start - 1))[1:]


def _gap(code: str) -> int:
    more = len(code) - 1
    gap = SYMBOLS.index(code[0]) - LEADS[more]
    for symbol in code[1:]:
        gap = gap * len(SYMBOLS) + SYMBOLS.index(symbol)
    return gap + 1 + sum((LEADS[n + 1] - LEADS[n]) * len(SYMBOLS) ** n for n in range(more))


def length_symbol(length: int) -> str:
    """Return the symbol of a document's length in characters, eight for each doubling, never the first symbol."""
    return SYMBOLS[max(1, bisect_right(_LEVELS, length) - 1)]


NO_DOCUMENT = SYMBOLS[0]


def hash_of(term: str) -> int:
    """Return the number whose last bits are the number of the shard that holds `term`.

    A whole word ("=人民调解") lies with its first two characters, whose file a query for it loads anyway.
    """
    return crc32((term[1:3] if term[0] == "=" else term).encode())


def shard_of(term: str, shards: int) -> int:
    """Return the number of the shard that holds `term`; `shards` is a power of two."""
    return hash_of(term) & (shards - 1)


def part_name(kind: str, number: int) -> str:
    """Return a part's name, at most 128 to a folder: t0/3f."""
    return f"{kind}{number >> 7}/{number & 127:02x}"


def part_path(language: str, part: str) -> str:
    """Return the path of a part from the site's root."""
    return f"search/{language}/{part}.js"


def script_head(language: str, part: str, edition: str) -> str:
    """Return what stands before a part's data."""
    return f"mingbai.search.data({script_value([language, part, edition])[1:-1]},"


SCRIPT_TAIL = ");\n"


def script_value(value: object) -> str:
    """Return `value` as JavaScript that is safe inside a script element too."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def render_script(language: str, part: str, edition: str, data: str) -> bytes:
    """Return one search file around `data` (JavaScript)."""
    return (script_head(language, part, edition) + data + SCRIPT_TAIL).encode()


def write_entry(term: str, code: str) -> str:
    """Return one entry of a shard."""
    return f"{term}>{code}"


def entry_size(entry: str) -> int:
    """Return the bytes of an entry in its shard."""
    return len(entry.encode()) + 1


def render_entries(entries: Iterable[str]) -> str:
    """Return the text of a shard: ` term>codes term>codes `, in the order of its entries."""
    return f" {' '.join(sorted(entries))} "


def parse_entries(text: str) -> dict[str, str]:
    """Read back what render_entries wrote: entries by term."""
    # Parted by nothing but the plain space: U+202F belongs to Mongolian words.
    return {entry[: entry.index(">")]: entry for entry in text.split(" ") if entry}
