"""Details that identify or reach a private person, in British formats.

Telephone, e-mail, address, NHS, national insurance and hospital numbers, passport, driving licence,
bank account and payment card, date of birth; each proved where it can be (check digit, numbering
plan, the words beside it). Left alone on purpose: what a body publishes, helplines, order numbers,
scores, the telephone or address of a surgery, the day on which a baby was born, and registrations
of cars, by which no reader can find a person.
"""

from moderation_classifier.domain.personal_data.check_digits import is_nhs_number
from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES, DetailKind
from moderation_classifier.domain.personal_data.event_dates import find_event_dates
from moderation_classifier.domain.personal_data.finding import find_personal_data
from moderation_classifier.domain.personal_data.public import find_public, has_public_contact

__all__ = [
    "MAX_CANDIDATES",
    "DetailKind",
    "find_event_dates",
    "find_personal_data",
    "find_public",
    "has_public_contact",
    "is_nhs_number",
]
