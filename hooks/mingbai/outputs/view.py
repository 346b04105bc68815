"""A View: everything that the page shell may know about one page. Templates read it and nothing else."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from mingbai.records.language import Language
from mingbai.records.site import Site


@dataclass(frozen=True)
class Link:
    """A link inside the site, relative to the page that shows it. `note` says when it leads to a Chinese page."""

    url: str
    title: str
    tag: str = ""
    note: str = ""


@dataclass(frozen=True)
class Alternate:
    """The same page in another language; where there is none, the Chinese page."""

    code: str
    tag: str
    name: str
    url: str
    available: bool
    current: bool


@dataclass(frozen=True)
class View:
    """One page as the shell sees it. URLs are relative to the page; `root` leads to the site's root ("", "../")."""

    site: Site
    language: Language
    url: str
    """From the site's root: en/lessons/mediation.html."""
    root: str
    home: str
    """Relative link to this language's start page."""
    kind: str
    id: str
    title: str
    summary: str
    body: Markup
    """The finished article without its h1."""
    words: Any
    """Interface words: words["menu"]; missing ones fall back to Chinese."""
    title_tag: str = ""
    """BCP 47 tag of the title where it is not in the page's language."""
    crumbs: tuple[Link, ...] = ()
    index: Link | None = None
    previous: Link | None = None
    next: Link | None = None
    alternates: tuple[Alternate, ...] = ()
    section: str = ""
    date: str = ""
    review: str = "draft"
    region: str = ""
    sensitive: bool = False
    scripts: tuple[str, ...] = ()
    """Components that this page needs beyond the common ones: "checklist", …"""
    fonts: tuple[str, ...] = ()
    """Languages whose fonts the page needs."""
    citations: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    relaxed: bool = False
    """True under `serve` only: lets the reload script through the content policy."""
