"""Of the comments with some property, the share that the machine dealt with in some way.

Few comments of a large part of the whole are looked at, so one that has the property unseen may
stand for hundreds. The interval allows for those: the uncertainty of each part goes into it, also
of parts in which nothing was seen. It errs on the side of saying too little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from moderation_classifier.domain.estimate import Z_95, Estimate, estimate
from moderation_classifier.domain.sampling import Stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one labelled example tells."""

    stratum: Stratum
    dealt_with: bool
    """Known of every comment, whether a person looked or not."""
    has_it: bool
    """The property, which only a person can tell."""
    weight: float


@dataclass(slots=True)
class _Sum:
    """Comments with the property among those dealt with, or among the others."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    seen: int = 0
    _parts: dict[Stratum, list[tuple[bool, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, answer: Answer) -> None:
        self._parts[answer.stratum].append((answer.has_it, answer.weight))

    def close(self, z: float) -> None:
        for part in self._parts.values():
            comments = sum(weight for _has_it, weight in part)
            share = estimate(part, z=z)
            if share is None:
                continue
            self.value += comments * share.value
            self.low += comments * share.low
            self.high += comments * share.high
            self.seen += sum(has_it for has_it, _weight in part)


def share_dealt_with(answers: Iterable[Answer], *, z: float = Z_95) -> Estimate | None:
    """Return the share, of comments that have the property, that was dealt with.

    None when no comment with the property was seen.
    """
    dealt_with, others = _Sum(), _Sum()
    for answer in answers:
        (dealt_with if answer.dealt_with else others).add(answer)
    for one in (dealt_with, others):
        one.close(z)
    seen = dealt_with.seen + others.seen
    if seen == 0:
        return None
    value = _share(dealt_with.value, others.value)
    return Estimate(
        value=value,
        low=min(value, _share(dealt_with.low, others.high)),
        high=max(value, _share(dealt_with.high, others.low)),
        examples=seen,
    )


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest > 0 else 0.0
