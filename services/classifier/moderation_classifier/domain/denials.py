"""Hatred that is denied, or told to stop: "I don't hate ...", "nobody should call them scum".

The words are those of hatred, and the model hears them more loudly than the `not` before them. So
where a short text denies and holds nothing else of the kind, the machine is in doubt at most and a
person decides. A `but` undoes a denial: "I don't hate them, but ..." is how hatred often begins. So
does a slur, which nobody needs who means no harm.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.labelling import Labelling, with_at_most
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_LONGEST: Final = 300
"""Characters. Of a longer text a denial tells little of what the rest of it says."""
_DOUBT: Final = 0.6
"""What a person sees under every policy, and no more than that."""
_SLURS: Final = "hate.slur"
"""What the ids of the rules begin with that find slurs."""

_FEW: Final = r"(?: (?!(?:they|it'?s|th[eo]se|he|she)\b)[\w']+){0,3}"
_SOME: Final = r"(?: [\w']+){1,6}"
_BAD: Final = (
    r"(?:disgusting|vile|vermin|scum(?:bags?)?|filth|filthy|dirty|stupid|thick|dumb|idiots?|morons?"
    r"|inferior|burdens?|drain|lazy|evil|wicked|animals?|savages?|criminals?|terrorists?|thieves"
    r"|rapists?|paedo\w*|parasites?|leeches|cockroaches|rats|pigs|dogs|trash|garbage|rubbish"
    r"|monsters?|freaks?|abominations?|sick|mental|crazy|insane|weak|useless|worthless|pathetic"
    r"|ugly|fat|violent|dangerous|hateful|diseased?|plague|cancer|scroungers?|spongers?|cheats?"
    r"|liars?|greedy|less than|lesser|less human|sub ?human|second.class|unnatural|pervert\w*"
    r"|deviants?|(?:too )?emotional|hysterical|backwards?|barbari\w+|invad\w+|invasion"
    r"|(?:a|the) (?:problem|threat|joke|mistake|waste|disgrace|reason|cause|enemy|curse)"
    r"|to blame|at fault)"
)
_HATES: Final = (
    r"(?:hat(?:e[sd]?|ing)|despised?|loathed?|detest(?:ed)?|disliked?|resent(?:ed)?|blam(?:e[sd]?|ing)"
    r"|look down on|(?:have|has|had|got|hold) (?:anything|owt|a (?:problem|issue|grudge)|an issue"
    r"|any (?:problem|issue|hatred)) (?:with|against|towards))"
)
_NEVER: Final = (
    r"(?:don'?t|do not|didn'?t|did not|wouldn'?t|would not|couldn'?t|can'?t|cannot|never|have not"
    r"|haven'?t|won'?t|will not)"
)
_SAYS: Final = (
    r"(?:thinks?|thinking|thought|believes?|believing|says?|saying|said|claims?|claiming|calls?"
    r"|calling|called|tells?|telling|told|suggests?|suggesting|pretends?|made to feel)"
)
_ILL_DONE: Final = (
    r"(?:hated|abused|attacked|beaten|bullied|mocked|insulted|punished|excluded|judged|harassed"
    r"|discriminated against|laughed at|spat (?:at|on)|hurt|killed|sent back|deported|targeted"
    r"|treated (?:like|differently|badly|worse)|looked down on|ashamed|afraid)"
)
_DENIED: Final = re.compile(
    # I do not, we never did.
    rf"\b(?:i|we|i'?ve|we'?ve|i'?d|we'?d)(?: \w+)?,? {_NEVER}(?: \w+){{0,2}} {_HATES}\b"
    r"|\b(?:i|we|i'?ve|we'?ve)(?: \w+)? (?:have|hold|got|bear|feel) (?:no|nothing|zero)(?: \w+)?"
    r" ?(?:against|problem with|issue with|hatred|grudge|ill will)\b"
    rf"|\b{_NEVER}(?: \w+){{0,2}} {_SAYS}(?: that)?{_SOME}? {_BAD}\b"
    rf"|\bit'?s not (?:that|because) (?:i|we)(?: \w+)? {_HATES}\b"
    rf"|\b(?:won'?t|will never|wouldn'?t|'ll never|never) (?:ever )?(?:hear|catch|find|see)"
    rf" (?:me|us) {_SAYS}{_SOME}? {_BAD}\b"
    rf"|\b(?:not once|never) (?:have|did|would|will|could) (?:i|we)(?: \w+)? (?:{_HATES}|{_SAYS}"
    rf"{_SOME}? {_BAD})\b"
    # They are not.
    rf"|\b(?:are|is|were|was|ai)(?:n'?t| not| never|n'?t all| not all){_FEW} {_BAD}\b"
    rf"|\b(?:isn'?t|is not|it'?s not|wasn'?t|ain'?t){_FEW} fault\b"
    r"|\bnothing (?:\w+ )?(?:wrong|shameful|dirty|disgusting|bad|unnatural|inferior)"
    r" (?:with|about|in) (?!hating|saying|calling|wanting|a bit of|racis|telling)\b"
    # Nobody should, and nobody does.
    rf"|\b(?:nobody|no ?one|no person|no human|none of us|no child)(?:'?s| is)?{_FEW}"
    rf" (?:{_HATES}|{_SAYS}{_SOME}? {_BAD})\b"
    r"|\b(?:nobody|no ?one|no person|no human|none of us|no child)(?: \w+){0,3} (?:should|ought"
    rf"|deserves?|must|needs?|has)(?: [\w']+){{0,5}} {_ILL_DONE}\b"
    # Stop it.
    r"|\b(?:don'?t|do not|never|stop|can we (?:please )?(?:stop|not)|let'?s (?:stop|not)|quit|"
    rf"enough of)(?: \w+)? (?:{_HATES}|(?:abus|attack|mock|bully|insult|target)(?:e|ing)?"
    rf"|scapegoat(?:ing)?|demonis(?:e|ing)|picking on|call(?:ing)?{_SOME}? {_BAD})\b"
    rf"|\b(?:imagine|fancy) (?:hating|blaming|{_SAYS}{_SOME}? {_BAD})\b"
    r"|\bno to (?:racism|hatred|hate|bigotry|homophobia|[\"'])"
)
_UNDONE: Final = re.compile(
    r"\b(?:but|however|though|although|except|unless|yet|anyway|apart from|only when"
    r"|just (?:think|saying|wish|want|don'?t|not|keep|stay|go)|(?:if|until|when|cos|because|why)"
    r" (?:they|these|those|them|you)|they (?:are|'re|should|need|just|all|do|come|want)|they're"
    r"|enough|fair|deserve it|lying|lie|racist to|not racist|no racist|send (?:them|em)|go home"
    r"|any(?:one|body) who says|cures?|deport\w*|pity|mould|woodworm|weeds|germs|some are|the ones"
    r"|get out|any ?more)\b"
)
"""What turns a denial into its opposite, or goes on where it ended."""
_BAD_WORD: Final = re.compile(rf"\b{_BAD}\b")


def with_denial_for_a_person(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which the machine is not certain of hatred that is denied.

    What a rule finds for a slur, or a body's own list finds, stays as it is.
    """
    if labelling.scores.get(Label.HATE, 0.0) <= _DOUBT or len(text) > _LONGEST:
        return labelling
    if any(
        finding.label is Label.HATE and finding.source.startswith(_SLURS)
        for finding in labelling.findings
    ):
        return labelling
    if not denies_hatred(normalise(text).plain.text):
        return labelling
    return with_at_most(labelling, Label.HATE, _DOUBT)


def denies_hatred(plain: str) -> bool:
    """Say whether the plain form of a text denies hatred and holds none beside it."""
    if _DENIED.search(plain) is None:
        return False
    rest = _DENIED.sub(" ", plain)
    return _UNDONE.search(rest) is None and _BAD_WORD.search(rest) is None
