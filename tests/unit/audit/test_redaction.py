"""What is personal is hidden, everywhere it can occur, and can be shown again."""

from __future__ import annotations

import secrets
from enum import Enum
from typing import get_args

import pytest
from pydantic import AwareDatetime, BaseModel

from moderation_audit.domain.redaction import (
    PERSONAL_FIELDS,
    Opening,
    agree,
    commitments_in,
    pack_openings,
    redact,
    reveal,
    unpack_openings,
)
from moderation_common.events import PAYLOADS, Payload

_NOT_PERSONAL = {
    # Ids that we gave, or that the platform gave to the comment, the post or the account.
    "ref.account_id",
    "ref.comment_id",
    "comment.ref.account_id",
    "comment.ref.comment_id",
    "comment.post_id",
    "comment.parent_id",
    "post_id",
    "decision_id",
    "comment_event_id",
    "action_id",
    "case_id",
    "alert_id",
    "review_id",
    "group_id",
    "wording_id",
    "group_refs.account_id",
    "group_refs.comment_id",
    "measure_id",
    "strikes.refs.account_id",
    "strikes.refs.comment_id",
    # Words of the policy, the packs and the machine.
    "routes",
    "route",
    "team",
    "doubts",
    "because",
    "pack",
    "sha256",
    "content_sha256",
    "replaces",
    "clause",
    "reason",
    "reasons.clause",
    "reasons.words",
    "reasons.source",
    "reasons.seconded_by",
    "target",
    "mode",
    "modes",
    "words",
    "strikes.clauses",
    "channel",
    "query",
    # Who of the body's own people did it: the record is there to say so.
    "person",
    "requested_by.name",
    "acknowledged_by.name",
    "closed_by.name",
    "decided_by.name",
    "changed_by.name",
    "approved_by",
    "read_by.name",
}


def _text_fields(annotation: object, path: str = "") -> set[str]:
    """Return where free text can stand, by walking the payload's declared types."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {
            found
            for name, field in annotation.model_fields.items()
            for found in _text_fields(field.annotation, f"{path}.{name}" if path else name)
        }
    if arguments := get_args(annotation):
        return {found for argument in arguments for found in _text_fields(argument, path)}
    if annotation is AwareDatetime:
        return set()
    declared: object = getattr(annotation, "__supertype__", annotation)
    if not isinstance(declared, type) or issubclass(declared, Enum):
        return set()
    return {path} if issubclass(declared, str) else set()


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.event_type)
def test_every_text_field_of_every_payload_is_either_personal_or_known_not_to_be(
    payload: type[Payload],
) -> None:
    """A new field breaks this test until somebody has decided what it is."""
    personal = {".".join(path) for path in PERSONAL_FIELDS.get(payload.event_type, ())}
    undecided = _text_fields(payload) - personal - _NOT_PERSONAL
    assert not undecided
    assert personal <= _text_fields(payload)
    assert not personal & _NOT_PERSONAL


def test_each_redaction_hides_the_same_text_differently() -> None:
    """Equal texts cannot be recognised, because each has a nonce of its own."""
    document = {"text": "thanks"}
    one, _ = redact(document, (("text",),), secrets.token_bytes)
    other, _ = redact(document, (("text",),), secrets.token_bytes)
    assert one != other
    assert "thanks" not in str(one)


def test_what_is_empty_or_absent_stays_as_it_is() -> None:
    """Nothing is committed to where nothing was said."""
    document: dict[str, object] = {"text": None, "note": "", "attachments": [], "deep": None}
    paths = (("text",), ("note",), ("attachments",), ("deep", "down"), ("away",))
    assert redact(document, paths, secrets.token_bytes) == (document, {})


def test_redacting_changes_nothing_in_the_document_given() -> None:
    """The event that was handed in is still the event."""
    document = {"comment": {"text": "a", "id": 1}}
    redact(document, (("comment", "text"),), secrets.token_bytes)
    assert document == {"comment": {"text": "a", "id": 1}}


def test_commitments_are_found_where_they_stand() -> None:
    """Verification finds each commitment by walking the entry."""
    redacted, openings = redact(
        {"comment": {"text": "a", "author": {"name": "b"}}, "list": [{"x": 1}]},
        (("comment", "text"), ("comment", "author", "name")),
        secrets.token_bytes,
    )
    found = dict(commitments_in(redacted))
    assert found == {path: opening.commitment() for path, opening in openings.items()}


def test_another_text_or_nonce_does_not_open_a_commitment() -> None:
    """A commitment binds to one text only."""
    opening = Opening(bytes(32), "text")
    assert opening.commitment() != Opening(bytes(32), "texT").commitment()
    assert opening.commitment() != Opening(bytes(31) + b"\x01", "text").commitment()


def test_openings_survive_packing() -> None:
    """What is sealed gives back path, nonce and value."""
    opening = Opening(secrets.token_bytes(32), ["https://a.example"])
    openings: dict[tuple[str, ...], Opening] = {("comment", "attachments"): opening}
    assert unpack_openings(pack_openings(openings)) == openings
    redacted, fresh = redact(
        {"comment": {"attachments": ["x"]}}, (("comment", "attachments"),), secrets.token_bytes
    )
    assert reveal(redacted, fresh) == {"comment": {"attachments": ["x"]}}


def test_forms_of_an_event_agree_in_what_both_can_still_tell() -> None:
    """Erased text and members of another version make no difference; anything else does."""
    redacted, _ = redact({"text": "a", "n": 1}, (("text",),), secrets.token_bytes)
    assert agree(redacted, {"text": "b", "n": 1})
    assert agree({"n": 1, "new": 2}, {"n": 1})
    assert not agree({"n": 1}, {"n": 2})
    assert not agree({"l": [1]}, {"l": [1, 2]})
    assert not agree({"l": [1]}, {"l": [2]})
    assert not agree({"o": {"a": 1}}, {"o": None})
    assert agree({"o": [{"a": 1}]}, {"o": [{"a": 1}]})
