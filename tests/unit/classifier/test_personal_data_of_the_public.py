"""Mailboxes of offices and addresses where the public meets, beside those of private people."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest

from moderation_classifier.domain.personal_data import (
    find_personal_data,
    find_public,
    has_public_contact,
)
from moderation_classifier.domain.personal_data.detail import PUBLIC_OCCASION
from moderation_classifier.domain.text import normalise
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, judge, policy_pack, utterance
from tests.support.measuring import Alarmed, engine_of
from tests.support.timing import LINEAR, growth

_CERTAIN: Final = 0.8
_DOUBT: Final = 0.5


def _score(text: str, label: Label = Label.PERSONAL_DATA) -> float:
    """Return how surely a text holds a personal detail; 0 where none is found."""
    found = find_personal_data(normalise(text), frozenset())
    return max((finding.score for finding in found if finding.label is label), default=0.0)


@pytest.mark.parametrize(
    "address",
    [
        *("crisis@nottshc.nhs.uk", "mash@nottinghamcity.gov.uk", "talk@mind.org.uk"),
        *("chat@themix.org.uk", "whistleblowing@cqc.org.uk", "charity@nuh.nhs.uk", "dpo@nhs.net"),
        *("maternity@nuh.nhs.uk", "switchboard@nuh.nhs.uk", "petition@saveoursurgery.org"),
        *("stop.smoking@nhs.net", "eyeclinic@uhl.nhs.uk", "adultsocialcare@lincs.gov.uk"),
        *("nnicb-nn.crossstreet.surgery@nhs.net", "c84023@nhs.net", "lincoln.walkin@nhs.net"),
        *(
            "patient.line@nhs.net",
            "front.desk@nhs.net",
            "adviceline@nuh.nhs.uk",
            "nuh.pals@nhs.net",
        ),
        *(
            "family.hub@lincs.gov.uk",
            "the.unit@nhs.net",
            "nightline@lincs.ac.uk",
            "uhl.sales@nhs.net",
        ),
        *("jo@samaritans.org", "pat@papyrus-uk.org"),
    ],
)
def test_the_mailbox_of_an_office_is_nobodys(address: str) -> None:
    """A role, a service or a helpline at a public host leads to no private person."""
    text = f"write to {address}, they replied to me in a day"
    assert _score(text) == 0.0
    # The encoder takes any address for a private one, and is not shown it.
    assert [text[slice(*span)] for span in find_public(normalise(text), frozenset())] == [address]


@pytest.mark.parametrize(
    "address",
    [
        *("themeadows@nhs.net", "sherwood.rise@nhs.net", "st.marys@nhs.net", "u3a@arnold.org.uk"),
        *("queen.elizabeth@qeh.nhs.uk", "bbchatter@keepourbeds.org", "smith.dermatology@nhs.net"),
        *("badger@nottsnews.co.uk", "saveoursurgery@gmail.com", "foodbank.arnold@hotmail.co.uk"),
    ],
)
def test_a_mailbox_that_bears_no_name_goes_to_a_person(address: str) -> None:
    """Where no provider gave it, and no name stands in it, it is more often an office's."""
    assert _DOUBT <= _score(f"write to {address}, they replied to me in a day") < _CERTAIN


@pytest.mark.parametrize(
    "address",
    [
        *("h.child@nhs.net", "j.church@nhs.net", "p.march2@nhs.net", "a.branch@nuh.nhs.uk"),
        *("zsofia.nurse@nhs.net", "xandra.order@nhs.net", "zsofia-police@lincs.gov.uk"),
        *("karen.jones.support@nhs.net", "jane.sales@nhs.net", "helen.press@nuh.nhs.uk"),
    ],
)
def test_a_name_beside_the_word_of_an_office_goes_to_a_person(address: str) -> None:
    """What says an office may be a surname, or the desk of somebody who is named."""
    text = f"{address} ignored me"
    assert _DOUBT <= _score(text) < _CERTAIN
    # The encoder is shown it, since it is not known to be an office's.
    assert list(find_public(normalise(text), frozenset())) == []
    assert judge(text, organisation="nottingham").review


@pytest.mark.parametrize(
    "address",
    [
        *("punit.zaveri@nhs.net", "sunit.rao@nhs.net", "b.kline@nhs.net", "r.counsell@nhs.net"),
        *("m.ayhub@nhs.net", "emmeline.quell@gmail.com", "punit.zaveri@gmail.com"),
        *(
            "jane.doe@nhs.net",
            "p.okonkwo@nuh.nhs.uk",
            "xandra.quell2@nhs.net",
            "sarah.ward@nhs.net",
        ),
        *("jsmith47@lincs.gov.uk", "janesmith@mind.org.uk", "karenh@saveoursurgery.org"),
        *("howard.jones@nhs.net", "priya@nairfamily.co.uk", "helen@stmary.org.uk"),
        *("bigdave@yahoo.co.uk", "ruthless.ruth@gmail.com", "mrsbee@btinternet.com"),
        *("talk2me@virginmedia.com", "gran6@talktalk.net", "steve.sales@gmail.com"),
        *("badger@example.com", "info.helen@example.com", "nurse.betty@gmail.com"),
    ],
)
def test_a_mailbox_of_a_person_is_certain(address: str) -> None:
    """A name shows whose it is at any host, and at a provider's nearly all are people's."""
    assert _score(f"write to {address}, they replied to me in a day") >= _CERTAIN


@pytest.mark.parametrize(
    "text,certain",
    [
        ("write to crisis (at) nottshc dot nhs dot uk", False),
        ("write to jane dot doe (at) nhs dot net", True),
        ("write to big dot badger at gmail dot com", True),
    ],
)
def test_an_address_in_words_is_told_apart_alike(text: str, *, certain: bool) -> None:
    """Whose it is does not hang on how the signs are written."""
    assert (_score(text) >= _CERTAIN) is certain


_PUBLIC_ADDRESSES: Final = (
    "Meet at 5 Market Street, Nottingham NG1 6HX, for the march",
    "Public meeting tonight, 12 Church Lane, NG5 3FR, 7pm",
    "the vaccination bus is outside 120 Mansfield Road NG1 3HL today",
    "NHS dentist taking patients at 67 Alfreton Road NG7 3NN",
    "They closed 31 Wilford Lane NG2 7QY and now we have nowhere",
    "Write to the ICB at 1 Standard Court, Park Row, Nottingham NG1 6GN",
    "Vigil for baby Eve on Thursday, 40 Hucknall Road NG5 1PB, bring candles",
    "I live in Arnold, the public meeting is at 12 Church Lane NG5 3FR",
    "I had to queue at 31 Wilford Lane NG2 7QY and then go home",
    "They sent my mum home from 67 Alfreton Road NG7 3NN with nothing",
    "They've moved to 12 Main Street NG14 5DZ without telling anyone",
    "My second home is 31 Wilford Lane NG2 7QY and you want to shut it",
    "the public house, 4 Forest Road NG1 4HT, has a defib on the wall",
    "Collect your free tests from 5 Market Street NG1 6HX",
    "it saves lives at 18 Trent Street NG1 2LT and you cut the grant",
    "They saw my nan at 19 Wollaton Street NG1 5FW within the hour",
    "St Anne's, 12 Robin Hood Chase NG3 4EZ, never picks up",
    "I will miss the meeting, 5 Market Street NG1 6HX",
    "I miss shops, 5 Market Street NG1 6HX was lovely",
    "my dr shut, 31 Wilford Lane NG2 7QY and nobody said",
    "no dr available, 31 Wilford Lane NG2 7QY is a disgrace",
    "Write to Dr Khan, 31 Wilford Lane NG2 7QY",
    "Write to your councillor Mr Smith, 1 Standard Court, Park Row, Nottingham NG1 6GN",
    "Dr Khan at 31 Wilford Lane NG2 7QY never listens",
    "Dr Khan and partners, 31 Wilford Lane NG2 7QY, never pick up",
    "They sent me home, 67 Alfreton Road NG7 3NN is a disgrace",
    "picket 5 Market Street NG1 6HX where the governors meet",
    "the hall at 12 Church Lane NG5 3FR, where the spirit lives on",
)


@pytest.mark.parametrize("text", _PUBLIC_ADDRESSES)
def test_an_address_without_a_sign_of_a_home_goes_to_a_person(text: str) -> None:
    """Where people meet and what was closed has a street and a postcode, too."""
    assert _score(text) < _CERTAIN


def test_a_street_with_a_postcode_counts_as_personal_until_a_person_has_looked() -> None:
    """It is certain enough for every pack, and not to be removed unread under any."""
    score = _score("nobody ever comes to 27 Mill Road NG5 1PB")
    for pack in load_packs(POLICIES):
        limits = pack.thresholds.of(Label.PERSONAL_DATA)
        assert limits.act <= score < limits.removal


@pytest.mark.parametrize(
    "text",
    [
        "he lives at 14 Mill Lane LN99 1ZZ, go and tell him",
        "14 Mill Lane LN99 1ZZ, go and tell him what you think",
        "he lives above the shop at 14 Mill Lane LN99 1ZZ",
        "protest outside Dr Smith's house, 12 Church Lane",
        "protest outside Dr Smith's house, 12 Church Lane NG5 3FR",
        "protest outside Jean Holt's, 12 Church Lane NG5 3FR",
        "vigil outside flat 3, 12 Church Lane NG5 3FR",
        "meet at 14 Mill Lane LN99 1ZZ, that's where the receptionist lives",
        "the meeting is at our house, 14 Mill Lane LN99 1ZZ",
        "my nan, 27 Mill Road NG5 1PB, has had no carers",
        "round my nan's at 27 Mill Road NG5 1PB",
        "Mrs Holt, 27 Mill Road NG5 1PB, is on her own",
        "Jean Holt, 14 Green Lane LN2 4AB",
        "parcels to 12 Church Lane NG5 3FR please",
        "come round to mine, 12 Church Lane NG5 3FR",
        "addressed to me, 9 Orchard Close NG9 2TN",
        "Visit her at 9 Orchard Close NG9 2TN",
        "they sent her home to 9 Orchard Close NG9 2TN",
        "14 Green Lane, LN2 4AB",
        "jab pusher Dr Khan, 8 Hill Rise, CO1 2AB",
        "closing down my account. Dr Khan: 8 Hill Rise CO1 2AB",
        "meeting Mrs Holt: 27 Mill Road NG5 1PB",
        "closing my account. Jean Holt, 14 Green Lane LN2 4AB",
        "picket 8 Hill Rise CO1 2AB where the surgeon sleeps",
        "picket where the surgeon sleeps: 8 Hill Rise CO1 2AB",
        "she got home 9 Elm Road CO1 2AB",
        "got home 9 Elm Road",
    ],
)
def test_a_home_is_certain_whatever_is_called_for_there(text: str) -> None:
    """Who lives there, whose it is, or nothing else at all: a door is given away."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text,of_the_public",
    [
        ("they shut the shops. nobody comes to 27 Mill Road NG5 1PB", False),
        ("nobody comes to 27 Mill Road NG5 1PB. I had my jabs", False),
        ("nobody comes to the stall, 27 Mill Road NG5 1PB", True),
        ("Public meeting tonight! 27 Mill Road NG5 1PB", True),
        ("27 Mill Road NG5 1PB. All welcome", True),
        ("protest with Dr. Khan by 27 Mill Road NG5 1PB", True),
    ],
)
def test_what_the_public_is_told_counts_in_the_clause_of_an_address(
    text: str, *, of_the_public: bool
) -> None:
    """Another sentence counts only where an address stands in one with nothing beside it."""
    assert (_score(text) == PUBLIC_OCCASION) is of_the_public


def test_no_incident_is_seen_where_people_meet() -> None:
    """Whoever is spoken of beside it, the address is not theirs; at a home it is."""
    text = "Mr Smith is right, they closed 31 Wilford Lane NG2 7QY"
    assert _score(text, Label.IG_INCIDENT) < _CERTAIN
    assert _score("she lives at 31 Wilford Lane NG2 7QY", Label.IG_INCIDENT) >= _CERTAIN


@pytest.mark.parametrize("pack", load_packs(POLICIES), ids=lambda pack: pack.organisation.key)
def test_no_model_makes_a_removal_of_whose_it_is(pack: PolicyPack) -> None:
    """However sure it is of personal data, a person looks first; a sure detector needs nobody."""
    private = engine_of(Alarmed(frozenset({Label.PERSONAL_DATA})))
    both = engine_of(Alarmed(frozenset({Label.PERSONAL_DATA, Label.IG_INCIDENT})))
    for engine, text in (
        (private, "write to themeadows@nhs.net about it"),
        (private, "meet at 5 Market Street, Nottingham NG1 6HX"),
        (both, "Mr Smith says meet at 5 Market Street, Nottingham NG1 6HX"),
        (both, "Mr Smith says nobody ever comes to 27 Mill Road NG5 1PB"),
    ):
        decision = engine.decide(utterance(text), pack)
        assert decision.review
        assert REMOVALS.isdisjoint(decision.actions)
    home = private.decide(utterance("I live at 14 Mill Lane LN99 1ZZ"), pack)
    assert not REMOVALS.isdisjoint(home.actions)


@pytest.mark.parametrize(
    "text",
    [
        *_PUBLIC_ADDRESSES,
        "If you are struggling tonight email crisis@nottshc.nhs.uk, they answered my lad",
        "If you are struggling tonight email themeadows@nhs.net, they answered my lad",
    ],
)
def test_the_whole_engine_removes_nothing_of_the_publics(text: str) -> None:
    """The encoder is sure that an address is private, and is not followed."""
    assert REMOVALS.isdisjoint(judge(text, organisation="nottingham").actions)


@pytest.mark.parametrize(
    "text",
    [
        "write to jane.doe@nhs.net, she replied",
        "he lives at 14 Mill Lane LN99 1ZZ, go and tell him",
    ],
)
def test_the_whole_engine_still_hides_what_is_private(text: str) -> None:
    """A name and a home are certain without anybody's look."""
    assert not REMOVALS.isdisjoint(judge(text, organisation="nottingham").actions)


def test_what_sells_something_is_shown_to_the_model() -> None:
    """The address of a shop tells a model that something is sold; that of a body tells nothing."""
    text = normalise("cheap tablets, write to sales@cheaptablets.com")
    assert list(find_public(text, frozenset())) == []
    assert has_public_contact(text)
    assert policy_pack("bsw").thresholds.of(Label.PERSONAL_DATA).review > _score(text.original)


@pytest.mark.parametrize(
    "piece",
    ["st.mary@a.org ", "a.b@nhs.net ", "janejane", "crisis@", "my nan 1 a road ng5 1pb ",
     "sent me home ", "meet at 1 a road ng5 1pb ", "the house ", "where the dr ",
     "dr khan, 1 a road ng5 1pb ", "p.march@nhs.net ", "lineunithub", "jean 1 a road ng5 1pb "],
)  # fmt: skip
def test_no_such_text_takes_long(piece: str) -> None:
    """A text of these pieces four times as long takes about four times as long."""
    read = cache(normalise)

    def search(text: str) -> None:
        find_personal_data(read(text), frozenset())
        list(find_public(read(text), frozenset()))

    assert growth(search, piece) < LINEAR
