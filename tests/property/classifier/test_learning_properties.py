"""What holds of figures, drift and proposals whatever people decide."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_classifier.domain.quality.agreement_figures import (
    calibration_error,
    cohen_kappa,
    measure,
)
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.drift import (
    BINS,
    Movement,
    ScoreCounts,
    compare,
    stability_index,
)
from moderation_classifier.domain.quality.estimate import (
    Said,
    answers_needed,
    effective_number,
    estimate,
    wilson,
)
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.proposal import build_proposal, to_yaml
from moderation_classifier.domain.quality.refitting import LabelProposal, propose
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_classifier.domain.trials.redeciding import Outcome, with_thresholds
from moderation_common.identity import EventId
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import LEAST_TO_REMOVE, Threshold
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Action, Label
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import T0, breach, example, judgement

shares = st.floats(min_value=0, max_value=1)
weights = st.floats(min_value=0.01, max_value=10_000)
scores = st.sampled_from([step / 100 for step in range(101)])
answers_of_people = st.lists(
    st.builds(
        Said,
        st.booleans(),
        weights,
        st.sampled_from([None, EventId("wave"), EventId("campaign")]),
    ),
    min_size=1,
)
bins = st.lists(st.integers(0, 1000), min_size=BINS, max_size=BINS)


@st.composite
def examples(draw: st.DrawFn) -> list[Example]:
    """Return verdicts about judgements of every stratum."""
    found: list[Example] = []
    for number in range(draw(st.integers(1, 30))):
        stratum = draw(st.sampled_from([Stratum.REVIEW, Stratum.REMOVED, Stratum.LEFT]))
        removed = stratum is Stratum.REMOVED
        about = judgement(
            number,
            stratum=stratum,
            share=1.0 if stratum is Stratum.REVIEW else draw(st.sampled_from([0.005, 0.1, 1.0])),
            asked=draw(st.booleans()) or stratum is Stratum.REVIEW,
            labels=[Label.HATE] if draw(st.booleans()) else [],
            actions=(Action.HIDE,) if removed else (Action.LEAVE,),
            scores={Label.HATE: draw(scores)},
        )
        found.append(breach(about, Label.HATE) if draw(st.booleans()) else example(about))
    return found


def population_of(found: list[Example], times: int) -> dict[Stratum, int]:
    """Return that many times as many comments as there are examples."""
    counted = Counter(one.judgement.draw.stratum for one in found)
    return {stratum: number * times for stratum, number in counted.items()}


def given_of(found: list[Example], times: int) -> dict[Label, dict[Stratum, int]]:
    """Return that many times as many comments with a label as there are examples."""
    labelled = [one for one in found if Label.HATE in one.judgement.labels]
    return {Label.HATE: population_of(labelled, times)}


@given(shares, st.floats(min_value=0.1, max_value=1e7))
def test_the_interval_holds_the_share(share: float, answers: float) -> None:
    """Bounds are shares, in order, around what was seen."""
    low, high = wilson(share, answers)
    assert 0 <= low <= share <= high <= 1


@given(shares, st.integers(1, 10_000))
def test_more_answers_never_widen_the_interval(share: float, answers: int) -> None:
    """Twice the answers say at least as much."""
    once, twice = wilson(share, answers), wilson(share, 2 * answers)
    assert twice[1] - twice[0] <= once[1] - once[0] + 1e-12


@given(st.floats(min_value=1e-5, max_value=1))
def test_the_number_of_answers_that_is_asked_for_suffices(bound: float) -> None:
    """Without an error among them the bound is kept."""
    assert wilson(0, answers_needed(bound), z=1.644854)[1] <= bound * (1 + 1e-6) or bound == 1


@given(answers_of_people, st.floats(0.1, 100))
def test_an_estimate_does_not_depend_on_the_unit_of_weight(
    answers: list[Said], unit: float
) -> None:
    """Comments or thousands of comments, the share is the same."""
    one = estimate(answers)
    other = estimate([said._replace(weight=said.weight * unit) for said in answers])
    assert one is not None
    assert other is not None
    assert math.isclose(one.value, other.value, abs_tol=1e-9)
    assert math.isclose(one.high, other.high, abs_tol=1e-6)


@given(answers_of_people)
def test_what_was_decided_at_once_never_tells_more_than_decided_one_by_one(
    answers: list[Said],
) -> None:
    """Fewer decisions about the same comments say less, and each at most as much as one."""
    apart = [said._replace(decided_in=None) for said in answers]
    number = effective_number(answers)
    assert 0 < number <= effective_number(apart) * (1 + 1e-9)
    found = estimate(answers)
    assert found is not None
    assert number <= found.examples * (1 + 1e-9)


@given(examples(), st.integers(1, 200))
def test_the_weights_of_a_stratum_add_up_to_its_comments(found: list[Example], times: int) -> None:
    """Every comment is spoken for once, by whatever was answered."""
    population = population_of(found, times)
    evidence = weigh(found, population)
    totals: defaultdict[Stratum, float] = defaultdict(float)
    for one in evidence.weighed:
        totals[one.example.judgement.draw.stratum] += one.weight
    for stratum, total in totals.items():
        assert total == pytest.approx(population[stratum])


@given(examples(), st.integers(1, 200))
def test_figures_are_shares(found: list[Example], times: int) -> None:
    """No figure leaves its range, whatever is weighed."""
    figures = measure(weigh(found, population_of(found, times)), given_of(found, times))
    estimates = [figures.safety.overturned, figures.safety.must_leave_removed]
    for label in figures.labels:
        estimates += [label.precision, label.recall, label.reached, label.agreement]
        assert label.kappa is None or -1 - 1e-9 <= label.kappa <= 1 + 1e-9
        assert label.calibration_error is None or 0 <= label.calibration_error <= 1 + 1e-9
        if label.recall is not None and label.reached is not None:
            assert label.recall.value <= label.reached.value + 1e-9
    for one in estimates:
        assert one is None or 0 <= one.low <= one.value + 1e-9 <= one.high + 2e-9 <= 1 + 3e-9


@given(examples(), st.integers(1, 200))
def test_precision_is_known_only_where_every_kind_of_comment_was_answered_for(
    found: list[Example], times: int
) -> None:
    """However many answers there are about the others."""
    labelled = given_of(found, times)
    evidence = weigh(found, population_of(found, times))
    answered = {
        one.example.judgement.draw.stratum
        for one in evidence.weighed
        if Label.HATE in one.example.judgement.labels
    }
    for label in measure(evidence, labelled).labels:
        if label.precision is not None:
            assert answered == labelled[Label.HATE].keys()


@given(st.lists(st.tuples(st.booleans(), weights), min_size=1))
def test_perfect_agreement_has_a_kappa_of_one_or_none(
    answers: list[tuple[bool, float]],
) -> None:
    """It is one, unless both always said the same."""
    kappa = cohen_kappa([(true, true, weight) for true, weight in answers])
    assert kappa is None or math.isclose(kappa, 1, abs_tol=1e-6)


@given(st.lists(st.tuples(st.booleans(), weights), min_size=1))
def test_scores_that_are_the_truth_are_calibrated(answers: list[tuple[bool, float]]) -> None:
    """A score of one for what is so, and of nought for what is not, has no error."""
    error = calibration_error([(1.0 if true else 0.0, true, weight) for true, weight in answers])
    assert error == pytest.approx(0, abs=1e-9)


@given(bins, bins)
def test_the_index_is_the_same_both_ways_and_never_negative(
    one: list[int], other: list[int]
) -> None:
    """It is nought for the same counts, and knows no before and after."""
    assert stability_index(one, one) == pytest.approx(0, abs=1e-12)
    assert stability_index(one, other) >= 0
    assert math.isclose(stability_index(one, other), stability_index(other, one), abs_tol=1e-9)


@given(bins)
def test_nothing_has_drifted_from_itself(counted: list[int]) -> None:
    """The same week held against itself is steady, or too small to tell."""
    counts = ScoreCounts(
        comments=sum(counted),
        scores={Label.HATE: tuple(counted)},
        labelled={Label.HATE: counted[-1]},
    )
    (drift,) = compare(counts, counts)
    assert drift.movement in {Movement.STEADY, Movement.UNKNOWN}


@pytest.fixture(scope="module")
def pack() -> PolicyPack:
    """Give a body's pack."""
    return load_packs(REPOSITORY / "policies")["bsw"]


@dataclass(frozen=True)
class Past:
    """What people said of comments, what they had been scored, and what is asked of thresholds."""

    label: Label
    now: Threshold
    judged: tuple[Judgement, ...]
    found: tuple[Example, ...]
    demands: Demands

    def propose(self, pack: PolicyPack) -> tuple[LabelProposal, ...]:
        """Propose thresholds to a pack that has these, or others that were made of them."""
        population = Counter(one.draw.stratum for one in self.judged)
        evidence = weigh(self.found, population)
        return propose(evidence, self.judged, pack=pack, demands=self.demands)


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """Return comments of a few scores, so that thresholds between them are worth trying."""
    label = draw(st.sampled_from([Label.HATE, Label.SELF_HARM, Label.COMPLIMENT]))
    judged: list[Judgement] = []
    found: list[Example] = []
    batches = st.tuples(
        st.integers(1, 25),
        st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.55, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99]),
        st.booleans(),
        st.sampled_from([Stratum.REVIEW, Stratum.REVIEW, Stratum.REMOVED, Stratum.LEFT]),
        # Of how many of them people were asked about one; of the fewer about none.
        st.sampled_from([1, 1, 1, 3, 15]),
    )
    for number, score, truth, stratum, every in draw(st.lists(batches, min_size=3, max_size=8)):
        for place in range(number):
            asked = place % every == every - 1
            one = judgement(
                len(judged),
                stratum=stratum,
                share=1 / every,
                asked=asked,
                scores={label: score} if score else {},
            )
            judged.append(one)
            if asked:
                # Whoever names no label has not said that it is no compliment.
                fine = example(one, labels=[Label.QUERY])
                found.append(breach(one, label) if truth else fine)
    review, act = sorted(draw(st.tuples(*[st.integers(10, 99)] * 2)))
    remove = draw(st.integers(max(act, round(100 * LEAST_TO_REMOVE)), 99))
    share = st.sampled_from([0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])
    return Past(
        label=label,
        now=Threshold(act=act / 100, review=review / 100, remove=remove / 100),
        judged=tuple(judged),
        found=tuple(found),
        demands=Demands(
            min_recall=draw(share),
            min_danger_recall=draw(share),
            min_precision=draw(share),
            min_danger_precision=draw(share),
            max_removal_error=draw(st.sampled_from([0.001, 0.05, 0.2, 0.5])),
            min_positives=1,
            min_danger_positives=1,
            min_negatives=1,
        ),
    )


@settings(max_examples=100, deadline=None)
@given(pasts())
def test_a_proposal_misses_no_demand_that_is_met_now(pack: PolicyPack, past: Past) -> None:
    """Neither by the estimate nor by the bound; and nothing finds less or removes more than now."""
    for one in past.propose(with_thresholds(pack, {past.label: past.now})):
        if one.proposed is None or one.proposed_does is None:
            assert one.refusals
            continue
        assert one.proposed.review <= one.now.review
        assert one.proposed.act >= one.now.act
        assert one.proposed.removal >= one.now.removal
        before, after = one.now_does, one.proposed_does
        recall, precision = past.demands.recall(one.label), past.demands.precision(one.label)
        for was, now, wanted in (
            (before.recall, after.recall, recall),
            (before.precision, after.precision, precision),
        ):
            if was is not None:
                assert now is not None
                assert now.value >= wanted or was.value < wanted
                assert now.low >= wanted or was.low < wanted
        if before.removal_error is not None:
            assert after.removal_error is not None
            assert after.removal_error <= before.removal_error


@settings(max_examples=40, deadline=None)
@given(pasts())
def test_a_proposal_removes_nothing_that_was_not_removed(pack: PolicyPack, past: Past) -> None:
    """People may be asked more; nobody is silenced by what was learnt."""
    population = Counter(one.draw.stratum for one in past.judged)
    proposal = build_proposal(
        weigh(past.found, population),
        past.judged,
        pack=with_thresholds(pack, {past.label: past.now}),
        demands=past.demands,
        since=T0,
    )
    effects = [proposal.effect, *proposal.effects.values()]
    assert not any(change.after is Outcome.REMOVED for one in effects for change in one.changes)


@settings(max_examples=100, deadline=None)
@given(pasts())
def test_only_what_misses_its_demand_is_changed(pack: PolicyPack, past: Past) -> None:
    """And what takes its place reaches it."""
    demands = past.demands
    for one in past.propose(with_thresholds(pack, {past.label: past.now})):
        if one.proposed is None or one.proposed_does is None:
            continue
        before, after = one.now_does, one.proposed_does
        if one.proposed.review != one.now.review:
            assert before.recall is not None
            assert after.recall is not None
            assert before.recall.value < demands.recall(one.label) <= after.recall.value
        if one.proposed.act != one.now.act:
            assert before.precision is not None
            assert after.precision is not None
            assert before.precision.value < demands.precision(one.label) <= after.precision.value
        if one.proposed.removal not in {one.now.removal, one.proposed.act}:
            assert after.removal_error is not None
            assert after.removal_error <= demands.max_removal_error
            if one.proposed.act <= one.now.removal:
                assert before.removal_error is None or (
                    before.removal_error > demands.max_removal_error
                )


@settings(max_examples=100, deadline=None)
@given(pasts())
def test_act_goes_up_only_where_every_kind_of_comment_was_answered_for(
    pack: PolicyPack, past: Past
) -> None:
    """Both for what is labelled now and for what would still be."""
    for one in past.propose(with_thresholds(pack, {past.label: past.now})):
        if one.proposed is None or one.proposed.act == one.now.act:
            continue
        for act in (one.now.act, one.proposed.act):
            judged, answered = (
                {about.draw.stratum for about in some if about.scores.get(one.label, 0.0) >= act}
                for some in (past.judged, [example.judgement for example in past.found])
            )
            assert answered == judged


@settings(max_examples=100, deadline=None)
@given(pasts())
def test_what_was_just_refitted_is_not_refitted_again(pack: PolicyPack, past: Past) -> None:
    """Taking a proposal up ends the matter as long as people say nothing new."""
    present = with_thresholds(pack, {past.label: past.now})
    first = past.propose(present)
    taken_up = {one.label: one.proposed for one in first if one.proposed is not None}
    again = past.propose(with_thresholds(present, taken_up))

    assert not any(one.changes for one in again)
    assert to_yaml(again) == ""
