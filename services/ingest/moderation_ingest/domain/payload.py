"""Reads what a platform sent: JSON from strangers, so nothing about its shape is taken for granted.

This is the one place where text is mended: PostgreSQL cannot hold U+0000 and UTF-8 cannot hold a
lone surrogate, so each becomes U+FFFD, the replacement character, before anything else sees it.
Everything else a person wrote stays as it was written.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

# The deepest documented payload nests nine levels.
_MAX_DEPTH: Final = 64
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
# Seconds since 1970 pass this in the year 5138; milliseconds passed it in 1973.
_FIRST_MILLISECONDS: Final = 100_000_000_000
_X_LEGACY_TIME: Final = "%a %b %d %H:%M:%S +0000 %Y"


class UnreadablePayloadError(ValueError):
    """What was sent is not what the platform documents; the message quotes none of it."""


def clean_text(text: str) -> str:
    """Return the text with every character that cannot be stored replaced by U+FFFD."""
    if _UNSTORABLE.search(text) is None:
        return text
    # A pair of surrogates that were escaped one by one is a character after all.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "\ufffd")


def parse_object(body: bytes) -> JsonObject:
    """Return the JSON object in a body, its texts mended.

    Raises `UnreadablePayloadError` when it is not JSON, not an object, or nested past all reason.
    """
    try:
        parsed = json.loads(body, parse_constant=_refuse_constant, parse_float=_read_finite)
        cleaned = _clean(parsed, depth=0)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayloadError("The body is not JSON that can be read.") from error
    if not isinstance(cleaned, dict):
        raise UnreadablePayloadError("The body is JSON, but not an object.")
    return cleaned


def dump_object(value: JsonObject) -> bytes:
    """Return an object as JSON, for a dead letter."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def object_at(holder: Mapping[str, JsonValue], key: str) -> JsonObject:
    """Return the object under a key; empty when there is none."""
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def list_at(holder: Mapping[str, JsonValue], key: str) -> list[JsonValue]:
    """Return the list under a key; empty when there is none."""
    value = holder.get(key)
    return value if isinstance(value, list) else []


def objects_at(holder: Mapping[str, JsonValue], key: str) -> Iterator[JsonObject]:
    """Return the objects in the list under a key, passing over everything else in it."""
    return (value for value in list_at(holder, key) if isinstance(value, dict))


def text_at(holder: Mapping[str, JsonValue], *keys: str) -> str | None:
    """Return the first text found under one of the keys; None when there is none."""
    for key in keys:
        value = holder.get(key)
        if isinstance(value, str):
            return value
    return None


def identifier_at(holder: Mapping[str, JsonValue], *keys: str) -> str | None:
    """Return the first id found under one of the keys, as text; None when there is none.

    Ids are documented as text but some arrive as numbers; Python keeps every digit of those.
    """
    for key in keys:
        value = holder.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def require_identifier(holder: Mapping[str, JsonValue], *keys: str) -> str:
    """Return the id under one of the keys; raises `UnreadablePayloadError` when there is none."""
    found = identifier_at(holder, *keys)
    if found is None:
        raise UnreadablePayloadError(f"It has no {' or '.join(keys)}.")
    return found


def instant_at(holder: Mapping[str, JsonValue], *keys: str) -> datetime | None:
    """Return the first moment found under one of the keys; None when there is none.

    Seconds or milliseconds since 1970, as a number or as digits, ISO 8601, or the long form of
    X's older payloads.
    """
    for key in keys:
        moment = _read_instant(holder.get(key))
        if moment is not None:
            return moment
    return None


def _read_instant(value: JsonValue) -> datetime | None:
    if isinstance(value, str):
        if not value.isascii() or not value.isdigit():
            return _read_written_instant(value)
        # Longer numbers are no moment, and Python refuses to read the longest.
        value = int(value) if len(value) < len(str(_FIRST_MILLISECONDS)) * 2 else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        # Python refuses to divide an integer of hundreds of digits.
        seconds = value / 1000 if abs(value) >= _FIRST_MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read_written_instant(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        try:
            moment = datetime.strptime(value, _X_LEGACY_TIME).replace(tzinfo=UTC)
        except ValueError:
            return None
    if moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _clean(value: JsonValue, *, depth: int) -> JsonValue:
    if depth > _MAX_DEPTH:
        raise ValueError("nested deeper than any platform nests")
    match value:
        case str():
            return clean_text(value)
        case list():
            return [_clean(item, depth=depth + 1) for item in value]
        case dict():
            return {clean_text(key): _clean(item, depth=depth + 1) for key, item in value.items()}
        case _:
            return value


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _read_finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number beyond all bounds")
    return number
