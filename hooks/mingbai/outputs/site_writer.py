"""The site writer: an edition's outputs go into a stage, language by language, and are finished once at the end."""
from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mingbai.cache import Cache
from mingbai.edition import Edition
from mingbai.outputs.assets import read_assets
from mingbai.outputs.data_scripts import render_cards, render_release, render_tree
from mingbai.outputs.fonts import NAMES_CSS, write_fonts
from mingbai.outputs.manifest import NAME, hash_bytes, hash_files, page_entries, release_code, render_manifest
from mingbai.outputs.rendering import Renderer
from mingbai.outputs.searching import write_search
from mingbai.problems import Problems

RELEASE = "assets/release.js"
STYLES = "assets/mingbai.css"


@dataclass
class SiteWriter:
    """Collects what each language gave; `folder` is the stage."""

    edition: Edition
    folder: Path
    cache: Cache
    problems: Problems
    former: Path | None = None
    """A site that readers have: its search shards stay, and a delta is added."""
    renderers: list[Renderer] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    releases: dict[str, Any] = field(default_factory=dict)
    """Language -> the released search index that later deltas build on."""

    def write_language(self, renderer: Renderer) -> None:
        """Write every page of a language that MkDocs does not write, its data scripts and its search."""
        self.renderers.append(renderer)
        self.counts[renderer.language.id] = len(renderer.pages)
        for page in renderer.pages:
            if page.written is None:
                self._write(page.url, renderer.page(page))
        for path, text in {**render_cards(renderer), **render_tree(renderer)}.items():
            self._write(path, text)
        files, self.releases[renderer.language.id] = write_search(renderer, self.cache, self.former)
        for path, data in files.items():
            self._write(path, data)

    def finish(self) -> dict[str, Any]:
        """Write what the languages share; returns the manifest's entries by file."""
        assets = read_assets(self.edition.root)
        fonts = write_fonts(self.edition.root, self.edition.library, self._texts(), self.cache, self.problems)
        # The letters of the language names are wanted on every page: their faces need no file of their own.
        assets[STYLES] += fonts.pop(NAMES_CSS, b"").replace(b'url("', b'url("fonts/')
        for path, data in {**assets, **fonts}.items():
            self._write(path, data)
        self._write("sitemap.xml", self._sitemap())
        site = self.edition.library.site
        files = hash_files(self.folder)
        code = release_code(files)
        release = render_release(site, code)
        self._write(RELEASE, release)
        files = dict(sorted({**files, RELEASE: hash_bytes(release.encode())}.items()))
        pages = [entry for renderer in self.renderers for entry in page_entries(renderer)]
        self._write(NAME, render_manifest(site.key, site.edition, code, pages, files, self.releases))
        return files

    def _texts(self) -> Mapping[str, str]:
        """Language -> all HTML of its pages, for the fonts; equivalents of terms stand in every language's pages."""
        together = "".join(renderer.article(page).html for renderer in self.renderers for page in renderer.pages if renderer.article(page).fonts)
        titles = "".join(page.title for page in self.edition.plan.pages)
        words = "".join(word for table in self.edition.library.words.values() for word in table.values())
        text = html.unescape(together) + titles + words
        return {language.id: text for language in self.edition.library.languages.values() if language.font}

    def _sitemap(self) -> str:
        """Addresses relative to the site's root: where it will be hosted is not known here."""
        rows = "".join(f"  <url><loc>{html.escape(page.url)}</loc></url>\n" for page in self.edition.plan.pages if page.kind != "notfound")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'

    def _write(self, path: str, content: str | bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

