"""Search for readers who have an older release: one small file that takes back old sections and adds new ones."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mingbai.outputs.search_codes import Encoder, part_path, render_entries, render_script, script_value, write_entry
from mingbai.outputs.search_documents import (
    IndexedPage,
    describe_documents,
    describe_ids,
    digest_of,
    end_of,
    place_pages,
)
from mingbai.outputs.search_index import Index
from mingbai.outputs.search_postings import collect_postings
from mingbai.outputs.tokens import key_term


def describe_release(index: Index) -> dict[str, Any]:
    """Return what a later `build_delta` must know of a released index, as plain JSON values."""
    return {
        "language": index.language,
        "edition": index.edition,
        "rule": index.rule,
        "end": end_of(index.placed),
        "pages": {item.url: [digest_of(item.source), item.base, item.count] for item in index.placed},
    }


def build_delta(release: Mapping[str, Any], pages: Iterable[IndexedPage], edition: str) -> dict[str, bytes]:
    """Return the delta file that makes the released index answer for `pages`; all its other files stay as they are.

    `release` comes from `describe_release` of the index that readers have, which may be several editions old.
    """
    former, end = release["pages"], release["end"]
    pages = list(pages)
    digests = {page.url: digest_of(page.source) for page in pages}
    dead = sorted(
        number
        for url, (digest, base, count) in former.items()
        if digests.get(url) != digest
        for number in range(base, base + count)
    )
    fresh = place_pages((page for page in pages if former.get(page.url, [""])[0] != digests[page.url]), end)
    data: dict[str, object] = {"base": release["edition"]}
    if dead:
        data["dead"] = Encoder(end)(dead)
    if fresh:
        encode = Encoder(end_of(fresh))
        postings = collect_postings(fresh, release["rule"])
        data |= describe_ids(fresh)
        data["terms"] = render_entries(write_entry(key_term(key), encode(ids, end)) for key, ids in postings.items())
        data["documents"] = describe_documents(fresh, end, end_of(fresh) - end)
    path = part_path(release["language"], "delta")
    return {path: render_script(release["language"], "delta", edition, script_value(data))}
