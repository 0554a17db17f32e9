"""What a body's pack adds to the labelling."""

from __future__ import annotations

from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.policy import Lists, StaffMember, TermList
from moderation_common.vocabulary import Label
from tests.support.labelling import labeller, policy_pack, utterance


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


def test_contacts_in_the_packs_templates_are_published() -> None:
    """A commenter who repeats the body's own number discloses nothing."""
    pack = policy_pack("lincolnshire")
    numbers = {contact for contact in LocalKnowledge.of(pack).own_contacts if "@" in contact}
    assert numbers
    for contact in numbers:
        assert Label.PERSONAL_DATA not in _scores(f"write to {contact}", LocalKnowledge.of(pack))
