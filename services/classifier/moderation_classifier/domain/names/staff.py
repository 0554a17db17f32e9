"""Whether a text names a member of staff in a way that opens them to abuse.

Naming alone is nothing, and praise by name is welcome: a name counts only beside words of blame,
and for certain only where these are said of the name.
Names come from the body's staff directory; a surname of it alone, a clinical title before a
capitalised name, and any surname that others are warned of, are a doubt at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Final, NamedTuple

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.names.avoided_names import find_avoided
from moderation_classifier.domain.names.blame_of_name import (
    ELSEWHERE,
    is_all_about,
    is_plainly_blamed,
    may_mean_otherwise,
    names_in,
    pronouns_blamed,
    somebody_in,
    takes_up,
)
from moderation_classifier.domain.names.blame_words import (
    BLAME,
    BLAMED_AFTER,
    BLAMED_BEFORE,
    DEFENDED,
    DENIED,
    DONE_TO,
    LOOSE,
    NEVER_DONE,
    OF_BLAMED,
    OF_PERSON,
    OWNED,
    PRAISE,
    SAID_AFTER,
    SAID_BEFORE,
    THEFT,
)
from moderation_classifier.domain.names.staff_names import (
    find_alone,
    find_titled_names,
    full_names,
    names_alone,
)
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import Label

_AROUND: Final = 90
"""Characters beside a name, enough for any pattern of blame."""
_START: Final = itemgetter(0)

_DIRECTORY_SCORE: Final = 0.9
_UNTIED_SCORE: Final = 0.75
"""A person is asked: the blame in the sentence may be of anybody."""
_TITLED_SCORE: Final = 0.75
_SURNAME_SCORE: Final = 0.75
"""A person is asked: others bear the surname."""
_AVOIDED_SCORE: Final = 0.55
"""A person is asked: no list says that anybody of this name works there."""
_MIXED_SCORE: Final = 0.55
_LOOSE_SCORE: Final = 0.55
"""A person is asked: the loose word may be about the named person or about anything else."""
_ELSEWHERE_SCORE: Final = 0.55
"""The same of blame in the sentence where something else is named for it, and in the next one."""
_MAX_FINDINGS: Final = 100
"""In one text; whoever is named after a hundred blamed names changes no decision."""
_MAX_LOOKED_AT: Final = 300
"""Names of one text that a defence may clear; behind so many a person is asked."""
_NEXT_SENTENCE_WEIGHT: Final = 0.9
_DOUBTFUL_WEIGHT: Final = _UNTIED_SCORE / _DIRECTORY_SCORE
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:he|she|him|her|you|your|doctor|dr|nurse|consultant|midwife)\b"
)
_BESIDE_NAME: Final = re.compile(r"(?:,? (?:called|named|is|was))?,? ?")
"""Between what somebody is and their name."""


class StaffSource(StrEnum):
    """By what somebody was taken for a member of staff: the ids by which reasons name it."""

    DIRECTORY = "staff.directory"
    TITLED_NAME = "staff.titled-name"
    AVOIDED_NAME = "staff.avoided-name"


class _Blame(NamedTuple):
    """How a sentence and the one after it blame."""

    sentence: tuple[int, int]
    weight: float = 0.0
    """Of words that are only said of people; 0 to 1."""
    of_named: bool = False
    """Where a sentence defends: some words are of a person whom only the name can mean."""
    loose: bool = False
    """A loose word is there, and no word of praise."""
    defended: bool = False
    """Words are there with which people defend somebody: blame of the name is a doubt at most."""
    elsewhere: bool = False
    """Something is named that people blame more often, or the blame is in the next sentence."""
    of_theft: bool = False
    """No word blames but those of `THEFT`: of whomever they are, it is a doubt."""
    following: str = ""
    """The next sentence, where that is what blames."""
    pronouns: tuple[int, ...] = ()
    """Where `he` or `she` is blamed, in the sentence that blames."""
    somebody: tuple[tuple[int, int], ...] = ()
    """Where words stand, from the beginning of the sentence, that are of some person."""
    names: tuple[int, ...] = ()
    """Where in the same range capitals begin what may be a name."""


class _Mention(NamedTuple):
    span: Span
    score: float
    source: StaffSource
    bare: bool = False
    """A surname alone, of which a loose word elsewhere says nothing."""


class StaffDirectory:
    """Finds the members of staff of one body in texts; immutable once made."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Prepare the spellings of each full name; a name of one word is taken as it stands."""
        listed = list(names)
        self._names = full_names(listed)
        self._surnames = names_alone(listed)

    def find(self, text: NormalisedText) -> list[Finding]:
        """Return a finding for each name that stands beside blame, up to `_MAX_FINDINGS`."""
        findings: list[Finding] = []
        # Many names in one sentence share its blame, which is looked for once.
        blames: dict[tuple[int, int], _Blame] = {}
        for place, mention in enumerate(self._mentions(text)):
            sentence = _sentence_of(text, mention.span)
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
        if not findings:
            findings.extend(
                Finding(
                    label=Label.STAFF_NAMED,
                    score=_AVOIDED_SCORE,
                    span=span,
                    source=StaffSource.AVOIDED_NAME.value,
                )
                for span in find_avoided(text)
            )
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
        titled: list[Span] = []
        for span in find_titled_names(text):
            if not _overlaps(span, known):
                titled.append(span)
                yield _Mention(span, _TITLED_SCORE, StaffSource.TITLED_NAME)
        if self._surnames:
            for span in find_alone(text, self._surnames):
                if not (_overlaps(span, known) or _overlaps(span, titled)):
                    yield _Mention(span, _SURNAME_SCORE, StaffSource.DIRECTORY, bare=True)


def _overlaps(span: Span, known: Sequence[Span]) -> bool:
    """Say whether a span has a part in one of those that are in order and apart."""
    place = bisect_left(known, span.end, key=_START)
    return bool(place) and known[place - 1].end > span.start


def _sentence_of(text: NormalisedText, span: Span) -> tuple[int, int]:
    """Return the sentence of a name, which the stop of an abbreviated title does not end."""
    return text.sentence_at(span.start)[0], text.sentence_at(span.end - 1)[1]


def _score(text: NormalisedText, mention: _Mention, blame: _Blame, *, looked_at: bool) -> float:
    """Return how surely a name is blamed; one that is not `looked_at` is not cleared either."""
    if blame.defended:
        beside = [DENIED.sub("", part) for part in _beside(text, mention, blame.sentence)]
        tied = blame.of_named or not looked_at or _may_be_blamed(*beside)
        return min(mention.score, _UNTIED_SCORE) if tied else 0.0
    score = min(mention.score * blame.weight, mention.score)
    if score > _ELSEWHERE_SCORE and not _is_certain(text, mention, blame):
        score = min(score, _ELSEWHERE_SCORE if blame.elsewhere else _UNTIED_SCORE)
    if not blame.loose or score >= _LOOSE_SCORE:
        return score
    before, after = _beside(text, mention, blame.sentence)
    other = may_mean_otherwise(before) or may_mean_otherwise(after)
    if not other and is_plainly_blamed(before, after) and _is_called_so(before, after):
        return mention.score
    return score if mention.bare else _LOOSE_SCORE


def _is_certain(text: NormalisedText, mention: _Mention, blame: _Blame) -> bool:
    """Say whether blame is plainly of the name, and no matter for a person."""
    if blame.of_theft:
        return False
    before, after = _beside(text, mention, blame.sentence)
    if may_mean_otherwise(before) or may_mean_otherwise(after + blame.following[:_AROUND]):
        return False
    if blame.following:
        plain = is_all_about(before, after, blame.following)
    else:
        plain = is_plainly_blamed(before, after)
    return plain or _is_taken_up(text, mention, blame)


def _is_taken_up(text: NormalisedText, mention: _Mention, blame: _Blame) -> bool:
    """Say whether the first pronoun that is blamed behind a name can mean nobody else."""
    start, end = _ends(text, mention)
    place = bisect_left(blame.pronouns, end)
    if place == len(blame.pronouns):
        return False
    pronoun = blame.pronouns[place]
    named = bisect_left(blame.names, end)
    if named < len(blame.names) and blame.names[named] < pronoun:
        return False
    behind = bisect_left(blame.somebody, end, key=_START)
    if behind < len(blame.somebody) and blame.somebody[behind][0] < pronoun:
        return False
    ahead = bisect_left(blame.somebody, start, key=_START)
    if not ahead:
        return True
    # "My consultant Dr Smith" is one person.
    gap = text.plain.text[blame.somebody[ahead - 1][1] : start]
    return ahead == 1 and bool(_BESIDE_NAME.fullmatch(gap[:_AROUND]))


def _ends(text: NormalisedText, mention: _Mention) -> tuple[int, int]:
    """Return where in the plain form a name stands."""
    plain = text.plain
    return plain.index(mention.span.start), plain.index(mention.span.end - 1) + 1


def _beside(text: NormalisedText, mention: _Mention, sentence: tuple[int, int]) -> tuple[str, str]:
    """Return what stands in the sentence shortly before a name, and shortly after it."""
    start, end = _ends(text, mention)
    before = text.plain.text[max(sentence[0], start - _AROUND) : start]
    return before, text.plain.text[end : min(sentence[1], end + _AROUND)]


def _is_called_so(before: str, after: str) -> bool:
    """Say whether a loose word is about the name."""
    if OWNED.match(after):
        return False
    return bool(SAID_AFTER.match(after) or SAID_BEFORE.search(before))


def _may_be_blamed(before: str, after: str) -> bool:
    """Say whether the blame of a sentence may be of the name in it."""
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
        elsewhere = bool(ELSEWHERE.search(own))
        blame = _Blame(sentence, weight, elsewhere=elsewhere, of_theft=_is_of_theft(own))
        return _with_pronouns(text, blame, start=sentence[0], end=sentence[1])
    if praise:
        # Praise beside a loose word: the word is hardly about who is praised.
        weight = _MIXED_SCORE / _DIRECTORY_SCORE if LOOSE.search(own) else 0.0
        return _Blame(sentence, weight)
    loose = bool(LOOSE.search(own))
    following = text.sentence_after(text.sentences[_place_of(text, sentence)])
    if following is None:
        return _Blame(sentence, loose=loose)
    after = NEVER_DONE.sub("", text.plain.text[slice(*following)])
    if PRAISE.search(after):
        return _Blame(sentence, loose=loose)
    if _is_defence(after):
        tied = _blame_beside_defence(following, after).of_named
        return _Blame(sentence, _DOUBTFUL_WEIGHT if tied else 0.0, loose=loose)
    if BLAME.search(after) or OF_PERSON.search(after):
        if ELSEWHERE.search(after) and not _OF_SOMEBODY.search(after):
            return _Blame(sentence, loose=loose)
        blame = _Blame(
            sentence,
            _NEXT_SENTENCE_WEIGHT,
            loose=loose,
            elsewhere=True,
            of_theft=_is_of_theft(after),
            following=after,
        )
        return _with_pronouns(text, blame, start=following[0], end=following[1])
    return _Blame(sentence, loose=loose or bool(LOOSE.search(after)))


def _place_of(text: NormalisedText, sentence: tuple[int, int]) -> int:
    """Return the number of the last of the sentences that a range is made of."""
    return bisect_left(text.sentences, sentence[1], key=_START) - 1


def _with_pronouns(text: NormalisedText, blame: _Blame, *, start: int, end: int) -> _Blame:
    """Return the same with the pronouns blamed in a range, and whom they might mean."""
    plain = text.plain
    pronouns = tuple(start + at for at in pronouns_blamed(plain.text[start:end]))
    if not pronouns or (blame.following and not takes_up(plain.text[start : pronouns[0]])):
        return blame
    first = blame.sentence[0]
    words = plain.text[first:end]
    shown = Span(plain.places[first], plain.places[end - 1] + 1)
    return blame._replace(
        pronouns=pronouns,
        somebody=tuple((first + one, first + last) for one, last in somebody_in(words)),
        names=tuple(plain.index(place) for place in names_in(text.original, shown)),
    )


def _is_of_theft(words: str) -> bool:
    """Say whether words that blame blame for nothing but theft."""
    if not THEFT.search(words):
        return False
    left = THEFT.sub("", words)
    return not (BLAME.search(left) or OF_PERSON.search(left))


def _is_defence(words: str) -> bool:
    return bool(DENIED.search(words) or DEFENDED.search(words))


def _blame_beside_defence(sentence: tuple[int, int], words: str) -> _Blame:
    """Return what blame a sentence holds beside what it denies or excuses."""
    left = DENIED.sub("", words)
    return _Blame(
        sentence,
        of_named=bool(OF_BLAMED.search(left)),
        defended=bool(BLAME.search(left) or LOOSE.search(left)),
    )
