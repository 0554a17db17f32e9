"""The one table of words for people."""

from __future__ import annotations

import re

from moderation_classifier.domain.names import name_words, people_words
from moderation_classifier.domain.names.people_words import in_both_numbers
from moderation_classifier.domain.word_sets import any_of


def test_plurals_are_english() -> None:
    """Each word of the table with its plural."""
    assert in_both_numbers(["nurse", "midwife", "granny", "gp", "wife"]) == {
        *("nurse", "nurses", "midwife", "midwives", "granny", "grannies"),
        *("gp", "gps", "wife", "wives"),
    }


def test_groups_say_one_thing_each() -> None:
    """A sister is of the staff among names, and anybody's beside a telephone; partners practise."""
    groups = (people_words.RELATIVES, people_words.NEAR, people_words.STAFF)
    assert len(frozenset().union(*groups)) == sum(map(len, groups))
    assert "sister" in people_words.PRIVATE_PEOPLE
    assert "partners" not in people_words.PRIVATE_PEOPLE
    assert "porter" not in name_words.OCCUPATIONS


def test_any_of_matches_the_longer_word_where_it_ends() -> None:
    """The order of the words does not matter once the pattern is bounded."""
    assert re.fullmatch(rf"{any_of(['aunt', 'auntie'])}\b", "auntie")
    assert not re.fullmatch(any_of(["aunt", "auntie"]), "aunties")
