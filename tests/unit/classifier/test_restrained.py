"""What the machine does not do by itself: on one source's word, unread, or with public numbers."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.model import load_packaged_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.switches import Switches
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import load_packs
from moderation_common.vocabulary import Action, Label
from tests.support.labelling import POLICIES, labeller, policy_pack, utterance
from tests.support.measuring import Alarmed, engine_of

REMOVALS = {Action.HIDE, Action.DELETE}
ENGINE = Engine(labeller())
OWN = [
    (pack.organisation.key, contact)
    for pack in load_packs(POLICIES)
    for contact in sorted(LocalKnowledge.of(pack).own_contacts)
]


@pytest.mark.parametrize("said", ["ring {}", "You can reach them on {}, they were lovely"])
@pytest.mark.parametrize("organisation,contact", OWN)
def test_what_a_body_publishes_is_nobodys_secret(
    organisation: str, contact: str, said: str
) -> None:
    """Its own number is not hidden as a private one, whatever the encoder sees in a number."""
    decision = ENGINE.decide(utterance(said.format(contact)), policy_pack(organisation))
    assert REMOVALS.isdisjoint(decision.actions)
    assert Label.PERSONAL_DATA not in decision.labels


@pytest.mark.parametrize(
    "text",
    [
        "Samaritans 116 123, Mind 0300 123 3393, Shout 85258",
        "Ring the Age UK advice line on 0800 678 1602",
        "Carers UK helpline 0808 808 7777 helped me",
        "Childline 0800 1111",
        "Reference 4857773456",
        "My order number is 4857773456",
        "My appointment reference is 98765432",
    ],
)
@pytest.mark.parametrize("organisation", ["healthwatch-cp", "bsw"])
def test_lines_and_references_are_not_removed(text: str, organisation: str) -> None:
    """Who passes on a helpline may save somebody."""
    decision = ENGINE.decide(utterance(text), policy_pack(organisation))
    assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text,certain",
    [
        ("write to pals.team@example.nhs.uk", False),
        ("the new hub is at 18 Priory Road", False),
        ("the new hub is at 18 Priory Road, and Jean next door has dementia", False),
        ("Jean at 18 Priory Road has dementia", True),
        ("Jean next door has dementia", True),
    ],
)
def test_a_model_is_not_sure_of_private_data_beside_a_public_contact(
    text: str, *, certain: bool
) -> None:
    """The detectors saw the contact and left it alone; whether it saw more, a person looks."""
    engine = engine_of(Alarmed(frozenset({Label.PERSONAL_DATA})))
    decision = engine.decide(utterance(text), policy_pack("bsw"))
    assert Label.PERSONAL_DATA in (decision.labels if certain else decision.possible)


def test_a_private_number_beside_a_public_one_is_still_private() -> None:
    """What is taken out of the encoder's reading hides nothing from the detectors."""
    text = "Not on 0300 123 3393, ring me at home on 07700 900123"
    decision = ENGINE.decide(utterance(text), policy_pack("bsw"))
    assert Label.PERSONAL_DATA in decision.labels
    assert Action.HIDE in decision.actions


CONTESTED = [
    "I'm a proud tranny nurse",
    "my nan still says paki shop and we all wince",
    "kill all the wasps in ward 4",
    "5g jabs have microchips",
]


@pytest.mark.parametrize("text", CONTESTED)
def test_without_the_encoder_the_machine_removes_no_more_than_with_it(text: str) -> None:
    """Switched off, replaced or missing: what it might have contested goes to a person."""
    pack, asked = policy_pack("bsw"), utterance(text)
    off = Switches(rules=frozenset({ENGINE.model_id}))
    engines = [
        ENGINE,
        Engine(labeller(), lambda _: off),
        Engine(Labeller(load_packaged_rules(), load_packaged_model())),
        Engine(Labeller(load_packaged_rules(), None)),
    ]
    for engine in engines:
        decision = engine.decide(asked, pack)
        assert REMOVALS.isdisjoint(decision.actions)
        assert decision.review


def test_a_foreign_word_opens_no_case() -> None:
    """`foi` is Portuguese for "was"; an English request with foreign thanks is still one."""
    pack = policy_pack("bsw")
    told = "Minha mãe foi internada ontem e ninguém nos disse nada até agora, muito obrigado."
    asked = "FOI request: how many beds were closed in 2025? Dziękuję bardzo za pomoc."
    assert Label.FOI not in ENGINE.decide(utterance(told), pack).scores
    assert Label.FOI in ENGINE.decide(utterance(asked), pack).labels


def test_a_comment_is_judged_alone_as_in_company() -> None:
    """The same text under the same pack gives the same decision, whatever it is judged with."""
    texts = [
        *CONTESTED,
        "Immigrants keep the NHS running",
        "Ring the Alzheimer's Society on 0333 150 3456",
        "phone 1 2 3 456 seven",
        "I can't do this any more. Sorry everyone.",
        "a very long moan about waiting and waiting " * 30,
    ]
    engine, pack = open_engine(), policy_pack("bsw")
    together = engine.decide_many([(utterance(text), pack) for text in texts])
    assert together == [engine.decide(utterance(text), pack) for text in texts]
