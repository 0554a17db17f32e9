"""E-mail addresses of people, written with signs or with words; shared mailboxes are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES, Detail, DetailKind
from moderation_classifier.domain.personal_data.mailboxes import (
    DOUBTFUL,
    PROVIDERS,
    ROLE,
    is_public,
    score_mailbox,
)
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES

WRITTEN: Final = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}( ?)@ ?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"
)
"""An address as it is written with signs, whosever it is."""
_SPACED: Final = re.compile(
    r"(?<![a-z0-9._%+-])(?P<local>[a-z0-9][a-z0-9._%+-]{0,63}) ?@ ?"
    rf"(?P<host>{PROVIDERS.pattern} ?\. ?(?:com|co ?\. ?uk|net|me|org|ie)\b)"
)
"""With spaces round the points too, at a provider."""
_AT: Final = r"(?: at | ?[(\[{<] ?at ?[)\]}>] ?)"
_DOT: Final = r"(?: dot | ?[(\[{<] ?dot ?[)\]}>] ?|\.)"
_ENDING: Final = r"(?:com|uk|co|net|org|ac|me|eu|ie|info|gov|nhs)"
_SPOKEN: Final = re.compile(
    rf"(?<![a-z0-9._+-])([a-z0-9_+-]{{1,40}}(?:{_DOT}[a-z0-9_+-]{{1,30}}){{0,3}})({_AT})"
    rf"([a-z0-9-]{{2,30}}(?:{_DOT}{_ENDING}\b){{1,3}})"
)
_SPOKEN_END: Final = re.compile(rf"{_DOT}{_ENDING}\b")
"""Without it nothing is spoken, and hardly a text has it."""
_NO_NAME: Final = re.compile(
    r"(?:us|me|him|her|it|them|you|look(?:ed|ing|s)?|is|are|be|was|work(?:s|ing|ed)?|based|find|"
    r"found|see|meet(?:ing)?|here|there|online|site|page|website|link|up|out|and|or|not|now|"
    r"available|hosted|home|shop|orders?|buy|sold|on|in|apply|down|more|info|advertised|located|"
    r"reviews|login)"
)
"""Words before `at` that make it a place rather than half of an address."""
_PARTS: Final = re.compile(r"[._+-]")
_TOLD_IN_WORDS: Final = 0.85
"""What an address in words is worth at most."""


def find_emails(plain: str) -> Iterator[Detail]:
    """Yield the addresses that are a person's, or may be."""
    if "@" in plain:
        yield from _find_written(plain)
    if not _SPOKEN_END.search(plain):
        return
    for match in islice(_SPOKEN.finditer(plain), MAX_CANDIDATES):
        if _is_person(match[1], match[2], match[3]):
            score = score_mailbox(_with_points(match[1]), _with_points(match[3]))
            if score is not None:
                yield Detail(DetailKind.E_MAIL, min(score, _TOLD_IN_WORDS), *match.span())


def _find_written(plain: str) -> Iterator[Detail]:
    for match in islice(WRITTEN.finditer(plain), MAX_CANDIDATES):
        score = _score(match)
        if score is not None:
            # With spaces round the sign it may be a place: `tonight @ venue.com`.
            score = min(score, DOUBTFUL) if match[1] else score
            end = match.start() + len(match.group().rstrip(".-"))
            yield Detail(DetailKind.E_MAIL, score, match.start(), end)
    for match in islice(_SPACED.finditer(plain), MAX_CANDIDATES):
        if _is_spaced(match):
            yield Detail(DetailKind.E_MAIL, _score_spaced(match["local"]), *match.span())


def has_shared_mailbox(plain: str) -> bool:
    """Say whether an address stands in a text that is an office's, whosever office it is."""
    return "@" in plain and any(
        _score(match) is None for match in islice(WRITTEN.finditer(plain), MAX_CANDIDATES)
    )


def is_of_body(written: re.Match[str]) -> bool:
    """Say whether an address, as `WRITTEN` finds it, is that of an office of a public body.

    What sells something has offices too, whose addresses tell a model that it does.
    """
    return is_public(_halves(written)[1]) and _score(written) is None


def _score(written: re.Match[str]) -> float | None:
    return score_mailbox(*_halves(written))


def _halves(written: re.Match[str]) -> tuple[str, str]:
    local, _, host = written.group().rstrip(".-").partition("@")
    return local.strip(), host.strip()


def _is_spaced(match: re.Match[str]) -> bool:
    """Return whether an address is written with spaces that `WRITTEN` does not allow for."""
    return " " in match["host"] and not (
        _NO_NAME.fullmatch(match["local"]) or ROLE.fullmatch(match["local"])
    )


def _score_spaced(local: str) -> float:
    """Return how surely the half before the sign is a name rather than a word before a place."""
    parts = _PARTS.split(local)
    shown = len(parts) > 1 or local[-1].isdigit() or not FIRST_NAMES.isdisjoint(parts)
    return _TOLD_IN_WORDS if shown else DOUBTFUL


def _with_points(spoken: str) -> str:
    return re.sub(_DOT, ".", spoken)


def _is_person(local: str, at: str, host: str) -> bool:
    provider = bool(PROVIDERS.match(host))
    spelt = " dot" in host or "dot" in _bracketed(host) or at != " at "
    if not provider and not spelt:
        return False
    joined = len(_PARTS.split(local)) > 1 or " dot " in local or at != " at "
    return (joined or not _NO_NAME.fullmatch(local)) and not ROLE.fullmatch(local)


def _bracketed(host: str) -> str:
    return host if any(sign in host for sign in "([{<") else ""
