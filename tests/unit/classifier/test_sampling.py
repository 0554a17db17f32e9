"""Which comments a person is asked about to check the machine, and how long texts are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.quality.sampling import Sampling, Stratum
from moderation_classifier.domain.retention import begin_of
from moderation_common.identity import DecisionId
from moderation_common.policy.part import Term
from moderation_common.vocabulary import Action, Category, Urgency

LEFT = Decision(
    category=Category.ANYTHING_ELSE,
    labels=(),
    doubtful=(),
    actions=(Action.LEAVE,),
    proposed=(Action.LEAVE,),
    urgency=Urgency.ROUTINE,
    routes=(),
    review=False,
    doubts=(),
    reasons=(),
    pack="bsw@2026-01-01.1",
    row="everything-else",
)
REMOVED = replace(LEFT, actions=(Action.PRIVATE_REPLY, Action.HIDE))
IN_DOUBT = replace(LEFT, review=True, doubts=("It may be spam, but not surely.",))

SAMPLING = Sampling(left=0.02, removed=0.3)


def ids(number: int) -> list[DecisionId]:
    """Return ids as decisions have them."""
    return [DecisionId(str(uuid4())) for _ in range(number)]


@pytest.mark.parametrize("decision,share", [(LEFT, 0.02), (REMOVED, 0.3)], ids=["left", "removed"])
def test_so_many_are_drawn_as_was_said(decision: Decision, share: float) -> None:
    """Of 20,000 comments the share drawn is the share wanted, within chance."""
    drawn = sum(SAMPLING.draw(decision, one, outside=False).asked for one in ids(20_000))

    # Six standard deviations: once in a thousand million runs.
    assert abs(drawn / 20_000 - share) < 6 * (share * (1 - share) / 20_000) ** 0.5


def test_the_same_decision_is_drawn_the_same() -> None:
    """A repeat after a crash neither asks twice nor takes the question back."""
    for one in ids(200):
        assert SAMPLING.draw(LEFT, one, outside=False) == SAMPLING.draw(LEFT, one, outside=False)


def test_what_is_in_doubt_is_always_looked_at() -> None:
    """Whatever the shares, the machine's own doubts go to a person."""
    draw = Sampling().draw(IN_DOUBT, ids(1)[0], outside=False)
    assert (draw.stratum, draw.share, draw.asked) == (Stratum.REVIEW, 1.0, True)


def test_nobody_is_asked_about_what_is_gone_or_overtaken() -> None:
    """There is nothing left to decide about it."""
    everything = Sampling(left=1, removed=1)
    draw = everything.draw(LEFT, ids(1)[0], outside=True)
    assert (draw.stratum, draw.asked) == (Stratum.OUTSIDE, False)


def test_nobody_is_asked_when_sampling_is_off() -> None:
    """A share of nought draws nothing."""
    assert not any(Sampling().draw(LEFT, one, outside=False).asked for one in ids(100))


@pytest.mark.parametrize(
    "words,begins",
    [
        ("13 months", datetime(2025, 2, 28, 9, tzinfo=UTC)),
        ("1 month", datetime(2026, 2, 28, 9, tzinfo=UTC)),
        ("3 days", datetime(2026, 3, 28, 9, tzinfo=UTC)),
        ("2 working days", datetime(2026, 3, 29, 9, tzinfo=UTC)),
        ("10 working hours", datetime(2026, 3, 30, 23, tzinfo=UTC)),
        ("90 minutes", datetime(2026, 3, 31, 7, 30, tzinfo=UTC)),
    ],
)
def test_texts_are_kept_as_long_as_the_pack_says(words: str, begins: datetime) -> None:
    """Calendar months end on the last day there is; working time is never stretched."""
    now = datetime(2026, 3, 31, 9, tzinfo=UTC)
    assert begin_of(Term.model_validate(words), now) == begins
