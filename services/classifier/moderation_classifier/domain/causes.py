"""Calls for a cause, and to be kind: no machine hides them as spam or as incitement.

People who sign, share and march for a ward write as those who sell do: in haste, to everyone, with
a link. What such a call lacks is anything to be had, so chain letters, prizes and sales are none.
Whoever writes the same again and again is seen by who counts copies, and an address that nobody
knows for petitions is a doubt for a person.

To urge many people at once is incitement only where what they are to send or to do hurts somebody.
Thanks, cards, blood and letters to those who are there to be written to hurt nobody.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.agreement import CERTAIN, DISMISSED
from moderation_classifier.domain.labelling import Labelling, with_at_most
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_DOUBT: Final = 0.6
"""Above every pack's `review` for spam, and below every `act`."""
_LONGEST: Final = 1_000
"""Characters. A longer text says more than to call, and is judged as any other."""

_CALL: Final = re.compile(
    r"\b(?:sign|signed|signing|share|shares|shared|sharing|retweet|rt|repost|spread the word"
    r"|pass (?:it|this) on|petition|petitions|join (?:us|the|our|in|me)|come along|turn up|show up"
    r"|stand (?:with|up for)|write to|email your|like (?:this )?if)\b"
)
_KEPT_AT: Final = """
38degrees.org.uk change.org chng.it parliament.uk megaphone.org.uk actionnetwork.org avaaz.org
ipetitions.com gopetition.com openpetition.eu weownit.org.uk keepournhspublic.com organise.network
"""
_PETITIONS: Final = frozenset(_KEPT_AT.split())
"""Where petitions are kept, and campaigns for the health service."""
_KNOWN: Final = _PETITIONS | {"gov.uk", "nhs.uk", "bbc.co.uk", "theguardian.com"}
_CAUSE: Final = re.compile(
    r"\b(?:petition|petitions|campaign|campaigns|campaigning|protest|protests|march|rally|demo"
    r"|demonstration|picket|picket line|vigil|strike|strikes|striking|referendum|public meeting"
    r"|save (?:our|your|(?:\w+ ){1,4}(?:hospital|hospitals|hub|ward|wards|unit|units|surgery|clinic"
    r"|centre|services?|beds|a&e|maternity|library|nhs))|keep our|hands off (?:our|the)"
    r"|closures?|clos(?:e|ing) (?:our|the|this)|(?:stop|fight|against|no|these|more) (?:the )?cuts"
    r"|privatis\w+|privatiz\w+|sell off|selling off|(?:fair|better|proper) pay"
    r"|pay (?:rise|deal|award)"
    r"|(?:nurses|doctors|carers|paramedics|midwives|staff|workers|patients|people|they|we|who)"
    r" (?:all |really )?(?:deserve|need|should|must|have a right)|your mps?"
    r"|our (?:nhs|hospital|a&e|ward|surgery|hub) (?:is|needs|must|deserves|under))\b"
)
_TO_BE_HAD: Final = re.compile(
    r"\b(?:win|wins|winner|winners|won|prize|prizes|vouchers?|gift ?cards?|giveaway|competition"
    r"|prize draw|reward|claim|freebies?|iphone|discount|promo|sale|% off|price|prices|buy|order"
    r"|shop|crypto|bitcoin|forex|invest\w*|loans?|earn|income|cash|profit|dm|inbox|whatsapp|telegram"
    r"|followers|follow back|f4f|subscribe|my (?:channel|page|profile|bio)|onlyfans|casino"
    r"|bet|betting|copy|paste|amen|luck|blessed|blessings?"
    r"|\d+ (?:friends|people|groups|contacts|mums)|tag \d+|tag (?:a|your) (?:friend|mate)s?"
    r"|nudes?|sexy?|porn|viagra|click"
    r"|verify|verification|refunds?|parcels?|passwords?|log ?in|(?<!to )accounts?"
    r"|your (?:\w+ ){1,4}suspended|fee (?:of|to|is)|(?:a|small|release|delivery|admin) fee"
    r"|(?<!food )(?<!blood )bank(?! (?:holidays?|staff|nurses?|shifts?)))\b"
)
"""What is offered, or asked for, by those who sell, gamble, defraud or send chain letters.

Who is called to account, and charges that are to go, belong to causes.
"""
_AGAINST_PEOPLE: Final = re.compile(
    r"\b(?:nurses|doctors|carers|paramedics|midwives|receptionists|staff|workers|managers|people"
    r"|patients|they|(?:im)?migrants|foreigners|muslims|refugees|all|lot)(?: \w+){0,2}"
    r" (?:(?:should|must|(?:need|ought|deserve|have) to)(?: all| just| now)? (?:be|get)(?: all)?"
    r" (?:sacked|fired|dismissed|struck off|sent (?:home|back|packing)|deported|kicked out|jailed"
    r"|locked up)|(?:deserve|need)(?: all)? (?:the sack|sacking|firing|deporting))\b"
    r"|\b(?:sack|fire|deport|jail) (?:them|all|every|these|those)\b"
    r"|\b(?:send|kick) (?:them|all|these|those)(?: \w+){0,2} (?:home|back|packing|out)\b"
)
"""Whoever wants people out of work or out of the country stands up for nobody."""
_SENT_KINDLY: Final = (
    r"with (?:\w+ ){0,3}(?:love|thanks|thank ?yous?|thank you'?s|gratitude|praise|cards?|hearts"
    r"|flowers|chocolates?|cakes?|biscuits|kindness|hugs|balloons|support"
    r"|(?:good|best|kind|warm|well|birthday|christmas|get well) ?wishes"
    r"|(?:lovely|nice|kind|glowing|good|positive|(?:five|5) star) (?:messages?|comments?|reviews?))"
)
_PRAISED: Final = (
    r"(?:tell|let|show|telling|showing) (?:\w+ ){1,4}how (?:\w+ )?(?:good|great|brilliant|amazing"
    r"|lovely|grateful|thankful|wonderful|fantastic|kind|special|proud|loved|appreciated"
    r"|much (?:we|they|you|she|he|it|this|our)(?: all)? (?:love|loved|care|appreciate|mean|means"
    r"|need|needs))"
)
_COME_TO: Final = (
    r"(?:blood (?:van|bus|drive|donors?|donations?|session)|(?:give|giving|donate|donating) blood"
    r"|fun day|open day|bake sale|cake sale|cake stall|coffee morning|fundrais\w+|raffle"
    r"|fete|fayre|jab (?:bus|van|clinic)|vaccin\w+ (?:bus|van|clinic)|screening (?:van|bus|unit))"
)
_ANSWERABLE: Final = (
    r"(?:(?:write|writing|email|emailing|contact|lobby|ring|phone|message|bombard|flood|swamp"
    r"|inundate|bury) (?:to )?(?:your|our|the|all|every|local) (?:\w+ )?(?:mps?|councillors?"
    r"|minister|health secretary|council|representatives?)|consultation|petition|public meeting)"
)
_MARCHING: Final = r"(?:march|marching|protest|rally|demo|demonstration|vigil|picket|picket line)"
_URGES_KINDLY: Final = re.compile(
    rf"\b(?:{_SENT_KINDLY}|{_PRAISED}|{_COME_TO}|{_ANSWERABLE})\b"
    rf"|\b{_MARCHING}\b[^\n]{{0,200}}\b(?:peaceful\w*|peaceabl[ey]|no (?:shouting|trouble|abuse))\b"
    rf"|\b(?:peaceful\w*|peaceabl[ey]) {_MARCHING}\b"
)
_HURTS: Final = re.compile(
    r"\b(?:(?:one|1|zero|0) ?\*? ?stars?|fake|abus(?:e|ive)|insults?|hate|hatred|hell|harass\w*"
    r"|nasty|vile|scum|filth|nud(?:e|es)|porn|bricks?|eggs?|threats?|threaten\w*|kill\w*|die|dead"
    r"|death|burn|smash|bombs?|torch|storm|riot|batter|crash(?:es)?|jams?|melts?|cripple|sink|ddos"
    r"|block (?:the|their|every|all)|(?:til|till|until) (?:it|they|he|she|the \w+|their \w+)"
    r" (?:\w+ )?(?:breaks?|crash(?:es)?|caves?|cr(?:y|ies)|quits?|goes? down|gives? up|resigns?|die"
    r"|dies|leaves?|can'?t)|no mercy|never been|dox\w*|leak(?:ed)?"
    r"|personal|private|(?:her|his|their|own) (?:\w+ )?(?:house|home|street|kids|family|mobile"
    r"|number|insta\w*|facebook|profile|address|school|car)|where (?:she|he|they) \w+"
    r"|immigra\w+|migrants?|muslims?|foreign\w*|illegals|asylum|hotels?|mosques?|jews?|gays?|trans"
    r"|not (?:\w+ )?peaceful|peaceful my|(?:no|isn'?t|never) peaceful|fuck\w*|bastards?|cunts?"
    r"|bitch|fire ?works?|masks? on|balaclavas?|knife|knives|bats?)\b|(?:^|\s)@\w"
)
"""What turns a call against somebody; a person looks at it as before."""
_AT_SOMEBODY: Final = frozenset({Label.HATE, Label.THREAT, Label.HARASSMENT, Label.ILLEGAL})
_ADDRESS: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")
_AUTHORITY_ENDS: Final = re.compile(r"[/?#\\]")
"""As browsers read an address, a backslash ends the name of the host, too."""


def calls_for_a_cause(text: str) -> bool:
    """Say whether a text calls people to a cause and offers them nothing, in linear time."""
    tokens = normalise(text).plain.text.split()
    said = " ".join(token for token in tokens if not _is_link(token))
    return (
        _CALL.search(said) is not None
        and (_CAUSE.search(said) is not None or any(map(_keeps_petitions, tokens)))
        and _TO_BE_HAD.search(said) is None
        and _AGAINST_PEOPLE.search(said) is None
    )


def urges_kindly(text: str) -> bool:
    """Say whether many are urged to what hurts nobody, in linear time."""
    plain = normalise(text).plain.text
    return _URGES_KINDLY.search(plain) is not None and _HURTS.search(plain) is None


def with_cause_heard(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which no bare call for a cause is spam, nor a kind one incitement.

    It is a doubt where a link leads nobody knows where, or where a rule is certain. What a body's
    own list finds stays as it is.
    """
    return _with_cause_no_spam(_with_kindness_no_incitement(labelling, text), text)


def _with_kindness_no_incitement(labelling: Labelling, text: str) -> Labelling:
    scores = labelling.scores
    if scores.get(Label.INCITEMENT, 0.0) <= DISMISSED or len(text) > _LONGEST:
        return labelling
    # Whoever is wished ill besides is not written to in kindness.
    if any(scores.get(label, 0.0) >= _DOUBT for label in _AT_SOMEBODY) or not urges_kindly(text):
        return labelling
    return with_at_most(
        labelling, Label.INCITEMENT, _DOUBT if _is_ruled(labelling, Label.INCITEMENT) else DISMISSED
    )


def _with_cause_no_spam(labelling: Labelling, text: str) -> Labelling:
    if labelling.scores.get(Label.SPAM, 0.0) <= DISMISSED or len(text) > _LONGEST:
        return labelling
    if not calls_for_a_cause(text):
        return labelling
    hosts = [_host_of(token) for token in normalise(text).plain.text.split()]
    stranger = any(host and not _is_of(host, _KNOWN) for host in hosts)
    doubted = stranger or _is_ruled(labelling, Label.SPAM)
    return with_at_most(labelling, Label.SPAM, _DOUBT if doubted else DISMISSED)


def _is_ruled(labelling: Labelling, label: Label) -> bool:
    """Say whether a rule is certain of a label by itself."""
    return any(
        finding.label is label and (finding.by_rules or 0.0) >= CERTAIN
        for finding in labelling.findings
    )


def _keeps_petitions(token: str) -> bool:
    host = _host_of(token)
    return host is not None and _is_of(host, _PETITIONS)


def _is_link(token: str) -> bool:
    """Say whether a word is plainly an address, and no two words with a stop between them."""
    before, slash, _ = token.partition("/")
    return "://" in token or token.startswith("www.") or bool(slash and "." in before)


def _host_of(token: str) -> str | None:
    """Return to which computer an address leads; `None` for what is no address.

    What stands before an `@` is a user, whatever host it looks like.
    """
    before, scheme, after = token.partition("://")
    authority = _AUTHORITY_ENDS.split(after if scheme else before, maxsplit=1)[0]
    host = authority.rpartition("@")[2].split(":")[0].strip(".,;!()\"'")
    return host if _is_link(token) or _ADDRESS.fullmatch(host) else None


def _is_of(host: str, known: frozenset[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in known)
