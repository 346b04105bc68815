"""Glossary marks: the first occurrence of each glossary word in a finished page becomes a link to its explanation.

Input is our own well-formed HTML before references are resolved; output the same with `<a data-ref="term:id" class="term">`.
Words are found in the plain text of a block, so `<strong>联合</strong>党工委` is one word: leftmost, then longest, then
priority, then id. Every occurrence uses up its text, marked or not: in a page that marks 人民调解 once, the 调解 inside
the second 人民调解 is not taken for the word 调解.

A word that spans inline elements gets one link around them where they lie wholly inside it. Where an element begins
inside and ends outside, each piece of text gets its own link: the first is `class="term"`, the others are
`class="term-part"` (the same target, but not a mark of its own: no card, not counted).
"""
from __future__ import annotations

import functools
import html as html_module
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Boundary = Literal["none", "word", "tsheg", "suffix"]

_TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)>""", re.DOTALL)
_INLINE = frozenset("strong em b i u s mark span small del ins q abbr bdi bdo cite dfn time data wbr".split())
"""Elements that do not interrupt a word; every other one does (a block, a line break, a picture)."""
_CLOSED = frozenset(
    "a h1 h2 h3 h4 h5 h6 code pre kbd samp button label summary select textarea input script style svg math rt rp head title".split()
)
"""Elements in which nothing is marked."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNMARKED = re.compile(r"""\sdata-unmarked(?=[\s=/]|$)|\sclass=(?:"(?:[^"]*\s)?plain(?:\s[^"]*)?"|'(?:[^']*\s)?plain(?:\s[^']*)?'|plain(?=\s|$))""")
_TARGET = re.compile(r'\sdata-ref="term:([^"#]+)')
_BREAK = "\0"
"""Stands in the plain text for whatever interrupts a word."""

# Signs without a width of their own: left out of the plain text, kept in the HTML. (Mongolian variation selectors,
# soft hyphen, zero-width space and joiners, byte order mark.)
_UNSEEN = "\u180b-\u180d\u180f\u00ad\u200b-\u200d\ufeff"
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]+")
_SPECIAL = re.compile(rf"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|[{_UNSEEN}]+")
# One class for signs that writers use for one another; the first stands for all in `_plain_form`.
_ALIKE = {" ": "[ \n\t\u00a0]+", "'": "['\u2019]", "\u0f0b": "[\u0f0b\u0f0c]", "\u180e": "[\u180e\u202f]"}
_FOLD = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u2019": "'", "\u0f0c": "\u0f0b", "\u202f": "\u180e"})

_HAN = "\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TIBETAN = "\u0f18\u0f19\u0f20-\u0f33\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6"
_MONGOLIAN = "\u1810-\u1819\u1820-\u18aa"


@dataclass(frozen=True)
class _Guard:
    """What may stand before and after a word, as look-arounds that go *behind* its first and last letter."""

    before: str
    after: str


_GUARDS = {  # in "word" a hyphen binds: no "law" in "mother-in-law"
    "word": _Guard(rf"(?<!(?=[^{_HAN}])[\w\u0300-\u036f-].)", rf"(?!(?=[^{_HAN}])[\w\u0300-\u036f-])"),
    "tsheg": _Guard(f"(?<![{_TIBETAN}].)", f"(?![{_TIBETAN}])"),
    # A suffix hangs on by U+202F or U+180E. U+180E and a lone a or e at the end of a word belong to the word itself.
    "suffix": _Guard(f"(?<![{_MONGOLIAN}\u180e\u202f].)", f"(?![{_MONGOLIAN}]|\u180e[\u1820\u1821](?![{_MONGOLIAN}]))"),
    "none": _Guard("", ""),
}


@dataclass(frozen=True)
class MarkedTerm:
    """A glossary word: every form is marked as `id`; of equal forms the higher `priority` wins, then the lower id."""

    id: str
    forms: tuple[str, ...]
    priority: int = 0


@dataclass(frozen=True)
class Marked:
    """HTML with marks, and the ids marked, in order of their place."""

    html: str
    ids: tuple[str, ...]


class Marker:
    """Marks the words of one language. `boundary` says what must stand around a word (see `records/language.py`)."""

    def __init__(self, terms: Iterable[MarkedTerm], boundary: Boundary) -> None:
        self._boundary = boundary
        self._ids: dict[str, str] = {}
        for term in sorted(terms, key=lambda term: (-term.priority, term.id)):
            for form in term.forms:
                plain = _plain_form(form, boundary)
                if plain:
                    self._ids.setdefault(plain, term.id)
        self._words = _compile_words(self._ids, boundary) if self._ids else None

    def mark(self, html: str, off: frozenset[str] = frozenset(), own: str = "") -> Marked:
        """Mark the first occurrence of each term in `html`, except the terms in `off` and the page's `own` term.

        A term that the author has linked by hand (`<a data-ref="term:id">`) is not marked after that place.
        """
        if self._words is None:
            return Marked(html, ())
        page = _PlainText(html)
        linked = list(reversed(page.linked))
        done, pieces, ids, end = {*off, own}, [], [], 0
        for match in self._words.finditer(page.text):
            while linked and linked[-1][0] <= match.start():
                done.add(linked.pop()[1])
            id = self._id(match[0])
            if id in done:
                continue
            done.add(id)
            ids.append(id)
            for start, stop, number in page.spans(*match.span()):
                kind = "term-part" if number else "term"
                pieces += (html[end:start], f'<a data-ref="term:{id}" class="{kind}">', html[start:stop], "</a>")
                end = stop
        pieces.append(html[end:])
        return Marked("".join(pieces), tuple(ids))

    def _id(self, found: str) -> str:
        folded = found.translate(_FOLD)
        if "  " in folded:
            folded = re.sub(" +", " ", folded)
        id = self._ids.get(folded)
        return self._ids[_turn_first(folded)] if id is None else id


def _plain_form(form: str, boundary: Boundary) -> str:
    """A form as it is looked up: unseen signs left out, like signs folded, no tsheg or shad at its end."""
    plain = " ".join(_UNSEEN_SIGNS.sub("", form).translate(_FOLD).split())
    return plain.rstrip("\u0f0b\u0f0d") if boundary == "tsheg" else plain


def _turn_first(form: str) -> str:
    return form[0].swapcase() + form[1:]


def _guard(sign: str, boundary: Boundary) -> _Guard:
    """The guard at an edge of a word: by the language, and by the letter that stands there."""
    if "\u0f00" <= sign <= "\u0fff":
        return _GUARDS["tsheg"]
    if "\u1800" <= sign <= "\u18af":
        return _GUARDS["suffix"]
    # In Chinese text a Latin abbreviation or a number is still a word of its own: no "12348" in "123480".
    is_worded = sign.isalnum() and (boundary != "none" or sign.isascii()) and not re.match(f"[{_HAN}]", sign)
    return _GUARDS["word" if is_worded else "none"]


def _compile_words(ids: Iterable[str], boundary: Boundary) -> re.Pattern[str]:
    """One pattern for all words: a tree of their letters, longer ones first, so that time does not grow with them."""
    forms = set(ids)
    if boundary == "word":  # a sentence begins with a capital, in the text or in the glossary
        forms |= {_turn_first(form) for form in forms}
    first: dict[str, list[str]] = {}
    for form in sorted(forms):
        first.setdefault(form[0], []).append(form[1:])
    # The guard stands behind the first letter: then all branches begin with a letter and `re` can leap to those.
    branches = [_sign(sign) + _guard(sign, boundary).before + _tree(rests, sign, boundary) for sign, rests in first.items()]
    return re.compile("|".join(branches), re.DOTALL)


def _tree(rests: list[str], before: str, boundary: Boundary) -> str:
    """The pattern of what may follow the letter `before`, longest first; "" among `rests` ends a word."""
    prefix = _common_prefix(rests)
    if prefix:
        written = "".join(map(_sign, prefix))
        return written + _tree([rest[len(prefix):] for rest in rests], prefix[-1], boundary)
    groups: dict[str, list[str]] = {}
    for rest in rests:
        if rest:
            groups.setdefault(rest[0], []).append(rest[1:])
    branches = [_sign(sign) + _tree(group, sign, boundary) for sign, group in sorted(groups.items())]
    if "" in rests:
        branches.append(_guard(before, boundary).after)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _common_prefix(rests: list[str]) -> str:
    low, high = min(rests), max(rests)
    for place, sign in enumerate(low):
        if sign != high[place]:
            return low[:place]
    return low


def _sign(sign: str) -> str:
    return _ALIKE.get(sign) or re.escape(sign)


class _PlainText:
    """The plain text of a page, and where each piece of it stands in the HTML."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._starts: list[int] = []
        """Where a piece begins in the plain text."""
        self._places: list[tuple[int, int]] = []
        """Where it stands in the HTML."""
        self.linked: list[tuple[int, str]] = []
        """Terms linked by hand: (place in the plain text, id)."""
        self._opening: dict[int, int] = {}
        """Inline elements: where an opening tag ends -> where it starts."""
        self._closing: dict[int, int] = {}
        """Where a closing tag starts -> where it ends."""
        self._parts: list[str] = []
        self._length = 0
        self._read()
        self.text = "".join(self._parts)

    def _read(self) -> None:
        html, place = self._html, 0
        search = _TAG.search
        while match := search(html, place):
            start, end = match.span()
            if start > place:
                self._add_text(place, start)
            place = end
            name = match[2]
            if name is None:  # a comment
                continue
            name = name.lower()
            if not match[1] and (name in _CLOSED or _UNMARKED.search(match[3])):
                self._add_break()
                if name == "a" and (target := _TARGET.search(match[3])):
                    self.linked.append((self._length, target[1]))
                if name not in _VOID:
                    place = _end_of(html, name, end)
            elif name not in _INLINE:
                self._add_break()
            elif match[1]:
                self._closing[start] = end
            else:
                self._opening[end] = start
        if place < len(html):
            self._add_text(place, len(html))

    def _add_text(self, start: int, end: int) -> None:
        text = self._html[start:end]
        if text.isspace() and "\n" in text:  # between blocks: nothing to find
            text = " "
        elif "&" in text or not text.isascii() and _UNSEEN_SIGNS.search(text):
            return self._add_special(start, end)
        self._add(text, start, end)

    def _add_special(self, start: int, end: int) -> None:
        """Text with entities or unseen signs: each is a piece of its own, of another length than in the HTML."""
        for match in _SPECIAL.finditer(self._html, start, end):
            if match.start() > start:
                self._add(self._html[start:match.start()], start, match.start())
            shown = _UNSEEN_SIGNS.sub("", html_module.unescape(match[0]))
            self._add(shown, match.start(), match.end())
            start = match.end()
        if start < end:
            self._add(self._html[start:end], start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        self._starts.append(self._length)
        self._places.append((start, end))
        self._parts.append(text)
        self._length += len(text)

    def _add_break(self) -> None:
        self._add(_BREAK, -1, -1)

    def spans(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where a word of the plain text stands in the HTML: (start, end, number) for each link it needs."""
        runs = self._runs(start, end)
        if len(runs) == 1:
            return [(*runs[0], 0)]
        whole = self._widen(runs[0][0], runs[-1][1])
        if whole:
            return [(*whole, 0)]
        texts = [run for run in runs if not self._html[run[0]:run[1]].isspace()]
        return [(*run, number) for number, run in enumerate(texts)]

    def _runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The unbroken stretches of text in the HTML that make up a word; tags stand between them."""
        runs: list[tuple[int, int]] = []
        number = bisect_right(self._starts, start) - 1
        while number < len(self._starts) and self._starts[number] < end:
            first, last = self._places[number]
            begin, length = self._starts[number], len(self._parts[number])
            if length == last - first:  # else an entity or unseen signs: only as a whole
                first, last = first + max(0, start - begin), first + min(length, end - begin)
            if runs and runs[-1][1] == first:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
            number += 1
        # A variation selector belongs to the letter before it.
        unseen = _UNSEEN_SIGNS.match(self._html, runs[-1][1])
        if unseen:
            runs[-1] = (runs[-1][0], unseen.end())
        return runs

    def _widen(self, start: int, stop: int) -> tuple[int, int] | None:
        """The stretch with the inline elements that the word fills from one end; None where they cross its edge."""
        opened = closed = 0
        for match in _TAG.finditer(self._html, start, stop):
            if match[2] is None or match[2].lower() in _VOID:
                continue
            if not match[1]:
                opened += 1
            elif opened:
                opened -= 1
            else:
                closed += 1
        for _ in range(closed):
            start = self._opening.get(start, -1)
        for _ in range(opened):
            stop = self._closing.get(stop, -1)
        return None if start < 0 or stop < 0 else (start, stop)


@functools.cache
def _edges(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[\s>/])[^>]*>", re.IGNORECASE)


def _end_of(html: str, name: str, place: int) -> int:
    """Where the element `name` that was opened before `place` ends."""
    depth = 1
    for edge in _edges(name).finditer(html, place):
        depth += -1 if edge[1] else 1
        if not depth:
            return edge.end()
    return len(html)
