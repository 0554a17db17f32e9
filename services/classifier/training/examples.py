"""The hand-written training text: one JSON object a line, with slots and choices to be filled.

`{name}` is filled with a made-up name, `[hello|hi]` with one of its wordings.

Every line is one phrasing. A line goes to the training or the test side as a whole, by the hash of
its id, so that no test text has a sibling among what was trained on.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

from moderation_common.vocabulary import Label

_FOLDER: Final = Path(__file__).parent
_FILES: Final = (
    "concerns",
    "danger",
    "house_rules",
    "requests_and_conversation",
    "variations",
)
_SLOT: Final = re.compile(r"\{(\w+)\}")
_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_COPIES: Final = 4
"""Of a line with slots."""
_VARIATIONS: Final = 24
"""Of a line with choices."""
_WEIGHT_OF_CHOICES: Final = 3.0
"""A line with choices says as much as a few plain ones."""
_TEST_SHARE: Final = 5
"""One line in five is kept for testing."""

_FILLINGS: Final[dict[str, tuple[str, ...]]] = {
    "kin": ("mum", "dad", "nan", "grandad", "my husband", "my wife", "my son", "my daughter"),
    "place": ("the QMC", "the county", "Pilgrim", "Broomfield", "the RUH", "Addenbrookes", "A&E"),
    "town": ("Lincoln", "Mansfield", "Basildon", "Swindon", "Peterborough", "Boston", "Newark"),
    "month": ("January", "March", "June", "September", "November"),
    "n": ("3", "6", "9", "12", "14"),
    "name": ("Karen", "Steve", "Priya", "Mo", "Janet", "Chloe", "Tunde"),
    "surname": ("Hartwell", "Okafor", "Mistry", "Brennan", "Lomax", "Szabo"),
    "fullname": ("Doris Pettifer", "Alan Greaves", "Shazia Malik", "Kevin Strood"),
    "phone": ("07700 900417", "07700900882", "+44 7700 900 035"),
    "address": ("14 Mill Lane, LN99 1ZZ", "flat 3, 27 Castle Street", "9 Orchard Close NG99 4ZZ"),
    "email": ("jo.bloggs@example.com", "sally82@example.org"),
    "nhsnumber": ("943 476 5919", "999 123 4560", "9434765870"),
    "dob": ("04/07/1956", "12.3.81", "1 May 1990"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One hand-written text with all of its labels."""

    id: str
    text: str
    labels: frozenset[Label]
    weight: float

    @property
    def for_testing(self) -> bool:
        """Whether its line is kept from training."""
        return crc32(self.id.encode()) % _TEST_SHARE == 0


def read_examples() -> Iterator[Example]:
    """Yield every text; a line with slots several times, sharing the weight of one line."""
    for file in (_FOLDER / f"{name}.jsonl" for name in _FILES):
        for line in file.read_text("utf-8").splitlines():
            written = json.loads(line)
            labels = frozenset(Label(name) for name in written["labels"])
            texts = dict.fromkeys(_filled(written["text"], written["id"]))
            whole = _WEIGHT_OF_CHOICES if _CHOICE.search(written["text"]) else 1.0
            for text in texts:
                yield Example(written["id"], text, labels, whole / len(texts))


def _filled(template: str, line_id: str) -> Iterator[str]:
    # Seeded by the line, so that adding a line changes no other.
    choose = random.Random(line_id)  # noqa: S311
    copies = 1
    if _SLOT.search(template):
        copies = _COPIES
    if _CHOICE.search(template):
        copies = _VARIATIONS
    for _ in range(copies):
        worded = _CHOICE.sub(lambda found: choose.choice(found[1].split("|")), template)
        yield _SLOT.sub(lambda found: choose.choice(_FILLINGS[found[1]]), worded)
