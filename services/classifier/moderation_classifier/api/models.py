"""Request and response models; `moderation classify` reads and writes the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from moderation_classifier.domain.account import stands_internal
from moderation_classifier.domain.context import (
    MAX_EACH_SIDE,
    own_handles_of,
    speaks_to_another,
)
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_common.other_words import in_our_words
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Urgency

_NAMES_IN_EVENTS: Final = {"post_text": "post", "parent_text": "parent"}
"""What the events call the same fields."""

_BESIDE_THE_POINT: Final = frozenset(
    {"created_at", "edited_at", "post_id", "parent_id", "attachments", "permalink"}
)
"""The other fields of a comment in the events: known, and no decision on a text rests on them."""

_SHOWN_OF_A_NAME: Final = 40
"""Characters of an unknown field's name that are told back; a broken line may hold anything."""
_SHOWN_NAMES: Final = 3


def _name_of(author: object) -> object:
    """Take an author as a name or as an object that has one."""
    if isinstance(author, dict):
        return author.get("name") or author.get("handle")
    return author


# To the caller a reply is a reply; whether it is private is the platform's matter.
_OUTWARD: Final = {Action.PRIVATE_REPLY: Action.REPLY}


def _outward(actions: Iterable[Action]) -> list[Action]:
    return list(dict.fromkeys(_OUTWARD.get(action, action) for action in actions))


def _can_be_given_back(given: str | int) -> str | int:
    try:
        str(given).encode()
    except UnicodeEncodeError:
        raise PydanticKnownError("string_unicode") from None
    return given


class TextToClassify(BaseModel):
    """A text and where it stands; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str | int, AfterValidator(_can_be_given_back)]
    """Given back as it came."""
    platform: Annotated[Platform, BeforeValidator(in_our_words)]
    kind: Annotated[Kind, BeforeValidator(in_our_words)]
    text: str
    post: str | None = None
    """The post above, if known; `post_text`, as the events call it, also serves."""
    parent: str | None = None
    """The comment that it answers, if it answers one and that is known; or `parent_text`."""
    earlier: Annotated[list[str], Field(max_length=MAX_EACH_SIDE)] = Field(default_factory=list)
    """What its author said there shortly before, oldest first; read for danger alone."""
    author: Annotated[str | None, BeforeValidator(_name_of)] = None
    """The author's name, if known; an object with `name` also serves."""
    account_id: str | None = None
    """The platform's own id of the body's account; the pack knows whether it is internal."""
    internal: bool | None = None
    """In place of `account_id`: whether the account is one for the body's own staff."""

    @model_validator(mode="before")
    @classmethod
    def _in_our_fields(cls, given: object) -> object:
        """Refuse what would be passed over in silence; put the events' names into ours."""
        if not isinstance(given, dict):
            return given
        known = (*cls.model_fields, *_NAMES_IN_EVENTS)
        unknown = [name for name in given if name not in known and name not in _BESIDE_THE_POINT]
        if unknown:
            raise PydanticCustomError(
                "unknown_field",
                "{unknown} is not among the fields {known}",
                {
                    "unknown": " or ".join(
                        repr(str(name)[:_SHOWN_OF_A_NAME]) for name in unknown[:_SHOWN_NAMES]
                    ),
                    "known": ", ".join(known),
                },
            )
        ours = {
            name: value
            for name, value in given.items()
            if name not in _NAMES_IN_EVENTS and name not in _BESIDE_THE_POINT
        }
        for theirs, name in _NAMES_IN_EVENTS.items():
            if given.get(theirs) is None:
                continue
            if ours.get(name) is None:
                ours[name] = given[theirs]
            elif ours[name] != given[theirs]:
                raise PydanticCustomError(
                    "said_twice",
                    "{name} and {theirs} are one field, but differ; give one of them",
                    {"name": name, "theirs": theirs},
                )
        return ours

    @model_validator(mode="after")
    def _one_account(self) -> Self:
        if self.account_id is not None and self.internal is not None:
            raise PydanticCustomError(
                "said_twice", "account_id already tells whether it is internal; give one of the two"
            )
        return self

    def to_utterance(self, pack: PolicyPack) -> Utterance:
        """Return what the labelling takes.

        Without `account_id` and `internal` the account is taken for internal where the body has
        no other on the platform. Raises `UnknownAccountError` for an account that is not its own.
        """
        internal = self.internal
        if internal is None:
            internal = stands_internal(pack, platform=self.platform, account_id=self.account_id)
        return Utterance(
            text=self.text,
            kind=self.kind,
            platform=self.platform,
            post_text=self.post,
            parent_text=self.parent,
            earlier=tuple(self.earlier),
            author=self.author,
            internal=internal,
            # Who wrote what it answers is not told, so only the name that it begins with counts.
            to_another=speaks_to_another(
                self.text,
                kind=self.kind,
                answers_other=False,
                own_handles=own_handles_of(pack),
            ),
        )


class ReasonGiven(BaseModel):
    """Why a label was given."""

    label: Label
    clause: str | None
    """The clause of the house rule or route; null where neither has one for the label."""
    score: float = Field(ge=0, le=1)
    span: tuple[int, int] | None
    """Half-open range of code points in the text; null where no place is known."""
    words: str | None
    """The policy's own words, fit to be sent to the commenter; null where no house rule speaks."""
    source: str
    """The id of the rule, detector or model that was surest; by it it can be switched off."""


class ClassifiedText(BaseModel):
    """What the policy makes of a text, and why; of the text itself only places are given."""

    id: str | int
    category: Category
    labels: list[Label]
    actions: list[Action]
    urgency: Urgency
    routes: list[str]
    review: bool
    """A person must look before more is done."""
    reasons: list[ReasonGiven]
    pack: str
    doubtful_labels: list[Label]
    """Those that a rule finds possible but not certain, and danger that the model suspects."""
    proposed: list[Action]
    """What a person is asked to approve; empty when nobody is asked."""
    doubts: list[str]
    """Why a person must look, in plain sentences; empty without `review`."""
    language: str
    """In English words, as it was recognised."""
    row: str
    """The id of the row of the pack's table that decided."""
    internal: bool
    """Whether the account was taken for one for the body's own staff."""
    model: str | None
    """The id of the model that the decision allows for; null where rules judged alone."""

    @classmethod
    def build(cls, text_id: str | int, decision: Decision, *, internal: bool) -> Self:
        """Put a decision into words for the caller."""
        return cls(
            id=text_id,
            category=decision.category,
            labels=list(decision.labels),
            actions=_outward(decision.actions),
            urgency=decision.urgency,
            routes=list(decision.routes),
            review=decision.review,
            reasons=[
                ReasonGiven(
                    label=reason.label,
                    clause=reason.clause,
                    score=reason.score,
                    span=None if reason.span is None else (reason.span.start, reason.span.end),
                    words=reason.words,
                    source=reason.source,
                )
                for reason in decision.reasons
            ],
            pack=decision.pack,
            doubtful_labels=list(decision.doubtful),
            proposed=_outward(decision.proposed if decision.review else ()),
            doubts=list(decision.doubts),
            language=decision.language,
            row=decision.row,
            internal=internal,
            model=decision.model or None,
        )


class PolicyInForce(BaseModel):
    """Which version of a body's policy decides."""

    pack: str
    effective_from: date
    review_due: date | None
    refused: list[str]
    """What is wrong with a newer file that was not taken up; empty when nothing is."""
    unknown_switches: list[str]
    """Ids that the body has switched off and that no rule, detector or model has."""
    model: str
    """The id of the model that judges; empty when rules judge alone."""
