"""Figures from a sample held against the truth, over many made-up bodies of which all is known."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from moderation_classifier.domain.quality.agreement_figures import Figures, measure
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_common.vocabulary import Action, Label
from tests.support.learning import breach, example, judgement

_WORLDS = 60


@dataclass(frozen=True)
class World:
    """A body's comments: what the machine did, and what a person would say if asked."""

    every: tuple[Example, ...]
    seen: tuple[Example, ...]

    @property
    def recall(self) -> float:
        """Of the comments that are hate, the share that the machine labelled."""
        hate = [one for one in self.every if Label.HATE in one.labels]
        return sum(Label.HATE in one.judgement.labels for one in hate) / len(hate)

    @property
    def silenced(self) -> float:
        """Of the comments that must be left, the share that the machine removed."""
        fine = [one for one in self.every if one.must_leave]
        return sum(one.judgement.removed for one in fine) / len(fine)

    def measure(self) -> Figures:
        """Measure from what was seen."""
        population: Counter[Stratum] = Counter()
        given: Counter[Stratum] = Counter()
        for one in self.every:
            stratum = one.judgement.draw.stratum
            population[stratum] += 1
            given[stratum] += Label.HATE in one.judgement.labels
        return measure(weigh(self.seen, population), {Label.HATE: given})


def make_world(rng: random.Random) -> World:
    """Return a body with 3,000 comments, about 90 of them hate, of which some 6 are missed."""
    every: list[Example] = []
    for number in range(3000):
        hate = rng.random() < 0.03
        draw = rng.random()
        if hate:
            stratum = (
                Stratum.REMOVED if draw < 0.6 else Stratum.REVIEW if draw < 0.93 else Stratum.LEFT
            )
        else:
            stratum = (
                Stratum.REMOVED if draw < 0.004 else Stratum.REVIEW if draw < 0.03 else Stratum.LEFT
            )
        about = _judge(rng, number, stratum)
        every.append(breach(about, Label.HATE) if hate else example(about))
    return World(tuple(every), tuple(one for one in every if one.judgement.draw.asked))


def _judge(rng: random.Random, number: int, stratum: Stratum) -> Judgement:
    share = {Stratum.REVIEW: 1.0, Stratum.REMOVED: 0.3, Stratum.LEFT: 0.05}[stratum]
    removed = stratum is Stratum.REMOVED
    return judgement(
        number,
        stratum=stratum,
        share=share,
        asked=rng.random() < share,
        labels=[Label.HATE] if removed else [],
        actions=(Action.HIDE,) if removed else (Action.LEAVE,),
    )


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    """Give many bodies, the same in each run."""
    rng = random.Random(20261121)
    return [make_world(rng) for _ in range(_WORLDS)]


def test_on_average_the_figures_are_the_truth(worlds: list[World]) -> None:
    """A sample of doubtful comments alone would be far off; the weighted one is not."""
    silenced, recall = 0.0, 0.0
    for world in worlds:
        figures = world.measure()
        (hate,) = figures.labels
        assert figures.safety.must_leave_removed is not None
        assert hate.recall is not None
        silenced += figures.safety.must_leave_removed.value - world.silenced
        recall += hate.recall.value - world.recall
    assert abs(silenced / _WORLDS) < 0.0006
    assert abs(recall / _WORLDS) < 0.04


def test_intervals_hold_the_truth_as_often_as_they_claim(worlds: list[World]) -> None:
    """Of what is called a 95 % interval at least 19 in 20 hold the true share."""
    held_silenced, held_recall = 0, 0
    for world in worlds:
        figures = world.measure()
        (hate,) = figures.labels
        assert figures.safety.must_leave_removed is not None
        assert hate.recall is not None
        silenced = figures.safety.must_leave_removed
        held_silenced += silenced.low <= world.silenced <= silenced.high
        held_recall += hate.recall.low <= world.recall <= hate.recall.high
    assert held_silenced >= 0.95 * _WORLDS
    assert held_recall >= 0.95 * _WORLDS


def test_misses_that_nobody_has_seen_widen_the_interval(worlds: list[World]) -> None:
    """Where no missed hate was drawn, recall looks perfect, and its lower bound does not."""
    fine = [
        one
        for one in worlds[0].every
        if one.judgement.draw.stratum is not Stratum.LEFT or Label.HATE not in one.labels
    ]
    blind = World(worlds[0].every, tuple(one for one in fine if one.judgement.draw.asked))
    (hate,) = blind.measure().labels
    assert hate.reached is not None
    assert hate.reached.value == 1
    assert hate.reached.low < 0.8
