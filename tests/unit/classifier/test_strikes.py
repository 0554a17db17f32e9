"""Strikes: one offence each, on somebody's word, until they expire or are taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from moderation_classifier.domain.behaviour.breaches import (
    Basis,
    breach_of,
    broken_by,
    labels_found,
    struck_by_machine,
    takes_back,
)
from moderation_classifier.domain.behaviour.measures import (
    Outcome,
    Proposal,
    first_decided,
    lapsed,
    measure_due,
    overtaken,
    unfounded,
)
from moderation_classifier.domain.behaviour.strikes import History
from moderation_common.identity import MeasureId
from moderation_common.policy import PolicyPack, Strikes
from moderation_common.policy.house_rules import HouseRule
from moderation_common.vocabulary import AT_RISK_LABELS, Action, Category, Label, Measure
from tests.support.behaviour import NOON, breach, decision_of, pack_of, ref_of, version_of

LATER = NOON + timedelta(hours=1)


def test_copies_of_one_message_are_one_strike() -> None:
    """An author who posts the same five times has offended once."""
    history = History()
    for number in range(5):
        history = history.with_breach(breach(number, message="m"))
    (strike,) = history.counting(LATER)
    assert len(strike.comments) == 5
    assert history.points(LATER) == 1


def test_the_same_words_days_later_are_another_offence() -> None:
    """One every other day for half a year is no single slip; a burst of three days is."""
    history = History()
    for day in range(0, 170, 2):
        history = history.with_breach(breach(day, message="m", hours=24 * day, days=180))
    assert history.points(NOON + timedelta(days=170)) == 43
    burst = History()
    for hour in range(0, 73, 4):
        burst = burst.with_breach(breach(hour, message="m", hours=hour))
    assert burst.points(LATER) == 1


def test_an_older_copy_heard_late_parts_the_others_as_in_turn() -> None:
    """Written at 0, 60 and 100 hours, the last is another offence, also where it is heard first."""
    history = History()
    for hour in (100, 60, 0):
        history = history.with_breach(breach(hour, message="m", hours=200, written=hour))
    parts = {frozenset(strike.bases) for strike in history.strikes}
    assert parts == {frozenset({ref_of(0), ref_of(60)}), frozenset({ref_of(100)})}
    assert history.points(NOON) == 2


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.REFUSED])
def test_the_same_words_after_a_measure_was_decided_are_another_offence(outcome: Outcome) -> None:
    """A copy written before it, and heard of after, is still the offence that it was about."""
    known = History().with_breach(breach(1, message="m", points=2))
    proposal = Proposal(
        measure_id=MeasureId("1"),
        measure=Measure.WARNING,
        ref=ref_of(1),
        strikes=frozenset(strike.strike_id for strike in known.strikes),
        proposed_at=NOON,
    )
    answered = replace(proposal, outcome=outcome, settled_at=NOON + timedelta(hours=10))
    again = breach(2, message="m", points=2, hours=20)
    late = breach(3, message="m", points=2, hours=20, written=5)
    for proposals, points in (([proposal], 2), ([answered], 4)):
        decided = first_decided(proposals)
        history = known.with_breach(again, decided=decided).with_breach(late, decided=decided)
        assert history.points(LATER) == points
        assert history.strikes[0].bases.keys() >= {ref_of(1), ref_of(3)}
    withdrawn = replace(answered, outcome=Outcome.WITHDRAWN)
    assert first_decided([withdrawn, answered]) == {
        strike.strike_id: answered.settled_at for strike in known.strikes
    }
    assert first_decided([withdrawn]) == {}


def test_versions_of_one_comment_are_one_strike_of_the_gravest() -> None:
    """An edit in other words is the same comment; the graver version weighs."""
    history = History().with_breach(breach(1, message="a"))
    history = history.with_breach(breach(1, message="b", points=3))
    assert history.points(LATER) == 3
    assert len(history.strikes) == 1


def test_two_messages_are_two_strikes() -> None:
    """Different offences add up."""
    history = History().with_breach(breach(1, message="a")).with_breach(breach(2, message="b"))
    assert history.points(LATER) == 2


def test_a_person_who_leaves_one_copy_clears_what_the_machine_made_of_the_others() -> None:
    """A person has said what these words are."""
    history = History().with_breach(breach(1, message="m")).with_breach(breach(2, message="m"))
    assert history.reversed(version_of(1)).points(LATER) == 0


def test_what_a_person_confirmed_stays_when_another_copy_is_left() -> None:
    """Two people may see two copies differently; a person's word is not undone by a guess."""
    history = History().with_breach(breach(1, message="m"))
    history = history.with_breach(breach(2, message="m", basis=Basis.PERSON))
    assert history.reversed(version_of(1)).points(LATER) == 1


def test_a_verdict_on_an_amended_version_leaves_the_strike_for_the_earlier_one() -> None:
    """Whoever writes "sorry" over abuse wrote the abuse all the same."""
    history = History().with_breach(breach(1, event="first", message="m"))
    history = history.with_breach(breach(2, event="copy", message="m"))
    assert history.reversed(version_of(1, "amended")) == history
    assert history.reversed(version_of(1, "first")).points(LATER) == 0


def test_what_is_left_of_a_strike_weighs_what_its_versions_weigh() -> None:
    """A taken back version takes its labels, clauses and points with it."""
    history = History().with_breach(breach(1, event="first", label=Label.THREAT, points=3))
    history = history.with_breach(breach(1, event="second", label=Label.SPAM))
    (strike,) = history.reversed(version_of(1, "first")).counting(LATER)
    assert (strike.labels, strike.points) == (frozenset({Label.SPAM}), 1)
    assert strike.clauses == breach(1, label=Label.SPAM).clauses
    (other,) = history.reversed(version_of(1, "second")).counting(LATER)
    assert (other.labels, other.points) == (frozenset({Label.THREAT}), 3)


def test_copies_stay_with_the_version_that_they_are_copies_of() -> None:
    """While another version of the comment stands, a verdict on one says nothing of its copies."""
    history = History().with_breach(breach(1, event="first", message="m"))
    history = history.with_breach(breach(2, event="copy", message="m"))
    history = history.with_breach(breach(1, event="second"))
    (strike,) = history.reversed(version_of(1, "second")).counting(LATER)
    assert set(strike.comments) == {version_of(1, "first"), version_of(2, "copy")}


def test_a_verdict_on_no_known_version_takes_back_all_of_the_comment() -> None:
    """In doubt it is decided for the author."""
    history = History().with_breach(breach(1, event="first"))
    history = history.with_breach(breach(1, event="second", basis=Basis.PERSON))
    assert history.reversed(version_of(1)).points(LATER) == 0
    unknown = History().with_breach(breach(1))
    assert unknown.reversed(version_of(1, "any")).points(LATER) == 0


def test_a_comment_counts_on_a_persons_word_once_any_version_does() -> None:
    """A moderator is shown one basis for each comment."""
    history = History().with_breach(breach(1, event="first", basis=Basis.PERSON))
    (strike,) = history.with_breach(breach(1, event="second")).strikes
    assert strike.bases == {ref_of(1): Basis.PERSON}
    assert strike.confirmed


def test_a_persons_labels_take_the_place_of_the_machines() -> None:
    """Hidden as hate by the machine and as swearing by a person, it was swearing."""
    machine = breach(1, event="first", label=Label.HATE, points=2)
    person = breach(1, event="first", basis=Basis.PERSON)
    history = History().with_breach(machine).with_breach(person)
    for known in (history, history.with_breach(machine)):
        (strike,) = known.counting(LATER)
        assert (strike.labels, strike.points) == (frozenset({Label.PROFANITY}), 1)
        assert strike.clauses == person.clauses
        assert strike.confirmed


def test_a_persons_labels_for_one_version_leave_another_as_it_was() -> None:
    """Of other words the person has said nothing."""
    history = History().with_breach(breach(1, event="first", label=Label.HATE, points=2))
    history = history.with_breach(breach(1, event="second", label=Label.THREAT, points=3))
    (strike,) = history.with_breach(breach(1, event="second", basis=Basis.PERSON)).strikes
    assert strike.labels == {Label.HATE, Label.PROFANITY}
    assert strike.points == 2


def test_a_strike_that_was_taken_back_begins_anew() -> None:
    """A second offence counts from its own day, and for its own time."""
    history = History().with_breach(breach(1, message="m", days=30))
    history = history.reversed(version_of(1))
    (strike,) = history.with_breach(breach(2, message="m", hours=48, days=30)).strikes
    assert strike.struck_at == NOON + timedelta(hours=48)
    assert strike.expires_at == NOON + timedelta(hours=48, days=30)


def test_a_strike_expires() -> None:
    """On its day it counts no more."""
    history = History().with_breach(breach(1, days=30))
    assert history.points(NOON + timedelta(days=29)) == 1
    assert history.points(NOON + timedelta(days=30)) == 0


def test_an_expired_strike_swallows_no_new_offence() -> None:
    """Other words after its day are an offence of their own, which counts for its own time."""
    history = History().with_breach(breach(1, event="first", days=30))
    history = history.with_breach(breach(1, event="second", hours=31 * 24, days=30))
    now = NOON + timedelta(days=32)
    (strike,) = history.counting(now)
    assert (strike.struck_at, set(strike.comments)) == (
        NOON + timedelta(days=31),
        {version_of(1, "second")},
    )
    again = history.with_breach(breach(1, event="third", hours=33 * 24, days=30))
    assert len(again.strikes) == 2
    assert again.reversed(version_of(1, "second")).points(now) == 1
    assert again.reversed(version_of(1)).points(now) == 0


@pytest.mark.parametrize("event", ["first", None])
def test_a_late_word_about_what_has_expired_counts_no_more(event: str | None) -> None:
    """The same words count once; of words that are not known it is taken that they are the same."""
    history = History().with_breach(breach(1, event="first", days=30))
    late = breach(1, event=event, basis=Basis.PERSON, hours=31 * 24, days=30)
    history = history.with_breach(late)
    assert len(history.strikes) == 1
    assert history.points(NOON + timedelta(days=32)) == 0


def test_an_expired_version_stays_with_its_own_strike() -> None:
    """While a newer version of the comment counts, a word about the older adds nothing to it."""
    history = History().with_breach(breach(1, event="first", days=30))
    history = history.with_breach(breach(1, event="second", hours=31 * 24, days=30))
    late = breach(1, event="first", basis=Basis.PERSON, points=3, hours=32 * 24, days=30)
    assert history.with_breach(late).points(NOON + timedelta(days=33)) == 1


def test_a_person_looks_first_where_it_matters_most() -> None:
    """The comment in question, then what people decided on, then the gravest words."""
    history = History()
    for number in range(1, 9):
        history = history.with_breach(breach(number, message="m"))
    history = history.with_breach(breach(3, event="worse", message="m", points=3))
    history = history.with_breach(breach(5, message="m", basis=Basis.PERSON))
    (strike,) = history.strikes
    assert strike.foremost(1, with_ref=ref_of(7)) == (ref_of(7),)
    assert strike.foremost(3, with_ref=ref_of(7)) == (ref_of(3), ref_of(5), ref_of(7))
    assert strike.foremost(2, with_ref=ref_of(9)) == (ref_of(3), ref_of(5))
    assert strike.foremost(99, with_ref=ref_of(7)) == tuple(ref_of(n) for n in range(1, 9))


def test_the_weights_of_the_pack_hold() -> None:
    """By rule, else by label, else one point; data that is mostly their own weighs nothing."""
    strikes = Strikes(weights={Label.PROFANITY: 2}, rule_weights={"bullying": 5})
    assert strikes.points_for([Label.PROFANITY]) == 2
    assert strikes.points_for([Label.PROFANITY], ["bullying"]) == 5
    assert strikes.points_for([Label.SPAM, Label.COMPLAINT]) == 1
    assert strikes.points_for([Label.PERSONAL_DATA]) == 0
    assert strikes.points_for([Label.CRITICISM, Label.COMPLAINT]) == 0


@pytest.mark.parametrize(
    "basis, action, counts",
    [
        (Basis.MACHINE, Action.HIDE, True),
        (Basis.MACHINE, Action.REPORT, False),
        (Basis.MACHINE, Action.LEAVE, False),
        (Basis.PERSON, Action.DELETE, True),
        (Basis.PERSON, Action.REPORT, True),
        (Basis.PERSON, Action.LEAVE, False),
        (Basis.PERSON, Action.REPLY, False),
    ],
)
def test_only_what_was_acted_upon_counts(basis: Basis, action: Action, *, counts: bool) -> None:
    """The machine's own removal, or a person's removal or report."""
    found = breach_of(
        version_of(1),
        labels=[Label.PROFANITY],
        actions=[action],
        rules=[],
        basis=basis,
        message_id=None,
        pack=pack_of(),
        at=NOON,
    )
    assert (found is not None) is counts


def test_the_machine_strikes_for_what_it_may_remove_alone() -> None:
    """A threat whose removal waits for a person adds nothing to swearing."""
    decision = decision_of([Label.PROFANITY, Label.THREAT], actions=(Action.HIDE,))
    scores = {Label.PROFANITY: 0.95, Label.THREAT: 0.79}
    assert pack_of().thresholds.of(Label.THREAT).act < 0.79
    found = struck_by_machine(replace(decision, scores=scores), pack_of())
    assert found == {Label.PROFANITY}


def test_a_rule_that_is_off_weighs_in_no_strike() -> None:
    """What is left without it may ask for a person, but removes nothing by itself."""
    decision = decision_of([Label.PROFANITY, Label.HARASSMENT], actions=(Action.HIDE,))
    heeded = {Label.PROFANITY: 0.95, Label.HARASSMENT: 0.6}
    found = struck_by_machine(replace(decision, heeded=heeded), pack_of())
    assert found == {Label.PROFANITY}


@pytest.mark.parametrize("label", sorted(AT_RISK_LABELS))
def test_the_machine_strikes_nobody_who_may_be_at_risk(label: Label) -> None:
    """Nor does it when the label is switched off."""
    removed = decision_of([Label.PROFANITY], actions=(Action.HIDE,))
    assert struck_by_machine(removed, pack_of()) == {Label.PROFANITY}
    for decision in (
        decision_of([Label.PROFANITY, label], actions=(Action.HIDE,)),
        replace(removed, unheeded=(label,)),
    ):
        assert struck_by_machine(decision, pack_of()) == frozenset()


def test_the_machine_strikes_nobody_about_whom_a_person_is_asked() -> None:
    """Whether it is in doubt, or drawn at random to check the machine."""
    asked = decision_of([Label.PROFANITY], actions=(Action.HIDE,), review=True)
    assert struck_by_machine(asked, pack_of()) == frozenset()


@pytest.mark.parametrize(
    "rules, points",
    [
        ({}, 3),
        ({"bullying": 5}, 5),
        ({"swearing": 1}, 3),
        ({"bullying": 1, "swearing": 2}, 2),
    ],
)
def test_a_persons_breach_weighs_by_the_rules_of_its_labels(
    rules: dict[str, int], points: int
) -> None:
    """Each label by its rule's weight, else its own; the gravest counts."""
    weights = Strikes(weights={Label.HARASSMENT: 3}, rule_weights=rules)
    found = breach_of(
        version_of(1),
        labels=[Label.HARASSMENT, Label.PROFANITY],
        actions=[Action.HIDE],
        rules=[],
        basis=Basis.PERSON,
        message_id=None,
        pack=_pack_with(weights),
        at=NOON,
    )
    assert found is not None
    assert found.points == points


def _pack_with(strikes: Strikes) -> PolicyPack:
    rules = (
        HouseRule(id="bullying", clause="1", words="Be kind.", labels=(Label.HARASSMENT,)),
        HouseRule(id="swearing", clause="2", words="Do not swear.", labels=(Label.PROFANITY,)),
    )
    return pack_of().model_copy(update={"strikes": strikes, "house_rules": rules})


def test_what_weighs_nothing_is_acted_upon_all_the_same() -> None:
    """Somebody's own data is hidden for a rule, and nobody gets a strike for it."""
    own = [Label.PERSONAL_DATA, Label.CRITICISM]
    assert broken_by(own, [Action.HIDE], basis=Basis.PERSON) == {Label.PERSONAL_DATA}
    assert broken_by(own, [Action.LEAVE], basis=Basis.PERSON) == frozenset()
    assert broken_by(own, [Action.REPORT], basis=Basis.MACHINE) == frozenset()


def test_a_person_who_names_no_label_means_what_was_suspected() -> None:
    """Unless they call it neither abuse nor spam."""
    suspected = [Label.SPAM]
    assert labels_found([], Category.MISINFORMATION_OR_SPAM, suspected) == {Label.SPAM}
    assert labels_found([], Category.ANYTHING_ELSE, suspected) == frozenset()
    assert labels_found([Label.HATE], Category.HARMFUL_ABUSE, suspected) == {Label.HATE}


def test_leaving_takes_back_and_hiding_without_a_label_does_not() -> None:
    """What stays hidden is not cleared, though nothing new is counted."""
    assert takes_back([Action.LEAVE])
    assert takes_back([Action.UNHIDE, Action.REPLY])
    assert not takes_back([Action.HIDE])


def test_a_warning_comes_before_a_block_and_each_at_its_limit() -> None:
    """The gravest measure that the points suffice for is due."""
    rules = Strikes(warn_at=2, block_at=4)
    history = History().with_breach(breach(1))
    assert measure_due(history, [], rules=rules, now=LATER) is None
    history = history.with_breach(breach(2))
    assert measure_due(history, [], rules=rules, now=LATER) is Measure.WARNING
    history = history.with_breach(breach(3, points=2))
    assert measure_due(history, [], rules=rules, now=LATER) is Measure.BLOCK


def test_a_refused_block_is_proposed_again_only_after_a_new_offence() -> None:
    """People are not asked the same thing twice."""
    rules = Strikes(warn_at=2, block_at=4)
    history = History().with_breach(breach(1, points=4))
    refused = Proposal(
        measure_id=MeasureId("1"),
        measure=Measure.BLOCK,
        ref=ref_of(1),
        strikes=frozenset(strike.strike_id for strike in history.strikes),
        proposed_at=NOON,
        outcome=Outcome.REFUSED,
    )
    assert measure_due(history, [refused], rules=rules, now=LATER) is None
    more = history.with_breach(breach(2))
    assert measure_due(more, [refused], rules=rules, now=LATER) is Measure.BLOCK


def test_a_proposal_lapses_when_its_strikes_are_taken_back() -> None:
    """Nobody is blocked for what a person has since excused."""
    rules = Strikes(warn_at=2, block_at=4)
    history = History().with_breach(breach(1, points=4))
    waiting = Proposal(
        measure_id=MeasureId("1"),
        measure=Measure.BLOCK,
        ref=ref_of(1),
        strikes=frozenset(strike.strike_id for strike in history.strikes),
        proposed_at=NOON,
    )
    assert lapsed(history, [waiting], rules=rules, now=LATER) == ()
    assert lapsed(history.reversed(version_of(1)), [waiting], rules=rules, now=LATER) == (waiting,)


_BLOCK_AT_FOUR = Strikes(warn_at=2, block_at=4)


def _offences(*points: int) -> History:
    history = History()
    for number, each in enumerate(points):
        history = history.with_breach(breach(number, message=str(number), points=each))
    return history


def _approved(history: History, outcome: Outcome = Outcome.APPROVED) -> Proposal:
    return Proposal(
        measure_id=MeasureId("1"),
        measure=Measure.BLOCK,
        ref=ref_of(1),
        strikes=frozenset(strike.strike_id for strike in history.strikes),
        proposed_at=NOON,
        outcome=outcome,
    )


@pytest.mark.parametrize("days", [0, 3_000])
def test_an_approved_block_whose_strikes_are_taken_back_has_no_ground(days: int) -> None:
    """Somebody is blocked for what was excused, also where the rest would have expired since."""
    known = _offences(2, 2)
    block = _approved(known)
    left, now = known.reversed(version_of(0)), LATER + timedelta(days=days)
    assert unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=now) == (block,)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.WITHDRAWN])
def test_what_nobody_carried_out_is_not_undone(outcome: Outcome) -> None:
    """Only an approved measure was made on the platform."""
    known = _offences(2, 2)
    block, left = _approved(known, outcome), known.reversed(version_of(0))
    assert unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=LATER) == ()


def test_a_block_keeps_its_ground_while_enough_of_it_is_left() -> None:
    """What is left would have been enough, or what came since is."""
    for known, rested_on in [
        (_offences(2, 4), _offences(2, 4)),
        (_offences(2, 2, 2), _offences(2, 2)),
    ]:
        block, left = _approved(rested_on), known.reversed(version_of(0))
        assert unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=LATER) == ()


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_a_block_loses_its_ground_whichever_offence_is_taken_back_first(
    order: tuple[int, ...],
) -> None:
    """Newer ones may keep it up for a while, and are taken back last."""
    block, known, told = _approved(_offences(2, 2)), _offences(2, 2, 2, 2), []
    for number in order:
        left = known.reversed(version_of(number))
        told.append(unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=LATER))
        known = left
    assert told[:2] == [(), ()]
    assert told[2] == (block,)


def test_a_block_kept_up_by_what_has_expired_since_loses_its_ground() -> None:
    """All that it rests on was taken back; then the newest is, when the one before has expired."""
    known, block = _offences(2, 2), _approved(_offences(2, 2))
    known = known.with_breach(breach(7, message="7", points=2, days=1))
    known = known.with_breach(breach(8, message="8", points=2))
    for number in (0, 1):
        left = known.reversed(version_of(number))
        assert unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=LATER) == ()
        known = left
    left, now = known.reversed(version_of(8)), NOON + timedelta(days=2)
    assert unfounded(left, [block], known=known, rules=_BLOCK_AT_FOUR, now=now) == (block,)
    assert unfounded(left, [block], known=left, rules=_BLOCK_AT_FOUR, now=now) == ()


def test_an_expired_block_is_not_called_in_question_by_another_reversal() -> None:
    """It was right while it rested on what counted then."""
    then = _offences(2, 2)
    known = then.with_breach(breach(7, message="7"))
    expired = LATER + timedelta(days=3_000)
    left = known.reversed(version_of(7))
    assert left != known
    assert unfounded(left, [_approved(then)], known=known, rules=_BLOCK_AT_FOUR, now=expired) == ()


def test_a_strike_counts_from_when_its_comment_was_written() -> None:
    """What is heard of late was not done late."""
    late = breach(1, hours=20 * 24, written=0, days=30)
    (strike,) = History().with_breach(late).strikes
    assert strike.struck_at == NOON
    assert History((strike,)).points(NOON + timedelta(days=29)) == 1
    assert History((strike,)).points(NOON + timedelta(days=30)) == 0


def test_what_had_expired_when_it_was_heard_of_counts_nothing() -> None:
    """Nor does its other version, also of long ago; what was written since counts."""
    history = History().with_breach(breach(1, event="a", hours=100 * 24, written=0, days=30))
    history = history.with_breach(breach(1, event="b", hours=100 * 24, written=24, days=30))
    now = NOON + timedelta(days=101)
    assert (len(history.strikes), history.points(now)) == (1, 0)
    history = history.with_breach(breach(1, event="c", hours=100 * 24, written=99 * 24, days=30))
    assert (len(history.strikes), history.points(now)) == (2, 1)


@pytest.mark.parametrize("hours", [-24, 24, None], ids=["past", "future", "not known"])
def test_a_time_to_come_is_none_at_which_anything_was_written(hours: int | None) -> None:
    """Then, and where none is known, the time of judging counts."""
    found = breach_of(
        version_of(1),
        labels=[Label.HATE],
        actions=[Action.HIDE],
        rules=(),
        basis=Basis.MACHINE,
        message_id=None,
        pack=pack_of(),
        at=NOON,
        written_at=None if hours is None else NOON + timedelta(hours=hours),
    )
    assert found is not None
    (strike,) = History().with_breach(found).strikes
    assert strike.struck_at == NOON + timedelta(hours=min(0, hours or 0))
    assert strike.expires_at - strike.struck_at == found.lasts


def test_copies_are_dated_by_the_first_in_whichever_order_they_are_heard() -> None:
    """Written at 0, 60 and 100 hours they are two offences, each with its own day."""
    copies = [
        breach(number, message="m", hours=120, written=hours)
        for number, hours in enumerate((0, 60, 100))
    ]
    for order in permutations(copies):
        history = History()
        for each in order:
            history = history.with_breach(each)
        dated = sorted(s.struck_at for s in history.strikes if s.comments)
        assert dated == [NOON, NOON + timedelta(hours=100)]
        assert {s.expires_at - s.struck_at for s in history.strikes} == {timedelta(days=30)}


def test_warnings_that_wait_are_overtaken_by_a_block() -> None:
    """What was decided stays, and so does another block that waits."""
    waiting = _asked(Measure.WARNING, "w")
    others = [
        replace(_asked(Measure.WARNING, "a"), outcome=Outcome.APPROVED, settled_at=NOON),
        _asked(Measure.BLOCK, "b"),
    ]
    assert overtaken([waiting, *others]) == (waiting,)


def _asked(measure: Measure, name: str) -> Proposal:
    return Proposal(
        measure_id=MeasureId(name),
        measure=measure,
        ref=ref_of(1),
        strikes=frozenset({"s"}),
        proposed_at=NOON,
    )
