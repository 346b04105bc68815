"""Data scripts: what pages load when they need it, as classic scripts that work from a disk: cards, tree, release."""
from __future__ import annotations

import json
from typing import Any

from mingbai.outputs.listings import Listings
from mingbai.outputs.rendering import Renderer
from mingbai.records.plan import SOURCE
from mingbai.records.site import Site
from mingbai.records.term import Term

SHARDS = 16
"""Card scripts per language: a tap loads one, an edited term changes one."""


def script_json(value: Any) -> str:
    """JSON that may stand in a script file: sorted, compact, without the two line ends that old engines refuse."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def card_shard(id: str) -> str:
    """The shard of a term's card; cards.js computes the same."""
    return f"{sum(map(ord, id)) % SHARDS:02x}"


def render_cards(renderer: Renderer) -> dict[str, str]:
    """Path -> script, for all cards of a language."""
    shards: dict[str, dict[str, Any]] = {}
    for page in renderer.pages:
        if isinstance(page.record, Term):
            shards.setdefault(card_shard(page.id), {})[page.id] = _card(renderer, page.record, page.title, page.url)
    language = renderer.language.id
    return {
        f"data/cards/{language.lower()}-{shard}.js": f"mingbai.cards({script_json(language)},{script_json(cards)});\n"
        for shard, cards in sorted(shards.items())
    }


def _card(renderer: Renderer, term: Term, title: str, url: str) -> dict[str, Any]:
    code, library = renderer.language.id, renderer.edition.library
    others: list[list[str]] = []
    for language in library.languages.values():
        if language.id == code:
            continue
        text, status = _equivalent(term, language.id)
        if text:
            others.append([language.tag, language.name, text, status])
    card: dict[str, Any] = {"t": title, "d": term.definition.best(code)[0], "u": url, "r": term.review}
    if term.colloquial and code == SOURCE:
        card["c"] = list(term.colloquial)
    if others:
        card["l"] = others
    if term.law:
        card["s"] = "；".join(term.law)
    if term.difference:
        card["n"] = term.difference.best(code)[0]
    return card


def _equivalent(term: Term, language: str) -> tuple[str, str]:
    for equivalent in term.equivalents:
        if equivalent.language == language:
            return equivalent.text, equivalent.status
    return term.title.get(language, ""), term.review


def render_tree(renderer: Renderer) -> dict[str, str]:
    """The whole site of a language as one script: [[section, url, [[title, url], …]], …]."""
    listings: Listings = renderer.listings
    tree_page = next(page for page in renderer.pages if page.kind == "tree")
    prefix = tree_page.url.rpartition("/")[0]
    prefix = f"{prefix}/" if prefix else ""
    tree = [
        [head.title, _from_root(prefix, head.url), [[link.title, _from_root(prefix, link.url)] for link in links]]
        for head, links in listings.tree(tree_page)
    ]
    language = renderer.language.id
    return {f"data/tree-{language.lower()}.js": f"mingbai.tree({script_json(language)},{script_json(tree)});\n"}


def _from_root(prefix: str, url: str) -> str:
    return url[3:] if url.startswith("../") else prefix + url


def render_release(site: Site, code: str) -> str:
    """Edition and release code, the only place besides the start page that knows them."""
    return f"mingbai.release({script_json({'edition': site.edition, 'name': site.name['zh'], 'code': code})});\n"
