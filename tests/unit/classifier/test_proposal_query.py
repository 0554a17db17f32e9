"""Which demands thresholds may be proposed for, and what is said of those that may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import httpx
import pytest

from moderation_classifier.api.quality import build_quality_router
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import Population
from moderation_classifier.ports import Examples, Period
from moderation_classifier.usecases.exporting_examples import ExportExamples
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_classifier.usecases.proposing import ProposeThresholds
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import Label, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.behaviour import pack_of
from tests.support.learning import breach, example, judgement

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIGNER: Final = TokenSigner("s" * 32)
BODY: Final = "bsw"
MODEL: Final = "linear.2026"


class Kept:
    """Hate that people confirmed, and as many comments that must be left."""

    def __init__(self) -> None:
        self._hateful = [judgement(n, scores={Label.HATE: 0.99}, model=MODEL) for n in range(60)]
        self._harmless = [judgement(100 + n, model=MODEL) for n in range(60)]

    async def examples(self, _organisation: str, _period: Period) -> list[Example]:
        """People have answered for each."""
        hateful = [breach(one, Label.HATE) for one in self._hateful]
        return [*hateful, *map(example, self._harmless)]

    async def judgements(
        self, _organisation: str, _period: Period, *, model: str, limit: int
    ) -> list[Judgement]:
        """Return all of them."""
        return [*self._hateful, *self._harmless]

    async def population(self, _organisation: str, _period: Period, *, model: str) -> Population:
        """Return how many there are."""
        return {Stratum.REVIEW: len(self._hateful) + len(self._harmless)}

    async def count_of_other_models(
        self, _organisation: str, _period: Period, *, model: str
    ) -> int:
        """No other model has judged any."""
        return 0


async def proposed(**demands: str) -> tuple[int, Any]:
    """Return the status and the answer for some demands."""
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=lambda: NOW
    )
    examples = cast("Examples", Kept())
    packs = PolicyPacks({BODY: pack_of(BODY)})
    app.include_router(
        build_quality_router(
            packs=lambda: packs,
            measure=MeasureQuality(examples=examples, model=MODEL, clock=lambda: NOW),
            propose=ProposeThresholds(examples=examples, model=MODEL, clock=lambda: NOW),
            export=cast("ExportExamples", None),
        )
    )
    principal = Principal(subject="sam", role=Role.MODERATOR, organisation=BODY)
    token = SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        answer = await client.get("/v1/thresholds/proposal", params=demands)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("error", ["1e-310", "5e-324", "1e-7", "0", "-1"])
async def test_an_error_that_nobody_could_ever_show_is_refused(error: str) -> None:
    """So many answers as it would take are no number any more; the least that is taken is said."""
    assert await proposed(max_removal_error=error) == (
        422,
        {"detail": "query.max_removal_error: this must be at least 0.000001."},
    )


async def test_the_least_error_that_is_taken_says_how_many_answers_are_missing() -> None:
    """They are millions, and still a number."""
    status, said = await proposed(max_removal_error="0.000001")
    (hate,) = [one for one in said["labels"] if one["label"] == Label.HATE]
    assert status == 200
    assert "silences at most 0.0001% of what must be left" in hate["refusals"][-1]
    assert "without an error are needed" in hate["refusals"][-1]
