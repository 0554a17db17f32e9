"""Authors as keyed hashes: enough to recognise who wrote before, not enough to say who it was.

Without the deployment's key nobody can tell whose hash it is, not even by trying every account.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final, NewType

from moderation_common.vocabulary import Platform

AuthorKey = NewType("AuthorKey", bytes)
"""The keyed hash of one person's account on one platform, as one body sees it."""

AUTHOR_KEY_PURPOSE: Final = "classifier: authors"
"""For which purpose the hashing key is derived from the vault's."""

_KEY_BYTES: Final = 16
"""128 bits: among a thousand million authors no two are likely to share a hash."""


@dataclass(frozen=True, slots=True)
class AuthorHasher:
    """Hashes authors under one key."""

    secret: bytes = field(repr=False)

    def key_of(self, organisation: str, platform: Platform, author_id: str) -> AuthorKey | None:
        """Return the author's hash; `None` where the platform withholds who wrote."""
        if not author_id:
            return None
        # Each part's length goes before it, so that no two authors share what is hashed.
        parts = (organisation, platform.value, author_id)
        message = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
        return AuthorKey(hmac.digest(self.secret, message, hashlib.sha256)[:_KEY_BYTES])
