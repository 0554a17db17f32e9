"""Danger of long ago, told by somebody who is well now: nobody is woken for a recovery.

"I tried to end my life ten years ago, today I held my first grandchild" holds all the words of a
cry for help, so that rules cannot tell the two apart; the model mostly can. Where the text itself
says that it was long ago and that its teller is well, and holds no sign that anything goes on, what
rules find counts as the model's suspicion does: a person reads it, and nobody is woken unless the
model itself holds it to be danger. The signs of what goes on are meant to be too many: one too many
wakes somebody for a recovery, one too few leaves somebody in danger in the queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from moderation_classifier.domain.patterns import compile_pattern
from moderation_classifier.domain.text import NormalisedText
from moderation_common.vocabulary import Label

if TYPE_CHECKING:
    import re2

TOLD_LATER: Final = frozenset({Label.SELF_HARM, Label.SAFEGUARDING, Label.EMERGENCY})
"""The dangers of which people tell when they are over."""

_LONGEST: Final = 600
"""Characters. A longer story says more than that all is well."""

_SPACE: Final = r"\s{1,3}"
_NUMBER: Final = (
    r"(?:\d{1,2}\+?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|fifty|several|many|some|a few|over a)"
)
_FREE: Final = r"(?:clean|free|sober|in recovery|recovered)"
_LONG_AGO: Final = (
    rf"{_NUMBER}\W?(?:years?|yrs?|decades?) (?:ago|later|{_FREE})|years ago|decades ago"
    rf"|(?:{_NUMBER}\W?months?|[\d,]{{3,6}}\W?days?) {_FREE}"
    r"|(?:in|back in|since|him|her) (?:19|20)\d\d|suicide (?:19|20)\d\d"
    r"|(?:aged?|at|i was) (?:just |only )?(?:[5-9]|1\d|2\d)|when (?:\w+ ){1,2}was (?:only )?\d{1,2}"
    r"|used to (?:self|cut|burn|harm|hurt|starve|hit|beat|abuse|be suicidal)"
    r"|as an? (?:little )?(?:kid|child|teen|teenager|girl|boy|student)|first (?:husband|wife)"
    r"|in my (?:teens|twenties|thirties|forties|[2-6]0'?s)|when i was (?:a|at|in|little|young)"
)
_I_AM: Final = r"(?:i'?m|i am|we'?re|we are)"
_IS: Final = r"(?:she'?s|he'?s|she is|he is|they'?re|and)"
_THRIVING: Final = (
    r"(?:happy|well|fine|good|grateful|thankful|proud|alive|married|engaged|clean|sober|free|glad"
    r"|recovery|recovered|stronger|better|ok|okay|thriving|loved|qualified|lucky|survivor|mum|mam"
    r"|dad|nan|parent|mother|father|granddad|grandad|grandmother|grandparent|nurse|midwife|doctor"
    r"|teacher|student|volunteer|counsellor|mentor|peer|trustee|paramedic|social worker|carer)"
)
_WELL: Final = (
    rf"{_I_AM} (?:\w+ )?(?:well|fine|happy|good|ok|okay|better|married|thriving|in recovery) now"
    rf"|{_I_AM} an? (?:\w+ ){{1,4}}now"
    rf"|(?:now|today|these days) {_I_AM} (?:an? |in |so )?{_THRIVING}"
    r"|now in my [3-9]0'?s|(?:now|today) i (?:train|teach|volunteer|help|support|work|run|held"
    r"|hold|celebrate|celebrated|graduated|qualified)|(?:are|'m|'re|so|am) happy"
    rf"|(?:{_IS}|is) [1-2]?\d now"
    rf"|recovery is possible|recovered|(?:days?|months?|years?|yrs?) {_FREE}|no shame"
    r"|it (?:does|really|will) (?:get better|pass|gets better)|it gets better|there'?s hope"
    r"|there is hope|keep going|hang (?:on )?in there|never looked back|best thing i (?:ever|have)"
    r"|saved (?:me|my life|him|her)|brought (?:me|him|her|them) back"
    r"|talked me (?:down|round|through)"
    r"|(?:forever|eternally|so) (?:grateful|thankful)"
    r"|(?:wonderful|happy|good|great|lovely|amazing|better) (?:life|marriage|place)"
    r"|safe now|in prison now|new life"
)
_KIN: Final = (
    r"(?:sons?|daughters?|child|children|kids?|lads?|girls?|boys?|mum|mam|dad|nan|gran|grandad"
    r"|sisters?|brothers?|friends?|mate|niece|nephew|husband|wife|partner|grandson|granddaughter"
    r"|cousin|neighbour|flatmate)"
)
_GOES_ON: Final = (
    r"they|them|carers?|care home|nursing home|staff|nurses|ward"
    r"|still|again|tonight|tomorrow|right now|at the moment|currently|lately|recently|yesterday"
    r"|this (?:week|month|morning|weekend|year|time|afternoon|evening)|the other (?:day|night)"
    r"|last (?:night|week|month|weekend|year|time)|earlier"
    r"|(?:mins?|minutes?|hours?|hrs?|days?|weeks?) ago"
    r"|but|though|until|except|only to|apart from|sometimes|some days|most days|every (?:day|night)"
    r"|can'?t|cannot|won'?t|don'?t|want|wants|wanna|wish|wishing|going to|gonna|might|could|if"
    r"|think|thinking|thoughts|plan|plans|planning|planned|urges?|voices?|ready|enough"
    r"|relaps\w+|back (?:to|there|here|at|in the|on)|struggl\w+|worse|(?:coming|come) back"
    r"|in crisis|(?:is|are|being|gets?|getting) (?:being )?(?:beaten|hit|abused|hurt|neglected"
    r"|raped|groomed|bullied|touched|starved|tied|locked|suicidal|ill|poorly)"
    rf"|my (?:\w+ )?{_KIN}(?:'?s| is| are| has| says?| told| keeps?| tried| took| just| now)"
    r"|feel|feels|feeling|hopeless|alone|scared|afraid|frightened|terrified|lonely|tired|low"
    r"|help (?:me|us|him|her|please)|need|needs|please|nobody|no ?one|none|nothing|never been"
    r"|turned away|discharged|waiting|waited|refused|ignored|let (?:me|him|her|us) down|failed"
    r"|not (?:safe|well|ok|okay|good|happy|better|here)|isn'?t|aren'?t|unsafe|rope|noose|sorry|bye"
    r"|goodbye|at peace|cutting|self\W?harms|self\W?harming|hurting|hitting|starving|threatening"
    r"|hits|hurts|beats|touches|abuses|threatens|controls|locks|follows|stalks|outside|released"
    r"|bleeds|bleeding (?:now|heavily)|unconscious|having|keeps|i keep|dying|wants? to die"
    r"|(?:he|she|they)(?:'?s| is| are)? (?:now (?:an?|works?|lives?|teaches)|works?|lives?|teaches"
    r"|has|coaches|married|out|free|back|around|with|living|seeing|doing|an?)"
    r"|all back|(?:is|are|it'?s|came|went|gone) back|now (?:it|everything|all)|nearly|almost"
    r"|taking|drinking|slicing|slitting|swallowing|bleach|on the (?:chair|ledge|bridge|roof|tracks)"
    r"|blades?|knife|follow|(?:who|he|she|they) (?:runs?|fosters?|minds?|babysits?)"
    r"|done|should(?:n'?t| not)|regret\w*|my time|it'?s time|written|letters?|threw|thrown|gave up"
    r"|given up|who (?:coaches|teaches|works|lives|looks)|join (?:him|her|them|my|you)|get it right"
    r"|(?:now|today) i (?:go|get|do|end|finish|join|leave|take|took|will|found|saw|heard)"
    r"|(?:now|today) (?:my|our|his|her|he|she|they)|other (?:kids|children|girls|boys|women)"
)


def _compile(words: str) -> re2._Regexp:
    return compile_pattern(rf"\b(?:{words.replace(' ', _SPACE)})\b".encode())


_TOLD_OF_LONG_AGO: Final = _compile(_LONG_AGO)
_TOLD_BY_THE_WELL: Final = _compile(_WELL)
_TOLD_OF_NOW: Final = compile_pattern(rf"\?|\b(?:{_GOES_ON.replace(' ', _SPACE)})\b".encode())


def tells_of_recovery(text: NormalisedText) -> bool:
    """Return whether a text tells of what is long over and of being well, and of nothing else.

    In time linear in the text.
    """
    plain = text.ascii
    return (
        len(plain) <= _LONGEST
        and _TOLD_OF_LONG_AGO.search(plain) is not None
        and _TOLD_BY_THE_WELL.search(plain) is not None
        and _TOLD_OF_NOW.search(plain) is None
    )
