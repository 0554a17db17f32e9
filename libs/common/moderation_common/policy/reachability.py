"""Finds rows of a category table that no comment can ever reach, because earlier rows take all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations, product
from typing import Final, TypeVar

from moderation_common.policy.circumstances import Circumstances
from moderation_common.policy.decision_table import Place, row_applies
from moderation_common.policy.governance import ModeName
from moderation_common.policy.house_rules import Row, When
from moderation_common.vocabulary import Kind, Label, Platform

_MAX_EXTRA_LABELS: Final = 3
"""How many labels are added to a row's own in search of a comment that slips past earlier rows.

Only labels that an earlier row wants absent can help, and tables name very few of them.
"""

_MAX_STEPS: Final = 5_000_000
"""Comparisons of a comment with a row: some seconds. The tables of real bodies take hundreds."""

_Word = TypeVar("_Word", bound=StrEnum)


class UnsearchableTableError(Exception):
    """The rows name so many things together that trying all of them would take too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachableRow:
    """A row that never decides."""

    index: int
    taken_by: tuple[str, ...]
    """Ids of the earlier rows that take its comments; empty when it contradicts itself."""


def find_unreachable(rows: Sequence[Row]) -> Iterator[UnreachableRow]:
    """Yield every row for which no comment can be imagined that gets as far as the row.

    Scores are taken as certain, except that a row asking for a `min_score` is not relied on to
    take comments from a row that asks for less. Raises `UnsearchableTableError` rather than search
    on and on.
    """
    budget = _Budget(_MAX_STEPS)
    places = [
        Place(platform=platform, kind=kind, internal=internal, circumstances=circumstances)
        for platform, kind, internal, circumstances in product(
            _representatives(Platform, (row.when.platforms for row in rows)),
            _representatives(Kind, (row.when.kinds for row in rows)),
            (False, True),
            _imagined_circumstances(rows),
        )
    ]
    for index, row in enumerate(rows):
        earlier = [other for other in rows[:index] if _is_no_stricter(other.when, row.when)]
        takers: dict[str, None] = {}
        for taker in _takers(row, earlier=earlier, places=places, budget=budget):
            if taker is None:
                break
            takers[taker.id] = None
        else:
            yield UnreachableRow(index=index, taken_by=tuple(takers))


class _Budget:
    """What is left of the comparisons that one search may make."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise UnsearchableTableError


def _takers(
    row: Row, *, earlier: Sequence[Row], places: Sequence[Place], budget: _Budget
) -> Iterator[Row | None]:
    """Yield which earlier row takes each imaginable comment; None where the row itself does."""
    wanted_absent = {label for other in earlier for label in other.when.labels_none}
    for labels in _imagined_labels(row.when, wanted_absent):
        for place in places:
            budget.spend(1 + len(earlier))
            if row_applies(row.when, place=place, labels=labels, excluding=labels):
                yield next(
                    (
                        other
                        for other in earlier
                        if row_applies(other.when, place=place, labels=labels, excluding=labels)
                    ),
                    None,
                )


def _imagined_labels(when: When, extra: Iterable[Label]) -> Iterator[frozenset[Label]]:
    """Yield the fewest labels with which the row could apply, alone and with some of `extra`."""
    fewest = [frozenset((*when.labels_all, label)) for label in when.labels_any] or [
        frozenset(when.labels_all)
    ]
    additions = chain.from_iterable(
        combinations(sorted(extra), count) for count in range(_MAX_EXTRA_LABELS + 1)
    )
    for addition in additions:
        for labels in fewest:
            yield labels.union(addition)


def _imagined_circumstances(rows: Sequence[Row]) -> list[Circumstances]:
    """Return enough of them: more modes or points than a row needs only help the rows before it."""
    modes = sorted({mode for row in rows for mode in row.when.modes})
    declared = [frozenset[ModeName](), *(frozenset({mode}) for mode in modes)]
    points = sorted({row.when.min_points for row in rows if row.when.min_points is not None})
    return [Circumstances(modes=names, points=owed) for names in declared for owed in (0, *points)]


def _representatives(words: type[_Word], mentioned: Iterable[Sequence[_Word]]) -> list[_Word]:
    """Return the words that some row mentions and one that none does: the others are alike."""
    named = set(chain.from_iterable(mentioned))
    unnamed = [word for word in words if word not in named]
    return [word for word in words if word in named] + unnamed[:1]


def _is_no_stricter(one: When, other: When) -> bool:
    """Return whether a score that satisfies the other row surely satisfies this one."""
    if one.min_score is None:
        return other.min_score is None
    return other.min_score is not None and one.min_score <= other.min_score
