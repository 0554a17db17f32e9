"""Whose scores a decision rests on, so that two models' scores are never taken for one's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Kind, Label, Platform
from tests.support.labelling import policy_pack


class _Stub:
    """A model that finds the same in every text, or fails on it."""

    calibrated = True
    id = "model.stub"

    def __init__(self, scores: dict[Label, float] | None) -> None:
        self._scores = scores

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        if self._scores is None:
            raise ArithmeticError
        return [Scored(self._scores) for _ in passages]


def judging_model(text: str, model: _Stub | None) -> str:
    """Return whose scores the decision about a text allows for."""
    engine = Engine(Labeller(load_packaged_rules(), model))
    utterance = Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK)
    return engine.decide(utterance, policy_pack("bsw")).model


@pytest.mark.parametrize(
    "text",
    [
        "You are an absolute disgrace and I hate you all",
        # It reads neither what is plainly harmless nor what is in another language.
        "Thank you!",
        "Bardzo dziękuję wszystkim pielęgniarkom za opiekę nad moją mamą",
    ],
)
def test_the_model_is_named_whether_or_not_it_had_to_read(text: str) -> None:
    """Else what nobody must worry about would count as unknown, and nothing would be left."""
    assert judging_model(text, _Stub({Label.HATE: 0.7})) == "model.stub"


@pytest.mark.parametrize("model", [None, _Stub(None), _Stub({})])
def test_no_model_is_named_where_rules_judged_alone(model: _Stub | None) -> None:
    """Because there is none, because it failed, or because it said nothing."""
    assert judging_model("You are an absolute disgrace and I hate you all", model) == ""
