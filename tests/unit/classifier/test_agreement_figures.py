"""What the figures say of small worlds whose truth is known."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.quality.agreement_figures import (
    LabelFigures,
    calibration_error,
    cohen_kappa,
    measure,
    measure_label,
)
from moderation_classifier.domain.quality.estimate import (
    Said,
    answers_needed,
    effective_number,
    estimate,
    wilson,
)
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_common.identity import EventId
from moderation_common.vocabulary import Action, Category, Label
from tests.support.learning import breach, example, judgement

HIDE = (Action.HIDE,)


def test_wilson_gives_the_textbook_interval() -> None:
    """Nine of ten: 0.596 to 0.982, as statistics books have it."""
    assert wilson(0.9, 10) == pytest.approx((0.596, 0.982), abs=0.001)


def test_so_many_answers_keep_the_bound_and_one_fewer_does_not() -> None:
    """The number asked for is the smallest that proves what it is asked to prove."""
    needed = answers_needed(0.001)

    assert wilson(0, needed, z=1.644854)[1] <= 0.001 < wilson(0, needed - 1, z=1.644854)[1]


def test_no_number_of_answers_proves_a_bound_of_nought() -> None:
    """Whoever asks for certainty is told that there is none."""
    with pytest.raises(ValueError, match="above 0"):
        answers_needed(0)


def test_nothing_is_estimated_from_nothing() -> None:
    """Without an answer that has weight there is no share."""
    assert estimate([]) is None
    assert estimate([Said(true=True, weight=0.0)]) is None


def test_a_comment_drawn_at_random_counts_for_those_it_stands_for() -> None:
    """One hateful comment missed among 2 drawn of 1,000 left outweighs 10 found in review."""
    found = [
        breach(judgement(n, labels=[Label.HATE], scores={Label.HATE: 0.9}), Label.HATE)
        for n in range(10)
    ]
    drawn = [judgement(100 + n, stratum=Stratum.LEFT, share=0.002) for n in range(2)]
    missed, fine = breach(drawn[0], Label.HATE), example(drawn[1])
    evidence = weigh([*found, missed, fine], {Stratum.REVIEW: 10, Stratum.LEFT: 1000})

    (hate,) = measure(evidence, {Label.HATE: {Stratum.REVIEW: 10}}).labels
    assert hate.recall is not None
    assert hate.recall.value == pytest.approx(10 / 510)
    assert hate.precision is not None
    assert hate.precision.value == 1


def test_what_a_person_looked_at_unasked_moves_no_figure() -> None:
    """A comment that a person picked is an example, but no sample."""
    picked = judgement(1, stratum=Stratum.LEFT, share=0.005, asked=False)
    reviewed = example(judgement(2))
    evidence = weigh([breach(picked, Label.HATE), reviewed], {Stratum.REVIEW: 1})

    figures = measure(evidence, {})
    assert (figures.examples, figures.weighed) == (2, 1)
    assert figures.labels == ()


def test_shares_that_changed_weigh_each_comment_by_its_own() -> None:
    """Of 300 comments left, one drawn at 1 in 100 stands for twice as many as one at 1 in 50."""
    rare = example(judgement(1, stratum=Stratum.LEFT, share=0.01))
    often = example(judgement(2, stratum=Stratum.LEFT, share=0.02))
    evidence = weigh([rare, often], {Stratum.LEFT: 300})

    assert [one.weight for one in evidence.weighed] == pytest.approx([200, 100])


def test_a_wave_decided_at_once_tells_as_much_as_one_answer() -> None:
    """A thousand copies that one person hid once prove nothing of the next thousand."""
    wave = [judgement(n, labels=[Label.SPAM]) for n in range(1000)]
    alone = [judgement(2000 + n, labels=[Label.SPAM]) for n in range(20)]
    said = [breach(one, Label.SPAM, decided_in=EventId("wave")) for one in wave]
    said += [breach(one, Label.SPAM) for one in alone]
    evidence = weigh(said, {Stratum.REVIEW: 1020})

    (spam,) = measure(evidence, {Label.SPAM: {Stratum.REVIEW: 1020}}).labels
    assert (spam.examples, spam.by_people, spam.by_machine) == (21, 21, 21)
    assert spam.precision is not None
    assert spam.precision.examples == 21
    assert spam.precision.low < 0.5
    assert effective_number(one.say(true=True) for one in evidence.weighed) < 1.1


def test_removals_that_people_undo_are_the_overturned_share() -> None:
    """Two of eight removals that were checked would not have been made."""
    removed = [judgement(n, stratum=Stratum.REMOVED, share=0.1, actions=HIDE) for n in range(8)]
    verdicts = [breach(one, Label.SPAM) for one in removed[:6]]
    verdicts += [example(one, actions=[Action.UNHIDE]) for one in removed[6:]]

    safety = measure(weigh(verdicts, {Stratum.REMOVED: 80}), {}).safety
    assert safety.removed == 8
    assert safety.overturned is not None
    assert safety.overturned.value == pytest.approx(0.25)


def test_the_first_figure_is_of_all_comments_that_must_be_left() -> None:
    """20 wrong of 80 removals, beside 10,000 comments left rightly, are 0.2 %."""
    removed = [judgement(n, stratum=Stratum.REMOVED, share=0.1, actions=HIDE) for n in range(8)]
    left = [judgement(100 + n, stratum=Stratum.LEFT, share=0.005) for n in range(50)]
    verdicts = [breach(one, Label.SPAM) for one in removed[:6]]
    verdicts += [example(one, actions=[Action.UNHIDE]) for one in removed[6:]]
    verdicts += [example(one) for one in left]

    figure = measure(
        weigh(verdicts, {Stratum.REMOVED: 80, Stratum.LEFT: 10_000}), {}
    ).safety.must_leave_removed
    assert figure is not None
    assert figure.value == pytest.approx(20 / 10_020)
    assert figure.low < figure.value < figure.high < 0.01


def test_what_nobody_has_answered_for_leaves_the_figure_unknown() -> None:
    """Without an answer about what was left, neither recall nor the first figure is given."""
    removed = judgement(1, stratum=Stratum.REMOVED, share=0.1, actions=HIDE, labels=[Label.SPAM])
    figures = measure(
        weigh([breach(removed, Label.SPAM)], {Stratum.REMOVED: 10, Stratum.LEFT: 1000}),
        {Label.SPAM: {Stratum.REMOVED: 10}},
    )

    assert figures.unanswered == (Stratum.LEFT,)
    assert figures.safety.must_leave_removed is None
    assert figures.safety.overturned is not None
    (spam,) = figures.labels
    assert spam.recall is None
    assert spam.precision is not None


def danger_left(seen: int) -> LabelFigures:
    """Return what is known of a danger of which so many of 400 comments left were drawn.

    In doubt were 25, of which people called 5 danger; what was drawn was danger.
    """
    danger = [Label.SELF_HARM]
    doubted = [judgement(n, labels=danger) for n in range(25)]
    drawn = [
        judgement(100 + n, stratum=Stratum.LEFT, share=0.005, labels=danger) for n in range(seen)
    ]
    others = [judgement(200 + n, stratum=Stratum.LEFT, share=0.005) for n in range(10)]
    evidence = weigh(
        [
            *(example(one, labels=danger) for one in (*doubted[:5], *drawn)),
            *(example(one, labels=[Label.QUERY]) for one in (*doubted[5:], *others)),
        ],
        {Stratum.REVIEW: 25, Stratum.LEFT: 2000},
    )
    given = {Label.SELF_HARM: {Stratum.REVIEW: 25, Stratum.LEFT: 400}}
    assert evidence.unanswered == ()
    (figures,) = [one for one in measure(evidence, given).labels if one.label is Label.SELF_HARM]
    return figures


def test_a_labels_precision_is_unknown_where_nobody_answered_for_what_was_left() -> None:
    """Certain danger opens a case and no review; its doubtful comments do not speak for it."""
    unseen, seen = danger_left(0), danger_left(2)

    assert unseen.by_machine == 25
    assert unseen.precision is None
    assert unseen.agreement is not None
    assert seen.precision is not None
    assert seen.precision.value > 0.9


def test_whoever_removes_without_naming_a_label_has_not_said_that_it_was_right() -> None:
    """An answer that says nothing of the label leaves its precision as unknown as none."""
    removed = judgement(1, stratum=Stratum.REMOVED, actions=HIDE, labels=[Label.HATE])
    reviewed = breach(judgement(2, labels=[Label.HATE]), Label.HATE)
    silent = example(removed, category=Category.HARMFUL_ABUSE, actions=HIDE)
    evidence = weigh([silent, reviewed], {Stratum.REMOVED: 1, Stratum.REVIEW: 1})

    (hate,) = measure(evidence, {Label.HATE: {Stratum.REMOVED: 1, Stratum.REVIEW: 1}}).labels
    assert hate.precision is None


def test_a_comment_that_breaks_a_rule_is_not_one_that_must_be_left() -> None:
    """Leaving abuse that the platform cannot hide does not make the machine's hiding wrong."""
    removed = judgement(1, stratum=Stratum.REMOVED, actions=HIDE)
    verdict = example(removed, category=Category.HARMFUL_ABUSE, labels=[Label.HATE])

    assert verdict.overturned
    assert not verdict.must_leave
    assert not example(removed, actions=[Action.REPORT]).must_leave


def test_a_removal_without_a_label_says_nothing_of_labels() -> None:
    """Who hides a comment and names no label has not said that it is no hate."""
    silent = example(judgement(1), category=Category.HARMFUL_ABUSE, actions=HIDE)
    assert not silent.speaks_of(Label.HATE)

    fine = example(judgement(2))
    assert fine.speaks_of(Label.HATE)
    assert not fine.speaks_of(Label.CRITICISM)


def test_danger_that_reached_a_person_counts_as_reached() -> None:
    """A doubt of the machine's own reached somebody; a random draw does not count as that."""
    doubted = breach(judgement(1, scores={Label.SELF_HARM: 0.4}), Label.SELF_HARM)
    drawn = breach(judgement(2, stratum=Stratum.LEFT, share=0.5), Label.SELF_HARM)
    evidence = weigh([doubted, drawn], {Stratum.REVIEW: 1, Stratum.LEFT: 1})

    figures = measure_label(Label.SELF_HARM, evidence.weighed, {})
    assert figures.recall is not None
    assert figures.recall.value == 0
    assert figures.reached is not None
    assert figures.reached.value == pytest.approx(0.5)


def test_kappa_of_the_textbook() -> None:
    """Cohen's own kind of table: 20, 5, 10 and 15 give 0.4."""
    answers = [
        *[(True, True, 1.0)] * 20,
        *[(True, False, 1.0)] * 5,
        *[(False, True, 1.0)] * 10,
        *[(False, False, 1.0)] * 15,
    ]
    assert cohen_kappa(answers) == pytest.approx(0.4)


def test_kappa_is_unknown_where_both_always_say_the_same() -> None:
    """Agreement that chance alone gives proves nothing."""
    assert cohen_kappa([(False, False, 1.0)] * 9) is None
    assert cohen_kappa([]) is None


def test_the_calibration_error_is_the_gap_between_score_and_share() -> None:
    """Scores of 0.9 that are right half the time are 0.4 off."""
    assert calibration_error([(0.9, True, 1.0), (0.9, False, 1.0)]) == pytest.approx(0.4)
    assert calibration_error([(1.0, True, 3.0), (0.0, False, 5.0)]) == 0
    assert calibration_error([]) is None
