"""Glossary words: one pattern per language that finds all words in plain text, with what must stand around them."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Boundary = Literal["none", "word", "tsheg", "suffix"]

# Signs without a width of their own: left out of the plain text, kept in the HTML. (Mongolian variation selectors,
# soft hyphen, zero-width space and joiners, byte order mark.)
UNSEEN = "\u180b-\u180d\u180f\u00ad\u200b-\u200d\ufeff"
UNSEEN_SIGNS = re.compile(f"[{UNSEEN}]+")
# One class for signs that writers use for one another; the first stands for all in `plain_form`.
_ALIKE = {" ": "[ \n\t\u00a0]+", "'": "['\u2019]", "\u0f0b": "[\u0f0b\u0f0c]", "\u180e": "[\u180e\u202f]"}
FOLD = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u2019": "'", "\u0f0c": "\u0f0b", "\u202f": "\u180e"})

_TIBETAN = "[\u0f18\u0f19\u0f20-\u0f33\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6]"
_MONGOLIAN = "[\u1810-\u1819\u1820-\u18aa]"
_LATIN = "[0-9A-Za-z]"


@dataclass(frozen=True)
class _Rule:
    """What must not stand around a word that begins or ends with an `edge` letter; all are patterns."""

    edge: str
    before: str
    after: str


# In Chinese text an abbreviation or a number is still a word of its own: no "12348" in "123480".
_LATIN_RULE = _Rule(_LATIN, _LATIN, _LATIN)
_RULES: dict[str, tuple[_Rule, ...]] = {
    "none": (_LATIN_RULE,),
    "word": (_Rule(r"\w", r"[\w-]", r"[\w-]"),),  # a hyphen binds: no "law" in "mother-in-law"
    "tsheg": (_Rule(_TIBETAN, _TIBETAN, _TIBETAN), _LATIN_RULE),
    # A suffix hangs on by U+202F or U+180E. U+180E and a lone a or e at the end of a word belong to the word itself.
    "suffix": (
        _Rule(_MONGOLIAN, "[\u1810-\u1819\u1820-\u18aa\u180e\u202f]", f"(?:{_MONGOLIAN}|\u180e[\u1820\u1821](?!{_MONGOLIAN}))"),
        _LATIN_RULE,
    ),
}


def plain_form(form: str, boundary: Boundary) -> str:
    """A form as it is looked up: unseen signs left out, like signs folded, no tsheg or shad at its end."""
    plain = " ".join(UNSEEN_SIGNS.sub("", form).translate(FOLD).split())
    return plain.rstrip("\u0f0b\u0f0d") if boundary == "tsheg" else plain


def turn_first(form: str) -> str:
    """A form with its first letter in the other case."""
    return form[0].swapcase() + form[1:]


def compile_words(ids: Iterable[str], boundary: Boundary) -> re.Pattern[str]:
    """One pattern for all words: a tree of their letters, longer ones first, so that time does not grow with them."""
    forms = set(ids)
    if boundary == "word":  # a sentence begins with a capital, in the text or in the glossary
        forms |= {turn_first(form) for form in forms}
    first: dict[str, list[str]] = {}
    for form in sorted(forms):
        first.setdefault(form[0], []).append(form[1:])
    branches = [_sign(sign) + _before(sign, boundary) + _tree(rests) for sign, rests in first.items()]
    # What follows is looked at once, at the end: where it does not fit, `re` goes back to a shorter word by itself.
    after = "".join(f"(?:(?<!{rule.edge})|(?!{rule.after}))" for rule in _RULES[boundary])
    return re.compile(f"(?:{'|'.join(branches)}){after}", re.DOTALL)


def _before(sign: str, boundary: Boundary) -> str:
    """The guard before a word; it goes *behind* the first letter, so that all branches begin with one and `re` leaps."""
    return "".join(f"(?<!{rule.before}.)" for rule in _RULES[boundary] if re.match(rule.edge, sign))


def _tree(rests: list[str]) -> str:
    """The pattern of what may follow, longest first; "" among `rests` says that a word ends here."""
    prefix = _common_prefix(rests)
    if prefix:
        return "".join(map(_sign, prefix)) + _tree([rest[len(prefix):] for rest in rests])
    groups: dict[str, list[str]] = {}
    for rest in rests:
        if rest:
            groups.setdefault(rest[0], []).append(rest[1:])
    if not groups:
        return ""
    branches = "|".join(_sign(sign) + _tree(group) for sign, group in sorted(groups.items()))
    return f"(?:{branches})?" if "" in rests else f"(?:{branches})"


def _common_prefix(rests: list[str]) -> str:
    low, high = min(rests), max(rests)
    for place, sign in enumerate(low):
        if sign != high[place]:
            return low[:place]
    return low


def _sign(sign: str) -> str:
    return _ALIKE.get(sign) or re.escape(sign)
