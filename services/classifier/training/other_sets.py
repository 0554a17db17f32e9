"""Public data sets that nothing was trained on: each asks for one label, or for none.

They are not NHS comments, and their labels are noisy; see the card. Texts are counted only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_common.vocabulary import Label

_MOST: Final = 500
"""Of each, taken evenly: a share is then known to within four points."""


@dataclass(frozen=True, slots=True)
class OtherSet:
    """The rows of one label of one set, and what of ours they ought, or ought not, to carry."""

    name: str
    original: str
    """The set's own label; empty for all rows."""
    label: Label
    wanted: bool
    """Whether the rows ought to carry our label."""


OTHER_SETS: Final = (
    OtherSet("davidson", "hate_speech", Label.HATE, wanted=True),
    OtherSet("davidson", "neither", Label.HATE, wanted=False),
    OtherSet("stormfront_vicomtech", "hate", Label.HATE, wanted=True),
    OtherSet("stormfront_vicomtech", "noHate", Label.HATE, wanted=False),
    OtherSet("reddit_health_misinfo", "", Label.MISINFORMATION, wanted=True),
    OtherSet("covid_constraint", "fake", Label.MISINFORMATION, wanted=True),
    OtherSet("covid_constraint", "real", Label.MISINFORMATION, wanted=False),
    OtherSet("foi_titles", "", Label.FOI, wanted=True),
)


def read_other(folder: Path, asked: OtherSet) -> list[str]:
    """Return at most 500 texts; none where the folder lacks the set."""
    file = folder / f"{asked.name}.jsonl"
    if not file.exists():
        return []
    texts: list[str] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if asked.original in {"", row["label"]}:
                texts.append(row["text"])
    step = max(1.0, len(texts) / _MOST)
    return [texts[int(i * step)] for i in range(min(_MOST, len(texts)))]
