"""Facts: what verification must know of one finished file, found from its bytes alone and so kept from build to build."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Fault = tuple[str, tuple[tuple[str, str], ...]]
"""A problem that the file shows by itself: (code, details)."""

OUTGOING = frozenset({"http", "https"})
_CALLING = frozenset({"mailto", "tel", "sms"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = dict.fromkeys(map(ord, "\t\n\r"))  # browsers leave these out of addresses


@dataclass(frozen=True)
class Facts:
    """`ids` of the file, addresses in the site that it names (as written), and its own faults."""

    ids: Sequence[str] = ()
    links: Sequence[tuple[str, Sequence[str]]] = ()
    """(address before "#", what stood behind it): a page names few files and many anchors of theirs."""
    faults: tuple[Fault, ...] = ()

    def to_json(self) -> bytes:
        return json.dumps([self.ids, self.links, self.faults], ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Facts:
        ids, links, faults = json.loads(data)
        named = ((code, tuple((key, value) for key, value in details)) for code, details in faults)
        return cls(ids, links, tuple(named))


class Collector:
    """Gathers the facts of one file."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._links: dict[str, dict[str, None]] = {}
        self._faults: dict[Fault, None] = {}

    def fault(self, code: str, **details: str) -> None:
        """Something wrong that the file shows by itself; said once."""
        self._faults[code, tuple(details.items())] = None

    def id(self, id: str) -> None:
        """An anchor; the second of its name is a fault."""
        if id in self._ids:
            self.fault("built-id-twice", id=id)
        self._ids[id] = None

    def named(self, name: str) -> None:
        """An old-style anchor (`<a name>`), which may repeat an id."""
        self._ids[name] = None

    def load(self, address: str, image: bool = False) -> None:
        """An address that a browser fetches by itself: it must lie in the site (or be a picture in place)."""
        address = clean_address(address)
        scheme = scheme_of(address)
        if scheme == "data" and image and address[5:].lower().startswith("image/"):
            return
        if scheme or address.startswith("//"):
            self.fault("built-load-outside", target=address)
        else:
            self._lead(address)

    def link(self, address: str, rel: Iterable[str]) -> None:
        """An address that a reader follows."""
        address = clean_address(address)
        scheme = scheme_of(address)
        if scheme in OUTGOING:
            if "noreferrer" not in rel:
                self.fault("built-referrer", target=address)
        elif scheme and scheme not in _CALLING or address.startswith("//"):
            self.fault("built-link-scheme", target=address)
        elif not scheme:
            self._lead(address)

    def _lead(self, address: str) -> None:
        path, _, anchor = address.partition("#")
        self._links.setdefault(path, {})[anchor] = None

    def facts(self) -> Facts:
        """All that was gathered, in the order of the file."""
        links = tuple((path, tuple(anchors)) for path, anchors in self._links.items())
        return Facts(tuple(self._ids), links, tuple(self._faults))


def clean_address(address: str) -> str:
    """An address as a browser reads it: without spaces around and line ends inside."""
    return address.translate(_IGNORED).strip(" \f\0")


def scheme_of(address: str) -> str:
    """The scheme of a clean address in small letters; "" for one inside the site."""
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""
