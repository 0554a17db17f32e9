"""Which thresholds are proposed, which are refused, and what is said to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import yaml

from moderation_classifier.domain.finding import REPETITION
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.label_scores import LabelScores
from moderation_classifier.domain.quality.proposal import (
    Proposal,
    bound_removal_error,
    build_proposal,
)
from moderation_classifier.domain.quality.refitting import LabelProposal, exactly, removable_labels
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import Evidence, weigh
from moderation_classifier.domain.trials.redeciding import Change, Outcome, effect_of
from moderation_common.identity import EventId
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import Threshold, Thresholds
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Label, Platform
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import T0, breach, example, judgement

HATE = Label.HATE
NOW = Threshold(act=0.85, review=0.5)


@pytest.fixture(scope="module")
def pack() -> PolicyPack:
    """Give a body's pack whose labels all have the same thresholds."""
    bsw = load_packs(REPOSITORY / "policies")["bsw"]
    return bsw.model_copy(update={"thresholds": Thresholds(default=NOW)})


class World:
    """Comments that were judged, and what people said of some of them."""

    def __init__(self) -> None:
        self.judgements: list[Judgement] = []
        self.examples: list[Example] = []

    def add(
        self,
        number: int,
        score: float,
        *,
        label: Label = HATE,
        truth: bool = False,
        stratum: Stratum = Stratum.REVIEW,
        answered: bool = True,
        language: str = "English",
        decided_in: EventId | None = None,
    ) -> None:
        """Judge so many comments alike; where people answer, all of them say the same."""
        for _ in range(number):
            one = judgement(
                len(self.judgements),
                stratum=stratum,
                share=1.0,
                asked=answered,
                scores={label: score} if score else {},
                platform=Platform.X,
                language=language,
            )
            self.judgements.append(one)
            if answered:
                self.examples.append(
                    breach(one, label, decided_in=decided_in)
                    if truth
                    else example(one, decided_in=decided_in)
                )

    def propose(self, pack: PolicyPack, demands: Demands | None = None) -> Proposal:
        """Propose thresholds from it."""
        return build_proposal(
            self.evidence(), self.judgements, pack=pack, demands=demands or Demands(), since=T0
        )

    def evidence(self) -> Evidence:
        """Return what people have said of it."""
        population: dict[Stratum, int] = {}
        for one in self.judgements:
            population[one.draw.stratum] = population.get(one.draw.stratum, 0) + 1
        return weigh(self.examples, population)


def with_threshold(pack: PolicyPack, threshold: Threshold) -> PolicyPack:
    """Return the pack with this threshold for every label."""
    return pack.model_copy(update={"thresholds": Thresholds(default=threshold)})


def of(label: Label, proposals: Sequence[LabelProposal]) -> LabelProposal:
    """Return the proposal for a label."""
    (found,) = (one for one in proposals if one.label is label)
    return found


def clean_world() -> World:
    """Return a world in which 0.30 divides hate from the rest, save for two high scores."""
    world = World()
    world.add(40, 0.95, truth=True)
    world.add(40, 0.62, truth=True)
    world.add(10, 0.35, truth=True)
    world.add(30, 0.35)
    world.add(100, 0.10)
    world.add(400, 0.0, stratum=Stratum.LEFT)
    world.add(3600, 0.0, stratum=Stratum.LEFT, answered=False)
    return world


def test_review_goes_down_as_far_as_a_missed_recall_asks(pack: PolicyPack) -> None:
    """At 0.50 only 80 of 90 are found; `act`, under which all are hate, stays as it is."""
    hate = of(HATE, clean_world().propose(pack).labels)

    assert hate.proposed is not None
    # At 0.36 still only 80 of 90 would be found.
    assert (hate.proposed.review, hate.proposed.act) == (0.35, NOW.act)


def test_act_goes_up_as_far_as_a_missed_precision_asks(pack: PolicyPack) -> None:
    """At 0.30 only 90 of 120 are hate, at 0.36 all are; `review` stays as it is."""
    low = with_threshold(pack, Threshold(act=0.3, review=0.3, remove=0.9))
    hate = of(HATE, clean_world().propose(low, Demands(max_removal_error=0.01)).labels)

    assert hate.proposed == Threshold(act=0.36, review=0.3, remove=0.9)
    assert hate.refusals == ()


def test_less_than_what_is_reached_changes_nothing(pack: PolicyPack) -> None:
    """Whoever can do with half of the recall and precision is not led to find less."""
    modest = Demands(min_recall=0.5, min_precision=0.5, max_removal_error=0.01)
    proposal = clean_world().propose(pack, modest)
    hate = of(HATE, proposal.labels)

    assert hate.proposed == hate.now
    assert not hate.changes
    assert proposal.yaml == ""


def test_what_meets_its_demands_stays_however_far_it_could_move(pack: PolicyPack) -> None:
    """99 in 100 found and 9 in 10 right meet what is asked, however far `review` could rise."""
    world = World()
    world.add(100, 0.97, label=Label.COMPLAINT, truth=True)
    world.add(1, 0.2, label=Label.COMPLAINT, truth=True)
    world.add(10, 0.8, label=Label.COMPLAINT)
    world.add(100, 0.1, label=Label.COMPLAINT)
    now = Threshold(act=0.75, review=0.5, remove=0.8)
    complaint = of(Label.COMPLAINT, world.propose(with_threshold(pack, now)).labels)

    assert complaint.proposed == now
    assert not complaint.changes
    assert complaint.refusals == ()


def test_a_threshold_is_replaced_by_one_that_reaches_its_demand_for_sure(
    pack: PolicyPack,
) -> None:
    """At 0.40 the estimate reaches nine in ten and its lower bound does not; at 0.30 both do."""
    world = World()
    world.add(890, 0.7, truth=True)
    world.add(15, 0.4, truth=True)
    world.add(70, 0.3, truth=True)
    world.add(25, 0.1, truth=True)
    world.add(40, 0.0)
    hate = of(HATE, world.propose(pack, Demands(min_precision=0.01)).labels)

    assert hate.proposed is not None
    assert hate.proposed.review == 0.3


@pytest.mark.parametrize(
    "label, act",
    [
        pytest.param(HATE, 0.95, id="for sure"),
        pytest.param(Label.SELF_HARM, 0.9, id="no further than it must"),
    ],
)
def test_certain_danger_is_given_up_no_further_than_it_must(
    pack: PolicyPack, label: Label, act: float
) -> None:
    """From 0.90 two in three are right, from 0.95 all are, and only there beyond doubt."""
    world = World()
    world.add(50, 0.97, label=label, truth=True)
    world.add(14, 0.94, label=label)
    world.add(36, 0.89, label=label)
    world.add(100, 0.1, label=label)
    demands = Demands(min_precision=0.7, min_danger_precision=0.7)
    found = of(label, world.propose(pack, demands).labels)

    assert found.proposed is not None
    assert (found.proposed.review, found.proposed.act) == (NOW.review, act)


def test_recall_that_is_asked_for_lowers_review(pack: PolicyPack) -> None:
    """Whoever will miss fewer than one in a hundred gets a threshold that finds them all."""
    hate = of(HATE, clean_world().propose(pack, Demands(min_recall=0.99)).labels)

    assert hate.proposed is not None
    assert hate.proposed.review == 0.35
    assert hate.proposed_does is not None
    assert hate.proposed_does.recall is not None
    assert hate.proposed_does.recall.value == 1


def test_a_removal_that_is_shown_to_be_safe_stays_as_it_is(pack: PolicyPack) -> None:
    """Nothing is removed more than now, however safe it would be."""
    hate = of(HATE, clean_world().propose(pack, Demands(max_removal_error=0.01)).labels)

    assert hate.refusals == ()
    assert hate.proposed is not None
    assert hate.proposed.removal == NOW.removal
    assert hate.proposed_does is not None
    assert hate.proposed_does.removal_error is not None
    assert hate.proposed_does.removal_error <= 0.01


def test_a_removal_that_cannot_be_shown_to_be_safe_stays_as_it_is(pack: PolicyPack) -> None:
    """Forty right answers do not prove one in a hundred thousand; how many would is said."""
    hate = of(HATE, clean_world().propose(pack, Demands(max_removal_error=0.00001)).labels)

    assert hate.proposed is not None
    assert hate.proposed.removal == NOW.removal
    (refusal,) = hate.refusals
    assert "at most 0.001% of what must be left" in refusal
    assert "people were asked about 40" in refusal
    assert "are needed" in refusal


def erring_world() -> World:
    """Return a world in which removing errs below 0.90 and never above it."""
    world = World()
    world.add(200, 0.95, truth=True)
    world.add(60, 0.87, truth=True)
    world.add(12, 0.87)
    world.add(1000, 0.0, stratum=Stratum.LEFT)
    return world


def test_a_removal_that_errs_is_raised_to_where_it_does_not(pack: PolicyPack) -> None:
    """Twelve of a thousand were silenced; from 0.88 up nobody found one."""
    hate = of(HATE, erring_world().propose(pack, Demands(max_removal_error=0.005)).labels)

    assert hate.proposed == Threshold(act=0.85, review=0.5, remove=0.88)
    assert hate.proposed_does is not None
    assert hate.proposed_does.removal_error is not None
    assert hate.proposed_does.removal_error <= 0.005


def test_removing_less_is_no_less_safe_where_fewer_answers_are_left(pack: PolicyPack) -> None:
    """Above the raised `act` one removal was seen; the bound of all below holds there too."""
    world = World()
    world.add(40, 0.95, truth=True)
    world.add(1, 0.95, stratum=Stratum.REMOVED, truth=True)
    world.add(200, 0.95, stratum=Stratum.REMOVED, answered=False)
    world.add(40, 0.82, stratum=Stratum.REMOVED, truth=True)
    world.add(90, 0.82)
    world.add(1000, 0.0, stratum=Stratum.LEFT)
    now = Threshold(act=0.81, review=0.5)
    demands = Demands(max_removal_error=0.5)
    hate = of(HATE, world.propose(with_threshold(pack, now), demands).labels)

    assert hate.proposed is not None
    assert hate.proposed.removal == hate.proposed.act > now.act
    assert hate.now_does.removal_error is not None
    assert hate.proposed_does is not None
    assert hate.proposed_does.removal_error == hate.now_does.removal_error


def test_a_removal_that_errs_wherever_it_is_put_is_said_to(pack: PolicyPack) -> None:
    """Where no threshold is safe, the errors are named and not how many answers are missing."""
    hate = of(HATE, erring_world().propose(pack, Demands(max_removal_error=0.0001)).labels)

    assert hate.proposed is None
    (refusal,) = hate.refusals
    assert refusal.endswith("people were asked about 272, of which some must be left.")


def test_too_few_examples_propose_nothing_and_say_how_many_are_missing(pack: PolicyPack) -> None:
    """Danger asks for more of them than abuse."""
    world = World()
    world.add(12, 0.9, label=Label.SELF_HARM, truth=True)
    world.add(5, 0.1, label=Label.SELF_HARM)
    danger = of(Label.SELF_HARM, world.propose(pack).labels)

    assert danger.proposed is None
    assert not danger.changes
    assert danger.refusals == (
        "People gave it in 12 decisions; 38 more are needed.",
        "People said that it was not there in 5 decisions; 15 more are needed.",
    )


def test_one_and_none_are_said_as_one_and_none(pack: PolicyPack) -> None:
    """No report speaks of 1 comments."""
    world = World()
    world.add(1, 0.9, truth=True)
    world.add(19, 0.1)
    labels = world.propose(pack).labels

    assert of(HATE, labels).refusals == (
        "People gave it in 1 decision; 19 more are needed.",
        "People said that it was not there in 19 decisions; 1 more is needed.",
    )
    assert of(Label.SPAM, labels).refusals == (
        "People gave it in no decisions; 20 more are needed.",
    )


def test_danger_keeps_its_recall_before_all_else(pack: PolicyPack) -> None:
    """With 3 in 100 scoring low, `review` goes down to them although precision suffers."""
    world = World()
    world.add(97, 0.9, label=Label.SELF_HARM, truth=True)
    world.add(3, 0.2, label=Label.SELF_HARM, truth=True)
    world.add(50, 0.3, label=Label.SELF_HARM)
    danger = of(Label.SELF_HARM, world.propose(pack).labels)

    assert danger.proposed is not None
    assert danger.proposed.review == 0.2
    assert danger.proposed.remove is None


def test_danger_that_is_not_scored_at_all_cannot_be_found_by_a_threshold(
    pack: PolicyPack,
) -> None:
    """Then the rules or the model must learn it, and nothing is proposed."""
    world = World()
    world.add(60, 0.9, label=Label.SELF_HARM, truth=True)
    world.add(30, 0.0, label=Label.SELF_HARM, truth=True)
    world.add(50, 0.0, label=Label.SELF_HARM)
    danger = of(Label.SELF_HARM, world.propose(pack).labels)

    assert danger.proposed is None
    assert any("must learn it" in refusal for refusal in danger.refusals)


def test_a_label_that_is_never_right_is_refused(pack: PolicyPack) -> None:
    """No threshold makes a bad rule good."""
    world = World()
    world.add(25, 0.5, truth=True)
    world.add(200, 0.9)
    hate = of(HATE, world.propose(pack).labels)

    assert hate.proposed is None
    assert any("No higher threshold labels rightly" in one for one in hate.refusals)


def test_what_can_be_mended_is_proposed_although_the_rest_cannot_be(pack: PolicyPack) -> None:
    """Danger that is missed is found from a lower score, also where certainty is often wrong."""
    world = World()
    world.add(90, 0.6, label=Label.SELF_HARM, truth=True)
    world.add(10, 0.3, label=Label.SELF_HARM, truth=True)
    world.add(60, 0.95, label=Label.SELF_HARM)
    danger = of(Label.SELF_HARM, world.propose(pack).labels)

    assert danger.proposed == Threshold(act=0.85, review=0.3)
    assert any("No higher threshold labels rightly" in one for one in danger.refusals)


def test_nothing_is_proposed_while_nobody_has_answered_for_what_was_left(
    pack: PolicyPack,
) -> None:
    """Examples of doubtful comments alone would flatter every threshold."""
    world = World()
    world.add(100, 0.9, truth=True)
    world.add(100, 0.1)
    world.add(5000, 0.0, stratum=Stratum.LEFT, answered=False)
    proposal = world.propose(pack)

    assert all(one.proposed is None for one in proposal.labels)
    assert any("that the machine left" in refusal for refusal in proposal.labels[0].refusals)
    assert proposal.yaml == ""


def test_other_languages_count_nowhere(pack: PolicyPack) -> None:
    """They go to a person whatever their scores, so they tell nothing of thresholds."""
    world = World()
    world.add(100, 0.9, truth=True, language="Polish")
    world.add(100, 0.1, language="Polish")

    assert of(HATE, world.propose(pack).labels).examples == 0


def test_what_would_change_is_counted(pack: PolicyPack) -> None:
    """Lowering the threshold of removal moves from review to removed what lies between."""
    world = World()
    world.add(7, 0.82)
    world.add(5, 0.9)
    world.add(30, 0.2)
    lowered = effect_of(world.judgements, pack, {HATE: Threshold(act=0.8, review=0.5)})
    raised = effect_of(world.judgements, pack, {HATE: Threshold(act=0.95, review=0.15)})

    assert lowered.changes == {Change(Outcome.REVIEW, Outcome.REMOVED): 7}
    assert (lowered.labels_gained, lowered.labels_lost) == (7, 0)
    assert raised.changes == {
        Change(Outcome.REMOVED, Outcome.REVIEW): 5,
        Change(Outcome.LEFT, Outcome.REVIEW): 30,
    }
    assert raised.labels_lost == 5


def test_a_removal_threshold_alone_changes_removals_alone(pack: PolicyPack) -> None:
    """What is certain but no longer certain enough to remove goes to a person with its label."""
    world = World()
    world.add(5, 0.9)
    effect = effect_of(world.judgements, pack, {HATE: Threshold(act=0.85, review=0.5, remove=0.95)})

    assert effect.changes == {Change(Outcome.REMOVED, Outcome.REVIEW): 5}
    assert (effect.labels_gained, effect.labels_lost) == (0, 0)


def test_the_piece_of_a_pack_says_what_was_proposed(pack: PolicyPack) -> None:
    """Pasted under the pack's thresholds it is read as the very thresholds proposed."""
    proposal = clean_world().propose(pack, Demands(max_removal_error=0.01))
    read = yaml.safe_load(proposal.yaml)["thresholds"]["labels"]
    changed = {one.label: one.proposed for one in proposal.labels if one.changes}

    assert {label: Threshold.model_validate(value) for label, value in read.items()} == changed
    assert set(proposal.effects) == set(changed)


def test_the_piece_of_a_pack_rounds_nothing(pack: PolicyPack) -> None:
    """Whoever pastes a lower `review` does not remove more by it, nor label more for certain."""
    now = Threshold(act=0.625, review=0.5, remove=0.985)
    proposal = clean_world().propose(with_threshold(pack, now), Demands(max_removal_error=0.01))

    assert "hate: {act: 0.625, review: 0.35, remove: 0.985}" in proposal.yaml
    assert of(HATE, proposal.labels).proposed == now.model_copy(update={"review": 0.35})


@pytest.mark.parametrize(
    "value, written", [(0.4, "0.40"), (1.0, "1.00"), (0.625, "0.625"), (1e-5, "0.00001")]
)
def test_a_threshold_is_written_with_every_digit_that_it_has(value: float, written: str) -> None:
    """Two at the least, and as YAML reads a number."""
    assert exactly(value) == written
    assert yaml.safe_load(written) == value


def test_no_label_that_only_routes_is_said_to_remove(pack: PolicyPack) -> None:
    """A case for a team hides nothing."""
    assert HATE in removable_labels(pack)
    assert Label.COMPLAINT not in removable_labels(pack)


def test_labels_that_are_safe_singly_may_not_be_together_and_that_is_said(
    pack: PolicyPack,
) -> None:
    """Each keeps what is allowed, both do not: what to raise is left to whoever reads it."""
    world = World()
    for label in (HATE, Label.THREAT):
        world.add(60, 0.9, label=label, truth=True)
        world.add(2, 0.9, label=label)
        world.add(40, 0.1, label=label)
    world.add(1000, 0.0, stratum=Stratum.LEFT)
    demands = Demands(max_removal_error=0.007)
    proposal = world.propose(pack, demands)
    generous = world.propose(pack, Demands(max_removal_error=0.02))

    for label in (HATE, Label.THREAT):
        assert of(label, proposal.labels).proposed == NOW
    (warning,) = proposal.warnings
    assert "all labels together silence at most 0.7%" in warning
    assert generous.warnings == ()


def test_a_label_that_is_given_to_nothing_cannot_be_said_to_be_right(pack: PolicyPack) -> None:
    """Nor wrong: `act` stays, and how many decisions would tell is said."""
    world = World()
    world.add(60, 0.7, truth=True)
    world.add(40, 0.7)
    world.add(200, 0.0, stratum=Stratum.LEFT)
    hate = of(HATE, world.propose(pack, Demands(min_precision=0.5)).labels)

    assert hate.proposed is None
    (refusal,) = hate.refusals
    assert refusal.startswith("People made no decisions about comments scored 0.85 or more; 10 are")


def left_danger_world() -> World:
    """Return a world in which nobody has seen any of the 400 certain dangers that were left.

    Certain danger opens a case and no review. In doubt were 110, of which people called 56 danger.
    """
    world = World()
    world.add(56, 0.7, label=Label.SELF_HARM, truth=True)
    world.add(54, 0.65, label=Label.SELF_HARM)
    world.add(100, 0.0, label=Label.SELF_HARM, stratum=Stratum.LEFT)
    world.add(400, 0.65, label=Label.SELF_HARM, stratum=Stratum.LEFT, answered=False)
    return world


def danger_from_60(world: World, pack: PolicyPack) -> LabelProposal:
    """Return what is proposed for a danger that is certain from 0.60 up."""
    proposal = world.propose(with_threshold(pack, Threshold(act=0.6, review=0.5)))
    return of(Label.SELF_HARM, proposal.labels)


def test_act_stays_where_nobody_answered_for_what_was_left_with_such_a_score(
    pack: PolicyPack,
) -> None:
    """What is in doubt does not speak for what is certain, and less certain danger is no gain."""
    danger = danger_from_60(left_danger_world(), pack)

    assert danger.now_does.precision is None
    assert danger.proposed is None
    (refusal,) = danger.refusals
    assert refusal == (
        "Nobody has said of any comment scored 0.60 or more that the machine left whether it has"
        " the label, so nothing is known of how many of those are labelled rightly; it takes"
        " answers about some of them."
    )


def test_act_goes_up_where_people_answered_for_what_was_left_too(pack: PolicyPack) -> None:
    """A few drawn at random speak for all that were left with such a score."""
    world = left_danger_world()
    world.add(4, 0.65, label=Label.SELF_HARM, stratum=Stratum.LEFT)

    assert danger_from_60(world, pack).proposed == Threshold(act=0.66, review=0.5)


def test_act_goes_up_to_nothing_of_which_too_little_is_known(pack: PolicyPack) -> None:
    """Where it is known now how much is right, and not how much would be, it stays."""
    world = left_danger_world()
    world.add(4, 0.65, label=Label.SELF_HARM, stratum=Stratum.LEFT)
    world.add(40, 0.95, label=Label.SELF_HARM, stratum=Stratum.LEFT, answered=False)
    danger = danger_from_60(world, pack)

    assert danger.proposed is None
    (refusal,) = danger.refusals
    assert refusal.startswith("No higher threshold labels rightly in 60% of cases")
    assert refusal.endswith("some about each kind of comment that scores so.")


def test_what_repetition_found_asks_for_no_answers_about_scores() -> None:
    """No threshold finds it, so that nobody needs to answer for it before precision is known."""
    world = World()
    world.add(20, 0.9, label=Label.SPAM, truth=True)
    world.add(5, 0.9, label=Label.SPAM, stratum=Stratum.REMOVED, answered=False)
    weighed = world.evidence().weighed
    unknown = LabelScores(Label.SPAM, weighed, world.judgements, must_leave=100.0)
    world.judgements[20:] = [
        replace(one, sources={Label.SPAM: REPETITION}) for one in world.judgements[20:]
    ]
    known = LabelScores(Label.SPAM, weighed, world.judgements, must_leave=100.0)

    assert unknown.precision(0.85) is None
    assert known.precision(0.85) is not None
    assert known.removal_error(0.85) is None


def test_no_removal_is_called_safe_where_nothing_must_be_left(pack: PolicyPack) -> None:
    """A bound on the share of must-leave comments needs some of them."""
    world = World()
    world.add(60, 0.9, truth=True)
    world.add(40, 0.3, label=Label.THREAT, truth=True)
    hate = of(HATE, world.propose(pack).labels)

    assert hate.proposed is None
    assert any("Nobody has found any comment" in refusal for refusal in hate.refusals)


def unevenly_answered_world() -> World:
    """Return a world whose 1,000 doubts were all right and of whose 200 removals 2 were seen."""
    world = World()
    world.add(1000, 0.9, truth=True)
    world.add(2, 0.95, stratum=Stratum.REMOVED, truth=True)
    world.add(198, 0.95, stratum=Stratum.REMOVED, answered=False)
    world.add(3000, 0.0, stratum=Stratum.LEFT)
    return world


def test_answers_about_doubts_do_not_vouch_for_removals(pack: PolicyPack) -> None:
    """Of 200 removals of which only 2 were looked at 115 may be wrong; all bounds say so."""
    world = unevenly_answered_world()
    evidence = world.evidence()
    scored = LabelScores(HATE, evidence.weighed, world.judgements, must_leave=3000.0)
    # Wilson's bounds of no error among 2 and among 1,000, each for its own comments.
    z_squared = 1.644854**2
    bound = 200 * z_squared / (2 + z_squared) + 1000 * z_squared / (1000 + z_squared)

    error = scored.removal_error(0.85)
    assert error is not None
    assert error * 3000 == pytest.approx(bound, rel=1e-6)
    together = bound_removal_error(evidence, world.judgements, pack)
    assert together is not None
    assert bound / 3000 <= together < 1.01 * bound / 3000


def test_removals_of_which_nobody_has_seen_any_leave_the_bound_unknown() -> None:
    """However many doubts were right, a part of the removed without an answer has no bound."""
    world = World()
    world.add(1000, 0.9, truth=True)
    world.add(5, 0.95, stratum=Stratum.REMOVED, answered=False)
    world.add(20, 0.2, stratum=Stratum.REMOVED)
    scored = LabelScores(HATE, world.evidence().weighed, world.judgements, must_leave=3000.0)

    assert scored.removal_error(0.85) is None
    assert scored.removal_error(0.96) == 0


def test_a_wave_decided_at_once_is_no_body_of_evidence(pack: PolicyPack) -> None:
    """A hundred copies that one decision hid are one of the examples that a label needs."""
    world = World()
    world.add(100, 0.9, truth=True, decided_in=EventId("wave"))
    world.add(100, 0.1)
    hate = of(HATE, world.propose(pack).labels)

    assert hate.proposed is None
    assert (hate.examples, hate.positives) == (101, 1)
    assert any("19 more are needed" in refusal for refusal in hate.refusals)


def test_what_repetition_found_says_nothing_of_scores() -> None:
    """No threshold for spam finds it or loses it; of other labels it tells as any comment."""
    world = World()
    world.add(40, 0.9, label=Label.SPAM, truth=True)
    alone = LabelScores(Label.SPAM, world.evidence().weighed, world.judgements, must_leave=100.0)
    world.add(10, 0.5, label=Label.SPAM, truth=True)
    world.judgements[40:] = [
        replace(one, sources={Label.SPAM: REPETITION}) for one in world.judgements[40:]
    ]
    world.examples[40:] = [breach(one, Label.SPAM) for one in world.judgements[40:]]
    weighed = world.evidence().weighed
    spam = LabelScores(Label.SPAM, weighed, world.judgements, must_leave=100.0)
    hate = LabelScores(HATE, weighed, world.judgements, must_leave=100.0)

    assert (spam.examples, spam.positives) == (alone.examples, alone.positives) == (40, 40)
    recall = spam.recall(0.6)
    assert recall is not None
    assert recall.value == 1
    assert hate.examples == 50
    assert spam.comments_from(0.4) == 50
