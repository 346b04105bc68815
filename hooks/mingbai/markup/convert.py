"""Convert: the Markdown body of one page becomes HTML with placeholders, its facts and its problems."""
from __future__ import annotations

from mingbai.markup.converted import Converted, Embed, Heading, ImageUse, LinkUse
from mingbai.markup.engine import engine
from mingbai.markup.limits import OutOfBounds, check_limits
from mingbai.markup.page import Page
from mingbai.markup.prose import escape
from mingbai.markup.scan import scan_source
from mingbai.markup.source import Source
from mingbai.markup.writer import Writer

__all__ = ["Converted", "Embed", "Heading", "ImageUse", "LinkUse", "convert", "refused"]


def convert(body: str, path: str, first_line: int = 1) -> Converted:
    """Convert `body`, which begins on line `first_line` of the file `path` (docs/…).

    Faults of the content are in `problems`; a page out of bounds is shown as plain text. No fault raises.
    """
    page = Page(path, Source(body, first_line))
    broken = check_limits(page.source)
    if broken:
        line, code, details = broken
        page.add(line, code, **details)
        return refused(page)
    scan_source(page)
    try:
        html, text = Writer(page).write(engine().parse(page))
    except OutOfBounds as excess:
        page.add(page.source.find(excess.words, excess.code) if excess.words else 0, excess.code, **excess.details)
        return refused(page)
    except RecursionError:
        page.add(0, "page-too-nested")
        return refused(page)
    return Converted(
        html, tuple(page.headings), tuple(page.links), tuple(page.images), tuple(page.embeds), _sorted(page), text,
    )


def refused(page: Page) -> Converted:
    """A page that could not be converted: its source as text, so that nothing of it is lost in a preview."""
    text = page.source.text
    return Converted(f"<pre>{escape(text)}</pre>\n", problems=_sorted(page), text=text)


def _sorted(page: Page) -> tuple:
    return tuple(sorted(page.problems, key=lambda problem: (problem.line, problem.code, problem.details)))
