"""Which parts of a text somebody else is quoted or reported as saying.

"He called me a ..." and "stop saying ..." repeat abuse in order to report or condemn it. Marks
without a partner open nothing, and a quotation ends with its paragraph.
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
_SAYING: Final = r"(?:say|call|us(?:e|ing)|describ(?:e|ing)|think|believ(?:e|ing)|saying|calling)"
_REPORTED: Final = (
    rf"(?:was|were|been|being|got|getting|get|gets) (?:called|told)(?: {_OBJECT})?"
    rf"|{_SPEAKER} (?:\w+ )?{_SPOKE}(?: {_OBJECT})?"
    rf"|(?:calling|telling|abusing|threatening|\w+ing at) {_OBJECT}"
    r"|heard (?:\w+ ){0,3}(?:say|saying|shout|shouting|call|calling|scream)"
    r"|(?:the|this|that|a|any|us(?:e|es|ed|ing)|with) (?:\w+ )?"
    r"(?:words?|slurs?|phrase|terms?|insults?|comments?|language)(?: like| such as)?"
    rf"|{_DO_NOT} (?:\w+ )?{_SAYING}"
    r"|(?:anyone|people|those|idiots|someone|whoever|everyone) (?:\w+ )?(?:who|that|saying) "
    r"(?:\w+ )?(?:says?|thinks?|call|calls|called|believes?|claims?)?"
    r"|(?:myth|rumou?r|claims?|claiming|conspiracy|nonsense|hoax|fake news|lies?|untrue|"
    r"debunked|not true) (?:that|about)"
)
_CONDEMNED: Final = (
    r"(?:is|are|was|it'?s|that'?s|this is|so|absolutely|totally) (?:\w+ )?(?:unacceptable|"
    r"disgraceful|not ok(?:ay)?|not on|vile|wrong|a hate crime|racist language|hate speech)"
    r"|(?:no excuse for|zero tolerance|nobody should|no one should|report(?:ed)? (?:him|her|"
    r"them|it|this)|there'?s no place for|is a (?:slur|insult|myth|lie))"
)

_REPORTED_BEFORE: Final = compile_pattern(translate(_REPORTED, {}))
_CONDEMNED_AROUND: Final = compile_pattern(translate(_CONDEMNED, {}))


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
        if any(start < span.end and span.start < end for start, end in self._quoted):
            return True
        start, end = self._text.sentence_at(span.start)
        place = self._text.plain.index(span.start)
        plain = self._text.ascii
        return bool(
            _REPORTED_BEFORE.search(plain, start, place)
            or _CONDEMNED_AROUND.search(plain, start, end)
        )
