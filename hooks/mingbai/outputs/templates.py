"""Templates: the functions that shell and partials may call, for one language."""
from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping


from jinja2 import Environment
from markupsafe import Markup

from mingbai.markup.inline import inline
from mingbai.records.fields import Text
from mingbai.records.language import Language
from mingbai.records.library import Library
from mingbai.records.plan import SOURCE


class Words(Mapping[str, str]):
    """Interface words of a language; what it lacks is Chinese."""

    def __init__(self, library: Library, language: str) -> None:
        self._own = library.words.get(language, {})
        self._source = library.words.get(SOURCE, {})

    def __getitem__(self, key: str) -> str:
        return self._own[key] if key in self._own else self._source[key]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)

    def __call__(self, key: str, **gaps: object) -> str:
        return self[key].format(**gaps) if gaps else self[key]


def prepare_environment(env: Environment, library: Library, language: Language) -> Words:
    """Give a Jinja environment our functions and turn escaping on; returns the words it uses."""
    env.autoescape = True
    words = Words(library, language.id)
    code = language.id

    def t(text: Text | str | None) -> Markup:
        if not text:
            return Markup("")
        shown, own = (text, code) if isinstance(text, str) else text.best(code)
        markup = Markup(inline(shown).replace("\n", "<br>"))
        if own == code:
            return markup
        return Markup('<span lang="{}">{}</span>').format(library.languages[own].tag, markup)

    def ref(kind: str, id: str, label: str = "") -> Markup:
        return Markup('<a data-ref="{}:{}">{}</a>').format(kind, id, label)

    def cite(text: str) -> Markup:
        return Markup(inline(text))

    env.globals.update(
        w=words, t=t, has=bool, plain=lambda text: text.best(code)[0] if isinstance(text, Text) else str(text or ""),
        ref=ref, refs=lambda kind, ids: [ref(kind, id) for id in ids], cite=cite,
        title_of=lambda kind, id: _title(library, kind, id, code), icon=_icon, language=language,
        view_language=language, languages=library.languages, site=library.site,
    )
    return words


def _title(library: Library, kind: str, id: str, code: str) -> str:
    found = library.find(kind, id)
    title = getattr(found[1], "title", "") if found else ""
    return title.best(code)[0] if isinstance(title, Text) else str(title)


@functools.cache
def _icon(name: str) -> Markup:
    """Inline SVG of an icon that comes with the theme; "" where there is none."""
    if not re.fullmatch(r"[a-z]+(/[a-z0-9-]+)+", name or ""):
        return Markup("")
    source = importlib.resources.files("material").joinpath("templates", ".icons", f"{name}.svg").read_text(encoding="utf-8")
    return Markup(source.strip().replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))


