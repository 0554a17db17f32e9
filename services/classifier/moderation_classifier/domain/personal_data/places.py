"""Words for places that publish their telephone number and address."""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.word_sets import set_of

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


TOWNS: Final = set_of(
    "avon barnsley basildon bath bedford billericay birmingham blackpool bolton boston bournemouth "
    "bradford braintree brentwood brighton bristol broomfield burnham bury cambridge canvey castle "
    "chelmsford chester chippenham clacton colchester cornwall coventry cumbria derby devizes "
    "devon doncaster dorset dunmow durham east essex exeter gainsborough gloucester grantham grays "
    "grimsby halstead harlow harwich hereford hertfordshire hull ipswich keynsham kent lancashire "
    "leeds leicester lincoln lincolnshire liverpool london louth luton maldon manchester "
    "melksham mid newark newcastle norfolk northampton north northern norwich nottingham "
    "nottinghamshire orsett oxford peterborough plymouth portsmouth preston "
    "rayleigh reading rochford salisbury sheffield skegness sleaford somerset south southampton "
    "southend southern spalding stamford suffolk surrey sussex swindon thurrock tilbury trowbridge "
    "warminster west western wickford wiltshire witham york yorkshire"
)
"""Behind the name of a body they tell which of its branches it is."""
