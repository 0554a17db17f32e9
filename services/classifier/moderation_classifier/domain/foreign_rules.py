"""Rules that find in other languages what somebody in danger writes, from `foreign_danger`.

What they find is a doubt: no model here reads the language. People are told of it at once, by night
too, as of any doubt about danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from moderation_classifier.domain.foreign_danger import FOREIGN_DANGER
from moderation_classifier.domain.lettered import holds_letters
from moderation_classifier.domain.letters import unaccented
from moderation_classifier.domain.rules import Rule
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_DOUBT: Final = 0.5
"""Under every pack enough for a doubt about danger, and too little to be certain of it."""

_SAID_LIGHTLY: Final = (
    r"(?:de|da|di|dal|dalle) (?:la |tanta |tanto |tanto a )?(?:risa|rir|riso|ridere|risate|ras)",
    r"de rire|ze smiechu|ve smichu|od smijeha|od smeha|gulmekten|vor lachen|van het lachen",
    r"(?:the|this|that|a|my|favou?rite) song|lyrics|canzone|cancion|cancao|chanson|piosenk\w+",
    r"sarki\w*|cantec\w*",
    r"(?:film\w*|movie|pelicula|novela|serial\w*|romanzo|powiesc\w*|titul\w*|titol\w*|titre)",
)
"""What is said of laughter, and what songs, films and books are called."""


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
            unless=_SAID_LIGHTLY,
        )


def _said(label: Label) -> Iterable[str]:
    return (
        phrase
        for lines in FOREIGN_DANGER.values()
        for phrase in phrases_of(lines.get(label, ""))
        if phrase
    )


FOREIGN_RULES: Final = tuple(_rules())
"""One for each label; which language it was, the decision says."""
