"""Pages: sections that a lesson must have, articles without a gap, translations with the same anchors."""
from __future__ import annotations

import re
from collections.abc import Mapping

from mingbai.markup.converted import Converted
from mingbai.problems import Problems
from mingbai.records.library import Library, Written
from mingbai.records.plan import SOURCE

LESSON_SECTIONS = ("story", "rule", "steps", "where", "traps")
_ARTICLE = re.compile(r"a(\d+)(-\d+)?")


def check_pages(library: Library, converted: Mapping[str, Converted], problems: Problems) -> None:
    """Check the shape of every written page."""
    for page in library.written.values():
        ids = [id for _, id, _ in converted[page.document.path].headings]
        if page.record.kind == "lesson":
            for id in LESSON_SECTIONS:
                if id not in ids:
                    problems.add(page.document.path, page.document.body_line, "lesson-section-missing", id=id)
        if page.record.kind in ("regulation", "agreement"):
            _check_articles(page, ids, problems)
        original = library.written.get((page.stem, SOURCE))
        if page.translation and original:
            missing = [id for _, id, _ in converted[original.document.path].headings if id not in ids]
            if missing and page.record.kind != "home":
                problems.add(page.document.path, page.document.body_line, "translation-anchors-differ", missing=" ".join(missing))


def _check_articles(page: Written, ids: list[str], problems: Problems) -> None:
    """Articles count 1, 2, 3 …; 第三条之一 follows 第三条."""
    before = 0
    for id in ids:
        match = _ARTICLE.fullmatch(id)
        if not match:
            continue
        number = int(match[1])
        if number != (before if match[2] else before + 1):
            problems.add(page.document.path, page.document.body_line, "articles-not-continuous", before=f"a{before}", after=id)
        before = number
