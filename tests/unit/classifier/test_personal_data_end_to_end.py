"""What the whole engine does by itself with personal details and their look-alikes, everywhere."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, policy_pack, utterance

_PACKS: Final = load_packs(POLICIES)
_PUBLIC: Final = (
    "the number for transport is 01245 443444 if anyone's stuck",
    "number for the transport desk is 01268 524000",
    "the number for flu jabs is 01375 652300",
    "ChatHealth is 07480 635443 for parents",
    "PALS on 01702 385333",
    "Age UK Essex 01245 346106",
    "call 01245 443444 and choose option two",
    "High score 401 023 2137 on the candy crush",
    "call ended after 943 476 5919 seconds",
    "Donations so far: 401 023 2137 pennies lol",
    "Final score 943-476-5919",
    "AB123456C is the part number of my hearing aid",
    "part number AB123456",
    "Model SH621044",
    "Happy 75th birthday NHS, born 5/7/1948!",
    "What is my NHS number for?",
    "Riverside Pharmacy 14 High Street Chelmsford CM1 1AA",
    "Day Lewis, 14 High Street, CM1 1AA, had my prescription ready",
    "Anyone know a good chemist? Mine is 14 High Street CM1 1AA",
    "Hospital charity, sort code 20-45-11, account number 73519283",
    "my gas account number is 73519283",
    "the sort code is 20-45-11",
)
_PRIVATE: Final = (
    "my number is 01245 443444",
    "ring Sue on 01245 443444",
    "her mobile is 07480 635443",
    "ring 07911\n482365",
    "joe.bloggs @ gmail . com",
    "My NHS nr is 7 8 3 5 1 0 3 4 9 4",
    "it is 943-476-5919 by the way",
    "NI AB123456C thanks",
    "sort code 20-45-11 account 73519283",
    "GB29 NWBK 6016 1331 9268 19",
    "my card is 4111 1111 1111 1111",
    "my licence is MORGA657054SM9IJ",
    "my passport number is 123456789",
)


@cache
def _engine() -> Engine:
    return open_engine()


@pytest.mark.parametrize("pack", _PACKS, ids=lambda pack: pack.organisation.key)
@pytest.mark.parametrize("text", _PUBLIC)
def test_what_is_nobodys_is_never_removed_by_the_machine(text: str, pack: PolicyPack) -> None:
    """Under no pack, whatever the encoder holds."""
    assert REMOVALS.isdisjoint(_engine().decide(utterance(text), pack).actions)


@pytest.mark.parametrize("pack", _PACKS, ids=lambda pack: pack.organisation.key)
@pytest.mark.parametrize("text", _PRIVATE)
def test_what_is_somebodys_is_removed(text: str, pack: PolicyPack) -> None:
    """Under every pack, since others read it meanwhile."""
    decision = _engine().decide(utterance(text), pack)
    assert Label.PERSONAL_DATA in decision.labels
    assert not REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "PALS on 01702 385333",
        "Age UK Essex 01245 346106",
        "the number for flu jabs is 01375 652300",
        "High score 401 023 2137 on the candy crush",
        "Model SH621044",
        "Happy 75th birthday NHS, born 5/7/1948!",
        "Riverside Pharmacy 14 High Street Chelmsford CM1 1AA",
    ],
)
def test_nobody_is_asked_about_what_a_service_publishes(text: str) -> None:
    """The encoder is not shown it, and so suspects nothing."""
    for pack in _PACKS:
        assert not _engine().decide(utterance(text), pack).review


@pytest.mark.parametrize("text", ["my sort code is 20-45-11", "account number 73519283"])
def test_half_of_the_bank_details_go_to_a_person(text: str) -> None:
    """It is a doubt under every pack."""
    for pack in _PACKS:
        decision = _engine().decide(utterance(text), pack)
        assert decision.review
        assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize("text", _PRIVATE[-5:])
def test_what_is_another_persons_is_an_incident(text: str) -> None:
    """Somebody else's papers in a comment are for the body to look into."""
    told = f"your clinic posted me his letter, {text.replace('my', 'his')}"
    decision = _engine().decide(utterance(told), policy_pack("bsw"))
    assert Label.IG_INCIDENT in decision.labels
