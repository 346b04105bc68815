"""Converted: what is known of one Markdown file after conversion; values that travel as JSON and are cached."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import NamedTuple

from mingbai.problems import Problem


class Heading(NamedTuple):
    """A heading: its level 2-6, its anchor and its text. Anchors `s1`, `s2-1` were counted, not written."""

    level: int
    id: str
    text: str


class Embed(NamedTuple):
    """A record put into the page by `::: kind id`."""

    kind: str
    id: str
    line: int


@dataclass(frozen=True)
class LinkUse:
    """A link, or a citation (`natural`). `target`: kind:id#anchor, md:path#anchor, #anchor, plain:, https://…, tel:…"""

    target: str
    line: int
    text: str
    natural: bool = False


@dataclass(frozen=True)
class ImageUse:
    """A picture; `target` is the relative path as written, `text` its alternative text."""

    target: str
    line: int
    text: str


@dataclass(frozen=True)
class Converted:
    """HTML with placeholders (`data-ref`, `data-embed`), its facts and what is wrong with it."""

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[LinkUse, ...] = ()
    images: tuple[ImageUse, ...] = ()
    embeds: tuple[Embed, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str = ""
    """The words of the page, a line for each block; code and footnotes included, embedded records not."""

    def to_json(self) -> str:
        """The value as one line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON; `from_dict` makes an equal value of it."""
        return {
            "html": self.html, "text": self.text, "headings": self.headings, "embeds": self.embeds,
            "links": [asdict(link) for link in self.links], "images": [asdict(image) for image in self.images],
            "problems": [[p.path, p.line, p.code, p.details] for p in self.problems],
        }

    @classmethod
    def from_dict(cls, raw: dict) -> Converted:
        """The value that `as_dict` described. KeyError or TypeError when it is something else."""
        return cls(
            raw["html"], tuple(Heading(*heading) for heading in raw["headings"]),
            tuple(LinkUse(**link) for link in raw["links"]), tuple(ImageUse(**image) for image in raw["images"]),
            tuple(Embed(*embed) for embed in raw["embeds"]),
            tuple(Problem(path, line, code, tuple((k, v) for k, v in details)) for path, line, code, details in raw["problems"]),
            raw["text"],
        )

    @classmethod
    def from_json(cls, text: str) -> Converted:
        """The value that `to_json` wrote."""
        return cls.from_dict(json.loads(text))
