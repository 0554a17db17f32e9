"""Which parts of a text somebody else is quoted or reported as saying.

"He called me a ..." and "stop saying ..." repeat abuse in order to report or condemn it. Marks
without a partner open nothing, and a quotation ends with its paragraph. Of what the author says to
have said themselves nothing is a report.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.patterns import compile_pattern, translate
from moderation_classifier.domain.text import NormalisedText, Span

_QUOTED: Final = re.compile(r'"[^"\n]{1,400}"|(?<![a-z0-9])\'[^\'\n]{2,200}\'(?![a-z0-9])')

_OBJECT: Final = (
    r"(?:me|my|him|her|them|us|our|the|a|an|staff|nurses?|doctors?|people|patients|someone|that|"
    r"you(?: are)?|it|his|their|at)"
)
_SPEAKER: Final = (
    r"(?:he|she|they|who|someone|somebody|people|man|woman|patients?|bloke|guy|lad|lady|neighbour|"
    r"relative|visitors?|trolls?|idiots?|racists?|\w+er)"
)
_SPOKE: Final = (
    r"(?:called?|calling|calls|shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|yell(?:s|ed|ing)?|"
    r"sa(?:id|ys|ying|y)|told|wrote|tweeted|posted|texted|messaged)"
)
_DO_NOT: Final = (
    r"(?:stop|stopped|quit|no need to|don'?t|do not|never|shouldn'?t|should not|wouldn'?t|can'?t|"
    r"cannot|not ok(?:ay)? to|(?:wrong|unacceptable|racist|rude|disgusting|offensive|vile|"
    r"shameful|horrible|cruel) to)"
)
_UTTERED: Final = (
    r"(?:shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|yell(?:s|ed|ing)?|hiss(?:es|ed|ing)?|"
    r"mutter(?:s|ed|ing)?|chant(?:s|ed|ing)?|spat|said|says|written|wrote|scrawled|scribbled|"
    r"sprayed|painted|graffitied|posted|texted|tweeted|messaged)"
)
_BY_AUTHOR: Final = (
    r"(?:i|we|i'?ve|we'?ve|i'?ll|we'?ll|i'?m|we'?re|i'?d|let me)"
    r"(?: (?:have|had|has|just|even|also|then|actually|only|once|already|will|would|did|really|"
    r"am|still|should|once|always)){0,2}"
)
_SAYING: Final = r"(?:say|call|us(?:e|ing)|describ(?:e|ing)|think|believ(?:e|ing)|saying|calling)"
_REPORTED: Final = (
    rf"(?:was|were|been|being|got|getting|get|gets) (?:called|told)(?: {_OBJECT})?"
    rf"|{_SPEAKER} (?:\w+ )?{_SPOKE}(?: {_OBJECT})?"
    rf"|(?:calling|telling|abusing|threatening|\w+ing at) {_OBJECT}"
    r"|heard (?:\w+ ){0,3}(?:say|saying|shout|shouting|call|calling|scream)"
    # "Shouted at by that ..." goes on in the author's own words.
    rf"|(?:was|were|is|are|been|being|got|gets?|getting) (?:\w+ )?{_UTTERED} "
    rf"(?:at|to|on|in|about|across|over|outside|towards) {_OBJECT}"
    r"|(?:the|this|that|a|any|us(?:e|es|ed|ing)|with) (?:\w+ )?"
    r"(?:words?|slurs?|phrase|terms?|insults?|comments?|language)(?: like| such as)?"
    rf"|{_DO_NOT} (?:\w+ )?{_SAYING}"
    r"|(?:anyone|people|those|idiots|someone|whoever|everyone) (?:\w+ )?(?:who|that|saying) "
    r"(?:\w+ )?(?:says?|thinks?|call|calls|called|believes?|claims?)?"
    r"|(?:myth|rumou?r|claims?|claiming|conspiracy|nonsense|hoax|fake news|lies?|untrue|"
    r"debunked|not true) (?:that|about)"
)
_ILL_CHOSEN: Final = (
    r"(?:such an?|an?(?: \w+)? (?:nasty|horrible|horrid|awful|vile|disgusting|hateful|ugly|"
    r"offensive|hurtful|cruel|racist|ableist|sexist|homophobic|transphobic|terrible|dreadful|unkind|"
    r"derogatory|insulting|outdated|dated|demeaning|degrading|dehumanising|appalling|abusive|rude|"
    r"shameful|shocking|bad|poor|loaded|wrong)(?: \w+)?|not an?(?: \w+)?)"
    r"(?: \w+){0,2} (?:words?|terms?|slurs?|insults?|expression|phrase|thing to (?:say|call))"
)
"""What a word is said to be, and not a person."""
_CONDEMNED: Final = (
    r"(?:is|are|was|it'?s|that'?s|this is|so|absolutely|totally) (?:\w+ )?(?:unacceptable|"
    r"disgraceful|not ok(?:ay)?|not on|vile|wrong|a hate crime|racist language|hate speech)"
    r"|(?:no excuse for|zero tolerance|nobody should|no one should|report(?:ed)? (?:him|her|"
    r"them|it|this)|there'?s no place for|is a (?:slur|insult|myth|lie))"
    rf"|(?:is|are|was|it'?s|that'?s|this is)(?: (?:really|just|still|simply))? {_ILL_CHOSEN}"
    rf"|what {_ILL_CHOSEN}"
)

_INTRODUCED: Final = (
    rf"(?:{_UTTERED}|(?:what|the things?|words?) (?:\w+ ){{1,4}}(?:hears?|heard|gets?|got|"
    r"puts? up with))\b[^.!?\n:]{0,80}:[^\n]*$"
)
"""Words of saying and a colon, with nothing to say who spoke."""
_SAID_BY_AUTHOR: Final = rf"{_BY_AUTHOR} (?:{_UTTERED}|told|tell|say|calls?|called|calling)"
_PEOPLE: Final = (
    r"(?:me|him|her|them|us|you|staff|people|patients?|nurses?|doctors?|women|everyone|someone|"
    r"(?:the|my|our|your|his|her|their|a|an|this|that|these|one of (?:the|your|our)) (?:\w+ )?"
    r"(?:nurses?|doctors?|gps?|consultants?|surgeons?|midwi(?:fe|ves)|receptionists?|"
    r"paramedics?|carers?|porters?|sisters?|matron|staff|team|girls?|lad(?:y|ies)|lads?|"
    r"wom[ae]n|m[ae]n|mum|mam|dad|wife|husband|daughters?|sons?|brothers?|nan|kids?|child|"
    r"children|friends?|patients?|people|driver|crew))"
)
_WORD_ITSELF: Final = (
    rf"(?:(?:called|calling|calls|(?:who|people|stop|anyone|to|don'?t|not|never) (?:\w+ )?call) "
    rf"{_PEOPLE}|(?:was|were|been|being|got|gets?|getting) called)"
    r"(?: (?:such )?an?(?: \w+){0,2})?(?: \w+ (?:and|or))? $"
    rf"|(?:shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|yell(?:s|ed|ing)?)(?: at {_PEOPLE})? $"
    r"|the (?:words?|slur|term|insult) $"
)
"""Up to a word: it is what somebody called somebody, or the word that was shouted."""

_REPORTED_BEFORE: Final = compile_pattern(translate(_REPORTED, {}))
_INTRODUCED_BEFORE: Final = compile_pattern(translate(_INTRODUCED, {}))
_SAID_BY_AUTHOR_BEFORE: Final = compile_pattern(translate(_SAID_BY_AUTHOR, {}))
_CONDEMNED_AROUND: Final = compile_pattern(translate(_CONDEMNED, {}))
_WORD_ITSELF_BEFORE: Final = compile_pattern(translate(_WORD_ITSELF, {}))


class Quotations:
    """Answers whether a span of one text is quoted, reported or condemned."""

    def __init__(self, text: NormalisedText) -> None:
        """Look once for the marks; reporting words are looked for when asked."""
        self._text = text
        self._quoted = [
            text.plain.span(*match.span()) for match in _QUOTED.finditer(text.plain.text)
        ]

    def hold(self, span: Span) -> bool:
        """Return whether the span stands in quotation marks or in a sentence that reports it."""
        start, end = self._text.sentence_at(span.start)
        return (
            self._in_marks(span)
            or self._reported(start, self._text.plain.index(span.start), end)
            or self._introduced(start, span)
        )

    def repeat(self, span: Span) -> bool:
        """Return whether the very words of the span are told as somebody else's.

        Stricter than `hold`, for words that are as often the author's own in a sentence that
        reports something: in quotation marks that words of saying go with, or as what somebody was
        called.
        """
        start, end = self._text.sentence_at(span.start)
        place = self._text.plain.index(span.start)
        plain = self._text.ascii
        if _SAID_BY_AUTHOR_BEFORE.search(plain, start, place):
            return False
        if self._in_marks(span):
            return self._reported(start, end, end) or self._introduced(start, span)
        return bool(_WORD_ITSELF_BEFORE.search(plain[start:place]))

    def _in_marks(self, span: Span) -> bool:
        return any(start < span.end and span.start < end for start, end in self._quoted)

    def _reported(self, start: int, place: int, end: int) -> bool:
        """Return whether a sentence reports before the place, or condemns anywhere."""
        plain = self._text.ascii
        return bool(
            _REPORTED_BEFORE.search(plain, start, place)
            or _CONDEMNED_AROUND.search(plain, start, end)
        )

    def _introduced(self, start: int, span: Span) -> bool:
        """Return whether words of saying and a colon stand before the end of the span."""
        told = self._text.ascii[start : self._text.plain.index(span.end - 1)]
        return bool(_INTRODUCED_BEFORE.search(told)) and not _SAID_BY_AUTHOR_BEFORE.search(told)
