"""What an entry is: a draft made from what arrived, then given its place in the record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from moderation_audit.domain.canonical import canonical_bytes
from moderation_audit.domain.facets import Facets, facets_of
from moderation_audit.domain.kind import EntryKind
from moderation_audit.domain.merkle import hash_leaf
from moderation_audit.domain.redaction import (
    NONCE_BYTES,
    PERSONAL_FIELDS,
    NonceSource,
    Opening,
    Openings,
    Path,
    agree,
    redact,
    reveal,
)
from moderation_common.errors import PermanentError
from moderation_common.events import (
    ActionRequested,
    CommentEdited,
    CommentReceived,
    Event,
)
from moderation_common.identity import derive_id

_MAX_ID: Final = 200
_WORDS_ABOVE: Final = frozenset({"post_text", "parent_text"})
_SALT: Final[Path] = ("dead_letter", "salt")


class UnrecordableError(PermanentError):
    """What arrived cannot become an entry."""


@dataclass(frozen=True)
class Draft:
    """An entry without its place: all that is known before the record's end is known."""

    id: str
    """Decides whether it is recorded already."""
    kind: EntryKind
    content: Mapping[str, Any]
    """What stands in the entry beside its place; personal text only as commitments."""
    openings: Openings = field(repr=False)
    key_subject: str
    """Whose key seals the openings."""


@dataclass(frozen=True)
class Entry:
    """A draft at its place in the record."""

    index: int
    recorded_at: datetime
    draft: Draft
    canonical: bytes
    leaf_hash: bytes
    facets: Facets


@dataclass(frozen=True)
class DeadLetter:
    """A record that some service put aside: where it stood, why, and what it was."""

    topic: str
    partition: int
    offset: int
    """The three say where the letter stands in its dead-letter topic."""
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def draft_event(event: Event, *, new_nonce: NonceSource) -> Draft:
    """Make the draft of an event; raises `UnrecordableError` when its id cannot be one."""
    if not event.id or len(event.id) > _MAX_ID or "\x00" in event.id:
        msg = f"An event's id has 1 to {_MAX_ID} characters and no U+0000; mend its producer."
        raise UnrecordableError(msg)
    content = {"event": event.to_json()}
    paths = tuple(("event", "data", *path) for path in PERSONAL_FIELDS.get(event.type, ()))
    redacted, openings = redact(content, paths, new_nonce)
    return Draft(
        id=event.id,
        kind=EntryKind.EVENT,
        content=redacted,
        openings=openings,
        key_subject=_key_subject(event),
    )


def draft_conflict(draft: Draft, *, ordinal: int) -> Draft:
    """Make the draft that records an event whose id is taken by one that says something else."""
    return replace(
        draft,
        id=derive_id(f"{draft.id}/{ordinal}", "conflict"),
        kind=EntryKind.CONFLICT,
        content={**draft.content, "conflicts_with": draft.id},
    )


def draft_dead_letter(letter: DeadLetter, *, new_nonce: NonceSource) -> Draft:
    """Make the draft of a dead letter: its whereabouts and reason, and a hash of its body.

    The hash is keyed with a salt, kept like personal text, because the body holds some: whoever
    still has the letter can prove that it is this one, and nobody can guess at it afterwards.
    """
    salt = new_nonce(NONCE_BYTES)

    def get(name: str) -> str:
        # What was put aside may be junk down to its headers.
        return letter.headers.get(name, "").encode(errors="replace").decode()

    content = {
        "dead_letter": {
            "topic": letter.topic,
            "partition": letter.partition,
            "offset": letter.offset,
            "reason": get("dlq_reason"),
            "source_topic": get("dlq_topic"),
            "source_partition": get("dlq_partition"),
            "source_offset": get("dlq_offset"),
            "event_id": get("ce_id"),
            "source": get("ce_source"),
            "type": get("ce_type"),
            "subject": get("ce_subject"),
            "time": get("ce_time"),
            "organisation": get("ce_organisation"),
            "correlation_id": get("ce_correlationid"),
            "body_hash": hmac.new(salt, letter.body, hashlib.sha256).hexdigest(),
            "salt": salt.hex(),
        }
    }
    redacted, openings = redact(content, (_SALT,), new_nonce)
    place = f"{letter.topic}/{letter.partition}/{letter.offset}"
    return Draft(
        id=derive_id(place, "dead-letter"),
        kind=EntryKind.DEAD_LETTER,
        content=redacted,
        openings=openings,
        key_subject=f"dead-letter/{place}",
    )


def place_entry(draft: Draft, *, index: int, recorded_at: datetime) -> Entry:
    """Give the draft its place; raises `CanonicalFormError` when it has no canonical form."""
    document = document_of(draft, index=index, recorded_at=recorded_at)
    canonical = canonical_bytes(document)
    return Entry(
        index=index,
        recorded_at=recorded_at,
        draft=draft,
        canonical=canonical,
        leaf_hash=hash_leaf(canonical),
        facets=facets_of(document),
    )


def document_of(draft: Draft, *, index: int, recorded_at: datetime) -> dict[str, Any]:
    """Return what the entry's canonical bytes say."""
    return {
        **draft.content,
        "id": draft.id,
        "index": index,
        "kind": draft.kind.value,
        "recorded_at": recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def same_event(recorded: Mapping[str, Any], openings: Mapping[Path, Opening], draft: Draft) -> bool:
    """Say whether the recorded document and the draft are the same event.

    `time` is left out: a step that is repeated after a crash gives the same id at a later time.
    So are the words above a comment, which ingest may learn, or forget, between two deliveries of
    it: they are what was known around the comment, and not what it says.
    """
    if draft.kind is EntryKind.DEAD_LETTER:
        return True
    one = reveal(recorded, openings)["event"]
    other = reveal(draft.content, draft.openings)["event"]
    return agree(_without_circumstances(one), _without_circumstances(other))


def _without_circumstances(event: Mapping[str, Any]) -> dict[str, Any]:
    told = {**event, "time": None}
    comment = event["data"].get("comment") if isinstance(event.get("data"), Mapping) else None
    if isinstance(comment, Mapping):
        said = {name: value for name, value in comment.items() if name not in _WORDS_ABOVE}
        told["data"] = {**event["data"], "comment": said}
    return told


def _key_subject(event: Event) -> str:
    """Say whose key seals the event's personal text: its author's, else the comment's own.

    Text about a comment by somebody else (a reply, a note) goes with the comment. To erase an
    author is to destroy their key and those of the comments they wrote.
    """
    match event.data:
        case CommentReceived(comment=comment) | CommentEdited(comment=comment):
            author_id, platform = comment.author.author_id, comment.ref.platform
        case ActionRequested(author_id=str(author_id), ref=ref):
            platform = ref.platform
        case _:
            return f"comment/{event.subject}"
    if not author_id:
        return f"comment/{event.subject}"
    return f"author/{event.organisation}/{platform}/{author_id}"
