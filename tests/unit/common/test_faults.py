"""What Pydantic finds wrong, in sentences that say how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from moderation_common.faults import say_faults

SENT: Final = "canary"


class Colour(StrEnum):
    """Words that are known."""

    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    """What stands within."""

    model_config = ConfigDict(extra="forbid")

    words: str = ""


class Whole(BaseModel):
    """What may be sent."""

    model_config = ConfigDict(extra="forbid")

    size: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(ge=0.000001)] = 0.5
    certain: bool = False
    name: Annotated[str, Field(min_length=2, max_length=9)] = "name"
    colour: Colour = Colour.RED
    key: UUID | None = None
    day: date | None = None
    at: datetime | None = None
    aware: AwareDatetime | None = None
    parts: Annotated[list[Part], Field(min_length=1)] | None = None
    first: int = Field(default=0, alias="from")
    even: int = 0

    @field_validator("even")
    @classmethod
    def _is_even(cls, number: int) -> int:
        if number % 2:
            raise ValueError("give an even number")
        return number


def faults_of(given: dict[str, Any]) -> list[Any]:
    """Return what Pydantic says of something."""
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate(given)
    return refused.value.errors(include_url=False)


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"size": SENT}, "size: this must be a whole number."),
        ({"size": 1.5}, "size: this must be a whole number."),
        ({"size": 0}, "size: this must be at least 1."),
        ({"size": 10}, "size: this must be at most 9."),
        ({"share": SENT}, "share: this must be a number."),
        ({"share": 0}, "share: this must be at least 0.000001."),
        ({"certain": SENT}, "certain: this must be true or false."),
        ({"name": 1}, "name: this must be text."),
        ({"name": "a"}, "name: this text is too short; the least length is 2."),
        ({"name": SENT * 2}, "name: this text is too long; the greatest length is 9."),
        ({"colour": SENT}, "colour: this word is not known here; use 'red' or 'blue'."),
        (
            {"key": SENT},
            "key: this is no UUID; write it as 123e4567-e89b-42d3-a456-426614174000.",
        ),
        ({"day": SENT}, "day: this is no date; write it as 2026-11-01."),
        (
            {"at": SENT},
            "at: this is no date with a time; write it as 2026-11-01T09:00:00Z.",
        ),
        (
            {"aware": "2026-11-01T09:00:00"},
            "aware: this names no time zone; write it as 2026-11-01T09:00:00Z.",
        ),
        ({"parts": SENT}, "parts: this must be a list."),
        ({"parts": [SENT]}, "parts.0: this must be an object of named fields."),
        ({"even": 3}, "even: give an even number."),
        (
            {"parts": [{"wrds": SENT}]},
            "parts.0.wrds: there is no such field here; leave it out, or use one of: words.",
        ),
    ],
)
def test_a_fault_is_one_sentence_that_says_how_to_mend_it(
    given: dict[str, Any], sentence: str
) -> None:
    """Without what was sent, and without a second sentence that only follows from the first."""
    assert say_faults(faults_of(given), expected=Whole) == [sentence]
    assert SENT not in sentence


def test_the_fields_that_there_are_have_the_names_that_a_caller_writes() -> None:
    """An unknown name is cut short, for it may be anything."""
    (sentence,) = say_faults(faults_of({"first" * 20: 1}), expected=Whole)
    place, _, said = sentence.partition(": ")
    assert place == "first" * 8
    assert "at, aware, certain, colour, day, even, from, key" in said
    (bare,) = say_faults(faults_of({"first": 1}))
    assert bare == "first: there is no such field here; leave it out."


def test_text_that_is_no_json_is_placed_by_its_column() -> None:
    """The line is for the caller to say, who knows where in a file it stands."""
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate_json(b'{"size": }')
    said = say_faults(refused.value.errors(), whole="all of it")
    assert said == [
        "all of it: this cannot be read as JSON: expected value at character 10.",
    ]
