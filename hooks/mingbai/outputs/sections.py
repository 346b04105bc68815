"""Sections: finished article HTML cut at its headings, for search, the manifest and the list of anchors."""
from __future__ import annotations

import html
import re
from dataclasses import dataclass

_HEADING = re.compile(r'<h([2-4])(?: [^>]*?)?\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.S)
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"</(?:p|li|td|th|tr|dt|dd|div|summary|h[1-6]|blockquote|label|figcaption)>|<br ?/?>")
_SPACE = re.compile(r"\s+")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class PageSection:
    """The text under one heading; the first section of a page has anchor ""."""

    anchor: str
    heading: str
    level: int
    text: str


def plain_text(markup: str) -> str:
    """The text of our own well-formed HTML, blocks apart by a space."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", _BREAK.sub(" ", markup)))).strip()


def sections_of(article: str) -> tuple[PageSection, ...]:
    """The sections of an article, in order."""
    parts = _HEADING.split(article)
    found = [PageSection("", "", 1, plain_text(parts[0]))]
    for level, anchor, heading, body in zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4]):
        found.append(PageSection(anchor, plain_text(heading), int(level), plain_text(body)))
    return tuple(found)


def ids_of(article: str) -> frozenset[str]:
    """All ids that an article offers as link targets."""
    return frozenset(html.unescape(id) for id in _ID.findall(article))
