"""Words for places that publish their telephone number and address."""

from __future__ import annotations

import re
from typing import Final

PLACE: Final = re.compile(
    r"\b(?:surgery|surgeries|hospitals?|clinics?|pharmac(?:y|ist)|chemist|dentists?|dental|"
    r"opticians?|ward|reception|switchboard|helpline|hotline|pals|office|offices|centre|"
    r"department|dept|unit|hub|practice|library|church|community hall|village hall|event|"
    r"drop[ -]?in|open day|walk[ -]?in|charity|service|services|team|samaritans|mind|council|"
    r"council's|school|a&e|appointments?|bookings?|enquiries|crisis line|out of hours|hospice|"
    r"care home|nursing home|trust|gp|minor injuries|maternity|x-ray|outpatients|"
    r"(?:advice|carers?|support|information|listening|bereavement) ?line|society|scheme|"
    r"food ?bank|branch|association|foundation|citizens advice|age uk|mencap|cruse|"
    r"support group|volunteer centre)\b"
)
