"""The body's rules for comments: what they say, and the table that says what follows.

The table is data, first match wins. Its conditions are sets of words from the vocabulary and two
limits, and nothing else, so that whoever reads the policy can read the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from moderation_common.policy.governance import ModeName
from moderation_common.policy.part import Key, Part, Score, Text
from moderation_common.vocabulary import (
    HOUSE_RULE_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
)

PUBLIC_KINDS: Final = frozenset({Kind.COMMENT, Kind.REPLY, Kind.MENTION})
"""Kinds that others can read; a direct message has no audience."""

ALWAYS_POSSIBLE: Final = frozenset({Action.LEAVE, Action.REPORT})
"""Actions that need no platform's leave: doing nothing, and a person's report."""

REMOVALS: Final = frozenset({Action.HIDE, Action.DELETE})


REMOVING_LABELS: Final = HOUSE_RULE_LABELS | {Label.IG_INCIDENT}
"""Labels for which a comment may be hidden or deleted.

Conversation and routing labels are none: criticism and concerns are never silenced for what they
are. A disclosure of confidential data is the one case that is routed and also hidden at once.
"""


class RuleScope(StrEnum):
    """What a house rule is about."""

    COMMENT = "comment"
    """The text of one comment; the category table decides."""
    JUDGEMENT = "judgement"
    """The text of one comment, but only a person can tell; cited in review."""
    BEHAVIOUR = "behaviour"
    """What a person does over many comments."""
    AUTHOR = "author"
    """A person's name or picture."""
    FREEDOM = "freedom"
    """What people may say; cited when a comment is left."""


class HouseRule(Part):
    """One rule of the published policy, as it can be quoted to the commenter."""

    id: Key
    document: Key | None = None
    """Which of the pack's documents states it; the policy itself when left out."""
    clause: Text
    words: Annotated[str, Field(min_length=3, max_length=600)]
    """The rule's own words."""
    labels: tuple[Label, ...] = ()
    """What in a text falls under the rule."""
    scope: RuleScope = RuleScope.COMMENT
    notice: Annotated[str, Field(min_length=20, max_length=1000)] | None = None
    """What its author is told of a removal for the rule, in plain words, before the rule itself.

    True of whatever the rule covers; `{removed}` stands for what was done. See `notices`.
    """


BUNDLE_ACTIONS: Final = (Action.LEAVE, Action.HIDE, Action.DELETE, Action.REPORT)
"""What a table can ask for; telling the commenter is asked for by `tell`."""


def _read_bundle(value: object) -> object:
    if not isinstance(value, str):
        return value
    words = [word.strip() for word in value.split("+")]
    allowed = [str(action) for action in BUNDLE_ACTIONS]
    for word in words:
        if word not in allowed:
            message = f"{word!r} is no action of the table; use {', '.join(allowed[:-1])} or "
            raise ValueError(f"{message}{allowed[-1]}, joined by '+' where both are meant")
    if len(set(words)) < len(words) or ("leave" in words and len(words) > 1):
        raise ValueError(f"{value!r} contradicts itself; name each action once, and leave alone")
    return tuple(Action(word) for word in words)


def _write_bundle(value: tuple[Action, ...]) -> str:
    return "+".join(value)


Bundle = Annotated[
    tuple[Action, ...],
    BeforeValidator(_read_bundle),
    PlainSerializer(_write_bundle),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(leave|(hide|delete|report)(\+(hide|delete|report))*)$"}
    ),
]
"""Actions done together, written as `delete` or `hide+report`."""


class When(Part):
    """What a comment must be for a row to apply; what is left out does not matter."""

    labels_any: tuple[Label, ...] = ()
    labels_all: tuple[Label, ...] = ()
    labels_none: tuple[Label, ...] = ()
    platforms: tuple[Platform, ...] = ()
    kinds: tuple[Kind, ...] = ()
    """`comment` is the top of a thread and `reply` an answer within it."""
    internal: StrictBool | None = None
    """True for the body's own staff accounts only, false for public ones only."""
    min_score: Score | None = None
    """From which score the row's labels count as certain, instead of their `act` threshold."""
    modes: tuple[ModeName, ...] = ()
    """Only while the body has declared one of these modes of its own."""
    min_points: Annotated[int, Field(ge=1)] | None = None
    """Only for authors with at least so many strike points that have not expired."""

    def is_about(self, label: Label) -> bool:
        """Say whether the label by itself meets all that is asked of labels, and is asked for."""
        alone = frozenset({label})
        asked_for = label in self.labels_any or label in self.labels_all
        return asked_for and self.holds_of(alone, excluding=alone)

    def holds_of(self, labels: frozenset[Label], *, excluding: frozenset[Label]) -> bool:
        """Say whether all that is asked of labels holds.

        `labels` are those that a comment is taken to have, `excluding` those that it may have.
        """
        return (
            (not self.labels_any or not labels.isdisjoint(self.labels_any))
            and labels.issuperset(self.labels_all)
            and excluding.isdisjoint(self.labels_none)
        )

    def holds_at(self, platform: Platform | None, kind: Kind, *, internal: bool) -> bool:
        """Say whether it is about comments there; on an unknown platform, if it names none."""
        return (
            (not self.platforms or platform in self.platforms)
            and (not self.kinds or kind in self.kinds)
            and (self.internal is None or self.internal is internal)
        )

    def is_usual(self, *, platform: Platform | None, kind: Kind, internal: bool) -> bool:
        """Say whether it holds there whatever modes are declared and whoever wrote the comment."""
        unconditional = not self.modes and self.min_points is None
        return unconditional and self.holds_at(platform, kind, internal=internal)


class Then(Part):
    """What follows when a row applies."""

    category: Category
    house_rule: Key | None = None
    """The rule that the row rests on; a row that leaves comments may do without."""
    actions: tuple[Bundle, ...] = Field(min_length=1)
    """In order of preference: the first that the platform can do is done."""
    automatic: StrictBool = True
    """False sends the comment to a person, with the actions as the proposal."""
    tell: StrictBool = False
    """Explain a removal to the commenter, privately where the platform can."""


class Row(Part):
    """One row of the category table."""

    id: Key
    when: When = When()
    then: Then


LEAST_TO_REMOVE: Final = 0.8
"""No policy lets the machine remove a comment for less.

The classifier places below it whatever a person is to judge, however much speaks for a label: what
is quoted, what rules and model contradict each other about, what the model alone may not remove.
"""


class Threshold(Part):
    """The scores at which a label counts."""

    act: Score
    """From here the label is taken as certain."""
    review: Score
    """From here to `act` a person decides; below, the label is not there."""
    remove: Score | None = None
    """From here the label alone may hide or delete without a person.

    Where left out, from `act`, and never below `LEAST_TO_REMOVE`.
    """

    @property
    def removal(self) -> float:
        """The score from which the machine may remove a comment for the label."""
        return max(self.act, LEAST_TO_REMOVE) if self.remove is None else self.remove

    @model_validator(mode="after")
    def _thresholds_ascend(self) -> Self:
        if self.removal < self.act:
            message = f"remove is {self.remove} but act is {self.act}; "
            raise ValueError(message + "make remove the higher of the two, or leave it out")
        if self.removal < LEAST_TO_REMOVE:
            message = f"remove is {self.remove}, but what scores less than {LEAST_TO_REMOVE} "
            mend = f"make remove {LEAST_TO_REMOVE} or higher, or leave it out"
            raise ValueError(f"{message}is put before a person; {mend}")
        if self.review > self.act:
            message = f"review is {self.review} but act is {self.act}; "
            raise ValueError(message + "make review the lower of the two, or equal")
        return self


class Thresholds(Part):
    """The thresholds of every label."""

    default: Threshold
    labels: Mapping[Label, Threshold] = Field(default_factory=dict)
    """Those that differ from the default."""

    def of(self, label: Label) -> Threshold:
        """Return the threshold that holds for one label."""
        return self.labels.get(label, self.default)
