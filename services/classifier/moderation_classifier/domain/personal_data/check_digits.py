"""Check digits of the numbers that stand for a person, an account or a card."""

from __future__ import annotations

import re
from typing import Final

_LENGTH_OF_NHS_NUMBER: Final = 10
_IBAN_CHECKED_BY: Final = 97


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits carry the modulus-11 check digit of an NHS number.

    Source: NHS Data Dictionary, "NHS Number": weights 10 to 2; a check of 10 is never issued.
    """
    if len(digits) != _LENGTH_OF_NHS_NUMBER or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[-1])


def has_chi_check_digit(digits: str) -> bool:
    """Return whether ten digits carry a check digit of Scotland's Community Health Index.

    Numbers issued before 2026 are checked as NHS numbers are; since February 2026 some are checked
    by modulus 10, as payment cards are. Source: Public Health Scotland, phsmethods, `chi_check`.
    """
    return is_nhs_number(digits) or is_card_number(digits)


def is_iban(written: str) -> bool:
    """Return whether letters and digits carry the check digits of an IBAN.

    Source: ISO 13616: the first four characters moved to the end, letters read as 10 to 35, the
    whole leaves 1 when divided by 97.
    """
    squashed = re.sub(r"[ \-]", "", written.casefold())
    if not re.fullmatch(r"[a-z]{2}\d{2}[a-z0-9]{11,30}", squashed):
        return False
    moved = squashed[4:] + squashed[:4]
    return int("".join(str(int(one, 36)) for one in moved)) % _IBAN_CHECKED_BY == 1


def is_card_number(digits: str) -> bool:
    """Return whether digits carry the check digit of a payment card.

    Source: ISO/IEC 7812, annex B (Luhn): every second digit from the right counts double.
    """
    if not digits.isdecimal() or len(set(digits)) == 1:
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
