"""Whatever a second opinion says, it adds to what people see and takes nothing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.restraint import Breaker, Budget
from moderation_classifier.domain.second_opinion import Opinion, heed, wants_second_opinion
from moderation_classifier.domain.switches import NOTHING_OFF
from moderation_common.vocabulary import DANGER_LABELS, Label
from tests.support.labelling import policy_pack, utterance

BODY: Final = "mid-and-south-essex"
T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
SCORES: Final = st.dictionaries(st.sampled_from(Label), st.floats(0, 1), max_size=5)
OPINIONS: Final = st.builds(
    Opinion,
    labels=st.frozensets(st.sampled_from(Label)),
    model=st.just("llama-3.1:8b"),
)


def _decided(scores: dict[Label, float], *, by_model: bool, language: str) -> Decision:
    findings = [
        Finding(label=label, score=score, span=None, source="test", by_model=by_model)
        for label, score in scores.items()
    ]
    findings.sort(key=lambda finding: -finding.score)
    labelling = Labelling(
        findings=tuple(findings), language=language, too_long=False, scores=scores
    )
    return decide(labelling, policy_pack(BODY), utterance("some words"))


DECISIONS: Final = st.builds(
    _decided,
    SCORES,
    by_model=st.booleans(),
    language=st.sampled_from(["English", "English", "English", "Polish"]),
)


@given(DECISIONS, OPINIONS)
def test_an_opinion_only_adds(decision: Decision, opinion: Opinion) -> None:
    """Everything done, certain or doubted stays; a sentence and doubted dangers may come."""
    heeded = heed(decision, opinion, policy_pack(BODY), off=NOTHING_OFF)
    for kept in ("category", "labels", "actions", "proposed", "urgency", "routes", "review"):
        assert getattr(heeded, kept) == getattr(decision, kept)
    assert (heeded.row, heeded.house_rule) == (decision.row, decision.house_rule)
    assert (heeded.scores, heeded.sources) == (decision.scores, decision.sources)
    assert set(decision.doubtful) <= set(heeded.doubtful)
    assert heeded.doubts[: len(decision.doubts)] == decision.doubts
    before = {reason.label: reason for reason in decision.reasons}
    after = {reason.label: reason for reason in heeded.reasons}
    raised = set(heeded.doubtful) - set(decision.doubtful)
    assert raised <= DANGER_LABELS & opinion.labels & before.keys()
    assert before.keys() <= after.keys()
    assert len(after) == len(heeded.reasons)
    assert all(after[label].score == before[label].score for label in before)
    assert all(after[label].source == before[label].source for label in before)


@given(DECISIONS, OPINIONS)
def test_a_danger_that_it_alone_sees_is_told_and_opens_nothing(
    decision: Decision, opinion: Opinion
) -> None:
    """Whoever reads the comment is told of it; it is no doubtful label, which opens a case."""
    heeded = heed(decision, opinion, policy_pack(BODY), off=NOTHING_OFF)
    if heeded is decision:
        return
    alone = opinion.labels & DANGER_LABELS - {reason.label for reason in decision.reasons}
    assert alone.isdisjoint(heeded.doubtful)
    named = {one.label for one in heeded.reasons if one.source == opinion.source}
    assert named == alone
    assert all(label.replace("_", " ") in heeded.doubts[-1] for label in alone)


@given(DECISIONS, OPINIONS)
def test_outside_the_band_nothing_is_added(decision: Decision, opinion: Opinion) -> None:
    """No doubt, another language or certain danger: the very same decision."""
    outside = (
        not decision.review
        or decision.language != "English"
        or not DANGER_LABELS.isdisjoint(decision.labels)
    )
    if outside:
        assert not wants_second_opinion(decision)
    if not wants_second_opinion(decision):
        assert heed(decision, opinion, policy_pack(BODY), off=NOTHING_OFF) is decision


@given(DECISIONS, st.sampled_from(sorted(DANGER_LABELS)))
def test_switched_off_danger_is_not_sent_out(decision: Decision, danger: Label) -> None:
    """A switch takes a danger out of use; its text goes to nobody else for that."""
    assert not wants_second_opinion(replace(decision, unheeded=(danger,)))


@given(DECISIONS)
def test_no_opinion_is_the_same_decision(decision: Decision) -> None:
    """Absence changes nothing."""
    assert heed(decision, None, policy_pack(BODY), off=NOTHING_OFF) is decision


def test_a_danger_that_both_models_see_becomes_a_doubtful_label() -> None:
    """Neither model's word alone wakes anybody; together they open a case."""
    limits = policy_pack(BODY).thresholds.of(Label.SELF_HARM)
    doubt = (limits.review + limits.act) / 2
    decision = _decided({Label.SELF_HARM: doubt}, by_model=True, language="English")
    assert wants_second_opinion(decision)
    assert Label.SELF_HARM not in decision.doubtful
    opinion = Opinion(labels=frozenset({Label.SELF_HARM}), model="m")
    heeded = heed(decision, opinion, policy_pack(BODY), off=NOTHING_OFF)
    assert Label.SELF_HARM in heeded.doubtful


@given(
    st.lists(st.integers(0, 7_200), max_size=60),
    st.integers(1, 10),
    st.integers(1, 20),
)
def test_no_window_holds_more_calls_than_allowed(
    steps: list[int], per_hour: int, per_day: int
) -> None:
    """In any hour and any day at most as many calls as the budget says are let through."""
    budget = Budget(per_hour=per_hour, per_day=per_day)
    now, allowed = T0, []
    for step in steps:
        now += timedelta(seconds=step)
        if budget.take(now):
            allowed.append(now)
    for end in allowed:
        assert sum(end - timedelta(hours=1) < call <= end for call in allowed) <= per_hour
        assert sum(end - timedelta(days=1) < call <= end for call in allowed) <= per_day


def test_a_success_between_failures_keeps_calls_going() -> None:
    """Only failures in a row give a rest."""
    breaker = Breaker()
    for _ in range(4):
        breaker.note(failed=True, now=T0)
    breaker.note(failed=False, now=T0)
    for _ in range(4):
        breaker.note(failed=True, now=T0)
    assert breaker.allows(T0)


def test_only_one_trial_goes_out_after_a_rest() -> None:
    """Others wait until the trial has told."""
    breaker = Breaker()
    for _ in range(5):
        breaker.note(failed=True, now=T0)
    later = T0 + timedelta(minutes=1)
    assert not breaker.allows(T0)
    assert breaker.allows(later)
    assert not breaker.allows(later)
