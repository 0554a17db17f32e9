"""Canonical JSON: one value, one sequence of bytes, on every machine and in every year.

It is the JSON Canonicalization Scheme (RFC 8785) for what the record holds: no white space, members
sorted, UTF-8, numbers written as ECMAScript writes them. What RFC 8785 leaves to chance is refused:
member names beyond ASCII, whole numbers that a double cannot hold, NaN and infinities.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from moderation_common.errors import PermanentError

_MAX_WHOLE: Final = 2**53 - 1
"""The largest whole number that every reader of JSON takes in exactly (RFC 7493)."""
# Where ECMAScript's Number::toString changes from plain digits to an exponent.
_MAX_PLAIN_EXPONENT: Final = 21
_MIN_PLAIN_EXPONENT: Final = -6


class CanonicalFormError(PermanentError):
    """The value has no canonical form."""


def canonical_bytes(value: object) -> bytes:
    """Return the value's one form; raises `CanonicalFormError` when it has none."""
    try:
        return _write(value).encode()
    except UnicodeEncodeError as error:
        msg = "Half of a surrogate pair has no canonical form; the text was cut inside a character."
        raise CanonicalFormError(msg) from error


def _write(value: object) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return _write_whole(value)
        case float():
            return _write_float(value)
        case Mapping():
            members = (f"{_write_name(name)}:{_write(value[name])}" for name in sorted(value))
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_write, value)) + "]"
        case _:
            msg = f"A {type(value).__name__} has no canonical form; turn it into plain JSON first."
            raise CanonicalFormError(msg)


def _write_name(name: object) -> str:
    # For ASCII alone, Python's order of strings is RFC 8785's order of UTF-16 code units.
    if not isinstance(name, str) or not name.isascii():
        msg = f"The member name {name!r} has no canonical form; use ASCII."
        raise CanonicalFormError(msg)
    return json.dumps(name)


def _write_whole(number: int) -> str:
    if abs(number) > _MAX_WHOLE:
        msg = "A whole number beyond 2**53 - 1 has no canonical form; write it as text."
        raise CanonicalFormError(msg)
    return str(number)


def _write_float(number: float) -> str:
    """Write as ECMAScript does: the fewest digits that read back as the same double."""
    if not math.isfinite(number):
        msg = "Neither NaN nor infinity has a canonical form."
        raise CanonicalFormError(msg)
    if number == 0:
        return "0"
    # Python's repr finds the same fewest digits; only the way to set them out differs.
    _sign, digit_tuple, exponent = Decimal(repr(abs(number))).normalize().as_tuple()
    digits = "".join(map(str, digit_tuple))
    point = len(digits) + int(exponent)
    return ("-" if number < 0 else "") + _set_out(digits, point)


def _set_out(digits: str, point: int) -> str:
    """Set out the digits with the decimal point after the first `point` of them."""
    if len(digits) <= point <= _MAX_PLAIN_EXPONENT:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _MAX_PLAIN_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if _MIN_PLAIN_EXPONENT < point <= 0:
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
