"""The canonical form, where it must equal RFC 8785 and where it refuses."""

from __future__ import annotations

import pytest

from moderation_audit.domain.canonical import CanonicalFormError, canonical_bytes


@pytest.mark.parametrize(
    "number,written",
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.000001, "0.000001"),
        (0.0000001, "1e-7"),
        (0.00000012, "1.2e-7"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (1.5e300, "1.5e+300"),
        (5e-324, "5e-324"),
        (2**53 - 1, "9007199254740991"),
        (-7, "-7"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(number: float, written: str) -> None:
    """Each number has the one form that RFC 8785 gives it."""
    assert canonical_bytes(number) == written.encode()


def test_members_are_sorted_and_nothing_is_spaced() -> None:
    """The order in which members were added leaves no trace."""
    one = canonical_bytes({"b": [1, True, None], "a": {"y": "é", "x": "\n\u0001"}})
    other = canonical_bytes({"a": {"x": "\n\u0001", "y": "é"}, "b": (1, True, None)})
    assert one == other == '{"a":{"x":"\\n\\u0001","y":"é"},"b":[1,true,null]}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        {"é": 1},
        {1: 1},
        {"bytes": b""},
        "\ud800",
    ],
)
def test_what_has_no_one_form_is_refused(value: object) -> None:
    """Nothing is guessed at: a value without a canonical form is an error."""
    with pytest.raises(CanonicalFormError):
        canonical_bytes(value)
