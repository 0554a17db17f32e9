"""Wishes of harm that name nobody: "he should be shot" is said of a villain on a film night, too.

Only the post, or what is answered, might tell of whom it is said, and no machine reads that well
enough to delete a comment for it. Such a wish stays the threat that it is, and a person decides. It
is not for what somebody means to do themselves, nor for what is said to the body, of its staff or
of anybody who is named.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.agreement import NOT_TO_REMOVE
from moderation_classifier.domain.labelling import Labelling, with_at_most
from moderation_classifier.domain.languages.common_words import ENGLISH_WORDS
from moderation_classifier.domain.names.people_words import STAFF, in_both_numbers
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, NormalisedText, normalise
from moderation_classifier.domain.word_sets import set_of
from moderation_common.vocabulary import Label

_LONGEST: Final = 2_000
"""Characters. Of a longer text the model does not read all, so that nobody is deleted for it."""
WISHES: Final = frozenset(
    {
        "threat.wish",
        "threat.call",
        "threat.veiled",
        "threat.beating-due",
        "threat.beating-due-them",
    }
)
"""The rules that find what somebody is wished, beside what else is menacing."""

_PRONOUN: Final = re.compile(
    r"\b(?:he|she|they|him|her|them|em|his|their)\b"
    r"|\b(?:burn|bomb|torch|nuke|flatten|shoot|kill|blow|hang|drown|set fire to) (?:it|this|that)\b"
    r"|\bit (?:should|needs?|wants?|deserves?|ought)\b"
)
_HARM_FIRST: Final = re.compile(
    r"\W*(?:and |just |then )?(?:should|needs?|wants?|deserves?|ought|must|could do with|hope"
    r"|hang)\b"
)
"""How a sentence begins whose subject is left out."""

_SAID_OF: Final = (in_both_numbers(STAFF) - {"sisters"}) | set_of(
    "you u ya yous youse yourself urself yourselves your youre you're ur kys "
    "dr drs doc docs mr mrs ms miss prof professor sir dame "
    "reception staff team teams management security clinician clinicians visitor worker workers "
    "crew crews handler handlers ceo ceos chief director directors boss bosses chair chairman "
    "chairwoman board governor governors trustees admin admins executive executives medic medics "
    "councillor mp mps minister ministers"
)
"""Words of whom it is said in a comment that speaks to somebody, or of staff; the ugly sisters are
of a pantomime."""
_GROUPS: Final = re.compile(
    r"\b(?:muslims?|islamists?|jews?|blacks?|whites?|asians?|immigrants?|migrants?|illegals"
    r"|foreigners?|refugees?|asylum seekers?|gays?|lesbians?|trans|transgenders?|trann(?:y|ies)"
    r"|transsexuals?|homosexuals?|homos?|queers?|gyps(?:y|ies)|gips(?:y|ies)|travellers|roma"
    r"|ethnics|poles|romanians?|indians?|pakistanis?|bangladeshis?|nigerians?|africans?|somalis?"
    r"|chinese|arabs?|albanians?|bulgarians?|eastern europeans?|disabled|autistics?|women|females"
    r"|hindus?|sikhs?|catholics?|coloureds?|schizophrenics?|dwarfs?|dwarves"
    r"|(?:boat|brown|old|fat|gay|black|white|trans) (?:people|men|man|woman))\b"
)
"""Groups of people, as `group` in the rules' terms."""
_THAT_ONE: Final = re.compile(r"\bthat ([a-z]{3,})\W{1,3}(?:he|she)\b")
"""`That patel: he ...`: somebody, perhaps by a name in small letters."""
_CHARACTERS: Final = set_of(
    "bloke guy man woman lad lady boy girl fella chap villain baddie wolf fox witch wizard pirate "
    "captain king queen prince princess landlord landlady character actor actress judge referee "
    "ref umpire player striker keeper coach driver detective killer murderer thief burglar "
    "husband wife brother uncle aunt stepmother dad mum idiot moron clown puppet dame joker giant "
    "ogre monster vampire zombie film movie show series episode story book panto play game soap "
    "advert scene"
)
_NO_SURNAMES: Final = ENGLISH_WORDS | _CHARACTERS
"""Who is in stories, and what they are in: no names, as no common word is one."""
_POLITE: Final = re.compile(
    r"\b(?:(?:thank|love|bless|miss) (?:you|u)"
    r"|(?:did|have|do|has) (?:you|u) (?:see|seen|remember|know)|(?:you|u) (?:know|see)"
    r"|if you ask me)\b"
)
"""Said to whoever reads, and of nobody."""
_PLACES: Final = set_of(
    "hospital hospitals surgery surgeries practice clinic clinics ward wards centre office "
    "offices building department hotel hostel mosque synagogue church temple school house home "
    "place a&e icb trust nhs"
)
"""Whoever names one of these and would burn "it" means that."""
_IT: Final = re.compile(r"\b(?:it|this|that)\b")

_MEANT: Final = re.compile(
    r"\b(?:(?:i|we) ?(?:'ll|ll|will|shall|could|would|might|want|wanna|know|swear|can|need|promise)"
    r"|(?:i|we)'?d (?:happily|gladly)|(?:im|i'm|we're|i am|we are) (?:\w+ )?(?:going|coming|gonna)"
    r"|gonna|imma|going to|coming (?:for|after|down|round)|watch (?:her|his|their)"
    r"|wait (?:till|til|until)|my (?:\w+ )?(?:will|brothers?|lads|mates|boys)"
    r"|tonight(?!'s)|tomorrow(?!'s)|let'?s)\b"
)
"""What somebody means to do, or to have done at a time, is more than a wish."""

_WORD: Final = re.compile(r"a&e|[a-z]+(?:'[a-z]+)*")
_NAME: Final = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+\b|@\w")
"""A capital in the middle of a sentence, or an account."""
_NO_NAMES: Final = frozenset({"God", "Jesus", "Christ", "Lord", "Hell", "He", "She", "They"})


def with_unnamed_for_a_person(labelling: Labelling, text: str) -> Labelling:
    """Return the labelling under which no wish that names nobody is removed by the machine alone.

    What a body's own list finds stays as it is.
    """
    if labelling.scores.get(Label.THREAT, 0.0) <= NOT_TO_REMOVE or len(text) > _LONGEST:
        return labelling
    threats = [finding for finding in labelling.findings if finding.label is Label.THREAT]
    by_rules = {finding.source for finding in threats if not finding.by_model}
    if not threats or not by_rules <= WISHES or not names_nobody(text):
        return labelling
    return with_at_most(labelling, Label.THREAT, NOT_TO_REMOVE)


def names_nobody(text: str) -> bool:
    """Say whether no word of a text tells of whom a wish in it is said, in linear time."""
    normalised = normalise(text)
    plain = normalised.plain.text
    said = set(_WORD.findall(_POLITE.sub(" ", plain)))
    if not _SAID_OF.isdisjoint(said) or _MEANT.search(plain):
        return False
    if _GROUPS.search(plain) or any(
        found[1] not in _NO_SURNAMES for found in _THAT_ONE.finditer(plain)
    ):
        return False
    if not _PLACES.isdisjoint(said) and _IT.search(plain):
        return False
    shown = text[:MAX_ANALYSED_CHARACTERS]
    if any(found.group() not in _NO_NAMES for found in _NAME.finditer(shown)):
        return False
    return _PRONOUN.search(plain) is not None or _leaves_out_whom(normalised)


def _leaves_out_whom(text: NormalisedText) -> bool:
    plain = text.plain.text
    return any(_HARM_FIRST.match(plain, *sentence) for sentence in text.sentences)
