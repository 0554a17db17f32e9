"""Access tokens."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenError, TokenSigner

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SECRET = "s" * 32
MODERATOR = Principal(subject="sam", role=Role.MODERATOR, organisation="bsw")


def test_a_token_gives_back_its_bearer() -> None:
    """Subject, role, organisation and case survive the round trip."""
    signer = TokenSigner(SECRET)
    principal = Principal(subject="sam", role=Role.DUTY_MANAGER, organisation="bsw", case_id="c1")
    token = signer.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    assert signer.read(token, now=NOW + timedelta(minutes=59)) == principal


def test_an_expired_token_is_refused() -> None:
    """After its lifetime and five seconds for clocks, a token is worth nothing."""
    signer = TokenSigner(SECRET)
    token = signer.issue(MODERATOR, now=NOW, lifetime=timedelta(hours=1))
    with pytest.raises(TokenError, match="expired"):
        signer.read(token, now=NOW + timedelta(hours=1, seconds=5))


def test_a_token_of_another_secret_is_refused() -> None:
    """Only our own signature counts."""
    token = TokenSigner("t" * 32).issue(MODERATOR, now=NOW, lifetime=timedelta(hours=1))
    with pytest.raises(TokenError, match="not valid"):
        TokenSigner(SECRET).read(token, now=NOW)


def test_an_unsigned_token_is_refused() -> None:
    """The algorithm `none` does not open the door."""

    def part(content: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    claims = {"iss": "moderation", "sub": "x", "role": "administrator", "org": "bsw"}
    times = {"iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 60}
    forged = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part({**claims, **times})}."
    with pytest.raises(TokenError):
        TokenSigner(SECRET).read(forged, now=NOW)


@pytest.mark.parametrize("missing", ["exp", "sub", "role", "org", "iss"])
def test_a_token_without_a_claim_is_refused(missing: str) -> None:
    """Every claim is needed; nothing is assumed."""
    claims: dict[str, object] = {
        "iss": "moderation",
        "sub": "sam",
        "role": "auditor",
        "org": "bsw",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 60,
    }
    del claims[missing]
    with pytest.raises(TokenError):
        TokenSigner(SECRET).read(jwt.encode(claims, SECRET, algorithm="HS256"), now=NOW)


def test_an_unknown_role_is_refused() -> None:
    """A role that this release does not know gives no access."""
    claims = {
        "iss": "moderation",
        "sub": "sam",
        "role": "emperor",
        "org": "bsw",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 60,
    }
    with pytest.raises(TokenError):
        TokenSigner(SECRET).read(jwt.encode(claims, SECRET, algorithm="HS256"), now=NOW)
