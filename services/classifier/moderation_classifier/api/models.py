"""Request and response models; `moderation classify` reads and writes the same."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from moderation_classifier.domain.context import MAX_EARLIER
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Urgency

# What people call them who do not know the vocabulary.
_OTHER_WORDS: Final = {
    "dm": Kind.DIRECT_MESSAGE.value,
    "message": Kind.DIRECT_MESSAGE.value,
    "private_message": Kind.DIRECT_MESSAGE.value,
    "twitter": Platform.X.value,
    "yammer": Platform.VIVA_ENGAGE.value,
}


def _in_our_words(word: object) -> object:
    """Take a word in any case, with spaces or hyphens, or by a common name for it."""
    if not isinstance(word, str):
        return word
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    return _OTHER_WORDS.get(plain, plain)


def _name_of(author: object) -> object:
    """Take an author as a name or as an object that has one."""
    if isinstance(author, dict):
        return author.get("name") or author.get("handle")
    return author


# To the caller a reply is a reply; whether it is private is the platform's matter.
_OUTWARD: Final = {Action.PRIVATE_REPLY: Action.REPLY}


class TextToClassify(BaseModel):
    """A text and where it stands."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    """Given back as it came."""
    platform: Annotated[Platform, BeforeValidator(_in_our_words)]
    kind: Annotated[Kind, BeforeValidator(_in_our_words)]
    text: str
    post: str | None = None
    """The post above, if known."""
    parent: str | None = None
    """The comment that it answers, if it answers one and that is known."""
    earlier: Annotated[list[str], Field(max_length=MAX_EARLIER)] = Field(default_factory=list)
    """What its author said there shortly before, oldest first; read for danger alone."""
    author: Annotated[str | None, BeforeValidator(_name_of)] = None
    """The author's name, if known; an object with `name` also serves."""

    def to_utterance(self) -> Utterance:
        """Return what the labelling takes."""
        return Utterance(
            text=self.text,
            kind=self.kind,
            platform=self.platform,
            post_text=self.post,
            parent_text=self.parent,
            earlier=tuple(self.earlier),
            author=self.author,
        )


class ReasonGiven(BaseModel):
    """Why a label was given."""

    label: Label
    clause: str | None
    """The clause of the body's policy; null where no house rule speaks."""
    score: float = Field(ge=0, le=1)
    span: tuple[int, int] | None
    """Half-open range of code points in the text; null when the whole text is meant."""


class ClassifiedText(BaseModel):
    """What the policy makes of a text."""

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

    @classmethod
    def build(cls, text_id: str | int, decision: Decision) -> Self:
        """Put a decision into words for the caller."""
        return cls(
            id=text_id,
            category=decision.category,
            labels=list(decision.labels),
            actions=list(dict.fromkeys(_OUTWARD.get(a, a) for a in decision.actions)),
            urgency=decision.urgency,
            routes=list(decision.routes),
            review=decision.review,
            reasons=[
                ReasonGiven(
                    label=reason.label,
                    clause=reason.clause,
                    score=reason.score,
                    span=None if reason.span is None else (reason.span.start, reason.span.end),
                )
                for reason in decision.reasons
            ],
            pack=decision.pack,
        )


class PolicyInForce(BaseModel):
    """Which version of a body's policy decides."""

    pack: str
    effective_from: date
    review_due: date | None
    refused: list[str]
    """What is wrong with a newer file that was not taken up; empty when nothing is."""
