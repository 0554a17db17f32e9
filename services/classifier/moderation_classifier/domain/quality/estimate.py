"""A share estimated from weighted answers, with how far it can be trusted."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from moderation_common.identity import EventId

Z_95: Final = 1.959964
"""Standard deviations that leave 2.5 % on either side."""
Z_95_ONE_SIDED: Final = 1.644854
"""Standard deviations that leave 5 % on one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share between 0 and 1 and its interval."""

    value: float
    low: float
    high: float
    examples: int
    """Decisions of people that it rests on."""


class Said(NamedTuple):
    """The answer to one yes-or-no question about one comment."""

    true: bool
    weight: float
    """Comments that it stands for."""
    decided_in: EventId | None = None
    """A decision that answered for several comments at once; none when for this one alone."""


def count_decisions(answers: Iterable[Said]) -> int:
    """Return how often a person decided; of what was decided together once."""
    alone, together = 0, set[EventId]()
    for said in answers:
        if said.decided_in is None:
            alone += 1
        else:
            together.add(said.decided_in)
    return alone + len(together)


def wilson(share: float, answers: float, *, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's score interval of a share seen among that many answers.

    Answers need not be whole: of weighted ones, the effective number.
    """
    if answers <= 0:
        return 0.0, 1.0
    spread = z * z / answers
    centre = (share + spread / 2) / (1 + spread)
    margin = z / (1 + spread) * math.sqrt(share * (1 - share) / answers + spread / (4 * answers))
    # Rounding must not put the bound past the share itself, nor past what a share can be.
    return min(share, max(0.0, centre - margin)), max(share, min(1.0, centre + margin))


def effective_number(answers: Iterable[Said]) -> float:
    """Return how many equal answers tell as much as these weighted ones (Kish, 1965).

    What was decided at once is one answer, of the weight of all its comments: a person who has
    read one of a thousand copies has not judged a thousand times.
    """
    total, squares = 0.0, 0.0
    together: defaultdict[EventId, float] = defaultdict(float)
    for said in answers:
        total += said.weight
        if said.decided_in is None:
            squares += said.weight * said.weight
        else:
            together[said.decided_in] += said.weight
    squares += sum(weight * weight for weight in together.values())
    return total * total / squares if squares > 0 else 0.0


def estimate(answers: Iterable[Said], *, z: float = Z_95) -> Estimate | None:
    """Return the weighted share of the true answers; none without any that has weight."""
    kept = [said for said in answers if said.weight > 0]
    total = sum(said.weight for said in kept)
    if total <= 0:
        return None
    share = min(1.0, sum(said.weight for said in kept if said.true) / total)
    low, high = wilson(share, effective_number(kept), z=z)
    return Estimate(value=share, low=low, high=high, examples=count_decisions(kept))


def answers_needed(bound: float, *, z: float = Z_95_ONE_SIDED) -> int:
    """Return how many answers without a single error keep the error's upper bound within `bound`.

    Raises `ValueError` for a bound that no number reaches.
    """
    if bound <= 0:
        msg = "No number of answers proves that nothing ever goes wrong; give a bound above 0."
        raise ValueError(msg)
    # With no error Wilson's upper bound is z² / (n + z²).
    return max(0, math.ceil(z * z / bound - z * z - 1e-9))
