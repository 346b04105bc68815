"""Inline: the small subset of Markdown that texts in YAML may use (bold, links, citations) becomes safe HTML."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mingbai.markup.address import Fault, read_address
from mingbai.markup.prose import cite, closing_tag, escape, opening_tag

LABEL = r"\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*+\])*+)\]"
"""A link's label: brackets inside it come in pairs, one level deep."""
TARGET = r"\(((?:[^()\n\\]|\\.|\([^()\n]*+\))*+)\)"
"""A link's address, not yet judged."""
_LINK = re.compile(LABEL + TARGET)
_BOLD = re.compile(r"\*\*(?=\S)([^*]+(?:\*[^*]+)*)(?<=\S)\*\*")
_HELD = re.compile("\x02(\\d+)\x03")
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Inlined:
    """HTML of one text, the targets of its written links, and the faults of those that were dropped."""

    html: str
    links: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def inline(text: str) -> str:
    """Safe HTML of a text with `**bold**`, `[label](kind:id)` and 《法》第…条; references stay placeholders."""
    return read_inline(text).html


def read_inline(text: str) -> Inlined:
    """`inline` with the facts that a check needs."""
    text = _NOT_TEXT.sub("", text)
    if "](" not in text and "**" not in text:
        return Inlined(cite(text))
    links: list[str] = []
    faults: list[Fault] = []
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        address = read_address(match[2])
        if isinstance(address, Fault):
            faults.append(address)
            return match[1]
        links.append(address.target)
        held.append(opening_tag(address) + _bold(match[1], escape) + closing_tag(address))
        return f"\x02{len(held) - 1}\x03"

    shown = _bold(_LINK.sub(hold, text), cite)
    return Inlined(_HELD.sub(lambda match: held[int(match[1])], shown), tuple(links), tuple(faults))


def _bold(text: str, render: Callable[[str], str]) -> str:
    """HTML of `text`, its bold passages marked, the rest rendered by `render`."""
    pieces = _BOLD.split(text)
    if len(pieces) == 1:
        return render(text)
    return "".join(f"<strong>{render(p)}</strong>" if i % 2 else render(p) for i, p in enumerate(pieces))
