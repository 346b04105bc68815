"""Helpers of the markup tests: well-formedness of HTML, and the words that a reader or editor gets to see."""
from __future__ import annotations

import html
import re

from mingbai.markup.converted import Converted

_VOID = {"br", "hr", "img"}
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[a-z-]+="[^"<>]*")*)>|<|>')
_FLAT = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "code"}
_BLOCK = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "div", "table", "pre", "blockquote", "details", "section", "hr"}
_TAGS = _BLOCK | _FLAT | _VOID | {"a", "span", "em", "strong", "sup", "li", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"id", "class", "href", "rel", "title", "role", "alt", "align", "scope", "start", "tabindex", "loading", "aria-label",
               "data-ref", "data-embed", "data-to"}
_HREF = re.compile(r"https?://.*|tel:[+\d-]+|#.*", re.I)
_SHOWN_ATTRIBUTES = re.compile(r'(?:alt|title|href|id|class|data-ref|data-embed)="([^"]*)"')


def fault_of_html(markup: str) -> str:
    """What is wrong with a fragment ("" = nothing): stray signs, unbalanced tags, blocks in paragraphs, double ids,
    and every tag, attribute or address outside the short list that conversion may write."""
    open_tags: list[str] = []
    ids: set[str] = set()
    for tag in _TAG.finditer(markup):
        if not tag[2]:
            return f"stray sign in {markup[max(0, tag.start() - 30):tag.end() + 30]!r}"
        if tag[1]:
            if not open_tags or open_tags.pop() != tag[2]:
                return f"unbalanced at {markup[max(0, tag.start() - 60):tag.end()]!r}"
            continue
        if tag[2] in _BLOCK and any(name in _FLAT for name in open_tags) or tag[2] == "a" and "a" in open_tags:
            return f"{tag[2]} inside {open_tags}"
        attributes = re.findall(r'\s([a-z-]+)="([^"]*)"', tag[3])
        if tag[2] not in _TAGS or any(name not in _ATTRIBUTES or name == "href" and not _HREF.fullmatch(value) for name, value in attributes):
            return f"not allowed: {tag[0]}"
        for id in re.findall(r'\sid="([^"]*)"', tag[3]):
            if id in ids:
                return f"id {id} twice"
            ids.add(id)
        if tag[2] not in _VOID:
            open_tags.append(tag[2])
    if re.search(r"&(?!(?:amp|lt|gt|quot|#10);)", markup):
        return "bare ampersand"
    if re.search("[\x00-\x08\x0b-\x1f]", markup):
        return "control character"
    return f"left open: {open_tags}" if open_tags else ""


def seen(result: Converted) -> str:
    """Everything that conversion shows of a page: text, its attributes, and the details of problems."""
    attributes = " ".join(_SHOWN_ATTRIBUTES.findall(result.html))
    said = " ".join(value for problem in result.problems for _, value in problem.details)
    return html.unescape(re.sub(r"<[^>]*>", "", result.html) + " " + attributes) + " " + said
