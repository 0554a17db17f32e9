"""Rules that find in other languages what somebody in danger writes, from `foreign_danger`.

What they find is a doubt: no model here reads the language. People are told of it at once, by night
too, as of any doubt about danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from moderation_classifier.domain.languages.foreign_danger import FOREIGN_DANGER
from moderation_classifier.domain.languages.foreign_meanings import MEANINGS, NEGATIONS, TITLES
from moderation_classifier.domain.languages.lettered import holds_letters, is_unspaced
from moderation_classifier.domain.languages.letters import unaccented
from moderation_classifier.domain.rules import Rule
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_DOUBT: Final = 0.5
"""Under every pack enough for a doubt about danger, and too little to be certain of it."""

_ENGLISH_TITLES: Final = "song, film, movie, song called, film called, movie called, novel called"
_TITLES_BEHIND: Final = "Turkish"
"""The language that calls a thing after its title."""


def phrases_of(written: str) -> tuple[str, ...]:
    """Return the phrases of a line of the table, as it writes them."""
    return tuple(written.split(", "))


def _plain(phrase: str) -> Iterator[str]:
    """Yield the phrase as texts are read, and as those type it who write `ae` for æ."""
    if holds_letters(phrase):
        yield phrase
    else:
        yield normalise(phrase).words.text
        yield normalise(unaccented(phrase)).words.text


def _rules() -> Iterator[Rule]:
    labels = dict.fromkeys(label for lines in FOREIGN_DANGER.values() for label in lines)
    for label in labels:
        yield Rule(
            id=f"{label.replace('_', '-')}.another-language",
            label=label,
            score=_DOUBT,
            phrases=tuple(dict.fromkeys(chain.from_iterable(map(_plain, _said(label))))),
            spared=tuple(dict.fromkeys(_spared(label))),
        )


def _said(label: Label) -> Iterable[str]:
    return (
        phrase
        for lines in FOREIGN_DANGER.values()
        for phrase in phrases_of(lines.get(label, ""))
        if phrase
    )


def _spared(label: Label) -> Iterator[str]:
    """Yield the phrases with what gives them another meaning, plainly written."""
    for language, lines in FOREIGN_DANGER.items():
        said = phrases_of(lines[label]) if label in lines else ()
        for meaning in MEANINGS:
            if (meaning.language, meaning.label) == (language, label):
                beside = phrases_of(meaning.beside)
                ends = [one for one in said if _ends(one, beside)]
                begins = [one for one in said if _begins(one, beside)]
                yield from _joined(ends, phrases_of(meaning.behind))
                yield from _joined(phrases_of(meaning.before), begins)
        if label is Label.SELF_HARM:
            yield from _negated(language, said)
            yield from _titles(language, said)


def _negated(language: str, said: Iterable[str]) -> Iterator[str]:
    words, wanting = NEGATIONS.get(language, ("", ""))
    turned = phrases_of(words)
    # What is negative already, a second "not" makes no better.
    positive = [
        one
        for one in said
        if _begins(one, phrases_of(wanting)) and {*turned}.isdisjoint(one.split())
    ]
    return _joined(turned, positive)


def _titles(language: str, said: Iterable[str]) -> Iterator[str]:
    named = phrases_of(TITLES.get(language, ""))
    latin = [one for one in said if not holds_letters(one)]
    yield from _joined(phrases_of(_ENGLISH_TITLES), latin)
    if language == _TITLES_BEHIND:
        yield from _joined(latin, named)
    else:
        yield from _joined(named, latin)


def _ends(phrase: str, words: Iterable[str]) -> bool:
    return any(phrase.endswith(one) for one in words)


def _begins(phrase: str, words: Iterable[str]) -> bool:
    return any(phrase.startswith(one) for one in words)


def _joined(first: Iterable[str], second: Iterable[str]) -> Iterator[str]:
    """Yield each of the first with each of the second, where both are written in one script."""
    behind = [(plain, holds_letters(one)) for one in second if one for plain in _plain(one)]
    for one in filter(None, first):
        lettered = holds_letters(one)
        gap = "" if is_unspaced(one[0]) else " "
        for plain in _plain(one):
            yield from (f"{plain}{gap}{other}" for other, alike in behind if alike == lettered)


FOREIGN_RULES: Final = tuple(_rules())
"""One for each label; which language it was, the decision says."""
