"""What each platform's API lets a page's owner do to somebody else's comment, and say to them.

Source: the platforms' published documentation, gathered in `docs/platforms.md`. No platform offers
an API to report a person or a comment to its trust and safety team, so `report` is always a
person's task and is in no platform's set.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from moderation_common.vocabulary import Action, Kind, Platform

_NOTHING: frozenset[Action] = frozenset()

_PUBLIC: Mapping[Platform, frozenset[Action]] = MappingProxyType(
    {
        Platform.FACEBOOK: frozenset(
            {Action.HIDE, Action.UNHIDE, Action.DELETE, Action.REPLY, Action.PRIVATE_REPLY}
        ),
        # The API can hide an Instagram comment, but the policies in force say that Instagram
        # cannot hide; the pack decides which of the two a body uses.
        Platform.INSTAGRAM: frozenset(
            {Action.HIDE, Action.UNHIDE, Action.DELETE, Action.REPLY, Action.PRIVATE_REPLY}
        ),
        # Only replies to the account's own posts can be hidden; see `can`.
        Platform.X: frozenset({Action.HIDE, Action.UNHIDE, Action.REPLY, Action.PRIVATE_REPLY}),
        Platform.LINKEDIN: frozenset({Action.REPLY}),
        Platform.YOUTUBE: frozenset({Action.HIDE, Action.UNHIDE, Action.DELETE, Action.REPLY}),
        Platform.TIKTOK: frozenset({Action.HIDE, Action.UNHIDE, Action.REPLY}),
        Platform.VIVA_ENGAGE: frozenset({Action.DELETE, Action.REPLY}),
        Platform.SOUNDCLOUD: _NOTHING,
        Platform.SMS: _NOTHING,
    }
)

_REPLY_BYTES: Final[Mapping[tuple[Platform, Action], int]] = MappingProxyType(
    {
        (Platform.FACEBOOK, Action.REPLY): 8_000,
        (Platform.FACEBOOK, Action.PRIVATE_REPLY): 2_000,
        (Platform.INSTAGRAM, Action.REPLY): 2_200,
        (Platform.INSTAGRAM, Action.PRIVATE_REPLY): 1_000,
        (Platform.X, Action.REPLY): 280,
        (Platform.X, Action.PRIVATE_REPLY): 10_000,
        (Platform.LINKEDIN, Action.REPLY): 1_250,
        (Platform.YOUTUBE, Action.REPLY): 10_000,
        (Platform.TIKTOK, Action.REPLY): 150,
        (Platform.VIVA_ENGAGE, Action.REPLY): 10_000,
    }
)
"""Bytes of UTF-8 that the platform takes, in public and in private.

General knowledge, to be confirmed before going live: the documents gathered in `docs/platforms.md`
print no lengths. Most platforms count characters, so that bytes are never too many.
"""

SHORTEST_REPLY: Final = min(_REPLY_BYTES.values())
"""Bytes of UTF-8 that every platform takes, as far as is known."""


def longest_reply(platform: Platform, via: Action) -> int:
    """Return how many bytes of UTF-8 a reply may have; the least of all where it is not known."""
    return _REPLY_BYTES.get((platform, via), SHORTEST_REPLY)


def capabilities(platform: Platform, kind: Kind) -> frozenset[Action]:
    """Return the actions, beside `leave` and `report`, that the platform's API offers.

    A direct message has no audience, so it can only be answered, and privately. A mention stands
    on its author's own page, where the body cannot hide or delete it.
    """
    public = _PUBLIC[platform]
    if kind is Kind.DIRECT_MESSAGE:
        return public & {Action.PRIVATE_REPLY}
    if kind is Kind.MENTION:
        return public & {Action.REPLY, Action.PRIVATE_REPLY}
    return public
