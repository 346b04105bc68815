"""Rendering: planned pages of one language become Articles and, inside the shell, finished pages."""
from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Mapping
from functools import cached_property

from jinja2 import Environment
from markupsafe import Markup

from mingbai.cache import Cache, code_fingerprint, fingerprint
from mingbai.edition import Edition
from mingbai.markup.glossary_marks import MarkedTerm, Marker
from mingbai.markup.inline import inline
from mingbai.outputs.article import Article, make_article
from mingbai.outputs.links import Links
from mingbai.outputs.listings import Listings
from mingbai.outputs.references import References, relative_url
from mingbai.outputs.template_cache import TemplateCache
from mingbai.outputs.templates import prepare_environment
from mingbai.outputs.view import Link, View
from mingbai.records.fields import Record
from mingbai.records.language import Language
from mingbai.records.plan import PlannedPage
from mingbai.records.term import Term
from mingbai.records.written import Page

_PAGE_FACTS = sorted(field.name for field in dataclasses.fields(View) if field.name not in ("site", "language", "words"))

UNMARKED = frozenset({"index", "list", "tree", "search", "notfound", "law"})
"""Kinds whose pages are lists of links: marking words there would only disturb."""

_EMBED = re.compile(r'<div data-embed="([^":]+):([^"]*)"></div>')


class Renderer:
    """Renders the pages of one language of an edition. Articles are made once and kept."""

    def __init__(self, edition: Edition, language: Language, env: Environment, cache: Cache, relaxed: bool = False) -> None:
        self.edition, self.language = edition, language
        self._library, self._plan = edition.library, edition.plan
        self._env, self._cache, self._relaxed = env, cache, relaxed
        env.bytecode_cache = TemplateCache(cache)
        self.words = prepare_environment(env, edition.library, language)
        self.references = References(edition.library, edition.plan, language.id)
        self.links = Links(edition.library, edition.plan, language.id, self.words)
        self._articles: dict[str, Article] = {}

    @cached_property
    def pages(self) -> list[PlannedPage]:
        """The pages of this language, in the Plan's order."""
        return self._plan.of_language(self.language.id)

    @cached_property
    def marker(self) -> Marker:
        """Marks this language's glossary words."""
        return Marker(self._marked_terms, self.language.boundary)

    @cached_property
    def _marked_terms(self) -> list[MarkedTerm]:
        terms = []
        for page in self.pages:
            if isinstance(page.record, Term) and page.record.mark:
                forms = (page.title, *(form[self.language.id] for form in page.record.forms if self.language.id in form))
                terms.append(MarkedTerm(page.record.id, forms, page.record.priority))
        return terms

    @cached_property
    def _surroundings(self) -> str:
        """Names everything outside a page's own HTML that its Article depends on."""
        plan = [(p.language, p.kind, p.id, p.url, p.title) for p in self._plan.pages]
        laws = sorted(self._library.law_ids.items())
        return fingerprint(code_fingerprint(), repr(plan), repr(self._marked_terms), repr(laws), repr(self._library.languages), self.words["language_missing"])

    @cached_property
    def listings(self) -> Listings:
        return Listings(self._library, self._plan, self.links, self.article)

    def article(self, page: PlannedPage) -> Article:
        """The Article of a page of this language."""
        if page.url not in self._articles:
            self._articles[page.url] = self._make_article(page)
        return self._articles[page.url]

    def _make_article(self, page: PlannedPage) -> Article:
        markup = self._partial(page)
        written = page.record if isinstance(page.record, Page) else None
        off = frozenset(written.glossary.off) if written else frozenset()
        mark = page.kind not in UNMARKED and not (written and written.glossary.all_off)
        key = "article:" + fingerprint(self._surroundings, page.url, markup, repr(getattr(page.record, "law", ())), repr(sorted(off)), str(mark))
        known = self._cache.get(key)
        if known is not None:
            return Article.from_json(known)
        if mark:
            own = page.id if page.kind == "term" else ""
            markup = self.marker.mark(markup, off=off, own=own).html
        # A record's legal basis stands in the page's list of citations, not in its text.
        basis = "".join(inline(citation) for citation in getattr(page.record, "law", ()))
        article = make_article(basis + markup, self.references.resolve(markup, page), self._fonts(markup))
        self._cache.put(key, article.to_json())
        return article

    def _partial(self, page: PlannedPage) -> str:
        """The body of a page before marking and resolving."""
        context: dict[str, object] = {"page": page, "record": page.record, "embedded": False}
        if page.written is not None:
            body = self.edition.converted[page.written.document.path].html
            context |= {"record": _own_words(page), "body": Markup(_EMBED.sub(self._embed, body))}
        context |= self.listings.context(page)
        return self._env.get_template(f"partials/{self.listings.partial(page)}.html").render(context)

    def _embed(self, match: re.Match[str]) -> str:
        kind, id = match[1], html.unescape(match[2])
        if kind == "figures":
            context = {"groups": self.listings.figure_groups(id), "embedded": True}
            return self._env.get_template("partials/figures.html").render(context)
        found = self._library.find(kind, id)
        if found is None:
            return ""
        return self._env.get_template(f"partials/{found[0]}.html").render(record=found[1], embedded=True)

    @cached_property
    def _scripts_with_fonts(self) -> Mapping[str, re.Pattern[str]]:
        return {code: _range_pattern(l.font_ranges) for code, l in self._library.languages.items() if l.font and l.font_ranges}

    def _fonts(self, markup: str) -> tuple[str, ...]:
        return tuple(code for code, pattern in self._scripts_with_fonts.items() if pattern.search(markup))

    def view(self, page: PlannedPage) -> View:
        """What the shell is told about a page."""
        article = self.article(page)
        before, after = self._plan.neighbours(page)
        fonts = article.fonts
        if self.language.font and self.language.id not in fonts:
            fonts = (*fonts, self.language.id)
        title_tag = self._library.languages[page.title_language].tag if page.title_language not in ("", self.language.id) else ""
        return View(
            site=self._library.site, language=self.language, url=page.url, root="../" * page.url.count("/"),
            home=self.links.home(page), kind=page.kind, id=page.id, title=page.title, title_tag=title_tag,
            summary=page.summary, body=Markup(article.html), words=self.words, crumbs=tuple(self.links.crumbs(page)),
            index=self.links.section(page.section, page) if page.kind != "index" else None,
            previous=self.links.to(before, page) if before else None, next=self.links.to(after, page) if after else None,
            alternates=tuple(self.links.alternates(page)), section=page.section, date=page.date, review=page.review,
            region=page.region if page.region != "general" else "", sensitive=page.sensitive, scripts=article.scripts,
            fonts=fonts, citations=tuple(self._citations(article, page)), sources=tuple(self._sources(page)), relaxed=self._relaxed,
        )

    def page(self, page: PlannedPage) -> str:
        """The finished HTML of a page."""
        view = self.view(page)
        shown = {name: getattr(view, name) for name in _PAGE_FACTS}
        key = "page:" + fingerprint(self._frame, repr(shown))
        known = self._cache.get(key)
        if known is not None:
            return known.decode()
        text = self._env.get_template("shell.html").render(view=view) + "\n"
        self._cache.put(key, text.encode())
        return text

    @cached_property
    def _frame(self) -> str:
        """Names everything that the shell adds to what a View says of its page."""
        templates = self.edition.root / "overrides"
        shell = [(templates / name).read_text(encoding="utf-8") for name in ("shell.html", "partials/parts.html")]
        return fingerprint(code_fingerprint(), repr(self._library.site), repr(self.language), repr(sorted(self.words.items())), *shell)

    def _citations(self, article: Article, page: PlannedPage) -> list[Link]:
        found = []
        for law, number, text in article.laws if page.kind != "law" else ():
            target = self.references.find(f"law:{html.unescape(law)}" + (f"#{number}" if number else ""), page)
            if target:
                address = target.page.url + (f"#{target.anchor}" if target.anchor else "")
                named = not text or "《" in text or target.title in text  # "Article 17" alone says nothing in a list
                found.append(Link(relative_url(address, page.url), (text or target.title) if named else f"{target.title} · {text}"))
        return found

    def _sources(self, page: PlannedPage) -> list[Link]:
        found = []
        for id in getattr(page.record, "sources", ()) or ():
            target = self.references.find(f"source:{id}", page)
            if target:
                found.append(Link(relative_url(f"{target.page.url}#{target.anchor}", page.url), target.title))
        return found


def _own_words(page: PlannedPage) -> Record:
    """The front matter as a reader of this language should see it."""
    assert page.written is not None and page.record is not None
    names = [n for n in ("title", "summary", "date", "goals", "asks", "parties") if hasattr(page.record, n)]
    return dataclasses.replace(page.record, **{name: page.written.own(name) for name in names})


def _range_pattern(ranges: str) -> re.Pattern[str]:
    """A pattern for any letter of "U+0F00-0FFF, U+…"; single signs shared by scripts (spaces) do not count."""
    spans = re.findall(r"U\+([0-9A-F]+)-([0-9A-F]+)", ranges, re.I)
    blocks = [(int(a, 16), int(b, 16)) for a, b in spans if int(a, 16) >= 0x0F00 and not 0x2000 <= int(a, 16) < 0x2E00]
    return re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in blocks) + "]") if blocks else re.compile(r"(?!)")


