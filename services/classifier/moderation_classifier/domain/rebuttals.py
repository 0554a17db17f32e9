"""Denials of a false claim about health: "no, the jab doesn't make you infertile".

Who rebuts a claim repeats its words, and the model that knows these reads past a `not`. So where a
text denies that a vaccine does harm, or that a quack's cure heals, the machine alone hides nothing
as misinformation: a person looks. To deny a benefit ("it doesn't protect you"), or that germs make
ill, is how the false claims themselves are worded, and rebuts nothing.

Who mocks a claim ("if boosters made you sterile, how come we had twins?") repeats it, too, and who
tells of a known risk with its size ("one in 100,000, it's on the leaflet") says what sounds like
one. Of these the machine is in doubt at most.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.agreement import NOT_TO_REMOVE
from moderation_classifier.domain.labelling import Labelling, with_at_most
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_LONGEST: Final = 1_000
"""Characters. Of a longer text, one denial tells little of what all of it claims."""

_DOUBT: Final = 0.6
"""What a person sees under every policy, and no more than that."""

_NOT: Final = (
    r"(?:doesn'?t|don'?t|didn'?t|won'?t|can'?t|cannot|(?:does|do|did|will|can) not"
    r"|(?:has |have |had )?never)"
)
_IS_NOT: Final = r"(?:isn'?t|aren'?t|wasn'?t|is not|are not|was not|was never|is no|are no)"
_SO: Final = r"(?: (?:actually|really|even|just|in fact|ever))?"
_VACCINE: Final = (
    r"(?:vaccines?|vaccinations?|jabs?|mmr|boosters?|shots?|mrna|5g|masts?|wi-?fi|masks?|sunscreen"
    r"|sun cream|(?:no|so),? (?:it|they))"
)
_HARMS: Final = (
    r"(?:caused?|makes?|made|changed?|alter(?:ed)?|affect(?:ed)?|contain(?:ed)?|harm(?:ed)?|hurt"
    r"|kill(?:ed)?|damaged?|weaken(?:ed)?|shed|track(?:ed)?|(?:have|had) (?:a )?(?:micro)?chips?"
    r"|(?:give|gave|given) (?:you|anyone|people|kids|children|babies|them"
    r"|any (?:child|kid|baby|person|one)))"
)
_HARMING: Final = (
    r"(?:causing|making|changing|altering|harming|hurting|killing|damaging|weakening|shedding"
    r"|tracking|giving (?:you|anyone|people|kids|children|babies|them))"
)
_CURE: Final = (
    r"(?:ivermectin|hydroxychloroquine|bleach|baking soda|bicarb\w*|turmeric|garlic|cinnamon"
    r"|essential oils?|vitamin [a-z]|vitamins|alkaline water|cannabis oil|cbd(?: oil)?|fasting"
    r"|homeopath\w+|apricot kernels|apple cider vinegar|black salve|colloidal silver|soursop|juice"
    r"|raw milk|honey|herbs)"
)
_HEALS: Final = (
    r"(?:cured?|treat(?:ed)?|kill(?:ed)?|heal(?:ed)?|reversed?|shrinks?|shrank|beat|replaced?"
    r"|work(?:ed)? (?:for|on|against))"
)
_HEALING: Final = r"(?:an? (?:\w+ )?(?:cure|treatment)|curing|healing|treating|cures?|treatment)"
_DENIED: Final = re.compile(
    rf"\b{_VACCINE},? (?:{_NOT}{_SO} {_HARMS}|{_IS_NOT}{_SO} {_HARMING})\b"
    rf"|\b{_CURE}{_SO} (?:{_NOT}{_SO} {_HEALS}|{_IS_NOT}{_SO} {_HEALING})\b"
)
_CLAIMED: Final = r"(?:causes?|caused|makes?|made|gives?|gave|kills?|killed|contains?)"
_THE_VACCINE: Final = rf"(?:(?:the|these|those|your) )?(?:\w+ )?{_VACCINE}"
_MOCKED: Final = re.compile(
    r"\bearth(?:'?s| is) flat,? and\b|\band (?:the )?earth(?:'?s| is) flat\b"
    r"|\bmoon(?:'?s| is) made of \w+(?: \w+)?,? and\b|\band (?:the )?moon(?:'?s| is) made of\b"
    # What plainly did not happen stands against the claim.
    rf"|\bif {_THE_VACCINE} {_CLAIMED}(?: \w+){{1,4}},? (?:so )?(?:how come|how did|how do|why did"
    r"|why do|why is|why are) (?:there'?s|there are|i|we|my|our|half|all (?:my|our))\b"
    rf"|\bif {_THE_VACCINE} {_CLAIMED}(?: \w+){{1,4}},? (?:then )?(?:i'?d|we'?d|my (?:router|wifi"
    r"|fridge|phone|telly|cat|dog|keys|microwave))\b"
    r"|\bmagnetic\b.{0,40}\b(?:disagrees?|won'?t stick|doesn'?t stick|didn'?t stick|fell off"
    r"|must love me|money back|fridge magnets?)\b"
    rf"|\b(?:one more|another) (?:comment|post|person|idiot|muppet) (?:saying|claiming)(?: that)?"
    rf" (?:\w+ ){{1,3}}{_CLAIMED}\b"
    rf"|\b(?:sick|tired|bored) of (?:reading|hearing|seeing)(?: people say(?:ing)?)?(?: that)?"
    rf" {_THE_VACCINE} {_CLAIMED}\b"
)
_HARM_AFTER: Final = re.compile(
    r"\b(?:died?|dead|death|dropped|collapsed|ill|disabled|paralysed|buried|lost|miscarr\w+|since"
    r" the|they)\b"
)
"""Beside these an "if it did, how come" is the claim itself, or may be."""
_SIZE: Final = re.compile(
    r"\b(?:rare|rarely|(?:tiny|very small) (?:number|risk|chance)"
    r"|(?:1|one|\d|two|three|four|five) in (?:a |every )?(?:\d{1,3},?\d{3}|\d{4,}|thousand|million"
    r"|hundred thousand)|\d+ per (?:million|100,?000)|some (?:people|kids|children|babies))\b"
)
_WEIGHED_UP: Final = re.compile(
    r"\b(?:leaflet|(?:mostly|usually|almost always) mild|a mild|goes? (?:away )?(?:by|on) its"
    r"|covid (?:itself |infection )?(?:does|did|causes?|clots?|is)|(?:far|much) more"
    r" (?:often|likely|common)|outweigh\w*|(?:were|was|are|is) offered (?:another|a different))\b"
)
_NEVER_TRUE: Final = re.compile(
    r"\b(?:autis\w+|cancers?|infertil\w+|steril\w+|dna|genome|magnet\w*|micro ?chips?|graphene"
    r"|poison\w*|aids|dementia|alzheimer\w*|not rare|isn'?t rare|rare my|they say|hid(?:e|es|ing)"
    r"|lie|lies|lied|lying|refuse|avoid|murder\w*|genocide|kill\w*|(?:don'?t|do not|never) (?:take"
    r"|get|have|let))\b"
)
_NO_FLU: Final = re.compile(
    r"\b(?:jabs?|vaccines?|shots?|it) (?:can'?t|can not|cannot|doesn'?t|does not|won'?t|will not)"
    r"(?: actually| possibly)? give (?:you|me|us|anyone|people) (?:the )?flu\b"
)


def with_rebuttal_for_a_person(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which no denial of a false claim is hidden unread.

    What mocks a claim, or tells of a known risk, is in doubt at most. What a body's own list finds
    stays as it is.
    """
    score = labelling.scores.get(Label.MISINFORMATION, 0.0)
    if score <= _DOUBT or len(text) > _LONGEST:
        return labelling
    plain = normalise(text).plain.text
    if mocks_a_claim(plain) or tells_a_known_risk(plain):
        return with_at_most(labelling, Label.MISINFORMATION, _DOUBT)
    if score <= NOT_TO_REMOVE or not denies_a_claim(plain):
        return labelling
    return with_at_most(labelling, Label.MISINFORMATION, NOT_TO_REMOVE)


def denies_a_claim(plain: str) -> bool:
    """Say whether a text denies that a vaccine harms or a quack's cure heals, in linear time.

    This and the next two read the plain form of a text: small letters, no signs in disguise.
    """
    return _DENIED.search(plain) is not None


def mocks_a_claim(plain: str) -> bool:
    """Say whether a text repeats a claim about a vaccine to laugh at it, in linear time."""
    return _MOCKED.search(plain) is not None and _HARM_AFTER.search(plain) is None


def tells_a_known_risk(plain: str) -> bool:
    """Say whether a text gives a real risk its size, or that no flu comes of the jab against it."""
    if _NEVER_TRUE.search(plain):
        return False
    if _NO_FLU.search(plain):
        return True
    return _SIZE.search(plain) is not None and _WEIGHED_UP.search(plain) is not None
