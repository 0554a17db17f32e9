"""What is called drift, what is not, and how it is put into words."""

from __future__ import annotations

import random

from moderation_classifier.domain.quality.drift import (
    BINS,
    MIN_COMMENTS,
    Movement,
    ScoreCounts,
    compare,
    compare_label,
    stability_index,
)
from moderation_common.vocabulary import Label


def counts(comments: int, *bins: int, labelled: int = 0) -> ScoreCounts:
    """Return comments with so many scores of hate in each bin from the lowest."""
    return ScoreCounts(
        comments=comments, scores={Label.HATE: (0, *bins)}, labelled={Label.HATE: labelled}
    )


STEADY = counts(4000, 100, 50, 30, 20, 20, labelled=20)


def test_the_same_shares_are_steady() -> None:
    """Half as many comments, spread alike, have not moved."""
    drift = compare_label(Label.HATE, counts(2000, 50, 25, 15, 10, 10, labelled=10), STEADY)
    assert drift.movement is Movement.STEADY
    assert drift.words == ""


def test_a_flood_of_high_scores_is_marked_and_named() -> None:
    """What moved is said with the share before and after."""
    drift = compare_label(Label.HATE, counts(1000, 25, 12, 8, 100, 250, labelled=250), STEADY)
    assert drift.movement is Movement.MARKED
    assert "25.0%" in drift.words
    assert "0.5%" in drift.words
    assert "a rise beyond what chance explains" in drift.words


def test_a_fall_is_called_one() -> None:
    """A label given far less often has moved as well, and which way is said rightly."""
    often = counts(1000, 600, 100, 50, 50, 200, labelled=292)
    drift = compare_label(Label.HATE, counts(1000, 600, 100, 50, 50, 200, labelled=204), often)
    assert drift.movement is Movement.SLIGHT
    assert drift.words == (
        "hate was given to 20.4% of the newer comments and 29.2% of the older ones, a fall beyond"
        " what chance explains."
    )


def test_few_comments_say_nothing() -> None:
    """However odd they look, and the answer says how many it takes."""
    drift = compare_label(Label.HATE, counts(MIN_COMMENTS - 1, 0, 0, 0, 0, 199), STEADY)
    assert (drift.movement, drift.index, drift.rate) == (Movement.UNKNOWN, None, None)
    assert str(MIN_COMMENTS) in drift.words


def test_chance_is_not_called_drift() -> None:
    """Of 300 weeks drawn from one and the same world, no more than a few are called moved."""
    rng = random.Random(7)
    shares = (0.9, 0.05, 0.02, 0.01, 0.01, 0.01)

    def week(comments: int) -> ScoreCounts:
        drawn = rng.choices(range(BINS), shares, k=comments)
        bins = [drawn.count(place) for place in range(BINS)]
        return counts(comments, *bins[1:], labelled=bins[-1])

    moved = sum(
        compare_label(Label.HATE, week(250), week(1000)).movement is not Movement.STEADY
        for _ in range(300)
    )
    assert moved <= 6


def test_each_label_that_either_time_has_is_compared() -> None:
    """A label that has vanished is as telling as one that is new."""
    newer = ScoreCounts(comments=500, scores={Label.SPAM: (0, 0, 0, 0, 0, 9)}, labelled={})
    assert [drift.label for drift in compare(newer, STEADY)] == [Label.HATE, Label.SPAM]


def test_an_empty_bin_does_not_make_the_index_infinite() -> None:
    """A bin that only one of the times has is large, but a number."""
    assert 0 < stability_index((0, 100), (100, 0)) < 20
