"""How the control side shows what the platforms hold."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from moderation_local.simulator.calls import ApiCall
from moderation_local.simulator.comments import StoredComment

_TIMES: Final = ("created_at", "edited_at", "removed_at")


def show_comment(comment: StoredComment) -> dict[str, Any]:
    """Return the whole state of a comment."""
    shown = asdict(comment) | {"exists": comment.exists}
    for name in _TIMES:
        if shown[name] is not None:
            shown[name] = show_time(shown[name])
    return shown


def show_call(call: ApiCall) -> dict[str, Any]:
    """Return one call to a platform's API."""
    return asdict(call) | {"at": show_time(call.at)}


def show_time(at: float) -> str:
    """Return a moment, given in Unix seconds, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat()
