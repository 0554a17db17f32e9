"""New ids as the platforms form them: long numbers that grow with time and never repeat."""

from __future__ import annotations

import hashlib
from typing import Final

from moderation_common.clock import Clock
from moderation_common.vocabulary import Platform
from moderation_local.simulator.storage import Storage

# X's ids are milliseconds since November 2010 with 22 bits of machine and sequence below.
_X_EPOCH_MS: Final = 1_288_834_974_657
_SEQUENCE_BITS: Final = 22
_PERSON_DIGITS: Final = 15


class IdMint:
    """Mints ids; the last one is kept, so that neither a restart nor a clock set back repeats."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def mint(self) -> str:
        """Return a new id as text."""
        by_clock = (int(self._clock().timestamp() * 1000) - _X_EPOCH_MS) << _SEQUENCE_BITS
        with self._storage.transaction():
            row = self._storage.fetch_one("SELECT value FROM last_id")
            if row is None:
                value = by_clock
                self._storage.execute("INSERT INTO last_id VALUES (:value)", value=value)
            else:
                value = max(by_clock, row["value"] + 1)
                self._storage.execute("UPDATE last_id SET value = :value", value=value)
        return str(value)


def person_id(platform: Platform, name: str) -> str:
    """Return the id of the person with a name: always the same one on the same platform."""
    digest = hashlib.sha256(f"{platform}\x1f{name}".encode()).digest()
    number = int.from_bytes(digest[:8], "big") % 10**_PERSON_DIGITS
    return f"1{number:0{_PERSON_DIGITS}d}"
