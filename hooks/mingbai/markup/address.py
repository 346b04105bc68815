"""Addresses: what stands in the brackets of a link or picture is allowed by kind, or becomes a fault.

Nothing that an author wrote reaches `href` except web addresses, telephone numbers and anchors of the same page;
references to records and files become `data-ref` placeholders that a later step resolves.
"""
from __future__ import annotations

import html
import posixpath
import re
import unicodedata
import urllib.parse
from dataclasses import dataclass

from mingbai.markup.citation import article_of_heading


@dataclass(frozen=True)
class Address:
    """An allowed address. `kind`: ref (record), file (.md), picture, web, phone, here (#anchor) or plain.

    `target` is what the facts and `data-ref` or `href` say.
    """

    kind: str
    target: str


@dataclass(frozen=True)
class Fault:
    """Why an address is refused: a problem code and its details."""

    code: str
    details: tuple[tuple[str, str], ...]


_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_WEB = re.compile(r"(?i:https?)://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#].*)?")
_DANGEROUS = re.compile(r"(?i)(?:java|vb|live)script|data|file|blob|about|view-source|filesystem|mhtml|jar|ftp|mailto|ws|wss|content|intent|sms")
_TYPED = re.compile(r"([a-z][a-z-]{1,20}):([^#]*)(?:#(.*))?")
_FILE = re.compile(r"((?:[^/:#?]+/)*[^/:#?]+\.md)(#[^#]+)?")
_SUFFIX = re.compile(r"\.(?:[a-z]{2,3}(?:-[A-Za-z]{2,4})?)\.md$")
_PICTURE = re.compile(r"(?:[^/:#?]+/)*[^/:#?]+\.(?:png|jpe?g|webp)")
_ARTICLE = re.compile(r"a?(\d{1,4}(?:-\d{1,3})?)")
_ODD = ("Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp")
_KEYWORD = "plain:"


def _fault(code: str, target: str, **details: str) -> Fault:
    return Fault(code, (("target", target), *details.items()))


def decode(target: str) -> str:
    """`target` without entities, however often they were wrapped."""
    for _ in range(8):
        plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), target)
        if plain == target:
            break
        target = plain
    return target


def _common(raw: str) -> str | Fault:
    """The decoded address, or the fault that any kind of address may have."""
    target = decode(raw.strip())
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    if not target:
        return _fault("link-unclear", raw)
    scheme = re.match(r"\s*([^:/?#]*):", re.sub(r"[^\x21-\x7e]", "", target.replace("：", ":")))
    if target.startswith(("//", "\\", "/\\")) or (scheme and _DANGEROUS.fullmatch(scheme[1])):
        return _fault("link-not-allowed", target)
    if any(unicodedata.category(sign) in _ODD or sign in "\\<>\"`{}|^" for sign in target):
        return _fault("link-odd-characters", target)
    if target.startswith("/"):
        return _fault("link-absolute", target)
    return target


def read_address(raw: str, path: str = "") -> Address | Fault:
    """The meaning of a link's address as written on the page `path` (docs/…), or why it is refused."""
    target = _common(raw)
    if isinstance(target, Fault):
        return target
    if target == _KEYWORD:
        return Address("plain", target)
    if re.match(r"(?i)https?:", target):
        return Address("web", target) if _WEB.fullmatch(target) else _fault("link-unclear", target)
    if target.startswith("tel:"):
        return Address("phone", target) if re.fullmatch(r"tel:\+?\d[\d-]{1,19}", target) else _fault("link-unclear", target)
    if target.startswith("#"):
        return Address("here", target) if re.fullmatch(r"#[^#]+", target) else _fault("link-unclear", target)
    if re.match(r"[A-Za-z-]{2,20}：|[^：]*＃", target):
        return _fault("link-full-width", target)
    plain = _common(urllib.parse.unquote(target))
    if isinstance(plain, Fault):
        return plain
    typed = _TYPED.fullmatch(plain)
    if typed:
        return _typed(typed, target)
    return _file(plain, path)


def _typed(match: re.Match[str], target: str) -> Address | Fault:
    kind, id, anchor = match[1], match[2].strip("《》"), match[3]
    if not id or anchor == "":
        return _fault("link-unclear", target)
    if kind == "law" and anchor is not None:
        article = _ARTICLE.fullmatch(anchor)
        anchor = article[1] if article else article_of_heading(anchor)
        if not anchor:
            return _fault("link-article", target)
    return Address("ref", f"{kind}:{id}" + (f"#{anchor}" if anchor else ""))


def _file(plain: str, path: str) -> Address | Fault:
    match = _FILE.fullmatch(plain)
    if not match:
        return _fault("link-unclear", plain)
    if _leaves(match[1], path):
        return _fault("link-outside", plain)
    if _SUFFIX.search(match[1]):
        return _fault("link-to-translation", plain, nearest=_SUFFIX.sub(".md", match[1]) + (match[2] or ""))
    return Address("file", f"md:{plain}")


def _leaves(target: str, path: str) -> bool:
    """Whether a relative path leads out of docs/."""
    if not path.startswith("docs/"):
        return False
    return not posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).startswith("docs/")


def read_picture(raw: str, path: str = "") -> Address | Fault:
    """The meaning of a picture's address: a relative path to a picture in the project, or why it is refused."""
    target = _common(raw)
    if isinstance(target, Fault):
        return Fault("image-remote", target.details) if target.code == "link-not-allowed" else target
    if re.match(r"(?i)https?:", target):
        return _fault("image-remote", target)
    plain = _common(urllib.parse.unquote(target))
    if isinstance(plain, Fault):
        return plain
    if not _PICTURE.fullmatch(plain):
        return _fault("image-type", plain)
    return _fault("link-outside", plain) if _leaves(plain, path) else Address("picture", plain)
