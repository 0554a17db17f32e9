"""The figures that must not fall; in each of them more is better.

`python -m training.evaluate` keeps them, see `kept`. A test measures again those of the
repository's own texts, and only that command those of the public data sets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import AT_RISK_LABELS, Label
from training.evaluate_personal_data import REVIEW, Half, judge_whole, read_lines
from training.evaluate_personal_data import count as count_details
from training.figures import calibration_error, contrast, count, mean
from training.gold import (
    LABELLED,
    GoldText,
    Source,
    public_comment,
    read_hand_written,
    read_together,
)
from training.groups import GROUPS, UNMARKED, demands_for, sentences_about
from training.judged import (
    certain_labels,
    decide_all,
    is_flagged,
    is_removed,
    is_seen,
    open_fallback,
    possible_labels,
)
from training.kept import (
    CONTRASTS_LEFT,
    DANGER_FOUND,
    DANGER_SEEN,
    DANGER_SEEN_BY_FALLBACK,
    FEEDBACK_LEFT,
    LEFT,
    LEFT_BY_FALLBACK,
    LEFT_ELSEWHERE,
    LEFT_IN_DISTRESS,
    RECALL,
)

Judged = Sequence[tuple[GoldText, Decision]]
"""Texts with what was decided about them."""

DANGER: Final = tuple(label for label in Label if label in AT_RISK_LABELS)
RECALL_FIRST: Final = (*DANGER, Label.THREAT)
"""Labels of which a miss is worse than a false alarm."""
ROUTED: Final = (Label.FOI, Label.MEDIA, Label.COMPLAINT, Label.LEGAL, Label.SUBJECT_ACCESS)
RUBBISH: Final = (Label.MISINFORMATION, Label.SPAM, Label.PROMOTION)

LEAST_SCORE: Final = 0.05
"""Of a score of less nothing is asked: it reaches nobody."""
_MIN_LINES: Final = 15
"""One line of fewer would move a label's figure by more than is tolerated."""


def measure(engine: Engine, packs: Sequence[PolicyPack]) -> dict[str, float]:
    """Return every guarded figure under the first policy, and what is left under each.

    Two of them are what the service does without its encoder, whichever engine is asked.

    The same engine gives the same figures.
    """
    golds = list(read_hand_written())
    utterances = [gold.utterance for gold in golds]
    pack, *others = packs
    decisions = decide_all(engine, utterances, pack)
    judged = list(zip(golds, decisions, strict=True))
    elsewhere = {
        other.organisation.key: list(zip(golds, decide_all(engine, utterances, other), strict=True))
        for other in others
    }
    without = list(zip(golds, decide_all(open_fallback(), utterances, pack), strict=True))
    parts = (
        _left_elsewhere(elsewhere),
        _calibrated(judged),
        _left(judged),
        _contrasts_left([judged, *elsewhere.values()]),
        _danger(judged),
        _recall(judged),
        _hate(judged),
        _labels(judged),
        _details(engine, packs),
        _groups(engine, pack),
        _together(engine, pack),
        _without_encoder(without),
    )
    return {name: round(value, 4) for part in parts for name, value in part}


def measure_feedback(decisions: Sequence[Decision]) -> dict[str, float]:
    """Return what is left of the public NHS answers; nothing where there are none."""
    return {FEEDBACK_LEFT: round(_share_left(decisions), 4)} if decisions else {}


def share_seen(
    judged: Iterable[tuple[GoldText, Decision]], labels: Collection[Label]
) -> float | None:
    """Return which share of what bears one of the labels reaches anybody, for whatever reason.

    `None` where nothing bears one.
    """
    return count(
        (is_seen(decision), True, gold.weight)
        for gold, decision in judged
        if not gold.labels.isdisjoint(labels)
    ).recall


def _left(judged: Judged) -> Iterator[tuple[str, float]]:
    left = [decision for gold, decision in judged if gold.must_be_left]
    yield LEFT, _share_left(left)
    distressed = [
        decision
        for gold, decision in judged
        if gold.must_be_left and Label.SELF_HARM in gold.labels
    ]
    yield LEFT_IN_DISTRESS, _share_left(distressed)


def _left_elsewhere(judged: Mapping[str, Judged]) -> Iterator[tuple[str, float]]:
    for body, decided in judged.items():
        left = [decision for gold, decision in decided if gold.must_be_left]
        yield f"{LEFT_ELSEWHERE}{body}", _share_left(left)


def _contrasts_left(under_each_pack: Sequence[Judged]) -> Iterator[tuple[str, float]]:
    left = [
        decision
        for judged in under_each_pack
        for gold, decision in judged
        if gold.source is Source.CONTRASTS and gold.must_be_left
    ]
    yield CONTRASTS_LEFT, _share_left(left)


def _share_left(decisions: Sequence[Decision]) -> float:
    return 1 - mean(map(is_removed, decisions))


def _calibrated(judged: Judged) -> Iterator[tuple[str, float]]:
    scored = [
        (score, label in gold.labels, gold.weight)
        for gold, decision in judged
        if gold.source in LABELLED
        for label, score in decision.scores.items()
        if score >= LEAST_SCORE
    ]
    yield "calibration", 1 - (calibration_error(scored) or 0.0)


def _danger(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    found = count(
        (
            not possible_labels(decision).isdisjoint(DANGER),
            not gold.labels.isdisjoint(DANGER),
            gold.weight,
        )
        for gold, decision in mixed
    )
    yield DANGER_FOUND, found.recall or 0.0
    yield "danger rightly found", found.precision or 0.0
    yield DANGER_SEEN, share_seen(mixed, DANGER) or 0.0


def _recall(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    for label in RECALL_FIRST:
        found = count(
            (label in possible_labels(decision), label in gold.labels, gold.weight)
            for gold, decision in mixed
        )
        yield f"{label}{RECALL}", found.recall or 0.0


def _hate(judged: Judged) -> Iterator[tuple[str, float]]:
    contrasts = [(gold, decision) for gold, decision in judged if gold.source is Source.CONTRASTS]
    for name, halves in (
        (
            "at review",
            contrast(
                (Label.HATE in possible_labels(decision), Label.HATE in gold.labels)
                for gold, decision in contrasts
            ),
        ),
        (
            "at act",
            contrast(
                (Label.HATE in decision.labels, Label.HATE in gold.labels)
                for gold, decision in contrasts
            ),
        ),
    ):
        yield f"contrasts, macro F1 {name}", halves.macro_f1
        yield f"contrasts, not hateful, {name}", halves.peaceful.recall or 0.0


def _labels(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    for label in Label:
        at_review, at_act = (
            count(
                (label in given(decision), label in gold.labels, gold.weight)
                for gold, decision in mixed
            )
            for given in (possible_labels, certain_labels)
        )
        if at_review.there >= _MIN_LINES:
            yield f"{label}, F1 at review", at_review.f1 or 0.0
            yield f"{label}, F1 at act", at_act.f1 or 0.0
            yield f"{label}, precision at act", at_act.precision or 0.0


def _details(engine: Engine, packs: Sequence[PolicyPack]) -> Iterator[tuple[str, float]]:
    figures = count_details(read_lines(Half.TEST), threshold=REVIEW)
    yield "personal data, recall", figures.recall
    yield "personal data, precision", figures.precision
    whole = judge_whole(engine, packs, half=Half.TEST)
    yield "personal data, recall of the whole engine", whole.certain.recall or 0.0
    yield "personal data, precision of the whole engine", whole.certain.precision or 0.0
    yield "look-alikes of personal data left", _share_left(whole.look_alikes)


def _groups(engine: Engine, pack: PolicyPack) -> Iterator[tuple[str, float]]:
    texts = [text for group in (UNMARKED, *GROUPS) for text in sentences_about(group)]
    about = decide_all(engine, [public_comment(text) for text in texts], pack)
    yield "groups mentioned without a flag", 1 - mean(map(is_flagged, about))
    demands = [public_comment(text) for group in GROUPS for text in demands_for(group)]
    hated = (
        Label.HATE in possible_labels(decision) for decision in decide_all(engine, demands, pack)
    )
    yield "demands for groups not taken for hate", 1 - mean(hated)


def _together(engine: Engine, pack: PolicyPack) -> Iterator[tuple[str, float]]:
    texts = [gold.utterance for gold in read_together()]
    alarms = (
        not possible_labels(decision).isdisjoint(RECALL_FIRST)
        for decision in decide_all(engine, texts, pack)
    )
    yield "three harmless lines at once without an alarm", 1 - mean(alarms)


def _without_encoder(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    yield DANGER_SEEN_BY_FALLBACK, share_seen(mixed, DANGER) or 0.0
    yield LEFT_BY_FALLBACK, _share_left([each for gold, each in judged if gold.must_be_left])
