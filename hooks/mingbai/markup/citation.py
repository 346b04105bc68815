"""Citations: finds 《法名》第…条 in running Chinese text; pure functions on strings, used by pages and by YAML texts."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {**{sign: value for value, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_UNITS = {"千": 1000, "百": 100, "十": 10}


def parse_number(text: str) -> int | None:
    """The number that Chinese numerals, ASCII or full-width digits write (一千一百六十五, 1165, １１６５); None if none.

    Digits without units count by position (一一六五 = 1165). Numerals in a wrong order are no number.
    """
    text = text.strip()
    if not text or len(text) > 9:
        return None
    if all(sign.isdigit() and sign not in "²³¹" for sign in text):
        try:
            return int(text)
        except ValueError:
            return None
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    total, digit, smallest, zero = 0, None, 10_000, False
    for sign in text:
        if sign in _UNITS:
            unit = _UNITS[sign]
            if unit >= smallest or (digit is None and not (sign == "十" and smallest == 10_000)):
                return None
            total, digit, smallest, zero = total + (1 if digit is None else digit) * unit, None, unit, False
        elif sign not in _DIGITS or digit is not None:
            return None
        elif _DIGITS[sign] == 0:
            zero = True
        else:
            digit = _DIGITS[sign]
    if digit is not None and smallest > 10 and not zero:
        return None  # 一百五 may be 105 or 150
    return total + (digit or 0)


@dataclass(frozen=True)
class Citation:
    """One cited article: `text[start:end]` is what is shown as the link.

    `article` is "1165" or, for 第一百三十三条之一, "133-1"; `article_to` is the end of a range or "";
    `paragraph` (款) and `item` (项) are 0 when the citation does not name them.
    """

    law: str
    article: str
    article_to: str
    paragraph: int
    item: int
    start: int
    end: int


_N = r"[零〇○一二三四五六七八九十百千两0-9０-９]{1,9}"
_TO = r"\s?(?:至|到|[-—–~～－])\s?"
_BRANCH = rf"(?:\s?之\s?({_N})(?!\s?条))?"
_UNIT = re.compile(
    rf"第\s?({_N})"
    rf"(?:((?:、\s?{_N})+)|{_TO}第?\s?({_N}))?"
    rf"\s?条{_BRANCH}"
    rf"(?:{_TO}第\s?({_N})\s?条{_BRANCH})?"
    rf"(?:\s?第\s?({_N})(?:、\s?{_N})*\s?款(?:(?:[、和及或与至]|以及)第\s?{_N}\s?款)*)?"
    rf"(?:\s?第?\s?[（(]?({_N})[）)]?\s?项(?:(?:[、和及或与至]|以及)第?\s?[（(]?{_N}[）)]?\s?项)*)?"
)
_HEAD = re.compile(
    r"《([^《》\n]{2,80}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?)》"
    r"(?:\s?[（(][^（）()\n]{1,40}[）)])?\s?的?\s?"
    rf"(?:[\u4e00-\u9fff]{{2,6}}编)?(?:第\s?{_N}\s?(?:分编|编|章|节)){{0,3}}(?=第)"
)
_JOINT = re.compile(r"\s?(?:、|和|及|与|或者|或|以及)\s?(?=第)")
_NUMBER = re.compile(_N)


def find_citations(text: str) -> list[Citation]:
    """The citations of `text` in order, not overlapping. A title alone, 《村规民约》, is none."""
    found: list[Citation] = []
    place = text.find("《")
    while place >= 0:
        head = _HEAD.match(text, place)
        unit = _UNIT.match(text, head.end()) if head else None
        if head is None or unit is None:
            place = text.find("《", place + 1)
            continue
        law, start, end = head[1].strip(), place, place + 1
        while unit:
            cited = list(_cited(law, unit, start))
            if not cited:
                break
            found += cited
            end = unit.end()
            joint = _JOINT.match(text, end)
            start = joint.end() if joint else end
            unit = _UNIT.match(text, start) if joint else None
        place = text.find("《", end)
    return found


def _cited(law: str, unit: re.Match[str], start: int) -> Iterator[Citation]:
    """The one or, in 第三、四、五条, several articles that a match names; none when a number is not one."""
    first, more, to_short, branch, to, to_branch, paragraph, item = unit.groups()
    begin = _article(first, branch)
    end = _article(to, to_branch) if to else _article(to_short, None) if to_short else ""
    if begin is None or end is None:
        return
    if not more:
        yield Citation(law, begin, end, parse_number(paragraph or "") or 0, parse_number(item or "") or 0, start, unit.end())
        return
    pieces = list(_NUMBER.finditer(unit.string, unit.start(1), unit.end(2)))
    numbers = [_article(piece[0], None) for piece in pieces]
    if None in numbers:
        return
    for index, (piece, number) in enumerate(zip(pieces, numbers)):
        last = index == len(pieces) - 1
        yield Citation(law, str(number), "", 0, 0, piece.start() if index else start, unit.end() if last else piece.end())


def _article(number: str, branch: str | None) -> str | None:
    value = parse_number(number)
    if not value:
        return None
    if branch is None:
        return str(value)
    part = parse_number(branch)
    return f"{value}-{part}" if part else None


_HEADING = re.compile(rf"第\s?({_N})\s?条(?:\s?之\s?({_N}))?(?=$|[\s　:：【（(])|Article\s(\d{{1,4}})(?:-(\d{{1,2}}))?\b")


def article_of_heading(text: str) -> str:
    """The article that a heading such as `第十二条之一 标题` or `Article 12-1 Title` names ("12-1"), or ""."""
    match = _HEADING.match(text)
    if not match:
        return ""
    if match[3]:
        return f"{int(match[3])}-{int(match[4])}" if match[4] else str(int(match[3]))
    return _article(match[1], match[2]) or ""
