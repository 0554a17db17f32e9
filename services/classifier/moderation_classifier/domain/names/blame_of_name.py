"""Whether blame is plainly of the one who is named, so that nobody need be asked.

Stricter than `blame_words`, by which `staff` has a doubt: here the name is the subject of its
clause, or the blame stands directly before it, or `he` or `she` can mean nobody else. Whatever is
not plain is left to a person, as people blame the government, a building or those who treat
somebody badly in the sentence that names a nurse. Every pattern is over lower-case plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation_classifier.domain.names.blame_words import (
    ADVERB,
    BEING,
    BLAMED_AFTER,
    BLAMED_AS,
    BLAMED_BEFORE,
    CALLED,
    FILLING,
    LOOSE_WORD,
    MUST_NOT,
    OWED,
    OWNED,
    PERSON,
    REFUSED_TO,
    SAID_AFTER,
    SAID_BEFORE,
    WRONG_DONE,
)
from moderation_classifier.domain.names.name_words import KIN, OCCUPATION_ENDS, OCCUPATIONS
from moderation_classifier.domain.text import Span
from moderation_classifier.domain.word_sets import any_of

_SITUATIONAL: Final = (
    r"(?:disgrace|disgraceful|disgusting|appalling|ashamed|dangerous|unsafe|corrupt|fraud|"
    r"negligent|waste of|vile|evil|horrid|nasty|"
    rf"{LOOSE_WORD})\b"
)
"""What is said of how things are as readily as of somebody."""
_PERSONAL: Final = rf"(?!{_SITUATIONAL}){BLAMED_AS}"
_OPENING: Final = (
    r"(?:and|but|so|or|yet|as|because|cos|coz|cause|also|then|well|oh|omg|yes|no|ok|okay|look|btw|"
    r"sorry|sadly|honest|today|yesterday|again|now|just|still|why|that|the|this|our|my|your|a|"
    r"i|we|think|thought|feel|felt|found|believe|know|swear|imo|imho|tbh|"
    r"i'm|it's|it is|it was|to be|to say|to have to say|in my (?:honest )?opinion|fact|"
    r"everyone knows|everybody knows|"
    rf"\w+ly|disgraceful|disgusting|appalling|unbelievable|{BLAMED_AS}|{PERSON})"
)
_LEAD: Final = re.compile(rf"\s*(?:{_OPENING}\s+)*+")
"""What may stand between the beginning of a clause and its subject."""
_CLAUSE: Final = re.compile(r"[,;:.!?()\n]|\s[-–—]\s")
"""What parts two clauses."""
_ENDED: Final = re.compile(r"\s*(?:[.!?)\n]|$)")
_SEEN: Final = (
    r"(?:i|we|have|had|has|was|been|just|finally|yesterday|today|then|so|and|but|saw|see|seen|met|"
    r"got|get|getting|visited|visit|avoid|to|by|with|spoke|stuck)"
)
_DETERMINED: Final = r"(?:the|that|this|you|our|my|your|such an?|an?|by|called)"
_JOINED: Final = r"(?:,? and|,| but)?"
_OLD: Final = r"(?:of an?|old|little|lump|piece of work|excuse|creature|fool|called|named)"
_ATTRIBUTED: Final = re.compile(
    rf"\s*(?:{_SEEN} )*+"
    rf"(?:{_PERSONAL}|{_DETERMINED} {FILLING}(?:{BLAMED_AS}|{LOOSE_WORD}))"
    rf"(?:{_JOINED} {FILLING}(?:{BLAMED_AS}|{LOOSE_WORD}))*+(?: (?:{_OLD}|{PERSON}))*+\s+"
)
"""The whole of a clause up to a name: "that rude and lazy", "saw the useless consultant"."""
_IS_DETERMINED: Final = re.compile(rf"\b{_DETERMINED} ")
_GOES_ON: Final = re.compile(r"\s\w")
_NOUN: Final = re.compile(
    r"\b(?:liar|bully|idiot|moron|racist|sexist|thief|fraud|crook|witch|quack|butcher|abuser|drunk|"
    rf"cow|joke|nightmare|worst|disgrace|man|woman|person|{PERSON})\s+$"
)
"""Behind one of these the name may be of somebody who did something about it."""
_BEHAVIOUR: Final = (
    r"(?:attitude|behaviour|manners?|conduct|treatment|care|comments?|remarks?|language|advice|"
    r"lies|bullying|service)"
)
_FROM: Final = re.compile(
    rf"\b{BLAMED_AS}(?: \w+){{0,2}} {_BEHAVIOUR} (?:from|by|of) "
    rf"(?:(?:a|the|that|my|our|{PERSON}) )*+$"
)
_SUFFERED: Final = re.compile(
    r"\b(?:bullied|abused|assaulted|neglected|ignored|dismissed|refused|misdiagnosed|killed|mocked|"
    r"groped|touched|botched|ruined|butchered|shouted at|screamed at|snapped at|laughed at|"
    r"patronised)(?: (?!and\b|but\b|until\b|till\b|then\b|when\b|before\b|or\b|\w+ed\b|seen\b|"
    r"told\b|given\b|taken\b|sent\b|found\b|by\b)\w+){0,4} by "
    rf"(?:(?:a|an|the|that|this|my|our|your|one|of|called|named|{PERSON}) )*+$"
)
_I_BLAME: Final = re.compile(r"(?:^|\s)(?:i|we) blame(?: (?:the|that|my|our|only|solely))?\s+$")
_LOSING: Final = re.compile(r"\s(?:leaving|going|being|retiring|having|for nothing)\b")
_FOR: Final = re.compile(
    r"(?: (?:\w+ly|100%|and (?:his|her) team))*+ for (?!(?:[\w']+ ){0,4}?(?:this|that|it|"
    r"everything|all|what|death|dying|died|dead|loss|lost|losing|pain|suffer\w*|agony|kill\w*|ruin\w*|"
    r"ignor\w*|dismiss\w*|miss\w*|delay\w*|mistakes?|errors?|injur\w*|damage\w*|stroke|sepsis|"
    r"cancer|mess\w*|hurt\w*|harm\w*|neglect\w*|refus\w*|fail\w*|not|nothing|never|trauma\w*|"
    r"botch\w*|disab\w*|state|stress|anxiety|depression|lying|lies|misery|infection|suicide|"
    r"miscarriage|stillbirth|amputat\w*|complications?)\b)"
)
"""Blame for anything but harm, as people "blame" somebody for a new hobby."""
_ADDRESSED: Final = re.compile(
    r"\s*(?:(?:well|so|oh|and|absolutely|honestly|truly|really|hope) )*+"
    r"(?:you(?! (?:lot|all|people|guys|both)\b)|your\b|shame on|worst\b|resign\b|"
    rf"(?:go|please|just|time to) resign\b|what an?\b|{BLAMED_AS}|{LOOSE_WORD})"
)
"""How a sentence begins that calls somebody something and ends with the name."""
_UNSAID: Final = re.compile(
    r"\b(?:not|never|nobody|no one|none|nor|neither|\w+n't|"
    r"(?:do|does|did|is|was|are|were|wo|ca|could|would|should|has|have|had)nt|"
    r"if|whether|unless|whoever|anyone|anybody|who|(?<!to )says?|saying|said|claims?|claiming|"
    r"claimed|calls|calling|accus\w+|pretend\w*|instead|rather|without|hardly|rumou?rs?|"
    r"imagine|as if|like to)\b(?!-)"
)
"""What comes after this is denied, asked, supposed or told by somebody else."""
_LESS: Final = re.compile(
    r"\b(?:not|never|without|hardly|only|least|last|less|non|no|far from)\b|n't\b"
)
_KIN: Final = any_of(KIN)
_CARED_FOR: Final = (
    rf"(?:{_KIN}|patients?|people|persons?|anyone|anybody|any|child|children|kids?|"
    r"bab(?:y|ies)|women|woman|men|man|girls?|boys?|elderly|vulnerable|sick|public|animals?|dogs?|"
    r"cats?|hamsters?|li(?:fe|ves)|care|health|scalpels?|needles?|medicines?|drugs|him|her|them|"
    r"us|me|you)\b"
)
_CARE: Final = (
    r"(?:nhs|profession|hospital|trust|ward|unit|surgery|practice|clinic|department|team|a&e|"
    r"reception|theatre|office|desk|phone|care|job|post|position|role|work|duty|shift|call|"
    r"appointments?|consultations?|day|night|morning|afternoon|evening|weekend|week|month|year|"
    r"time|waiting room|corridor|labour|pain|agony|tears|front|charge|way|manner|tone|attitude|"
    r"email|letter|register|board|uniform|community|world|country|\w+day)\b"
)
"""Where and when care is given; a stage, a pitch and a party are no such place."""
_THERE: Final = (
    rf"(?:in|on|at|from|with|throughout|during) (?:(?!(?:quiz|cricket|football|darts|bowls|"
    rf"rugby|pub|netball|dance|other)\b)[\w']+ ){{0,3}}?(?:{_CARE}|{_CARED_FOR})"
)
_MUST_NOT: Final = (
    r"(?:(?:should ?n'?t|should not|should never|must not|must never) be (?:"
    r"(?:allowed|trusted)(?= ?(?:[.!?,]|$)| (?:\w+ )?(?:near|with|around) "
    rf"(?:[\w']+ ){{0,2}}{_CARED_FOR}|"
    r" to (?:practi[sc]e|work(?! alone\b)|treat|see|touch|be an?)\b)|practising\b|employed\b|"
    r"near (?:patients|people|children|anyone)\b|in charge\b|a (?:doctor|nurse|gp|midwife)\b|"
    r"working\b(?= ?(?:[.!?,]|$)| (?:here|there|as|with (?:patients|people|children)|in the nhs)))|"
    r"(?:should|must|needs to|ought to) (?:(?!not|never)\w+ )?resign\b"
    rf"(?!(?! {_THERE}) (?:from|at|on|in)\b| (?:as|to|(?:him|her|them)(?:self|selves))\b))"
)
"""What may not go on, because of the one who is named and not because of how they are used."""
_ELSEWHERE: Final = (
    r"(?:manage(?:ment|rs?)|bosses|boss|directors?|board|execs?|executives?|chiefs?|government|"
    r"govt|gov|tories|labour|politicians?|mps?|minister|ministers|trust|icb|ccg|nhs|council|cqc|"
    r"system|systems|services?|surgery|practice|hospital|clinic|department|unit|wards?|building|"
    r"parking|car ?park|queues?|waits?|waiting|phones?|phone ?lines?|website|app|booking|"
    r"receptionists?|reception|staffing|cuts|funding|rota|pay|toilets?|lifts?|heating|food|"
    r"transport|bus(?:es)?|roads?|traffic|letters?|admin|a&e|abuse|abusers?|trolls?|racists|"
    r"public|people|patients|neighbours?|idiots|bullies|society|country|conditions|hours|rules|"
    r"policy|policies|paperwork|delays?|times|victims?|survivors?|decision)\b"
)
ELSEWHERE: Final = re.compile(rf"\b{_ELSEWHERE}")
"""What is blamed far more often than anybody by name."""
_IS_ELSEWHERE: Final = re.compile(
    r"(?:,? (?:and )?(?!(?:near|with|to|towards?|at|for|in|on|about|around|of|by|as|when)\b)\w+)?"
    rf" {_ELSEWHERE}"
)
"""Behind blame: a noun of which it is said."""
_OURS: Final = (
    rf"(?:{_KIN}|child|children|kids?|family|girl|boy|lad|life|pain|symptoms?|concerns?|calls?|"
    r"questions?|requests?|pleas|wishes|complaints?|allergies|allergy|history|health|diagnosis|"
    r"operation|surgery|treatment|birth|labour|legs?|arms?|hands?|foot|feet|back|neck|knees?|"
    r"shoulders?|breasts?|chest|bum|bottom|thighs?|body|hair|face|teeth|eyes?|stomach|wounds?)\b"
)
_VICTIM: Final = (
    r"(?: (?:me(?! (?:deeply|so|greatly|with|to tears)\b)|us|him|them|you|everyone|everybody|"
    r"all of us|(?:a |the |her |his |their |vulnerable |elderly |sick )?(?:patients?|people|"
    rf"families|relatives|staff|nurses|colleagues|bab(?:y|ies))|{_KIN}|"
    rf"(?:my|our|his|their|your|her|the) (?:\w+ )?{_OURS}|"
    r"her(?= ?(?:[,.!?;:)]|$)| (?:and|when|for|in|again|twice)\b))(?!\w|'))"
)
"""Behind a wrong: it was done to people who needed care."""
_SNUB: Final = (
    r"(?:shut|hurry|get (?:a grip|over|lost|on with)|man up|grow|go away|be quiet|"
    r"stop (?:crying|moaning|being|whining))\b"
)
"""What nobody is told kindly to do."""
_THEN: Final = (
    r"(?=\s*(?:[,.!?;:()-]|$)| (?:and|or|when|while|then|again|twice|once|after|before|because|cos|"
    r"so|but|until|till|about|over|like|as|who|that|which|where|how|all|every|each|both|\w+ly|"
    r"yesterday|today|last|this|by|without|despite|just|too|there|here|he|she|they|i|we|it|you|"
    rf"is|was|are|were|has|had|with|out of|{_THERE}|to (?:{_SNUB}|death|tears|the point|(?:my|"
    r"our|his|her|their|your) face)|for (?:\w+ )?(?:hours?|days?|weeks?|months?|years?|ages|"
    r"minutes|being|"
    r"asking|crying|no|nothing|so long|long|not|having|needing|wanting))(?!\w)|"
    rf"(?<=me|us) (?:\w+ )?{_CARED_FOR})"
)
"""Behind those to whom a wrong was done: nothing that makes a game or a kindness of it."""
_REFUSED_THING: Final = (
    r"(?= (?:(?:an?|any|the|my|our|his|her|their|more|some|all|urgent|\w+ical) )*+(?:\w+ )?(?:"
    r"pain|painkillers?|relief|treatments?|help|care|appointments?|medic\w+|drugs?|scans?|tests?|"
    r"x-?rays?|referrals?|ambulance|beds?|prescriptions?|antibiotics|surgery|operations?|epidural|"
    r"visits?|water|food|drink|access|tablets|blood|oxygen|insulin|service|entry|treated)\b)"
)
_NOTHING_MORE: Final = (
    r"(?=\s*(?:[,.!?;:)]|$)| (?:and|when|while|then|again|twice|after|because|so|but|repeatedly|"
    r"constantly|through|on my (?:notes|records|form)|about)\b)"
)
_BY_ITSELF: Final = (
    r"(?:lied|lies|shouted|screamed|snapped|barked|refuse[ds]|(?:did|does)n'?t (?:care|listen)|"
    r"couldn'?t (?:care|be bothered)|can'?t be bothered|wouldn'?t listen|"
    r"(?:works?|worked|operates?|operated|turned up|came in)(?: \w+){0,4} drunk)\b"
)
"""A wrong that is said without anybody to whom it was done; the others may have befallen the name.
"""
_NO_BODY: Final = (
    r"(?:my|our|his|her|your|their|the) (?:\w+ )?(?:pain|symptoms?|concerns?|infection|cancer|"
    r"history|back|neck|legs?|arms?|feet|knees?|shoulders?|stomach)\b"
)
"""What nobody dies of when it is killed."""
_WRONG: Final = (
    rf"(?:{REFUSED_TO}{OWED}(?! (?:\w+ ){{0,2}}(?:nonsense|press|media|reporters?|trolls?|liars?|"
    rf"money|credit|thanks|gifts?|tips?|payment|flowers|"
    rf"crap|rubbish|abuse|excuses|names)\b)|(?={WRONG_DONE})(?:"
    rf"{_BY_ITSELF}(?:{_NOTHING_MORE}|(?: at|(?<=lied) to){_VICTIM}{_THEN})|"
    rf"refuse[ds]{_VICTIM}(?:{_THEN}|{_REFUSED_THING})|"
    rf"(?!{_BY_ITSELF}|killed {_NO_BODY}){WRONG_DONE}(?! by\b){_VICTIM}{_THEN}))"
)
"""What somebody did, with all that shows that it was a wrong, and theirs."""
_MORE: Final = re.compile(
    r"\s*(?:[,.;:!?()-]|$)| (?:and|but|or|he|she|they|to (?:me|us|him|her|them|my|our|his|everyone|"
    r"everybody|people|patients|the(?! (?:press|media|reporters?|trolls?)\b)|all|staff|anyone)|"
    rf"{_THERE}|at (?:all|everything|this|that|it|what)|"
    r"towards?|as|when|because|cos|so|again|every|ever|all|of an?|space|time|oxygen|money|"
    r"throughout|who|that|i|i've|man|woman|person|individual|human|excuse|piece|creature|old|little|full|beyond|too|"
    rf"attitude|behaviour|manners?|conduct|{PERSON}|{BLAMED_AS}|{LOOSE_WORD})(?!\w)"
)
"""Behind what somebody is called: it was that, and no word for something else."""
_TOLD_OF: Final = re.compile(
    r"(?:,? who)?(?: also| really| just)?(?:'s been|'s| is| was| has been| is being| was being|"
    rf" got| gets| seems| seemed| looks)? "
    rf"{FILLING}(?:sacked|struck off|suspended|ashamed|dismissed)\b|"
    rf"(?: got| gets| seems| seemed| looks| sounds) {FILLING}{LOOSE_WORD}|"
    r",? you (?:lot|all|people|guys|are all|are being|have|let|lost|at|must|may|can)\b|"
    r"(?:'s?|s) (?:\w+ ){0,2}(?:treatment|care)\b(?! of\b)"
)
"""What befell somebody, or others did."""
_ASIDE: Final = (
    r"(?: (?:is|was|has been|must be|seems|seemed|looks) "
    r"(?:sacked|struck off|suspended|ashamed|dismissed)\b)"
)
_PRONOUN: Final = re.compile(
    r"(?:^\s*|[,;:.!?()-] ?|\b(?:and|but|because|cos|so|as|when|then|while|yet|honestly|i think) )"
    rf"(?P<who>\b(?:he|she)\b)(?!{_ASIDE})(?:"
    r"(?:'s| is| was| has been| must be| should be| needs to be)? "
    rf"(?:{FILLING}(?!shame\b){LOOSE_WORD}|an? (?:\w+ ){{0,3}}cow\b)(?={_MORE.pattern})|"
    rf"{BEING} (?!(?:\w+ ){{0,5}}?(?:not|never|only|least)\b){CALLED}(?={_MORE.pattern})|"
    rf" {REFUSED_TO}\w+(?: \w+){{0,3}} and {_WRONG}|"
    rf" {ADVERB}(?<!was )(?<!been )(?<!is ){_WRONG}|"
    rf" {_MUST_NOT})"
)
"""Somebody of whom the text spoke before is blamed, in a clause of their own."""
_TAKEN_UP: Final = re.compile(r"\s*(?:(?:and|but|so|well|also|honestly|i think|because) )*+")
_SOMEBODY: Final = re.compile(
    rf"\b(?:{any_of(KIN | OCCUPATIONS)}|\w+{any_of(OCCUPATION_ENDS)}|dr|mr|mrs|ms|"
    r"miss|prof|man|woman|boy|girl|lad|guy|bloke|chap|lady|gentleman|person|people|boss|minister|"
    r"mp|president|kid|child|patient|new one|other one|another|someone|somebody|locum|replacement|"
    r"colleague|student|driver|porter|starmer|streeting|boris|sunak)\b"
)
_OWNER: Final = re.compile(
    rf"(?:{_SOMEBODY.pattern})s? (?:of|for|from|with|at|by|beside|behind|near|to|under) (?:\w+ )?$"
)
"""Up to a name: somebody else is spoken of, who has to do with it."""
_CAPITALISED: Final = re.compile(
    r"(?<=[a-z,] )(?<!\bin )(?<!\bat )(?<!from )(?<!\bof )(?<!near )(?<!\bon )(?<!this )(?<!last )"
    r"(?!(?:I|He|She|It|The|My|We|They|You|And|But|So|Dr|Mr|Mrs|Ms|Miss|Nurse|God|Jesus|Christ|"
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b)[A-Z][a-z]{2,}"
)
_MUST: Final = re.compile(MUST_NOT + "$")
_TRULY_MUST: Final = re.compile(rf"(?:,? (?:who|and (?:he|she)))? {_MUST_NOT}")
_DONE: Final = re.compile(rf"(?<!to ){WRONG_DONE}$")
_DONE_TO_SOMEBODY: Final = re.compile(_WRONG)
_SAID_BEHIND: Final = re.compile(
    r",? ?(?:said|says|say|claims?|claimed|according)\b|"
    r" (?:to (?:get|see|book|reach|contact|find|pronounce|spell)|"
    r"of (?!yourself\b|an?\b|space\b|time\b|my life\b))"
)
"""Behind blame: others said it, or it is of how somebody may be reached, or of something else."""
_WHEN: Final = (
    r"(?:yesterday|today|again|this|last|morning|afternoon|evening|night|week|month|year|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|on|for the first time|once|twice|at last|"
    r"just now|recently|the other day)"
)
_MET: Final = re.compile(
    r"\s*(?:(?:i|we|just|finally|yesterday|today|so|well|have|had|been to|went to) )*+"
    rf"(?:saw|see|seen|seen by|met|had|got|visited|spoke to|spoken to)"
    rf"(?: (?:my|our|the|{PERSON}))*+ "
)
_AND_NO_MORE: Final = re.compile(rf"(?: {_WHEN})*+\s*[.!?]*\s*")
_CALLED_OUT: Final = re.compile(r"\s*(?:@|hey |hi |dear |to |oh )?")
_VERDICT: Final = re.compile(
    rf"\s*{FILLING}{_PERSONAL}(?:{_JOINED} {FILLING}{BLAMED_AS})*+(?: {PERSON}| individual)?"
    r"(?: (?:i|i've|have|ever|met|seen|had|known))*+\s*[.!?]*\s*"
)
_YOU: Final = re.compile(
    rf"\s*(?:and |but )?you(?: {ADVERB}{_WRONG}|"
    rf"(?: are|'re) (?:{CALLED}|{FILLING}(?:lying|bullying)\b))"
)
_TOLD: Final = (
    r"\b(?:apparently|supposedly|allegedly|reportedly|reputedly|(?:they|people|some|others) "
    r"(?:all )?(?:say|said|tell me|reckon)|so (?:they|people) say|according to|hearsay|rumou?r\w*|"
    r"gossip|(?:so )?(?:i'?m|i am|i was|i'?ve been|we were) told|(?:i|we)(?:'ve)? (?:have )?heard|"
    r"(?:i|we) (?:never|didn'?t|did not|haven'?t|have not) (?:\w+ )?(?:saw|see|seen|notice\w*|"
    r"hear|heard|find|found|experienced?)(?: (?:it|that|this|any|anything))\b|never saw|"
    r"(?:i|we) (?:don'?t|do not|didn'?t|never) believed?|(?:i|we) dream[te]d?|(?:my|a) dream)\b"
)
"""What others say, or what was dreamt."""
_WARNED: Final = (
    r"\b(?:shout\w*|scream\w*|bark\w*|snapp\w*|yell\w*) (?:at|to) (?:\w+ ){1,4}?to "
    rf"(?!{_SNUB})\w+"
)
"""A call to do something: to run, to breathe, to push."""
_PLAYED: Final = (
    r"\b(?:panto\w*|pub quiz|quiz|charades|karaoke|chess|scrabble|monopoly|darts|snooker|dominoes|"
    r"bingo|poker|golf|tennis|football|at cards|arsenal|cricket|rugby|bowls|netball|laser tag|"
    r"paintball|fancy dress|"
    r"halloween|comedy|comedian|sketch|stand-?up|improv|musical|movie|sitcom|role ?-?play\w*|"
    r"actors?|actress|acting|rehearsals?|birthday|dance ?floor|talent (?:show|contest)|"
    r"stole the show|tongue in cheek|(?:only |just )?(?:joking|kidding|teasing)|ha ?ha\w*|lol|"
    r"(?:in|at|on|for|during|after|about|of) (?:(?!team\b)[\w']+ ){0,4}?(?:plays?(?! ?(?:area|room|"
    r"group|therap\w+)\b)|shows?|games?|films?|parties|party|stage|goal|pool|match|raffle|bake off|"
    r"fete|costume))\b"
)
_TREATS: Final = (
    r"\b(?:biscuits?|cakes?|custard creams?|hobnobs?|doughnuts?|donuts?|cookies|chocolates?|sweets|"
    r"brownies|pudding|pizza|chips|crisps|roses|mince pies?|tea ?bags?|"
    r"(?:with|near|around|at making|of|making) (?:\w+ ){0,3}(?:teas?|coffee|kettle|teapot))\b"
)
_KINDLY: Final = (
    r"\b(?:making (?:me|us|him|her|them|everyone|my \w+) (?:\w+ )?(?:love|smile|laugh|giggle|happy|"
    r"feel (?:better|good|great|safe|happy|at home|welcome)|cry (?:\w+ )?(?:happy|laugh\w*|with "
    r"(?:joy|laughter|happiness)))|happy (?:tears|dance)|smil(?:e|ing) on|laughed (?:back|along|"
    r"too|as well|together)|(?:both|all) laughed|cr(?:ied|ying) laughing|killed (?:it|the "
    r"(?!patient|bab|child|m[ae]n|wom[ae]n|old|poor|elderly|lady|girl|boy)\w+)|"
    r"when (?:i|we) (?:said|insisted) (?:i|we) (?:was|were|felt) "
    r"(?:fine|ok|okay|all ?right|well)|(?:tried|offered|wanted) to (?:pay|tip|thank)|"
    r"neglect\w* (?:her|his|their) (?:own )?(?:family|families|kids|children|wife|husband|partner)|"
    r"(?:said|told \w+) (?:it|that|this) (?:would|might|was going to) hurt|"
    r"cruel to be kind|in the nicest (?:possible )?way|"
    r"with (?:joy|laughter|laughing|kindness|delight|glee|excitement)|(?:kindly|gently|tenderly)|"
    r"touched (?:my|our|his|her|their|mum's|dad's) (?:\w+ )?(?:shoulders?|hands?|arms?|forehead)|"
    r"(?:i|we|he|she|that i) (?:can|could) (?:now )?(?:walk|run|dance|stand|breathe|sleep|see|hear|"
    r"move) (?:again|now)|(?:i|we) (?:now )?(?:smile|walked|am walking|was walking|could walk)|"
    r"(?:made|making|makes|had) (?:me|us|my \w+) (?:do|run|walk|climb|swim|dance)|"
    r"(?:squats|press-?ups|sit-?ups|star jumps|push-?ups))\b"
)
_CONCEDED: Final = (
    r"\b(?:can|could|may|might|would) (?:sometimes |also |well )?be \w+,? (?:but|yet|though)\b|"
    r"\b(?:if|unless) (?:\w+ ){1,3}(?:win|wins|lose|loses) (?:again|on \w+|this|the)\b"
)
"""A fault half granted, and a wager."""
_OTHERWISE: Final = re.compile(rf"{_TOLD}|{_CONCEDED}|{_WARNED}|{_PLAYED}|{_TREATS}|{_KINDLY}")
"""With this, a word of blame may be hearsay, a warning, a play, a jest or praise."""


def may_mean_otherwise(words: str) -> bool:
    """Say whether the words around a name may use those of blame in another sense."""
    return bool(_OTHERWISE.search(words))


def is_plainly_blamed(before: str, after: str) -> bool:
    """Say whether what stands in a sentence around a name blames the one who bears it.

    `before` and `after` are the sentence up to the name and from its end, or as much of them as
    patterns need.
    """
    if OWNED.match(after):
        return False
    lead = _last_clause(before)
    if _UNSAID.search(lead):
        return False
    relative = after.lstrip(", ").startswith("who ") and not _OWNER.search(lead)
    if (relative or _LEAD.fullmatch(lead)) and _has_plain_predicate(after):
        return True
    return _is_blamed_before(before, lead, after)


def _last_clause(before: str) -> str:
    end = 0
    for mark in _CLAUSE.finditer(before):
        end = mark.end()
    return before[end:]


def _has_plain_predicate(after: str) -> bool:
    if _TOLD_OF.match(after):
        return False
    found = BLAMED_AFTER.match(after) or SAID_AFTER.match(after)
    if not found or "?" in after:
        return False
    said, rest = found[0], after[found.end() :]
    if _SAID_BEHIND.match(rest):
        return False
    if _MUST.search(said):
        return bool(_TRULY_MUST.match(after))
    if _LESS.search(said) or _IS_ELSEWHERE.match(rest):
        return False
    done = _DONE.search(said)
    return bool(_DONE_TO_SOMEBODY.match(after, done.start()) if done else _MORE.match(rest))


def _is_blamed_before(before: str, lead: str, after: str) -> bool:
    if _ATTRIBUTED.fullmatch(lead):
        # "Rude Dr Smith had to wait": nobody can tell that it is not of something before.
        determined = _IS_DETERMINED.search(lead) and not _NOUN.search(lead)
        return bool(determined or _ENDED.match(after) or not _GOES_ON.match(after))
    if _FROM.search(lead) or _SUFFERED.search(lead):
        return True
    if _I_BLAME.search(lead):
        return not (_LOSING.match(after) or _FOR.match(after))
    return bool(
        _ENDED.match(after)
        and _ADDRESSED.match(before)
        and not (_UNSAID.search(before) or ELSEWHERE.search(before))
        and (BLAMED_BEFORE.search(before) or SAID_BEFORE.search(before))
    )


def is_all_about(before: str, after: str, following: str) -> bool:
    """Say whether a sentence only names somebody, or says that they were met, and the next blames.

    "Saw Dr Smith yesterday. Absolutely useless." With anything more in the first sentence the next
    may be about that.
    """
    if not _AND_NO_MORE.fullmatch(after):
        return False
    alone = _CALLED_OUT.fullmatch(before)
    if alone and _YOU.match(following):
        return True
    return bool((alone or _MET.fullmatch(before)) and _VERDICT.fullmatch(following))


def pronouns_blamed(words: str) -> Iterator[int]:
    """Yield where `he` or `she` stands and is blamed."""
    return (found.start("who") for found in _PRONOUN.finditer(words))


def takes_up(words: str) -> bool:
    """Say whether a sentence up to a pronoun speaks of nothing before it."""
    return bool(_TAKEN_UP.fullmatch(words))


def somebody_in(words: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands that is of some person, whom `he` or `she` might mean."""
    return (found.span() for found in _SOMEBODY.finditer(words))


def names_in(shown: str, span: Span) -> Iterator[int]:
    """Yield where in an original text capitals begin what may be a name, within a span of it."""
    return (found.start() for found in _CAPITALISED.finditer(shown, *span))
