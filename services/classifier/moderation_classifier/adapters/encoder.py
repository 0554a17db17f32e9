"""The sentence encoder that ships with the service, run by ONNX Runtime on one thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.reading import READING_VERSION, read_for_encoder
from moderation_common.errors import ConfigurationError
from moderation_common.vocabulary import Label

FOLDER: Final = "encoder"
WEIGHTS_FILE: Final = "weights.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
CARD_FILE: Final = "encoder.json"

_MAX_TOKENS: Final = 96
_MAX_CONTEXT_CHARACTERS: Final = 200
_WINDOW_CHARACTERS: Final = 240
"""Of a long reading: in a longer window a single clause weighs too little."""
_MAX_WINDOWS: Final = 8
_TOKEN_BUDGET: Final = 200
"""Of one comment, so that its time is bounded: its beginning, its end, then evenly between them."""
_BATCH: Final = 16


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns the encoder's outputs into scores on the scale of the rules, for each label.

    `slopes` and `intercepts` make a probability of an output. The label's own points then place
    it on the scale that packs set their thresholds on, where rules and encoder can be compared.
    """

    labels: tuple[Label, ...]
    slopes: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    points: tuple[tuple[tuple[float, float], ...], ...]
    """For each label pairs of probability and score, both rising, from (0, 0) to (1, 1) or less."""

    def probabilities(self, logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return calibrated probabilities for logits of shape (rows, labels)."""
        margins = np.clip(self.slopes * logits + self.intercepts, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-margins)), dtype=np.float32)

    def apply(self, logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return scores for logits of shape (rows, labels)."""
        probabilities = self.probabilities(logits)
        scores = np.empty_like(probabilities)
        for place, points in enumerate(self.points):
            xs, ys = zip(*points, strict=True)
            scores[:, place] = np.interp(probabilities[:, place], xs, ys)
        return scores


class EncoderModel:
    """Scores texts in batches of like length; safe to share between threads."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - the model's own id, as the port names it
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        calibration: Calibration,
    ) -> None:
        self._id = id
        self._session = session
        self._tokenizer = tokenizer
        self._calibration = calibration

    @property
    def id(self) -> str:
        """Return the model's name and version."""
        return self._id

    @property
    def calibrated(self) -> bool:
        """Return True: its probabilities were fitted on text that it had not seen."""
        return True

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return the labels that it knows."""
        return self._calibration.labels

    def score_many(self, passages: Sequence[Passage]) -> list[Mapping[Label, float]]:
        """Return the scores of each passage; all 0 for one without words.

        Of a long text the beginning, the end and as much between as time allows are read, and the
        highest score of a label counts.
        """
        logits, owners = self._run(passages)
        found = np.zeros((len(passages), len(self.labels)), dtype=np.float32)
        if len(owners):
            np.maximum.at(found, owners, self._calibration.apply(logits))
        return [dict(zip(self.labels, row, strict=True)) for row in found.tolist()]

    def logits(self, passages: Sequence[Passage]) -> npt.NDArray[np.float32]:
        """Return the raw outputs, of shape (passages, labels), for calibration."""
        logits, owners = self._run(passages)
        found = np.full((len(passages), len(self.labels)), -30.0, dtype=np.float32)
        if len(owners):
            np.maximum.at(found, owners, logits)
        return found

    def _run(
        self, passages: Sequence[Passage]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
        ids: list[list[int]] = []
        owners: list[int] = []
        for place, passage in enumerate(passages):
            windows = self._tokens(passage)
            ids.extend(windows)
            owners.extend([place] * len(windows))
        logits = np.zeros((len(ids), len(self.labels)), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            inputs, mask = _pad([ids[at] for at in places])
            logits[places] = self._session.run(None, {"ids": inputs, "mask": mask})[0]
        return logits, np.array(owners, dtype=np.intp)

    def _tokens(self, passage: Passage) -> list[list[int]]:
        reading = read_for_encoder(passage.text)
        if not reading:
            return []
        context = read_for_encoder(passage.context) if passage.context else ""
        found: list[list[int]] = []
        left = _TOKEN_BUDGET
        for part in _windows(reading):
            ids = self._encode(part, context[:_MAX_CONTEXT_CHARACTERS])
            if found and len(ids) > left:
                break
            found.append(ids)
            left -= len(ids)
        return found

    def _encode(self, part: str, context: str) -> list[int]:
        encoding = self._tokenizer.encode(part, context or None)
        return list(encoding.ids)


def load_packaged_encoder() -> EncoderModel:
    """Return the encoder that ships with the service; raises as `load_encoder` does."""
    with as_file(files("moderation_classifier") / "model" / FOLDER) as folder:
        return load_encoder(folder)


def load_encoder(folder: Path) -> EncoderModel:
    """Return the encoder in a folder.

    Raises `ConfigurationError` when a file is missing, damaged, or made for other readings.
    """
    try:
        card = json.loads((folder / CARD_FILE).read_text("utf-8"))
        if card["reading_version"] != READING_VERSION:
            raise ConfigurationError(
                f"The encoder was trained on readings of version {card['reading_version']}, "
                f"not {READING_VERSION}; train it again."
            )
        return open_encoder(folder, id=str(card["id"]), calibration=_read_calibration(card))
    except ConfigurationError:
        raise
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise ConfigurationError(
            f"The encoder in {folder.name} cannot be read ({type(error).__name__}: {error}); "
            "restore its three files or train it again."
        ) from error


def open_encoder(
    folder: Path,
    *,
    id: str,  # noqa: A002 - as above
    calibration: Calibration,
) -> EncoderModel:
    """Return the weights and tokenizer in a folder under a calibration; raises bare exceptions.

    It takes one thread, since the service's processes share the cores.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS, strategy="only_first")
    session = onnxruntime.InferenceSession(
        str(folder / WEIGHTS_FILE), options, providers=["CPUExecutionProvider"]
    )
    return EncoderModel(id=id, session=session, tokenizer=tokenizer, calibration=calibration)


def _read_calibration(card: Mapping[str, Any]) -> Calibration:
    entries = card["labels"]

    def column(name: str) -> npt.NDArray[np.float32]:
        return np.array([entry[name] for entry in entries], dtype=np.float32)

    return Calibration(
        labels=tuple(Label(entry["label"]) for entry in entries),
        slopes=column("slope"),
        intercepts=column("intercept"),
        points=tuple(tuple((x, y) for x, y in entry["points"]) for entry in entries),
    )


def _windows(reading: str) -> list[str]:
    """Cut a long reading into windows at spaces, the ends first; a short one is its own window."""
    if len(reading) <= _WINDOW_CHARACTERS:
        return [reading]
    wanted = -(-len(reading) // (_WINDOW_CHARACTERS * 3 // 4))
    count = min(_MAX_WINDOWS, wanted)
    last = len(reading) - _WINDOW_CHARACTERS
    starts = [round(last * part / (count - 1)) for part in range(count)]
    return [_whole_words(reading, start) for start in (starts[0], starts[-1], *starts[1:-1])]


def _whole_words(reading: str, start: int) -> str:
    end = start + _WINDOW_CHARACTERS
    if start and reading[start - 1] != " ":
        start = max(start, reading.find(" ", start, end) + 1)
    if end < len(reading) and reading[end] != " ":
        end = max(reading.rfind(" ", start, end), start + 1)
    return reading[start:end]


def _pad(ids: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    width = max(map(len, ids))
    tokens = np.zeros((len(ids), width), dtype=np.int64)
    mask = np.zeros_like(tokens)
    for place, row in enumerate(ids):
        tokens[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return tokens, mask
