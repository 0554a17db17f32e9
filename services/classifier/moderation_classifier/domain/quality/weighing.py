"""How many comments each labelled example stands for, so that figures hold for all of them.

Each counts by the inverse of the chance that a person was asked about it, and within a stratum the
weights add up to the comments that there were: questions that nobody has answered yet are taken to
be like those answered. What a person looked at unasked stands for itself alone and has no weight.
A decision about a group of nearly the same comments is an example of each of them, and together
they tell as much as one answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moderation_classifier.domain.quality.estimate import Said
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.stratified import unanswered
from moderation_common.identity import EventId

Population = Mapping[Stratum, int]
"""How many comments, of those judged, there are in each stratum."""


@dataclass(frozen=True, slots=True)
class WeighedExample:
    """An example and the number of comments that it stands for."""

    example: Example
    weight: float
    decided_in: EventId | None = None
    """A decision that it shares with other examples; none when it was decided alone."""

    def say(self, true: bool) -> Said:  # noqa: FBT001 - the answer itself, whatever was asked
        """Return what it answers to a yes-or-no question."""
        return Said(true, self.weight, self.decided_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that people have said about what the machine decided in some time."""

    weighed: tuple[WeighedExample, ...]
    population: Population
    examples: int
    """All examples, also those without weight: comments that a person decided about."""

    @property
    def comments(self) -> int:
        """How many comments the figures speak of."""
        return sum(n for stratum, n in self.population.items() if stratum is not Stratum.OUTSIDE)

    @property
    def unanswered(self) -> tuple[Stratum, ...]:
        """The strata with comments of which nobody has answered for any; figures ignore them."""
        answered = {one.example.judgement.draw.stratum for one in self.weighed}
        return unanswered(answered, self.population)


def weigh(examples: Iterable[Example], population: Population) -> Evidence:
    """Return the examples that were asked for by design, each with its weight."""
    every = list(examples)
    asked = [one for one in every if _by_design(one)]
    inverse: defaultdict[Stratum, float] = defaultdict(float)
    for one in asked:
        inverse[one.judgement.draw.stratum] += 1 / one.judgement.draw.share
    decided = Counter(one.decided_in for one in asked)
    weighed: list[WeighedExample] = []
    for one in asked:
        draw = one.judgement.draw
        # A verdict may be known before the count that it belongs to, so at least itself counts.
        comments = max(population.get(draw.stratum, 0), 1)
        weight = comments / draw.share / inverse[draw.stratum]
        shared = one.decided_in if decided[one.decided_in] > 1 else None
        weighed.append(WeighedExample(one, weight, shared))
    return Evidence(weighed=tuple(weighed), population=population, examples=len(every))


def _by_design(example: Example) -> bool:
    draw = example.judgement.draw
    return draw.asked and draw.share > 0 and draw.stratum is not Stratum.OUTSIDE
