"""Which changes of a schema are refused, and in whose name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, create_model

from moderation_common.events.compatibility import breaking_changes, removed_types


class Inner(BaseModel):
    """A part of an event."""

    number: int = Field(ge=0, le=10)
    word: Literal["a", "b"]


class Base(BaseModel):
    """An event as it was."""

    inner: Inner
    several: tuple[Inner, ...] = ()
    text: str = Field(min_length=1, max_length=5)
    maybe: str | None = None
    named: dict[str, int] = {}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _changed(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as create_model takes them
    return _schema(create_model("Base", __base__=Base, **fields))


def test_an_unchanged_schema_is_compatible() -> None:
    """Nothing is said when nothing changed."""
    assert breaking_changes(_schema(Base), _schema(Base)) == []


def test_explanations_and_defaults_may_change() -> None:
    """Titles, descriptions and defaults bind nobody."""
    new = _changed(maybe=(str | None, Field("new", title="Other", description="Other.")))

    assert breaking_changes(_schema(Base), new) == []


def test_an_optional_field_may_be_added() -> None:
    """Old consumers pass it over, and old events simply lack it."""
    assert breaking_changes(_schema(Base), _changed(extra=(int, 0))) == []


@pytest.mark.parametrize(
    "fields,expected",
    [
        ({"extra": (int, ...)}, "the event.extra: a new field is required"),
        ({"maybe": (str | None, ...)}, "the event.maybe: the field is now required"),
        ({"text": (Annotated[str, Field(min_length=1, max_length=5)], "x")}, "may now be missing"),
        ({"maybe": (str, "x")}, "the event.maybe: "),
        ({"maybe": (str | int | None, None)}, "a form is new"),
        ({"text": (int, ...)}, "the event.text: type changed"),
        ({"text": (Annotated[str, Field(min_length=2, max_length=5)], ...)}, "is narrower"),
        ({"text": (Annotated[str, Field(min_length=0, max_length=5)], ...)}, "is wider"),
        ({"text": (Annotated[str, Field(min_length=1, max_length=4)], ...)}, "is narrower"),
        ({"text": (Annotated[str, Field(min_length=1, max_length=6)], ...)}, "is wider"),
        ({"text": (Annotated[str, Field(min_length=1)], ...)}, "is wider"),
        (
            {"text": (Annotated[str, Field(min_length=1, max_length=5, pattern="x")], ...)},
            "pattern changed",
        ),
        ({"named": (dict[str, str], {})}, "the event.named.*: type changed"),
        ({"several": (tuple[int, ...], ())}, "the event.several[]"),
    ],
)
def test_what_would_leave_a_reader_behind_is_refused(fields: dict[str, Any], expected: str) -> None:
    """Each such change is named with its place."""
    problems = breaking_changes(_schema(Base), _changed(**fields))

    assert problems
    assert any(expected in problem for problem in problems), problems


def test_a_field_that_goes_is_refused() -> None:
    """Even an optional one: somebody may rely on it."""
    assert breaking_changes(_changed(extra=(int, 0)), _schema(Base)) == [
        "the event.extra: the field is gone."
    ]


@pytest.mark.parametrize(
    "words,expected",
    [
        (Literal["a"], "the word 'b' is gone"),
        (Literal["a", "b", "c"], "the word 'c' is new"),
    ],
)
def test_words_of_a_list_may_neither_come_nor_go(words: Any, expected: str) -> None:  # noqa: ANN401
    """A word that goes makes old events unreadable; one that comes stops old consumers."""
    inner = create_model("Inner", __base__=Inner, word=(words, ...))
    problems = breaking_changes(_schema(Base), _changed(inner=(inner, ...)))

    assert len(problems) == 1
    assert problems[0].startswith("the event.inner.word: ")
    assert expected in problems[0]


def test_a_closed_part_takes_no_new_field() -> None:
    """Where unknown fields are refused, an old consumer refuses even an optional one."""

    class Closed(BaseModel):
        model_config = ConfigDict(extra="forbid")
        a: int

    grown = create_model("Closed", __base__=Closed, b=(int, 0))

    assert breaking_changes(_schema(Closed), _schema(grown)) == [
        "the event.b: old consumers refuse new fields here."
    ]


def test_closing_a_part_is_refused_and_opening_it_is_not() -> None:
    """Old events may hold fields that a closed part would refuse."""

    class Open(BaseModel):
        a: int

    class Closed(Open):
        model_config = ConfigDict(extra="forbid")

    assert breaking_changes(_schema(Open), _schema(Closed)) != []
    assert breaking_changes(_schema(Closed), _schema(Open)) == []


def test_a_type_may_go_when_a_later_version_takes_its_place() -> None:
    """Raising the version is how an incompatible change is made."""
    assert removed_types(["moderation.a.b.v1"], ["moderation.a.b.v2"]) == []
    assert removed_types(["moderation.a.b.v2"], ["moderation.a.b.v1"]) != []
    assert removed_types(["moderation.a.b.v1"], ["moderation.a.c.v2"]) != []
    assert removed_types(["moderation.a.b.v9"], ["moderation.a.b.v10"]) == []
