"""What another policy would change, comment by comment, and whom the change would hurt.

The figure to read first is `silenced`: comments that must be left and that the machine would newly
hide or delete. The second is `danger_lost`: danger that would no longer reach a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.example import Example
from moderation_classifier.domain.redeciding import Outcome, outcome_of
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import DANGER_LABELS, Action, Category, Label

VOICES: Final = frozenset({Label.CRITICISM, Label.COMPLAINT, Label.COMPLIMENT})
"""Labels of what people may say of the body, whatever else a text contains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """As much of a decision as another can be held against."""

    outcome: Outcome
    category: Category
    row: str
    labels: tuple[Label, ...]
    possible: tuple[Label, ...]
    """Those that are certain or in doubt."""
    actions: tuple[Action, ...]
    review: bool

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Return the sketch of a decision."""
        return cls(
            outcome=outcome_of(decision),
            category=decision.category,
            row=decision.row,
            labels=decision.labels,
            possible=tuple(reason.label for reason in decision.reasons),
            actions=decision.actions,
            review=decision.review,
        )

    def same_as(self, other: Sketch) -> bool:
        """Say whether both come to the same; which row says so does not matter."""
        return (self.category, self.labels, self.actions, self.review) == (
            other.category,
            other.labels,
            other.actions,
            other.review,
        )

    def reaches_person(self, label: Label) -> bool:
        """Say whether somebody hears of the label: it opens a case, or is read in review."""
        return label in self.labels or (self.review and label in self.possible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One comment under the policy in force and under the other."""

    ref: CommentRef
    before: Sketch
    after: Sketch
    said: Example | None = None
    """What a person said of it, where one did."""

    @property
    def changes(self) -> bool:
        """Whether the two policies differ on it."""
        return not self.before.same_as(self.after)

    @property
    def must_leave(self) -> bool:
        """Whether removing the comment silences somebody: a person's word, else its labels.

        Without a person's word it must be left when the policy in force finds no breach even
        possible, or when it is criticism, complaint or praise.
        """
        if self.said is not None:
            return self.said.must_leave
        if not VOICES.isdisjoint((*self.before.labels, *self.after.labels)):
            return True
        return REMOVING_LABELS.isdisjoint(self.before.possible)

    @property
    def silenced(self) -> bool:
        """Whether it must be left and would newly be removed."""
        return self._newly(Outcome.REMOVED) and self.must_leave

    @property
    def freed(self) -> bool:
        """Whether it must be left and would no longer be removed."""
        return (
            self.before.outcome is Outcome.REMOVED
            and self.after.outcome is not Outcome.REMOVED
            and self.must_leave
        )

    def _newly(self, outcome: Outcome) -> bool:
        return self.after.outcome is outcome and self.before.outcome is not outcome


@dataclass(frozen=True, slots=True, order=True)
class ChangeKind:
    """Comments that change alike."""

    before: Outcome
    after: Outcome
    row_before: str
    row_after: str
    gained: tuple[Label, ...]
    """Labels that become certain."""
    lost: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many comments change alike, and some of them."""

    kind: ChangeKind
    comments: int
    examples: tuple[CommentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some comments and their number."""

    comments: int = 0
    examples: tuple[CommentRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReport:
    """Everything that another policy would have changed."""

    judged: int
    changed: int
    groups: tuple[Group, ...]
    """The largest first."""
    silenced: Counted
    """Comments that must be left and would newly be removed."""
    freed: Counted
    """Comments that must be left and would no longer be removed."""
    danger_lost: Mapping[Label, Counted]
    """Danger that would no longer reach a person."""
    danger_won: Mapping[Label, Counted]
    reviews_before: int
    reviews_after: int
    answered: int
    """Changed comments of which a person said whether they break a rule."""
    nearer_to_people: int
    """Of these, how many would no longer be decided against the person's word."""
    further_from_people: int
    """Of these, how many newly would."""

    @property
    def harms(self) -> bool:
        """Whether more comments that must be left are removed than before."""
        return self.silenced.comments > self.freed.comments


def report_on(tried: Iterable[Tried], *, examples: int) -> TrialReport:
    """Return what changes over some comments, with at most so many examples of each change."""
    every = list(tried)
    changed = [one for one in every if one.changes]
    alike: defaultdict[ChangeKind, list[Tried]] = defaultdict(list)
    for one in changed:
        alike[_kind_of(one)].append(one)
    groups = [
        Group(kind=kind, comments=len(ones), examples=_refs(ones, examples))
        for kind, ones in alike.items()
    ]
    standing = Counter(
        (_against(one.before, one.said), _against(one.after, one.said))
        for one in changed
        if one.said is not None
    )
    return TrialReport(
        judged=len(every),
        changed=len(changed),
        groups=tuple(sorted(groups, key=lambda group: (-group.comments, group.kind))),
        silenced=_counted([one for one in changed if one.silenced], examples),
        freed=_counted([one for one in changed if one.freed], examples),
        danger_lost=_danger(changed, examples, lost=True),
        danger_won=_danger(changed, examples, lost=False),
        reviews_before=sum(one.before.review for one in every),
        reviews_after=sum(one.after.review for one in every),
        answered=standing.total(),
        nearer_to_people=standing[True, False],
        further_from_people=standing[False, True],
    )


def needs_text(one: PolicyPack, other: PolicyPack) -> bool:
    """Say whether two packs find different things in a text, so that stored scores cannot tell."""
    return _what_is_found(one) != _what_is_found(other)


def _what_is_found(pack: PolicyPack) -> tuple[object, ...]:
    # Contacts and replies tell which telephone numbers and addresses are the body's own.
    return (
        pack.lists,
        pack.staff_directory,
        pack.switched_off.rules,
        pack.organisation.contact,
        [team.contact for team in pack.teams],
        dict(pack.templates),
    )


def _kind_of(one: Tried) -> ChangeKind:
    before, after = one.before, one.after
    return ChangeKind(
        before.outcome,
        after.outcome,
        before.row,
        after.row,
        tuple(label for label in after.labels if label not in before.labels),
        tuple(label for label in before.labels if label not in after.labels),
    )


def _against(sketch: Sketch, said: Example | None) -> bool:
    """Say whether the machine alone would act against a person's word; asking never does."""
    if said is None or sketch.outcome is Outcome.REVIEW:
        return False
    removed = not REMOVALS.isdisjoint(said.actions)
    return (sketch.outcome is Outcome.REMOVED) is not removed


def _danger(changed: Iterable[Tried], examples: int, *, lost: bool) -> dict[Label, Counted]:
    found: defaultdict[Label, list[Tried]] = defaultdict(list)
    for one in changed:
        first, second = (one.before, one.after) if lost else (one.after, one.before)
        for label in Label:
            if (
                label in DANGER_LABELS
                and first.reaches_person(label)
                and not second.reaches_person(label)
            ):
                found[label].append(one)
    return {label: _counted(ones, examples) for label, ones in found.items()}


def _counted(ones: list[Tried], examples: int) -> Counted:
    return Counted(comments=len(ones), examples=_refs(ones, examples))


def _refs(ones: list[Tried], examples: int) -> tuple[CommentRef, ...]:
    return tuple(one.ref for one in ones[:examples])
