"""How many comments have some property, and which share of them the machine dealt with.

Few comments of a large part of the whole are looked at, so one that has the property unseen may
stand for hundreds. The bounds allow for those: the uncertainty of each part goes into them, also
of parts in which nothing was seen. They err on the side of saying too little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from moderation_classifier.domain.quality.estimate import (
    Z_95,
    Z_95_ONE_SIDED,
    Estimate,
    Said,
    count_decisions,
    estimate,
)
from moderation_classifier.domain.quality.sampling import Stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one labelled example tells."""

    stratum: Stratum
    dealt_with: bool
    """Known of every comment, whether a person looked or not."""
    said: Said
    """Whether it has the property, which only a person can tell."""


@dataclass(slots=True)
class _Sum:
    """Comments with the property among those dealt with, or among the others."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    _parts: dict[Stratum, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def add(self, answer: Answer) -> None:
        self._parts[answer.stratum].append(answer.said)

    def close(self, z: float) -> None:
        for part in self._parts.values():
            comments = sum(said.weight for said in part)
            share = estimate(part, z=z)
            if share is None:
                continue
            self.value += comments * share.value
            self.low += comments * share.low
            self.high += comments * share.high


def share_dealt_with(answers: Iterable[Answer], *, z: float = Z_95) -> Estimate | None:
    """Return the share, of comments that have the property, that was dealt with.

    None when no comment with the property was seen.
    """
    dealt_with, others = _Sum(), _Sum()
    having_it: list[Said] = []
    for answer in answers:
        (dealt_with if answer.dealt_with else others).add(answer)
        if answer.said.true:
            having_it.append(answer.said)
    for one in (dealt_with, others):
        one.close(z)
    seen = count_decisions(having_it)
    if seen == 0:
        return None
    value = _share(dealt_with.value, others.value)
    return Estimate(
        value=value,
        low=min(value, _share(dealt_with.low, others.high)),
        high=max(value, _share(dealt_with.high, others.low)),
        examples=seen,
    )


def unanswered(
    answered: Collection[Stratum], comments: Mapping[Stratum, int]
) -> tuple[Stratum, ...]:
    """Return the strata with some of so many comments of which nobody has answered for any."""
    return tuple(
        stratum
        for stratum in Stratum
        if stratum is not Stratum.OUTSIDE
        and comments.get(stratum, 0) > 0
        and stratum not in answered
    )


def at_most(
    answers: Iterable[tuple[Stratum, Said]], comments: Mapping[Stratum, int]
) -> float | None:
    """Return the upper bound of how many of so many comments have the property.

    None when nobody has answered for any of a stratum. Each stratum's bound is passed once in
    twenty times, all at once far more seldom.
    """
    shares = _shares(answers)
    bound = 0.0
    for stratum, number in comments.items():
        if number == 0:
            continue
        if (share := shares.get(stratum)) is None:
            return None
        bound += number * share.high
    return bound


def at_least(answers: Iterable[tuple[Stratum, Said]], comments: Mapping[Stratum, int]) -> float:
    """Return the lower bound of how many of so many comments have the property.

    Where nobody has answered for any of a stratum, none of it is taken to have it.
    """
    shares = _shares(answers)
    return sum(
        number * share.low
        for stratum, number in comments.items()
        if (share := shares.get(stratum)) is not None
    )


def _shares(answers: Iterable[tuple[Stratum, Said]]) -> Mapping[Stratum, Estimate]:
    parts: defaultdict[Stratum, list[Said]] = defaultdict(list)
    for stratum, said in answers:
        parts[stratum].append(said)
    shares = ((stratum, estimate(part, z=Z_95_ONE_SIDED)) for stratum, part in parts.items())
    return {stratum: share for stratum, share in shares if share is not None}


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest > 0 else 0.0
