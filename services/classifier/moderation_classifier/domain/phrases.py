"""Finds thousands of words and phrases at once, whole, in every reading of a text.

Those in a script beyond Latin are looked for in the letters as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import ahocorasick

from moderation_classifier.domain.languages.lettered import holds_letters, is_unspaced, read_letters
from moderation_classifier.domain.text import NormalisedText, Span, View, squeeze


class PhraseIndex:
    """An Aho-Corasick automaton over words and phrases, each with the numbers of its owners."""

    def __init__(self, owners: Mapping[str, Sequence[int]]) -> None:
        """Take lower-case phrases; apostrophes count for nothing."""
        self._automaton: Final = ahocorasick.Automaton()
        self._lettered: Final = ahocorasick.Automaton()
        self._squeezed: Final[dict[str, Sequence[int]]] = {}
        for written, numbers in owners.items():
            if holds_letters(written):
                letters = read_letters(written).text
                self._lettered.add_word(letters, (len(letters), tuple(numbers)))
                continue
            phrase = written.replace("'", "")
            self._automaton.add_word(phrase, (len(phrase), tuple(numbers)))
            if " " not in phrase and squeeze(phrase) == phrase:
                self._squeezed[phrase] = numbers
        for automaton in (self._automaton, self._lettered):
            if len(automaton):
                automaton.make_automaton()

    def find(self, text: NormalisedText) -> Iterator[tuple[int, Span]]:
        """Yield the owner and place of every match; a place may come up in several readings."""
        views = [(self._automaton, view) for view in (text.words, *text.disguises)]
        if len(self._lettered) and holds_letters(text.original):
            views.append((self._lettered, read_letters(text.original)))
        for automaton, view in views:
            for numbers, span in _whole_words(automaton, view):
                for number in numbers:
                    yield number, span
        for token in text.squeezed:
            for number in self._squeezed.get(token.text, ()):
                yield number, Span(token.places[0], token.places[-1] + 1)


def _whole_words(
    automaton: ahocorasick.Automaton, view: View
) -> Iterator[tuple[Sequence[int], Span]]:
    if not len(automaton):
        return
    text = view.text
    for last, (length, numbers) in automaton.iter(text):
        start, end = last - length + 1, last + 1
        opens = start == 0 or text[start - 1] == " "
        closes = end == len(text) or text[end] == " "
        if (opens and closes) or is_unspaced(text[start]):
            yield numbers, view.span(start, end)
