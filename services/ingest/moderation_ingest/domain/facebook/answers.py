"""What Facebook's answers mean: error codes, subcodes and usage headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from moderation_ingest.domain.outcome import (
    Done,
    Limited,
    Outcome,
    PerhapsGone,
    Refused,
    Unauthorised,
    Unavailable,
)
from moderation_ingest.domain.payload import (
    JsonObject,
    JsonValue,
    UnreadablePayloadError,
    identifier_at,
    object_at,
    parse_object,
)

_TOKEN_CODES: Final = frozenset({102, 190})
_PERMISSION_CODES: Final = frozenset({3, 10, *range(200, 300)})
_THROTTLE_CODES: Final = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_TEMPORARY_CODES: Final = frozenset({1, 2})
_NOT_FOUND: Final = (100, 33)
_POLICY_BLOCK: Final = 368
_DUPLICATE: Final = 506
_ANSWERED_ALREADY: Final = 10900
_WINDOW_CLOSED_CODE: Final = 551
_WINDOW_CLOSED_SUBCODE: Final = 2018109

_HTTP_UNAUTHORISED: Final = 401
_HTTP_NOT_FOUND: Final = 404
_HTTP_TOO_MANY: Final = 429
_HTTP_SERVER_ERROR: Final = 500
# No allowance is said to be withheld for longer than this.
_LONGEST_WAIT: Final = timedelta(days=1)


def read_failure(
    status: int, body: JsonObject, headers: Mapping[str, str], *, now: datetime
) -> Outcome | PerhapsGone:
    """Return what an answer that is no success means."""
    error = object_at(body, "error")
    code = _number(error, "code")
    subcode = _number(error, "error_subcode")
    said = f"Facebook answered {status}, error {code}" + (f".{subcode}" if subcode else "")
    if (code, subcode) == _NOT_FOUND or (code is None and status == _HTTP_NOT_FOUND):
        return PerhapsGone()
    if code in _TOKEN_CODES or (code is None and status == _HTTP_UNAUTHORISED):
        return Unauthorised(f"{said}: the page's token is no longer good; connect the page again.")
    if code in _THROTTLE_CODES or (code is None and status == _HTTP_TOO_MANY):
        return Limited(f"{said}: the allowance is used up.", _resume_at(headers, now=now))
    if code == _WINDOW_CLOSED_CODE or subcode == _WINDOW_CLOSED_SUBCODE:
        return Refused(f"{said}: the time to answer in private is over; answer in public.")
    if code == _ANSWERED_ALREADY:
        return Refused(f"{said}: the comment was answered in private before; look in the inbox.")
    if code == _DUPLICATE:
        # The very same words already stand under the comment.
        return Done(already=True)
    if code == _POLICY_BLOCK:
        return Refused(f"{said}: Facebook stopped the page from doing this; look at its inbox.")
    if code in _PERMISSION_CODES:
        return Refused(f"{said}: the page's token does not allow it; give it the missing task.")
    if code in _TEMPORARY_CODES or status >= _HTTP_SERVER_ERROR:
        return Unavailable(f"{said}: a fault of theirs.", uncertain=True)
    return Refused(f"{said}: it will not do this; do it by hand or leave it.")


def read_usage(headers: Mapping[str, str]) -> float:
    """Return the highest percentage of an allowance that the usage headers tell, nought if none."""
    numbers = [
        value
        for usage in _usages(headers)
        for key in ("call_count", "total_cputime", "total_time")
        if isinstance(value := usage.get(key), int | float) and not isinstance(value, bool)
    ]
    return float(max(numbers, default=0))


def _resume_at(headers: Mapping[str, str], *, now: datetime) -> datetime | None:
    minutes = [
        value
        for usage in _usages(headers)
        if isinstance(value := usage.get("estimated_time_to_regain_access"), int | float)
        and value > 0
    ]
    if not minutes:
        return None
    return now + min(timedelta(minutes=min(max(minutes), 1e6)), _LONGEST_WAIT)


def _usages(headers: Mapping[str, str]) -> Iterator[JsonObject]:
    yield _header_object(headers, "x-app-usage")
    for listed in _header_object(headers, "x-business-use-case-usage").values():
        yield from _objects(listed)


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _header_object(headers: Mapping[str, str], name: str) -> JsonObject:
    try:
        return parse_object(headers.get(name, "").encode("utf-8", "replace"))
    except UnreadablePayloadError:
        return {}


def _number(error: JsonObject, key: str) -> int | None:
    written = identifier_at(error, key)
    return int(written) if written is not None and written.isascii() and written.isdigit() else None
