"""Why something that a person asked for was not done."""

from __future__ import annotations

from moderation_common.errors import ModerationError


class NotFoundError(ModerationError):
    """There is no such thing, or it is another body's."""


class ConflictError(ModerationError):
    """What was asked for does not fit how things stand."""
