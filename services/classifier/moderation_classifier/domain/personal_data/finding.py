"""All details of one text as findings; the body's own contacts are never among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.personal_data.addresses import find_addresses
from moderation_classifier.domain.personal_data.bank_details import find_bank_details
from moderation_classifier.domain.personal_data.birth_dates import find_birth_dates
from moderation_classifier.domain.personal_data.conditions import find_conditions
from moderation_classifier.domain.personal_data.detail import (
    PUBLIC_OCCASION,
    Detail,
    DetailKind,
    before,
)
from moderation_classifier.domain.personal_data.emails import find_emails
from moderation_classifier.domain.personal_data.identity_documents import (
    find_identity_documents,
)
from moderation_classifier.domain.personal_data.numbers import find_numbers
from moderation_classifier.domain.personal_data.public import is_published
from moderation_classifier.domain.personal_data.states import find_states
from moderation_classifier.domain.personal_data.telephones import find_telephones
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import Label

_OTHER_PERSON: Final = re.compile(
    r"\b(?:his|her|their|the patient'?s?|this patient|neighbour'?s?|her name|his name|he|she|"
    r"patient in bed|mr|mrs|miss|ms) "
)
_DIGIT: Final = re.compile(r"\d")
_WITH_DIGITS: Final = (
    find_numbers,
    find_identity_documents,
    find_bank_details,
    find_birth_dates,
    find_telephones,
    find_addresses,
)
_OF_OTHERS: Final = frozenset(
    {
        DetailKind.NHS_NUMBER,
        DetailKind.HOSPITAL_NUMBER,
        DetailKind.BIRTH_DATE,
        DetailKind.ADDRESS,
        DetailKind.POSTCODE,
        DetailKind.NI_NUMBER,
        DetailKind.PASSPORT,
        DetailKind.DRIVING_LICENCE,
        DetailKind.BANK_ACCOUNT,
        DetailKind.PAYMENT_CARD,
    }
)
"""Kinds that are an incident when they are another person's."""
_OF_PLACES_TOO: Final = frozenset(
    {DetailKind.E_MAIL, DetailKind.ADDRESS, DetailKind.TELEPHONE, DetailKind.BANK_ACCOUNT}
)
"""Kinds that offices, meeting places and funds have in the same form, and publish."""
_CERTAIN: Final = 0.8
"""From here on the words say whose it is."""


def find_personal_data(text: NormalisedText, own_contacts: frozenset[str]) -> list[Finding]:
    """Return the personal details in a text, and `ig_incident` where they are another person's.

    `own_contacts` are the body's published telephone numbers, addresses and e-mails, in any
    spelling; they are never reported.
    """
    findings: list[Finding] = []
    plain = text.plain.text
    for detail in _details(plain):
        if is_published(plain[detail.start : detail.end], own_contacts):
            continue
        span = text.plain.span(detail.start, detail.end)
        findings.append(_told(Label.PERSONAL_DATA, detail.score, span=span, detail=detail))
        if detail.kind in _OF_OTHERS:
            opening, _ = text.sentence_at(span.start)
            written = plain[opening : detail.start]
            if _OTHER_PERSON.search(before(written, len(written))):
                # Where people meet is hardly another's home, whoever is spoken of beside it.
                public = detail.kind is DetailKind.ADDRESS and detail.score <= PUBLIC_OCCASION
                score = detail.score if public else 0.8
                findings.append(_told(Label.IG_INCIDENT, score, span=span, detail=detail))
    analysed = text.original[: text.plain.places[-1] + 1] if text.plain.places else ""
    ill = list(find_conditions(analysed))
    ill.extend(
        one
        for one in find_states(text)
        if not any(each.start < one.end and one.start < each.end for each in ill)
    )
    for span in ill:
        kind = DetailKind.NAMED_CONDITION
        findings.append(_finding(Label.PERSONAL_DATA, 0.65, span=span, kind=kind))
        findings.append(_finding(Label.IG_INCIDENT, 0.6, span=span, kind=kind))
    return findings


def _details(plain: str) -> Iterator[Detail]:
    """Yield each detail once: of two that overlap the surer, else the kind that proves more."""
    # Six of seven comments hold no digit, without which there is none of the others.
    finders = (find_emails, *_WITH_DIGITS) if _DIGIT.search(plain) else (find_emails,)
    found = list(chain.from_iterable(find(plain) for find in finders))
    told = bytearray(len(plain))
    kept: list[int] = []
    for place in sorted(range(len(found)), key=lambda place: -found[place].score):
        detail = found[place]
        if told.find(1, detail.start, detail.end) < 0:
            told[detail.start : detail.end] = b"\x01" * (detail.end - detail.start)
            kept.append(place)
    yield from (found[place] for place in sorted(kept))


def _told(label: Label, score: float, *, span: Span, detail: Detail) -> Finding:
    """Return a finding that says whether only a person can tell whose the detail is."""
    open_whose = detail.kind in _OF_PLACES_TOO and detail.score < _CERTAIN
    return replace(_finding(label, score, span=span, kind=detail.kind), whose_is_open=open_whose)


def _finding(label: Label, score: float, *, span: Span, kind: DetailKind) -> Finding:
    return Finding(label=label, score=score, span=span, source=kind.source)
