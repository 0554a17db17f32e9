"""E-mail addresses of people, written with signs or with words; shared mailboxes are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES, Detail, DetailKind

WRITTEN: Final = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}( ?)@ ?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"
)
"""An address as it is written with signs, whosever it is."""
_AT: Final = r"(?: at | ?[(\[{<] ?at ?[)\]}>] ?)"
_DOT: Final = r"(?: dot | ?[(\[{<] ?dot ?[)\]}>] ?|\.)"
_ENDING: Final = r"(?:com|uk|co|net|org|ac|me|eu|ie|info|gov|nhs)"
_SPOKEN: Final = re.compile(
    rf"(?<![a-z0-9._+-])([a-z0-9_+-]{{1,40}}(?:{_DOT}[a-z0-9_+-]{{1,30}}){{0,3}})({_AT})"
    rf"([a-z0-9-]{{2,30}}(?:{_DOT}{_ENDING}\b){{1,3}})"
)
_PROVIDERS: Final = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|live|aol|sky|proton\w*|msn|ymail)\b"
)
_NO_NAME: Final = re.compile(
    r"(?:us|me|him|her|it|them|you|look(?:ed|ing|s)?|is|are|be|was|work(?:s|ing|ed)?|based|find|"
    r"found|see|meet(?:ing)?|here|there|online|site|page|website|link|up|out|and|or|not|now|"
    r"available|hosted|home|shop|orders?|buy|sold|on|in|apply|down|more|info|advertised|located|"
    r"reviews|login)"
)
"""Words before `at` that make it a place rather than half of an address."""

_PUBLIC_HOSTS: Final = (
    ".nhs.uk",
    "nhs.net",
    ".gov.uk",
    ".org.uk",
    ".org",
    ".police.uk",
    ".ac.uk",
    "parliament.uk",
    "parliament.scot",
    "senedd.wales",
)
_OFFICES: Final = (".nhs.uk", "nhs.net", ".gov.uk", ".police.uk", *_PUBLIC_HOSTS[-3:])
_ROLE: Final = re.compile(
    r"(?:pals|foi|info|information|enquir\w*|inquir\w*|comms?|communications?|contact\w*|hello|"
    r"admin|reception|feedback|recruitment|press|media|complaints?|engagement|support|help|"
    r"helpdesk|office|teams?|bookings?|appointments?|customer\w*|membership|volunteer\w*|reply|"
    r"noreply|secretary|service|services|news|newsletter|events|experience|safeguarding|sales|"
    r"donations?|fundraising|jobs|careers|general|mail|"
    r"(?:patient|public|customer|service|member|staff|user|resident)s?"
    r"(?:experience|feedback|relations|services?|voice|involvement|engagement|support|safety|"
    r"advice|liaison|enquiries|complaints?|care))"
)
_OFFICIAL: Final = re.compile(
    r"(?:mp|msp|ms|cllr|councillor|mayor|pcc|peer|lord|baroness|chair(?:man)?|ceo|chief\w*|"
    r"\w*(?:icb|ccg|surgery|practice|clinic|hospital|pharmacy|trust|council|gp)|"
    r"ward ?\d*|[a-z]\d{5}|unit|dept|department|reception\w*|constituency|casework\w*)"
)
"""Parts of an address that say an office, or a person who publishes theirs to be written to."""
_PARTS: Final = re.compile(r"[._+-]")


def find_emails(plain: str) -> Iterator[Detail]:
    """Yield the addresses that are a person's."""
    for match in islice(WRITTEN.finditer(plain), MAX_CANDIDATES):
        address = match.group().rstrip(".-")
        local, _, host = address.partition("@")
        if not _is_shared(local.strip(), host.strip()):
            # With spaces round the sign it may be a place: `tonight @ venue.com`.
            score = 0.65 if match[1] or _is_official(local.strip(), host.strip()) else 0.9
            yield Detail(DetailKind.E_MAIL, score, match.start(), match.start() + len(address))
    for match in islice(_SPOKEN.finditer(plain), MAX_CANDIDATES):
        if _is_person(match[1], match[2], match[3]):
            yield Detail(DetailKind.E_MAIL, 0.85, *match.span())


def has_shared_mailbox(plain: str) -> bool:
    """Say whether an address stands in a text that is an office's, whosever office it is."""
    return "@" in plain and any(
        _is_shared(*map(str.strip, match.group().rstrip(".-").split("@", 1)))
        for match in islice(WRITTEN.finditer(plain), MAX_CANDIDATES)
    )


def _is_shared(local: str, host: str) -> bool:
    if host.endswith(_PUBLIC_HOSTS):
        return any(_ROLE.fullmatch(part) for part in _PARTS.split(local))
    return bool(_ROLE.fullmatch(local)) and not _PROVIDERS.match(host)


def _is_official(local: str, host: str) -> bool:
    """Return whether an address may be that of an office or an elected person: a person looks."""
    return host.endswith(_OFFICES) and any(
        _OFFICIAL.fullmatch(part) for part in _PARTS.split(local)
    )


def _is_person(local: str, at: str, host: str) -> bool:
    provider = bool(_PROVIDERS.match(host))
    spelt = " dot" in host or "dot" in _bracketed(host) or at != " at "
    if not provider and not spelt:
        return False
    joined = len(_PARTS.split(local)) > 1 or " dot " in local or at != " at "
    return (joined or not _NO_NAME.fullmatch(local)) and not _ROLE.fullmatch(local)


def _bracketed(host: str) -> str:
    return host if any(sign in host for sign in "([{<") else ""
