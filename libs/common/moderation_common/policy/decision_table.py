"""Reads a pack's category table: labels and circumstances in, one ruling out.

It decides nothing of its own: no row, no removal. Scores below a label's `review` threshold do
not exist for it, and scores between `review` and `act` can only ever put a comment before a person.
It holds back only what could not be undone: where somebody may be in danger, nothing is deleted,
and no cry for help is hidden for swearing, or for naming whom it blames, alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moderation_common.platforms import capabilities
from moderation_common.policy.circumstances import USUAL, Circumstances, answering_under
from moderation_common.policy.governance import Answering
from moderation_common.policy.house_rules import ALWAYS_POSSIBLE, REMOVALS, HouseRule, Row, When
from moderation_common.policy.model import PolicyPack
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
)

_CRIES: Final = frozenset({Label.EMERGENCY, Label.SELF_HARM})
"""Labels of who needs help now, which whoever reads the comment can give or call for."""
_HOW_ONE_CRIES: Final = frozenset({Label.PROFANITY, Label.STAFF_NAMED})
"""House rules that somebody in need breaks by the way, and that wait until help has come."""
_TELLING: Final = frozenset({Action.REPLY, Action.PRIVATE_REPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the policy says about one comment."""

    row: str
    """Id of the row of the table that decided."""
    category: Category
    actions: tuple[Action, ...]
    """In the order in which they are to be done; never empty. A proposal unless `automatic`."""
    house_rule: HouseRule | None
    """What it rests on: the rule broken or, when the comment is left, the freedom to say it."""
    matched: frozenset[Label]
    """The labels for which the row applied."""
    automatic: bool
    """True when the machine may do `actions` without a person."""
    at_once: tuple[Action, ...]
    """What the machine may do now: `actions` when automatic, else what is certain even so."""
    at_once_rule: HouseRule | None
    """What `at_once` rests on, to be quoted when it removes the comment."""
    untold: bool = False
    """The machine removes without telling the author why: a declared mode leaves it to a person."""
    may_be_spared: bool = False
    """What is certain would be removed by itself, but the policy leaves what it may be besides."""

    @property
    def clause(self) -> str | None:
        """Where the policy says it."""
        return self.house_rule.clause if self.house_rule else None

    @property
    def words(self) -> str | None:
        """The policy's own words, to be quoted to the commenter."""
        return self.house_rule.words if self.house_rule else None

    @property
    def outcome(self) -> tuple[Category, tuple[Action, ...]]:
        """What comes of it, whichever row says so."""
        return self.category, self.actions

    @property
    def removes(self) -> bool:
        """Whether the comment would be hidden or deleted."""
        return not REMOVALS.isdisjoint(self.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a comment stands and what holds there, as far as the table asks."""

    platform: Platform
    kind: Kind
    internal: bool = False
    """On an account for the body's own staff."""
    circumstances: Circumstances = USUAL


def decide_category(
    pack: PolicyPack,
    scores: Mapping[Label, float],
    *,
    platform: Platform,
    kind: Kind,
    internal: bool = False,
    circumstances: Circumstances = USUAL,
    unheeded: Collection[Label] = (),
    read_whole: bool = True,
) -> Ruling:
    """Return what the pack's table says about labels with these scores.

    `unheeded` are labels that would be possible but are switched off: they lead to no row, and
    whoever may be in danger by them is spared as by the others.

    The first row that the possible labels lead to is the answer. It is automatic only where the
    table lets it be and the certain labels lead to the same outcome; otherwise a person decides,
    and meanwhile no more is done than the first automatic row that is certain asks for; nothing is
    removed meanwhile that the first row means to leave. Where a possible label is one of the pack's
    `always_review`, nothing is automatic. Where somebody may be in danger, or the comment was not
    `read_whole` and nobody knows, the machine deletes nothing, and a person is asked about what it
    hides; whoever cries for help and swears stays in sight. While a declared mode restricts
    answering, it removes as ever but says nothing.
    """
    place = Place(platform=platform, kind=kind, internal=internal, circumstances=circumstances)
    present = frozenset(
        label for label, score in scores.items() if score >= pack.thresholds.of(label).review
    )
    ruling = _read_table(pack, scores, place, present=present)
    if not read_whole or not AT_RISK_LABELS.isdisjoint(present.union(unheeded)):
        ruling = _keep_within_reach(pack, ruling, place)
    if not _CRIES.isdisjoint(present.union(unheeded)):
        ruling = _leave_cries(pack, ruling, scores, place=place, present=present)
    return _restrain(pack, ruling, place)


def _read_table(
    pack: PolicyPack, scores: Mapping[Label, float], place: Place, *, present: frozenset[Label]
) -> Ruling:
    # What does not apply to all that is possible applies to nothing that is certain.
    rows = [
        row
        for row in pack.categories
        # Most rows are about labels that are not there, which is soon seen.
        if (not row.when.labels_any or not present.isdisjoint(row.when.labels_any))
        and row_applies(row.when, place=place, labels=present, excluding=present)
    ]
    available = available_actions(pack, platform=place.platform, kind=place.kind)
    certain: list[Ruling] = []
    for row in _certain_rows(pack, rows, scores, place=place, available=available, present=present):
        certain.append(_rule(pack, row, available=available, labels=present))
        if certain[-1].automatic:
            break
    else:
        raise LookupError(
            f"no row of the category table of {pack.reference} applies; "
            "end the table with a row that has no conditions"
        )
    settled = certain[-1]
    proposed = (
        certain[0]
        if certain[0].row == rows[0].id
        else _rule(pack, rows[0], available=available, labels=present)
    )
    if not present.isdisjoint(pack.always_review):
        return replace(proposed, automatic=False, at_once=(Action.LEAVE,), at_once_rule=None)
    if settled is certain[0] and settled.outcome == proposed.outcome:
        return settled
    if _means_to_leave(rows[0]) and not REMOVALS.isdisjoint(settled.at_once):
        return replace(
            proposed,
            automatic=False,
            at_once=(Action.LEAVE,),
            at_once_rule=None,
            may_be_spared=True,
        )
    return replace(
        proposed, automatic=False, at_once=settled.at_once, at_once_rule=settled.at_once_rule
    )


def _means_to_leave(row: Row) -> bool:
    # Not where a platform merely offers nothing of what the row would have done.
    return frozenset(row.then.actions[0]) == {Action.LEAVE}


def row_applies(
    when: When, *, place: Place, labels: frozenset[Label], excluding: frozenset[Label]
) -> bool:
    """Return whether a row's conditions hold.

    `labels` are those that the comment is taken to have, and `excluding` those that it may have:
    a row that wants a label absent does not apply while the label is even possible.
    """
    circumstances = place.circumstances
    return (
        when.holds_of(labels, excluding=excluding)
        and when.holds_at(place.platform, place.kind, internal=place.internal)
        and (not when.modes or not circumstances.modes.isdisjoint(when.modes))
        and (when.min_points is None or circumstances.points >= when.min_points)
    )


def available_actions(pack: PolicyPack, *, platform: Platform, kind: Kind) -> frozenset[Action]:
    """Return what the body can do to a comment there: the API's reach, less what the pack forgoes.

    `leave` and `report` are always among them, since neither needs the platform's API.
    """
    possible = capabilities(platform, kind)
    chosen = pack.platform_actions.get(platform)
    if chosen is not None:
        possible = possible.intersection(chosen)
    return possible | ALWAYS_POSSIBLE


def _certain_rows(
    pack: PolicyPack,
    rows: Sequence[Row],
    scores: Mapping[Label, float],
    *,
    place: Place,
    available: frozenset[Action],
    present: frozenset[Label],
) -> Iterator[Row]:
    for row in rows:
        # Saying what a comment is asks for less certainty than taking it away.
        removes = not REMOVALS.isdisjoint(_resolve(row, available))
        certain = frozenset(
            label
            for label in present
            if scores[label] >= _least_score(pack, row, label=label, removes=removes)
        )
        if row_applies(row.when, place=place, labels=certain, excluding=present):
            yield row


def _least_score(pack: PolicyPack, row: Row, *, label: Label, removes: bool) -> float:
    if row.when.min_score is not None:
        return row.when.min_score
    limits = pack.thresholds.of(label)
    return limits.removal if removes else limits.act


def _rule(
    pack: PolicyPack, row: Row, *, available: frozenset[Action], labels: frozenset[Label]
) -> Ruling:
    actions = _resolve(row, available)
    rule = pack.house_rule(row.then.house_rule) if row.then.house_rule else None
    return Ruling(
        row=row.id,
        category=row.then.category,
        actions=actions,
        house_rule=rule,
        matched=labels.intersection((*row.when.labels_any, *row.when.labels_all)),
        automatic=row.then.automatic,
        at_once=actions if row.then.automatic else (Action.LEAVE,),
        at_once_rule=rule if row.then.automatic else None,
    )


def _resolve(row: Row, available: frozenset[Action]) -> tuple[Action, ...]:
    chosen = next(
        (bundle for bundle in row.then.actions if available.issuperset(bundle)), (Action.LEAVE,)
    )
    if not row.then.tell or REMOVALS.isdisjoint(chosen):
        return chosen
    # Told first, since what is deleted can no longer be answered.
    for telling in (Action.PRIVATE_REPLY, Action.REPLY):
        if telling in available:
            return (telling, *chosen)
    return chosen


def _keep_within_reach(pack: PolicyPack, ruling: Ruling, place: Place) -> Ruling:
    """Return the ruling with what the machine would remove hidden at most, and a person asked.

    Whose comment is deleted can no longer be answered where they wrote it, nor be shown again. A
    person decides, also about what its author is told.
    """
    if REMOVALS.isdisjoint(ruling.at_once):
        return ruling
    available = available_actions(pack, platform=place.platform, kind=place.kind)
    if Action.HIDE in available:
        return replace(ruling, automatic=False, at_once=(Action.HIDE,))
    return replace(ruling, automatic=False, at_once=(Action.LEAVE,), at_once_rule=None)


def _leave_cries(
    pack: PolicyPack,
    ruling: Ruling,
    scores: Mapping[Label, float],
    *,
    place: Place,
    present: frozenset[Label],
) -> Ruling:
    """Return the ruling with nothing removed at once that would stay but for how it is said.

    Those who could help see a cry for help only while it stands there.
    """
    if REMOVALS.isdisjoint(ruling.at_once) or _HOW_ONE_CRIES.isdisjoint(present):
        return ruling
    said_calmly = _read_table(
        pack,
        {label: score for label, score in scores.items() if label not in _HOW_ONE_CRIES},
        place,
        present=present - _HOW_ONE_CRIES,
    )
    if not REMOVALS.isdisjoint(said_calmly.at_once):
        return ruling
    return replace(ruling, automatic=False, at_once=(Action.LEAVE,), at_once_rule=None)


def _restrain(pack: PolicyPack, ruling: Ruling, place: Place) -> Ruling:
    """Return the ruling as far as the declared modes let the machine speak.

    Where a person may still tell the author, what would be deleted is only hidden until then, since
    what is deleted can no longer be answered. Where it cannot be hidden, it is deleted untold.
    """
    answering = answering_under(pack.modes, place.circumstances.modes)
    if answering is Answering.AS_USUAL:
        return ruling
    at_once = _without_telling(ruling.at_once)
    if answering is Answering.NONE:
        return replace(ruling, actions=_without_telling(ruling.actions), at_once=at_once)
    if at_once == ruling.at_once:
        return ruling
    available = available_actions(pack, platform=place.platform, kind=place.kind)
    if Action.DELETE in at_once and Action.HIDE not in available:
        actions = at_once if ruling.automatic else ruling.actions
        return replace(ruling, actions=actions, at_once=at_once)
    held = (Action.HIDE if action is Action.DELETE else action for action in at_once)
    return replace(ruling, automatic=False, at_once=tuple(dict.fromkeys(held)), untold=True)


def _without_telling(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(action for action in actions if action not in _TELLING)
