"""The Library: all records and written pages of one edition, immutable, with the lookups that everything else needs."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mingbai.reading.markdown_file import Document
from mingbai.records.fields import Record
from mingbai.records.kinds import ALIASES
from mingbai.records.language import Language
from mingbai.records.site import Site
from mingbai.records.written import Page, Translation


@dataclass(frozen=True)
class Written:
    """One Markdown file: the Chinese page or a translation of it."""

    stem: str
    """Path under docs/ without language and suffix: lessons/mediation."""
    language: str
    document: Document
    record: Page
    """Front matter of the Chinese page; what a translation does not say itself."""
    translation: Translation | None = None

    @property
    def id(self) -> str:
        return self.stem.rsplit("/", 1)[-1]

    def own(self, name: str) -> Any:
        """A value of front matter in this language, else the Chinese page's."""
        value = getattr(self.translation, name, None) if self.translation else None
        return value or getattr(self.record, name, None)

    @property
    def review(self) -> str:
        return (self.translation or self.record).review


@dataclass(frozen=True)
class Library:
    """Records by kind and id, written pages by stem and language, interface words by language."""

    site: Site
    languages: Mapping[str, Language]
    words: Mapping[str, Mapping[str, str]]
    records: Mapping[str, Mapping[str, Record]]
    written: Mapping[tuple[str, str], Written]
    assets: frozenset[str]
    """Pictures under docs/, as docs/… paths."""
    unread: frozenset[str] = frozenset()
    """kind:id of records and docs/… paths of pages with faults of their own; a link to them is not another fault."""

    @property
    def page_languages(self) -> list[Language]:
        return [language for language in self.languages.values() if language.type == "page"]

    def find(self, kind: str, id: str) -> tuple[str, Record] | None:
        """The record that a reference means: its own kind (aliases resolved) and itself."""
        for name in ALIASES.get(kind, (kind,)):
            if kind == "law":
                id = self.law_ids.get(id, id)
            if id in self.records.get(name, {}):
                return name, self.records[name][id]
        return None

    @property
    def law_ids(self) -> Mapping[str, str]:
        """Every name of a law -> its id."""
        if not hasattr(self, "_law_ids"):
            object.__setattr__(self, "_law_ids", _law_names(self.records.get("law", {})))
        return self._law_ids  # type: ignore[attr-defined,no-any-return]

    def ids(self, kind: str) -> list[str]:
        """Ids that a reference of `kind` may name; for laws their names too."""
        found = [id for name in ALIASES.get(kind, (kind,)) for id in self.records.get(name, {})]
        return found + list(self.law_ids) if kind == "law" else found

    def of_language(self, language: str) -> Iterator[Written]:
        return (page for (_, code), page in self.written.items() if code == language)


def _law_names(laws: Mapping[str, Any]) -> dict[str, str]:
    names = {}
    for id, law in laws.items():
        full = law.title.get("zh", "")
        for name in (full, full.removeprefix("中华人民共和国"), *law.short):
            names[name] = id
    return names
