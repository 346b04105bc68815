"""The index of the build before, kept in the cache as one value, so that an edit patches it."""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from mingbai.outputs.search_codes import VERSION
from mingbai.outputs.search_documents import Placed
from mingbai.outputs.search_index import Index


class Cache(Protocol):
    """Where bytes are kept between builds."""

    def get(self, key: str) -> bytes | None:
        """Return the value of a key, None where there is none."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""


def _key(language: str) -> str:
    return f"search-{language}"


def save_index(index: Index, cache: Cache) -> None:
    """Keep an index for `load_index`."""
    sources = [item.page.source for item in index.placed]
    head = {
        "version": VERSION,
        "edition": index.edition,
        "rule": index.rule,
        "shards": index.shards,
        "size": index.size,
        "pages": [[item.url, item.base, item.count, len(item.source)] for item in index.placed],
        "files": [[path, len(content)] for path, content in index.files.items()],
    }
    line = json.dumps(head, separators=(",", ":")).encode() + b"\n"
    cache.put(_key(index.language), b"".join([line, *sources, *index.files.values()]))


def load_index(language: str, cache: Cache) -> Index | None:
    """Return the index kept for a language; None where there is none or it is of another version or damaged."""
    value = cache.get(_key(language))
    if not value:
        return None
    try:
        line = value.index(b"\n") + 1
        head = json.loads(value[:line])
        if head["version"] != VERSION:
            return None
        lengths = [row[-1] for row in (*head["pages"], *head["files"])]
        if line + sum(lengths) != len(value):
            return None
        pieces = _cut(value, line, lengths)
        count = len(head["pages"])
        placed = tuple(
            Placed(url, base, sections, source)
            for (url, base, sections, _), source in zip(head["pages"], pieces[:count], strict=True)
        )
        files = {path: piece for (path, _), piece in zip(head["files"], pieces[count:], strict=True)}
        return Index(language, head["edition"], head["rule"], files, placed, head["shards"], head["size"])
    except (ValueError, KeyError, TypeError):
        return None


def _cut(value: bytes, start: int, lengths: Sequence[int]) -> list[bytes]:
    pieces = []
    for length in lengths:
        pieces.append(value[start : start + length])
        start += length
    return pieces
