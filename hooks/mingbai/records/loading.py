"""Loading: the texts of a project become one Library; every fault on the way is recorded, none stops the rest."""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from mingbai.problems import Problems, nearest
from mingbai.reading.markdown_file import Document, read_document
from mingbai.reading.source_tree import SourceTree
from mingbai.reading.yaml_file import Node, parse_yaml
from mingbai.records.fields import ID, Place, Reader, Record
from mingbai.records.kinds import DATA_KINDS, KINDS, Kind
from mingbai.records.language import Language
from mingbai.records.library import Library, Written
from mingbai.records.site import Site
from mingbai.records.written import Page, Translation

SINGLE_FILES = ("data/site.yml", "data/languages.yml")
INTERFACE = "data/interface/"


def load_library(tree: SourceTree, problems: Problems) -> Library | None:
    """The Library of a source tree, or None when site or languages cannot be read at all."""
    languages = _languages(tree, problems)
    site = _site(tree, problems, frozenset(languages))
    if not languages or site is None:
        return None
    loader = _Loader(tree, problems, languages)
    loader.read_data()
    loader.read_pages()
    return Library(
        site=site,
        languages=MappingProxyType(languages),
        words=MappingProxyType(_words(tree, problems, languages)),
        records=MappingProxyType({kind: MappingProxyType(found) for kind, found in loader.records.items()}),
        written=MappingProxyType(loader.written),
        assets=frozenset(tree.assets),
        unread=frozenset(loader.unread),
    )


def _mapping(tree: SourceTree, path: str, problems: Problems) -> dict[str, tuple[int, Node]]:
    """The top mapping of a YAML file; faults are recorded and give an empty one."""
    text = tree.texts.get(path)
    if text is None:
        problems.add(path, 0, "file-missing", path=path)
        return {}
    node = parse_yaml(text, path, problems)
    if node is None or node.is_empty:
        if not problems.touch(path):
            problems.add(path, 0, "file-empty")
        return {}
    if not isinstance(node.value, dict):
        problems.add(path, node.line, "field-not-mapping", name=path)
        return {}
    return node.value


def _languages(tree: SourceTree, problems: Problems) -> dict[str, Language]:
    path = "data/languages.yml"
    pairs = _mapping(tree, path, problems)
    reader = Reader(path, problems, frozenset(pairs))
    found = {}
    for code, (line, node) in pairs.items():
        record = reader.record(Language, node, id=code, place=Place(path, line))
        if record:
            found[code] = record
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _site(tree: SourceTree, problems: Problems, languages: frozenset[str]) -> Site | None:
    path = "data/site.yml"
    pairs = _mapping(tree, path, problems)
    return Reader(path, problems, languages).record(Site, Node(1, pairs), id="site", place=Place(path, 1)) if pairs else None


def _words(tree: SourceTree, problems: Problems, languages: Mapping[str, Language]) -> dict[str, dict[str, str]]:
    """Interface words per page language; a language without its own file gets an empty table."""
    words: dict[str, dict[str, str]] = {}
    for code, language in languages.items():
        path = f"{INTERFACE}{code}.yml"
        if language.type != "page" or path not in tree.texts:
            continue
        words[code] = {}
        for key, (line, node) in _mapping(tree, path, problems).items():
            if code != "zh" and key not in words.get("zh", {}):
                problems.add(path, line, "unknown-key", key=key, nearest=nearest(key, words.get("zh", {})) or "zh.yml")
            if isinstance(node.value, str):
                _check_gaps(words, code, key, node, path, problems)
                words[code][key] = node.value
    return words


def _check_gaps(words: Mapping[str, Mapping[str, str]], code: str, key: str, node: Node, path: str, problems: Problems) -> None:
    """A translated word must keep the gaps ({n}) of the Chinese one."""
    expected = set(re.findall(r"\{\w+\}", words.get("zh", {}).get(key, ""))) if code != "zh" else None
    if expected is not None and expected != set(re.findall(r"\{\w+\}", str(node.value))):
        problems.add(path, node.line, "word-gaps-differ", key=key, gaps=" ".join(sorted(expected)) or "–")


@dataclass
class _Loader:
    tree: SourceTree
    problems: Problems
    languages: Mapping[str, Language]
    records: dict[str, dict[str, Record]] = field(default_factory=lambda: {name: {} for name in KINDS})
    written: dict[tuple[str, str], Written] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def read_data(self) -> None:
        homes = {kind.home: kind for kind in DATA_KINDS}
        for path in sorted(self.tree.texts):
            if not path.startswith("data/") or path in SINGLE_FILES or path.startswith(INTERFACE):
                continue
            folder = path.split("/")[1] if path.count("/") > 1 else ""
            if folder not in homes:
                self.problems.add(path, 0, "data-folder-unknown", folder=folder or path, nearest=nearest(folder, homes) or "、".join(sorted(homes)))
            else:
                self._read_data_file(path, homes[folder])

    def _read_data_file(self, path: str, kind: Kind) -> None:
        pairs = _mapping(self.tree, path, self.problems)
        if not pairs:
            return
        if kind.many:
            for id, (line, node) in pairs.items():
                self._keep(kind, id, node, Place(path, line))
        else:
            id = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            self._keep(kind, id, Node(1, pairs), Place(path, 1))

    def _keep(self, kind: Kind, id: str, node: Node, place: Place) -> None:
        if not ID.fullmatch(id):
            self.problems.add(place.path, place.line, "bad-id", id=id)
            return
        if id in self.records[kind.name]:
            other = self.records[kind.name][id].place
            self.problems.add(place.path, place.line, "duplicate-id", id=id, other=f"{other.path}:{other.line}")
            return
        record = Reader(place.path, self.problems, frozenset(self.languages)).record(kind.shape, node, id=id, place=place)
        if record is None:
            self.unread.add(f"{kind.name}:{id}")
        else:
            self.records[kind.name][id] = record

    def read_pages(self) -> None:
        """Chinese pages first: translations take what they do not say from them."""
        paths = [path for path in sorted(self.tree.texts) if path.startswith("docs/") and path.endswith(".md")]
        found = [(path, *self._split(path)) for path in paths]
        for path, stem, code in sorted(found, key=lambda item: (item[2] != "zh", item[0])):
            document = read_document(path, self.tree.texts[path], self.problems)
            if document.front is not None and code == "zh":
                self._read_original(stem, document)
            elif document.front is not None:
                self._read_translation(stem, code, document)
            elif not self.problems.touch(path):
                self.problems.add(path, 1, "front-matter-missing")
            if (stem, code) not in self.written:
                self.unread |= {path, *(f"{name}:{stem.rsplit('/', 1)[-1]}" for name, kind in KINDS.items() if not kind.home)}

    def _split(self, path: str) -> tuple[str, str]:
        stem = path.removeprefix("docs/").removesuffix(".md")
        base, _, suffix = stem.rpartition(".")
        return (base, suffix) if base and suffix in self.languages else (stem, "zh")

    def _read_original(self, stem: str, document: Document) -> None:
        assert document.front is not None
        pairs = document.front.value if isinstance(document.front.value, dict) else {}
        named = pairs.get("kind", (0, Node(0, "page")))[1].value
        kind = KINDS.get(str(named))
        if kind is None or kind.home:
            known = [name for name, row in KINDS.items() if not row.home]
            self.problems.add(document.path, document.front_line, "field-choice", key="kind", value=named, nearest=nearest(str(named), known) or " / ".join(known))
            return
        id = stem.rsplit("/", 1)[-1]
        record = self._front(kind.shape, document, id)
        if record is None:
            return
        if id in self.records[kind.name]:
            self.problems.add(document.path, 1, "duplicate-id", id=id, other=self.records[kind.name][id].place.path)
            return
        self.records[kind.name][id] = record
        self.written[stem, "zh"] = Written(stem, "zh", document, record)

    def _read_translation(self, stem: str, code: str, document: Document) -> None:
        original = self.written.get((stem, "zh"))
        if original is None:
            if f"docs/{stem}.md" not in self.tree.texts:
                self.problems.add(document.path, 0, "translation-without-source", source=f"docs/{stem}.md")
            return
        assert document.front is not None
        pairs = document.front.value
        if isinstance(pairs, dict) and "kind" in pairs and pairs["kind"][1].value == original.record.kind:
            document = _without_kind(document, pairs)
        translation = self._front(Translation, document, stem.rsplit("/", 1)[-1])
        if translation is not None:
            self.written[stem, code] = Written(stem, code, document, original.record, translation)

    def _front(self, shape: type[Record], document: Document, id: str) -> Any:
        assert document.front is not None
        place = Place(document.path, document.front_line)
        return Reader(document.path, self.problems, frozenset(self.languages)).record(shape, document.front, id=id, place=place)


def _without_kind(document: Document, pairs: Mapping[str, tuple[int, Node]]) -> Document:
    """A translation may repeat its kind; it says nothing new."""
    assert document.front is not None
    kept = {key: value for key, value in pairs.items() if key != "kind"}
    return dataclasses.replace(document, front=Node(document.front.line, kept))
