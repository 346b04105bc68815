"""Text bytes: the bytes of a file become text with plain line ends, or a problem that names what is wrong with them."""
from __future__ import annotations

import codecs
import re

from mingbai.problems import Problems

_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ue000-\uf8ff\ufeff\ufffd-\uffff\U000f0000-\U0010ffff]")
_KINDS = (
    ("text-control", re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")),
    ("text-direction", re.compile("[\u202a-\u202e\u2066-\u2069]")),
    ("text-damaged", re.compile("\ufffd")),
    ("text-private-use", re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")),
    ("text-hidden", re.compile("[\xad\u200b\u2060\ufeff]")),
)
_REFUSED = ("text-control", "text-direction")
MOST_OF_A_SORT = 20
"""Places of one fault that are named in one file."""


def decode_text(data: bytes, path: str, problems: Problems) -> str | None:
    """The text of a file: UTF-8, a byte order mark removed, line ends made `\\n`. None when it cannot be used."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        encoding = guess_encoding(data)
        line = data.count(b"\n", 0, error.start) + 1
        if encoding:
            problems.add(path, 0, "text-encoding", encoding=encoding, codec=_CODECS[encoding])
        else:
            problems.add(path, line, "text-broken-bytes", bytes=data[error.start:error.start + 4].hex(" "))
        return None
    if "\x00" in text and (encoding := guess_encoding(data)):
        problems.add(path, 0, "text-encoding", encoding=encoding, codec=_CODECS[encoding])
        return None
    if "\r" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        text = _BREAK.sub("\n", text)
    return text if _check_signs(text, path, problems) else None


_CODECS = {"UTF-16": "UTF-16", "UTF-16LE": "UTF-16LE", "UTF-16BE": "UTF-16BE", "GBK（GB18030）": "GB18030"}


def guess_encoding(data: bytes) -> str:
    """The name of an encoding other than UTF-8 that surely explains the bytes, or ""."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    head = data[:4000]
    if len(head) >= 4 and head.count(0) * 5 > len(head):  # spaces, digits and line ends have a zero byte
        return "UTF-16LE" if head[1::2].count(0) > head[0::2].count(0) else "UTF-16BE"
    if _mostly_utf8(data):
        return ""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    foreign = [sign for sign in text if ord(sign) > 127]
    han = sum("\u4e00" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" for sign in foreign)
    return "GBK（GB18030）" if foreign and han * 10 >= len(foreign) * 7 else ""


def _mostly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with some broken bytes rather than another encoding."""
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 4 < sum(ord(sign) > 127 for sign in text)


def _check_signs(text: str, path: str, problems: Problems) -> bool:
    """Record signs that a text should not hold; False when it must not be used."""
    if not _SUSPECT.search(text):
        return True
    usable = True
    for code, pattern in _KINDS:
        lines: dict[int, str] = {}
        for match in pattern.finditer(text):
            lines.setdefault(text.count("\n", 0, match.start()) + 1, f"U+{ord(match[0]):04X}")
            usable = usable and code not in _REFUSED
            if len(lines) > MOST_OF_A_SORT:
                break
        for line, sign in lines.items():
            problems.add(path, line, code, sign=sign)
    return usable
