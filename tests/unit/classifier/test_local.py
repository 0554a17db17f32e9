"""What a body's pack adds to the labelling."""

from __future__ import annotations

import re

import pytest

from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.policy import Lists, StaffMember, TermList, load_packs
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, labeller, policy_pack, utterance


def _scores(text: str, local: LocalKnowledge) -> dict[Label, float]:
    return dict(labeller(with_model=False).label(utterance(text), local).scores)


def test_blocked_words_allowed_words_and_staff_come_from_the_pack() -> None:
    """A body's own words count, its place names do not, its staff are known."""
    pack = policy_pack("lincolnshire").model_copy(
        update={
            "lists": Lists(
                blocked=(TermList(label=Label.PROFANITY, terms=("yellowbelly",)),),
                allowed=("Wanker Lane",),
            ),
            "staff_directory": (StaffMember(names=("Olive Trent",), role="Matron"),),
        }
    )
    local = LocalKnowledge.of(pack)
    assert _scores("you yellowbelly", local)[Label.PROFANITY] > 0.9
    assert Label.PROFANITY not in _scores("the clinic on Wanker Lane", local)
    assert _scores("he is a wanker", local)[Label.PROFANITY] > 0.9
    assert _scores("Olive Trent was rude to me", local)[Label.STAFF_NAMED] >= 0.85


@pytest.mark.parametrize("name", [pack.organisation.key for pack in load_packs(POLICIES)])
def test_contacts_that_the_body_publishes_are_no_disclosure(name: str) -> None:
    """A commenter who repeats the body's own e-mail or number discloses nothing."""
    pack = policy_pack(name)
    local = LocalKnowledge.of(pack)
    assert local.own_contacts
    contacts = (pack.organisation.contact, *(team.contact for team in pack.teams))
    written = " ".join(f"{contact.email or ''} {contact.phone or ''}" for contact in contacts)
    told = re.findall(r"\S+@\S+|0\d[\d ]{7,}\d", written)
    for contact in {*local.own_contacts, *told}:
        assert Label.PERSONAL_DATA not in _scores(f"write to {contact}", local), contact


def test_two_numbers_in_one_field_are_both_published() -> None:
    """The body's own numbers are known however many stand in a field, in brackets too."""
    pack = policy_pack("lincolnshire")
    contact = pack.organisation.contact.model_copy(
        update={"phone": "(01632) 960111 or 01632-960222"}
    )
    organisation = pack.organisation.model_copy(update={"contact": contact})
    local = LocalKnowledge.of(pack.model_copy(update={"organisation": organisation}))
    for number in ("01632 960111", "01632 960222"):
        assert Label.PERSONAL_DATA not in _scores(f"worried about a child? {number}", local)
    assert Label.PERSONAL_DATA in _scores("worried about a child? 01632 960333", local)
