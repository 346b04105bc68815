"""Postings of the search: which token stands in which section, how often, heavier in titles and headings."""
from __future__ import annotations

import gc
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat

from mingbai.outputs.search_documents import Placed
from mingbai.outputs.tokens import Key, Rule, exact_token, text_keys

TITLE_WEIGHT = 4
HEADING_WEIGHT = 2
EXTRA_WEIGHT = 3
EXACT_WEIGHT = {"term": 2}
"""A glossary entry whose word is typed as it stands comes before other pages of that name (1)."""

_PHRASES = re.compile("[\n;|、；]")


def collect_postings(placed: Iterable[Placed], rule: Rule) -> dict[Key, list[int]]:
    """Return the rising list of document ids of every token's key, an id once for each (weighted) occurrence."""
    lists: defaultdict[Key, list[int]] = defaultdict(list)
    for item in placed:
        for number, section in enumerate(item.sections, item.base):
            keys = text_keys(section.text, rule)
            keys += text_keys(section.heading, rule) * HEADING_WEIGHT
            if number == item.base:
                keys += _page_keys(item, rule)
            # All in C: the lists of all keys, and `number` put at the end of each.
            deque(map(list.append, map(lists.__getitem__, keys), repeat(number)), maxlen=0)
    return lists


def _page_keys(item: Placed, rule: Rule) -> list[Key]:
    """What finds a page as a whole stands in its first section."""
    page = item.page
    keys = text_keys(page.title, rule) * TITLE_WEIGHT + text_keys(page.extra, rule) * EXTRA_WEIGHT
    if rule != "none":
        phrases = {exact_token(phrase) for phrase in (page.title, *_PHRASES.split(page.extra))} - {""}
        keys += sorted(phrases) * EXACT_WEIGHT.get(page.kind, 1)
    return keys


@contextmanager
def without_collector() -> Iterator[None]:
    """Hundreds of thousands of lists without cycles: the collector would walk them again and again for nothing."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()
