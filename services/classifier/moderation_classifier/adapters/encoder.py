"""The sentence encoder that ships with the service, run by ONNX Runtime on one thread."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from moderation_classifier.adapters.windows import Cut, Cutter, Window
from moderation_classifier.domain.calibration import Calibration
from moderation_classifier.domain.locating import WORTH_LOCATING, Sentences
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.domain.reading import READING_VERSION, read_for_encoder, read_plain
from moderation_classifier.domain.text import Span, normalise
from moderation_common.errors import ConfigurationError
from moderation_common.vocabulary import CONVERSATION_LABELS, Label

FOLDER: Final = "encoder"
WEIGHTS_FILE: Final = "weights.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
CARD_FILE: Final = "encoder.json"

_NO_NUMBER: Final = "The encoder gave something that is no number; its weights are damaged."
_PROBE: Final = Passage(normalise("Is the walk-in centre open today?"))
_BATCH: Final = 24
_PADDED: Final = 1.05
_PADDED_TOKENS: Final = 1
"""How much longer than the shortest of its batch a window may be: padding costs like words."""


@dataclass(frozen=True, slots=True)
class _Output:
    """What the encoder gives for a window."""

    owner: int
    """The number of its passage."""
    window: Window
    logits: npt.NDArray[np.float32]
    """Raw outputs, one for each label."""
    scores: npt.NDArray[np.float32]
    """The same under the calibration, from 0 to 1."""
    shares: npt.NDArray[np.float32]
    """Of shape (tokens, labels): what a token adds to the logits."""


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
        self._cutter = Cutter(tokenizer)
        self._calibration = calibration
        self._locatable = [
            at for at, label in enumerate(calibration.labels) if label not in CONVERSATION_LABELS
        ]

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

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return what the encoder makes of each passage; all 0 for one without words.

        Of a long text the beginning, the end and as much between as time allows are read, and the
        highest score of a label counts.
        """
        cuts = self._cut(passages)
        owned: list[list[_Output]] = [[] for _ in passages]
        for output in self._run(cuts):
            owned[output.owner].append(output)
        return [
            self._scored(passage, outputs, whole=cut.whole)
            for passage, outputs, cut in zip(passages, owned, cuts, strict=True)
        ]

    def logits(self, passages: Sequence[Passage]) -> npt.NDArray[np.float32]:
        """Return the raw outputs, of shape (passages, labels), for calibration."""
        found = np.full((len(passages), len(self.labels)), -30.0, dtype=np.float32)
        for output in self._run(self._cut(passages)):
            found[output.owner] = np.maximum(found[output.owner], output.logits)
        return found

    def _scored(self, passage: Passage, outputs: Sequence[_Output], *, whole: bool) -> Scored:
        if not outputs:
            return Scored(dict.fromkeys(self.labels, 0.0), whole=whole)
        # Most comments are one window, and stacking takes longer than all else here.
        scores = (
            outputs[0].scores[None]
            if len(outputs) == 1
            else np.stack([output.scores for output in outputs])
        )
        highest: list[float] = scores.max(axis=0).tolist()
        worth = [at for at in self._locatable if highest[at] >= WORTH_LOCATING]
        sentences = Sentences.of(passage.text, read_plain) if worth else None
        places: dict[Label, Span] = {}
        if sentences is not None:
            for at in worth:
                # Windows overlap, so the one that scores highest speaks for the whole.
                surest = outputs[int(scores[:, at].argmax())]
                span = sentences.bearing(_weigh(sentences, surest, at))
                if span is not None:
                    places[self.labels[at]] = span
        return Scored(dict(zip(self.labels, highest, strict=True)), places, whole=whole)

    def _run(self, cuts: Sequence[Cut]) -> Iterator[_Output]:
        owners: dict[int, list[int]] = {}
        asked: list[Window] = []
        for owner, cut in enumerate(cuts):
            for window in cut.windows:
                # What two cuts share is one object, and is read once.
                if id(window) not in owners:
                    asked.append(window)
                owners.setdefault(id(window), []).append(owner)
        for places in _batches([len(window.ids) for window in asked]):
            batch = [asked[at] for at in places]
            inputs = _pad(batch)
            logits, shares = self._session.run(["logits", "shares"], inputs)
            if not np.isfinite(logits).all():
                # What is no number is above no threshold: danger would pass for certainly none.
                raise FloatingPointError(_NO_NUMBER)
            scores = self._calibration.apply(logits)
            for window, *given in zip(batch, logits, scores, shares, strict=True):
                for owner in owners[id(window)]:
                    yield _Output(owner, window, *given)

    def _cut(self, passages: Sequence[Passage]) -> list[Cut]:
        cuts: list[Cut] = []
        # A comment alone and the same with what it answers stand side by side: it is read once.
        for _, same in groupby(passages, key=lambda passage: id(passage.text)):
            alike = list(same)
            contexts = [read_for_encoder(one.context) if one.context else "" for one in alike]
            cuts += self._cutter.cut(read_for_encoder(alike[0].text), *contexts)
        return cuts


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
        if card["weights_sha256"] != digest_weights(folder):
            raise ConfigurationError(
                f"The encoder's {WEIGHTS_FILE} is not the one that {CARD_FILE} was made for; "
                "restore its three files or train it again."
            )
        encoder = open_encoder(folder, id=str(card["id"]), calibration=_read_calibration(card))
        # Better no encoder than one that fails at every comment: the linear model stands in.
        encoder.score_many([_PROBE])
        return encoder
    except ConfigurationError:
        raise
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise ConfigurationError(
            f"The encoder in {folder.name} cannot be read ({type(error).__name__}: {error}); "
            "restore its three files or train it again."
        ) from error


def digest_weights(folder: Path) -> str:
    """Return the SHA-256 of the weights in a folder, in hexadecimal digits."""
    return hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()


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
    session = onnxruntime.InferenceSession(
        str(folder / WEIGHTS_FILE),
        options,
        providers=["CPUExecutionProvider"],
        # The fused form is computed number by number on a processor: a fifth of the time.
        disabled_optimizers=["SkipLayerNormFusion"],
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


def _weigh(sentences: Sentences, output: _Output, label: int) -> list[float]:
    """Return what each sentence adds to one label's output."""
    weights = [0.0] * len(sentences.spans)
    shares = output.shares[1:, label].tolist()
    # After the comment's tokens stand the context and padding.
    for place, share in zip(output.window.starts, shares, strict=False):
        weights[sentences.holding(place)] += share
    return weights


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of the windows in batches of like length, to waste little on padding."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (
            len(batch) == _BATCH or lengths[place] > _PADDED * lengths[batch[0]] + _PADDED_TOKENS
        ):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _pad(windows: Sequence[Window]) -> dict[str, npt.NDArray[np.int64]]:
    """Return what the graph takes, each of shape (windows, tokens)."""
    shape = (len(windows), max(len(window.ids) for window in windows))
    inputs = {name: np.zeros(shape, dtype=np.int64) for name in ("ids", "mask", "own")}
    for place, window in enumerate(windows):
        inputs["ids"][place, : len(window.ids)] = window.ids
        inputs["mask"][place, : len(window.ids)] = 1
        inputs["own"][place, : window.own] = 1
    return inputs
