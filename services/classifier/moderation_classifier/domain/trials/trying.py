"""What another policy would change, comment by comment, and whom the change would hurt.

The figure to read first is `silenced`: comments that must be left and that the machine would newly
hide or delete, of which those labelled criticism or complaint are counted apart. The second is
`danger_lost`: danger that would no longer reach a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Final, Generic, TypeVar

from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.trials.redeciding import Outcome
from moderation_common.identity import CommentRef, EventId
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.policy.strikes import Strikes
from moderation_common.vocabulary import DANGER_LABELS, Action, Category, Label, Urgency

_T = TypeVar("_T")

VOICES: Final = frozenset({Label.CRITICISM, Label.COMPLAINT, Label.COMPLIMENT})
"""Labels of what people may say of the body, whatever else a text contains."""

_CRITICAL: Final = frozenset({Label.CRITICISM, Label.COMPLAINT})
_NOT_UNSEEN: Final = ("urgency", "labels", "note")
"""Of a route: what the decision shows, and what is for those alone who write the pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One comment under the policy in force and under the other."""

    ref: CommentRef
    before: Sketch
    after: Sketch
    said: Example | None = None
    """What a person said of it, where one did."""
    event_id: EventId | None = None
    """The event that carried the version; None where its text is shown to nobody."""

    @property
    def version(self) -> CommentVersion:
        """Which version of the comment it is: an edit may have changed every word."""
        return CommentVersion(self.ref, self.event_id)

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

    @property
    def critical(self) -> bool:
        """Whether one of the two policies labels it criticism or complaint."""
        return not _CRITICAL.isdisjoint((*self.before.labels, *self.after.labels))

    def _newly(self, outcome: Outcome) -> bool:
        return self.after.outcome is outcome and self.before.outcome is not outcome


@dataclass(frozen=True, slots=True)
class Shift(Generic[_T]):
    """From what to what something changes."""

    before: _T
    after: _T


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKind:
    """Comments that change alike; a shift is None where nothing shifts."""

    before: Outcome
    after: Outcome
    row_before: str
    row_after: str
    gained: tuple[Label, ...]
    """Labels that become certain."""
    lost: tuple[Label, ...]
    routes_gained: tuple[str, ...]
    routes_lost: tuple[str, ...]
    category: Shift[Category] | None
    urgency: Shift[Urgency | None] | None
    actions: Shift[tuple[Action, ...]] | None
    """What the machine does by itself."""
    proposed: Shift[tuple[Action, ...]] | None
    """What a person is asked to approve."""
    house_rule: Shift[str | None] | None
    """What a removal rests on."""

    @property
    def place(self) -> tuple[str, ...]:
        """Where it stands among kinds that are equally common, so that order is no accident."""
        return tuple(map(str, astuple(self)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many comments change alike, and some of them."""

    kind: ChangeKind
    comments: int
    examples: tuple[CommentVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some comments and their number."""

    comments: int = 0
    examples: tuple[CommentVersion, ...] = ()


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
    critical_silenced: Counted
    """Those of `silenced` that are labelled criticism or complaint."""
    critical_freed: Counted
    """Those of `freed` that are."""
    danger_lost: Mapping[Label, Counted]
    """Danger that would no longer reach a person."""
    danger_won: Mapping[Label, Counted]
    danger_asked: Mapping[Label, Counted]
    """Danger that opened a case and about which a person would only be asked."""
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
        """Whether somebody is worse off than before: the silenced, or whoever is in danger.

        That is, more comments that must be left are removed, or any danger no longer reaches a
        person; no other that newly does makes up for it.
        """
        return self.silenced.comments > self.freed.comments or bool(self.danger_lost)


def report_on(tried: Iterable[Tried], *, examples: int) -> TrialReport:
    """Return what changes over some comments, with at most so many examples of each change."""
    every = list(tried)
    changed = [one for one in every if one.changes]
    alike: defaultdict[ChangeKind, list[Tried]] = defaultdict(list)
    for one in changed:
        alike[_kind_of(one)].append(one)
    silenced = [one for one in changed if one.silenced]
    freed = [one for one in changed if one.freed]
    groups = [
        Group(kind=kind, comments=len(ones), examples=_versions(ones, examples))
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
        groups=tuple(sorted(groups, key=lambda group: (-group.comments, group.kind.place))),
        silenced=_counted(silenced, examples),
        freed=_counted(freed, examples),
        critical_silenced=_counted([one for one in silenced if one.critical], examples),
        critical_freed=_counted([one for one in freed if one.critical], examples),
        danger_lost=_danger(changed, examples, _loses),
        danger_won=_danger(changed, examples, _wins),
        danger_asked=_danger(changed, examples, _only_asks),
        reviews_before=sum(one.before.review for one in every),
        reviews_after=sum(one.after.review for one in every),
        answered=standing.total(),
        nearer_to_people=standing[True, False],
        further_from_people=standing[False, True],
    )


def needs_text(one: PolicyPack, other: PolicyPack) -> bool:
    """Say whether two packs find different things in a text, so that stored scores cannot tell."""
    return _what_is_found(one) != _what_is_found(other)


def unseen_changes(one: PolicyPack, other: PolicyPack) -> tuple[str, ...]:
    """Return, in sentences, what differs behind the same name, which no decision shows.

    A decision names its routes and house rules; where a route leads, and what a rule says, is for
    others to look up in the pack. What repeated breaches lead to is no decision about a comment.
    """
    return tuple(_unseen(one, other))


def _unseen(one: PolicyPack, other: PolicyPack) -> Iterator[str]:
    routes = [
        route.id
        for route in one.routes
        if (same := other.route(route.id)) is not None
        and route.model_copy(update={name: getattr(same, name) for name in _NOT_UNSEEN}) != same
    ]
    if routes:
        yield (
            "Where a comment goes, by when, or how it is answered differs behind the same name of"
            f" these routes, and is not counted as a change: {', '.join(routes)}."
        )
    rules = [
        rule.id
        for rule in one.house_rules
        if (again := other.house_rule(rule.id)) is not None
        and (rule.clause, rule.words, rule.notice) != (again.clause, again.words, again.notice)
    ]
    if rules:
        yield (
            "The clause or the words sent to commenters differ behind the same name of these house"
            f" rules, and are not counted as a change: {', '.join(rules)}."
        )
    strikes = [
        name
        for name in Strikes.model_fields
        if getattr(one.strikes, name) != getattr(other.strikes, name)
    ]
    if strikes:
        yield (
            "What is made of repeated breaches and of repeated messages was not tried: these fields"
            f" of strikes differ, and are not counted as a change: {', '.join(strikes)}."
        )


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
        before=before.outcome,
        after=after.outcome,
        row_before=before.row,
        row_after=after.row,
        gained=_without(after.labels, before.labels),
        lost=_without(before.labels, after.labels),
        routes_gained=_without(after.routes, before.routes),
        routes_lost=_without(before.routes, after.routes),
        category=_shift(before.category, after.category),
        urgency=_shift(before.urgency, after.urgency),
        actions=_shift(before.actions, after.actions),
        proposed=_shift(before.proposed, after.proposed),
        house_rule=_shift(before.house_rule, after.house_rule),
    )


def _without(some: tuple[_T, ...], others: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(one for one in some if one not in others)


def _shift(before: _T, after: _T) -> Shift[_T] | None:
    return None if before == after else Shift(before, after)


def _against(sketch: Sketch, said: Example | None) -> bool:
    """Say whether the machine alone would act against a person's word; asking never does."""
    if said is None or sketch.outcome is Outcome.REVIEW:
        return False
    removed = not REMOVALS.isdisjoint(said.actions)
    return (sketch.outcome is Outcome.REMOVED) is not removed


def _danger(
    changed: Iterable[Tried], examples: int, holds: Callable[[Tried, Label], bool]
) -> dict[Label, Counted]:
    found: defaultdict[Label, list[Tried]] = defaultdict(list)
    for one in changed:
        for label in Label:
            if label in DANGER_LABELS and holds(one, label):
                found[label].append(one)
    return {label: _counted(ones, examples) for label, ones in found.items()}


def _loses(one: Tried, label: Label) -> bool:
    return one.before.reaches_person(label) and not one.after.reaches_person(label)


def _wins(one: Tried, label: Label) -> bool:
    return one.after.reaches_person(label) and not one.before.reaches_person(label)


def _only_asks(one: Tried, label: Label) -> bool:
    # A route that is still taken, for another label, opens the case all the same.
    return (
        label in one.before.labels
        and label not in one.after.labels
        and one.after.reaches_person(label)
        and not set(one.before.routes) <= set(one.after.routes)
    )


def _counted(ones: list[Tried], examples: int) -> Counted:
    return Counted(comments=len(ones), examples=_versions(ones, examples))


def _versions(ones: list[Tried], examples: int) -> tuple[CommentVersion, ...]:
    return tuple(one.version for one in ones[:examples])
