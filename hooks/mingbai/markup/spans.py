"""Spans: our links, pictures and footnote marks for Python-Markdown's inline parser; addresses are judged here."""
from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.inlinepatterns import InlineProcessor

from mingbai.markup.address import Address, Fault, read_address, read_picture
from mingbai.markup.inline import LABEL, TARGET
from mingbai.markup.page import Page
from mingbai.markup.source import END, HOLD

_ESCAPED = re.compile(f"{HOLD}(\\d+){END}")
_TITLE = re.compile(r"""(.*?)[ ]+(?:"(.*)"|'(.*)'|“(.*)”)[ ]*""", re.S)
LINK = r"(?<!\!)" + LABEL + TARGET
PICTURE = r"\!" + LABEL + TARGET
WEB = r"<(https?://[^<>\s]*)>"
BOTH = r"(?<!\*)\*\*\*(?=[^\s*])([^*]++)(?<=\S)\*\*\*(?!\*)"
STRONG = r"\*\*(?=[^\s*]|\*[^\s*])((?:[^*]++|\*(?![*\s])[^*]++(?<=\S)\*|(?<=\s)\*(?=\s))+)(?<=\S)\*\*"
"""Bold, which may hold *slanted* words and lone asterisks between spaces."""
SLANTED = r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*]++)(?<=\S)\*(?![A-Za-z0-9*])"
"""Not `2*3*4`. Underscores mean nothing: people leave blanks with them (第_条)."""
NOTE = r"\[\^([^\]\s\[]{1,40})\](?!:)"


class _Addressed(InlineProcessor):
    """Common to links and pictures: address and title out of the brackets."""

    @property
    def page(self) -> Page:
        return self.md.page  # type: ignore[union-attr]

    def split(self, inside: str) -> tuple[str, str, str]:
        """(address, title, the brackets' inside as it stands in the source)."""
        source = _ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), inside)
        plain = self.unescape(_ESCAPED.sub(lambda match: chr(int(match[1])), inside))
        title = _TITLE.fullmatch(plain)
        if title:
            return title[1], title[2] or title[3] or title[4] or "", source
        return plain, "", source


class Link(_Addressed):
    """`[label](address "title")`."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        raw, title, source = self.split(match[2])
        address = read_address(raw, self.page.path)
        element = make_link(address, f"]({source.split(HOLD)[0]}")
        if title and isinstance(address, Address):
            element.set("title", title)
        element.text = match[1] + (f" {title}" if title and isinstance(address, Fault) else "")
        return element, match.start(), match.end()


class WebLink(InlineProcessor):
    """`<https://…>`."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        address = read_address(_ESCAPED.sub(lambda escaped: chr(int(escaped[1])), match[1]))
        element = make_link(address, f"<{match[1].split(HOLD)[0]}")
        element.text = match[1]
        return element, match.start(), match.end()


def make_link(address: Address | Fault, words: str) -> etree.Element:
    """The element of a link; of one that is refused, an element that shows its text only. `words`: how to find it."""
    if isinstance(address, Fault):
        return etree.Element("text", {"_words": words, "_code": address.code, **{f"_d_{k}": v for k, v in address.details}})
    hidden = {"_words": words, "_target": address.target}
    if address.kind == "plain":
        return etree.Element("span", {"class": "plain", **hidden})
    if address.kind in ("ref", "file"):
        return etree.Element("a", {"data-ref": address.target, **hidden})
    if address.kind == "web":
        return etree.Element("a", {"href": address.target, "rel": "noreferrer", "class": "outgoing", **hidden})
    return etree.Element("a", {"href": address.target, **hidden})


class Picture(_Addressed):
    """`![text](path "title")`."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        raw, title, source = self.split(match[2])
        address = read_picture(raw, self.page.path)
        words = f"]({source.split(HOLD)[0]}"
        if isinstance(address, Fault):
            element = make_link(address, words)
            element.text = f"{match[1]} {title}".strip()
            return element, match.start(), match.end()
        text = self.unescape(_ESCAPED.sub(lambda escaped: chr(int(escaped[1])), match[1]))
        element = etree.Element("img", {"alt": text, "_words": words, "_target": address.target})
        if title:
            element.set("title", title)
        return element, match.start(), match.end()


class NoteMark(InlineProcessor):
    """`[^label]` where a footnote of that label is defined."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:  # type: ignore[override]
        page: Page = self.md.page  # type: ignore[union-attr]
        if match[1] not in page.notes:
            page.complain(match[0], "footnote-missing", label=match[1])
            return None, None, None
        return etree.Element("sup", {"_note": match[1]}), match.start(), match.end()


class Emphasis(InlineProcessor):
    """`**bold**`, `*slanted*`, `***both***`: `tags` from the outside in."""

    def __init__(self, pattern: str, *tags: str) -> None:
        super().__init__(pattern)
        self._tags = tags

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        inner = outer = etree.Element(self._tags[0])
        for tag in self._tags[1:]:
            inner = etree.SubElement(inner, tag)
        inner.text = match[1]
        return outer, match.start(), match.end()
