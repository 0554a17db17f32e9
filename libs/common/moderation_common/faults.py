"""Says in plain sentences what Pydantic found wrong with something that somebody sent.

Nothing that was sent is told back but the name of a field, cut short: it may be somebody's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel

Step = str | int
Fault = Mapping[str, Any]
"""What Pydantic says about one thing: `type`, `loc`, `msg` and perhaps `ctx`."""

_SHOWN_OF_A_NAME: Final = 40
"""Characters of a field's name that are told back; an unknown one may be anything."""

_WHOLE_NUMBER: Final = "this must be a whole number"
_NUMBER: Final = "this must be a number"
_TRUTH: Final = "this must be true or false"
_LIST: Final = "this must be a list"
_FIELDS: Final = "this must be an object of named fields"
_MOMENT: Final = "this is no date with a time; write it as 2026-11-01T09:00:00Z"
_DATE: Final = "this is no date; write it as 2026-11-01"
_TIME: Final = "this is no time of day; write it as 09:00"
_UUID: Final = "this is no UUID; write it as 123e4567-e89b-42d3-a456-426614174000"

_PLAIN: Final[Mapping[str, str]] = {
    "missing": "this is missing; add it",
    "string_type": "this must be text",
    "string_unicode": "this must be text that UTF-8 can hold",
    "string_pattern_mismatch": "this is not written in the form that is asked for here",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "timezone_aware": "this names no time zone; write it as 2026-11-01T09:00:00Z",
}
_BY_BEGINNING: Final[Mapping[str, str]] = {
    "datetime": _MOMENT,
    "date": _DATE,
    "time": _TIME,
    "uuid": _UUID,
}
"""By how the type of a fault begins; the longer beginnings first."""

_BOUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "greater_than_equal": ("ge", "this must be at least {}"),
    "greater_than": ("gt", "this must be more than {}"),
    "less_than_equal": ("le", "this must be at most {}"),
    "less_than": ("lt", "this must be less than {}"),
    "string_too_short": ("min_length", "this text is too short; the least length is {}"),
    "string_too_long": ("max_length", "this text is too long; the greatest length is {}"),
    "too_short": ("min_length", "this list has too few entries; give at least {}"),
    "too_long": ("max_length", "this list has too many entries; give at most {}"),
}
"""Which bound is overstepped, and how that is said."""

_JSON_PLACE: Final = re.compile(r"^(?P<reason>.*) at line \d+ column (?P<column>\d+)$", re.DOTALL)


def say_faults(
    faults: Sequence[Fault], *, expected: object = None, whole: str = "this"
) -> list[str]:
    """Return a sentence for each fault, without those that only follow from another.

    `expected` is the type that what was sent was read as: it knows which fields there are.
    `whole` stands in the place of a field's name where the fault is in all that was sent.
    """
    return [
        f"{spell_place(fault['loc']) or whole}: {explain(fault, expected)}."
        for fault in faults
        if not _follows(fault, faults)
    ]


def spell_place(loc: Sequence[Step]) -> str:
    """Return where a fault is, as `body.labels.0`."""
    return ".".join(str(step)[:_SHOWN_OF_A_NAME] for step in loc)


def explain(fault: Fault, expected: object = None) -> str:
    """Return what is wrong and how to mend it, without a full stop."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "extra_forbidden":
        known = ", ".join(sorted(fields_at(expected, fault["loc"])))
        return "there is no such field here; leave it out" + (
            f", or use one of: {known}" if known else ""
        )
    if kind in {"enum", "literal_error"}:
        return f"this word is not known here; use {context['expected']}"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return words.format(_spell_bound(context[name]))
    if kind == "json_invalid":
        return _explain_json(str(context.get("error", "")))
    for beginning, words in _BY_BEGINNING.items():
        if kind.startswith(beginning):
            return words
    return str(fault["msg"]).removeprefix("Value error, ").rstrip(".")


def _spell_bound(bound: object) -> str:
    """Return a bound as people write it: 0.000001 and not 1e-06."""
    return format(Decimal(str(bound)), "f") if isinstance(bound, float) else str(bound)


def _explain_json(said: str) -> str:
    place = _JSON_PLACE.match(said)
    if place is None:
        return "this cannot be read as JSON"
    return f"this cannot be read as JSON: {place['reason']} at character {place['column']}"


def _follows(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Return whether a list only seems too short because its entries are wrong themselves."""
    loc = tuple(fault["loc"])
    return fault["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and tuple(other["loc"][: len(loc)]) == loc for other in faults
    )


def fields_at(expected: object, loc: Sequence[Step]) -> frozenset[str]:
    """Return the names of the fields beside the one at the end of a place in a type."""
    models = _models_in(expected)
    for step in loc[:-1]:
        inner = [fields[step] for fields in map(_fields_of, models) if step in fields]
        # What Pydantic adds to a place, such as the name of a union's branch, is no field.
        if inner:
            models = [model for form in inner for model in _models_in(form)]
    return frozenset(str(name) for model in models for name in _fields_of(model))


def _fields_of(model: type[BaseModel]) -> dict[Step, object]:
    """Return the types of a model's fields, by the names that a caller knows them by."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models_in(form: object) -> list[type[BaseModel]]:
    """Return the models that a type speaks of: itself, a union's branches, a list's entries."""
    if isinstance(form, type) and issubclass(form, BaseModel):
        return [form]
    arguments = get_args(form)
    if get_origin(form) is Annotated:
        arguments = arguments[:1]
    return [model for argument in arguments for model in _models_in(argument)]
