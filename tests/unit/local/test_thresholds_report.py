"""What a person reads before they change a threshold."""

from __future__ import annotations

from typing import Any

import pytest

from moderation_classifier.api.quality_models import ProposalOut
from moderation_classifier.domain.demands import Demands
from moderation_classifier.domain.proposal import build_proposal
from moderation_classifier.domain.sampling import Stratum
from moderation_classifier.domain.weighing import weigh
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import Threshold, Thresholds
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Label, Platform
from moderation_local.commands.thresholds import report
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import breach, example, judgement


@pytest.fixture
def pack() -> PolicyPack:
    """Give a body's pack whose labels all have the same thresholds."""
    bsw = load_packs(REPOSITORY / "policies")["bsw"]
    everywhere = Thresholds(default=Threshold(act=0.85, review=0.5))
    return bsw.model_copy(update={"thresholds": everywhere})


def answer(pack: PolicyPack, *, left: int = 0, other_models: int = 0) -> dict[str, Any]:
    """Return what the classifier answers about 40 cases of hate and 40 that are none."""
    hate = [
        judgement(n, scores={Label.HATE: 0.7}, platform=Platform.X, stratum=Stratum.REVIEW)
        for n in range(40)
    ]
    fine = [judgement(100 + n, scores={Label.HATE: 0.3}) for n in range(40)]
    evidence = weigh(
        [*(breach(one, Label.HATE) for one in hate), *map(example, fine)],
        {Stratum.REVIEW: 80, Stratum.LEFT: left},
    )
    proposal = build_proposal(
        evidence,
        [*hate, *fine],
        pack=pack,
        demands=Demands(max_removal_error=0.2),
        other_models=other_models,
    )
    return ProposalOut.build(proposal).model_dump(mode="json")


def test_the_report_says_what_changes_and_that_nothing_has(pack: PolicyPack) -> None:
    """Before, after, what would have happened in the past, and the piece to paste."""
    told = "\n".join(report(answer(pack)))

    assert "hate (40 of 80 examples have it):" in told
    assert "review 0.50 -> 0.70" in told
    assert "act    0.85 -> 0.70" in told
    assert "of 80 past judgements: 40 review -> removed" in told
    assert "40 would gain a certain label" in told
    assert "nothing has changed yet" in told
    assert told.endswith("    hate: {act: 0.70, review: 0.70}")


def test_what_is_missing_is_said_for_each_label(pack: PolicyPack) -> None:
    """A label without examples is named with how many it needs."""
    told = list(report(answer(pack)))

    assert any(line.startswith("  spam: People gave spam to 0 comments") for line in told)


def test_what_nobody_answered_for_is_said_once(pack: PolicyPack) -> None:
    """It stands at the top, and no piece of a pack is offered."""
    told = list(report(answer(pack, left=1000)))

    assert told[1].startswith("Nobody has answered for any comment that the machine left")
    assert told[-1] == "No threshold would change."


def test_what_another_model_scored_is_said_to_be_left_out(pack: PolicyPack) -> None:
    """How many judgements, at the top, so that few examples are no riddle after a new model."""
    told = list(report(answer(pack, other_models=312)))

    assert told[1].startswith("312 judgements were left out")
