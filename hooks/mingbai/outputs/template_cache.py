"""Compiled templates are kept in the cache: four languages and every rebuild compile each of them once."""
from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from mingbai.cache import Cache, fingerprint


class TemplateCache(BytecodeCache):
    """Jinja asks it for the bytecode of a template whose source has this checksum."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template's name: where the project lies on this machine does not matter (nor how its folder is spelt)."""
        return fingerprint(name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where the template is known."""
        known = self._cache.get(_key(bucket))
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self._cache.put(_key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    return "template:" + fingerprint(jinja2.__version__, bucket.key, bucket.checksum)
