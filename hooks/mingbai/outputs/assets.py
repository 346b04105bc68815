"""Assets: our CSS and JavaScript as served, with their comments taken off; pictures are copied by MkDocs."""
from __future__ import annotations

import re
from pathlib import Path

SOURCE = "overrides/assets"

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS_SPACE = re.compile(r"\s*([{};,])\s*")


def read_assets(root: Path) -> dict[str, bytes]:
    """Path in the site -> bytes, for every file of ours that pages load."""
    found = {}
    for path in sorted((root / SOURCE).rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        name = "assets/" + path.relative_to(root / SOURCE).as_posix()
        if path.suffix == ".css":
            found[name] = shorten_css(path.read_text(encoding="utf-8")).encode()
        elif path.suffix == ".js":
            found[name] = shorten_js(path.read_text(encoding="utf-8")).encode()
        else:
            found[name] = path.read_bytes()
    return found


def shorten_css(text: str) -> str:
    """CSS without comments and needless spaces (none of our strings holds braces, semicolons or commas)."""
    text = _CSS_COMMENT.sub("", text)
    return _CSS_SPACE.sub(r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip() + "\n"


def shorten_js(text: str) -> str:
    """JavaScript without indentation, empty lines and lines that are only a comment; the rest stays as written."""
    kept, inside = [], False
    for line in text.split("\n"):
        bare = line.strip()
        if inside:
            inside = "*/" not in bare
            continue
        if bare.startswith("/*"):
            inside = "*/" not in bare
            continue
        if bare and not bare.startswith("//"):
            kept.append(bare)
    return "\n".join(kept) + "\n"
