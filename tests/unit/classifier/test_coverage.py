"""Of how much of the past a trial speaks, in sentences that a person reads with it."""

from __future__ import annotations

from datetime import UTC, datetime

from moderation_classifier.domain.trials.coverage import (
    Coverage,
    Unknown,
    newest_only_sentence,
    other_models_sentence,
)

SINCE = datetime(2026, 9, 30, 23, tzinfo=UTC)
EARLIEST = datetime(2026, 11, 3, 10, 15, tzinfo=UTC)


def test_nothing_is_said_when_everything_was_tried() -> None:
    """A whole trial needs no warning."""
    assert Coverage(since=SINCE, earliest=EARLIEST).warnings == ()


def test_a_log_that_begins_later_is_said_in_one_sentence() -> None:
    """From when it is complete, and since when was asked for, in London's time."""
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, complete_from=EARLIEST).warnings
    assert "complete only from 3 November 2026, 10:15" in said
    assert "the 1 October 2026, 00:00 asked for" in said
    assert said.count(".") == 1


def test_the_earliest_of_a_trial_that_was_cut_off_is_named() -> None:
    """Whoever reads it knows how far back it went."""
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, cut_off=True).warnings
    assert "only the newest were tried, the earliest of them from 3 November 2026, 10:15" in said


def test_from_when_the_newest_judgements_are_is_said_in_one_sentence() -> None:
    """Whoever asked for half a year reads that a month was looked at."""
    said = newest_only_sentence(EARLIEST)
    assert said.endswith("only the newest count, the earliest of them from 3 November 2026, 10:15.")
    assert said.count(".") == 1


def test_rules_that_scores_cannot_be_tried_without_are_named() -> None:
    """Nobody takes a label for lost that another rule would have found as well."""
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, rules_off=("a-rule", "b-rule")).warnings
    assert said.endswith("as if nothing would: a-rule, b-rule.")


def test_what_other_models_scored_is_counted() -> None:
    """How many judgements were left out, and why."""
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, other_models=312).warnings
    assert said.startswith("312 judgements were left out")
    assert "two models' scores cannot be compared" in said
    assert other_models_sentence(1).startswith("1 judgement was left out")


def test_what_is_missing_around_the_comments_is_said_in_one_sentence() -> None:
    """Each with the number concerned; nothing is said of what is there."""
    missing = Unknown(modes=40, answered=7)
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, unknown=missing).warnings
    assert said.endswith(" for none: the modes declared then for 40, what they answer for 7.")
    assert said.count(".") == 1


def test_what_may_not_have_been_seen_is_counted() -> None:
    """Whoever reads of fewer reviews knows how many comments may have needed one all the same."""
    (said,) = Coverage(since=SINCE, earliest=EARLIEST, unknown=Unknown(unseen=800)).warnings
    assert said.endswith(" for none: pictures with them and text left unread for 800.")
