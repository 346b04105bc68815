"""Prose: plain text becomes HTML text with its citations as placeholders; shared by pages and YAML texts."""
from __future__ import annotations

from collections.abc import Callable

from mingbai.markup.address import Address
from mingbai.markup.citation import Citation, find_citations


def escape(text: str) -> str:
    """Text for the inside of HTML elements."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def attribute(text: str) -> str:
    """Text for a double-quoted attribute, with the quotes."""
    return '"' + escape(text).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def targets_of(citation: Citation) -> tuple[str, ...]:
    """The references of a citation: its article and, for a range, the last one."""
    articles = (citation.article, citation.article_to) if citation.article_to else (citation.article,)
    return tuple(f"law:{citation.law}#{article}" for article in articles)


def cite(text: str, seen: Callable[[Citation, str], None] | None = None) -> str:
    """HTML of running text: escaped, its citations linked. `seen` is told of each citation and its words."""
    if "《" not in text:
        return escape(text)
    pieces, place = [], 0
    for citation in find_citations(text):
        words = text[citation.start:citation.end]
        if seen:
            seen(citation, words)
        last = f' data-to="{citation.article_to}"' if citation.article_to else ""
        pieces.append(escape(text[place:citation.start]))
        pieces.append(f'<a data-ref={attribute(targets_of(citation)[0])} class="law"{last}>{escape(words)}</a>')
        place = citation.end
    return "".join(pieces) + escape(text[place:])


def opening_tag(address: Address) -> str:
    """The opening tag of a link (a span for `plain:`)."""
    target = attribute(address.target)
    if address.kind == "plain":
        return '<span class="plain">'
    if address.kind in ("ref", "file"):
        return f'<a data-ref={target}>'
    if address.kind == "web":
        return f'<a href={target} rel="noreferrer" class="outgoing">'
    return f'<a href={target}>'


def closing_tag(address: Address) -> str:
    """The tag that closes `opening_tag`."""
    return "</span>" if address.kind == "plain" else "</a>"
