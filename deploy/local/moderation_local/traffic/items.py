"""The written day: what is said where, and what a person would expect to become of it."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

_FILE: Final = "demo_day.yaml"


class Part(BaseModel):
    """A piece of the written day; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Expectation(Part):
    """What a person who knows the body's policy would say."""

    category: Category
    labels: tuple[Label, ...]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    """Done to the comment; explaining it to its author comes on top where the policy says so."""
    person: bool = False
    """A person decides; the actions are the proposal."""

    def routes(self, pack: PolicyPack) -> tuple[str, ...]:
        """Return the routes that the labels take in a body's pack."""
        return tuple(route.id for route in pack.routes_for(frozenset(self.labels)))


class Afterwards(Part):
    """What happens to a comment once it stands: exactly one thing."""

    edit: str | None = None
    """The author's new text."""
    remove: bool = False
    """The author takes it down."""
    redeliver: int = 0
    """The platform tells of it so many more times."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.edit is not None) + self.remove + bool(self.redeliver) != 1:
            raise ValueError("say one of edit, remove and redeliver")
        return self


class DemoItem(Part):
    """Something that somebody writes."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    org: str
    platform: Platform
    kind: Kind
    post: str | None = None
    """The body's post under which it stands."""
    answers: str | None = None
    """The item that it answers."""
    author: str
    text: str
    expect: Expectation
    then: tuple[Afterwards, ...] = ()

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if (self.kind is Kind.COMMENT) != (self.post is not None):
            raise ValueError("a comment, and only a comment, names the post it stands under")
        if (self.kind is Kind.REPLY) != (self.answers is not None):
            raise ValueError("a reply, and only a reply, names the item it answers")
        return self

    @property
    def final_text(self) -> str:
        """The text after the author's edits."""
        return next((step.edit for step in reversed(self.then) if step.edit), self.text)


def read_demo_day() -> tuple[DemoItem, ...]:
    """Return the day in its order."""
    text = files("moderation_local.traffic").joinpath(_FILE).read_text("utf-8")
    return tuple(DemoItem.model_validate(entry) for entry in yaml.safe_load(text))
