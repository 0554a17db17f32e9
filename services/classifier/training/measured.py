"""Every decision that the model card counts: each way on the same texts in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation_classifier.domain.decision import Decision
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Label
from training.figures import Contrasts, Counts, contrast, count
from training.filters import Filter, open_filters
from training.gold import (
    LABELLED,
    GoldText,
    Source,
    read_hand_written,
    read_held_out_feedback,
    read_together,
    read_tuning,
)
from training.judged import WHOLE, decide_all, open_ways, possible_labels

Said = Callable[[Decision], frozenset[Label]]
"""Which labels count as given: `at_act` or `at_review`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The texts and what was decided about them, in the same order."""

    engine: Engine
    """The whole, as the service runs it."""
    packs: tuple[PolicyPack, ...]
    golds: tuple[GoldText, ...]
    by_way: Mapping[str, Sequence[Decision]]
    """Under the first pack."""
    by_pack: Sequence[Sequence[Decision]]
    """Of all together, under each pack."""

    filters: Mapping[str, Filter]

    def of(self, *sources: Source, way: str = WHOLE) -> Iterator[tuple[GoldText, Decision]]:
        """Yield the texts of some sources with what a way decides under the first pack."""
        for gold, decision in zip(self.golds, self.by_way[way], strict=True):
            if gold.source in sources:
                yield gold, decision

    def label(
        self,
        label: Label,
        said: Said,
        *,
        way: str = WHOLE,
        sources: Sequence[Source] = LABELLED,
    ) -> Counts:
        """Count how a label was given in lines that carry all of theirs."""
        return count(
            (label in said(decision), label in gold.labels, gold.weight)
            for gold, decision in self.of(*sources, way=way)
        )

    def labels(
        self,
        labels: Sequence[Label],
        said: Said,
        *,
        way: str = WHOLE,
        sources: Sequence[Source] = LABELLED,
    ) -> Counts:
        """Count how any of several labels was given, taken as one question."""
        return count(
            (
                not said(decision).isdisjoint(labels),
                not gold.labels.isdisjoint(labels),
                gold.weight,
            )
            for gold, decision in self.of(*sources, way=way)
        )

    def contrasts(self, said: Said, *, way: str = WHOLE) -> Contrasts:
        """Count the functional test's two halves."""
        return contrast(
            (Label.HATE in said(decision), Label.HATE in gold.labels)
            for gold, decision in self.of(Source.CONTRASTS, way=way)
        )

    def left(
        self, *sources: Source, only: Callable[[GoldText], bool] = lambda _: True
    ) -> list[Decision]:
        """Return the decisions under every pack on the texts that must be left."""
        return [
            decision
            for _, gold, decision in self.under_each_pack(*sources)
            if gold.must_be_left and only(gold)
        ]

    def under_each_pack(self, *sources: Source) -> Iterator[tuple[PolicyPack, GoldText, Decision]]:
        """Yield the texts of some sources with what is decided under every pack."""
        for pack, decisions in zip(self.packs, self.by_pack, strict=True):
            for gold, decision in zip(self.golds, decisions, strict=True):
                if gold.source in sources:
                    yield pack, gold, decision


def measure_all(datasets: Path, packs: Sequence[PolicyPack]) -> Measured:
    """Decide every text in every way."""
    golds = (
        *read_hand_written(),
        *read_together(),
        *read_tuning(),
        *read_held_out_feedback(datasets),
    )
    utterances = [gold.utterance for gold in golds]
    ways = open_ways()
    by_pack = [decide_all(ways[WHOLE], utterances, pack) for pack in packs]
    by_way = {
        way: by_pack[0] if way == WHOLE else decide_all(engine, utterances, packs[0])
        for way, engine in ways.items()
    }
    return Measured(
        engine=ways[WHOLE],
        packs=tuple(packs),
        golds=golds,
        by_way=by_way,
        by_pack=by_pack,
        filters={
            name: _remembering(stops, [gold.text for gold in golds])
            for name, stops in open_filters().items()
        },
    )


def _remembering(stops: Filter, texts: Sequence[str]) -> Filter:
    """Return a filter that was asked once about every text: one of them is slow."""
    known = dict(zip(texts, stops(texts), strict=True))
    return lambda asked: [known[text] for text in asked]


def at_act(decision: Decision) -> frozenset[Label]:
    """Return the labels that are certain."""
    return frozenset(decision.labels)


def at_review(decision: Decision) -> frozenset[Label]:
    """Return the labels that are certain or put to a person."""
    return possible_labels(decision)
