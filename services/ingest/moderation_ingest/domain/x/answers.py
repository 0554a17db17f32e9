"""What X's answers mean: statuses, problem types and rate headers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from moderation_ingest.domain.outcome import (
    Limited,
    Outcome,
    PerhapsGone,
    Refused,
    Unauthorised,
    Unavailable,
)
from moderation_ingest.domain.payload import JsonObject, objects_at, text_at

_HTTP_OK_BELOW: Final = 300
_HTTP_UNAUTHORISED: Final = 401
_HTTP_NOT_FOUND: Final = 404
_HTTP_TOO_MANY: Final = 429
_HTTP_SERVER_ERROR: Final = 500
_HTTP_UNAVAILABLE: Final = 503
# A monthly cap does not clear in minutes.
_CAP_WAIT: Final = timedelta(hours=6)
_LONGEST_WAIT: Final = timedelta(days=1)


def is_success(status: int, body: JsonObject) -> bool:
    """Tell whether it was done: some errors come with status 200 and no data."""
    return status < _HTTP_OK_BELOW and not ("errors" in body and not body.get("data"))


def read_failure(
    status: int, body: JsonObject, headers: Mapping[str, str], *, now: datetime
) -> Outcome | PerhapsGone:
    """Return what an answer that is no success means."""
    problem = _read_problem(body)
    said = f"X answered {status}" + (f", {problem}" if problem else "")
    if status == _HTTP_NOT_FOUND or problem == "resource-not-found":
        return PerhapsGone()
    if status == _HTTP_UNAUTHORISED:
        return Unauthorised(f"{said}: the account's token is no longer good; connect it again.")
    if problem == "usage-capped":
        return Limited(f"{said}: the month's allowance is used up.", now + _CAP_WAIT)
    if status == _HTTP_TOO_MANY:
        return Limited(f"{said}: the allowance is used up.", read_reset(headers, now=now))
    if status >= _HTTP_SERVER_ERROR:
        # 503 says that the request was not taken up; the others do not say.
        return Unavailable(f"{said}: a fault of theirs.", uncertain=status != _HTTP_UNAVAILABLE)
    return Refused(f"{said}: it does not allow this; do it by hand or leave it.")


def read_reset(headers: Mapping[str, str], *, now: datetime) -> datetime | None:
    """Return when the allowance starts anew, if the headers tell."""
    written = headers.get("x-rate-limit-reset", "")
    if not written.isascii() or not written.isdigit():
        return None
    try:
        reset = datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return min(reset, now + _LONGEST_WAIT)


def read_rest(headers: Mapping[str, str], *, now: datetime) -> float:
    """Return seconds to rest because this call was the last that the allowance had."""
    if headers.get("x-rate-limit-remaining") != "0":
        return 0.0
    reset = read_reset(headers, now=now)
    return 0.0 if reset is None else max(0.0, (reset - now).total_seconds())


def _read_problem(body: JsonObject) -> str:
    """Return the last part of the problem's type, such as `resource-not-found`."""
    described = next(objects_at(body, "errors"), {})
    full = text_at(body, "type") or text_at(described, "type") or ""
    name = full.rpartition("/")[2]
    # It goes into reasons that people read; what is not a plain name stays out.
    return name if name.replace("-", "").isalnum() else ""
