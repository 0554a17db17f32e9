"""What the classifier set out to reach, each figure beside its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from training.evaluate_personal_data import REVIEW, Half, Whole, judge_whole, read_lines
from training.evaluate_personal_data import count as count_details
from training.figures import Counts, count, mean
from training.gate import DANGER, RECALL_FIRST, ROUTED, RUBBISH
from training.gold import LABELLED, Source
from training.judged import is_removed, is_seen
from training.measured import Measured, at_act, at_review
from training.tables import HAND_WRITTEN, percent

Speeds = Mapping[str, float]
"""What `make bench-classifier` measured, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One figure and what it has to be."""

    name: str
    value: float | None
    """`None` where it was not measured in this run."""
    limit: float
    at_most: bool = False
    shown: str = "share"
    """`share`, `percent`, or a unit."""
    unseen: float | None = None
    """The same of the unseen stream alone: by one author, who wrote nothing that is trained on."""

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side of its limit."""
        if self.value is None:
            return False
        return self.value <= self.limit if self.at_most else self.value >= self.limit


_UNSEEN: Final = (Source.STREAM,)

_SPEEDS: Final = (
    ("whole decision one at a time, one core, p95", "p95_ms", 5.0, True, "ms"),
    ("in batches, one core", "batches_per_second", 1_000.0, False, "a second"),
    ("rules alone, 50 of them", "rules_per_second", 5_000.0, False, "a second"),
    ("all rules alone", "all_rules_per_second", 5_000.0, False, "a second"),
    ("memory of a process with the engine", "memory_mb", 500.0, True, "MB"),
    ("start of the engine", "start_seconds", 3.0, True, "s"),
    ("worst hostile text", "worst_ms", 50.0, True, "ms"),
)


_FILTERS_THEN: Final = {"alt-profanity-check": 451, "better-profanity": 124}
"""Texts a second where the target of 1,000 was set, by the issue that set it."""


def target_table(measured: Measured, speeds: Speeds) -> Iterator[str]:
    """Yield each target, what was measured, and whether it is reached."""
    yield "| measure | target | measured | reached | unseen author |"
    yield "| --- | ---: | ---: | --- | ---: |"
    details = judge_whole(measured.engine, measured.packs, half=Half.TEST)
    for bound in (
        *_silence(measured, details),
        *_finding(measured),
        *_personal_data(details),
        *_speed(speeds),
    ):
        sign = "≤" if bound.at_most else "≥"
        verdict = "not measured" if bound.value is None else "yes" if bound.reached else "**no**"
        value, unseen = (
            "–" if each is None else _shown(each, bound.shown)
            for each in (bound.value, bound.unseen)
        )
        limit = _shown(bound.limit, bound.shown)
        yield f"| {bound.name} | {sign} {limit} | {value} | {verdict} | {unseen} |"


def speed_beside_filters(speeds: Speeds) -> Iterator[str]:
    """Yield how much faster than word filters batches are, and would have been for the target.

    Machines differ by more than half; a ratio within one run differs less.
    """
    for name, then in _FILTERS_THEN.items():
        times = speeds.get(f"times {name}")
        if times is not None:
            asked = 1_000 / then
            yield (
                f"- In batches the whole decision is {times:.1f} times as fast as `{name}` in the "
                f"same run; where the target was set, {asked:.1f} times would have been enough."
            )


def _silence(measured: Measured, details: Whole) -> Iterator[Bound]:
    for name, decisions, limit in (
        ("NHS feedback", measured.left(Source.FEEDBACK), 0.001),
        ("all hand-written lines that must be left", measured.left(*HAND_WRITTEN), 0.01),
        ("those written to look like hate (contrasts)", measured.left(Source.CONTRASTS), 0.01),
        ("look-alikes of personal data", details.look_alikes, 0.01),
    ):
        yield Bound(
            name=f"{name}: hidden or deleted",
            value=mean(map(is_removed, decisions)),
            limit=limit,
            at_most=True,
            shown="percent",
        )


def _finding(measured: Measured) -> Iterator[Bound]:
    for name, said in (("at review", at_review), ("at act", at_act)):
        halves = measured.contrasts(said)
        yield Bound(name=f"hate on contrasts, {name}: macro F1", value=halves.macro_f1, limit=0.85)
        yield Bound(
            name=f"hate on contrasts, {name}: not hateful half right",
            value=halves.peaceful.recall,
            limit=0.80,
            shown="percent",
        )
    yield Bound(
        name="danger seen for whatever reason",
        value=_seen(measured, *LABELLED),
        limit=0.98,
        shown="percent",
        unseen=_seen(measured, *_UNSEEN),
    )
    yield from _recall_first(
        "danger found as danger: ",
        measured.labels(DANGER, at_review),
        measured.labels(DANGER, at_review, sources=_UNSEEN),
    )
    for label in RECALL_FIRST:
        yield from _recall_first(
            f"`{label}` ",
            measured.label(label, at_review),
            measured.label(label, at_review, sources=_UNSEEN),
        )
    for labels, limit in ((ROUTED, 0.90), (RUBBISH, 0.85)):
        for label in labels:
            for name, said in (("at act", at_act), ("at review", at_review)):
                yield Bound(
                    name=f"`{label}` F1 {name}",
                    value=measured.label(label, said).f1,
                    limit=limit,
                    unseen=measured.label(label, said, sources=_UNSEEN).f1,
                )


def _recall_first(name: str, counts: Counts, unseen: Counts) -> Iterator[Bound]:
    yield Bound(
        name=f"{name}recall",
        value=counts.recall,
        limit=0.98,
        shown="percent",
        unseen=unseen.recall,
    )
    yield Bound(
        name=f"{name}precision",
        value=counts.precision,
        limit=0.60,
        shown="percent",
        unseen=unseen.precision,
    )


def _seen(measured: Measured, *sources: Source) -> float | None:
    """Return the share of lines that tell of danger which somebody sees, for whatever reason."""
    return count(
        (is_seen(decision), True, gold.weight)
        for gold, decision in measured.of(*sources)
        if not gold.labels.isdisjoint(DANGER)
    ).recall


def _personal_data(details: Whole) -> Iterator[Bound]:
    alone = count_details(read_lines(Half.TEST), threshold=REVIEW)
    for name, recall, precision in (
        ("detectors alone, by detail", alone.recall, alone.precision),
        ("whole engine at act, by line", details.certain.recall, details.certain.precision),
    ):
        yield Bound(
            name=f"personal data, {name}: recall", value=recall, limit=0.99, shown="percent"
        )
        yield Bound(
            name=f"personal data, {name}: precision", value=precision, limit=0.97, shown="percent"
        )


def _speed(speeds: Speeds) -> Iterator[Bound]:
    for name, key, limit, at_most, unit in _SPEEDS:
        yield Bound(name=name, value=speeds.get(key), limit=limit, at_most=at_most, shown=unit)


def _shown(value: float, how: str) -> str:
    if how == "share":
        # With two digits a figure could look like the limit that it misses.
        return f"{value:.3f}"
    if how == "percent":
        return percent(value)
    return f"{value:,.{0 if value >= 100 else 1}f} {how}"  # noqa: PLR2004
