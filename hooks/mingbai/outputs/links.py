"""Links: the ways from one page to others of the Plan (home, section, breadcrumbs, languages), as its View shows them."""
from __future__ import annotations

from collections.abc import Mapping

from mingbai.outputs.references import relative_url
from mingbai.outputs.view import Alternate, Link
from mingbai.records.library import Library
from mingbai.records.plan import Plan, PlannedPage


class Links:
    """Makes links for pages of one language."""

    def __init__(self, library: Library, plan: Plan, language: str, words: Mapping[str, str]) -> None:
        self._library, self._plan, self.language, self.words = library, plan, language, words

    def to(self, target: PlannedPage, page: PlannedPage) -> Link:
        """The link from `page` to `target`; says where that is a Chinese page."""
        foreign = target.language != page.language
        tag = self._library.languages[target.language].tag if foreign else ""
        return Link(relative_url(target.url, page.url), target.title, tag, self.words["language_missing"] if foreign else "")

    def home(self, page: PlannedPage) -> str:
        """The address of this language's start page."""
        target = self._plan.find(page.language, "home", "index")
        assert target is not None
        return relative_url(target.url, page.url)

    def section(self, id: str, page: PlannedPage) -> Link | None:
        """The link to a section's index; None where it has none."""
        target = self._plan.find(page.language, "index", id) or self._plan.find(page.language, "list", id)
        return self.to(target, page) if target else None

    def crumbs(self, page: PlannedPage) -> list[Link]:
        """Home, the parent section, the section."""
        if page.kind == "home":
            return []
        crumbs = [Link(self.home(page), self.words["site_home"])]
        section = self._plan.section(page.section)
        for id in (section.parent, section.id) if section else ():
            link = self.section(id, page) if id else None
            if link and not (page.kind in ("index", "list") and id == page.section):
                crumbs.append(link)
        return crumbs

    def alternates(self, page: PlannedPage) -> list[Alternate]:
        """The page in every page language, its Chinese page where there is none."""
        found = []
        for language in self._library.page_languages:
            target = self._plan.find(language.id, page.kind, page.id)
            if target is not None:
                url = relative_url(target.url, page.url)
                current = language.id == self.language
                found.append(Alternate(language.id, language.tag, language.name, url, target.language == language.id, current))
        return found
