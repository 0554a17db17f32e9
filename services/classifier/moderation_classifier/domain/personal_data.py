"""Details that identify or reach a private person: telephone, e-mail, address, numbers, birth date.

British formats, each proved where it can be (check digit, numbering plan). The details that a body
publishes, helplines, order numbers, and the telephone or address of a surgery are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberType

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import Label

_EMAIL: Final = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9.-]{3,100}")
_SPOKEN_EMAIL: Final = re.compile(
    r"\b[a-z0-9._-]{2,40} ?[(\[]? ?at ?[)\]]? ?(?:gmail|hotmail|outlook|yahoo|icloud|btinternet|"
    r"live|aol)\b ?[(\[]? ?(?:dot|\.) ?[)\]]? ?(?:co ?(?:dot|\.) ?uk|com)\b"
)
_DIGITS: Final = re.compile(r"(?<![a-z0-9£$#.-])(?:\+ ?|\(\+?)?\d[\d ().\-]{5,20}\d(?![a-z0-9%])")
_NHS_NUMBER: Final = re.compile(r"(?<![\d+-])\d{3}([ -]?)\d{3}\1\d{4}(?![\d-])")
_NI_NUMBER: Final = re.compile(
    r"\b(?!bg|gb|nk|kn|tn|nt|zz)[abceghj-prstw-z][abceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]\b"
)
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b")
_STREET: Final = re.compile(
    r"\b(?:flat \w{1,4},? )?(?:no\.? ?)?"
    r"\d{1,4}[a-z]?,? (?!(?:min|mins|minutes?|hours?|hrs?|miles?|days?|"
    r"weeks?|months?|years?|people|patients|nurses|staff|of|to|am|pm|in|and|for)\b)"
    r"(?:[a-z']{2,20} ){1,3}(?:street|st|road|rd|"
    r"lane|avenue|ave|close|drive|crescent|court|gardens?|grove|terrace|way|place|walk|mews|"
    r"hill|row|square|green|view|rise)\b"
)
_DOOR: Final = re.compile(
    r"\b(?:flat|apartment|house|number|no\.?|address(?: is)?|live at|lives at) ?:? ?\d{1,4}[a-z]?\b"
)
_BIRTH_DATE: Final = re.compile(
    r"\b(?:d ?\.? ?o ?\.? ?b|date of birth|birth ?date)\b[^\n\d]{0,15}"
    r"(?:\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9},? \d{2,4})"
)
_NAMED_CONDITION: Final = re.compile(
    r"\b(?!King|Queen|Prince|Princess|President|Lord|Lady|Sir|Dame|Saint|Dr|Doctor|Nurse|Public|"
    r"The|My|Your|Our|His|Her|If|Every|North|South|East|West|Long|Type)[A-Z][a-z]{2,15} "
    r"[A-Z][a-z]{2,20}(?: (?:from|at|of|on|in) [\w' ]{2,30}?)? (?:has(?: got)?|is|was|had|is being "
    r"treated for|was diagnosed with|suffers (?:with|from))(?: \w+){0,2}? (?:HIV|hiv|AIDS|herpes|"
    r"chlamydia|syphilis|hepatitis|schizophreni\w+|bipolar|psychosis|dementia|cancer|cirrhosis|"
    r"sectioned|an abortion|a miscarriage|a vasectomy|an STI|an STD|in rehab|on methadone|"
    r"an addict)\b"
)

_ORDER_CONTEXT: Final = re.compile(
    r"(?:\border|\bref|reference|tracking|invoice|ticket|\bcase|booking|parcel|serial|isbn|item|"
    r"receipt|confirmation|complaint|account|sort code|charity|company|registered|vat)\b"
    r"[^.!?\n]{0,20}$"
)
_NHS_CONTEXT: Final = re.compile(r"\bnhs (?:number|no|num|id|#)\b[^.!?\n]{0,20}$")
_PLACE_CONTEXT: Final = re.compile(
    r"\b(?:surgery|hospitals?|clinics?|pharmac(?:y|ist)|chemist|ward|reception|switchboard|"
    r"helpline|hotline|pals|office|centre|department|unit|hub|practice|library|church|"
    r"community hall|village hall|event|drop[ -]?in|open day|walk[ -]?in|charity|service|team|"
    r"samaritans|mind|council|school|a&e|appointments?|bookings?|enquiries)\b"
)
_HOME_CONTEXT: Final = re.compile(
    r"\b(?:live|lives|living|home|my address|his address|her address|their address|house|"
    r"visit (?:him|her|them)|find (?:him|her|them)|knock|mobile)\b"
)
_OTHER_PERSON: Final = re.compile(
    r"\b(?:his|her|their|the patient'?s?|this patient|neighbour'?s?|her name|his name|he|she|"
    r"patient in bed|mr|mrs|miss|ms) "
)
_SHARED_MAILBOX: Final = re.compile(
    r"^(?:pals|foi|info|information|enquir\w*|inquir\w*|comms?|communications?|contact\w*|hello|"
    r"admin|reception|feedback|recruitment|press|media|complaints?|engagement|support|help|"
    r"office|team|bookings?|appointments?|customer\w*|membership|volunteer\w*|no-?reply)\b"
    r"|[.@_-](?:pals|foi|comms|communications|enquiries|complaints|engagement|press|media|info)\b"
)
_PUBLIC_LINES: Final = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOIP,
    }
)
_BRITAIN: Final = 44
_MOBILE: Final = re.compile(r"7[1-57-9]\d{8}$")
_BRITISH: Final = re.compile(r"7[1-57-9]\d{8}$|[12]\d{9}$")
_SHORT_LINES: Final = frozenset({"116123", "116000", "116006", "116111", "85258", "111", "999"})
_CONTEXT_CHARACTERS: Final = 60
_MAX_CANDIDATES: Final = 40
"""Past this many numbers a text is a table, and every further one says the same."""

_NHS_LENGTH: Final = 10
_NHS_FIRST_DIGITS: Final = frozenset("4679")
"""Numbers in use start with 4, 6 or 7; those for testing with 9."""


class _Detail(NamedTuple):
    kind: str
    score: float
    start: int
    end: int


def find_personal_data(text: NormalisedText, own_contacts: frozenset[str]) -> list[Finding]:
    """Return the personal details in a text, and `ig_incident` where they are another person's.

    `own_contacts` are the body's published telephone numbers, addresses and e-mails, in any
    spelling; they are never reported.
    """
    published = frozenset(_squash(contact) for contact in own_contacts) | _SHORT_LINES
    findings: list[Finding] = []
    for detail in _details(text.plain.text):
        if _squash(text.plain.text[detail.start : detail.end]) in published:
            continue
        span = text.plain.span(detail.start, detail.end)
        findings.append(_finding(Label.PERSONAL_DATA, detail.score, span=span, kind=detail.kind))
        if detail.kind in {"nhs-number", "birth-date", "address", "ni-number"}:
            opening, _ = text.sentence_at(span.start)
            before = text.plain.text[opening : detail.start]
            if _OTHER_PERSON.search(before[-_CONTEXT_CHARACTERS:]):
                findings.append(_finding(Label.IG_INCIDENT, 0.8, span=span, kind=detail.kind))
    analysed = text.original[: text.plain.places[-1] + 1] if text.plain.places else ""
    for match in _NAMED_CONDITION.finditer(analysed):
        span = Span(*match.span())
        findings.append(_finding(Label.PERSONAL_DATA, 0.65, span=span, kind="named-condition"))
        findings.append(_finding(Label.IG_INCIDENT, 0.6, span=span, kind="named-condition"))
    return findings


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits carry the modulus-11 check digit of an NHS number.

    Source: NHS Data Dictionary, "NHS Number": weights 10 to 2; a check of 10 is never issued.
    """
    if len(digits) != _NHS_LENGTH or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[-1])


def _details(plain: str) -> Iterator[_Detail]:
    yield from _emails(plain)
    nhs_numbers = list(_nhs_numbers(plain))
    yield from nhs_numbers
    taken = [(detail.start, detail.end) for detail in nhs_numbers]
    for detail in _telephones(plain):
        if not any(start < detail.end and detail.start < end for start, end in taken):
            yield detail
    for match in _NI_NUMBER.finditer(plain):
        yield _Detail("ni-number", 0.95, *match.span())
    for match in _BIRTH_DATE.finditer(plain):
        yield _Detail("birth-date", 0.9, *match.span())
    yield from _addresses(plain)


def _emails(plain: str) -> Iterator[_Detail]:
    for match in _EMAIL.finditer(plain):
        address = match.group().rstrip(".-")
        local, _, host = address.partition("@")
        if "." not in host:
            continue
        public = host.endswith((".nhs.uk", "nhs.net", ".gov.uk", ".org.uk", ".org", ".police.uk"))
        if public and _SHARED_MAILBOX.search(local):
            continue
        yield _Detail("e-mail", 0.9, match.start(), match.start() + len(address))
    for match in _SPOKEN_EMAIL.finditer(plain):
        yield _Detail("e-mail", 0.85, *match.span())


def _nhs_numbers(plain: str) -> Iterator[_Detail]:
    for match in _NHS_NUMBER.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        before = plain[max(0, match.start() - _CONTEXT_CHARACTERS) : match.start()]
        valid = is_nhs_number(digits)
        if _NHS_CONTEXT.search(before):
            yield _Detail("nhs-number", 0.98 if valid else 0.7, *match.span())
        elif valid and digits[0] in _NHS_FIRST_DIGITS and not _ORDER_CONTEXT.search(before):
            yield _Detail("nhs-number", 0.85 if match[1] else 0.5, *match.span())


def _telephones(plain: str) -> Iterator[_Detail]:
    for count, match in enumerate(_DIGITS.finditer(plain)):
        if count == _MAX_CANDIDATES:
            return
        start = max(0, match.start() - _CONTEXT_CHARACTERS)
        before = plain[start : match.start()]
        if _ORDER_CONTEXT.search(before):
            continue
        number = _read_number(match.group())
        if number is None or phonenumbers.number_type(number) in _PUBLIC_LINES:
            continue
        around = before + plain[match.end() : match.end() + _CONTEXT_CHARACTERS]
        mobile = bool(_MOBILE.match(phonenumbers.national_significant_number(number)))
        if not mobile and _PLACE_CONTEXT.search(around) and not _HOME_CONTEXT.search(around):
            continue
        yield _Detail("telephone", 0.9 if mobile else 0.8, *match.span())


def _read_number(written: str) -> phonenumbers.PhoneNumber | None:
    """Return the telephone number that the digits make, dialled from Britain, if they make one.

    Britain's numbers are taken by their plan's prefixes, whether or not the range is in use: the
    ranges set aside for drama are how people make up examples.
    """
    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return number
    national = phonenumbers.national_significant_number(number)
    dialled = written.lstrip("( ").startswith(("0", "+44", "0044"))
    british = number.country_code == _BRITAIN and dialled and _BRITISH.match(national)
    return number if british else None


def _addresses(plain: str) -> Iterator[_Detail]:
    postcodes = [match.span() for match in _POSTCODE.finditer(plain)]
    for match in (*_STREET.finditer(plain), *_DOOR.finditer(plain)):
        start, end = match.span()
        around = plain[max(0, start - _CONTEXT_CHARACTERS) : end + _CONTEXT_CHARACTERS]
        home = bool(_HOME_CONTEXT.search(around))
        if _PLACE_CONTEXT.search(around) and not home:
            continue
        near = [span for span in postcodes if 0 <= span[0] - end <= _CONTEXT_CHARACTERS]
        if near:
            yield _Detail("address", 0.9, start, near[0][1])
        elif home and match.re is _STREET:
            yield _Detail("address", 0.8, start, end)


def _squash(contact: str) -> str:
    compact = re.sub(r"[^a-z0-9@]", "", contact.casefold())
    return re.sub(r"^(?:\+|00)?44(?=\d{9,10}$)", "0", compact)


def _finding(label: Label, score: float, *, span: Span, kind: str) -> Finding:
    return Finding(label=label, score=score, span=span, source=f"personal-data.{kind}")
