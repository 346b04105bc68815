"""Page facts: anchors, links and faults of one finished HTML page (also of SVG, which may carry the same dangers)."""
from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from mingbai.publishing.facts import Collector, Facts, scheme_of

_LOADING = {
    "src": True, "poster": True, "data": False, "background": True, "action": False, "formaction": False, "ping": False,
    "manifest": False, "icon": True, "codebase": False, "archive": False, "xlink:href": True,
}
"""Attributes with an address that is fetched, or sent to, without a reader's choice -> whether it may be a picture."""
_SETS = frozenset({"srcset", "imagesrcset"})
_SIZE = re.compile(r"[0-9.]+[wxh]")
_NOT_LOADED = frozenset({"canonical", "alternate", "license", "author", "help", "next", "prev", "up"})
"""Relations of `<link>` that a browser does not fetch."""
_UNWANTED = frozenset({"base", "object", "embed", "applet", "frame", "frameset", "portal"})
_DATA_BLOCKS = frozenset({"application/json", "application/ld+json"})
_REFRESH = re.compile(r"""[0-9.\s]*[;,]?\s*(?:url\s*=)?\s*['"]?([^'"]*)""", re.IGNORECASE)
_OPEN_SOURCES = frozenset({"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*"})
_NOT_FOR_CODE = frozenset({"data:", "blob:", "filesystem:", "mediastream:"})


def page_facts(data: bytes) -> Facts:
    """The facts of an HTML page."""
    reader = _PageReader()
    for node in LexborHTMLParser(data).css("*"):
        reader.read(str(node.tag), node.attributes, node)
    return reader.finish()


def svg_facts(data: bytes) -> Facts:
    """The facts of a drawing: the same without what only a page needs."""
    reader = _PageReader(is_page=False)
    for node in LexborHTMLParser(data).css("svg, svg *"):
        reader.read(str(node.tag), node.attributes, node)
    return reader.finish()


class _PageReader:
    def __init__(self, is_page: bool = True) -> None:
        self._found = Collector()
        self._is_page = is_page
        self._has_policy = self._has_title = False
        self._hashes: set[str] = set()
        """Code in place that the policy names by its hash (one-file courses)."""

    def read(self, tag: str, attributes: Mapping[str, str | None], node: object) -> None:
        """One element, in the order of the page."""
        if attributes:
            self._read_attributes(tag, attributes)
        if tag == "script":
            self._read_script(attributes, node)
        elif tag == "style":
            self._read_code(tag, node)
        elif tag == "meta":
            self._read_meta(attributes)
        elif tag == "html" and self._is_page and not (attributes.get("lang") or "").strip():
            self._found.fault("built-language-missing")
        elif tag == "title":
            self._has_title = self._has_title or bool(node.text().strip())  # type: ignore[attr-defined]
        elif tag in _UNWANTED or tag == "template":  # what stands in a template is not looked at
            self._found.fault("built-element", what=f"<{tag}>")

    def _read_attributes(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        found = self._found
        for name, text in attributes.items():
            value = text or ""
            if name == "id":
                found.id(value)
            elif name == "href":
                self._read_href(tag, value, attributes)
            elif name in _LOADING:
                found.load(value, image=_LOADING[name] and tag not in ("script", "iframe"))
            elif name in _SETS:
                for address in value.split():
                    if not _SIZE.fullmatch(address.rstrip(",")) and address.strip(","):
                        found.load(address.rstrip(","), image=True)
            elif name in ("style", "srcdoc") or name.startswith("on"):
                found.fault("built-inline-code", what=f"<{tag} {name}>")
            elif name == "name" and tag == "a":
                found.named(value)

    def _read_href(self, tag: str, value: str, attributes: Mapping[str, str | None]) -> None:
        rel = (attributes.get("rel") or "").lower().split()
        if tag in ("a", "area"):
            self._found.link(value, rel)
        elif tag == "link" and rel and _NOT_LOADED.issuperset(rel):
            if not scheme_of(value):
                self._found.load(value)
        elif tag != "base":
            self._found.load(value, image=tag != "link" or "icon" in rel)

    def _read_script(self, attributes: Mapping[str, str | None], node: object) -> None:
        if (attributes.get("type") or "").lower() in _DATA_BLOCKS and "src" not in attributes:
            return
        if not self._has_policy and self._is_page:
            self._found.fault("built-policy-missing")
            self._has_policy = True  # said once
        if "src" not in attributes:
            self._read_code("script", node)
        for name in ("integrity", "crossorigin"):
            if name in attributes:
                self._found.fault("built-not-from-disk", what=f"<script {name}>")
        if (attributes.get("type") or "").lower() == "module":
            self._found.fault("built-not-from-disk", what='<script type="module">')

    def _read_code(self, tag: str, node: object) -> None:
        digest = hashlib.sha256(node.text().encode()).digest()  # type: ignore[attr-defined]
        if f"'sha256-{base64.b64encode(digest).decode()}'" not in self._hashes:
            self._found.fault("built-inline-code", what=f"<{tag}>")

    def _read_meta(self, attributes: Mapping[str, str | None]) -> None:
        kind, content = (attributes.get("http-equiv") or "").lower(), attributes.get("content") or ""
        if kind == "content-security-policy":
            self._has_policy = True
            self._hashes.update(part for part in content.replace(";", " ").split() if part.startswith("'sha256-"))
            for source in open_sources(content):
                self._found.fault("built-policy-open", source=source)
        elif kind == "refresh":
            target = _REFRESH.match(content.strip())
            if target and target[1]:
                self._found.load(target[1])

    def finish(self) -> Facts:
        if self._is_page and not self._has_policy:
            self._found.fault("built-policy-missing")
        if self._is_page and not self._has_title:
            self._found.fault("built-title-missing")
        return self._found.facts()


def open_sources(policy: str) -> list[str]:
    """What a content policy lets in and must not: inline code, evaluation, other hosts; scripts not named at all."""
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        directives.setdefault(name.lower(), sources)
    found = []
    if "default-src" not in directives:
        found.append("default-src")
    for name, sources in directives.items():
        if not name.endswith(("-src", "-action", "-uri", "-src-elem", "-src-attr")):
            continue
        is_code = name.startswith(("script", "default", "object", "worker", "frame", "base"))
        for source in map(str.lower, sources):
            is_quoted = source.startswith("'") and source.endswith("'")
            is_in_place = source in _NOT_FOR_CODE and not is_code
            if source in _OPEN_SOURCES or not is_quoted and not is_in_place:
                found.append(f"{name} {source}")
    return found
