"""Whether a text names a member of staff in a way that opens them to abuse.

Naming alone is nothing, and praise by name is welcome: a name counts only beside words of blame,
and for certain only where these are said of the name.
Names come from the body's staff directory; a clinical title before a capitalised name counts less.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import StrEnum
from operator import itemgetter
from typing import Final, NamedTuple

from moderation_classifier.domain.blame_words import (
    BLAME,
    BLAMED_AFTER,
    BLAMED_BEFORE,
    DEFENDED,
    DENIED,
    DONE_TO,
    EITHER,
    GOES_ON,
    LOOSE,
    NEVER_DONE,
    OF_BLAMED,
    OF_PERSON,
    OWNED,
    PRAISE,
    SAID_AFTER,
    SAID_BEFORE,
)
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.name_words import NO_NAMES, PEOPLES
from moderation_classifier.domain.text import NormalisedText, Span, normalise
from moderation_common.vocabulary import Label

_AROUND: Final = 90
"""Characters beside a name, enough for any pattern of blame."""
_NATIONALITY: Final = rf"(?:{'|'.join(sorted(map(str.capitalize, PEOPLES)))})\b"
"""Where somebody is from, or what they believe; Welsh, French, English and German are surnames."""
_NO_SURNAME: Final = rf"(?:{'|'.join(sorted(map(str.capitalize, NO_NAMES - {'ward'})))})\b"
"""With what the next sentence may begin where its stop was left out; Ward is a surname, too."""
_TITLED: Final = re.compile(
    r"\b(?:Dr\.?|DR\.?|Doctor|"
    r"Nurse|Sister|Midwife|Matron|Consultant|Surgeon|Receptionist|Paramedic|"
    r"Physio|Prof(?:essor)?\.?|dr\.?|nurse|sister|midwife|matron|consultant|receptionist|"
    r"paramedic)(?: called| named|,)? "
    rf"(?!Who\b|Google\b|No\b|Strange\b|The\b|Led\b|On\b|In\b|At\b|I\b|{_NATIONALITY})"
    rf"[A-Z][a-z'’-]{{2,20}}(?: (?!{_NO_SURNAME}|I['’])[A-Z][a-z'’-]{{2,20}})?"
)
_TITLES: Final = ("dr", "doctor", "mr", "mrs", "miss", "ms", "nurse", "sister", "prof", "matron")
_GENITIVE: Final = ("'s", "’s")
_FULL_NAME_PARTS: Final = 2
_START: Final = itemgetter(0)

_DIRECTORY_SCORE: Final = 0.9
_UNTIED_SCORE: Final = 0.75
"""A person is asked: the blame in the sentence may be of anybody."""
_TITLED_SCORE: Final = 0.75
_MIXED_SCORE: Final = 0.55
_LOOSE_SCORE: Final = 0.55
"""A person is asked: the loose word may be about the named person or about anything else."""
_MAX_FINDINGS: Final = 100
"""In one text; whoever is named after a hundred blamed names changes no decision."""
_MAX_LOOKED_AT: Final = 300
"""Names of one text that a defence may clear; behind so many a person is asked."""
_NEXT_SENTENCE_WEIGHT: Final = 0.9
_DOUBTFUL_WEIGHT: Final = _UNTIED_SCORE / _DIRECTORY_SCORE


class StaffSource(StrEnum):
    """By what somebody was taken for a member of staff: the ids by which reasons name it."""

    DIRECTORY = "staff.directory"
    TITLED_NAME = "staff.titled-name"


class _Blame(NamedTuple):
    """How a sentence and the one after it blame."""

    sentence: tuple[int, int]
    weight: float
    """Of words that are only said of people; 0 to 1."""
    of_named: bool
    """These words are of a person whom only the name can mean."""
    loose: bool
    """A loose word is there, and no word of praise."""
    defended: bool = False
    """Words are there with which people defend somebody: blame of the name is a doubt at most."""


class _Mention(NamedTuple):
    span: Span
    score: float
    source: StaffSource


class StaffDirectory:
    """Finds the members of staff of one body in texts; immutable once made."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Prepare the spellings of each full name; a name of one word is taken as it stands."""
        spellings: dict[str, None] = {}
        for name in names:
            # Read as texts are read, so that accents and apostrophes go the same way.
            parts = normalise(name).words.text.split()
            spellings[" ".join(parts)] = None
            bare = [part for part in parts if part not in _TITLES]
            if len(bare) >= _FULL_NAME_PARTS:
                spellings[" ".join(bare)] = None
                # A surname of two parts is told by its hyphen, which the words no longer have.
                surnames = (bare[-1], normalise(name.split()[-1]).words.text)
                spellings.update((f"{a} {b}", None) for a in _TITLES for b in surnames)
        # One alternation of literals: the longest first, so that a full name wins over a part.
        ordered = sorted(filter(None, spellings), key=len, reverse=True)
        self._names = (
            # The words have no apostrophes: an s behind a name is its genitive.
            re.compile(r"\b(" + "|".join(map(re.escape, ordered)) + r")s?\b") if ordered else None
        )

    def find(self, text: NormalisedText) -> list[Finding]:
        """Return a finding for each name that stands beside blame, up to `_MAX_FINDINGS`."""
        findings: list[Finding] = []
        # Many names in one sentence share its blame, which is looked for once.
        blames: dict[tuple[int, int], _Blame] = {}
        for place, mention in enumerate(self._mentions(text)):
            sentence = text.sentence_at(mention.span.start)
            if sentence not in blames:
                blames[sentence] = _blame_around(text, sentence)
            score = _score(text, mention, blames[sentence], looked_at=place < _MAX_LOOKED_AT)
            if score:
                findings.append(
                    Finding(
                        label=Label.STAFF_NAMED,
                        score=score,
                        span=mention.span,
                        source=mention.source.value,
                    )
                )
                if len(findings) == _MAX_FINDINGS:
                    break
        return findings

    def spans(self, text: NormalisedText) -> list[Span]:
        """Return where members of staff are named, with blame or without: the names alone."""
        return [mention.span for mention in self._mentions(text)]

    def _mentions(self, text: NormalisedText) -> Iterator[_Mention]:
        known: list[Span] = []
        if self._names:
            for match in self._names.finditer(text.words.text):
                span = text.words.span(*match.span(1))
                known.append(span)
                yield _Mention(span, _DIRECTORY_SCORE, StaffSource.DIRECTORY)
        analysed = text.original[: text.plain.places[-1] + 1] if text.plain.places else ""
        for match in _TITLED.finditer(analysed):
            span = _without_genitive(Span(*match.span()), text.original)
            # Known names are in order and apart, so only the last to begin before the end counts.
            place = bisect_left(known, span.end, key=_START)
            if not place or known[place - 1].end <= span.start:
                yield _Mention(span, _TITLED_SCORE, StaffSource.TITLED_NAME)


def _without_genitive(span: Span, text: str) -> Span:
    ends = text.endswith(_GENITIVE, span.start, span.end)
    return Span(span.start, span.end - len(_GENITIVE[0])) if ends else span


def _score(text: NormalisedText, mention: _Mention, blame: _Blame, *, looked_at: bool) -> float:
    """Return how surely a name is blamed; one that is not `looked_at` is not cleared either."""
    if blame.defended:
        beside = [DENIED.sub("", part) for part in _beside(text, mention, blame.sentence)]
        tied = blame.of_named or not looked_at or _is_blamed(*beside)
        return min(mention.score, _UNTIED_SCORE) if tied else 0.0
    score = min(mention.score * blame.weight, mention.score)
    if score > _UNTIED_SCORE and not blame.of_named:
        before, after = _beside(text, mention, blame.sentence)
        return score if _is_blamed(before, after) else _UNTIED_SCORE
    if not blame.loose or score >= _LOOSE_SCORE:
        return score
    if _is_called_so(*_beside(text, mention, blame.sentence)):
        return mention.score
    return _LOOSE_SCORE


def _beside(text: NormalisedText, mention: _Mention, sentence: tuple[int, int]) -> tuple[str, str]:
    """Return what stands in the sentence shortly before a name, and shortly after it."""
    plain = text.plain
    start, end = plain.index(mention.span.start), plain.index(mention.span.end - 1) + 1
    before = plain.text[max(sentence[0], start - _AROUND) : start]
    return before, plain.text[end : min(sentence[1], end + _AROUND)]


def _is_called_so(before: str, after: str) -> bool:
    """Say whether a loose word is about the name."""
    if OWNED.match(after):
        return False
    return bool(SAID_AFTER.match(after) or SAID_BEFORE.search(before))


def _is_blamed(before: str, after: str) -> bool:
    """Say whether the blame of a sentence is of the name in it."""
    if OWNED.match(after):
        return False
    if BLAMED_BEFORE.search(before) or SAID_BEFORE.search(before):
        return True
    if DONE_TO.search(before) and not after.lstrip(", ").startswith("who "):
        return False
    return bool(BLAMED_AFTER.match(after) or SAID_AFTER.match(after))


def _blame_around(text: NormalisedText, sentence: tuple[int, int]) -> _Blame:
    """Return how strongly the sentence, or the next one, blames."""
    written = text.plain.text[slice(*sentence)]
    own = NEVER_DONE.sub("", written)
    praise = bool(PRAISE.search(own))
    if _is_defence(own):
        return _blame_beside_defence(sentence, own)
    if BLAME.search(own) or OF_PERSON.search(own):
        weight = _MIXED_SCORE / _DIRECTORY_SCORE if praise else 1.0
        if own != written:
            weight = min(weight, _DOUBTFUL_WEIGHT)
        of_named = bool(OF_PERSON.search(own) or OF_BLAMED.search(own))
        return _Blame(sentence, weight, of_named=of_named, loose=False)
    if praise:
        # Praise beside a loose word: the word is hardly about who is praised.
        weight = _MIXED_SCORE / _DIRECTORY_SCORE if LOOSE.search(own) else 0.0
        return _Blame(sentence, weight, of_named=False, loose=False)
    loose = bool(LOOSE.search(own))
    following = text.sentence_after(sentence)
    if following is None:
        return _Blame(sentence, 0.0, of_named=False, loose=loose)
    after = NEVER_DONE.sub("", text.plain.text[slice(*following)])
    if PRAISE.search(after):
        return _Blame(sentence, 0.0, of_named=False, loose=loose)
    if _is_defence(after):
        tied = _blame_beside_defence(following, after).of_named
        weight = _DOUBTFUL_WEIGHT if tied else 0.0
        return _Blame(sentence, weight, of_named=False, loose=loose)
    if BLAME.search(after) or OF_PERSON.search(after):
        goes_on = GOES_ON.match(after) and BLAME.search(EITHER.sub("", after))
        of_named = bool(goes_on or OF_PERSON.search(after))
        return _Blame(sentence, _NEXT_SENTENCE_WEIGHT, of_named=of_named, loose=loose)
    return _Blame(sentence, 0.0, of_named=False, loose=loose or bool(LOOSE.search(after)))


def _is_defence(words: str) -> bool:
    return bool(DENIED.search(words) or DEFENDED.search(words))


def _blame_beside_defence(sentence: tuple[int, int], words: str) -> _Blame:
    """Return what blame a sentence holds beside what it denies or excuses."""
    left = DENIED.sub("", words)
    return _Blame(
        sentence,
        0.0,
        of_named=bool(OF_BLAMED.search(left)),
        loose=False,
        defended=bool(BLAME.search(left) or LOOSE.search(left)),
    )
