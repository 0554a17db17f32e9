"""Calls to sign, share or march for a cause: political speech, which no machine hides as spam.

People who stand up for a ward write as those who sell do: in haste, to everyone, with a link. What
such a call lacks is anything to be had, so chain letters, prizes and sales are none. Whoever writes
the same again and again is seen by who counts copies, and an address that nobody knows for
petitions is a doubt for a person.
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


def with_cause_heard(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which no bare call for a cause is spam.

    It is a doubt where a link leads nobody knows where, or where a rule is certain. What a body's
    own list finds stays as it is.
    """
    if labelling.scores.get(Label.SPAM, 0.0) <= DISMISSED or len(text) > _LONGEST:
        return labelling
    if not calls_for_a_cause(text):
        return labelling
    hosts = [_host_of(token) for token in normalise(text).plain.text.split()]
    stranger = any(host and not _is_of(host, _KNOWN) for host in hosts)
    ruled = any(
        finding.label is Label.SPAM and (finding.by_rules or 0.0) >= CERTAIN
        for finding in labelling.findings
    )
    return with_at_most(labelling, Label.SPAM, _DOUBT if stranger or ruled else DISMISSED)


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
