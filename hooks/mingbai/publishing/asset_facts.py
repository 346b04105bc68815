"""Asset facts: what a finished stylesheet or script fetches; nothing of it may come from outside the site."""
from __future__ import annotations

import re

from mingbai.publishing.facts import Collector, Facts

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)("'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')|["']((?:https?:)?//[^"']*)["']""", re.IGNORECASE
)

# A script's comments, strings and patterns; a pattern begins only where a value may stand.
_SCRIPT_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?:[=(,:;!&|?{}\[+*%<>~^-]|\breturn|\btypeof|\bcase)\s*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/""",
    re.DOTALL,
)
_SUSPECT = re.compile(rb"""(?:https?|wss?|ftp):|["'`]//""", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:https?:|wss?:|ftp:|//[a-z0-9\[])", re.IGNORECASE)
_NAMESPACES = frozenset({
    "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/",
})
"""Names that look like addresses; nothing is fetched by them."""


def style_facts(data: bytes) -> Facts:
    """The facts of a stylesheet: files of the site that it names (relative to it) and what it fetches from outside."""
    found = Collector()
    for match in _CSS_ADDRESS.finditer(_CSS_COMMENT.sub(" ", data.decode("utf-8", "replace"))):
        address = next(group for group in match.groups() if group is not None).strip()
        is_outside_name = match[6] is not None and address in _NAMESPACES
        if address and not address.startswith("#") and not is_outside_name:
            found.load(address, image=True)
    return found.facts()


def script_facts(data: bytes) -> Facts:
    """The facts of a script: strings that are addresses outside the site."""
    found = Collector()
    if _SUSPECT.search(data):
        for match in _SCRIPT_TOKEN.finditer(data.decode("utf-8", "replace")):
            text = (match["string"] or "")[1:-1].strip().replace("\\/", "/")
            if _OUTSIDE.match(text) and text not in _NAMESPACES:
                found.fault("built-script-address", target=text)
    return found.facts()


def other_facts(data: bytes) -> Facts:
    """Pictures, fonts, data: nothing is known of them."""
    return Facts()
