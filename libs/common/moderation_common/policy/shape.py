"""Turns what Pydantic says about a pack into problems that a communications officer can mend."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from moderation_common.policy.model import PolicyPack
from moderation_common.policy.part import KEY_PATTERN
from moderation_common.policy.problems import Location, PolicyProblem, offer, suggest
from moderation_common.policy.source import PolicyText
from moderation_common.vocabulary import Label

_MAPPING_KEY: Final = "[key]"
"""How Pydantic marks a problem with a mapping's key rather than its value."""

_QUOTE: Final = "put it in quotes, so that it is read as text"

_FIELDS: Final = (
    "this must be a set of fields",
    "write 'name: value' lines below it, indented",
)

# What Pydantic calls it: what is wrong, and how to mend it.
_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("this field is missing", "add it"),
    "string_type": ("this must be text", _QUOTE),
    "string_too_short": ("this text is too short", "write it out"),
    "string_too_long": ("this text is too long", "shorten it"),
    "too_short": ("this list has too few entries", "add what is missing"),
    "too_long": ("this list has too many entries", "remove some, or put several into one"),
    "int_type": ("this must be a whole number", "write digits only"),
    "int_parsing": ("this must be a whole number", "write digits only"),
    "float_type": ("this must be a number", "write it as 0.85"),
    "float_parsing": ("this must be a number", "write it as 0.85"),
    "bool_type": ("this must be a truth value", "write true or false"),
    "bool_parsing": ("this must be a truth value", "write true or false"),
    "tuple_type": (
        "this must be a list",
        "write its entries between [ and ], or one a line after '-'",
    ),
    "dict_type": _FIELDS,
    "mapping_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
}
_TIME: Final = ("there is no such time of day", "write it as 09:00 or 17:30")
_DATE: Final = ("there is no such date", "write it as 2026-11-01")


def describe_errors(text: PolicyText, error: ValidationError) -> list[PolicyProblem]:
    """Return one problem for each thing that Pydantic found wrong."""
    found = error.errors(include_url=False)
    return [_describe(text, details) for details in found if not _follows(details, found)]


def _follows(details: ErrorDetails, found: Sequence[ErrorDetails]) -> bool:
    """Return whether a list only seems too short because its entries are wrong themselves."""
    loc = details["loc"]
    return details["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in found
    )


def _describe(text: PolicyText, details: ErrorDetails) -> PolicyProblem:
    location = _location_in(text.content, details["loc"])
    message, mend = _explain(details, location)
    return text.problem(location, message, mend=mend)


def _explain(details: ErrorDetails, location: Location) -> tuple[str, str]:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "extra_forbidden":
        return _explain_unknown_field(str(location[-1]), location[:-1])
    if kind in {"enum", "literal_error"}:
        return _explain_unknown_word(given, _words_allowed(details["loc"], location))
    if kind.startswith("time"):
        return _TIME
    if kind.startswith("date"):
        return _DATE
    if kind == "string_pattern_mismatch":
        return _explain_pattern(str(given), str(context["pattern"]))
    if kind == "value_error":
        message, _, mend = str(context["error"]).partition("; ")
        return message, mend or "correct it"
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        side = "least" if kind == "greater_than_equal" else "most"
        return f"{given} is out of range", f"write a number of at {side} {bound}"
    return details["msg"][:1].lower() + details["msg"][1:], "correct it"


def _explain_unknown_field(name: str, location: Location) -> tuple[str, str]:
    known = _field_names(location)
    near = suggest(name, known)
    if near is not None:
        return f"{name!r} is no field here", f"did you mean {near!r}? Correct the name"
    return f"{name!r} is no field here", f"remove it, or use one of {', '.join(sorted(known))}"


def _explain_unknown_word(given: object, words: set[str]) -> tuple[str, str]:
    what = "label" if words == {str(label) for label in Label} else "word"
    return f"{given!r} is not in the vocabulary", offer(str(given), words, what=what)


def _explain_pattern(given: str, pattern: str) -> tuple[str, str]:
    if pattern == KEY_PATTERN:
        return (
            f"{given!r} cannot be a key",
            "use small letters, digits and single hyphens, such as 'personal-data'",
        )
    if "@" in pattern:
        return f"{given!r} is not an e-mail address", "write it as name@body.example"
    if pattern.startswith("^https"):
        return f"{given!r} is not a web address", "write it in full, beginning with https://"
    return f"{given!r} is not a version", "write day and number in quotes, such as '2026-11-01.1'"


def _location_in(content: object, loc: Sequence[str | int]) -> Location:
    """Drop what Pydantic adds to a location, such as the name of a union's branch."""
    location: list[str | int] = []
    value = content
    for position, step in enumerate(loc):
        if step == _MAPPING_KEY:
            break
        last = position == len(loc) - 1
        if isinstance(value, dict) and isinstance(step, str) and (step in value or last):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        location.append(step)
    return tuple(location)


def _annotation_at(location: Location) -> Any:  # noqa: ANN401  a type form has no narrower type
    """Return the type of the value at a location of a pack."""
    annotation: Any = PolicyPack
    for step in location:
        annotation = _strip(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(step))
            annotation = field.annotation if field is not None else object
        else:
            arguments = get_args(annotation) or (object,)
            # A list's entries have the first argument's type, a mapping's values the second's.
            annotation = arguments[0] if isinstance(step, int) else arguments[-1]
    return _strip(annotation)


def _strip(annotation: Any) -> Any:  # noqa: ANN401  as above
    """Return what a type form is about, without `Annotated` and without `None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in {Union, types.UnionType}:
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation


def _field_names(location: Location) -> set[str]:
    annotation = _annotation_at(location)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return set(annotation.model_fields)
    return set()


def _words_allowed(loc: Sequence[str | int], location: Location) -> set[str]:
    if loc[-1] == _MAPPING_KEY:
        annotation = _strip(get_args(_annotation_at(location[:-1]))[0])
    else:
        annotation = _annotation_at(location)
    members: Mapping[str, object] | None = getattr(annotation, "__members__", None)
    return {str(word) for word in (get_args(annotation) if members is None else members.values())}
