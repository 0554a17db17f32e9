"""Whether a text names a member of staff in a way that opens them to abuse.

Naming alone is nothing, and praise by name is welcome: a name counts only beside words of blame.
Names come from the body's staff directory; a clinical title before a capitalised name counts less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import Label

_BLAME: Final = re.compile(
    r"\b(?:rude|useless|incompetent|disgrace\w*|disgusting|appalling|awful|terrible|horrible|"
    r"horrid|nasty|vile|liar|lied|lies|lying|lazy|arrogant|ignorant|unprofessional|dismissive|"
    r"dismissed|ignored|ignores|neglect\w*|refused|refuses|cruel|bully|bullied|bullies|bullying|"
    r"negligent|negligence|negligently|dangerous|unsafe|careless|abus\w+|assault\w*|shouted|"
    r"shouting|screamed|mocked|laughed at|patronising|condescending|sacked|fired|struck off|"
    r"suspended|resign|shame|shameful|ashamed|worst|pathetic|clueless|nightmare|joke|rough|"
    r"hurt me|killed|ruined|botched|drunk|racist|sexist|creepy|groped|touched|stole|thief|"
    r"corrupt|fraud|crook|evil|witch|cow|idiot|moron|waste of|blame|failed|misdiagnos\w+|"
    r"attitude problem|bad attitude|horrendous|shocking|stupid|hopeless|quack|butcher\w*|"
    r"didn'?t care|doesn'?t care|couldn'?t care|couldn'?t be bothered|can'?t be bothered|"
    r"should not be|shouldn'?t be|never be allowed|wouldn'?t listen|didn'?t listen|snapped|"
    r"barked)\b"
)
_PRAISE: Final = re.compile(
    r"\b(?:thank\w*|lovely|brilliant|amazing|wonderful|fantastic|excellent|kind|kindness|caring|"
    r"star|angel|superb|outstanding|grateful|appreciate\w*|best|great|fab|fabulous|hero|legend|"
    r"gem|credit to|can'?t fault|cannot fault|couldn'?t fault|recommend|helpful|patient with|"
    r"saved|looked after|congratulations|congrats|well done|praise|reassur\w+|put me at ease)\b"
)
_UNBLAMED: Final = re.compile(
    r"\b(?:not|never|isn'?t|wasn'?t|no|nothing|without|hardly|far from)(?: \w+){0,2} "
    r"(?:rude|dismissive|rough|patronising|condescending|shame|attitude|trouble|joke|nightmare)\b|"
    r"\b(?:despite|sorry|not (?:his|her|their) fault|don'?t blame|no shame|failed by|"
    r"after being|when others|unlike)\b"
)
_TITLED: Final = re.compile(
    r"\b(?:Dr\.?|DR\.?|Doctor|"
    r"Nurse|Sister|Midwife|Matron|Consultant|Surgeon|Receptionist|Paramedic|"
    r"Physio|Prof(?:essor)?\.?|dr\.?|nurse|sister|midwife|matron|consultant|receptionist|"
    r"paramedic)(?: called| named|,)? "
    r"(?!Who\b|Google\b|No\b|Strange\b|The\b|Led\b|On\b|In\b|At\b|I\b)"
    r"[A-Z][a-z'’-]{2,20}(?: [A-Z][a-z'’-]{2,20})?"
)
_TITLES: Final = ("dr", "doctor", "mr", "mrs", "miss", "ms", "nurse", "sister", "prof", "matron")
_NON_WORD: Final = re.compile(r"[^a-z0-9]+")
_FULL_NAME_PARTS: Final = 2

_DIRECTORY_SCORE: Final = 0.9
_TITLED_SCORE: Final = 0.75
_MIXED_SCORE: Final = 0.55
_NEXT_SENTENCE_WEIGHT: Final = 0.9


class _Mention(NamedTuple):
    span: Span
    score: float
    source: str


class StaffDirectory:
    """Finds the members of staff of one body in texts; immutable once made."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Prepare the spellings of each full name; a name of one word is taken as it stands."""
        spellings: dict[str, None] = {}
        for name in names:
            parts = [part for part in _NON_WORD.split(name.casefold()) if part]
            spellings[" ".join(parts)] = None
            bare = [part for part in parts if part not in _TITLES]
            if len(bare) >= _FULL_NAME_PARTS:
                spellings[" ".join(bare)] = None
                spellings.update((f"{title} {bare[-1]}", None) for title in _TITLES)
        # One alternation of literals: the longest first, so that a full name wins over a part.
        ordered = sorted(filter(None, spellings), key=len, reverse=True)
        self._names = (
            re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b") if ordered else None
        )

    def find(self, text: NormalisedText) -> list[Finding]:
        """Return a finding for each name that stands beside blame."""
        findings = []
        # Many names in one sentence share its blame, which is looked for once.
        blame: dict[tuple[int, int], float] = {}
        for mention in self._mentions(text):
            sentence = text.sentence_at(mention.span.start)
            if sentence not in blame:
                blame[sentence] = _blame_around(text, sentence)
            score = mention.score * blame[sentence]
            if score:
                findings.append(
                    Finding(
                        label=Label.STAFF_NAMED,
                        score=min(score, mention.score),
                        span=mention.span,
                        source=mention.source,
                    )
                )
        return findings

    def spans(self, text: NormalisedText) -> list[Span]:
        """Return where members of staff are named, with blame or without."""
        return [mention.span for mention in self._mentions(text)]

    def _mentions(self, text: NormalisedText) -> Iterator[_Mention]:
        known: list[Span] = []
        if self._names:
            for match in self._names.finditer(text.words.text):
                span = text.words.span(*match.span())
                known.append(span)
                yield _Mention(span, _DIRECTORY_SCORE, "staff.directory")
        analysed = text.original[: text.plain.places[-1] + 1] if text.plain.places else ""
        for match in _TITLED.finditer(analysed):
            span = Span(*match.span())
            if not any(span.start < other.end and other.start < span.end for other in known):
                yield _Mention(span, _TITLED_SCORE, "staff.titled-name")


def _blame_around(text: NormalisedText, bounds: tuple[int, int]) -> float:
    """Return how strongly the sentence, or the next one, blames: 0 to 1."""
    start, end = bounds
    sentence = text.plain.text[start:end]
    praise = bool(_PRAISE.search(sentence))
    if _UNBLAMED.search(sentence):
        return 0.0
    if _BLAME.search(sentence):
        return _MIXED_SCORE / _DIRECTORY_SCORE if praise else 1.0
    if praise:
        return 0.0
    following = next((each for each in text.sentences if each[0] == end), None)
    if following is None:
        return 0.0
    after = text.plain.text[slice(*following)]
    blamed = _BLAME.search(after) and not _PRAISE.search(after) and not _UNBLAMED.search(after)
    return _NEXT_SENTENCE_WEIGHT if blamed else 0.0
