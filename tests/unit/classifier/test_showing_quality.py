"""The job over all bodies: texts go in time, and one body's failure is not another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast

import pytest

from moderation_classifier.domain.quality.case_answers import CaseAnswer
from moderation_classifier.domain.quality.drift import ScoreCounts
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.weighing import Population
from moderation_classifier.ports import Examples, Period
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_classifier.usecases.showing_quality import ShowQuality
from moderation_common.errors import TransientError
from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import Label
from tests.support.behaviour import pack_of

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODIES: Final = ("bsw", "lincolnshire", "nottingham")


@dataclass
class Kept:
    """What is kept of bodies: no example, and texts of some."""

    with_texts: tuple[str, ...] = BODIES
    failing: frozenset[str] = frozenset()
    """Bodies of which nothing can be read or destroyed; `all` for what is asked of all."""
    forgotten: dict[str, datetime] = field(default_factory=dict)
    measured: list[str] = field(default_factory=list)

    def check(self, organisation: str) -> None:
        """Fail where it is asked for."""
        if organisation in self.failing:
            raise TransientError(f"Too slow for {organisation}.")

    async def bodies_with_texts(self) -> list[str]:
        """Return whose texts are kept."""
        self.check("all")
        return list(self.with_texts)

    async def forget_texts(self, organisation: str, *, kept_before: datetime) -> int:
        """Note from when on texts stay."""
        self.check(organisation)
        self.forgotten[organisation] = kept_before
        return 0

    async def examples(self, organisation: str, _period: Period) -> list[Example]:
        """Nobody has said anything."""
        self.check(organisation)
        self.measured.append(organisation)
        return []

    async def population(self, _organisation: str, _period: Period) -> Population:
        """Nothing was judged."""
        return {}

    async def case_answers(self, _organisation: str, _period: Period) -> list[CaseAnswer]:
        """No case was answered for."""
        return []

    async def given(self, _organisation: str, _period: Period) -> Mapping[Label, Population]:
        """No label was given."""
        return {}

    async def score_counts(self, _organisation: str, _period: Period, *, model: str) -> ScoreCounts:
        """Nothing was scored."""
        assert model == "model"
        return ScoreCounts(comments=0, scores={}, labelled={})

    @property
    def job(self) -> ShowQuality:
        """Return the job on this."""
        packs = PolicyPacks({body: pack_of(body) for body in BODIES})
        examples = cast("Examples", self)
        return ShowQuality(
            measure=MeasureQuality(examples=examples, model="model", clock=lambda: NOW),
            examples=examples,
            packs=lambda: packs,
            clock=lambda: NOW,
        )


async def test_texts_of_a_body_that_has_left_go_as_well() -> None:
    """Without a pack nobody says for how long, so they are kept for 13 months."""
    kept = Kept(with_texts=("bsw", "gone"))
    await kept.job()
    assert set(kept.forgotten) == {*BODIES, "gone"}
    assert kept.forgotten["gone"] == datetime(2025, 10, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("failing", ["bsw", "gone", "all"])
async def test_what_fails_for_one_body_is_done_for_the_others(failing: str) -> None:
    """Whatever cannot be destroyed or measured now is told at the end."""
    kept = Kept(with_texts=(*BODIES, "gone"), failing=frozenset({failing}))
    with pytest.raises(TransientError, match=f"Too slow for {failing}"):
        await kept.job()
    assert set(kept.forgotten) >= {*BODIES} - {failing}
    assert kept.measured == [body for body in BODIES if body != failing]
