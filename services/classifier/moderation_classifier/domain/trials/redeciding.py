"""What a past judgement would have come to under another pack, from its scores alone.

The text is not read again: the scores are those that the model of the day gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.behaviour.grouping import doubt_repetition
from moderation_classifier.domain.decision import Decision, ask_about_unseen, decide
from moderation_classifier.domain.finding import REPETITION, Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, Threshold
from moderation_common.vocabulary import Label

_REPEATS: Final = "Its author has written nearly the same again and again."


class Outcome(StrEnum):
    """What becomes of a comment, as its author would tell."""

    REMOVED = "removed"
    """Hidden or deleted by the machine alone."""
    REVIEW = "review"
    """Left until a person has decided."""
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Change:
    """From what to what an outcome changes."""

    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What other thresholds would have changed in the past."""

    judged: int
    """Judgements held against both."""
    changes: Mapping[Change, int] = field(default_factory=dict)
    labels_gained: int = 0
    """Judgements in which a label would have become certain."""
    labels_lost: int = 0
    """Judgements in which a label would no longer have been certain."""


def redecide(judgement: Judgement, pack: PolicyPack, switches: Switches = NOTHING_OFF) -> Decision:
    """Return what the pack makes of the scores that a judgement rests on.

    What its author repeated is in doubt again, and a person is asked again about what the machine
    had not seen or read, for no threshold has a say in either. Where that was not recorded, it is
    taken to have seen and read everything.
    """
    account = pack.account(judgement.platform, judgement.ref.account_id)
    utterance = Utterance(
        text="",
        kind=judgement.kind,
        platform=judgement.platform,
        internal=account is not None and account.internal,
        to_another=judgement.to_another,
        circumstances=judgement.circumstances,
    )
    decision = decide(
        Labelling(
            findings=tuple(
                Finding(
                    label=label,
                    score=score,
                    span=None,
                    source=_scored_by(judgement, label),
                    by_model=True,
                )
                for label, score in judgement.scores.items()
            ),
            language=judgement.language,
            too_long=False,
            partly_read=judgement.read_whole is False,
            scores=judgement.scores,
        ),
        pack,
        utterance,
        switches=switches,
    )
    if judgement.attached:
        decision = ask_about_unseen(decision)
    if not judgement.repeats:
        return decision
    return doubt_repetition(
        decision, _REPEATS, pack=pack, utterance=utterance, off=switches.joined(pack)
    )


def _scored_by(judgement: Judgement, label: Label) -> str:
    # Whoever switches repetition off has not switched off what scored the text beside it.
    source = judgement.sources.get(label, "")
    return "" if source == REPETITION else source


def outcome_of(decision: Decision) -> Outcome:
    """Return what becomes of the comment."""
    if not REMOVALS.isdisjoint(decision.actions):
        return Outcome.REMOVED
    return Outcome.REVIEW if decision.review else Outcome.LEFT


def with_thresholds(pack: PolicyPack, changed: Mapping[Label, Threshold]) -> PolicyPack:
    """Return the pack with other thresholds for some labels; it is in force nowhere."""
    labels = {**pack.thresholds.labels, **changed}
    return pack.model_copy(
        update={"thresholds": pack.thresholds.model_copy(update={"labels": labels})}
    )


def effect_of(
    judgements: Iterable[Judgement], pack: PolicyPack, changed: Mapping[Label, Threshold]
) -> Effect:
    """Return what the changed thresholds would have made of past judgements."""
    other = with_thresholds(pack, changed)
    changes: Counter[Change] = Counter()
    judged, gained, lost = 0, 0, 0
    for judgement in judgements:
        judged += 1
        if not _moves(judgement, pack, changed):
            continue
        before, after = redecide(judgement, pack), redecide(judgement, other)
        gained += bool(set(after.labels) - set(before.labels))
        lost += bool(set(before.labels) - set(after.labels))
        change = Change(outcome_of(before), outcome_of(after))
        if change.before is not change.after:
            changes[change] += 1
    return Effect(judged=judged, changes=changes, labels_gained=gained, labels_lost=lost)


def _moves(judgement: Judgement, pack: PolicyPack, changed: Mapping[Label, Threshold]) -> bool:
    """Say whether some score is on another side of a threshold, so that deciding again can tell."""
    for label, new in changed.items():
        score = judgement.scores.get(label)
        if score is None:
            continue
        old = pack.thresholds.of(label)
        if any(
            (score >= was) is not (score >= is_)
            for was, is_ in (
                (old.review, new.review),
                (old.act, new.act),
                (old.removal, new.removal),
            )
        ):
            return True
    return False
