"""What the service answers about its own quality, and what it proposes."""

from __future__ import annotations

from typing import Self

from pydantic import AwareDatetime, BaseModel

from moderation_classifier.domain.quality.agreement_figures import Figures, LabelFigures
from moderation_classifier.domain.quality.case_answers import CaseFigures
from moderation_classifier.domain.quality.drift import LabelDrift, Movement
from moderation_classifier.domain.quality.estimate import Estimate
from moderation_classifier.domain.quality.proposal import Proposal
from moderation_classifier.domain.quality.refitting import LabelProposal, Standing
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.trials.redeciding import Effect, Outcome
from moderation_classifier.usecases.measuring import Quality
from moderation_common.policy.house_rules import Threshold
from moderation_common.vocabulary import Label

_DIGITS = 4


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


class EstimateOut(BaseModel):
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float
    examples: int

    @classmethod
    def build(cls, estimate: Estimate | None) -> Self | None:
        """Return the estimate; null when it is not known."""
        if estimate is None:
            return None
        return cls(
            value=round(estimate.value, _DIGITS),
            low=round(estimate.low, _DIGITS),
            high=round(estimate.high, _DIGITS),
            examples=estimate.examples,
        )


class LabelOut(BaseModel):
    """How the machine does with one label; null where people's answers do not tell."""

    label: Label
    examples: int
    by_people: int
    by_machine: int
    precision: EstimateOut | None
    recall: EstimateOut | None
    reached: EstimateOut | None
    agreement: EstimateOut | None
    kappa: float | None
    calibration_error: float | None

    @classmethod
    def build(cls, figures: LabelFigures) -> Self:
        """Return the figures of a label."""
        return cls(
            label=figures.label,
            examples=figures.examples,
            by_people=figures.by_people,
            by_machine=figures.by_machine,
            precision=EstimateOut.build(figures.precision),
            recall=EstimateOut.build(figures.recall),
            reached=EstimateOut.build(figures.reached),
            agreement=EstimateOut.build(figures.agreement),
            kappa=_rounded(figures.kappa),
            calibration_error=_rounded(figures.calibration_error),
        )


class DriftOut(BaseModel):
    """How one label has moved since the weeks before."""

    label: Label
    movement: Movement
    index: float | None
    rate: float | None
    reference_rate: float | None
    words: str

    @classmethod
    def build(cls, drift: LabelDrift) -> Self:
        """Return the drift of a label."""
        return cls(
            label=drift.label,
            movement=drift.movement,
            index=_rounded(drift.index),
            rate=_rounded(drift.rate),
            reference_rate=_rounded(drift.reference_rate),
            words=drift.words,
        )


class CaseFiguresOut(BaseModel):
    """How often a label was right where people closed its cases and said so."""

    label: Label
    given: int
    """Comments to which the machine gave the label for certain, answered for or not."""
    precision: EstimateOut | None
    """Of those that somebody answered for; who did not answer may have found otherwise."""

    @classmethod
    def build(cls, figures: CaseFigures) -> Self:
        """Return the figures of a label's cases."""
        return cls(
            label=figures.label,
            given=figures.given,
            precision=EstimateOut.build(figures.precision),
        )


class QualityOut(BaseModel):
    """How the machine does for one body."""

    organisation: str
    since: AwareDatetime
    until: AwareDatetime
    comments: int
    """Judged in that time and in force."""
    examples: int
    """Of those, the ones that a person has decided about, asked or unasked."""
    weighed: int
    """Of these, the ones that a person was asked about by design; figures rest on them alone."""
    unanswered: list[Stratum]
    """Kinds of comment of which no person has answered for any; what needs them is null."""
    removals_checked: int
    removals_overturned: EstimateOut | None
    must_leave_removed: EstimateOut | None
    labels: list[LabelOut]
    cases: list[CaseFiguresOut]
    """What people said when they closed cases; it enters no other figure."""
    drift: list[DriftOut]

    @classmethod
    def build(cls, organisation: str, quality: Quality) -> Self:
        """Return a body's quality."""
        figures: Figures = quality.figures
        return cls(
            organisation=organisation,
            since=quality.period.since,
            until=quality.period.until,
            comments=figures.comments,
            examples=figures.examples,
            weighed=figures.weighed,
            unanswered=list(figures.unanswered),
            removals_checked=figures.safety.removed,
            removals_overturned=EstimateOut.build(figures.safety.overturned),
            must_leave_removed=EstimateOut.build(figures.safety.must_leave_removed),
            labels=[LabelOut.build(one) for one in figures.labels],
            cases=[CaseFiguresOut.build(one) for one in quality.cases],
            drift=[DriftOut.build(one) for one in quality.drift],
        )


class ThresholdOut(BaseModel):
    """The scores at which a label counts."""

    act: float
    review: float
    remove: float
    """The same as `act` where the pack leaves it out."""

    @classmethod
    def build(cls, threshold: Threshold) -> Self:
        """Return a threshold."""
        return cls(act=threshold.act, review=threshold.review, remove=threshold.removal)


class StandingOut(BaseModel):
    """How a threshold does on the examples."""

    recall: EstimateOut | None
    precision: EstimateOut | None
    removal_error: float | None

    @classmethod
    def build(cls, standing: Standing) -> Self:
        """Return a standing."""
        return cls(
            recall=EstimateOut.build(standing.recall),
            precision=EstimateOut.build(standing.precision),
            removal_error=None
            if standing.removal_error is None
            else round(standing.removal_error, 6),
        )


class ChangeOut(BaseModel):
    """How many past judgements would have come to something else."""

    before: Outcome
    after: Outcome
    judgements: int


class EffectOut(BaseModel):
    """What would have been different."""

    judged: int
    changes: list[ChangeOut]
    labels_gained: int
    labels_lost: int

    @classmethod
    def build(cls, effect: Effect) -> Self:
        """Return an effect, the commonest change first."""
        return cls(
            judged=effect.judged,
            changes=[
                ChangeOut(before=change.before, after=change.after, judgements=number)
                for change, number in sorted(
                    effect.changes.items(),
                    key=lambda item: (-item[1], item[0].before, item[0].after),
                )
            ],
            labels_gained=effect.labels_gained,
            labels_lost=effect.labels_lost,
        )


class LabelProposalOut(BaseModel):
    """What is proposed for a label, or why nothing is."""

    label: Label
    examples: int
    positives: int
    now: ThresholdOut
    now_does: StandingOut
    proposed: ThresholdOut | None
    proposed_does: StandingOut | None
    changes: bool
    refusals: list[str]
    effect: EffectOut | None
    """What the label alone would have changed."""

    @classmethod
    def build(cls, proposal: LabelProposal, effect: Effect | None) -> Self:
        """Return the proposal for a label."""
        return cls(
            label=proposal.label,
            examples=proposal.examples,
            positives=proposal.positives,
            now=ThresholdOut.build(proposal.now),
            now_does=StandingOut.build(proposal.now_does),
            proposed=None if proposal.proposed is None else ThresholdOut.build(proposal.proposed),
            proposed_does=None
            if proposal.proposed_does is None
            else StandingOut.build(proposal.proposed_does),
            changes=proposal.changes,
            refusals=list(proposal.refusals),
            effect=None if effect is None else EffectOut.build(effect),
        )


class ProposalOut(BaseModel):
    """Proposed thresholds; nothing takes effect until somebody changes the pack."""

    pack: str
    examples: int
    """Those that weigh, as `weighed` of `QualityOut`: the fit rests on them alone."""
    judgements: int
    since: AwareDatetime
    """From when all of this is; later than was asked for where only the newest count."""
    other_models: int
    """Judgements left out: the running model did not score them, or that is not known."""
    labels: list[LabelProposalOut]
    effect: EffectOut
    removal_error_now: float | None
    removal_error_proposed: float | None
    warnings: list[str]
    yaml: str

    @classmethod
    def build(cls, proposal: Proposal) -> Self:
        """Return a proposal."""
        return cls(
            pack=proposal.pack,
            examples=proposal.examples,
            judgements=proposal.judgements,
            since=proposal.since,
            other_models=proposal.other_models,
            labels=[
                LabelProposalOut.build(one, proposal.effects.get(one.label))
                for one in proposal.labels
            ],
            effect=EffectOut.build(proposal.effect),
            removal_error_now=proposal.removal_error_now,
            removal_error_proposed=proposal.removal_error_proposed,
            warnings=list(proposal.warnings),
            yaml=proposal.yaml,
        )
