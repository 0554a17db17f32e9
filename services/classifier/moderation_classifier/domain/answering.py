"""Danger, and complaints, in few words that tell of none by themselves, but by what they answer.

"Same" under a cry for help is one; so may be "about forty" where somebody asked what was taken, and
"thanks all, it's been a ride" under a post for people in despair. None is ever certain: it is told
of as a doubt, and a person reads both. Who joins in with a complaint complains. What answers
nothing, or says more than this, is judged by its own words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from moderation_classifier.domain.agreement import DISMISSED
from moderation_classifier.domain.finding import ANSWERED, Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.vocabulary import Label

_DOUBT: Final = 0.5
"""Above every pack's `review` for danger, and below every `act`."""

_SHORT: Final = 200
"""Characters. A longer answer says by itself what there is to say."""

_MAX_ANSWERED: Final = 1_000
"""Characters of what is answered that are read: of two texts together time is bounded, too."""

_SHARED: Final = (Label.SELF_HARM, Label.SAFEGUARDING)
"""What somebody may share with whom they answer; an emergency is one person's."""

_COMPLAINS: Final = 0.75
"""Every pack's `act` for a complaint: who joins in with less than that may mean anything."""

_WAIT: Final = (
    r"(?:(?:been |still |ive been |were |im )?(?:waiting|waited|on the list|in pain)|"
    r"(?:for |nearly |over |about |almost |just |only |since )?(?:\w+ )?(?:\d+|an?|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|several) ?(?:plus )?"
    r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?)|"
    r"(?:for|since|at|with|from|in) \w+(?: \w+){0,2}|and counting|now|so far|later|ago|again)"
)
"""How people say that they wait, too, and since when."""
_JOINS_IN: Final = re.compile(
    r"(?:(?:oh|yeah|yes|yep|aw|omg|god|honestly|literally|exactly|and) )*"
    r"(?:same(?: (?:here|for (?:me|us)|boat|situation|again|story))?|in the same boat|"
    r"(?:me|us) (?:too?|2|as well|neither)|snap|we are too|so (?:are|were|have|did) we|"
    r"(?:my|our) (?:\w+ )?(?:too|as well)|"
    r"so (?:do|am|did|would) i|(?:i )?(?:do|am|feel (?:it|this)|felt this|would) (?:too|as well)|"
    r"neither (?:do|can|am) i|(?:i )?(?:feel|felt|think|thinking|am|im|was) (?:exactly )?the same"
    r"(?: way| thing)?|(?:how|what|as) i (?:feel|felt|think|want)|"
    r"(?:this|that|thats|its|it) (?:is )?(?:so |literally )?me|this|relatable|mood|ditto|likewise|"
    r"i (?:know the feeling|(?:get|feel|hear) (?:this|you|that)|wish i could|want (?:it|to|that))|"
    r"can i (?:join|come)(?: you)?|join me|you and me both|youre not (?:alone|the only one)|"
    r"not just you|been there|im there)"
    r"(?: (?:x+|tbh|sadly|unfortunately|hun|mate|pal|love|too|now|right|rn|atm|lately|today|"
    r"tonight|every|day|night|here|really|honestly|as|well|you|hugs))*"
    rf"(?: {_WAIT}){{0,4}}"
)

_FOREIGN: Final = re.compile(
    r"ja tez|moi aussi|yo tambien|a mi tambien|eu tambem|si eu|ich auch|anchio|ben de|ik ook|"
    r"as irgi|ja taky|aj ja|i ja|main bhi|mein bhi"
)
"""The like in languages in which it may stand under a cry in the same language."""
_OFFERS_HELP: Final = re.compile(
    r"\b(?:call|ring|text|phone|contact|speak to|talk to)\b[^.!?]{0,40}"
    r"\b(?:116 ?123|85258|999|111|samaritans|shout|papyrus|calm|mind|crisis|helpline|us|someone)\b"
)
"""Who joins in with that agrees that help is there."""

_PERSON: Final = (
    r"(?:he|she|they|you|u|baby|(?:\w+ )?(?:mum|mam|mom|dad|nan|gran|grandma|grandad|son|daughter|"
    r"husband|wife|partner|brother|sister|friend|mate|neighbour|patient|man|woman|lady|bloke|guy|"
    r"child|kid|boy|girl|lad|toddler|newborn|casualty))"
)
_YOU: Final = r"(?:you|u|ya)"
_ANYONE: Final = r"(?:you|u|ya|he|she|they)"
_AUX: Final = r"(?:have|has|had|did|av|ave|avent)"
_TOOK: Final = r"(?:just |actually )?(?:taken?|took|swallow(?:ed)?)"
_MEDICINE: Final = (
    r"(?:tablets?|tabs|pills?|meds?|medication|medicine|paracetamols?|codeine|ibuprofen|tramadol|"
    r"diazepam|morphine|insulin|capsules?|drugs|mg|units|doses?|painkillers?|sleepers|"
    r"(?:blue|white|pink|yellow) (?:ones|tablets|pills))"
)
_ENDS: Final = r"\s*(?:[?!.]|$)"
_LATELY: Final = r"(?: (?:so far|today|tonight|exactly|just now|in total|altogether|then|now))?"
_FAREWELL: Final = re.compile(
    r"(?:(?:well|so|right|ok|anyway|sorry|thanks|thank you|cheers|love|bye|goodbye|ta|all|"
    r"everyone|everybody|guys|lads|boys|girls|folks|mates?|you|x+|and|for everything|"
    r"for trying|it was nice knowing you|been nice knowing (?:you|ya)(?: all)?) )*"
    r"(?:(?:its|it has|it was) (?:all )?been (?:a|some|quite a|one hell of a) "
    r"(?:ride|journey|blast|trip|laugh)|its been (?:real|fun|emotional|nice)|goodbye|good bye|"
    r"bye|farewell|so long|see (?:you|ya) (?:all )?(?:on the other side|in the next (?:life|one))|"
    r"(?:im|i am) (?:out|done|off)(?: now)?|take care of (?:each other|my \w+|yourselves)|"
    r"(?:its |it was )?(?:been )?nice knowing (?:you|ya)|"
    r"(?:thanks|thank you) for (?:everything|trying))"
    r"(?: (?:thanks|thank you|cheers|ta|all|everyone|everybody|guys|lads|boys|girls|folks|mates?|"
    r"you|to|too|x+|sorry|now|then|for everything|for trying|love|world|and|goodbye|bye))*"
)
"""A parting that says nothing of death; as people write it with or without thanks."""
_OF_DESPAIR: Final = re.compile(
    r"\b(?:suicid\w+|self[- ]?harm\w*|mental[- ]health|samaritans|116 ?123|"
    r"crisis (?:line|team|cafe)|struggling (?:to cope|with your|with life|today|right now)|"
    r"ending (?:your|their) life|text shout|85258|option 2|in despair|"
    r"ok(?:ay)? (?:not to be|to not be) ok(?:ay)?|(?:good|time|ok) to talk|not alone|"
    r"feeling (?:hopeless|low|overwhelmed))\b"
)
"""What a post for people in despair, or a cry, says of itself."""
_QUESTIONS: Final = (
    (
        Label.SELF_HARM,
        re.compile(
            rf"\bwhat {_AUX} {_ANYONE} {_TOOK}{_LATELY}(?: (?:and )?how (?:many|much))?{_ENDS}|"
            rf"\bwhat (?:\w+ )?{_MEDICINE} (?:{_AUX} {_ANYONE}|{_YOU}) {_TOOK}\b|"
            rf"\bhow (?:many|much) (?:of (?:them|those|these) )?(?:{_AUX} {_YOU}|{_YOU}) {_TOOK}"
            rf"{_LATELY}{_ENDS}|"
            rf"\bhow (?:many|much) (?:of (?:the|those|these|your|her|his) )?(?:\w+ )?{_MEDICINE} "
            rf"(?:{_AUX} {_ANYONE}|{_YOU}) {_TOOK}\b|"
            rf"\b{_AUX} {_ANYONE} {_TOOK} (?:an overdose|an od|too many|all of them|all your "
            rf"{_MEDICINE}|any {_MEDICINE}|(?:anything|something){_LATELY}{_ENDS})|"
            rf"\b{_AUX} {_ANYONE} (?:just )?(?:hurt|harm(?:ed)?|cut) "
            r"(?:your|him|her|them)sel(?:f|ves)\b|"
            rf"\b(?:are|r) {_YOU} (?:feeling )?(?:suicidal|in danger)\b|"
            rf"\b(?:are|r) {_YOU} (?:safe|alone)(?: (?:now|right now|tonight|at the moment|at home|"
            rf"there|where you are))?{_ENDS}|"
            rf"\bis (?:he|she) (?:suicidal|in danger|safe{_ENDS})|"
            rf"\b(?:are|r|is) {_ANYONE} "
            r"(?:thinking (?:of|about)|going to|gonna|planning (?:to|on)) "
            r"(?:suicide|end(?:ing)? (?:it|your|his|her|their)|(?:kill|hurt|harm)(?:ing)? "
            r"(?:your|him|her|them)sel(?:f|ves))\b|"
            rf"\b(?:do|does) {_ANYONE} (?:want|plan|intend) to "
            r"(?:die|end (?:it|your)|(?:kill|hurt|harm) (?:your|him|her|them)self)\b"
        ),
    ),
    (
        Label.EMERGENCY,
        re.compile(
            r"\b(?:is|are) (?:\w+ ){0,2}\w+ (?:still |even )?(?:breathing|conscious)"
            rf"(?: (?:now|yet|at all|ok|okay|properly|normally))? ?(?:\?|$)|"
            rf"\b(?:is|are) (?:(?:the|your|ur|my|his|her) )?{_PERSON} (?:still |even )?"
            rf"(?:responding|responsive)(?: (?:now|yet|at all))?{_ENDS}"
        ),
    ),
    (
        Label.SAFEGUARDING,
        re.compile(
            r"\b(?:does|did|has|is) (?:he|she|anyone|anybody|someone|somebody) (?:ever )?"
            r"(?:hit|hits|hitting|hurt|hurts|hurting|touch|touched|touching) (?:you|u)"
            rf"(?: (?:before|again|often|too|at home|now|today|tonight))?{_ENDS}"
        ),
    ),
)


def answered_by(utterance: Utterance) -> Utterance | None:
    """Return what a comment joins in with in few words, to be labelled; `None` if in nothing."""
    parent = utterance.parent_text
    if not parent or len(utterance.text) > _SHORT:
        return None
    said = normalise(utterance.text).words.text
    if not (_JOINS_IN.fullmatch(said) or _FOREIGN.fullmatch(said)):
        return None
    if _OFFERS_HELP.search(normalise(_read_of(parent)).plain.text):
        return None
    return replace(
        utterance, text=_read_of(parent), parent_text=None, author=None, earlier=(), later=()
    )


def with_what_is_shared(own: Labelling, answered: Labelling) -> Labelling:
    """Return the labelling of words that join in, with what they share as a doubt.

    Of danger the least doubt is shared; a complaint only where it is certain.
    """
    shared = [label for label in _SHARED if answered.scores.get(label, 0.0) > DISMISSED]
    if answered.scores.get(Label.COMPLAINT, 0.0) >= _COMPLAINS:
        shared.append(Label.COMPLAINT)
    return _with_doubts(own, shared)


def with_danger_asked_after(own: Labelling, utterance: Utterance) -> Labelling:
    """Return the labelling of a short answer, with the danger that it was asked about as a doubt.

    Whatever it says: "no" is good news of an overdose and bad news of breath. A farewell under a
    post for people in despair is such an answer.
    """
    if len(utterance.text) > _SHORT:
        return own
    parent = utterance.parent_text
    asked = asked_after(normalise(_read_of(parent))) if parent else []
    if Label.SELF_HARM not in asked and _takes_leave(utterance):
        asked = [*asked, Label.SELF_HARM]
    return _with_doubts(own, asked) if asked else own


def _takes_leave(utterance: Utterance) -> bool:
    """Say whether a short text is a farewell under what speaks to people in despair."""
    around = [text for text in (utterance.parent_text, utterance.post_text) if text]
    if not around or not _FAREWELL.fullmatch(normalise(utterance.text).words.text):
        return False
    return any(_OF_DESPAIR.search(normalise(_read_of(text)).plain.text) for text in around)


def _read_of(answered: str) -> str:
    """Return the beginning and the end of what is answered: a cry may come last."""
    if len(answered) <= _MAX_ANSWERED:
        return answered
    half = _MAX_ANSWERED // 2
    return f"{answered[:half]}\n{answered[-half:]}"


def asked_after(text: NormalisedText) -> list[Label]:
    """Return the danger that a text asks somebody about, in linear time."""
    return [label for label, question in _QUESTIONS if question.search(text.plain.text)]


def _with_doubts(own: Labelling, labels: list[Label]) -> Labelling:
    # Also beside a like word of the model's, which by itself tells nobody.
    added = [Finding(label=label, score=_DOUBT, span=None, source=ANSWERED) for label in labels]
    if not added:
        return own
    findings = sorted((*own.findings, *added), key=lambda finding: -finding.score)
    scores = {**own.scores}
    for label in labels:
        scores[label] = max(_DOUBT, scores.get(label, 0.0))
    return replace(own, findings=tuple(findings), scores=scores)
