"""Full-text search: the files of one language's index, made anew or patched from the former ones, to the same bytes."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingbai.outputs.search_codes import (
    SCRIPT_TAIL,
    Encoder,
    decode,
    entry_size,
    hash_of,
    parse_entries,
    part_name,
    part_path,
    render_entries,
    render_script,
    script_head,
    script_value,
    shard_of,
    write_entry,
)
from mingbai.outputs.search_documents import (
    BLOCK,
    STEP,
    IndexedPage,
    IndexedSection,
    Placed,
    describe_documents,
    describe_ids,
    end_of,
    place_pages,
)
from mingbai.outputs.search_postings import collect_postings, without_collector
from mingbai.outputs.tokens import Key, Rule, key_term

__all__ = ["Index", "IndexedPage", "IndexedSection", "build_index"]

SHARD_SIZE = 56_000
"""Mean bytes of a shard of postings at most; the largest come out about 1.7 times as big."""
_PATCHED_SHARE = 0.1
"""A larger share of changed sections is indexed anew: that is faster then."""


@dataclass(frozen=True)
class Index:
    """One language's search: its files by path from the site's root, and what patching and delta need of it."""

    language: str
    edition: str
    rule: Rule
    files: Mapping[str, bytes]
    placed: tuple[Placed, ...] = field(repr=False)
    shards: int
    size: int
    """Bytes of all entries, which alone decide the number of shards."""


@without_collector()
def build_index(
    pages: Iterable[IndexedPage], language: str, edition: str, rule: Rule, former: Index | None = None
) -> Index:
    """Index the pages of one language.

    `former` is an earlier index of the same language (kept in memory or read by `load_index`): where few pages have
    changed only the files that they touch are made anew. The files are the same to the byte with and without it.
    """
    placed = place_pages(pages)
    if former and former.language == language and former.rule == rule:
        patched = _patch_index(former, placed, edition)
        if patched:
            return patched
    hashes, entries, size = _encode_postings(collect_postings(placed, rule), end_of(placed))
    shards = _shard_count(size)
    texts: list[list[str]] = [[] for _ in range(shards)]
    for number, entry in zip(hashes, entries, strict=True):
        texts[number & shards - 1].append(entry)
    files: dict[str, bytes] = {}
    for number, shard in enumerate(texts):
        _add_file(files, language, part_name("t", number), edition, f'"{render_entries(shard)}"')
    for number in range(-(-end_of(placed) // BLOCK)):
        _add_documents(files, language, edition, placed, number)
    return _finish(files, language, edition, rule, placed, shards, size)


def _encode_postings(postings: Mapping[Key, list[int]], limit: int) -> tuple[list[int], list[str], int]:
    """Hashes and entries of all terms, and the bytes of all entries."""
    encode = Encoder(limit)
    hashes, entries, size = [], [], 0
    for key, ids in postings.items():
        term = key_term(key)
        entry = write_entry(term, encode(ids))
        hashes.append(hash_of(term))
        entries.append(entry)
        size += entry_size(entry)
    return hashes, entries, size


def _shard_count(size: int) -> int:
    count = 1
    while size > count * SHARD_SIZE:
        count *= 2
    return count


def _add_file(files: dict[str, bytes], language: str, part: str, edition: str, data: str) -> None:
    files[part_path(language, part)] = render_script(language, part, edition, data)


def _add_documents(
    files: dict[str, bytes], language: str, edition: str, placed: Sequence[Placed], number: int
) -> None:
    rows = describe_documents(_pages_in(placed, number), number * BLOCK, BLOCK)
    _add_file(files, language, part_name("d", number), edition, script_value(rows))


def _pages_in(placed: Sequence[Placed], block: int) -> Sequence[Placed]:
    """The pages that reach into a block of ids, by bisection."""
    low, high = 0, len(placed)
    while low < high:
        middle = (low + high) // 2
        if placed[middle].base + placed[middle].slots <= block * BLOCK:
            low = middle + 1
        else:
            high = middle
    end = low
    while end < len(placed) and placed[end].base < (block + 1) * BLOCK:
        end += 1
    return placed[low:end]


def _finish(
    files: dict[str, bytes], language: str, edition: str, rule: Rule, placed: tuple[Placed, ...], shards: int, size: int
) -> Index:
    """Add meta.js and the empty delta.js (so that the browser may always ask for one)."""
    meta = {"rule": rule, "shards": shards, "block": BLOCK, "step": STEP, **describe_ids(placed)}
    _add_file(files, language, "meta", edition, script_value(meta))
    _add_file(files, language, "delta", edition, script_value({"base": edition}))
    return Index(language, edition, rule, dict(sorted(files.items())), placed, shards, size)


# ---- patching -----------------------------------------------------------------------------------------------------


def _patch_index(former: Index, placed: tuple[Placed, ...], edition: str) -> Index | None:
    """Return the index of `placed` made from the former one, None where making it anew is better."""
    old = {(item.url, item.base): item for item in former.placed}
    new = {(item.url, item.base): item for item in placed}
    same = {key for key in old.keys() & new.keys() if old[key].source == new[key].source}
    gone = [item for key, item in old.items() if key not in same]
    come = [item for key, item in new.items() if key not in same]
    changed = sum(item.count for item in (*gone, *come))
    if changed > 20 and changed > _PATCHED_SHARE * sum(item.count for item in placed):
        return None
    files = _with_edition(former, edition)
    size = _patch_shards(files, former, edition, gone, come, end_of(placed))
    if _shard_count(size) != former.shards:
        return None
    _patch_documents(files, former, edition, (*gone, *come), placed)
    return _finish(files, former.language, edition, former.rule, placed, former.shards, size)


def _with_edition(former: Index, edition: str) -> dict[str, bytes]:
    """The former files under the new edition's name."""
    if former.edition == edition:
        return dict(former.files)
    files = {}
    for path, content in former.files.items():
        part = path.removeprefix(part_path(former.language, "").removesuffix(".js")).removesuffix(".js")
        old_head = script_head(former.language, part, former.edition).encode()
        files[path] = script_head(former.language, part, edition).encode() + content[len(old_head) :]
    return files


def _patch_shards(
    files: dict[str, bytes], former: Index, edition: str, gone: list[Placed], come: list[Placed], limit: int
) -> int:
    """Change the entries in which the former and the new pages differ; return the new size of all entries."""
    before = collect_postings(gone, former.rule)
    after = collect_postings(come, former.rule)
    dirty: dict[int, list[Key]] = {}
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            dirty.setdefault(shard_of(key_term(key), former.shards), []).append(key)
    encode = Encoder(max(limit, end_of(former.placed)))
    size = former.size
    for number in sorted(dirty):
        part = part_name("t", number)
        path = part_path(former.language, part)
        head = len(script_head(former.language, part, edition).encode()) + 1
        entries = parse_entries(files[path][head : -len(SCRIPT_TAIL) - 1].decode())
        for key in dirty[number]:
            term = key_term(key)
            entry = entries.pop(term, "")
            ids = _patch_ids(entry[len(term) + 1 :], before.get(key, []), after.get(key, []))
            size -= entry_size(entry) if entry else 0
            if ids:
                entries[term] = write_entry(term, encode(ids))
                size += entry_size(entries[term])
        _add_file(files, former.language, part, edition, f'"{render_entries(entries.values())}"')
    return size


def _patch_ids(code: str, before: list[int], after: list[int]) -> list[int]:
    dead = set(before)
    return sorted([number for number in decode(code) if number not in dead] + after)


def _patch_documents(
    files: dict[str, bytes], former: Index, edition: str, changed: Iterable[Placed], placed: Sequence[Placed]
) -> None:
    count = -(-end_of(placed) // BLOCK)
    former_count = -(-end_of(former.placed) // BLOCK)
    ends = [(item.base // BLOCK, (item.base + item.slots - 1) // BLOCK) for item in changed]
    dirty = {number for first, last in ends for number in range(first, last + 1)}
    for number in range(count, former_count):
        del files[part_path(former.language, part_name("d", number))]
    for number in sorted(number for number in dirty if number < count):
        _add_documents(files, former.language, edition, placed, number)
