"""Writer: the tree of a page becomes well-formed HTML; headings, links and pictures are noted on the way."""
from __future__ import annotations

import html
import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from mingbai.markup.address import Fault
from mingbai.markup.citation import Citation
from mingbai.markup.converted import Embed, ImageUse, LinkUse
from mingbai.markup.headings import Headings
from mingbai.markup.page import Page
from mingbai.markup.prose import attribute, cite, escape, targets_of
from mingbai.markup.source import END, HOLD

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote div pre table thead tbody tr th td hr details summary".split())
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_BROKEN = re.compile(f"(?<=[{_WIDE}])\n(?=[{_WIDE}“‘—…])|(?<=[”’—…])\n(?=[{_WIDE}])|(?<=\u0f0b)\n")
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED = re.compile(f"{HOLD}(\\d+){END}")
_HELD = re.compile(f"[{HOLD}{END}]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NAMELIKE = re.compile(r"(?i)(?:img|image|dsc|mmexport|微信图片|图片|截图|屏幕截图|photo|picture|wx)[\s_\d.()（）-]*")


class Writer:
    """Writes one page."""

    def __init__(self, page: Page) -> None:
        self._page, self._out, self._words = page, [], []  # type: Page, list[str], list[str]
        self._headings = Headings(page)
        self._in_link = self._in_heading = False
        self._labels: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._marks: dict[str, int] = {}
        self._special: dict[str, Callable[[etree.Element], None]] = {
            "a": self._link, "text": self._refused, "span": self._plain, "img": self._picture, "sup": self._mark,
            "code": self._code, "pre": self._pre, "table": self._table, "div": self._div, "notes": lambda element: None,
            "br": lambda element: self._out.append("<br>"), "hr": lambda element: self._out.append("<hr>\n"),
            **{f"h{level}": self._heading for level in range(1, 7)},
        }

    def write(self, root: etree.Element) -> tuple[str, str]:
        """(HTML, plain text) of a page's tree."""
        self._children(root)
        container = root.find("notes")
        if container is not None:
            self._notes(container)
        words = re.sub(r"\s*\n\s*", "\n", "".join(self._words)).strip()
        return "".join(self._out).strip() + "\n", words

    def _children(self, element: etree.Element) -> None:
        if element.text:
            self._text(element.text)
        for child in element:
            self._element(child)
            if child.tail:
                self._text(child.tail)

    def _element(self, element: etree.Element) -> None:
        special = self._special.get(element.tag)
        if special:
            special(element)
            return
        self._out.append(self._opening(element))
        self._children(element)
        self._out.append(f"</{element.tag}>")
        self._end_block(element.tag)

    def _end_block(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._out.append("\n")
            self._words.append("\n")

    @staticmethod
    def _opening(element: etree.Element) -> str:
        shown = "".join(f" {name}={attribute(value)}" for name, value in element.attrib.items() if name[0] != "_")
        scope = ' scope="col"' if element.tag == "th" else ""
        return f"<{element.tag}{scope}{shown}>"

    def _inside(self, element: etree.Element) -> tuple[str, str]:
        """(HTML, words) of what an element holds."""
        outer, self._out, start = self._out, [], len(self._words)
        self._children(element)
        inner, self._out = "".join(self._out), outer
        return inner, "".join(self._words[start:])

    def _text(self, text: str) -> None:
        if HOLD in text:
            text = _HELD.sub("", _ESCAPED.sub(lambda match: chr(int(match[1])), text))
        if "&" in text:
            text = _ENTITY.sub(_decoded, text)
        if "\n" in text:
            text = _BROKEN.sub("", text)
        self._words.append(text)
        self._out.append(escape(text) if self._in_link or self._in_heading else cite(text, self._cited))

    def _cited(self, citation: Citation, words: str) -> None:
        line = self._page.source.find(f"《{citation.law}》" if words.startswith("《") else words, "citation")
        for target in targets_of(citation):
            self._page.links.append(LinkUse(target, line, words, True))

    def _heading(self, element: etree.Element) -> None:
        outer, self._in_heading = self._in_heading, True
        inner, words = self._inside(element)
        self._in_heading = outer
        level, id = self._headings.enter(element, words.strip())
        self._out.append(f'<h{level} id="{id}">{inner.strip()}</h{level}>')
        self._end_block("h2")

    def _link(self, element: etree.Element) -> None:
        line = self._page.source.find(element.get("_words", ""), "link")
        if self._in_link:  # HTML knows no link inside a link
            self._children(element)
            return
        self._in_link = True
        inner, words = self._inside(element)
        self._in_link = False
        target = element.get("_target", "")
        if not words.strip() and "<img" not in inner and "data-ref" not in element.attrib:
            self._page.add(line, "link-empty-label", target=target)
            inner = escape(target)
        self._page.links.append(LinkUse(target, line, words.strip()))
        self._out.append(f"{self._opening(element)}{inner}</a>")

    def _plain(self, element: etree.Element) -> None:
        line = self._page.source.find(element.get("_words", ""), "link")
        inner, words = self._inside(element)
        self._page.links.append(LinkUse(element.get("_target", ""), line, words.strip()))
        self._out.append(f'<span class="plain">{inner}</span>')

    def _refused(self, element: etree.Element) -> None:
        line = self._page.source.find(element.get("_words", ""), "link")
        details = tuple((name[3:], value) for name, value in element.attrib.items() if name.startswith("_d_"))
        self._page.blame(Fault(element.get("_code", ""), details), line)
        self._children(element)

    def _picture(self, element: etree.Element) -> None:
        target, alt = element.get("_target", ""), element.get("alt", "").strip()
        line = self._page.source.find(element.get("_words", ""), "link")
        stem = posixpath.splitext(posixpath.basename(target))[0]
        if not alt:
            self._page.add(line, "image-without-text", target=target)
        elif alt.lower() in (stem.lower(), posixpath.basename(target).lower()) or _NAMELIKE.fullmatch(alt):
            self._page.add(line, "image-text-is-name", target=target, text=alt)
        self._page.images.append(ImageUse(target, line, alt))
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self._page.path), target)).removeprefix("docs/")
        title = f' title={attribute(element.attrib["title"])}' if "title" in element.attrib else ""
        self._words.append(alt)
        self._out.append(f'<img data-ref={attribute(f"asset:{place}")} alt={attribute(alt)}{title} loading="lazy">')

    def _code(self, element: etree.Element) -> None:
        text = (element.text or "").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        self._words.append(text)
        self._out.append(f"<code>{escape(text)}</code>")

    def _pre(self, element: etree.Element) -> None:
        code = element[0].text or ""
        self._words.append(code)
        self._out.append(f"{self._opening(element)}{self._opening(element[0])}{escape(code)}</code></pre>\n")

    def _table(self, element: etree.Element) -> None:
        inner, _ = self._inside(element)
        label = self._headings.last or "、".join(filter(None, ("".join(cell.itertext()).strip() for cell in element.iter("th"))))
        label = _HELD.sub("", _ESCAPED.sub("", label)) or "表"
        count = self._labels[label] = self._labels.get(label, 0) + 1
        label += f" {count}" if count > 1 else ""
        self._out.append(f'<div class="table" role="region" tabindex="0" aria-label={attribute(label)}>')
        self._out.append(f"<table>{inner}</table></div>\n")

    def _div(self, element: etree.Element) -> None:
        if "data-embed" in element.attrib:
            line = self._page.source.find(element.get("_line", ""), "embed")
            kind, id = element.attrib["data-embed"].split(":")
            self._page.embeds.append(Embed(kind, id, line))
            self._out.append(f'<div data-embed="{kind}:{id}"></div>\n')
        elif element.get("class") == "admonition stop":
            self._stop(element)
        else:
            self._out.append(self._opening(element))
            self._children(element)
            self._out.append("</div>\n")

    def _stop(self, element: etree.Element) -> None:
        has_title = len(element) > 0 and element[0].get("class") == "admonition-title"
        title = self._inside(element[0])[0] if has_title else "？"
        self._words.append("\n")
        if has_title:
            element.remove(element[0])
        inner, _ = self._inside(element)
        self._out.append(f'<details class="stop"><summary>{title}</summary>\n{inner}</details>\n')

    def _mark(self, element: etree.Element) -> None:
        label = element.get("_note", "")
        number = self._numbers.setdefault(label, len(self._numbers) + 1)
        count = self._marks[label] = self._marks.get(label, 0) + 1
        if self._in_link:
            self._out.append(f"<sup>{number}</sup>")
            return
        id = f"fnref-{number}" + (f"-{count}" if count > 1 else "")
        self._out.append(f'<sup id="{id}"><a class="footnote-ref" href="#fn-{number}" role="doc-noteref">{number}</a></sup>')

    def _notes(self, container: etree.Element) -> None:
        notes = {note.get("_label", ""): note for note in container}
        written: dict[str, str] = {}
        while len(written) < len(notes):
            label = next((l for l in self._numbers if l not in written), "") or next(l for l in notes if l not in written)
            if label not in self._numbers:
                if " " not in label:  # else it is the second text of a label, reported as such
                    self._page.complain(f"[^{label}]:", "footnote-unused", label=label)
                self._numbers[label] = len(self._numbers) + 1
            self._page.source.seek(max(0, self._page.source.masked.find(f"[^{label.split(' ')[0]}]:")))
            written[label] = self._inside(notes[label])[0].strip()
        self._out.append('<section class="footnotes" role="doc-endnotes">\n<ol>\n')
        for label, number in sorted(self._numbers.items(), key=lambda item: item[1]):
            self._out.append(f'<li id="fn-{number}">{_with_backlinks(written[label], number, self._marks.get(label, 0))}</li>\n')
        self._out.append("</ol>\n</section>\n")


def _with_backlinks(note: str, number: int, count: int) -> str:
    """A note with links back to its marks, inside its last paragraph where it ends in one."""
    links = "".join(
        f' <a class="footnote-back" href="#fnref-{number}{f"-{i}" if i > 1 else ""}" role="doc-backlink" aria-label="↩ {number}">↩</a>'
        for i in range(1, count + 1)
    )
    return f"{note[:-4]}{links}</p>" if note.endswith("</p>") else f"{note}{links}"


def _decoded(entity: re.Match[str]) -> str:
    """The character of an entity; the entity itself where that would be none, or would turn the text round."""
    text = html.unescape(entity[0])
    return entity[0] if not text or text == "\ufffd" or _DIRECTION.search(text) else text
