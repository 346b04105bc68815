"""File names: a name must work on every disk, in every address and in every language of the site."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from mingbai.problems import Problems, nearest

LONGEST_PATH = 100
_PART = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
_SCRIPT = re.compile(r"(?:(?<=\.)|(?<=^))[a-z]{2,3}-[A-Z][a-z]{3}(?=\.md$|\.yml$)")
_SUFFIX = re.compile(r"(.+)\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})*)\.md", re.I)
_DROPPINGS = re.compile(
    r"\..*|~\$.*|.*~|#.*#|.*\.(?:swp|swo|tmp|temp|bak|orig|rej|part|crdownload)|thumbs\.db|ehthumbs\.db|desktop\.ini|"
    r"__macosx|__pycache__|node_modules|\$recycle\.bin|system volume information",
    re.I,
)


def is_dropping(name: str) -> bool:
    """Whether a file or folder is left behind by an editor, an office program or a system."""
    return _DROPPINGS.fullmatch(name) is not None


def check_part(name: str, path: str, problems: Problems) -> bool:
    """Check one name of a path; the language part of `x.mn-Mong.md` and `mn-Mong.yml` and `mn-Mong.yml` may have its capital."""
    checked = re.sub(r"(?:^|(?<=\.))[a-z]{2,3}-[A-Z][a-z]{3}(?=\.(?:md|yml)$)", "x", name)
    if _DEVICE.fullmatch(name):
        problems.add(path, 0, "name-device", name=name)
    elif not _PART.fullmatch(checked) or name.endswith("."):
        problems.add(path, 0, "name-signs", name=name, proposal=propose(name))
    else:
        return True
    return False


def propose(name: str) -> str:
    """A name near `name` that is allowed; "" when nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9.]+", "-", plain)
    plain = re.sub(r"-*\.-*", ".", plain).strip("-.")
    return plain if _PART.fullmatch(plain) and not plain.startswith("md") else "pinyin-name" + PurePosixPath(name).suffix.lower()


def check_language(name: str, path: str, languages: Collection[str], problems: Problems) -> bool:
    """Check the language part of a page's name: none for Chinese, else a page language of this site."""
    match = _SUFFIX.fullmatch(name)
    if not match or match[2] in languages and match[2] != "zh":
        return True
    stem, code = match[1], match[2]
    if code.lower().replace("_", "-") in ("zh", "cn", "zh-cn", "zh-hans", "chs"):
        problems.add(path, 0, "name-chinese-suffix", suffix=code, proposal=f"{stem}.md")
        return False
    known = {language.lower(): language for language in languages if language != "zh"}
    meant = known.get(code.lower().replace("_", "-")) or known.get(nearest(code.lower(), known), "")
    problems.add(path, 0, "name-language", suffix=code, nearest=meant or "、".join(sorted(known.values())))
    return False


def same_name(path: str) -> str:
    """Equal for two paths that one disk or another would take for the same file."""
    return unicodedata.normalize("NFC", path).casefold()
