"""What platforms and kinds are called by those who do not know the vocabulary."""

from __future__ import annotations

import pytest

from moderation_common.other_words import OTHER_WORDS, in_our_words
from moderation_common.vocabulary import Kind, Platform


@pytest.mark.parametrize("word", [*Platform, *Kind])
def test_our_own_words_stay(word: str) -> None:
    """Each word of the vocabulary is taken for itself, in any case, with spaces or hyphens."""
    assert in_our_words(str(word)) == word
    assert in_our_words(f" {word.upper().replace('_', ' ')} ") == word
    assert in_our_words(word.replace("_", "-")) == word


@pytest.mark.parametrize("name, word", OTHER_WORDS.items())
def test_a_common_name_stands_for_one_word(name: str, word: str) -> None:
    """It leads into the vocabulary, and is none of its words."""
    assert in_our_words(name.upper()) == word
    assert word in {*Platform, *Kind}
    assert name not in {*Platform, *Kind}


@pytest.mark.parametrize("given", ["zork", "dms", "", "comments", 5, None, ["dm"]])
def test_what_is_unknown_is_no_other(given: object) -> None:
    """Nothing is guessed: whoever asked refuses it."""
    assert in_our_words(given) == given
