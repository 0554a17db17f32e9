"""The normalised forms of a comment, each of whose characters knows its place in the original.

Disguise is undone here once (lookalike letters, invisible characters, combining marks, leetspeak,
stretched words, spaced letters), so that rules and model can be written in plain English. Every
step is linear in the text, which is cut at a stated length first. Nothing here judges a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from operator import is_, itemgetter
from typing import Final, NamedTuple

from moderation_classifier.domain.disguise.characters import fold_character
from moderation_classifier.domain.disguise.flags import read_flags
from moderation_classifier.domain.disguise.glued import MIN_GLUED, cuts, may_be_glued
from moderation_classifier.domain.disguise.lookalikes import read_lookalikes
from moderation_classifier.domain.disguise.pictures import read_pictures
from moderation_classifier.domain.disguise.spelt import V_FOR_U, is_word, part, with_l, with_u

MAX_ANALYSED_CHARACTERS: Final = 8_000
"""Facebook's limit for a comment. A longer text is cut here and sent to a person."""

_MAX_FOLDED_CHARACTERS: Final = 2 * MAX_ANALYSED_CHARACTERS
"""Some single characters unfold into eighteen; past this the folded form is cut as well."""

_LEET_I: Final = str.maketrans("013457@$!|+€8", "oieastasiite" + "b")
_LEET_L: Final = str.maketrans("013457@$!|+€8", "oleastasllte" + "b")
_MIN_LETTERS_FOR_LEET: Final = 2
"""`A55` is a road and `B12` a vitamin; `t1t5` has two letters and is neither."""

_COUNTED: Final = re.compile(r"\d+[a-z]{1,3}|[a-z]{1,2}\d+")
"""`10am`, `24hrs`, `a55`: they hide no word, unless they stand beside one that is disguised."""
_SHORT_DISGUISE: Final = 3
_BESIDE: Final = 2
"""Words on either side of a disguised one, where such a short one may be part of the disguise."""

_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_DISGUISED: Final = re.compile(r"[a-z0-9@$!|+€*#._'-]+")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
_MAYBE_DISGUISED: Final = re.compile(r"[a-z*#][0-9@$!|+€]|[0-9@$!|+€][a-z*#]|" + _STRETCHED.pattern)
"""A sign for a letter beside one, or a letter thrice: without it no reading differs."""
_DOUBLED: Final = re.compile(r"([a-z])\1+")
_SENTENCE_END: Final = re.compile(r"(?<![.!?])[.!?]++(?=\s|$)|\n")
"""A row of marks is tried from its beginning alone: from each mark it would take quadratic time."""
_CAPITAL_INSIDE: Final = re.compile(r"I(?<=[a-z]I)")
_WITH_CAPITAL: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]?[a-z]++I[a-zI]*+(?![A-Za-z0-9])")
"""A word in lower case but for its first letter, perhaps, and for what may be an l."""
_BRACKETED: Final = re.compile(r"(?:\([^\W\d_]\)|\[[^\W\d_]\]|\{[^\W\d_]\}|\(\*\)|\[\*\]|\{\*\})++")
"""Letters each in brackets, or a star for one."""
_LETTERS_BEFORE: Final = re.compile(r"[^\W\d_]*+\Z")
_LETTERS_AFTER: Final = re.compile(r"[^\W\d_]*+")
_NOTHING: Final = "\u2060"
"""Shows as nothing, and so is left out of every form."""
_PLACES: Final = tuple(range(MAX_ANALYSED_CHARACTERS))
_NON_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_WITHIN_WORDS: Final = frozenset("'")
_BETWEEN_LETTERS: Final = frozenset("._'-")
_MIN_SPACED_LETTERS: Final = 3
_MAX_LETTER_GAP: Final = 3
_SHORT_WORD: Final = 32
"""Letters; what is remembered of words is bounded by it."""
_START: Final = itemgetter(0)


class Span(NamedTuple):
    """A half-open range of code points of the original text."""

    start: int
    end: int


class _Token(NamedTuple):
    text: str
    places: tuple[int, ...]
    """For each character of `text`, its index in the original."""


@dataclass(frozen=True, slots=True)
class View:
    """One form of the text, with the original index of each of its characters."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]`, which is not empty, stands in the original."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def index(self, place: int) -> int:
        """Return the index in this view of the character at or before an original place."""
        return max(0, bisect_right(self.places, place) - 1)


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A comment ready for rules and model."""

    original: str
    """The text as received, whole."""
    plain: View
    """Lower case, plain letters, single spaces; punctuation and emoji kept."""
    words: View
    """The words alone, one space between them."""
    disguises: tuple[View, ...]
    """Other readings of the words, where they differ: leetspeak undone, stretches shortened."""
    squeezed: tuple[_Token, ...]
    """Words with doubled letters made single, for look-up one by one."""
    unveiled: tuple[View, ...]
    """`plain` with the words undone that are disguised, where any is: for patterns."""
    sentences: tuple[tuple[int, int], ...]
    """Half-open ranges of `plain`, in order, covering it."""
    too_long: bool
    """True when only the first `MAX_ANALYSED_CHARACTERS` were read."""

    @property
    def ascii(self) -> bytes:
        """The plain form as bytes for RE2, one byte a character, so that places stay equal."""
        return ascii_bytes(self.plain.text)

    def read_as(self, plain: View) -> NormalisedText:
        """Return the text with another plain form, one of `unveiled`, in the place of its own."""
        return replace(self, plain=plain, unveiled=(), sentences=_sentences(plain.text))

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Return the range in `plain` of the sentence that holds an original place."""
        index = self.plain.index(place)
        return self.sentences[max(0, bisect_right(self.sentences, index, key=_START) - 1)]

    def sentence_after(self, sentence: tuple[int, int]) -> tuple[int, int] | None:
        """Return the sentence that follows one of this text's; `None` after the last."""
        place = bisect_right(self.sentences, sentence[0], key=_START)
        return self.sentences[place] if place < len(self.sentences) else None


@lru_cache(maxsize=4)
def ascii_bytes(text: str) -> bytes:
    """Return the text with every character beyond ASCII as one control byte."""
    return _NON_ASCII.sub("\x1a", text).encode("ascii")


def normalise(original: str) -> NormalisedText:
    """Return the forms of a text in time linear in its first `MAX_ANALYSED_CHARACTERS`.

    Any string is accepted: empty, unpaired surrogates, control and right-to-left characters.
    """
    plain, cut = _fold(original[:MAX_ANALYSED_CHARACTERS])
    tokens, maybe_disguised = _tokens(plain)
    if any(map(may_be_glued, [word for word, _ in tokens if len(word) >= MIN_GLUED])):
        plain = _parted_cries(plain)
        tokens, maybe_disguised = _tokens(plain)
    words = _view(tokens)
    loose = _joined_letters(maybe_disguised)
    as_written = _view(loose)
    undisguised = _undisguised(loose, as_written.text)
    disguises: list[View] = []
    for read in _readings(loose, undisguised, as_written.text):
        view = as_written if all(map(is_, read, loose)) else _view(read)
        if view.text != words.text and all(view.text != other.text for other in disguises):
            disguises.append(view)
    return NormalisedText(
        original=original,
        plain=plain,
        words=words,
        disguises=tuple(disguises),
        squeezed=tuple(_squeezed(token) for token in tokens if _DOUBLED.search(token.text)),
        unveiled=_unveiled(plain, loose, undisguised),
        sentences=_sentences(plain.text),
        too_long=cut or len(original) > MAX_ANALYSED_CHARACTERS,
    )


def squeeze(word: str) -> str:
    """Return the word with each run of one letter as a single letter."""
    return _DOUBLED.sub(r"\1", word)


def _fold(text: str) -> tuple[View, bool]:
    if _CAPITAL_INSIDE.search(text):
        # In lower case nobody could tell `kiII` from `kiii`.
        text = _WITH_CAPITAL.sub(lambda found: with_l(found[0]), text)
    if "(" in text or "[" in text or "{" in text:
        text = _BRACKETED.sub(_unbracketed, text)
    if (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and len(text) <= MAX_ANALYSED_CHARACTERS
    ):
        # Most comments: of these signs one alone has another reading, and no space follows another.
        return View(text.lower().replace("`", "'"), _PLACES[: len(text)]), False
    text = read_pictures(read_flags(read_lookalikes(text)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for folded in fold_character(character):
            if folded in " \n" and characters and characters[-1] in " \n":
                if folded == "\n":
                    characters[-1] = "\n"
                continue
            characters.append(folded)
            places.append(place)
        if len(characters) > _MAX_FOLDED_CHARACTERS:
            break
    cut = len(characters) > _MAX_FOLDED_CHARACTERS
    kept = slice(0, _MAX_FOLDED_CHARACTERS)
    return View("".join(characters[kept]), tuple(places[kept])), cut


def _unbracketed(row: re.Match[str]) -> str:
    """Return letters in brackets without them, in as many characters, where they are in a word."""
    start, end = row.span()
    before = _LETTERS_BEFORE.search(row.string, max(0, start - _SHORT_WORD), start)
    after = _LETTERS_AFTER.match(row.string, end, end + _SHORT_WORD)
    around = before[0] if before else "", after[0] if after else ""
    letters = row[0][1::3]
    word = letters.join(around).casefold()
    # `day(s)` and `(s)he` hide nothing.
    if all(around) or (is_word(word) and letters.casefold() != "s"):
        return "".join(f"{_NOTHING}{letter}{_NOTHING}" for letter in letters)
    return row[0]


def _parted_cries(plain: View) -> View:
    """Return the plain form with blanks in a cry for help that is written as one word."""
    places = cuts(plain.text)
    if not places:
        return plain
    bounds = list(pairwise([0, *places, len(plain.text)]))
    text = " ".join([plain.text[start:end] for start, end in bounds])
    # A blank stands where the letter before it does.
    stand = ((*plain.places[start:end], plain.places[end - 1]) for start, end in bounds)
    return View(text, tuple(chain.from_iterable(stand))[:-1])


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    bounds = [0, *ends]
    if bounds[-1] < len(text) or len(bounds) == 1:
        bounds.append(len(text))
    return tuple(pairwise(bounds))


def _tokens(plain: View) -> tuple[list[_Token], list[_Token]]:
    """Return the words as they are written, and the same with the signs that may hide letters.

    Most of them have no sign, and are the same token in both.
    """
    written: list[_Token] = []
    maybe_disguised: list[_Token] = []
    for match in _DISGUISED.finditer(plain.text):
        start, end = match.span()
        raw = match[0]
        if raw.isalnum():
            token = _Token(raw, plain.places[start:end])
            written.append(token)
            maybe_disguised.append(token)
            continue
        words = _WORD.finditer(plain.text, start, end)
        written += [_cut(plain, *word.span(), without=_WITHIN_WORDS) for word in words]
        left = len(raw) - len(raw.lstrip("*#._'-!|+"))
        right = len(raw.rstrip("._'-!|+€"))
        if left and raw[:left].strip("*#") != raw[:left]:
            # `*word*` is emphasis, `f***` is a mask: a leading star makes the closing one a mark.
            right = len(raw.rstrip("*#._'-!|+€"))
        token = _cut(plain, start + left, start + right, without=_BETWEEN_LETTERS)
        if token.text:
            maybe_disguised.append(token)
    return written, maybe_disguised


def _cut(plain: View, start: int, end: int, *, without: frozenset[str]) -> _Token:
    text = plain.text[start:end]
    if text.isalnum() or without.isdisjoint(text):
        return _Token(text, plain.places[start:end])
    kept = [i for i in range(start, end) if plain.text[i] not in without]
    return _Token("".join(plain.text[i] for i in kept), tuple(plain.places[i] for i in kept))


def _joined_letters(tokens: list[_Token]) -> list[_Token]:
    """Join three or more single characters that stand close together: `s h i t`."""
    joined: list[_Token] = []
    run: list[_Token] = []
    for token in tokens:
        near = not run or token.places[0] - run[-1].places[-1] <= _MAX_LETTER_GAP
        if len(token.text) == 1 and near:
            run.append(token)
            continue
        joined.extend(_close_run(run))
        run = [token] if len(token.text) == 1 else []
        if not run:
            joined.append(token)
    joined.extend(_close_run(run))
    return joined


def _close_run(run: list[_Token]) -> list[_Token]:
    if len(run) < _MIN_SPACED_LETTERS:
        return run
    # `a f u c k i n g` opens with a word of one letter, not with a letter of the spelt word.
    head = run[:1] if run[0].text in "ai" and len(run) > _MIN_SPACED_LETTERS else []
    tail = run[len(head) :]
    places = tuple(place for token in tail for place in token.places)
    return [*head, _Token("".join(token.text for token in tail), places)]


def _undisguised(loose: list[_Token], written: str) -> list[list[_Token]]:
    """Return the words with signs read as letters and stretches cut, in two ways where any is."""
    if _MAYBE_DISGUISED.search(written) or V_FOR_U.search(written):
        as_i = [_read_as(token, "i") for token in loose]
        # What has nothing to undo one way has nothing the other way.
        as_l = [
            token if read is token else _read_as(token, "l")
            for token, read in zip(loose, as_i, strict=True)
        ]
        return [as_i] if as_i == as_l else [as_i, as_l]
    return [loose]


def _readings(
    loose: list[_Token], undisguised: list[list[_Token]], written: str
) -> Iterator[list[_Token]]:
    """Yield what the words may mean; most comments read one way alone."""
    yield from undisguised
    yield [_keep_mask(token) for token in loose] if "#" in written else loose
    if any(map(_is_spelt, undisguised[0])):
        yield [word for token in undisguised[0] for word in _parted(token)]


def _unveiled(
    plain: View, loose: list[_Token], undisguised: list[list[_Token]]
) -> tuple[View, ...]:
    """Return the plain form with its disguised words undone, each way; most texts hide nothing."""
    spelt = {number for number, token in enumerate(loose) if _is_spelt(token)}
    if undisguised == [loose] and not spelt:
        return ()
    beside = {
        number: _Token(read, token.places)
        for number, token in enumerate(loose)
        if len(token.text) <= _SHORT_DISGUISE
        and not token.text.isalpha()
        and (read := token.text.translate(_LEET_I)).isalpha()
        and any(map(str.isalpha, token.text))
    }
    ways = [_undone(loose, read, spelt=spelt, beside=beside) for read in undisguised]
    spliced = [_spliced(plain, loose, undone) for undone in ways if undone]
    return tuple(dict.fromkeys(spliced))


def _undone(
    written: Sequence[_Token],
    read: Sequence[_Token],
    *,
    spelt: Collection[int],
    beside: Mapping[int, _Token],
) -> dict[int, _Token | View]:
    """Return the disguised words as they are read, by their numbers, in parts where one was spelt.

    With them stand those `beside` them: short words with a sign for a letter.
    """
    undone: dict[int, _Token | View] = {}
    for number, (old, new) in enumerate(zip(written, read, strict=True)):
        if number in spelt and len(old.text) >= _MIN_SPACED_LETTERS:
            undone[number] = _view(list(_parted(new)))
        elif new is not old and new.text != old.text and not _COUNTED.fullmatch(old.text):
            undone[number] = new
    found = set(undone)
    for number, word in beside.items():
        near = range(number - _BESIDE, number + _BESIDE + 1)
        if number not in found and not found.isdisjoint(near):
            undone[number] = word
    return undone


def _spliced(plain: View, written: Sequence[_Token], undone: Mapping[int, _Token | View]) -> View:
    """Return the plain form with these of its words as they are read.

    What stands between the words stays, so that sentences end where they did.
    """
    text: list[str] = []
    places: list[int] = []
    last = 0
    for number in sorted(undone):
        old, word = written[number], undone[number]
        start = bisect_left(plain.places, old.places[0])
        text += (plain.text[last:start], word.text)
        places += plain.places[last:start]
        places += word.places
        last = bisect_right(plain.places, old.places[-1])
    text.append(plain.text[last:])
    places += plain.places[last:]
    return View("".join(text), tuple(places))


def _is_spelt(token: _Token) -> bool:
    """Return whether each letter stands apart from the next."""
    letters = len(token.text)
    return letters > 1 and token.places[-1] - token.places[0] >= 2 * (letters - 1)


def _parted(token: _Token) -> Iterator[_Token]:
    """Yield the words that letters written one by one are made of, else the token as it is."""
    words = part(token.text) if _is_spelt(token) else ()
    start = 0
    for word in words:
        yield _Token(word, token.places[start : start + len(word)])
        start += len(word)
    if not words:
        yield token


def _read_as(token: _Token, letter: str) -> _Token:
    read = _read_short if len(token.text) <= _SHORT_WORD else _read_word
    text, kept = read(token.text, letter)
    if kept is not None:
        return _Token(text, tuple([token.places[i] for i in kept]))
    return token if text == token.text else _Token(text, token.places)


def _read_word(word: str, letter: str) -> tuple[str, tuple[int, ...] | None]:
    """Return a word without disguise, and which of its characters are left where some are not."""
    table, keep = (_LEET_I, 1) if letter == "i" else (_LEET_L, 2)
    if not word.isalpha() and sum(map(str.isalpha, word)) >= _MIN_LETTERS_FOR_LEET:
        word = word.translate(table)
    if not _STRETCHED.search(word):
        return with_u(word), None
    short, kept = _cut_runs(word, _STRETCHED, keep)
    return with_u(short), kept


def _keep_mask(token: _Token) -> _Token:
    if "#" not in token.text:
        return token
    return _Token(token.text.replace("#", "*"), token.places)


def _squeezed(token: _Token) -> _Token:
    cut = _cut_runs_of_short if len(token.text) <= _SHORT_WORD else _cut_runs
    text, kept = cut(token.text, _DOUBLED, 1)
    return _Token(text, tuple([token.places[i] for i in kept]))


def _cut_runs(word: str, runs: re.Pattern[str], keep: int) -> tuple[str, tuple[int, ...]]:
    """Return a word with its runs cut to so many letters, and which of its letters are kept.

    The last kept is the word's last, so that a span covers the whole stretched word.
    """
    kept: list[int] = []
    last = 0
    for match in runs.finditer(word):
        kept.extend(range(last, match.start() + keep))
        last = match.end()
    kept.extend(range(last, len(word)))
    return "".join([word[i] for i in kept]), (*kept[:-1], len(word) - 1)


_cut_runs_of_short: Final = lru_cache(maxsize=1_024)(_cut_runs)
_read_short: Final = lru_cache(maxsize=8_192)(_read_word)
"""A text that repeats one word a thousand times takes no longer for it, nor do common words."""


def _view(tokens: list[_Token]) -> View:
    places: list[int] = []
    for token in tokens:
        if places:
            places.append(places[-1])
        places.extend(token.places)
    return View(" ".join([token.text for token in tokens]), tuple(places))
