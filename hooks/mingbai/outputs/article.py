"""An Article: what stands between header and footer of one page, with the facts that other outputs need."""
from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

from mingbai.outputs.sections import PageSection, plain_text, sections_of

_LAW = re.compile(r'<a data-ref="law:([^"#]+)(?:#([^"]+))?"')
_TERM = re.compile(r'<a data-ref="term:([^"]+)"')


@dataclass(frozen=True)
class Article:
    """Finished HTML (links relative to its page) and its facts."""

    html: str
    sections: tuple[PageSection, ...]
    laws: tuple[tuple[str, str, str], ...]
    """(name as cited, article or "", text of the citation), in order, each once."""
    fonts: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Article:
        raw = json.loads(data)
        return cls(
            raw["html"], tuple(PageSection(**section) for section in raw["sections"]),
            tuple((law, article, text) for law, article, text in raw["laws"]), tuple(raw["fonts"]), tuple(raw["scripts"]),
        )


def cited_laws(markup: str) -> tuple[tuple[str, str, str], ...]:
    """The citations that unresolved HTML holds: (law, article, text), each law and article once."""
    found: dict[tuple[str, str], str] = {}
    for match in _LAW.finditer(markup):
        end = markup.find("</a>", match.end())
        text = plain_text(markup[match.start():end])
        found.setdefault((match[1], match[2] or ""), text)
    return tuple((law, article, text) for (law, article), text in found.items())


def make_article(markup: str, resolved: str, fonts: tuple[str, ...]) -> Article:
    """The Article of a page from its HTML before and after its references were resolved."""
    scripts = tuple(name for name in ("checklist",) if f'data-{name}="' in resolved)
    return Article(resolved, sections_of(resolved), cited_laws(markup), fonts, scripts)
