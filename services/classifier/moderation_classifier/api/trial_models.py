"""What the service answers about a policy that is tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Self, TypeVar

from pydantic import AwareDatetime, BaseModel

from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.trials.redeciding import Outcome
from moderation_classifier.domain.trials.trying import Counted, Group, Shift, TrialReport
from moderation_classifier.usecases.trying_policy import Basis, Trial
from moderation_classifier.usecases.watching_shadow import ShadowTrial
from moderation_common.vocabulary import Action, Category, Label, Urgency

_T = TypeVar("_T")

Texts = Mapping[CommentVersion, str]


class ExampleOut(BaseModel):
    """One comment of many that change alike."""

    ref: str
    text: str | None
    """Null where it was not asked for, or the event log no longer has this version of it."""


class CountedOut(BaseModel):
    """Some comments and their number."""

    comments: int
    examples: list[ExampleOut]

    @classmethod
    def build(cls, counted: Counted, texts: Texts) -> Self:
        """Put it into words for the caller."""
        return cls(comments=counted.comments, examples=_examples(counted.examples, texts))


class ShiftOut(BaseModel, Generic[_T]):
    """From what to what something changes."""

    before: _T
    after: _T

    @classmethod
    def build(cls, shift: Shift[_T] | None) -> Self | None:
        """Return the shift; null where nothing shifts."""
        return None if shift is None else cls(before=shift.before, after=shift.after)


class GroupOut(BaseModel):
    """Comments that change alike; a shift is null where nothing shifts."""

    before: Outcome
    after: Outcome
    row_before: str
    row_after: str
    gained: list[Label]
    lost: list[Label]
    routes_gained: list[str]
    routes_lost: list[str]
    category: ShiftOut[Category] | None
    urgency: ShiftOut[Urgency | None] | None
    """Null on both sides of a shadow's oldest differences, of which it was not kept."""
    actions: ShiftOut[tuple[Action, ...]] | None
    proposed: ShiftOut[tuple[Action, ...]] | None
    """What a person is asked to approve."""
    house_rule: ShiftOut[str | None] | None
    """What a removal rests on; the commenter is sent its words."""
    comments: int
    examples: list[ExampleOut]

    @classmethod
    def build(cls, group: Group, texts: Texts) -> Self:
        """Put it into words for the caller."""
        return cls(
            before=group.kind.before,
            after=group.kind.after,
            row_before=group.kind.row_before,
            row_after=group.kind.row_after,
            gained=list(group.kind.gained),
            lost=list(group.kind.lost),
            routes_gained=list(group.kind.routes_gained),
            routes_lost=list(group.kind.routes_lost),
            category=ShiftOut[Category].build(group.kind.category),
            urgency=ShiftOut[Urgency | None].build(group.kind.urgency),
            actions=ShiftOut[tuple[Action, ...]].build(group.kind.actions),
            proposed=ShiftOut[tuple[Action, ...]].build(group.kind.proposed),
            house_rule=ShiftOut[str | None].build(group.kind.house_rule),
            comments=group.comments,
            examples=_examples(group.examples, texts),
        )


class ReportOut(BaseModel):
    """Everything that would change."""

    judged: int
    changed: int
    groups: list[GroupOut]
    silenced: CountedOut
    """Comments that must be left and would newly be hidden or deleted by the machine."""
    freed: CountedOut
    """Comments that must be left and would no longer be."""
    critical_silenced: CountedOut
    """Those of `silenced` that are labelled criticism or complaint."""
    critical_freed: CountedOut
    """Those of `freed` that are."""
    danger_lost: dict[Label, CountedOut]
    """Danger of which no person would hear any more."""
    danger_won: dict[Label, CountedOut]
    danger_asked: dict[Label, CountedOut]
    """Danger that opened a case and about which a person would only be asked."""
    reviews_before: int
    reviews_after: int
    answered: int
    """Changed comments on which a person has decided."""
    nearer_to_people: int
    further_from_people: int
    harms: bool
    """More of what must be left would be removed than now, or danger would no longer be seen."""

    @classmethod
    def build(cls, report: TrialReport, texts: Texts) -> Self:
        """Put it into words for the caller."""
        return cls(
            judged=report.judged,
            changed=report.changed,
            groups=[GroupOut.build(group, texts) for group in report.groups],
            silenced=CountedOut.build(report.silenced, texts),
            freed=CountedOut.build(report.freed, texts),
            critical_silenced=CountedOut.build(report.critical_silenced, texts),
            critical_freed=CountedOut.build(report.critical_freed, texts),
            danger_lost=_by_label(report.danger_lost, texts),
            danger_won=_by_label(report.danger_won, texts),
            danger_asked=_by_label(report.danger_asked, texts),
            reviews_before=report.reviews_before,
            reviews_after=report.reviews_after,
            answered=report.answered,
            nearer_to_people=report.nearer_to_people,
            further_from_people=report.further_from_people,
            harms=report.harms,
        )


class TrialOut(BaseModel):
    """What a pack would have changed in the past."""

    in_force: str
    candidate: str
    basis: Basis
    cut_off: bool
    """Only the newest comments were tried."""
    earliest: AwareDatetime | None
    """When the earliest comment tried was heard, or judged; null when none was tried."""
    complete_from: AwareDatetime | None
    """From when everything is still kept, where that is later than was asked for; else null."""
    other_models: int
    """Judgements left out: the running model did not score them, or that is not known."""
    warnings: list[str]
    """What the report does not speak of, in sentences."""
    report: ReportOut

    @classmethod
    def build(cls, trial: Trial, texts: Texts) -> Self:
        """Put it into words for the caller."""
        return cls(
            in_force=trial.in_force,
            candidate=trial.candidate,
            basis=trial.basis,
            cut_off=trial.coverage.cut_off,
            earliest=trial.coverage.earliest,
            complete_from=trial.coverage.complete_from,
            other_models=trial.coverage.other_models,
            warnings=[*trial.coverage.warnings, *trial.unseen],
            report=ReportOut.build(trial.report, texts),
        )


class ShadowOut(BaseModel):
    """How a version does on live comments."""

    candidate: str
    in_force: str
    """The version that it is held against: only comments that both judged count."""
    since: AwareDatetime | None
    """Null before the first of them."""
    cut_off: bool
    """Only the newest differences are grouped."""
    report: ReportOut

    @classmethod
    def of(cls, trial: ShadowTrial) -> Self:
        """Put it into words for the caller; it names comments and shows no text."""
        return cls(
            candidate=trial.candidate,
            in_force=trial.in_force,
            since=trial.period.since if trial.period else None,
            cut_off=trial.cut_off,
            report=ReportOut.build(trial.report, {}),
        )


def _by_label(counts: Mapping[Label, Counted], texts: Texts) -> dict[Label, CountedOut]:
    return {label: CountedOut.build(counted, texts) for label, counted in counts.items()}


def _examples(versions: tuple[CommentVersion, ...], texts: Texts) -> list[ExampleOut]:
    return [ExampleOut(ref=str(one.ref), text=texts.get(one)) for one in versions]
