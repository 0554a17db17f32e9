"""What the encoder is trained on: public sets and hand-written lines, as readings with targets.

A target is 1, 0, unknown, or one half where the author and a single annotator of a line differ;
danger that either of the two sees is 1. Where a second annotator was asked, most of three decide.
Some abusive rows are given once more with their letters disturbed, as people do to slip past a
filter.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from moderation_classifier.domain.reading import read_for_encoder
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import AT_RISK_LABELS, Label
from training.annotations import Labels, settle, share_of_votes, votes_on
from training.examples import read_examples
from training.lines import ANSWERED, VOICES, read_folder
from training.public_sets import FEEDBACK, Row, kept_for_tuning, read_training_rows
from training.swapping import swap_rows
from training.together import run_together

ENCODED: Final = tuple(label for label in Label if label is not Label.PROFANITY)
"""The labels of the encoder's outputs, in order; swear words are better known to rules."""

UNKNOWN: Final = -1.0

ANSWERING: Final = "answering"
"""The source of comments under what they do not answer."""
BURIED: Final = "buried"
"""The source of comments in the middle of feedback."""

_HAND_WEIGHT: Final = 2.0
_COPIES_OF_TEMPLATE: Final = 6
_LIMITS: Final = {"edos_sexism": 1_500, "sms_spam": 2_500, "cad": 5_000}
"""At most so many rows of sets that would drown the rest; taken evenly."""
CONTRASTS: Final = frozenset({"dynahate_devtest", "hatemojibuild"})
"""The sources that people wrote to mislead a machine, hateful and not in turn."""
_CONTRASTS_WEIGHT: Final = 1.0
"""No other public set is worth as much a row."""
_DISTURBED_SHARE: Final = 0.12
_HIDDEN: Final = frozenset({Label.HATE, Label.THREAT, Label.HARASSMENT, Label.SEXUAL})
"""Whoever writes such a thing may disguise it."""
_SWAPPED_SHARE: Final = 0.5
_JOINED_SHARE: Final = 0.2
_ANSWERING_SHARE: Final = 0.2
_BURIED_SHARE: Final = 0.4
_REAL_DANGER_WEIGHT: Final = 6.0
"""Of a real answer that tells of danger: a hundred among thousands, and no line is as real."""
_IN_DANGER: Final = [place for place, label in enumerate(ENCODED) if label in AT_RISK_LABELS]
_CROWDED: Final = 6_000
_CROWDED_DANGER: Final = 0.25
"""Of crowds, how many hold an answer that tells of danger."""
_MOST_CROWDED: Final = 4
_MAX_BURIED: Final = 160
_MAX_AROUND: Final = 120
"""Characters; what is trained on fits a window."""
_MIN_WORD: Final = 4
_ENOUGH: Final = 3
"""Votes to decide by most of them."""


@dataclass(frozen=True, slots=True)
class EncoderRow:
    """One text for the encoder."""

    source: str
    reading: str
    context: str
    """The reading of what it answers; empty when it answers nothing known."""
    targets: npt.NDArray[np.float32]
    """One for each of `ENCODED`: the share of those who say yes, or `UNKNOWN`."""
    weight: float
    parts: tuple[str, ...] = ()
    """The readings that it was put together from; none when it was written as it stands."""


def read_text(text: str) -> str:
    """Return the reading of a text as the service would make it."""
    return read_for_encoder(normalise(text))


def gather_rows(datasets: Path) -> list[EncoderRow]:
    """Return everything that may be trained on, in a fixed order."""
    hand = list(_hand_rows())
    public = list(_public_rows(datasets))
    feedback = [row for row in public if row.source == FEEDBACK]
    rows = [*public, *hand]
    return [
        *rows,
        *_disturbed_rows(rows),
        *_joined_rows(hand),
        *_buried_rows(hand, feedback),
        *_crowded_rows(feedback),
        *_answering_rows(hand),
        *swap_rows(rows, share=_SWAPPED_SHARE),
    ]


def _public_rows(datasets: Path) -> Iterator[EncoderRow]:
    by_source: dict[str, list[EncoderRow]] = {}
    for row in read_training_rows(datasets):
        if row.source == FEEDBACK and kept_for_tuning(row.text):
            continue
        targets = np.full(len(ENCODED), UNKNOWN, dtype=np.float32)
        for place, label in enumerate(ENCODED):
            if label in row.known:
                targets[place] = float(row.known[label])
        reading = read_text(row.text)
        if reading:
            made = EncoderRow(row.source, reading, "", targets, _public_weight(row, targets))
            by_source.setdefault(row.source, []).append(made)
    for source, found in by_source.items():
        limit = _LIMITS.get(source, len(found))
        step = max(1.0, len(found) / limit)
        yield from (found[int(i * step)] for i in range(min(limit, len(found))))


def _public_weight(row: Row, targets: npt.NDArray[np.float32]) -> float:
    if row.source == FEEDBACK and _tells_of_danger(targets):
        return _REAL_DANGER_WEIGHT
    return _CONTRASTS_WEIGHT if row.source in CONTRASTS else row.weight


def _hand_rows() -> Iterator[EncoderRow]:
    copies: dict[str, int] = {}
    for example in read_examples():
        copies[example.id] = copies.get(example.id, 0) + 1
        if example.for_testing or copies[example.id] > _COPIES_OF_TEMPLATE:
            continue
        yield EncoderRow(
            "examples", read_text(example.text), "", _targets(example.labels), _HAND_WEIGHT / 2
        )
    for line in read_folder(VOICES):
        reading = read_text(line.text)
        if not reading:  # of signs alone the encoder is never asked
            continue
        context = read_text(line.context) if line.context else ""
        votes = votes_on(line.text, line.context, author=line.labels, kind="voices")
        yield EncoderRow(line.file, reading, context, targets_of(votes), _HAND_WEIGHT)


def _joined_rows(hand: list[EncoderRow]) -> Iterator[EncoderRow]:
    """Yield pairs of comments run together, since what matters may hide in a long comment."""
    choose = random.Random(20261123)  # noqa: S311 - repeatable, not secret
    alone = [row for row in hand if not row.context]
    plain = [row for row in alone if row.targets.sum() == 0 or row.source == "everyday.txt"]
    for row in alone:
        if choose.random() < _JOINED_SHARE and plain:
            parts = [row, choose.choice(plain)]
            choose.shuffle(parts)
            yield put_together("joined", parts)


def _buried_rows(hand: list[EncoderRow], feedback: list[EncoderRow]) -> Iterator[EncoderRow]:
    """Yield hand-written comments told in the middle of real feedback, danger above all.

    One sentence about somebody in danger must not drown in thanks; nor may feedback around it mean
    danger, so that others are buried, too.
    """
    choose = random.Random(20261129)  # noqa: S311 - repeatable, not secret
    short = [row for row in feedback if len(row.reading) <= _MAX_AROUND]
    if not short:
        return
    for row in hand:
        share = _BURIED_SHARE if _tells_of_danger(row.targets) else _BURIED_SHARE / 5
        if not row.context and len(row.reading) <= _MAX_BURIED and choose.random() < share:
            parts = [row, *choose.sample(short, k=choose.randint(1, 2))]
            choose.shuffle(parts)
            yield put_together(BURIED, parts)


def _crowded_rows(feedback: list[EncoderRow]) -> Iterator[EncoderRow]:
    """Yield several answers run together: many small grumbles are no danger, one word may be."""
    choose = random.Random(20261130)  # noqa: S311 - repeatable, not secret
    short = [row for row in feedback if len(row.reading) <= _MAX_AROUND]
    if len(short) < _MOST_CROWDED:
        return
    danger = [row for row in short if _tells_of_danger(row.targets)]
    for _ in range(_CROWDED):
        crowd = choose.sample(short, k=choose.randint(2, _MOST_CROWDED))
        if danger and choose.random() < _CROWDED_DANGER:
            crowd[choose.randrange(len(crowd))] = choose.choice(danger)
        yield put_together("crowded", crowd)


def _tells_of_danger(targets: npt.NDArray[np.float32]) -> bool:
    return bool((targets[_IN_DANGER] == 1).any())


def put_together(source: str, parts: Sequence[EncoderRow]) -> EncoderRow:
    """Return one row of several: what is true of a part is true of the whole."""
    known = np.stack([part.targets for part in parts])
    highest, unknown = known.max(axis=0), (known == UNKNOWN).any(axis=0)
    targets = np.where((highest < 1) & unknown, UNKNOWN, highest).astype(np.float32)
    readings = tuple(part.reading for part in parts)
    return EncoderRow(source, run_together(readings), "", targets, _HAND_WEIGHT / 2, readings)


def _answering_rows(hand: list[EncoderRow]) -> Iterator[EncoderRow]:
    """Yield comments under posts and comments that have nothing to do with what they say.

    Whatever stands above it, a comment says what it says.
    """
    choose = random.Random(20261126)  # noqa: S311 - repeatable, not secret
    answered = [
        read_text(line) for file in sorted(ANSWERED.glob("*.txt")) for line in _lines_of(file)
    ]
    for row in hand:
        if not row.context and choose.random() < _ANSWERING_SHARE:
            context = choose.choice(answered)
            yield replace(row, source=ANSWERING, context=context, weight=row.weight / 2)


def _lines_of(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line.strip()]


def targets_of(votes: Sequence[Labels]) -> npt.NDArray[np.float32]:
    """Return what most of three say; of two the share, and danger that one sees is there."""
    if len(votes) >= _ENOUGH:
        return _targets(settle(votes))
    shares = share_of_votes(votes)
    seen = AT_RISK_LABELS & shares.keys()
    return np.array(
        [1.0 if label in seen else shares.get(label, 0.0) for label in ENCODED], dtype=np.float32
    )


def _targets(labels: frozenset[Label]) -> npt.NDArray[np.float32]:
    return np.array([float(label in labels) for label in ENCODED], dtype=np.float32)


def _disturbed_rows(rows: list[EncoderRow]) -> Iterator[EncoderRow]:
    choose = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    hidden = [place for place, label in enumerate(ENCODED) if label in _HIDDEN]
    for row in rows:
        abusive = any(row.targets[place] == 1 for place in hidden)
        hasty = _tells_of_danger(row.targets)
        # As many harmless rows, so that odd spelling itself does not count as abuse.
        share = _DISTURBED_SHARE if abusive or hasty else _DISTURBED_SHARE / 2
        if choose.random() < share:
            # Nobody in danger puts stars or spaces between letters.
            ways = _SLIPS if hasty else (*_SLIPS, *_MASKS)
            reading = _disturb(row.reading, ways, choose)
            yield replace(row, reading=reading, weight=row.weight / 2)


def _disturb(reading: str, ways: Sequence[_Way], choose: random.Random) -> str:
    words = reading.split(" ")
    longest = sorted(range(len(words)), key=lambda i: -len(words[i]))[:6]
    for place in choose.sample(longest, k=min(2, len(longest))):
        word = words[place]
        if len(word) >= _MIN_WORD:
            at = choose.randrange(1, len(word) - 2) if len(word) > _MIN_WORD else 1
            words[place] = choose.choice(ways)(word, at)
    return " ".join(words)


_Way = Callable[[str, int], str]

_SLIPS: Final[tuple[_Way, ...]] = (
    lambda word, at: word[:at] + word[at + 1 :],
    lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    lambda word, at: word[:at] + word[at] + word[at:],
)
"""A letter left out, two in the wrong order, one too often."""
_MASKS: Final[tuple[_Way, ...]] = (
    lambda word, at: word[:at] + "*" + word[at + 1 :],
    lambda word, _: " ".join(word),
)
"""A star for a letter, a space between letters."""
