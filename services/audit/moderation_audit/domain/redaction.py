"""Keeps personal text out of the entry for ever: the entry holds a commitment in its place.

A commitment is the HMAC-SHA-256 of the text under a random key, the nonce. With text and nonce
anyone can check that the entry is about that text; without the nonce nobody can find out by trying
likely texts. Text and nonce (the opening) are kept elsewhere, sealed, and can be erased.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from moderation_audit.domain.canonical import canonical_bytes
from moderation_common.events import (
    ActionRequested,
    CaseClosed,
    CommentEdited,
    CommentReceived,
    MeasureDecided,
    MeasureProposed,
    ModeChanged,
    ReviewDecided,
    SwitchChanged,
)

NONCE_BYTES: Final = 32
_MARK: Final = "hmac-sha256"
"""The one member of a commitment. No payload can have it: it is no Python name."""

JsonObject = Mapping[str, Any]
Path = tuple[str, ...]
NonceSource = Callable[[int], bytes]
"""Gives that many random bytes, as `secrets.token_bytes` does."""

_OF_A_COMMENT: Final[tuple[Path, ...]] = (
    ("comment", "text"),
    ("comment", "author", "author_id"),
    ("comment", "author", "name"),
    ("comment", "author", "handle"),
    # A photo shows people, and the address of a post often spells its author's handle.
    ("comment", "attachments"),
    ("comment", "permalink"),
    ("comment", "post_text"),
    ("comment", "parent_text"),
)

PERSONAL_FIELDS: Final[Mapping[str, tuple[Path, ...]]] = MappingProxyType(
    {
        CommentReceived.event_type: _OF_A_COMMENT,
        CommentEdited.event_type: _OF_A_COMMENT,
        ActionRequested.event_type: (("text",), ("author_id",)),
        # People write these freely, and may quote the comment or name its author.
        CaseClosed.event_type: (("outcome",),),
        ReviewDecided.event_type: (("note",),),
        MeasureDecided.event_type: (("note",),),
        SwitchChanged.event_type: (("note",),),
        ModeChanged.event_type: (("note",),),
        # Pseudonymous, and the same in every proposal about one person.
        MeasureProposed.event_type: (("author_key",),),
    }
)
"""Where each type of event holds personal text; a test compares it with every payload there is."""


@dataclass(frozen=True)
class Opening:
    """What opens a commitment."""

    nonce: bytes
    value: object

    def commitment(self) -> str:
        """Return the commitment that this opens, in hexadecimal."""
        return hmac.new(self.nonce, canonical_bytes(self.value), hashlib.sha256).hexdigest()


Openings = Mapping[Path, Opening]


def redact(
    document: JsonObject, paths: tuple[Path, ...], new_nonce: NonceSource
) -> tuple[dict[str, Any], dict[Path, Opening]]:
    """Return the document with a commitment at each path that holds something, and the openings."""
    openings: dict[Path, Opening] = {}
    redacted = dict(document)
    for path in paths:
        value = _get(redacted, path)
        if value in (None, "", []):
            continue
        opening = Opening(new_nonce(NONCE_BYTES), value)
        openings[path] = opening
        redacted = _put(redacted, path, {_MARK: opening.commitment()})
    return redacted, openings


def reveal(document: JsonObject, openings: Openings) -> dict[str, Any]:
    """Return the document with the openings' values in place of their commitments."""
    revealed = dict(document)
    for path, opening in openings.items():
        revealed = _put(revealed, path, opening.value)
    return revealed


def commitments_in(document: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield each commitment in the document and where it stands."""
    if not isinstance(document, Mapping):
        return
    if _is_commitment(document):
        yield path, str(document[_MARK])
        return
    for name, value in document.items():
        yield from commitments_in(value, (*path, name))


def agree(one: object, other: object) -> bool:
    """Say whether two forms of one event agree in all that both can still tell.

    A commitment whose opening was erased agrees with anything. So does a member that one of them
    lacks: an older version of the software may have written it.
    """
    if _is_commitment(one) or _is_commitment(other):
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(agree(one[name], other[name]) for name in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    return one == other


def pack_openings(openings: Openings) -> str:
    """Return the openings as JSON text, to be sealed."""
    return json.dumps(
        {"/".join(path): [o.nonce.hex(), o.value] for path, o in openings.items()},
        ensure_ascii=False,
    )


def unpack_openings(packed: str) -> dict[Path, Opening]:
    """Read back what `pack_openings` gave."""
    return {
        tuple(path.split("/")): Opening(bytes.fromhex(nonce), value)
        for path, (nonce, value) in json.loads(packed).items()
    }


def _is_commitment(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {_MARK}


def _get(document: JsonObject, path: Path) -> object:
    value: object = document
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _put(document: JsonObject, path: Path, value: object) -> dict[str, Any]:
    name, *rest = path
    below = document[name] if rest else None
    return {**document, name: _put(below, tuple(rest), value) if below is not None else value}
