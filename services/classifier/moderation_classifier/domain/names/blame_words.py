"""The words with which people blame somebody, and deny, excuse or praise, around a name.

Every pattern is over lower-case plain text. `staff` says which of them count for a name.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.names.people_words import TITLED_STAFF
from moderation_classifier.domain.word_sets import any_of, set_of

_TOUCHED: Final = (
    r"(?<!so )(?<!very )(?<!really )(?<!deeply )(?<!truly )touched(?!"
    r" (?:(?:so|very|too|many|the|my|our|your|his|her|their|all|of|a|lots?|each|every|both|"
    r"countless|people|\w+'s) ){0,6}(?:lives|life|hearts?|souls?)\b|"
    r" so many(?: ?(?:[,.!?;:]|$)| (?:people|families|folks?|of us)\b))"
)
"""Bodies, and not the hearts and lives that tributes speak of."""
BLAME: Final = re.compile(
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
    r"barked|"
    r"missed (?:(?:the|my|his|her|our|their|all|every|any|an?|obvious|clear|early) ){0,3}"
    r"(?:sepsis|cancer|tumou?rs?|strokes?|fractures?|breaks?|bleed|blood clots?|clots?|lumps?|"
    r"heart attack|meningitis|pneumonia|appendicitis|pre-?eclampsia|infections?|diagnosis|"
    r"diagnoses|symptoms?|signs?|warnings?|red flags?))\b"
)
THEFT: Final = re.compile(r"\b(?:thief|crook|stole)\b")
"""Alleged in earnest it is a crime, of which no machine judges, and in jest it is of a heart, a
biscuit or a parking space."""
LOOSE_WORD: Final = (
    r"(?:joke|shame|shameful|worst|nightmare|fired(?! up)|cow|rough|awful|terrible|horrible|"
    r"horrendous|shocking)\b"
)
"""Words said as often of a queue, a car park or a service as of anybody named beside them."""
LOOSE: Final = re.compile(rf"\b{LOOSE_WORD}")
FILLING: Final = (
    r"(?:(?:an?|the|such|so|too|very|really|just|always|actually|simply|honestly|frankly|clearly|"
    r"definitely|literally|absolute(?:ly)?|complete(?:ly)?|total(?:ly)?|utter(?:ly)?|fucking|"
    r"bloody|proper|right|bit|of|one|my|most|nothing|but|ever|pretty|quite|what|another|single|by|"
    r"far) ){0,5}"
)
BEING: Final = (
    r"(?: also| really| just)?(?:'s been|'s| is| was| are| were| has been| have been| must be| "
    r"should be| needs to be| deserves to be| wants to be| ought to be| can be| could be| "
    r"is being| was being| got| gets| seems| seemed| looks| sounds)"
)
_CALLINGS: Final = TITLED_STAFF | set_of(
    "doctors gp gps person man woman dr drs mr mrs ms miss prof professor"
)
PERSON: Final = rf"{any_of(_CALLINGS)}\b\.?"
SAID_AFTER: Final = re.compile(
    rf"(?:,? who)?{BEING} (?:{FILLING}{LOOSE_WORD}|an? (?:\w+ ){{0,3}}cow\b)|"
    rf"[,:;-]? {FILLING}(?:shame on\b|(?!shame|fired){LOOSE_WORD}"
    rf"(?= ?(?:[,.!?]|$)|(?: of an?)? {PERSON}| ever\b))"
)
"""From the end of a name: the name is, or directly is called, one of the loose words."""
SAID_BEFORE: Final = re.compile(
    rf"\b(?:shame on|(?!shame|joke){LOOSE_WORD}|joke (?:of an?|called|named|is))[,:;!-]?"
    rf"(?: (?:of|an?|the|you|called|named|is|was|it's|ever|i|i've|have|had|met|seen|in|my|life|"
    rf"{PERSON})[,:]?){{0,6}} $"
)
"""Up to a name: one of the loose words, and nothing else that it could be about."""
OF_PERSON: Final = re.compile(
    rf"\b(?:he|she)(?:'s| is| was| has been| must be| should be| needs to be)? "
    rf"(?:{FILLING}{LOOSE_WORD}|an? (?:\w+ ){{0,3}}cow\b)|\bworst {PERSON}|"
    rf"\byou (?:\w+ ){{0,3}}cow\b"
)
"""A loose word of somebody, who in the sentence of a name or the next one is whoever is named."""
BLAMED_AS: Final = (
    r"(?:rude|useless|incompetent|disgrace|disgraceful|disgusting|appalling|horrid|nasty|vile|liar|"
    r"lazy|arrogant|ignorant|unprofessional|dismissive|cruel|bully|negligent|dangerous|unsafe|"
    r"careless|abusive|patronising|condescending|sacked|struck off|suspended|ashamed|pathetic|"
    r"clueless|drunk|racist|sexist|creepy|thief|corrupt|fraud|crook|evil|witch|idiot|moron|"
    r"waste of|quack|butcher|stupid|hopeless|to blame|abuser|neglectful)\b"
)
"""What a person is called in blame."""
OWED: Final = (
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
REFUSED_TO: Final = (
    r"refuse[ds](?: point blank| outright| \w+ly)? to (?:(?:even|ever|(?!reply)\w+ly) ){0,2}+"
)
_MANY: Final = r" (?:so many|us all|all of us|everyone|everybody|on|upon|base)\b"
WRONG_DONE: Final = (
    rf"(?:lied|lies|dismissed|ignored|ignores|neglect(?:ed|s)|{REFUSED_TO}{OWED}|"
    rf"(?!{REFUSED_TO})refuse[ds]|bullie[ds]|abuse[ds]|"
    r"assault(?:ed|s)|shouted|screamed|mocked|laughed at|hurt me|killed|ruined|botched|groped|"
    rf"{_TOUCHED}(?!{_MANY})|stole|failed|misdiagnos(?:ed|es)|"
    r"butchered|didn'?t care|doesn'?t care|couldn'?t care|couldn'?t be bothered|"
    r"can'?t be bothered|wouldn'?t listen|didn'?t listen|snapped|barked|"
    r"(?:works?|worked|operates?|operated|turned up|came in)(?: \w+){0,4} drunk)\b"
)
"""What somebody did, as it follows the one who did it."""
ADVERB: Final = (
    r"(?:(?:(?!rarely|hardly)\w+ly|just|then|also|even|always|still|again|once|twice|yesterday|"
    r"today|has|had|have|there|here|me|both|all|who|and|he|she|they|has been|was|is|been) ){0,4}"
)
CALLED: Final = (
    rf"(?:{FILLING}|(?:an?|the|such|one|another) "
    rf"(?:(?!(?:to|of|for|in|at|on|who|that|with|against|about|by)\b)\w+,? ){{0,4}}){BLAMED_AS}"
)
MUST_NOT: Final = (
    r"(?:(?:should ?n'?t|should not|should never|must not|must never) be (?:allowed|trusted|near|"
    r"working|practising|employed|in (?:a|the|this|any|charge)|a (?:doctor|nurse|gp|midwife))|"
    r"never be allowed|(?:should|must|needs to|ought to|has to|have to) (?:\w+ )?resign)\b"
)
_PLACED: Final = r"(?: (?:on|from|at|in) (?:the |your |our )?\w+(?: \w+)?| and (?:his|her) team)?"
BLAMED_AFTER: Final = re.compile(
    rf"{_PLACED}(?:,? (?:who|she|he|they))?(?:{BEING}|,?(?: but)? you(?: are|'re)) "
    rf"(?:{CALLED}|{FILLING}(?:lying|bullying)\b)|,? you (?:\w+ ){{0,3}}{BLAMED_AS}|"
    rf"(?:,? (?:who|and (?:he|she)))? {MUST_NOT}|"
    rf"{_PLACED}(?:,? who)? {ADVERB}(?<!was )(?<!were )(?<!been )(?<!is )(?<!got )"
    rf"{WRONG_DONE}(?! by\b)|"
    rf"(?:,? who)? (?:has|had|have|with) {FILLING}(?:\w+ )?(?:attitude problem|bad attitude)\b|"
    rf" ?[,:;=-]? {FILLING}{BLAMED_AS}(?= ?(?:[,.!?]|$)|(?: of an?)? {PERSON}| ever\b| as\b)|"
    rf"(?:'s?|s)? (?:\w+ ){{0,2}}(?:attitude|behaviour|manner|conduct|treatment|care|comments?)"
    rf"(?: \w+){{0,4}}{BEING} {FILLING}{BLAMED_AS}"
)
"""From the end of a name: who bears it is called something, or did something, in blame."""
BLAMED_BEFORE: Final = re.compile(
    rf"\b(?:{BLAMED_AS}|resign\b|i blame\b|we blame\b)[,:;!-]?"
    rf"(?: (?:of an?|a|an|the|that|you|your|called|named|is|are|was|it's|old|little|"
    r"lump|piece of work|excuse|creature|fool|"
    rf"yourself|{BLAMED_AS}|{PERSON})[,:]?){{0,6}} $|"
    r"\b(?:bullied|abused|assaulted|neglected|ignored|dismissed|refused|misdiagnosed|killed|mocked|"
    r"groped|touched|botched|ruined|butchered|shouted at|screamed at|snapped at|laughed at|"
    r"patronised)(?: \w+){0,5} by "
    rf"(?:(?:a|an|the|that|this|my|our|your|one|of|called|named|{PERSON})[,:]? ){{0,4}}$|"
    rf"\b{BLAMED_AS}(?: \w+){{0,3}} (?:from|by) (?:(?:a|the|that|my|our|your|{PERSON}) ){{0,3}}$"
)
"""Up to a name: blame that can only be about it."""
DONE_TO: Final = re.compile(
    r"\b(?:of|at|to|towards?|against|about|with|for|from|after|without|by|whoever|anyone|anybody|"
    r"everyone|people|those|patients?|relatives?|visitors?|(?:is|are|was|were|keep|keeps|been|by|"
    rf"stop|for|been) (?:\w+ing))(?: (?:is|are|was|were|keeps?|who|\w+ing|\w+s|at|to|of|"
    rf"a|an|the|that|my|our|{PERSON})){{0,4}} $"
)
"""Up to a name: it is not the name that the sentence goes on to speak of."""
OF_BLAMED: Final = re.compile(
    rf"\b(?:he|she)(?:{BEING} {CALLED}| {ADVERB}"
    rf"(?<!was )(?<!been )(?<!is ){WRONG_DONE}(?! by\b)| {MUST_NOT})"
)
PRAISE: Final = re.compile(
    r"\b(?:thank\w*|lovely|brilliant|amazing|wonderful|fantastic|excellent|kind|kindness|caring|"
    r"star|angel|superb|outstanding|grateful|appreciate\w*|best|great|fab|fabulous|hero|legend|"
    r"gem|credit to|can'?t fault|cannot fault|couldn'?t fault|recommend|helpful|patient with|"
    r"saved|looked after|congratulations|congrats|well done|praise|reassur\w+|put me at ease|"
    rf"(?:won'?t|can'?t|cannot|couldn'?t|never) (?:get|find|meet|ask for|wish for|have) "
    rf"(?:an?|any)? ?(?:better|kinder|finer|nicer)(?! (?:(?:example|excuse) of )?(?:an? )?"
    rf"{BLAMED_AS})|no(?:body|-one| one) (?:else )?(?:(?:ever|has|could|can|would|will) ){{0,2}}"
    r"(?:listen|explain|understand|understood|comfort|car|help|calm|look|treat)(?:s|es|ed|ing)?"
    r"(?: (?!not?\b)\w+){0,4} (?:like|as (?:well|much) as|better than)|second to none)\b"
)
OWNED: Final = re.compile(
    r"(?:'s?|s) (?!(?:\w+ ){0,2}(?:attitude|behaviour|manners?|conduct|treatment|care|comments?|"
    r"lies|bullying|negligence|rudeness|incompetence|arrogance)\b)"
    rf"(?:(?:{BLAMED_AS}|{LOOSE_WORD}),?(?: and)? ){{0,3}}"
    rf"(?!{BLAMED_AS}|{LOOSE_WORD}|(?:an?|the|not|no|so|too|very|really|just|such|always|actually|"
    r"absolutely|totally|completely|utterly|clearly|bloody|fucking|nothing|another|one|quite|pretty|"
    r"what|been|being|got|gone|only|here|there|back|off|on|in|at|to|towards?|and|but|or|with|as|who|"
    r"when|while|because|for|from|about|beyond|lying|ignoring|refusing|shouting|killing)\b)[a-z]"
)
"""From the end of a name: in the genitive, of somebody or something else; no `is`, no manner."""
_WRONG: Final = (
    r"(?:lie[sd]|dismissed|ignore[sd]|neglect(?:ed|s)|refuse[ds]|bullied|abused|assaulted|shouted|"
    r"screamed|mocked|laughed at|hurt|killed|ruined|botched|touched|stole|misdiagnosed|snapped|"
    rf"barked|failed(?! to (?:\w+ )?(?:be (?:\w+ )?{BLAMED_AS}|ignore|dismiss|disappoint|upset|"
    r"annoy|insult|offend|belittle|let|turn up|shout|snap|lie|make (?:\w+ ){1,2}"
    r"(?:cry|wait|feel (?:small|stupid|bad|worse|awful|like|useless|worthless))))"
    r")\b"
)
NEVER_DONE: Final = re.compile(
    r"\b(?:never|not once|rarely|seldom|hardly ever)"
    r"(?:,? (?:once|ever|even|has|have|had|be|been|felt|\w+ly|"
    r"(?:made|makes|left) (?:me|us|him|her|them|you|anyone|my \w+)(?: feel)?)){0,3} "
    rf"{_WRONG}(?:,? n?or (?:\w+ )?{_WRONG}){{0,3}}"
)
"""A wrong that was not done, which is praise."""
_FAULTY: Final = (
    r"(?:rude|dismissive|rough|patronising|condescending|shame|attitude|trouble|joke|nightmare)\b"
)
DENIED: Final = re.compile(
    r"\b(?:not|never|isn'?t|wasn'?t|no|nothing|without|hardly|far from)(?: \w+){0,2} "
    rf"{_FAULTY}(?:,? n?or (?:\w+ )?{_FAULTY}){{0,3}}|"
    rf"\bsorry (?:for|if|about)(?: \w+){{0,4}} {BLAMED_AS}|"
    rf"\b(?:despite|unlike) (?:an?|the|that|those|my|our|some)(?: \w+){{0,2}} {BLAMED_AS}"
)
"""Blame that is denied or regretted, or is of somebody else who is compared."""
DEFENDED: Final = re.compile(
    r"\b(?:despite|sorry(?!,? (?:but|to (?:have to )?say)\b)|not (?:his|her|their) fault|"
    r"don'?t blame|no shame|failed by|after being|when others|unlike)\b"
)
"""With this, blame in the sentence is more often of others than of the name."""
