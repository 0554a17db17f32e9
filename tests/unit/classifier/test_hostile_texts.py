"""Whatever is sent, it is decided like any text, and neither danger nor a neighbour is lost to it.

How long it takes is measured by `make bench-classifier`.
"""

from __future__ import annotations

from typing import Final

import pytest
from prometheus_client import REGISTRY

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action
from tests.support.hostile_texts import HOSTILE
from tests.support.labelling import policy_pack, utterance

_CRY: Final = "I have taken all of my tablets and I want to die"
_PRAISE: Final = "The nurses on ward 6 were so kind to my dad, thank you"
_BODY: Final = "mid-and-south-essex"


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine that the service opens."""
    return open_engine()


def _failed() -> float:
    failed = REGISTRY.get_sample_value("moderation_classifier_failed_closed_total")
    assert failed is not None
    return failed


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_decided_by_the_whole_engine(engine: Engine, text: str) -> None:
    """No part fails on it, places stay inside it, and a person has what was not read whole."""
    failed = _failed()

    decision = engine.decide(utterance(text), policy_pack(_BODY))

    assert _failed() == failed
    if not decision.read_whole:
        assert decision.review
        assert Action.DELETE not in decision.actions
    for reason in decision.reasons:
        assert reason.span is not None
        assert 0 <= reason.span.start < reason.span.end <= len(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_danger_beside_it_reaches_a_person(engine: Engine, text: str) -> None:
    """Junk before or after a cry for help does not drown it; at most the two are hidden."""
    for joined in (f"{_CRY}. {text}", f"{text} {_CRY}", f"{text[:300]}. {_CRY}. {text[:300]}"):
        decision = engine.decide(utterance(joined), policy_pack(_BODY))

        assert decision.review or decision.routes
        assert decision.review or REMOVALS.isdisjoint(decision.actions)
        assert Action.DELETE not in decision.actions


def test_its_neighbours_in_a_batch_are_judged_as_if_alone(engine: Engine) -> None:
    """In one batch with all of them, ordinary comments get the decisions that they get alone."""
    pack = policy_pack(_BODY)
    texts = [text for hostile in HOSTILE.values() for text in (_PRAISE, hostile, _CRY)]

    decisions = engine.decide_many([(utterance(text), pack) for text in texts])

    for alone, among in ((_PRAISE, decisions[0::3]), (_CRY, decisions[2::3])):
        expected = engine.decide(utterance(alone), pack)
        for decision in among:
            assert decision.actions == expected.actions
            assert decision.labels == expected.labels
            assert decision.routes == expected.routes
            assert decision.review == expected.review
