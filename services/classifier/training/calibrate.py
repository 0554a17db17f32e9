"""Turns the encoder's outputs into probabilities: `python -m training.calibrate DATASETS`.

Slope and shift of each label are fitted (Platt's method) on lines by authors who wrote nothing that
was trained on, together with NHS feedback kept from training, so that everyday praise and criticism
weigh as much as what was written to mislead. Three probabilities of each label are then placed on
the scale of the packs' thresholds:

- `act_at`, where F1 is best, becomes the score from which the label is certain; for what may be
  removed, abuse excepted, and for staff_conduct it is the lowest where F1 is nearly as good; for
  danger it is also above what nearly all everyday feedback reaches;
- `review_at`, where one more found begins to cost more than one in vain, the score from which a
  person is asked, and above what nearly all everyday feedback reaches; for danger and threats it
  goes as low as precision on the hand-written lines of every kind allows;
- `sure_at`, where hardly any of the harmless texts reach, nor of those written to look like hate,
  the score from which the encoder's word alone may remove a comment.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from moderation_classifier.adapters.encoder import CARD_FILE, FOLDER, digest_weights
from moderation_classifier.domain.agreement import NOT_TO_REMOVE
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.reading import READING_VERSION
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import AT_RISK_LABELS, CONVERSATION_LABELS, DANGER_LABELS, Label
from training.encoder_rows import ENCODED
from training.gold import read_calibrated_on
from training.public_sets import Row, kept_for_tuning, read_feedback
from training.rounding import untouched
from training.together import by_threes, run_together

MODEL_ID: Final = "model.encoder-17"
OUT: Final = Path(__file__).parents[1] / "moderation_classifier" / "model" / FOLDER

_PENALTY: Final = 0.5
"""A dozen positives must not make a label over-confident."""
_SLOPES: Final = (0.3, 2.0)
_FALSE_SHARE: Final = 0.002
"""Of the harmless tuning texts, how many may reach `sure_at`."""
_FALSE_SHARE_OF_CONTRASTS: Final = 0.005
"""The same of those among them that look like hate: quoted, denounced, reclaimed."""
_CONTRASTS: Final = "contrasts"
"""How the names of their files begin."""
_SURE: Final = (0.985, 0.999)

_REVIEW: Final = 0.5
_ACT: Final = 0.75
_REMOVES: Final = 0.9
_TOP: Final = 0.99
_DANGER_REVIEW: Final = 0.35
_DANGER_ACT: Final = 0.6
_DANGER_PRECISION: Final = 0.52
"""What was asked for is 0.6: of five who are told of, three at least are in danger. The tuning
lines are richer in what only sounds like danger than others, the newest above all: precision on the
test lines was 9 to 17 points higher, so that less is asked for here, and fewer are overlooked."""
_ALARMS_FOR_ONE: Final = 1
_EVERYDAY_SHARE: Final = 0.005
"""Of everyday feedback, how much one label may put before a person; of danger, be sure of."""
_ACT_AT: Final = (0.2, 0.9)
_NEARLY: Final = 0.01
"""Of F1. With each author of tuning lines left out in turn, the lowest threshold so near the best
one did better for what may be removed (0.936 in the mean, after 0.931), and worse for all else but
`staff_conduct` (0.887 after 0.878; complaint 0.903 after 0.917)."""
_STRICT: Final = frozenset({Label.HATE, Label.HARASSMENT, Label.THREAT})
"""It gained nothing for these, which what merely looks like them is most often taken for."""
_LOWEST: Final = (REMOVING_LABELS - _STRICT) | {Label.STAFF_CONDUCT}
_LEAST: Final = 0.01
_LEAST_OF_DANGER: Final = 0.003
"""Lower: where somebody may be in danger, small chances are asked about while precision allows."""
_RESAMPLES: Final = 101
_SEED: Final = 20261127

_Scores = npt.NDArray[np.float64]
_Outcomes = npt.NDArray[np.int8]
_FindThreshold = Callable[[_Scores, _Outcomes], float]


@dataclass(frozen=True, slots=True)
class Texts:
    """What is calibrated on."""

    passages: list[Passage]
    truth: npt.NDArray[np.int8]
    """Of shape (texts, labels): 1 yes, 0 no, -1 unknown."""
    weights: npt.NDArray[np.float64]
    everyday: npt.NDArray[np.bool_]
    """Which of them are kept feedback."""
    contrasts: npt.NDArray[np.bool_]
    """Which of them are hate, or were written to look like it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write the calibration; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("--model", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    texts = gather_texts(options.datasets)
    logits = untouched(options.model).logits(texts.passages)
    entries = [_fit(place, logits[:, place], texts) for place in range(len(ENCODED))]
    card = {
        "id": MODEL_ID,
        "reading_version": READING_VERSION,
        "weights_sha256": digest_weights(options.model),
        "labels": entries,
    }
    (options.model / CARD_FILE).write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return 0


def gather_texts(datasets: Path) -> Texts:
    """Return the tuning lines, and as much weight of kept feedback: answers alone and by threes."""
    golds = list(read_calibrated_on())
    feedback = [row for row in read_feedback(datasets, held_out=False) if kept_for_tuning(row.text)]
    everyday = [*([row] for row in feedback), *by_threes(feedback)]
    passages = [Passage(normalise(gold.text), _normalised(gold.context)) for gold in golds]
    passages += [Passage(normalise(run_together(row.text for row in rows))) for rows in everyday]
    truth = [[int(label in gold.labels) for label in ENCODED] for gold in golds]
    truth += [_truth_of(rows) for rows in everyday]
    share = len(golds) / max(len(everyday), 1)
    return Texts(
        passages,
        np.array(truth, dtype=np.int8),
        weights=np.array([1.0] * len(golds) + [share] * len(everyday)),
        everyday=np.arange(len(passages)) >= len(golds),
        contrasts=np.array(
            [gold.id.startswith(_CONTRASTS) for gold in golds] + [False] * len(everyday)
        ),
    )


def _normalised(context: str | None) -> NormalisedText | None:
    return normalise(context) if context else None


def _truth_of(rows: Sequence[Row]) -> list[int]:
    """Return what is known of answers as one text: what is true of any, if all of it is known."""
    said = [[row.known.get(label) for row in rows] for label in ENCODED]
    return [1 if any(of_rows) else -1 if None in of_rows else 0 for of_rows in said]


def _fit(place: int, logits: npt.NDArray[np.float32], texts: Texts) -> dict[str, Any]:
    label = ENCODED[place]
    known = texts.truth[:, place] >= 0
    margins, outcomes = logits[known].astype(np.float64), texts.truth[known, place]
    platt = LogisticRegression(C=_PENALTY).fit(
        margins.reshape(-1, 1), outcomes, sample_weight=texts.weights[known]
    )
    slope = float(np.clip(platt.coef_[0][0], *_SLOPES))
    intercept = float(platt.intercept_[0])
    every = 1 / (1 + np.exp(-(slope * logits.astype(np.float64) + intercept)))
    scores = every[known]
    act_at = _steady(partial(_act_at, label), scores, outcomes)
    review_at = asked_from(place, every, texts)
    everyday = every[texts.everyday & (texts.truth[:, place] != 1)]
    bound = float(np.quantile(everyday, 1 - _EVERYDAY_SHARE))
    if label in AT_RISK_LABELS:
        # Whoever may be in danger is told of, sure or not; what is called sure must be.
        act_at = max(act_at, min(bound, _ACT_AT[1]))
    else:
        review_at = max(review_at, bound)
    least = _LEAST_OF_DANGER if label in AT_RISK_LABELS else _LEAST
    review_at = max(least, min(review_at, 0.9 * act_at))
    act = _DANGER_ACT if label in AT_RISK_LABELS else _ACT
    points = [(0.0, 0.0), (review_at, review_score(label)), (act_at, act)]
    if label in REMOVING_LABELS:
        harmless = _is_harmless(texts.truth[known])
        reached = max(
            _reached(scores[harmless], _FALSE_SHARE),
            _reached(scores[harmless & texts.contrasts[known]], _FALSE_SHARE_OF_CONTRASTS),
        )
        sure_at = float(np.clip(reached, max(_SURE[0], act_at + 0.01), _SURE[1]))
        points += [(sure_at - 0.001, NOT_TO_REMOVE), (sure_at, _REMOVES)]
    points.append((1.0, _TOP))
    sys.stdout.write(
        f"{label}: {_figures(scores, outcomes)}; at act {_told(scores, outcomes, act_at)}, "
        f"at review {_told(scores, outcomes, review_at)}\n"
    )
    return {
        "label": str(label),
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "points": [[round(x, 4), y] for x, y in points],
    }


def asked_from(place: int, every: _Scores, texts: Texts) -> float:
    """Return the probability from which a person is asked about a label, given that of each text.

    The encoder's has bounds besides.
    """
    label, known = ENCODED[place], texts.truth[:, place] >= 0
    if label in DANGER_LABELS:
        # It is too rare in everyday feedback, and anger too common in contrasts, for a precision.
        known &= ~(texts.everyday | texts.contrasts)
    return _steady(partial(_review_at, label), every[known], texts.truth[known, place])


def review_score(label: Label) -> float:
    """Return the packs' threshold from which a person is asked about a label."""
    return _DANGER_REVIEW if label in AT_RISK_LABELS else _REVIEW


def _reached(scores: _Scores, share: float) -> float:
    """Return the score that only this share of some texts is above."""
    return float(np.sort(scores)[int(len(scores) * (1 - share)) - 1])


def _curve(
    scores: _Scores, outcomes: _Outcomes
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the scores from the highest down, and how many were given and right so far."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(outcomes[order], dtype=np.int64)
    return scores[order], np.arange(1, len(hits) + 1, dtype=np.int64), hits


def _steady(find: _FindThreshold, scores: _Scores, outcomes: _Outcomes) -> float:
    """Return the median of what is found on resamples: on a few dozen positives one line decides.

    The resamples are the same for every label.
    """
    choose = np.random.default_rng(_SEED)
    found = []
    for _ in range(_RESAMPLES):
        sample = choose.integers(len(scores), size=len(scores))
        if outcomes[sample].any():
            found.append(find(scores[sample], outcomes[sample]))
    return float(np.median(found))


def _act_at(label: Label, scores: _Scores, outcomes: _Outcomes) -> float:
    steps, given, hits = _curve(scores, outcomes)
    f1 = 2 * hits / (given + hits[-1])
    best = np.flatnonzero(f1 >= f1.max() - _NEARLY)[-1] if label in _LOWEST else f1.argmax()
    return float(np.clip(steps[int(best)], *_ACT_AT))


def _review_at(label: Label, scores: _Scores, outcomes: _Outcomes) -> float:
    if label in CONVERSATION_LABELS:
        return 1.0
    steps, given, hits = _curve(scores, outcomes)
    if label in DANGER_LABELS:
        exact = np.flatnonzero(hits >= _DANGER_PRECISION * given)
        return float(steps[exact[-1] if exact.size else 0])
    return float(steps[int((hits * (1 + _ALARMS_FOR_ONE) - given).argmax())])


def _told(scores: _Scores, outcomes: _Outcomes, threshold: float) -> str:
    given = scores >= threshold
    hits = int(outcomes[given].sum())
    return f"{hits / max(int(given.sum()), 1):.2f} / {hits / max(int(outcomes.sum()), 1):.2f}"


def _is_harmless(truth: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    removing = [place for place, label in enumerate(ENCODED) if label in REMOVING_LABELS]
    return np.asarray((truth[:, removing] <= 0).all(axis=1))


def _figures(scores: _Scores, outcomes: _Outcomes) -> str:
    """Return precision and recall at the best F1, and the precision at a recall of 98 %."""
    order = np.argsort(-scores)
    hits = np.cumsum(outcomes[order])
    positives = max(int(hits[-1]), 1)
    precision, recall = hits / np.arange(1, len(hits) + 1), hits / positives
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(f1))
    wide = int(np.searchsorted(recall, 0.98))
    return (
        f"{positives} lines, best F1 {f1[best]:.2f} ({precision[best]:.2f} / {recall[best]:.2f}) "
        f"at {scores[order[best]]:.2f}, recall 0.98 at {scores[order[wide]]:.2f} "
        f"with precision {precision[wide]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
