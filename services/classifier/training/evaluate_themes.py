"""Measures the topics on NHS feedback: `python -m training.evaluate_themes DATASETS`.

The feedback's own themes are mapped to topics where they mean the same. The held-out trust is
measured and never tuned on. Texts are counted, never quoted. A text often speaks of more than the
one theme that its reader chose, so what is found beside it counts as wrong: precision is a lower
bound.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from moderation_classifier.adapters.theme_files import load_packaged_topics
from moderation_classifier.domain.quality.estimate import wilson
from moderation_classifier.domain.text import normalise
from moderation_classifier.domain.themes.topics import TopicList
from training.public_sets import HELD_OUT_TRUST

_FILE: Final = "nhs_pxtextmining_dev.jsonl"
_OTHER_TRUST: Final = "Trust A"
_AMBULANCE: Final = "NEAS"

# The two trusts' readers gave a theme and a part of it; where the part is empty the theme counts.
_TRUST_THEMES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "staff's manner": (
        frozenset({"Attitude Of Staff"}),
        frozenset({"staff_kindness", "staff_attitude"}),
    ),
    "communication": (
        frozenset({"Communication", "Amount/clarity of information", "Listening"}),
        frozenset({"communication", "listening"}),
    ),
    "listening": (frozenset({"Listening"}), frozenset({"listening"})),
    "information": (frozenset({"Amount/clarity of information"}), frozenset({"communication"})),
    "waiting": (
        frozenset(
            {
                "Time spent waiting for first appt/referral/service",
                "Time spent waiting between appointments",
            }
        ),
        frozenset({"waiting_times"}),
    ),
    "food": (frozenset({"Food"}), frozenset({"food"})),
    "cleanliness": (frozenset({"Cleanliness"}), frozenset({"cleanliness"})),
    "buildings and equipment": (
        frozenset({"Environment/ facilities", "Facilities/equipment"}),
        frozenset({"buildings"}),
    ),
    "competence": (
        frozenset({"Professionalism/Competence Of Staff"}),
        frozenset({"care_quality"}),
    ),
    "medication": (frozenset({"Medication "}), frozenset({"prescriptions"})),
    "staffing": (frozenset({"Staffing levels"}), frozenset({"staffing"})),
    "joined-up care": (
        frozenset({"Consistency/Continuity of care", "Coordination/Integration Of Care"}),
        frozenset({"joined_up_care"}),
    ),
    "parking and travel": (
        frozenset({"Parking/transport", "Location"}),
        frozenset({"parking", "patient_transport"}),
    ),
}
_AMBULANCE_THEMES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "staff's manner": (
        frozenset({"Staff manner & personal attributes"}),
        frozenset({"staff_kindness", "staff_attitude"}),
    ),
    "timeliness": (frozenset({"Timeliness of care"}), frozenset({"waiting_times"})),
    "transport": (frozenset({"Transport to/ from services"}), frozenset({"patient_transport"})),
    "contact": (frozenset({"Contacting services"}), frozenset({"phone_lines"})),
    "appointments": (frozenset({"Appointment arrangements"}), frozenset({"appointments"})),
    "information": (
        frozenset(
            {
                "Being kept informed, clarity & consistency of information",
                "Information directly from staff during care",
                "Information provision & guidance",
            }
        ),
        frozenset({"communication"}),
    ),
    "staffing": (frozenset({"Number & deployment of staff"}), frozenset({"staffing"})),
    "cleanliness": (
        frozenset({"Cleanliness, tidiness & infection control"}),
        frozenset({"cleanliness"}),
    ),
}


@dataclass(frozen=True, slots=True)
class ReadText:
    """A distinct text with every theme that readers gave it."""

    text: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigures:
    """How one theme is found."""

    theme: str
    has: int
    found: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of the texts found, the share that readers gave the theme."""
        return self.both / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of the texts that readers gave the theme, the share found."""
        return self.both / self.has if self.has else None


def read_texts(folder: Path, organisation: str) -> list[ReadText]:
    """Return the distinct texts of one body that readers could make something of."""
    themes: defaultdict[str, set[str]] = defaultdict(set)
    with (folder / _FILE).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            extra = row["extra"]
            if extra["org"] == organisation and not extra.get("placeholder"):
                themes[" ".join(row["text"].split())] |= set(_themes(extra))
    return [ReadText(text, frozenset(given)) for text, given in themes.items() if given]


def measure(
    texts: Iterable[ReadText],
    mapping: Mapping[str, tuple[frozenset[str], frozenset[str]]],
    topics: TopicList,
) -> Iterator[ThemeFigures]:
    """Yield the figures of each mapped theme."""
    found = [
        (one, frozenset(str(hit.topic) for hit in topics.find(normalise(one.text))))
        for one in texts
    ]
    for theme, (given, meant) in mapping.items():
        pairs = [(bool(one.themes & given), bool(hits & meant)) for one, hits in found]
        yield ThemeFigures(
            theme=theme,
            has=sum(has for has, _ in pairs),
            found=sum(hit for _, hit in pairs),
            both=sum(has and hit for has, hit in pairs),
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each body; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    options = parser.parse_args(arguments)
    topics = load_packaged_topics()
    for name, held, mapping in (
        (HELD_OUT_TRUST, "held out", _TRUST_THEMES),
        (_OTHER_TRUST, "tuned on", _TRUST_THEMES),
        (_AMBULANCE, "tuned on", _AMBULANCE_THEMES),
    ):
        texts = read_texts(options.datasets, name)
        _print(f"{name} ({held}), {len(texts)} texts", measure(texts, mapping, topics))
    return 0


def _print(title: str, figures: Iterable[ThemeFigures]) -> None:
    out = sys.stdout
    out.write(f"\n{title}\n\n| theme | texts | precision | recall |\n| --- | --- | --- | --- |\n")
    for one in figures:
        out.write(
            f"| {one.theme} | {one.has} | {_share(one.precision, one.found)}"
            f" | {_share(one.recall, one.has)} |\n"
        )


def _share(share: float | None, of: int) -> str:
    if share is None:
        return "none"
    low, high = wilson(share, of)
    return f"{share:.0%} ({low:.0%} to {high:.0%})"


def _themes(extra: Mapping[str, Any]) -> list[str]:
    if extra["source"] == "phase_1":
        return [str(extra["subtheme"])]
    return str(extra["themes"]).split("|")


if __name__ == "__main__":
    sys.exit(main())
