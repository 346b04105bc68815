"""The Plan: every page of every language before anything is rendered; navigation, links and the manifest read it."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from mingbai.records.entry import Entry
from mingbai.records.fields import Record, Text
from mingbai.records.kinds import ALIASES, DATA_KINDS, Kind
from mingbai.records.library import Library, Written
from mingbai.records.site import Section
from mingbai.records.term import Term

SOURCE = "zh"
"""The language that everything is written in first."""

SPLIT_ABOVE = 200
"""Entries that one folder may hold (slow sticks and phones)."""


@dataclass(frozen=True)
class PlannedPage:
    """One page: where it will be, what it shows, where it stands among the others."""

    language: str
    kind: str
    id: str
    url: str
    """From the root of the site."""
    title: str
    section: str = ""
    order: int = 500
    summary: str = ""
    title_language: str = ""
    """Where the title is not in the page's language."""
    date: str = ""
    review: str = "draft"
    region: str = ""
    sensitive: bool = False
    source: str = ""
    """File that it comes from, relative to the project."""
    record: Record | None = field(default=None, compare=False, repr=False)
    written: Written | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Plan:
    """All planned pages, sorted by language, section, order, id."""

    pages: tuple[PlannedPage, ...]
    sections: tuple[Section, ...]

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str, str], PlannedPage]:
        return {(page.language, page.kind, page.id): page for page in self.pages}

    @cached_property
    def by_url(self) -> Mapping[str, PlannedPage]:
        return {page.url: page for page in self.pages}

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[PlannedPage | None, PlannedPage | None]]:
        found: dict[str, tuple[PlannedPage | None, PlannedPage | None]] = {}
        shown = [page for page in self.pages if page.section and page.kind not in ("index", "list")]
        for _, group in groupby(shown, key=lambda page: (page.language, page.section)):
            pages = list(group)
            for before, page, after in zip([None, *pages], pages, [*pages[1:], None]):
                found[page.url] = (before, after)
        return found

    def find(self, language: str, kind: str, id: str) -> PlannedPage | None:
        """The page of a record in `language`, else its Chinese page."""
        for code in (language, SOURCE):
            for name in ALIASES.get(kind, (kind,)):
                if (code, name, id) in self._by_key:
                    return self._by_key[code, name, id]
        return None

    def neighbours(self, page: PlannedPage) -> tuple[PlannedPage | None, PlannedPage | None]:
        """The page before and the page after in the same section and language."""
        return self._neighbours.get(page.url, (None, None))

    def of_language(self, language: str) -> list[PlannedPage]:
        return [page for page in self.pages if page.language == language]

    def in_section(self, language: str, section: str) -> list[PlannedPage]:
        """Pages of a section that its index lists."""
        return self._in_section.get((language, section), [])

    @cached_property
    def _in_section(self) -> Mapping[tuple[str, str], list[PlannedPage]]:
        found: dict[tuple[str, str], list[PlannedPage]] = {}
        for page in self.pages:
            if page.kind not in ("index", "list"):
                found.setdefault((page.language, page.section), []).append(page)
        return found

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)


def make_plan(library: Library) -> Plan:
    """The Plan of a Library."""
    sections = _sections(library)
    pages: list[PlannedPage] = []
    for language in library.page_languages:
        code = language.id
        own = [*_written_pages(library, code), *_data_pages(library, code, sections)]
        pages += own
        pages += _index_pages(library, code, sections, {page.section for page in own})
        pages += _single_pages(library, code)
    rank = {section.id: number for number, section in enumerate(sections)}
    order = {language.id: number for number, language in enumerate(library.page_languages)}
    pages.sort(key=lambda p: (order[p.language], rank.get(p.section, 0), p.section, p.order, p.id, p.kind))
    return Plan(tuple(pages), sections)


def prefix_of(language: str) -> str:
    """Folder of a language's pages: "" for Chinese, "en/" …"""
    return "" if language == SOURCE else f"{language}/"


def _sections(library: Library) -> tuple[Section, ...]:
    """The declared sections, then kinds and folders of docs/ that are used and nobody declared."""
    declared = {section.id: section for section in library.site.sections}
    for kind in DATA_KINDS:
        if library.records.get(kind.name):
            declared.setdefault(kind.home, Section(id=kind.home, title=Text(kind.home)))
    for stem, _ in sorted(library.written):
        folder = stem.split("/")[0] if "/" in stem else ""
        if folder and folder not in declared:
            declared[folder] = Section(id=folder, title=Text(folder))
    return tuple(declared.values())


def _written_pages(library: Library, code: str) -> Iterator[PlannedPage]:
    for page in library.of_language(code):
        record = page.record
        yield PlannedPage(
            language=code, kind=record.kind, id=page.id, url=f"{prefix_of(code)}{page.stem}.html",
            title=page.own("title"), section=page.stem.split("/")[0] if "/" in page.stem else "", order=record.order,
            summary=page.own("summary") or "", date=page.own("date") or "", review=page.review, region=record.region,
            sensitive=record.sensitive, source=page.document.path, record=record, written=page,
        )


def _data_pages(library: Library, code: str, sections: tuple[Section, ...]) -> Iterator[PlannedPage]:
    for kind in DATA_KINDS:
        records = library.records.get(kind.name, {})
        if not kind.paged:
            if any(_title(record, code) for record in records.values()):
                yield _list_page(sections, kind, code)
            continue
        split = len(records) > SPLIT_ABOVE
        for id, record in records.items():
            title = _title(record, code)
            if title:
                yield _data_page(kind, record, code, title, split)


def _title(record: Record, code: str) -> str:
    """The record's title in a language, "" where it has none there."""
    assert isinstance(record, Entry)
    if isinstance(record, Term):
        for equivalent in record.equivalents:
            if equivalent.language == code:
                return equivalent.text
    return record.title.get(code, "")


def _data_page(kind: Kind, record: Record, code: str, title: str, split: bool) -> PlannedPage:
    assert isinstance(record, Entry)
    folder = f"{kind.home}/{record.id[:2]}" if split else kind.home
    return PlannedPage(
        language=code, kind=kind.name, id=record.id, url=f"{prefix_of(code)}{folder}/{record.id}.html", title=title,
        section=kind.home, order=record.order, summary=_summary(record, code), date=record.date or "",
        review=record.review, region=record.region, sensitive=getattr(record, "sensitive", False),
        source=record.place.path, record=record,
    )


def _summary(record: Entry, code: str) -> str:
    definition = getattr(record, "definition", None)
    return (definition or record.summary).get(code, "")


def _list_page(sections: tuple[Section, ...], kind: Kind, code: str) -> PlannedPage:
    section = next(section for section in sections if section.id == kind.home)
    return PlannedPage(
        language=code, kind="list", id=kind.home, url=f"{prefix_of(code)}{kind.home}/index.html",
        title=section.title.best(code)[0], title_language=section.title.best(code)[1], section=kind.home,
    )


def _index_pages(library: Library, code: str, sections: tuple[Section, ...], used: set[str]) -> Iterator[PlannedPage]:
    """An index for every section that has pages in this language, or whose child has."""
    lists = {kind.home for kind in DATA_KINDS if not kind.paged}
    parents = {section.parent for section in sections if section.id in used}
    for section in sections:
        if section.id in lists or (section.id not in used and section.id not in parents):
            continue
        title, language = section.title.best(code)
        yield PlannedPage(
            language=code, kind="index", id=section.id, url=f"{prefix_of(code)}{section.id}/index.html", title=title,
            title_language=language, section=section.id, summary=section.summary.get(code, ""),
        )


def _single_pages(library: Library, code: str) -> Iterator[PlannedPage]:
    """Pages that every language has whatever its content: home, search, the tree, and one 404."""
    words = {**library.words.get(SOURCE, {}), **library.words.get(code, {})}
    start = prefix_of(code)
    if ("index", code) not in library.written:
        yield PlannedPage(language=code, kind="home", id="index", url=f"{start}index.html", title=library.site.name.best(code)[0])
    for kind, word in (("search", "search"), ("tree", "contents_title")):
        yield PlannedPage(language=code, kind=kind, id=kind, url=f"{start}{kind}.html", title=words.get(word, kind))
    if code == SOURCE:
        yield PlannedPage(language=code, kind="notfound", id="404", url="404.html", title=words.get("notfound_title", "404"))
