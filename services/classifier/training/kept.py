"""The best figures since each was last let fall, and what has fallen below them.

They stand in `figures.json`. In each of them more is better. A figure may be lower than the best by
its tolerance, since processors round the model's arithmetic differently, and no further. What a
run writes is never lower than what it found, so that many small falls do not add up to a large one,
unless a fall is accepted: of the figures that fell so, and of no others, the best is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

FIGURES: Final = Path(__file__).with_name("figures.json")

LEFT: Final = "left"
LEFT_ELSEWHERE: Final = "left under "
"""How the same figure under another body's policy begins."""
LEFT_IN_DISTRESS: Final = "left in distress"
CONTRASTS_LEFT: Final = "contrasts left"
FEEDBACK_LEFT: Final = "NHS feedback left"
DANGER_SEEN: Final = "danger seen"
DANGER_FOUND: Final = "danger found"
DANGER_SEEN_BY_FALLBACK: Final = "danger seen without the encoder"
LEFT_BY_FALLBACK: Final = "left without the encoder"

_TOLERANCE: Final = 0.02
_TOLERANCES: Final = {
    LEFT: 0.002,
    LEFT_IN_DISTRESS: 0.01,
    CONTRASTS_LEFT: 0.0065,
    FEEDBACK_LEFT: 0.0007,
    DANGER_SEEN: 0.01,
    DANGER_FOUND: 0.01,
    DANGER_SEEN_BY_FALLBACK: 0.01,
    LEFT_BY_FALLBACK: 0.002,
}
"""Of the figures that are about silence and danger: a few lines."""
RECALL: Final = ", recall at review"
"""How the name ends of a figure of one danger."""
_TOLERANCE_OF_RECALL: Final = 0.013
"""One line of the fewest that any danger has, 79: of two less, somebody is missed unnoticed."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is lower than the best by more than is tolerated."""

    name: str
    was: float
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The figures of one run, or the best of several."""

    model: str
    """The id of the model of the newest run."""
    pack: str
    """The policy of the newest run."""
    figures: Mapping[str, float]
    """Of the repository's own texts: a test measures them again."""
    of_data_sets: Mapping[str, float] = field(default_factory=dict)
    """Of texts that are not part of the repository."""


def keep(now: Kept, *, accept_falls: bool, file: Path = FIGURES) -> list[Fall]:
    """Keep the best of this run and of what was kept, and return what fell.

    Where something fell, nothing is written, unless falls are accepted: then of what fell this
    run's figure is kept, and of the rest the best as ever.
    """
    try:
        before = read_kept(file)
    except FileNotFoundError:
        before = now
    falls = [
        *compare(before.figures, now.figures),
        *compare(before.of_data_sets, now.of_data_sets),
    ]
    if accept_falls or not falls:
        fallen = {fall.name for fall in falls}
        _write(
            replace(
                now,
                figures=_best(before.figures, now.figures, but=fallen),
                of_data_sets=_best(before.of_data_sets, now.of_data_sets, but=fallen),
            ),
            file,
        )
    return falls


def read_kept(file: Path = FIGURES) -> Kept:
    """Return what is kept. Raises `FileNotFoundError` where nothing is."""
    return Kept(**json.loads(file.read_text("utf-8")))


def compare(before: Mapping[str, float], now: Mapping[str, float]) -> list[Fall]:
    """Return what fell by more than its tolerance; a figure that is gone counts as 0."""
    return [
        Fall(name, was, now.get(name, 0.0))
        for name, was in before.items()
        if now.get(name, 0.0) < was - _tolerance(name)
    ]


def _best(
    before: Mapping[str, float], now: Mapping[str, float], *, but: Collection[str]
) -> dict[str, float]:
    return {
        name: value if name in but else max(value, before.get(name, value))
        for name, value in now.items()
    }


def _write(kept: Kept, file: Path) -> None:
    file.write_text(json.dumps(asdict(kept), indent=1) + "\n", "utf-8")


def _tolerance(name: str) -> float:
    if name.startswith(LEFT_ELSEWHERE):
        return _TOLERANCES[LEFT]
    if name.endswith(RECALL):
        return _TOLERANCE_OF_RECALL
    return _TOLERANCES.get(name, _TOLERANCE)
