"""Signatures and handshakes, by published and recomputed vectors."""

from __future__ import annotations

import json

import pytest

from moderation_ingest.domain.facebook import webhook as facebook
from moderation_ingest.domain.handshake import HandshakeRefusedError
from moderation_ingest.domain.signature import sign_hex
from moderation_ingest.domain.x import webhook as x
from tests.support.ingest import encode, facebook_headers, x_headers

SECRET = "test-secret"
FACEBOOK_BODY = (
    b'{"object":"page","entry":[{"id":"1","time":1700000000,"changes":[{"field":"feed",'
    b'"value":{"item":"comment","verb":"add","comment_id":"1_2",'
    b'"message":"caf\\u00e9"}}]}]}'  # codespell:ignore caf
)
FACEBOOK_SIGNATURE = "sha256=257c9c701424319815daecd655672e39517f63547ca9da812ae009c48d7c0e42"
X_BODY = b'{"data":{"event_uuid":"1","event_type":"post.mention.create","payload":{"id":"2"}}}'
X_SIGNATURE = "sha256=jTzFK43wod1xmSRYsfeLS7PC3Drum+kWQVf15wS/ni4="


def facebook_signed(signature: str | None, body: bytes, *secrets: str) -> bool:
    """Ask about a body with one header."""
    headers = {} if signature is None else {"x-hub-signature-256": signature}
    return facebook.is_signed(headers, body, app_secrets=secrets)


def test_the_published_vector_of_the_hex_scheme() -> None:
    """GitHub prints a key, a body and a signature of the construction that Meta uses."""
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    assert sign_hex("It's a Secret to Everybody", b"Hello, World!") == expected


def test_facebook_signature_over_the_raw_bytes() -> None:
    """The recomputed vector verifies, with the right secret among several."""
    assert len(FACEBOOK_BODY) == 166
    assert facebook_signed(FACEBOOK_SIGNATURE, FACEBOOK_BODY, "old-secret", SECRET)


def test_facebook_signature_of_a_re_encoded_body_fails() -> None:
    """Meta signs escaped JSON; the same JSON with a literal é is another body."""
    re_encoded = FACEBOOK_BODY.replace(rb"\u00e9", "é".encode())

    assert not facebook_signed(FACEBOOK_SIGNATURE, re_encoded, SECRET)
    assert sign_hex(SECRET, re_encoded).endswith(
        "916ff2deeee316a543c1afdf7231fe6ba5d07711ccd8519a9eadc4e96075b9d2"
    )


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        FACEBOOK_SIGNATURE.upper(),
        FACEBOOK_SIGNATURE[:-1],
        FACEBOOK_SIGNATURE.removeprefix("sha256="),
        "sha1=" + "0" * 40,
        "sha256=é" + "0" * 62,
        "sha256=\udce9",
    ],
)
def test_a_malformed_facebook_header_counts_as_wrong(signature: str | None) -> None:
    """Missing, cut, foreign and odd headers are refused without an error."""
    assert not facebook_signed(signature, FACEBOOK_BODY, SECRET)


def test_without_a_secret_nothing_is_signed() -> None:
    """An app without secrets takes no deliveries, not even ones signed with nothing."""
    empty = facebook_headers(FACEBOOK_BODY, secret="")["x-hub-signature-256"]

    assert not facebook_signed(empty, FACEBOOK_BODY)
    assert not x.is_signed(
        x_headers(X_BODY, secret=""), X_BODY, consumer_secrets=(), oauth2_client_secrets=()
    )


def handshake(**changes: str) -> dict[str, str]:
    """Return a good handshake with some parameters changed."""
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "ours"}
    return query | {f"hub.{name}": value for name, value in changes.items()}


def test_facebook_handshake_echoes_the_challenge() -> None:
    """The right token is answered with the challenge itself, as plain text."""
    answer = facebook.answer_handshake(handshake(), verify_token="ours")

    assert (answer.content, answer.media_type) == ("1158201444", "text/plain")


@pytest.mark.parametrize(
    "query, verify_token",
    [
        (handshake(verify_token="theirs"), "ours"),
        (handshake(verify_token="öurs"), "ours"),
        (handshake(verify_token=""), ""),
        (handshake(mode="unsubscribe"), "ours"),
        (handshake(challenge="<script>"), "ours"),
        (handshake(challenge="١٢٣"), "ours"),
        (handshake(challenge=""), "ours"),
        (handshake(challenge="1" * 65), "ours"),
        ({}, "ours"),
    ],
)
def test_facebook_handshake_is_refused(query: dict[str, str], verify_token: str) -> None:
    """A wrong token, a foreign mode and anything but digits get no echo."""
    with pytest.raises(HandshakeRefusedError):
        facebook.answer_handshake(query, verify_token=verify_token)


@pytest.mark.parametrize(
    "secret, token, response",
    [
        (
            "z3ZX4v7mAAUGykl3EcmkqbartmuW8VFOOzCloLx9Q45P0hLrFu",
            "9b4507b3-9040-4669-9ca3-6b94edb50553",
            "sha256=Cytd4Sq+NvEcV3MMrXxWJGJx5A+y/lXzzU2Maartkx8=",
        ),
        (SECRET, "abc123", "sha256=Z7aPPn0OT3ARmifwmGJkMRec74H1AV+RwtpUqN8Ev2c="),
    ],
)
def test_x_challenge_is_answered(secret: str, token: str, response: str) -> None:
    """The published inputs and our own vector give the recomputed responses."""
    answer = x.answer_challenge({"crc_token": token}, secret=secret)

    assert json.loads(answer.content) == {"response_token": response}
    assert answer.media_type == "application/json"


@pytest.mark.parametrize(
    "token",
    ["", '{"data":{}}', "a b", 'a"b', "a\nb", "abc\n", "a.b", "é", "a" * 129, "[1]"],
)
def test_x_challenge_signs_nothing_that_could_be_a_delivery(token: str) -> None:
    """The challenge is a signing oracle, so that only short tokens of a safe set are answered."""
    with pytest.raises(HandshakeRefusedError):
        x.answer_challenge({"crc_token": token}, secret=SECRET)


@pytest.mark.parametrize("token", ["123", "true", "null", "abc"])
def test_a_token_that_x_challenge_signed_is_no_delivery(token: str) -> None:
    """What the oracle does sign, such as a number that is JSON, is refused as a body."""
    answer = x.answer_challenge({"crc_token": token}, secret=SECRET)
    headers = {"x-twitter-webhooks-signature": json.loads(answer.content)["response_token"]}

    assert not x.is_signed(
        headers, token.encode(), consumer_secrets=[SECRET], oauth2_client_secrets=[]
    )


def test_x_signature_vector() -> None:
    """The recomputed vector verifies; another body does not."""
    headers = {"x-twitter-webhooks-signature": X_SIGNATURE}

    def signed(body: bytes) -> bool:
        return x.is_signed(
            headers, body, consumer_secrets=["other", SECRET], oauth2_client_secrets=[]
        )

    assert len(X_BODY) == 83
    assert signed(X_BODY)
    assert not signed(X_BODY + b" ")


def test_the_newer_x_header_decides_alone() -> None:
    """Once its secret is configured, a wrong newer signature is never saved by the older one."""
    body = encode({"data": {}})
    older = x_headers(body, secret="consumer")
    newer_name = "x-twitter-webhooks-signature-oauth2"
    right = x_headers(body, secret="oauth2")["x-twitter-webhooks-signature"]

    def signed(headers: dict[str, str], *oauth2: str) -> bool:
        return x.is_signed(
            headers, body, consumer_secrets=["consumer"], oauth2_client_secrets=oauth2
        )

    assert signed({newer_name: right}, "oauth2")
    assert not signed(older | {newer_name: "sha256=wrong"}, "oauth2")
    assert not signed(older | {newer_name: older["x-twitter-webhooks-signature"]}, "oauth2")
    assert signed(older, "oauth2")
    # Not configured yet: X may begin to send it before we know its key.
    assert signed(older | {newer_name: "sha256=unknown"})
