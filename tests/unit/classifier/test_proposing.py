"""Of which time a proposal speaks, also where more was judged than is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, cast

import pytest

from moderation_classifier.api.quality_models import ProposalOut
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.proposal import Proposal
from moderation_classifier.domain.quality.weighing import Population
from moderation_classifier.ports import Examples, Period
from moderation_classifier.usecases import proposing
from moderation_classifier.usecases.proposing import ProposeThresholds
from tests.support.behaviour import pack_of
from tests.support.learning import T0, example, judgement

BODY: Final = "bsw"
ASKED: Final = timedelta(days=90)


@dataclass
class Kept:
    """What is kept of a body: a comment a day up to now, each of which a person answered for."""

    judged: Sequence[Judgement]
    asked: list[Period] = field(default_factory=list)
    """The periods of which examples and counts were read."""

    def within(self, period: Period) -> list[Judgement]:
        """Return what was judged in a period, and note that it was asked for."""
        self.asked.append(period)
        return [one for one in self.judged if period.since <= one.judged_at < period.until]

    async def judgements(
        self, _organisation: str, period: Period, *, model: str, limit: int
    ) -> list[Judgement]:
        """Return the newest."""
        assert model == "model"
        within = [one for one in self.judged if period.since <= one.judged_at < period.until]
        return sorted(within, key=lambda one: one.judged_at, reverse=True)[:limit]

    async def examples(self, _organisation: str, period: Period) -> list[Example]:
        """Return that nothing is wrong with any."""
        return [example(one) for one in self.within(period)]

    async def population(
        self, _organisation: str, period: Period, *, model: str | None = None
    ) -> Population:
        """Count them."""
        assert model == "model"
        return Counter(one.draw.stratum for one in self.within(period))

    async def count_of_other_models(self, _organisation: str, period: Period, *, model: str) -> int:
        """There is one model."""
        assert model == "model"
        self.asked.append(period)
        return 0

    async def propose(self) -> Proposal:
        """Propose thresholds."""
        use = ProposeThresholds(examples=cast("Examples", self), model="model", clock=lambda: T0)
        return await use.propose(pack_of(BODY), Demands(), over=ASKED)


def kept(days: int) -> Kept:
    """Return so many days, of each of which there is a comment at noon."""
    return Kept(
        [
            replace(judgement(n, model="model"), judged_at=T0 - timedelta(days=n + 1))
            for n in range(days)
        ]
    )


def since_of(proposal: Proposal) -> datetime:
    """Return from when it says to speak."""
    return ProposalOut.build(proposal).since


async def test_a_proposal_says_of_which_time_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was asked for where all was looked at, to the last judgement, and no warning."""
    monkeypatch.setattr(proposing, "_MAX_JUDGEMENTS", 5)
    world = kept(5)
    proposal = await world.propose()

    assert since_of(proposal) == T0 - ASKED
    assert (proposal.judgements, proposal.examples, proposal.warnings) == (5, 5, ())
    assert set(world.asked) == {Period(T0 - ASKED, T0)}


async def test_where_only_the_newest_are_looked_at_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Examples and counts are of the same time, and it is told from when on."""
    monkeypatch.setattr(proposing, "_MAX_JUDGEMENTS", 5)
    world = kept(6)
    proposal = await world.propose()

    earliest = T0 - timedelta(days=5)
    assert since_of(proposal) == earliest
    assert (proposal.judgements, proposal.examples) == (5, 5)
    assert set(world.asked) == {Period(earliest, T0)}
    (warning,) = proposal.warnings
    assert "only the newest count" in warning
    assert "from 28 October 2026, 12:00" in warning
