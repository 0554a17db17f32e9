"""What every part of a policy pack has in common: it cannot change, and unknown fields are refused.

Also the small value types that several parts use: keys, terms of time, weekdays.
"""

from __future__ import annotations

import re
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import override

KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Keys of organisations, teams, rules, rows and so on: small letters, digits and single hyphens."""

Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Score = Annotated[float, Field(ge=0, le=1)]
Minutes = Annotated[int, Field(ge=1, le=7 * 24 * 60)]


def _read_time(value: object) -> object:
    # Pydantic would take a bare 9 for nine seconds past midnight.
    if isinstance(value, time) or (isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value)):
        return value
    raise ValueError(f"{value!r} is not a time of day; write it as 09:00 or 17:30")


def _read_day(value: object) -> object:
    # Pydantic would take a bare number for seconds since 1970.
    if isinstance(value, date) or (
        isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    ):
        return value
    raise ValueError(f"{value!r} is not a date; write it as 2026-11-01")


LocalTime = Annotated[
    time,
    BeforeValidator(_read_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$"}),
]
"""A time of day in London."""

Day = Annotated[date, BeforeValidator(_read_day)]
"""A date in London."""


class Part(BaseModel):
    """A piece of a policy pack."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Weekday(StrEnum):
    """A day of the week, in the order of `datetime.date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Monday is 0, as in `datetime.date.weekday`."""
        return list(Weekday).index(self)


class TermUnit(StrEnum):
    """In what a length of time is counted; working time is that of the body's hours."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    """Calendar months."""
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


_TERM_PATTERN: Final = r"^(\d{1,4}) (minute|hour|day|month|working hour|working day)s?$"
_TERM: Final = re.compile(_TERM_PATTERN)


class Term(Part):
    """A length of time, written in a pack as `20 working days`, `48 hours` or `1 month`."""

    amount: int = Field(ge=1)
    unit: TermUnit

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        match = _TERM.fullmatch(value.strip())
        if match is None:
            message = (
                f"{value!r} is not a length of time; write a number and minutes, hours, days, "
                "months, working hours or working days, such as '20 working days'"
            )
            raise ValueError(message)
        return {"amount": int(match[1]), "unit": match[2].replace(" ", "_") + "s"}

    @override
    def __str__(self) -> str:
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit if self.amount > 1 else unit.removesuffix('s')}"

    @classmethod
    @override
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        return {"title": "Term", "type": "string", "pattern": _TERM_PATTERN}
