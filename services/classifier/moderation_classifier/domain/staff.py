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

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.name_words import PEOPLES
from moderation_classifier.domain.text import NormalisedText, Span, normalise
from moderation_common.vocabulary import Label

_TOUCHED: Final = (
    r"(?<!so )(?<!very )(?<!really )(?<!deeply )(?<!truly )touched(?!"
    r" (?:(?:so|very|too|many|the|my|our|your|his|her|their|all|of|a|lots?|each|every|both|"
    r"countless|people|\w+'s) ){0,6}(?:lives|life|hearts?|souls?)\b|"
    r" so many(?: ?(?:[,.!?;:]|$)| (?:people|families|folks?|of us)\b))"
)
"""Bodies, and not the hearts and lives that tributes speak of."""
_BLAME: Final = re.compile(
    r"\b(?:rude|useless|incompetent|disgrace\w*|disgusting|appalling|"
    r"horrid|nasty|vile|liar|lied|lies|lying|lazy|arrogant|ignorant|unprofessional|dismissive|"
    r"dismissed|ignored|ignores|neglect\w*|cruel|bully|bullied|bullies|bullying|"
    r"refuse[ds](?! to (?:give up|quit|let (?:\w+ ){1,2}(?:die|suffer)|leave \w+ (?:\w+ )?side)\b)|"
    r"negligent|negligence|negligently|dangerous|unsafe|careless|abus\w+|assault\w*|shouted|"
    r"shouting|screamed|mocked|laughed at|patronising|condescending|sacked|struck off|"
    r"suspended|resign|ashamed|pathetic|clueless|"
    rf"hurt me|killed|ruined|botched|drunk|racist|sexist|creepy|groped|{_TOUCHED}|stole|thief|"
    r"corrupt|fraud|crook|evil|witch|idiot|moron|waste of|blame|failed|misdiagnos\w+|"
    r"attitude problem|bad attitude|stupid|hopeless|quack|butcher\w*|"
    r"didn'?t care|doesn'?t care|couldn'?t care|couldn'?t be bothered|can'?t be bothered|"
    r"should not be|shouldn'?t be|never be allowed|wouldn'?t listen|didn'?t listen|snapped|"
    r"barked)\b"
)
_LOOSE_WORD: Final = (
    r"(?:joke|shame|shameful|worst|nightmare|fired(?! up)|cow|rough|awful|terrible|horrible|"
    r"horrendous|shocking)\b"
)
"""Words said as often of a queue, a car park or a service as of anybody named beside them."""
_LOOSE: Final = re.compile(rf"\b{_LOOSE_WORD}")
_FILLING: Final = (
    r"(?:(?:an?|the|such|so|too|very|really|just|always|actually|simply|honestly|frankly|clearly|"
    r"definitely|literally|absolute(?:ly)?|complete(?:ly)?|total(?:ly)?|utter(?:ly)?|fucking|"
    r"bloody|proper|right|bit|of|one|my|most|nothing|but|ever|pretty|quite|what|another|single|by|"
    r"far) ){0,5}"
)
_BEING: Final = (
    r"(?: also| really| just)?(?:'s been|'s| is| was| are| were| has been| have been| must be| "
    r"should be| needs to be| deserves to be| wants to be| ought to be| can be| could be| "
    r"is being| was being| got| gets| seems| seemed| looks| sounds)"
)
_PERSON: Final = (
    r"(?:doctors?|dr|drs|nurse|midwife|consultant|surgeon|receptionist|gps?|sister|matron|physio|"
    r"paramedic|person|man|woman|mr|mrs|ms|miss|prof|professor)\b\.?"
)
_SAID_AFTER: Final = re.compile(
    rf"(?:,? who)?{_BEING} (?:{_FILLING}{_LOOSE_WORD}|an? (?:\w+ ){{0,3}}cow\b)|"
    rf"[,:;-]? {_FILLING}(?:shame on\b|(?!shame|fired){_LOOSE_WORD}"
    rf"(?= ?(?:[,.!?]|$)|(?: of an?)? {_PERSON}| ever\b))"
)
"""From the end of a name: the name is, or directly is called, one of the loose words."""
_SAID_BEFORE: Final = re.compile(
    rf"\b(?:shame on|(?!shame|joke){_LOOSE_WORD}|joke (?:of an?|called|named|is))[,:;!-]?"
    rf"(?: (?:of|an?|the|you|called|named|is|was|it's|ever|i|i've|have|had|met|seen|in|my|life|"
    rf"{_PERSON})[,:]?){{0,6}} $"
)
"""Up to a name: one of the loose words, and nothing else that it could be about."""
_OF_PERSON: Final = re.compile(
    rf"\b(?:he|she)(?:'s| is| was| has been| must be| should be| needs to be)? "
    rf"(?:{_FILLING}{_LOOSE_WORD}|an? (?:\w+ ){{0,3}}cow\b)|\bworst {_PERSON}|"
    rf"\byou (?:\w+ ){{0,3}}cow\b"
)
"""A loose word of somebody, who in the sentence of a name or the next one is whoever is named."""
_BLAMED_AS: Final = (
    r"(?:rude|useless|incompetent|disgrace|disgraceful|disgusting|appalling|horrid|nasty|vile|liar|"
    r"lazy|arrogant|ignorant|unprofessional|dismissive|cruel|bully|negligent|dangerous|unsafe|"
    r"careless|abusive|patronising|condescending|sacked|struck off|suspended|ashamed|pathetic|"
    r"clueless|drunk|racist|sexist|creepy|thief|corrupt|fraud|crook|evil|witch|idiot|moron|"
    r"waste of|quack|butcher|stupid|hopeless|to blame|abuser|neglectful)\b"
)
"""What a person is called in blame."""
_OWED: Final = (
    r"(?:see(?! (?:\w+ ){1,3}(?:suffer|struggle|go|die|turned|left|alone|in pain)\b)|"
    r"treat(?! (?:\w+ ){1,4}(?:like|as|any|differently)\b)|look(?! (?:away|down|the other)\b)|help|"
    r"listen(?! to (?:those|anyone|excuses|doubters)\b)|come|call(?! (?:it|time)\b)|visit|examine|"
    r"speak(?! ill\b)|talk(?! down\b)|say(?! (?:goodbye|no)\b)|answer|reply|respond|apologise|"
    r"refer|prescribe|assess|investigate|test|scan|check|touch|attend|operate|phone|ring|register|"
    r"renew|acknowledge|explain|do(?! nothing\b)|admit(?! defeat\b)|believe (?:me|us|my)|"
    r"(?:give|offer|take|send|get|serve) (?:me|us|my|our|any)|"
    r"let (?:me|us|him|her|them|(?:my|our|his|her) \w+) (?:see|visit|speak|in|have|know|ask))\b"
)
"""What a patient may ask for; somebody who refuses to discharge, to rush or to stop may do well."""
_REFUSED_TO: Final = (
    r"refuse[ds](?: point blank| outright| \w+ly)? to (?:(?:even|ever|(?!reply)\w+ly) ){0,2}+"
)
_MANY: Final = r" (?:so many|us all|all of us|everyone|everybody|on|upon|base)\b"
_WRONG_DONE: Final = (
    rf"(?:lied|lies|dismissed|ignored|ignores|neglect(?:ed|s)|{_REFUSED_TO}{_OWED}|"
    rf"(?!{_REFUSED_TO})refuse[ds]|bullie[ds]|abuse[ds]|"
    r"assault(?:ed|s)|shouted|screamed|mocked|laughed at|hurt me|killed|ruined|botched|groped|"
    rf"{_TOUCHED}(?!{_MANY})|stole|failed|misdiagnos(?:ed|es)|"
    r"butchered|didn'?t care|doesn'?t care|couldn'?t care|couldn'?t be bothered|"
    r"can'?t be bothered|wouldn'?t listen|didn'?t listen|snapped|barked|"
    r"(?:works?|worked|operates?|operated|turned up|came in)(?: \w+){0,4} drunk)\b"
)
"""What somebody did, as it follows the one who did it."""
_EITHER: Final = re.compile(rf"\b{_REFUSED_TO}(?!{_OWED})|\btouched(?={_MANY})")
"""What may be done well or wrong; the text does not say which."""
_ADVERB: Final = (
    r"(?:(?:(?!rarely|hardly)\w+ly|just|then|also|even|always|still|again|once|twice|yesterday|"
    r"today|has|had|have|there|here|me|both|all|who|and|he|she|they|has been|was|is|been) ){0,4}"
)
_CALLED: Final = (
    rf"(?:{_FILLING}|(?:an?|the|such|one|another) "
    rf"(?:(?!(?:to|of|for|in|at|on|who|that|with|against|about|by)\b)\w+,? ){{0,4}}){_BLAMED_AS}"
)
_MUST_NOT: Final = (
    r"(?:(?:should ?n'?t|should not|should never|must not|must never) be (?:allowed|trusted|near|"
    r"working|practising|employed|in (?:a|the|this|any|charge)|a (?:doctor|nurse|gp|midwife))|"
    r"never be allowed|(?:should|must|needs to|ought to|has to|have to) (?:\w+ )?resign)\b"
)
_PLACED: Final = r"(?: (?:on|from|at|in) (?:the |your |our )?\w+(?: \w+)?| and (?:his|her) team)?"
_BLAMED_AFTER: Final = re.compile(
    rf"{_PLACED}(?:,? (?:who|she|he|they))?(?:{_BEING}|,?(?: but)? you(?: are|'re)) "
    rf"(?:{_CALLED}|{_FILLING}(?:lying|bullying)\b)|,? you (?:\w+ ){{0,3}}{_BLAMED_AS}|"
    rf"(?:,? (?:who|and (?:he|she)))? {_MUST_NOT}|"
    rf"{_PLACED}(?:,? who)? {_ADVERB}(?<!was )(?<!were )(?<!been )(?<!is )(?<!got )"
    rf"{_WRONG_DONE}(?! by\b)|"
    rf"(?:,? who)? (?:has|had|have|with) {_FILLING}(?:\w+ )?(?:attitude problem|bad attitude)\b|"
    rf" ?[,:;=-]? {_FILLING}{_BLAMED_AS}(?= ?(?:[,.!?]|$)|(?: of an?)? {_PERSON}| ever\b| as\b)|"
    rf"(?:'s?|s)? (?:\w+ ){{0,2}}(?:attitude|behaviour|manner|conduct|treatment|care|comments?)"
    rf"(?: \w+){{0,4}}{_BEING} {_FILLING}{_BLAMED_AS}"
)
"""From the end of a name: who bears it is called something, or did something, in blame."""
_BLAMED_BEFORE: Final = re.compile(
    rf"\b(?:{_BLAMED_AS}|resign\b|i blame\b|we blame\b)[,:;!-]?"
    rf"(?: (?:of an?|a|an|the|that|you|your|called|named|is|are|was|it's|old|little|"
    r"lump|piece of work|excuse|creature|fool|"
    rf"yourself|{_BLAMED_AS}|{_PERSON})[,:]?){{0,6}} $|"
    r"\b(?:bullied|abused|assaulted|neglected|ignored|dismissed|refused|misdiagnosed|killed|mocked|"
    r"groped|touched|botched|ruined|butchered|shouted at|screamed at|snapped at|laughed at|"
    r"patronised)(?: \w+){0,5} by "
    rf"(?:(?:a|an|the|that|this|my|our|your|one|of|called|named|{_PERSON})[,:]? ){{0,4}}$|"
    rf"\b{_BLAMED_AS}(?: \w+){{0,3}} (?:from|by) (?:(?:a|the|that|my|our|your|{_PERSON}) ){{0,3}}$"
)
"""Up to a name: blame that can only be about it."""
_DONE_TO: Final = re.compile(
    r"\b(?:of|at|to|towards?|against|about|with|for|from|after|without|by|whoever|anyone|anybody|"
    r"everyone|people|those|patients?|relatives?|visitors?|(?:is|are|was|were|keep|keeps|been|by|"
    rf"stop|for|been) (?:\w+ing))(?: (?:is|are|was|were|keeps?|who|\w+ing|\w+s|at|to|of|"
    rf"a|an|the|that|my|our|{_PERSON})){{0,4}} $"
)
"""Up to a name: it is not the name that the sentence goes on to speak of."""
_OF_BLAMED: Final = re.compile(
    rf"\b(?:he|she)(?:{_BEING} {_CALLED}| {_ADVERB}"
    rf"(?<!was )(?<!been )(?<!is ){_WRONG_DONE}(?! by\b)| {_MUST_NOT})"
)
_GOES_ON: Final = re.compile(
    rf"\s?{_FILLING}(?:{_BLAMED_AS}|{_WRONG_DONE})|\s?(?:he|she|they|you)\b"
)
"""The next sentence names nobody else before it blames."""
_AROUND: Final = 90
"""Characters beside a name, enough for any of these patterns."""
_PRAISE: Final = re.compile(
    r"\b(?:thank\w*|lovely|brilliant|amazing|wonderful|fantastic|excellent|kind|kindness|caring|"
    r"star|angel|superb|outstanding|grateful|appreciate\w*|best|great|fab|fabulous|hero|legend|"
    r"gem|credit to|can'?t fault|cannot fault|couldn'?t fault|recommend|helpful|patient with|"
    r"saved|looked after|congratulations|congrats|well done|praise|reassur\w+|put me at ease)\b"
)
_OWNED: Final = re.compile(
    r"(?:'s?|s) (?!(?:\w+ ){0,2}(?:attitude|behaviour|manners?|conduct|treatment|care|comments?|"
    r"lies|bullying|negligence|rudeness|incompetence|arrogance)\b)"
    rf"(?:(?:{_BLAMED_AS}|{_LOOSE_WORD}),?(?: and)? ){{0,3}}"
    rf"(?!{_BLAMED_AS}|{_LOOSE_WORD}|(?:an?|the|not|no|so|too|very|really|just|such|always|actually|"
    r"absolutely|totally|completely|utterly|clearly|bloody|fucking|nothing|another|one|quite|pretty|"
    r"what|been|being|got|gone|only|here|there|back|off|on|in|at|to|towards?|and|but|or|with|as|who|"
    r"when|while|because|for|from|about|beyond|lying|ignoring|refusing|shouting|killing)\b)[a-z]"
)
"""From the end of a name: in the genitive, of somebody or something else; no `is`, no manner."""
_WRONG: Final = (
    r"(?:lie[sd]|dismissed|ignore[sd]|neglect(?:ed|s)|refuse[ds]|bullied|abused|assaulted|shouted|"
    r"screamed|mocked|laughed at|hurt|killed|ruined|botched|touched|stole|misdiagnosed|snapped|"
    rf"barked|failed(?! to (?:\w+ )?(?:be (?:\w+ )?{_BLAMED_AS}|ignore|dismiss|disappoint|upset|"
    r"annoy|insult|offend|belittle|let|turn up|shout|snap|lie|make (?:\w+ ){1,2}"
    r"(?:cry|wait|feel (?:small|stupid|bad|worse|awful|like|useless|worthless))))"
    r")\b"
)
_NEVER_DONE: Final = re.compile(
    r"\b(?:never|not once|rarely|seldom|hardly ever)"
    r"(?:,? (?:once|ever|even|has|have|had|be|been|felt|\w+ly|"
    r"(?:made|makes|left) (?:me|us|him|her|them|you|anyone|my \w+)(?: feel)?)){0,3} "
    rf"{_WRONG}(?:,? n?or (?:\w+ )?{_WRONG}){{0,3}}"
)
"""A wrong that was not done, which is praise."""
_FAULTY: Final = (
    r"(?:rude|dismissive|rough|patronising|condescending|shame|attitude|trouble|joke|nightmare)\b"
)
_DENIED: Final = re.compile(
    r"\b(?:not|never|isn'?t|wasn'?t|no|nothing|without|hardly|far from)(?: \w+){0,2} "
    rf"{_FAULTY}(?:,? n?or (?:\w+ )?{_FAULTY}){{0,3}}|"
    rf"\bsorry (?:for|if|about)(?: \w+){{0,4}} {_BLAMED_AS}|"
    rf"\b(?:despite|unlike) (?:an?|the|that|those|my|our|some)(?: \w+){{0,2}} {_BLAMED_AS}"
)
"""Blame that is denied or regretted, or is of somebody else who is compared."""
_DEFENDED: Final = re.compile(
    r"\b(?:despite|sorry(?!,? (?:but|to (?:have to )?say)\b)|not (?:his|her|their) fault|"
    r"don'?t blame|no shame|failed by|after being|when others|unlike)\b"
)
"""With this, blame in the sentence is more often of others than of the name."""
_NATIONALITY: Final = rf"(?:{'|'.join(sorted(map(str.capitalize, PEOPLES)))})\b"
"""Where somebody is from, or what they believe; Welsh, French, English and German are surnames."""
_TITLED: Final = re.compile(
    r"\b(?:Dr\.?|DR\.?|Doctor|"
    r"Nurse|Sister|Midwife|Matron|Consultant|Surgeon|Receptionist|Paramedic|"
    r"Physio|Prof(?:essor)?\.?|dr\.?|nurse|sister|midwife|matron|consultant|receptionist|"
    r"paramedic)(?: called| named|,)? "
    rf"(?!Who\b|Google\b|No\b|Strange\b|The\b|Led\b|On\b|In\b|At\b|I\b|{_NATIONALITY})"
    r"[A-Z][a-z'’-]{2,20}(?: [A-Z][a-z'’-]{2,20})?"
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
        beside = [_DENIED.sub("", part) for part in _beside(text, mention, blame.sentence)]
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
    if _OWNED.match(after):
        return False
    return bool(_SAID_AFTER.match(after) or _SAID_BEFORE.search(before))


def _is_blamed(before: str, after: str) -> bool:
    """Say whether the blame of a sentence is of the name in it."""
    if _OWNED.match(after):
        return False
    if _BLAMED_BEFORE.search(before) or _SAID_BEFORE.search(before):
        return True
    if _DONE_TO.search(before) and not after.lstrip(", ").startswith("who "):
        return False
    return bool(_BLAMED_AFTER.match(after) or _SAID_AFTER.match(after))


def _blame_around(text: NormalisedText, sentence: tuple[int, int]) -> _Blame:
    """Return how strongly the sentence, or the next one, blames."""
    written = text.plain.text[slice(*sentence)]
    own = _NEVER_DONE.sub("", written)
    praise = bool(_PRAISE.search(own))
    if _is_defence(own):
        return _blame_beside_defence(sentence, own)
    if _BLAME.search(own) or _OF_PERSON.search(own):
        weight = _MIXED_SCORE / _DIRECTORY_SCORE if praise else 1.0
        if own != written:
            weight = min(weight, _DOUBTFUL_WEIGHT)
        of_named = bool(_OF_PERSON.search(own) or _OF_BLAMED.search(own))
        return _Blame(sentence, weight, of_named=of_named, loose=False)
    if praise:
        # Praise beside a loose word: the word is hardly about who is praised.
        weight = _MIXED_SCORE / _DIRECTORY_SCORE if _LOOSE.search(own) else 0.0
        return _Blame(sentence, weight, of_named=False, loose=False)
    loose = bool(_LOOSE.search(own))
    following = text.sentence_after(sentence)
    if following is None:
        return _Blame(sentence, 0.0, of_named=False, loose=loose)
    after = _NEVER_DONE.sub("", text.plain.text[slice(*following)])
    if _PRAISE.search(after):
        return _Blame(sentence, 0.0, of_named=False, loose=loose)
    if _is_defence(after):
        tied = _blame_beside_defence(following, after).of_named
        weight = _DOUBTFUL_WEIGHT if tied else 0.0
        return _Blame(sentence, weight, of_named=False, loose=loose)
    if _BLAME.search(after) or _OF_PERSON.search(after):
        goes_on = _GOES_ON.match(after) and _BLAME.search(_EITHER.sub("", after))
        of_named = bool(goes_on or _OF_PERSON.search(after))
        return _Blame(sentence, _NEXT_SENTENCE_WEIGHT, of_named=of_named, loose=loose)
    return _Blame(sentence, 0.0, of_named=False, loose=loose or bool(_LOOSE.search(after)))


def _is_defence(words: str) -> bool:
    return bool(_DENIED.search(words) or _DEFENDED.search(words))


def _blame_beside_defence(sentence: tuple[int, int], words: str) -> _Blame:
    """Return what blame a sentence holds beside what it denies or excuses."""
    left = _DENIED.sub("", words)
    return _Blame(
        sentence,
        0.0,
        of_named=bool(_OF_BLAMED.search(left)),
        loose=False,
        defended=bool(_BLAME.search(left) or _LOOSE.search(left)),
    )
