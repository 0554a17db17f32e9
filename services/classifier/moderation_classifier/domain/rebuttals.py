"""Denials of a false claim about health: "no, the jab doesn't make you infertile".

Who rebuts a claim repeats its words, and the model that knows these reads past a `not`. So where a
text denies that a vaccine does harm, or that a quack's cure heals, the machine alone hides nothing
as misinformation: a person looks. To deny a benefit ("it doesn't protect you"), or that germs make
ill, is how the false claims themselves are worded, and rebuts nothing.
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


def with_rebuttal_for_a_person(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which no denial of a false claim is hidden unread.

    What a body's own list finds stays as it is.
    """
    if labelling.scores.get(Label.MISINFORMATION, 0.0) <= NOT_TO_REMOVE or len(text) > _LONGEST:
        return labelling
    if not denies_a_claim(text):
        return labelling
    return with_at_most(labelling, Label.MISINFORMATION, NOT_TO_REMOVE)


def denies_a_claim(text: str) -> bool:
    """Say whether a text denies that a vaccine harms or a quack's cure heals, in linear time."""
    return _DENIED.search(normalise(text).plain.text) is not None
