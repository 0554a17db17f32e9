"""Whose an e-mail address is, by its two halves: an office's, a person's, or for a person to see.

Whom a body gives an address is known by its form, a name. At bodies, charities and whatever else is
no provider of mail for everybody, a name must therefore show before an address counts as private:
petitions, crisis lines and practices have addresses that no list holds.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.personal_data.detail import LIKELY
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES, SURNAMES
from moderation_classifier.domain.word_sets import set_of

PRIVATE: Final = 0.9
DOUBTFUL: Final = 0.65

PROVIDERS: Final = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|live|aol|sky|proton\w*|msn|ymail)\b"
)
"""Those that are known when an address is told in words, too."""
_FURTHER_PROVIDERS: Final = re.compile(
    r"(?:[\w-]+\.)?(?:(?:me|mac|hey|duck|email|mail|inbox|fastmail|hushmail|rocketmail|rediffmail|"
    r"talk21|btopenworld|virginmedia|qq|163|126)\.com|pm\.me|"
    r"(?:gmx|tuta|tutanota|zoho|yandex|rambler)\.\w{2,3}(?:\.uk)?|mail\.ru|bk\.ru|"
    r"(?:virgin|talktalk|plus|plusnet|onetel|orange|one-?tel|ntlworld|blueyonder|tiscali|o2|ee|"
    r"three|vodafone|freeserve|wanadoo|lineone|supanet|madasafish|zen|uwclub|care4free|fsmail|"
    r"fsnet|homecall|pipex|dsl\.pipex|eclipse|nildram|waitrose|postmaster|freeuk|bt)"
    r"\.(?:com|net|co\.uk)|"
    r"(?:wp|onet|o2|interia|gazeta|op|vp|poczta)\.pl|(?:web|t-online|freenet)\.de|"
    r"(?:libero|virgilio)\.it|(?:laposte|orange|free|wanadoo)\.(?:net|fr)|"
    # Set aside for examples, where nobody is at home.
    r"example\.(?:com|org|net|co\.uk))"
)
_PUBLIC: Final = (
    ".nhs.uk",
    ".nhs.net",
    ".nhs.scot",
    ".gov.uk",
    ".gov.scot",
    ".gov.wales",
    ".org.uk",
    ".org",
    ".charity",
    ".police.uk",
    ".ac.uk",
    ".sch.uk",
    ".mod.uk",
    ".parliament.uk",
    ".parliament.scot",
    ".senedd.wales",
)
"""Endings that bodies, schools and charities bear."""
ROLE: Final = re.compile(
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
    r"mp|msp|ms|cllr|councillor|mayor|pcc|peer|lord|baroness|chair(?:man)?|ceo|chief\w*"
)
"""In the address of a person who publishes it to be written to."""
_OFFICE: Final = re.compile(
    r"\w*(?:icb|ccg|surgery|practice|clinic|hospital|pharmacy|trust|council|gp)|"
    r"[a-z]\d{5}|ward\d+|dept|department|unit|reception\w*|constituency|casework\w*"
)
"""A part of an address that says an office; a letter with five digits is the code of a practice."""
_STEM: Final = re.compile(
    r"health|servic|therap|clinic|hospital|surger|centre|support|patient|matern|midwi|pharmac|"
    r"charit|council|school|librar|helpline|hotline|careline|switchboard|whistle|petition|campaign|"
    r"complain|enquir|inquir|consult|vaccin|screening|smok|bereave|counsell(?:ing|or)|advoca|volunteer|"
    r"fundrais|donation|wellbeing|recovery|addiction|alcohol|sexual|mental|crisis|psych|physio|"
    r"radiolog|patholog|phlebot|dermatolog|cardiolog|oncolog|ophthalm|orthop|neurolog|p(?:a)?ediatr|"
    r"gynae|obstet|urolog|gastro|rheumat|diabet|asthma|dementia|stroke|cancer|hospice|palliat|"
    r"ambulance|emergenc|urgent|walk-?in|injur|discharge|booking|appoint|referral|prescri|dispens|"
    r"record|dataprotect|governance|governor|corporate|executive|commissioning|engage|healthwatch|"
    r"safeguard|housing|socialcare|benefit|welfare|foodbank|citizen|network|alliance|partnership|"
    r"association|foundation|communit|neighbourhood|familyhub|children|families|youth|carers|"
    r"veteran|saveour|savethe|saveyour|friendsof|committee|members|research|recruit|helpdesk|"
    r"(?:life|night|silver)line|"
    r"(?:group|team|office|trust|practice|society|club|forum|desk)$"
)
"""What is in the name of an office and hardly in one of a person; at the end also short words."""
_SHORT_END: Final = re.compile(r"(?P<before>\w*?)(?:line|unit|hub|union|branch|counsel)")
"""The same, but names end so, too (Kline, Punit): alone, or behind a word of an office or place."""
_OFFICE_WORDS: Final = set_of(
    "abuse academy access account accounts act action adhd admissions adult adults advice "
    "alumni ask audiology audit autism baby billing birth births blood bloods board branch "
    "camhs care carer cares caring catering ccg change chaplain chaplaincy charities charity "
    "chat child church clerk cmht control covid cqc crime crisis cruse data dental dentist "
    "dentists desk dietetics digital director disorder disorders doctor doctors domestic dpo "
    "drug drugs duty ear eating editor education elections england ent eoc estates exams eye "
    "eyes family feet finance fire flu foot forum freedom friends front frontdesk gb get gp gps "
    "green harm hate have headway heart hello hi home homes hostmaster hr hub iapt icb ics "
    "ict ig imaging improvement incident incidents info innovation invoices involve involved "
    "it jab jabs join kidney kids labour language league learning legal letters licensing "
    "listen listening liver lives lmc local lung lungs macmillan manager march mash matters "
    "men mencap mind move my national news nhs nurse nurses nursing oncall ooh operations ops "
    "order orders our pain panel parish parking payroll pcn planning podiatry police policy "
    "post postmaster ppg privacy programme programmes project projects protection publicity "
    "quality quit quitting rally rape refuge region regional registrar registrars relate "
    "request requests rescue results risk root safety samaritans sar sars save say scan scans "
    "scope scotland security shelter shop skin sleep social speech stop store strategy "
    "student students subject suicide sustainability system talk talking tell test testing "
    "tests the tickets training transport travel treasurer trials trust trustee trustees uk vicar "
    "victim victims voice voices vote votes wales warden web webmaster website welcome "
    "witness women work xray your"
)
_PLACE_WORDS: Final = set_of(
    "abbey arnold ashfield avenue bank basildon bath beeston birmingham boston bridge bristol "
    "bulwell cambridge cambridgeshire cambs central chelmsford church city close colchester "
    "cornwall county court coventry cross derby derbyshire devon dorset drive durham east end "
    "essex field fields forest gardens gate grantham green grove hampshire heath hill house "
    "kent lane leeds leicester leicestershire lincoln lincolnshire liverpool lodge london "
    "lower manchester manor mansfield meadow meadows mill mills moor new newark newcastle "
    "norfolk north nottingham nottinghamshire notts old oxford oxfordshire park peterborough "
    "priory rise road saint saints sheffield skegness somerset south southend springs square "
    "st st. street suffolk sunderland surrey sussex swindon thurrock town upper valley view "
    "village way well wells west wiltshire wood woods york yorkshire"
)
"""What practices are called after; many of them are surnames, too."""
_CROWNED: Final = frozenset({"st", "saint", "king", "queen", "prince", "princess", "royal", "lady"})
"""Before a given name: then it is that of a church, a hospital or a school."""
_PARTS: Final = re.compile(r"[._+-]")
_FULL_NAME: Final = re.compile(r"[a-z]+(?:[._][a-z]+){1,2}\d{0,4}")
_NAME_PARTS: Final = 2
_INITIAL_LETTERS: Final = 1
_MIN_SURNAME: Final = 3
_MIN_GLUED: Final = 4
"""Letters of a name to which an initial may be glued."""


def score_mailbox(local: str, host: str) -> float | None:
    """Return how surely an address is a private person's; None for that of an office."""
    parts = [part for part in _PARTS.split(local) if part]
    public = is_public(host)
    provider = bool(PROVIDERS.match(host) or _FURTHER_PROVIDERS.fullmatch(host))
    named = _is_named(parts)
    if _is_shared(local, parts, public=public and not named, provider=bool(PROVIDERS.match(host))):
        return None
    if provider:
        role = not named and any(ROLE.fullmatch(part) or _has_stem(part) for part in parts)
        return DOUBTFUL if role else PRIVATE
    if public and any(map(_OFFICIAL.fullmatch, parts)):
        return DOUBTFUL
    if any(_is_of_office(part) for part in parts):
        told = all(_is_of_office(part) or part in _PLACE_WORDS for part in parts)
        may_be_named = named or not (told or (public and not _is_of_two_words(parts)))
        return DOUBTFUL if may_be_named else None
    if named or _looks_like_name(local, parts):
        return PRIVATE
    return DOUBTFUL if public else LIKELY


def is_public(host: str) -> bool:
    """Say whether a host has an ending that bodies, schools and charities bear."""
    return f".{host}".endswith(_PUBLIC)


def _is_shared(local: str, parts: list[str], *, public: bool, provider: bool) -> bool:
    if public:
        return any(map(ROLE.fullmatch, parts))
    return bool(ROLE.fullmatch(local)) and not provider


def _is_of_office(part: str) -> bool:
    bare = part.rstrip("0123456789")
    known = bare in _OFFICE_WORDS or ROLE.fullmatch(bare) or _OFFICE.fullmatch(part)
    return bool(known or _has_stem(bare))


def _has_stem(part: str) -> bool:
    if _STEM.search(part):
        return True
    short = _SHORT_END.fullmatch(part)
    if short is None:
        return False
    before = short["before"]
    known = before in _OFFICE_WORDS or before in _PLACE_WORDS or ROLE.fullmatch(before)
    return not before or bool(known)


def _is_of_two_words(parts: list[str]) -> bool:
    """Return whether an address has the form of most names: `zsofia.nurse`, `p.march2`."""
    words = [part.rstrip("0123456789") for part in parts]
    return len(words) == _NAME_PARTS and all(word.isalpha() for word in words)


def _is_named(parts: list[str]) -> bool:
    """Return whether a known name stands in an address, alone or with another or an initial."""
    return any(
        _holds_name(part.rstrip("0123456789"))
        for place, part in enumerate(parts)
        if not (place and parts[place - 1] in _CROWNED)
    )


def _holds_name(part: str) -> bool:
    if part in FIRST_NAMES or part in SURNAMES:
        return True
    if len(part) > _MIN_GLUED and part[_INITIAL_LETTERS:] in SURNAMES:
        return True
    if len(part) > _MIN_GLUED and part[:-1] in FIRST_NAMES and part[-1] != "s":
        return True
    return any(
        part[:end] in FIRST_NAMES and part[end:] in SURNAMES
        for end in range(2, len(part) - _MIN_SURNAME + 1)
    )


def _looks_like_name(local: str, parts: list[str]) -> bool:
    """Return whether an address has the form of a name: `xandra.quell`, `x.quell2`."""
    if not _FULL_NAME.fullmatch(local):
        return False
    words = [part.rstrip("0123456789") for part in parts]
    if max(map(len, words)) < _MIN_SURNAME or words[0] in _CROWNED:
        return False
    # `j.hill` is a person, `forest.hill` a practice.
    initial = len(words[0]) == _INITIAL_LETTERS
    return initial or not any(word in _PLACE_WORDS for word in words)
