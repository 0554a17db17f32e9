"""What holds of behaviour over time, whatever people write and do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from moderation_classifier.domain.behaviour.breaches import Basis, Breach, CommentVersion, breach_of
from moderation_classifier.domain.behaviour.grouping import (
    Message,
    heed_leaving,
    may_share_decision,
    suspect_campaign,
    suspect_repetition,
)
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal, measure_due
from moderation_classifier.domain.behaviour.similarity import Fingerprinter, likeness
from moderation_classifier.domain.behaviour.strikes import History
from moderation_classifier.domain.context import with_danger_of
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.switches import NOTHING_OFF
from moderation_classifier.domain.text import Span
from moderation_common.identity import CommentRef, EventId, GroupId, MeasureId
from moderation_common.policy import Strikes
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    DANGER_LABELS,
    Action,
    Kind,
    Label,
    Platform,
)
from tests.support.behaviour import NOON, breach, decision_of, pack_of, ref_of, version_of

_LABELS = st.frozensets(st.sampled_from(list(Label)), max_size=5)
_HARMLESS = st.frozensets(st.sampled_from(sorted(set(Label) - REMOVING_LABELS)), max_size=5)
_ACTIONS = st.frozensets(st.sampled_from(list(Action)), max_size=4)
_EVENTS = st.sampled_from([None, "first", "second"])
_BREACHES = st.lists(
    st.builds(
        breach,
        st.integers(1, 6),
        points=st.integers(1, 4),
        message=st.sampled_from([None, "a", "b"]),
        basis=st.sampled_from(list(Basis)),
        event=_EVENTS,
        hours=st.floats(0, 100),
        written=st.floats(0, 300),
    ),
    max_size=12,
)
_WRITTEN = st.lists(st.integers(0, 400), min_size=1, max_size=10, unique=True)
"""Hours after noon at which copies of one message were written."""
_WORDS = st.lists(st.text("abcdefghij", min_size=3, max_size=8), min_size=6, max_size=60)
_UTTERANCE = Utterance(text="the same again", kind=Kind.COMMENT, platform=Platform.FACEBOOK)
_PRINTER = Fingerprinter(b"k" * 32)


def message(by_author: int, authors: int = 1) -> Message:
    """Return a message that the author has sent so many times."""
    return Message(
        message_id=GroupId("m"), size=by_author + authors - 1, authors=authors, by_author=by_author
    )


def history_of(breaches: list[Breach]) -> History:
    """Return the history after these breaches."""
    history = History()
    for each in breaches:
        history = history.with_breach(each)
    return history


@given(_LABELS, _LABELS, st.integers(0, 500), st.integers(0, 500), st.integers(0, 50))
def test_a_campaign_is_never_removed_because_it_is_one(
    labels: frozenset[Label],
    doubtful: frozenset[Label],
    by_author: int,
    authors: int,
    words: int,
) -> None:
    """However many write the same, the machine does nothing that it would not do to one."""
    decision = decision_of(labels, doubtful=doubtful)
    weighed = suspect_repetition(
        decision,
        message(by_author, authors),
        words=words,
        pack=pack_of(),
        utterance=_UTTERANCE,
        off=NOTHING_OFF,
    )
    told = suspect_campaign(
        weighed, authors=authors, words=words, kind=Kind.COMMENT, pack=pack_of()
    )
    # Beyond the question to a person nothing comes of it: no label, no case, no action.
    assert replace(told, review=weighed.review, doubts=weighed.doubts) == weighed
    assert told.review or not weighed.review
    weighed = told
    assert weighed.actions == decision.actions
    assert heed_leaving(weighed).actions == (Action.LEAVE,)
    assert REMOVALS.isdisjoint(weighed.actions)
    # What is learnt of thresholds is learnt from scores, so none is made up.
    assert weighed.scores == decision.scores


@given(
    st.sampled_from(sorted(DANGER_LABELS)),
    _LABELS,
    st.sampled_from(["certain", "doubtful"]),
    st.integers(0, 500),
)
def test_danger_never_disappears_into_a_group(
    danger: Label, others: frozenset[Label], certain: str, by_author: int
) -> None:
    """A comment with a danger label, sure or doubted, shares no decision and is no repetition."""
    labels, doubtful = (others | {danger}, ()) if certain == "certain" else (others, (danger,))
    decision = decision_of(labels, doubtful=doubtful)
    assert not may_share_decision(decision)
    assert (
        suspect_repetition(
            decision,
            message(by_author),
            words=20,
            pack=pack_of(),
            utterance=_UTTERANCE,
            off=NOTHING_OFF,
        )
        == decision
    )


@given(_HARMLESS, _ACTIONS, st.sampled_from(list(Basis)))
def test_criticism_gives_no_strike(
    labels: frozenset[Label], actions: frozenset[Action], basis: Basis
) -> None:
    """Without a label that breaks a rule nothing counts, whatever was done to the comment."""
    assert (
        breach_of(
            version_of(1),
            labels=labels,
            actions=actions,
            rules=[rule.id for rule in pack_of().house_rules],
            basis=basis,
            message_id=None,
            pack=pack_of(),
            at=NOON,
        )
        is None
    )


@given(_BREACHES)
def test_the_same_offences_again_change_nothing(breaches: list[Breach]) -> None:
    """A comment, however often and with however many labels it is judged, counts once."""
    once = history_of(breaches)
    again = history_of([*breaches, *breaches])
    assert again.points(NOON + timedelta(hours=100)) == once.points(NOON + timedelta(hours=100))
    assert len(again.strikes) == len(once.strikes)


@given(_BREACHES)
# An earlier version of each copy is heard of late: together for a moment, then apart again.
@example(
    [
        breach(2, message="b", written=1),
        breach(3, message="b", written=74),
        breach(3, written=73),
        breach(2, written=0),
    ]
)
def test_each_comment_and_each_message_stands_in_one_strike(breaches: list[Breach]) -> None:
    """One offence is one strike."""
    strikes = history_of(breaches).strikes
    refs = [ref for strike in strikes for ref in strike.bases]
    assert len(refs) == len(set(refs))
    assert len(strikes) <= len({each.ref for each in breaches})


def copies_of(written: Iterable[int], *, judged: int = 500) -> list[Breach]:
    """Return copies of one message by the hours at which they were written, judged in that turn."""
    return [
        breach(hour, message="m", points=1 + hour % 3, hours=judged + turn, written=hour, days=180)
        for turn, hour in enumerate(written)
    ]


def parts_of(history: History) -> set[tuple[frozenset[CommentRef], int]]:
    """Return which comments stand together in strikes, and what each of these weighs."""
    return {(frozenset(strike.bases), strike.points) for strike in history.strikes}


@given(_WRITTEN, st.data())
def test_copies_are_the_same_strikes_in_whichever_order_they_are_heard(
    written: list[int], data: st.DataObject
) -> None:
    """A strike is what was written within 72 hours of its first copy, however late it came."""
    in_turn = history_of(copies_of(sorted(written)))
    shuffled = history_of(copies_of(data.draw(st.permutations(written))))
    assert parts_of(shuffled) == parts_of(in_turn)
    assert len({strike.strike_id for strike in shuffled.strikes}) == len(shuffled.strikes)
    latest: int | None = None
    strikes = 0
    for hour in sorted(written):
        if latest is None or hour - latest > 72:
            latest, strikes = hour, strikes + 1
    assert len(in_turn.strikes) == strikes


@given(_WRITTEN, _WRITTEN, st.integers(0, 400), st.data())
def test_after_a_measure_copies_are_new_offences_in_whichever_order(
    before: list[int], after: list[int], hours: int, data: st.DataObject
) -> None:
    """What was written after a person decided joins nothing that the measure rested on."""
    known = history_of(copies_of(hour for hour in before if hour <= hours))
    moment = NOON + timedelta(hours=hours)
    decided = {strike.strike_id: moment for strike in known.strikes}
    more = sorted(set(after) - set(before))
    found = []
    for order in (more, data.draw(st.permutations(more))):
        history = known
        for each in copies_of(order, judged=600):
            history = history.with_breach(each, decided=decided)
        found.append(parts_of(history))
        for strike in history.strikes:
            if strike.strike_id in decided:
                assert all(each.written_at <= moment for each in strike.comments.values())
        late = {ref_of(hour) for hour in more if hour > hours}
        assert late <= {
            ref for s in history.strikes if s.strike_id not in decided for ref in s.bases
        }
    assert found[0] == found[1]


@given(_WRITTEN, st.data())
def test_copies_that_are_all_taken_back_leave_nothing(
    written: list[int], data: st.DataObject
) -> None:
    """Whatever strikes they were parted into, and in whichever order people say so."""
    history = history_of(copies_of(data.draw(st.permutations(written))))
    for hour in data.draw(st.permutations(written)):
        left = history.reversed(version_of(hour))
        assert left.points(NOON) <= history.points(NOON)
        history = left
    assert history.points(NOON) == 0


@given(_WORDS, st.lists(st.sampled_from(["my", "dad", "died", "there"]), min_size=2, max_size=20))
def test_words_of_ones_own_on_top_are_another_wording(words: list[str], own: list[str]) -> None:
    """From two words more on, wherever they stand; the order of the comments says nothing."""
    text, longer = " ".join(words), " ".join([*words[:3], *own, *words[3:]])
    group = GroupId("g")
    one = _PRINTER.hash_words(text, under=group)
    other = _PRINTER.hash_words(longer, under=group)
    assert one.same_wording(one)
    assert not one.same_wording(other)
    assert not other.same_wording(one)


@given(_BREACHES, st.integers(1, 6), _EVENTS)
def test_a_strike_weighs_what_its_versions_weigh(
    breaches: list[Breach], number: int, event: str | None
) -> None:
    """Whatever comes to it and is taken back; and a version weighs what people have said of it."""
    history = history_of(breaches)
    people = [each for each in breaches if each.basis is Basis.PERSON]
    for known in (history, history.reversed(version_of(number, event))):
        for strike in known.counting(NOON):
            every = strike.comments.values()
            assert strike.points == max(each.points for each in every)
            assert strike.labels == {label for each in every for label in each.labels}
            assert set(strike.clauses) == {clause for each in every for clause in each.clauses}
            for version, struck in strike.comments.items():
                if struck.basis is Basis.PERSON:
                    assert struck.points in {p.points for p in people if p.version == version}


@given(_BREACHES)
def test_what_is_taken_back_counts_no_more(breaches: list[Breach]) -> None:
    """After all comments were taken back, nothing is left; after time, neither."""
    history = history_of(breaches)
    assert history.points(NOON + timedelta(days=60)) == 0
    for each in breaches:
        history = history.reversed(each.version)
    assert history.points(NOON) == 0


@given(_BREACHES, st.integers(1, 6), _EVENTS)
def test_taking_back_never_adds(breaches: list[Breach], number: int, event: str | None) -> None:
    """A reversal lowers the points or leaves them."""
    history = history_of(breaches)
    now = NOON + timedelta(hours=100)
    assert history.reversed(version_of(number, event)).points(now) <= history.points(now)


@given(_BREACHES, st.integers(1, 6))
def test_a_version_that_broke_nothing_clears_nothing(breaches: list[Breach], number: int) -> None:
    """What is decided about other words leaves every strike whose versions are known."""
    known = [replace(each, version=CommentVersion(each.ref, EventId("first"))) for each in breaches]
    history = history_of(known)
    assert history.reversed(version_of(number, "amended")) == history


@given(_BREACHES, st.sampled_from([Outcome.APPROVED, Outcome.REFUSED]))
def test_the_same_strikes_are_put_forward_once(breaches: list[Breach], outcome: Outcome) -> None:
    """What a person has decided about is not proposed again until something new is added."""
    rules = Strikes(warn_at=2, block_at=4)
    now = NOON + timedelta(hours=100)
    history = history_of(breaches)
    due = measure_due(history, [], rules=rules, now=now)
    assert (due is None) == (history.points(now) < rules.warn_at)
    if due is None:
        return
    decided = Proposal(
        measure_id=MeasureId("1"),
        measure=due,
        ref=ref_of(1),
        strikes=frozenset(strike.strike_id for strike in history.counting(now)),
        proposed_at=now,
        outcome=outcome,
    )
    assert measure_due(history, [decided], rules=rules, now=now) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    """It lies between nought and one, and neither text comes first."""
    left, right = _PRINTER.take(one), _PRINTER.take(other)
    if left is None or right is None:
        return
    assert 0 <= likeness(left, right) == likeness(right, left) <= 1
    assert likeness(left, left) == 1


_FINDINGS = st.lists(
    st.builds(
        Finding,
        label=st.sampled_from(list(Label)),
        score=st.floats(0, 1),
        span=st.none() | st.builds(Span, st.integers(0, 20), st.integers(21, 40)),
        source=st.just("test"),
        by_model=st.booleans(),
    ),
    max_size=6,
)


def labelling(findings: list[Finding]) -> Labelling:
    """Return a labelling of findings, the surest first."""
    ordered = sorted(findings, key=lambda finding: -finding.score)
    scores: dict[Label, float] = {}
    for finding in ordered:
        scores.setdefault(finding.label, finding.score)
    return Labelling(findings=tuple(ordered), language=ENGLISH, too_long=False, scores=scores)


@given(_FINDINGS, _FINDINGS, _FINDINGS, st.integers(0, 40), st.integers(1, 40))
def test_what_was_said_beside_it_is_never_held_against_anybody(
    alone: list[Finding],
    joined: list[Finding],
    others: list[Finding],
    start: int,
    length: int,
) -> None:
    """Joining raises danger labels alone; every other finding is that of the comment itself."""
    own = labelling(alone)
    together = with_danger_of(
        own,
        joined=labelling(joined),
        others=labelling(others),
        place=Span(start, start + length),
    )
    for label in set(Label) - AT_RISK_LABELS:
        assert together.scores.get(label) == own.scores.get(label)
    for label in AT_RISK_LABELS:
        assert together.scores.get(label, 0) >= own.scores.get(label, 0)
    assert AT_RISK_LABELS.isdisjoint(REMOVING_LABELS)
