"""Cuts what the encoder reads into windows of tokens: some of the comment, then what it answers.

Training and service use this module, so that a text looks the same to both. Changing what stands in
a window changes what stored weights mean: raise `READING_VERSION`, and train again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tokenizers import Tokenizer

MAX_TOKENS: Final = 64
"""Of a comment, in one window: in a longer one a single clause weighs too little."""
MAX_CONTEXT_TOKENS: Final = 32
_OVERLAP: Final = 16
_MAX_WINDOWS: Final = 4
"""So that the time is bounded: the beginning, the end, then evenly between them."""
_MOST_WANTED: Final = 2 * _MAX_WINDOWS
_WINDOWS_OF_THE_LONGEST: Final = 3
"""Where four would hold less than half (over 400 tokens, some 300 words), a person reads it in any
case, and rules read it all: one fewer keeps the longest texts within their time."""
_ENDS: Final = 2
"""Windows that are read with what the comment answers: it bears on how one begins and ends."""
_CONTEXT_CHARACTERS: Final = 200
_READING_CHARACTERS: Final = 4_000
"""Of a longer reading, far more than the windows hold, the two ends are looked at."""
_PASSED_OVER: Final = ("'", "a", "an")
"""Tokens that are left out: they take time and tell nothing. Full stops, commas and `the` do."""


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a comment's reading, ready for the encoder."""

    ids: tuple[int, ...]
    """The mark that opens, the comment's tokens, then, after another mark, the context's."""
    own: int
    """How many of them, from the first, are the comment's, the mark that opens included."""
    starts: tuple[int, ...]
    """Where in the reading each of the comment's tokens begins, the mark left out."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a comment the encoder is to read."""

    windows: tuple[Window, ...]
    whole: bool
    """Whether the windows hold all of it."""


class Cutter:
    """A tokenizer with the marks that BERT's encoders expect."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._opens, self._parts = _mark(tokenizer, "[CLS]"), _mark(tokenizer, "[SEP]")
        self._passed_over = frozenset(map(tokenizer.token_to_id, _PASSED_OVER))

    def cut(self, reading: str, *contexts: str) -> list[Cut]:
        """Return the windows of a reading, once for each context, with its beginning after them.

        Of a long reading the ends alone have the context after them. The windows between, read
        without it, are the same objects for every context, so that they need be read only once.
        What the windows do not hold whole is read without any: time is bounded, and a person reads
        it all.
        """
        tokens = self._tokens(reading)
        if not tokens.ids:
            return [Cut((), whole=True) for _ in contexts]
        ranges, covered = _ranges(len(tokens.ids))
        whole = covered and tokens.whole
        bare = [self._window(tokens, [], slice(*each)) for each in ranges]
        cuts: list[Cut] = []
        for context in contexts:
            answered = self._answered(context) if whole else []
            ends = [
                self._window(tokens, answered, slice(*each)) if answered else window
                for each, window in zip(ranges[:_ENDS], bare, strict=False)
            ]
            cuts.append(Cut((*ends, *bare[_ENDS:]), whole=whole))
        return cuts

    def first(self, reading: str, context: str, *, limit: int) -> Window:
        """Return the first `limit` tokens of a reading as one window, for training."""
        return self._window(self._tokens(reading), self._answered(context), slice(limit))

    def _answered(self, context: str) -> list[int]:
        if not context:
            return []
        return self._encode(context[:_CONTEXT_CHARACTERS]).ids[:MAX_CONTEXT_TOKENS]

    def _tokens(self, reading: str) -> _Tokens:
        if len(reading) <= _READING_CHARACTERS:
            return self._encode(reading)
        tail = len(reading) - _READING_CHARACTERS // 2
        first = self._encode(reading[: _READING_CHARACTERS // 2])
        last = self._encode(reading[tail:], shift=tail)
        return _Tokens(first.ids + last.ids, first.starts + last.starts, whole=False)

    def _encode(self, text: str, *, shift: int = 0) -> _Tokens:
        """Return the tokens of a piece of a reading that begins at `shift`."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        every = list(zip(found.ids, found.offsets, strict=True))
        telling = [each for each in every if each[0] not in self._passed_over]
        # Of what consists of nothing else, the encoder is to see that it says something.
        kept = telling or every
        return _Tokens([token for token, _ in kept], [shift + place for _, (place, _) in kept])

    def _window(self, tokens: _Tokens, answered: list[int], part: slice) -> Window:
        ids = (self._opens, *tokens.ids[part])
        return Window(
            ids=(*ids, self._parts, *answered) if answered else ids,
            own=len(ids),
            starts=tuple(tokens.starts[part]),
        )


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a reading, each with its place."""

    ids: list[int]
    starts: list[int]
    whole: bool = True
    """Whether they are all of it."""


def _mark(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"The tokenizer has no {mark}; take that of a BERT model.")
    return int(number)


def _ranges(tokens: int) -> tuple[list[tuple[int, int]], bool]:
    """Return the windows of so many tokens, the ends first, and whether they cover them all."""
    if tokens <= MAX_TOKENS:
        return [(0, tokens)], True
    step = MAX_TOKENS - _OVERLAP
    wanted = 1 + -(-(tokens - MAX_TOKENS) // step)
    most = _MAX_WINDOWS if wanted <= _MOST_WANTED else _WINDOWS_OF_THE_LONGEST
    count = min(most, wanted)
    last = tokens - MAX_TOKENS
    starts = [round(last * part / (count - 1)) for part in range(count)]
    ranges = [(start, start + MAX_TOKENS) for start in (starts[0], starts[-1], *starts[1:-1])]
    return ranges, count == wanted
