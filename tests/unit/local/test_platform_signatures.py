"""Signatures of the simulated platforms against vectors computed elsewhere."""

from __future__ import annotations

import pytest

from moderation_local.simulator.credentials import FacebookCredentials, XCredentials
from moderation_local.simulator.signing import (
    facebook_headers,
    right_x_answers,
    x_headers,
    x_signature,
)

_PAGE_CHANGE = (
    rb'{"object":"page","entry":[{"id":"1","time":1700000000,"changes":[{"field":"feed","value":'
    rb'{"item":"comment","verb":"add","comment_id":"1_2","message":"ca'
    rb'f\u00e9"}}]}]}'
)
_MENTION = b'{"data":{"event_uuid":"1","event_type":"post.mention.create","payload":{"id":"2"}}}'


def test_facebook_signs_in_hex() -> None:
    """A body with escaped letters has the signature computed for its bytes."""
    credentials = FacebookCredentials(app_secrets=("test-secret", "older"), verify_token="v")
    assert facebook_headers(_PAGE_CHANGE, credentials) == {
        "X-Hub-Signature-256": (
            "sha256=257c9c701424319815daecd655672e39517f63547ca9da812ae009c48d7c0e42"
        )
    }


def test_x_signs_in_base_64() -> None:
    """A delivery has the signature computed for its bytes, and one header without a newer key."""
    credentials = XCredentials(consumer_secrets=("test-secret",))
    assert x_headers(_MENTION, credentials) == {
        "x-twitter-webhooks-signature": "sha256=jTzFK43wod1xmSRYsfeLS7PC3Drum+kWQVf15wS/ni4="
    }


@pytest.mark.parametrize(
    "secret, token, answer",
    [
        ("test-secret", "abc123", "sha256=Z7aPPn0OT3ARmifwmGJkMRec74H1AV+RwtpUqN8Ev2c="),
        (
            "z3ZX4v7mAAUGykl3EcmkqbartmuW8VFOOzCloLx9Q45P0hLrFu",
            "9b4507b3-9040-4669-9ca3-6b94edb50553",
            "sha256=Cytd4Sq+NvEcV3MMrXxWJGJx5A+y/lXzzU2Maartkx8=",
        ),
    ],
)
def test_challenge_has_one_right_answer(secret: str, token: str, answer: str) -> None:
    """The answer expected to a challenge is the one that X's own samples give."""
    assert x_signature(token.encode(), secret) == answer
    assert right_x_answers(token, XCredentials(consumer_secrets=(secret,))) == {answer}


def test_either_key_in_use_may_answer() -> None:
    """With a newer key the challenge may be answered with either; with a retired one with none."""
    credentials = XCredentials(
        consumer_secrets=("first", "retired"), oauth2_client_secrets=("newer",)
    )
    answers = right_x_answers("token", credentials)
    assert answers == {x_signature(b"token", "first"), x_signature(b"token", "newer")}
