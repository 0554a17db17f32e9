"""Whether words that would be an emergency are told as something past, or merely supposed.

"The ambulance came after he collapsed" is a story: it is told as something possible at most, and
never as an emergency now. A word for the present in the same sentence ("help", "right now", "still
no ambulance") wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from moderation_classifier.domain.patterns import compile_pattern
from moderation_classifier.domain.text import NormalisedText, Span

if TYPE_CHECKING:
    import re2

_WHO: Final = (
    r"(?:i|we|he|she|they|it|you|who|which|there|mum|mam|dad|nan|husband|wife|son|daughter|baby|"
    r"old|ambulances?|crews?|paramedics?|doctors?|nurses?|operator|handler|responders?|999|111)"
)
_DID: Final = (
    r"(?:was|were|wasn'?t|weren'?t|had|hadn'?t|did|didn'?t|arrived|came|went|got|attended|asked|"
    r"kept|reali[sz]ed|thought|couldn'?t|explained|advised|stayed|treated|needed|received|waited|"
    r"ended up|(?:could|would|might|may|should) (?:\w+ )?(?:be|have)|could'?ve|would'?ve)"
)
_SPACE: Final = r"\s{1,3}"
_TOLD: Final = (
    rf"{_WHO} (?:(?:also|just|then|only|never|really|once|first|both|all|eventually) )?{_DID}"
    r"|recently|previously|eventually|afterwards|turned out|earlier this (?:year|month|week)"
    r"|(?:was|were|been) (?:\w+ )?(?:taken|admitted|diagnosed|informed|referred|rushed|discharged|"
    r"transformed|kept in|sent home|treated)"
    r"|(?:last|this past|one) (?:\w+ )?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|winter|summer|spring|autumn|year|month)"
    r"|(?:back )?in (?:january|february|march|april|june|july|august|september|october|november|"
    r"december|20\d\d|19\d\d)"
    r"|(?:years?|months?|weeks?|yrs?) (?:ago|back|later)|when (?:i|he|she|we|they|my \w+) (?:was|"
    r"were|had|fell|got|went)|at one point|used to|no longer|got (?:me|him|her|us) through"
    r"|(?:could|would|might|may) be|in the future|situations?|in case"
    r"|(?:who|i|we|he|she|they)'?d (?:just )?been"
)
_PRESENT: Final = (
    r"(?:right |just )?now|help (?:me|us)|(?:please|send|need|get|someone) help|hurry|please"
    r"|tonight|today|at the moment|as i type|currently"
    r"|what (?:do|should|can) (?:i|we)|still (?:no|not|waiting|here|feel|feeling|want|on|hasn'?t|"
    r"isn'?t|bleeding|got)"
    r"|(?:he|she|they|baby|mum|dad|nan|someone|who)(?:'?s|'?re| is| are) (?:\w+ )?(?:\w+ing|gone|"
    r"not|blue|grey|floppy|limp|unconscious|unresponsive)"
    r"|lips are|can'?t (?:breathe|wake|feel|move|get)|cannot (?:breathe|wake|feel|move)"
    r"|won'?t (?:wake|stop|answer)|isn'?t (?:working|breathing|answering|waking)"
    r"|any ?more tonight|mins? ago|minutes? ago|hours? ago|hrs? ago"
)


def _compile(words: str) -> re2._Regexp:
    # A space is white space only: in "I've had enough" nothing is past.
    return compile_pattern(rf"\b(?:{words.replace(' ', _SPACE)})\b".encode())


_TOLD_AS_PAST: Final = _compile(_TOLD)
_SAID_OF_NOW: Final = _compile(_PRESENT)


def is_story(text: NormalisedText, span: Span) -> bool:
    """Return whether the sentence around a span tells of something past or supposed."""
    start, end = text.sentence_at(span.start)
    plain = text.ascii
    if not _TOLD_AS_PAST.search(plain, start, end):
        return False
    return not _SAID_OF_NOW.search(plain, start, end)
