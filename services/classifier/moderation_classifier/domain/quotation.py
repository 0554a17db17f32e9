"""Which parts of a text somebody else is quoted or reported as saying.

"He called me a ..." and "stop saying ..." repeat abuse in order to report or condemn it. Marks
without a partner open nothing, and a quotation ends with its paragraph. Of what the author says to
have said themselves nothing is a report.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.attribution import (
    MAX_AROUND,
    Speaker,
    is_complaint,
    speaker_around,
    speaker_before,
)
from moderation_classifier.domain.names.people_words import PRIVATE_PEOPLE, STAFF, in_both_numbers
from moderation_classifier.domain.patterns import compile_pattern, translate
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_classifier.domain.word_sets import any_of

_QUOTED: Final = re.compile(
    r"\"[^\"\n]{1,400}\"|(?<![a-z0-9])'(?:[^'\n]|(?<=[a-z])'(?=[a-z])){2,200}'(?![a-z0-9])"
)
"""Within single marks an apostrophe between letters closes nothing."""
_ANOTHER: Final = re.compile(r"\W*(?:(?:and|then|or|also|a|an)\W+)*")
"""Between two quotations of one speaker."""
_MAX_ROW: Final = 5
"""Quotations before one, and after it, that are told with it; it bounds the time."""
_GOES_ON: Final = re.compile(r"\W*(?:that|this|those|these|his|her|their|said|from)\b")
"""How a sentence begins that tells who said what was quoted before it."""

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
_THIRD_PEOPLE: Final = (
    r"(?:him|her|them|staff|people|patients?|nurses?|doctors?|women|everyone|someone|"
    r"(?:the|my|our|your|his|her|their|a|an|this|that|these|one of (?:the|your|our)) (?:\w+ )?"
    rf"(?:{any_of(in_both_numbers(STAFF) | PRIVATE_PEOPLE)}|staff|team|girls?|lad(?:y|ies)|lads?|"
    r"wom[ae]n|m[ae]n|baby|kids?|child|children|patients?|people|driver|crew))"
)
_PEOPLE: Final = rf"(?:me|us|you|{_THIRD_PEOPLE})"
_HOW_CALLED: Final = (
    r"(?:useless|lazy|fat|stupid|thick|dumb|rude|ugly|dirty|greedy|selfish|ignorant|incompetent|"
    r"arrogant|nasty|evil|silly|miserable|pathetic|worthless|disgusting|horrible|racist|old|little|"
    r"absolute|total|utter|complete|fucking|bloody|bunch of)"
)
"""Before what several are called, where no article parts it from whom somebody only rings."""
_WORD_ITSELF: Final = (
    rf"(?:(?:called|calling|calls|(?:who|people|stop|anyone|to|don'?t|not|never) (?:\w+ )?call) "
    rf"{_PEOPLE}|(?:was|were|been|being|be|got|gets?|getting) called)"
    r"(?: (?:such )?an?(?: \w+){0,2})?(?: \w+ (?:and|or))? $"
    rf"|(?:shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|yell(?:s|ed|ing)?)(?: at {_PEOPLE})? $"
    r"|(?:stop|stopped|quit|people|anyone|those|whoever|idiots|keeps?) (?:\w+ )?calling "
    rf"{_THIRD_PEOPLE}(?: {_HOW_CALLED}){{0,3}} $"
    r"|the (?:words?|slur|term|insult) $"
)
"""Up to a word: it is what somebody called somebody, or the word that was shouted."""

_TOLD_TO: Final = r"(?:told|tells?|telling|ordered)\s(?:[\w']+\s){0,6}to\s(?:\w+\s){0,3}$"
"""Up to what somebody was told to do."""

_REPORTED_BEFORE: Final = compile_pattern(translate(_REPORTED, {}))
_INTRODUCED_BEFORE: Final = compile_pattern(translate(_INTRODUCED, {}))
_SAID_BY_AUTHOR_BEFORE: Final = compile_pattern(translate(_SAID_BY_AUTHOR, {}))
_CONDEMNED_AROUND: Final = compile_pattern(translate(_CONDEMNED, {}))
_WORD_ITSELF_BEFORE: Final = compile_pattern(translate(_WORD_ITSELF, {}))
_TOLD_TO_BEFORE: Final = compile_pattern(translate(_TOLD_TO, {}))


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
        called, or was told to do.
        """
        start, end = self._text.sentence_at(span.start)
        place = self._text.plain.index(span.start)
        before = self._text.ascii[start:place]
        quotation = self._around(span)
        if quotation is None:
            told_to = bool(_TOLD_TO_BEFORE.search(before))
            if not told_to and not _WORD_ITSELF_BEFORE.search(before):
                return False
            speaker = speaker_before(before.decode("ascii"))
            if told_to or speaker is not None:
                return speaker is Speaker.OTHER
            return not _SAID_BY_AUTHOR_BEFORE.search(before)
        speaker = self._speaker_of(quotation)
        if speaker is not None:
            return speaker is Speaker.OTHER
        if _SAID_BY_AUTHOR_BEFORE.search(before):
            return False
        return self._reported(start, end, end) or self._introduced(start, span)

    def complained_of(self, span: Span) -> bool:
        """Return whether what the span repeats is told in complaint, and not as a pretext.

        See `is_complaint`; the sentence and the one behind it are looked at, without what else
        stands in quotation marks.
        """
        text = self._text
        told = self._around(span) or span
        opens, closes = text.plain.index(told.start), text.plain.index(told.end - 1) + 1
        last = text.sentence_at(told.end - 1)
        following = text.sentence_after(last) or last
        start = max(text.sentence_at(told.start)[0], opens - MAX_AROUND)
        end = max(closes, min(following[1], closes + MAX_AROUND))
        plain = text.plain.text
        return is_complaint(
            _QUOTED.sub(" ", plain[start:opens]), _QUOTED.sub(" ", plain[closes:end])
        )

    def _speaker_of(self, quotation: Span) -> Speaker | None:
        """Return who speaks what stands in quotation marks, as far as the text around it tells."""
        text = self._text
        first = last = self._quoted.index(quotation)
        for _ in range(_MAX_ROW):
            if first and self._in_a_row(first - 1):
                first -= 1
            if last + 1 < len(self._quoted) and self._in_a_row(last):
                last += 1
        opens, closes = self._inside(first)[0], self._inside(last)[1]
        start = text.sentence_at(self._quoted[first].start)[0]
        if first:
            # What stands before another quotation is said of that one.
            start = max(start, self._inside(first - 1)[1])
        sentence = text.sentence_at(self._quoted[last].end - 1)
        end = sentence[1]
        following = text.sentence_after(sentence)
        if following and _GOES_ON.match(text.plain.text, *following):
            end = following[1]
        if last + 1 < len(self._quoted):
            end = max(closes, min(end, self._inside(last + 1)[0]))
        return speaker_around(
            text.plain.text[max(start, opens - MAX_AROUND) : opens],
            text.plain.text[closes : min(end, closes + MAX_AROUND)],
        )

    def _in_a_row(self, number: int) -> bool:
        """Return whether one quotation and the next are told as one speaker's."""
        between = self._inside(number)[1], self._inside(number + 1)[0]
        return _ANOTHER.fullmatch(self._text.plain.text, *between) is not None

    def _inside(self, number: int) -> tuple[int, int]:
        """Return where in the plain form a quotation begins and ends, with its marks."""
        start, end = self._quoted[number]
        return self._text.plain.index(start), self._text.plain.index(end - 1) + 1

    def _around(self, span: Span) -> Span | None:
        """Return the quotation in which a span stands, with its marks."""
        for quotation in self._quoted:
            if quotation.start < span.end and span.start < quotation.end:
                return quotation
        return None

    def _in_marks(self, span: Span) -> bool:
        return self._around(span) is not None

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
