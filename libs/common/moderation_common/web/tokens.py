"""Access tokens: who the bearer is, in which role, for which organisation, until when.

JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import jwt

from moderation_common.errors import ModerationError
from moderation_common.events import Actor, ActorKind
from moderation_common.vocabulary import Role

_ALGORITHM: Final = "HS256"
_ISSUER: Final = "moderation"
_LEEWAY_S: Final = 5


class TokenError(ModerationError):
    """The token does not prove what it must."""


@dataclass(frozen=True)
class Principal:
    """The bearer of a valid token."""

    subject: str
    role: Role
    organisation: str
    case_id: str | None = None
    """Set when the token is good for one case only, as in an alert's link."""

    def as_actor(self) -> Actor:
        """Return the bearer as an event names them."""
        return Actor(kind=ActorKind.PERSON, name=self.subject, role=self.role)


class TokenSigner:
    """Issues and reads tokens under one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def issue(self, principal: Principal, *, now: datetime, lifetime: timedelta) -> str:
        """Return a token that is good from `now` for `lifetime`."""
        claims: dict[str, object] = {
            "iss": _ISSUER,
            "sub": principal.subject,
            "role": principal.role.value,
            "org": principal.organisation,
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
        }
        if principal.case_id is not None:
            claims["case"] = principal.case_id
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def read(self, token: str, *, now: datetime) -> Principal:
        """Return the bearer; raises `TokenError` when it is forged, expired or incomplete."""
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                options={
                    "require": ["exp", "iat", "sub", "role", "org"],
                    # Expiry is checked below against the caller's clock.
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            expires = datetime.fromtimestamp(int(claims["exp"]), UTC)
            principal = Principal(
                subject=str(claims["sub"]),
                role=Role(claims["role"]),
                organisation=str(claims["org"]),
                case_id=claims.get("case"),
            )
        except (jwt.InvalidTokenError, ValueError, OverflowError, OSError) as error:
            msg = "The token is not valid; ask for a new one with `moderation token`."
            raise TokenError(msg) from error
        if now >= expires + timedelta(seconds=_LEEWAY_S):
            msg = "The token has expired; ask for a new one with `moderation token`."
            raise TokenError(msg)
        return principal
