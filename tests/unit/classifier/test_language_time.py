"""How long it takes to tell that a text is in another language, against other work on it."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.domain.languages.language import (
    english_of,
    learn_letters,
    name_foreign,
    recognise_language,
)
from moderation_classifier.domain.text import normalise
from tests.support.hostile_texts import HOSTILE
from tests.support.timing import times_as_long

_FEW_TIMES: Final = 3
"""As long as normalising the text, which nobody gets round; naming each piece took ten times."""


@pytest.mark.parametrize(
    "name",
    ["strange words in sentences", "strange words on lines", "every second sentence strange"],
)
def test_what_is_english_is_told_without_naming_what_is_not(name: str) -> None:
    """Whether a sentence is English is asked of each; which language it is, of none of them."""
    text = HOSTILE[name]
    learn_letters()

    taken = times_as_long(lambda: english_of(text), lambda: normalise(text), enough=_FEW_TIMES)

    assert taken < _FEW_TIMES


def test_a_language_is_named_by_some_of_very_many_words() -> None:
    """Five times the words take hardly longer."""
    words = sorted(set(HOSTILE["strange words"].split()))
    learn_letters()
    few = words[:: len(words) // 200]

    taken = times_as_long(lambda: name_foreign(words), lambda: name_foreign(few), enough=_FEW_TIMES)

    assert taken < _FEW_TIMES


def test_very_many_words_are_named_as_some_are() -> None:
    """A long text has the name that its parts have, and the same one every time."""
    polish = "nie mogę już tak dłużej żyć proszę o pomoc bo jestem bardzo chora i sama w domu"
    strange = " ".join(
        f"{word}{end}" for word in polish.split() for end in ("", "ka", "owie", "ach")
    )
    many = strange + " " + " ".join(f"prze{word}szcz wy{word}ość" for word in strange.split())

    assert len(set(many.split())) > 150
    assert {recognise_language(each) for each in (polish, many)} == {"Polish"}


def test_no_comment_waits_for_what_is_learned_once() -> None:
    """An engine that is open knows already what languages look like."""
    learn_letters.cache_clear()

    open_engine()

    assert learn_letters.cache_info().currsize == 1
