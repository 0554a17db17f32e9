"""A whole proposal of thresholds: each label's, what would change, and what to paste in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.label_scores import removal_error
from moderation_classifier.domain.quality.refitting import (
    LabelProposal,
    count_must_leave,
    exactly,
    percent,
    propose,
    unanswered_sentence,
)
from moderation_classifier.domain.quality.weighing import Evidence
from moderation_classifier.domain.trials.coverage import newest_only_sentence, other_models_sentence
from moderation_classifier.domain.trials.redeciding import (
    Effect,
    Outcome,
    effect_of,
    outcome_of,
    redecide,
    with_thresholds,
)
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import Threshold
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for one body, and what it would have changed in the past."""

    pack: str
    examples: int
    """Labelled examples that count."""
    judgements: int
    """Judgements that the effect is counted on."""
    since: datetime
    """From when they are, and everything else that is counted."""
    other_models: int
    """Judgements left out because the running model did not score them, or that is not known."""
    labels: tuple[LabelProposal, ...]
    effects: Mapping[Label, Effect]
    """What each changed label would have changed by itself."""
    effect: Effect
    """What all together would have changed."""
    removal_error_now: float | None
    """Upper bound of the share of must-leave comments that the machine removes now."""
    removal_error_proposed: float | None
    warnings: tuple[str, ...]
    """What whoever takes it up must know."""
    yaml: str
    """To be pasted into the pack; empty when nothing would change."""


def build_proposal(
    evidence: Evidence,
    judgements: Sequence[Judgement],
    *,
    pack: PolicyPack,
    demands: Demands,
    since: datetime,
    cut_off: bool = False,
    other_models: int = 0,
) -> Proposal:
    """Return the proposal that the evidence allows; nothing takes effect by it.

    Evidence and judgements are those from `since` on, which is later than was asked for where they
    are `cut_off`. All judgements must be one model's; `other_models` were left out because they are
    not.
    """
    labels = propose(evidence, judgements, pack=pack, demands=demands)
    unanswered = unanswered_sentence(evidence)
    warnings = [unanswered] if unanswered else []
    if cut_off:
        warnings.append(newest_only_sentence(since))
    if other_models:
        warnings.append(other_models_sentence(other_models))
    changed = _changed(labels)
    bound = bound_removal_error(evidence, judgements, with_thresholds(pack, changed))
    if bound is not None and bound > demands.max_removal_error:
        # Each label may keep its bound where together they do not; which to raise is a choice.
        warnings.append(
            "It cannot be shown that all labels together silence at most"
            f" {percent(demands.max_removal_error)} of what must be left; more answers about what"
            " was removed can show it, or a higher `remove` for what removes most."
        )
    return Proposal(
        pack=pack.reference,
        examples=len(evidence.weighed),
        judgements=len(judgements),
        since=since,
        other_models=other_models,
        labels=labels,
        effects={
            label: effect_of(judgements, pack, {label: threshold})
            for label, threshold in changed.items()
        },
        effect=effect_of(judgements, pack, changed),
        removal_error_now=bound_removal_error(evidence, judgements, pack),
        removal_error_proposed=bound,
        warnings=tuple(warnings),
        yaml=to_yaml(labels),
    )


def bound_removal_error(
    evidence: Evidence, judgements: Sequence[Judgement], pack: PolicyPack
) -> float | None:
    """Return the upper bound of the share of must-leave comments that the pack has removed.

    None when people's answers do not allow one.
    """
    if evidence.unanswered:
        return None
    must_leave = count_must_leave(evidence.weighed, judgements)
    if must_leave <= 0:
        return None
    return removal_error(
        [
            (one.example.judgement.draw.stratum, one.say(one.example.must_leave))
            for one in evidence.weighed
            if _removes(one.example.judgement, pack)
        ],
        Counter(one.draw.stratum for one in judgements if _removes(one, pack)),
        must_leave=must_leave,
    )


def _removes(judgement: Judgement, pack: PolicyPack) -> bool:
    # No row of a table removes what carries no label, and most comments carry none.
    return bool(judgement.scores) and outcome_of(redecide(judgement, pack)) is Outcome.REMOVED


def _changed(labels: Iterable[LabelProposal]) -> dict[Label, Threshold]:
    return {one.label: one.proposed for one in labels if one.proposed is not None and one.changes}


def to_yaml(proposals: Iterable[LabelProposal]) -> str:
    """Return the changed thresholds as a piece of a pack; empty when nothing would change."""
    lines = [
        f"    {one.label}: {{{_fields(one.proposed)}}}"
        for one in proposals
        if one.proposed is not None and one.changes
    ]
    return "\n".join(["thresholds:", "  labels:", *lines, ""]) if lines else ""


def _fields(threshold: Threshold) -> str:
    fields: Mapping[str, float | None] = {
        "act": threshold.act,
        "review": threshold.review,
        "remove": threshold.remove,
    }
    return ", ".join(
        f"{name}: {exactly(value)}" for name, value in fields.items() if value is not None
    )
