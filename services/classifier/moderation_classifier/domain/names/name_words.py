"""Words by which `person_names` tells that a name follows, and that one does not; tables alone.

Those for people are made of `people_words`. All hand-made, in lower case and without accents, as
the plain form of a text has them.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.languages.common_words import COMMON_WORDS, ENGLISH_WORDS
from moderation_classifier.domain.names.people_words import NEAR, RELATIVES, STAFF
from moderation_classifier.domain.word_sets import set_of

OCCUPATIONS: Final = (STAFF - {"porter"}) | set_of(
    "doctors nurses sisters midwives receptionists practitioner specialist hygienist radiographer "
    "sonographer supervisor administrator assistant secretary director executive ceo worker "
    "officer chaplain paramedics"
)
"""Said with a name and without; a porter is as often called so."""

OCCUPATION_ENDS: Final = ("ologist", "iatrist", "iatrician", "therapist", "anaesthetist")
"""How more of them end."""

KIN: Final = RELATIVES | NEAR | set_of("sons daughters brothers baby")
"""Said with a name and without, in a family or beside it."""

CUES: Final = set_of("called named name names surname surnames forename nickname")
"""After these a name is said."""

CUES_OF_TWO: Final = {
    "is": CUES,
    "was": CUES,
    "are": CUES,
    "were": CUES,
    "as": set_of("known named identified"),
    "by": set_of("goes went"),
}
"""After these too, where one of certain words stands before them."""

ABBREVIATIONS: Final = set_of("mr mrs ms mx dr drs prof rev revd cllr sgt st")
"""A full stop after these ends no sentence."""

PARTICLES: Final = set_of(
    "van von der den de da dos del della di du la le el al bin bint ibn ap ab ter st abu"
)
"""Parts of a surname that may have no capital; without one, they count only before a word with."""

NO_NAMES: Final = set_of(
    "the this that these those who whom whose what when where which why how there here i he she "
    "it we you they me him us them my your his her its our their im ive is isn isnt was wasn wasnt "
    "are aren arent were be been am has hasn had hadn have haven having does doesn did didn didnt "
    "could couldn should shouldn would wouldn might must can cant cannot won and or but nor if "
    "then than because as of in on at to for from with by about after before into over under out "
    "off not no yes never ever always again just also even still only very too all some any every "
    "each both please help thanks thank sorry hello hi dear x xx xxx "
    "nhs pals cqc ccg icb gps hcas nmc gmc mri ct ecg covid google god bed beds room led surgery "
    "surgeries practice practices hospital hospitals clinic clinics appointment appointments ward "
    "unit department centre center team teams service services trust station office line monday "
    "tuesday wednesday thursday friday saturday sunday christmas easter"
)
"""Words that no name is, with a capital or without; may, will and do are names as well."""

PEOPLES: Final = set_of(
    "african albanian american arab asian australian bangladeshi british bulgarian caribbean "
    "catholic chinese egyptian european filipino filipina ghanaian gypsies gypsy hindu hungarian "
    "indian iranian iraqi irish italian jamaican jew jewish kenyan latvian lithuanian muslim "
    "nigerian pakistani polish portuguese romanian russian scottish sikh somali spanish sudanese "
    "syrian turkish ukrainian zimbabwean"
)
"""Where somebody is from or what they believe: a text may abuse them for it."""

NO_INITIALS: Final = frozenset({"a", "i"})
"""Letters that are words: initials only with more of a name behind them."""

COMMON: Final = ENGLISH_WORDS.union(COMMON_WORDS["English"].split())
"""Words that hardly an English text is without, some of them surnames."""

NO_PLATE: Final = set_of(
    "act age bag bar bay bed bus cup fit gas hba ice icu itu jab leg map mile mph mri pat pdf "
    "per pet pin pod pub sat set sun tab tap tax tel tip van via war win"
)
"""Three letters beside a number that belong to a bed, a bus or a road; common words come on top."""

SELF_CUES: Final = set_of("i'm im")
"""Behind these people say who they are, and far more often how they are."""

CLOSINGS: Final = set_of("regards sincerely faithfully signed")
"""Behind these a letter is signed."""

ENDINGS: Final = set_of("from thanks cheers wishes love yours truly")
"""Behind these too, where nothing but a name follows in the line."""

BEFORE_FROM: Final = set_of("love thanks wishes regards best")
"""Behind these "from" signs as it does where it begins a sentence."""

PRESENTED: Final = set_of("here speaking from again calling writing")
"""After "this is" and a single word these show that it was a name."""

INSTITUTIONS: Final = set_of(
    "hospital hospitals surgery surgeries practice practices clinic clinics ward unit department "
    "centre center trust council university infirmary college house road street"
)
"""A name in front of these is a place's."""

WORDLIKE_SURNAMES: Final = COMMON | set_of(
    "abbey abbott archer ash ashby ashford ashton baker ball banks barber barker barlow barnes "
    "barnsley barrow bath beach bean beck bell bent berry best birch bird bishop black blackburn "
    "blackpool blood bloom bolton bond boston bourne bowen bowman bradford branch brand bridge "
    "bridges bright brook brooks brown buck bull burgess burke burn burns burton bury bush "
    "butcher butler camp cannon carpenter carter castle chance chapel chapman chase chelmsford "
    "chester church clay clifton coates colchester cole collier constable cook cooper corby "
    "coward cox crane craven crawley cross crow curry dale day deal dean derby dover drake drew "
    "drinkwater driver duke durham east ely english epping faith farmer field fields finch fish "
    "fisher fleet flood flower flowers ford forest foster fowler fox france freed freeman french "
    "frost garden gardener gardner gates gifford glass gold good goodman gore grace grant "
    "grantham gray green grey grove guest gunn guy hale halifax hall hampton hancock hand hands "
    "hardy harlow hart harwich hastings hawk hay hayes head heath hereford high hill hills hobbs "
    "holland holly holmes hood hook hope horn house hull hunt hunter hurst ireland ivy jay joy "
    "judge justice keen kendal kent key kidd king kirby kirk knight knott lake lamb lancaster "
    "lane law leach leader lee leeds leek leicester leigh lincoln little lock long love low luck "
    "lynch mace main major mansfield mark marks marsh marshall mason mercer mercy merry mill "
    "miller mills milton mole money moon moor moore moss mountain neal new newark newman newport "
    "newton noble north norton nottingham nurse oak oakley oldham orchard page paige pain paine "
    "park parker parks parry peace peacock pell penny pepper perry piper pitt place pool poole "
    "pope porter potter pound pratt preston price priest prince purchase raven rayleigh read reed "
    "rich richmond ridge ripley rivers roads robin rock romford rose rowe rush rust sale "
    "salisbury salt sands savage sawyer scales school scott sea seal shah sharp sharpe shaw "
    "shepherd ship short skegness skinner slater sleaford small smart smith snow southend "
    "spalding speed spencer spring stafford stamford star steel sterling still stock stockport "
    "stoke stone street strong summer summers sutton swan sweet swift swindon tanner taylor "
    "temple thorn thorne tower town townsend tree trotter trowbridge tucker turnbull turner "
    "underwood vale valentine vance wade waite walker wall waller walls ward warden warwick "
    "waters weaver webb weeks well wells west weston wheeler white whitehead wild wilde will "
    "willow winter winters wise wolf wood woods woodward worth wright yarmouth york young"
)
"""Surnames that are ordinary words, or places and what is there, too."""

PLACES_BEHIND: Final = INSTITUTIONS | set_of(
    "road street lane avenue drive way close court square park estate bridge hill building wing "
    "suite theatre health medical community school church bus station care lodge manor grove "
    "gardens crescent roundabout bins bin lorry"
)
"""Behind a name these make it a place's or a thing's."""

FEELINGS: Final = set_of(
    "livid angry unhappy lucky busy guilty thirsty hungry dizzy scary crazy worthy weary gutted "
    "alone alive awake aware afraid ashamed alright asleep abroad adamant agreed appalled aghast "
    "blind bored calm certain concerned confident content current dead deeply diabetic disabled "
    "elderly epileptic expecting fed fit free fully furious glad grateful ill inpatient innocent "
    "keen lonely loyal mental numb obese outpatient pregnant present proper raging really "
    "reluctant resident retired royal self single sober stuck student sure terminal truly unable "
    "unwell urgent utterly vegan weak yet hesitant different deadly vile evil gross insane "
    "absurd bonkers rude welsh french english german vegetarian autism torture negligence murder "
    "neglect abuse bullying racism fraud theft genocide corruption britain england scotland "
    "wales ireland london brexit labour tory tories"
)
"""What people say that they or things are, and no name is; `FEELING_ENDS` has most of it."""

FEELING_ENDS: Final = (
    *("ing", "ed", "ous", "ful", "less", "able", "ible", "tive", "sive", "ical", "idal", "ional"),
    *("etic", "stic", "ptic", "atic", "rgic", "edly", "ely", "ently", "ously", "ingly", "ully"),
    *("ally", "ishly", "ness", "tion", "sion", "ism"),
)
LIKE_FEELINGS: Final = set_of(
    "ahmed ahamed hamed hammed mohamed mohammed muhammed mahmed mehmed alfred wilfred winifred "
    "mildred aldred eldred manfred siegfred jared sayed khaled waleed rasheed rashed naveed hameed "
    "majeed waheed fareed shaheed javed jawed tareed mufeed saeed irving fleming harding keeling "
    "golding browning manning channing kipling darling sterling"
)
"""Names with such an ending."""
