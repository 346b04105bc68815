"""The manifest: the Plan plus what building added, so that bundles, updates and tests need not look into pages."""
from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mingbai import __version__
from mingbai.outputs.rendering import Renderer

NAME = "manifest.json"


def hash_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Path -> length and SHA-256 of every file below `folder`, sorted."""
    names = sorted(
        os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/") for place, _, found in os.walk(folder) for name in found
    )
    return {name: hash_bytes((folder / name).read_bytes()) for name in names if name != NAME}


def hash_bytes(data: bytes) -> dict[str, Any]:
    """Length and SHA-256 of a file's content."""
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def page_entries(renderer: Renderer) -> list[dict[str, Any]]:
    """What is known of each page of a language."""
    entries = []
    for page in renderer.pages:
        article = renderer.article(page)
        entries.append({
            "url": page.url, "language": page.language, "kind": page.kind, "id": page.id, "title": page.title,
            "section": page.section, "order": page.order, "date": page.date, "review": page.review, "region": page.region,
            "source": page.source, "content": hashlib.sha256(article.html.encode()).hexdigest(),
            "headings": [[s.level, s.anchor, s.heading] for s in article.sections if s.anchor],
            "laws": [[law, number] for law, number, _ in article.laws],
            "scripts": list(article.scripts), "fonts": list(article.fonts),
        })
    return entries


def release_code(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Twelve digits that name exactly these files."""
    digest = hashlib.sha256("".join(f"{name}\0{entry['sha256']}\n" for name, entry in files.items()).encode()).hexdigest()
    digits = f"{int(digest[:16], 16) % 10**12:012d}"
    return " ".join(digits[i:i + 4] for i in (0, 4, 8))


def render_manifest(key: str, edition: str, code: str, pages: Iterable[Mapping[str, Any]], files: Mapping[str, Any], search: Mapping[str, Any]) -> str:
    """The manifest's JSON, a line for each page (in the Plan's order) and each file (by name)."""
    head = {"format": 1, "generator": f"mingbai {__version__}", "site": key, "edition": edition, "code": code}
    listed = ",\n".join(_compact(page) for page in pages)
    hashed = ",\n".join(f"{_compact(name)}:{_compact(entry)}" for name, entry in files.items())
    return f'{_compact(head)[:-1]},\n"pages":[\n{listed}\n],\n"files":{{\n{hashed}\n}},\n"search":{_compact(search)}}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
