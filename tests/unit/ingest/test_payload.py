"""Reading JSON from strangers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moderation_ingest.domain.payload import (
    JsonValue,
    UnreadablePayloadError,
    clean_text,
    identifier_at,
    instant_at,
    parse_object,
)

MOMENT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "written, stored",
    [
        ("plain café 👩‍⚕️", "plain café 👩‍⚕️"),
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("x\udc00y", "x\ufffdy"),
        ("\ud83d\ude00", "😀"),
        ("\x01\x1b\ufffe", "\x01\x1b\ufffe"),
    ],
)
def test_text_that_cannot_be_stored_is_mended_and_nothing_else(written: str, stored: str) -> None:
    """NUL and lone surrogates become U+FFFD; every other character stays."""
    assert clean_text(written) == stored


def test_every_text_of_a_body_is_mended() -> None:
    """Keys and nested values are cleaned in the one place where bodies are read."""
    body = rb'{"a\u0000": [{"b": "\ud800!"}]}'

    assert parse_object(body) == {"a\ufffd": [{"b": "\ufffd!"}]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b"null",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"\x80abc",
    ],
)
def test_what_is_no_object_is_refused_with_one_error(body: bytes) -> None:
    """Broken, bottomless and boundless JSON all raise the same error, never another."""
    with pytest.raises(UnreadablePayloadError):
        parse_object(body)


@pytest.mark.parametrize(
    "value",
    [
        1_700_000_000,
        1_700_000_000.0,
        "1700000000",
        1_700_000_000_000,
        "1700000000000",
        "2023-11-14T22:13:20Z",
        "2023-11-14T22:13:20.000Z",
        "2023-11-14T22:13:20+0000",
        "2023-11-14T23:13:20+01:00",
        "Tue Nov 14 22:13:20 +0000 2023",
    ],
)
def test_every_form_of_a_moment_is_read(value: JsonValue) -> None:
    """Seconds, milliseconds, ISO 8601 and X's older form all name the same moment."""
    assert instant_at({"at": value}, "at") == MOMENT


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        [],
        {},
        "",
        "yesterday",
        "2023-11-14T22:13:20",
        "0001-01-01T00:00:00+14:00",
        10**30,
        -(10**30),
        10**400,
        "9" * 5000,
    ],
)
def test_what_is_no_moment_is_none(value: JsonValue) -> None:
    """A time that cannot be read is missing, not an error; local time without a zone is too."""
    assert instant_at({"at": value}, "at") is None


def test_numbers_serve_as_ids_with_every_digit() -> None:
    """An id beyond 2**53 that arrives as a number keeps its digits; true is no id."""
    assert identifier_at({"id": 7_200_000_000_000_000_001}, "id") == "7200000000000000001"
    assert identifier_at({"id": True}, "id") is None
    assert identifier_at({"id": "", "comment_id": "5"}, "id", "comment_id") == "5"
