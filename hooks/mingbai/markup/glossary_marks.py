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
from itertools import accumulate

from mingbai.markup.glossary_words import FOLD, UNSEEN, UNSEEN_SIGNS, Boundary, compile_words, plain_form, turn_first

_TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-z0-9]*)([^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)>""", re.DOTALL)
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
_SPECIAL = re.compile(rf"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|[{UNSEEN}]+")


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
                plain = plain_form(form, boundary)
                if plain:
                    self._ids.setdefault(plain, term.id)
        self._words = compile_words(self._ids, boundary) if self._ids else None

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
        id = self._ids.get(found)
        if id is not None:
            return id
        folded = found.translate(FOLD)
        if "  " in folded:
            folded = re.sub(" +", " ", folded)
        id = self._ids.get(folded)
        return self._ids[turn_first(folded)] if id is None else id


class _PlainText:
    """The plain text of a page, and where each piece of it stands in the HTML."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._has_special = _SPECIAL.search(html) is not None
        self._pieces: list[str] = []
        self._places: list[tuple[int, int]] = []
        """Where a piece stands in the HTML; beside the pieces."""
        self._opening: dict[int, int] = {}
        """Inline elements: where an opening tag ends -> where it starts."""
        self._closing: dict[int, int] = {}
        """Where a closing tag starts -> where it ends."""
        linked = self._read()
        self._starts = [0, *accumulate(map(len, self._pieces))]
        """Where a piece begins in the plain text."""
        self.text = "".join(self._pieces)
        self.linked = [(self._starts[number], id) for number, id in linked]
        """Terms linked by hand: (place in the plain text, id)."""

    def _read(self) -> list[tuple[int, str]]:
        """Fill the pieces; answers the terms linked by hand with the number of the piece that follows."""
        html, place, linked, search = self._html, 0, [], _TAG.search
        while match := search(html, place):
            start, end = match.span()
            if start > place:
                self._add_text(place, start)
            place = end
            closing, name, attributes = match.groups()
            if name in _INLINE and not (attributes and _UNMARKED.search(attributes)):
                if closing:
                    self._closing[start] = end
                else:
                    self._opening[end] = start
            elif name is not None:  # not a comment
                self._add_break()
                if not closing and (name in _CLOSED or attributes and _UNMARKED.search(attributes)):
                    target = _TARGET.search(attributes) if name == "a" else None
                    if target:
                        linked.append((len(self._pieces), target[1]))
                    if name not in _VOID:
                        place = _end_of(html, name, end)
        if place < len(html):
            self._add_text(place, len(html))
        return linked

    def _add_text(self, start: int, end: int) -> None:
        """Entities and unseen signs become pieces of their own, of another length than in the HTML."""
        if self._has_special:
            for match in _SPECIAL.finditer(self._html, start, end):
                if match.start() > start:
                    self._add(self._html[start:match.start()], start, match.start())
                shown = UNSEEN_SIGNS.sub("", html_module.unescape(match[0]))
                self._add(shown, match.start(), match.end())
                start = match.end()
        if start < end:
            self._add(self._html[start:end], start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text)
        self._places.append((start, end))

    def _add_break(self) -> None:
        if self._pieces and self._pieces[-1] != _BREAK:
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
        while number < len(self._pieces) and self._starts[number] < end:
            first, last = self._places[number]
            begin, length = self._starts[number], len(self._pieces[number])
            if length == last - first:  # else an entity or unseen signs: only as a whole
                first, last = first + max(0, start - begin), first + min(length, end - begin)
            if runs and runs[-1][1] == first:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
            number += 1
        # A variation selector belongs to the letter before it.
        unseen = UNSEEN_SIGNS.match(self._html, runs[-1][1])
        if unseen:
            runs[-1] = (runs[-1][0], unseen.end())
        return runs

    def _widen(self, start: int, stop: int) -> tuple[int, int] | None:
        """The stretch with the inline elements that the word fills from one end; None where they cross its edge."""
        opened = closed = 0
        for match in _TAG.finditer(self._html, start, stop):
            if match[2] is None or match[2] in _VOID:
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
    return re.compile(rf"<(/?){name}(?=[\s>/])[^>]*>")


def _end_of(html: str, name: str, place: int) -> int:
    """Where the element `name` that was opened before `place` ends."""
    depth = 1
    for edge in _edges(name).finditer(html, place):
        depth += -1 if edge[1] else 1
        if not depth:
            return edge.end()
    return len(html)
