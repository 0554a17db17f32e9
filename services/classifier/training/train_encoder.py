"""Trains the encoder and writes it as ONNX: `python -m training.train_encoder STEP ... `.

The steps, in order, each leaving its result in the work folder:

- `student`: fine-tune all-MiniLM-L6-v2, slimmed, on the rows, and then once more with what it says
  of them itself;
- `widen`: fit the wide half, which stands beside it;
- `export`: write both as ONNX with weights of one byte, and the tokenizer.

`further` stands in place of the first where the encoder that ships is to learn what new authors
wrote; `--newest` names their files in `voices/`. A fit that was interrupted goes on where it was.

`python -m training.calibrate` then fits what turns outputs into probabilities. The base model
comes from a package of the Python index (see `README.md` here); torch is needed here only. With
`--rows` the steps are rehearsed on so many rows: it shows that they work and trains nothing of use.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from moderation_classifier.adapters.encoder import FOLDER, TOKENIZER_FILE, WEIGHTS_FILE
from moderation_classifier.adapters.windows import Window
from moderation_classifier.domain.reading import read_for_encoder
from moderation_classifier.domain.text import normalise
from training.encoder_rows import ANSWERING, EncoderRow, gather_rows
from training.fitting import LabelEncoder, Schedule, fit, open_cutter, predict, tokenise
from training.further import between, train_further
from training.graph import Exported
from training.lines import VOICES, read_folder
from training.ranges import fix_ranges
from training.rounding import KEPT, compare
from training.slimming import slim
from training.varied import varied_rows
from training.wide import extract, fit_wide

OUT: Final = Path(__file__).parents[1] / "moderation_classifier" / "model" / FOLDER
_FIRST: Final = Schedule(epochs=6, batch=128, rate=2e-4, head_rate=2e-3)
_AGAIN: Final = Schedule(epochs=3, batch=128, rate=1.6e-4, head_rate=1e-3)
"""With what it says itself in place of a teacher: what single lines were labelled counts less."""
_OF_LAST: Final = 0.5
"""Of two ends the mean is on texts of others better than either alone."""
STUDENT: Final = "student.pt"
_FITS: Final = "fits"
_WIDE: Final = "wide.npy"
_OPSET: Final = 17
_LINES_FOR_RANGES: Final = 3_000
_SEED: Final = 20261122
_ROUNDING: Final = 1e-3
"""How far two ways to compute a logit may lie apart."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("student", "further", "widen", "export"))
    parser.add_argument("--datasets", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--newest", nargs="*", default=[], help="files that the encoder never saw")
    parser.add_argument("--rows", type=int, help="rehearse on so many rows")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(_SEED)
    gather = partial(_gather, options.datasets, options.rows)
    match options.step:
        case "student":
            learn(gather(), options.base, options.work)
        case "further":
            if not options.newest:
                raise SystemExit("Name what is new with --newest, such as --newest a.txt b.txt.")
            weights = train_further(
                gather(),
                _known_files(options.newest),
                base=options.base,
                shipped=OUT,
                kept=options.work / _FITS,
            )
            torch.save(weights, options.work / STUDENT)
        case "widen":
            widen(gather(), options.base, options.work)
        case _:
            export(options.base, options.work, options.out)
    return 0


def learn(rows: Sequence[EncoderRow], base: Path, work: Path) -> None:
    """Fine-tune the slimmed base model on the rows, then on what it says of them and of others."""
    student = slim(LabelEncoder(base))
    student = fit(base, rows, schedule=_FIRST, model=student, kept=work / _FITS)
    first = {name: value.clone() for name, value in student.state_dict().items()}
    rows = [*rows, *varied_rows(rows)]
    taught = note(student, rows, base)
    student = fit(base, rows, schedule=_AGAIN, teacher=taught, model=student, kept=work / _FITS)
    torch.save(between(first, student.state_dict(), _OF_LAST), work / STUDENT)


def note(student: LabelEncoder, rows: Sequence[EncoderRow], base: Path) -> npt.NDArray[np.float32]:
    """Return its probability for each row and label.

    Of a comment under what it does not answer it is asked about the comment alone, and of one that
    was put together about its parts: the whole says what the likeliest of them says.
    """
    asked = [_asked_alone(row, reading) for row in rows for reading in row.parts or (row.reading,)]
    logits = predict(student, open_cutter(base), asked)
    numbers = [max(len(row.parts), 1) for row in rows]
    highest = np.maximum.reduceat(logits, np.cumsum([0, *numbers[:-1]]))
    return np.asarray(1 / (1 + np.exp(-highest)), np.float32)


def _asked_alone(row: EncoderRow, reading: str) -> EncoderRow:
    alone = bool(row.parts) or row.source == ANSWERING
    return replace(row, reading=reading, context="" if alone else row.context)


def widen(rows: Sequence[EncoderRow], base: Path, work: Path) -> None:
    """Fit the wide half."""
    alone = [row for row in rows if row.source != ANSWERING]
    np.save(work / _WIDE, fit_wide(alone, tokenise(open_cutter(base), alone)))


def _known_files(names: Sequence[str]) -> frozenset[str]:
    for name in names:
        if not (VOICES / name).is_file():
            raise SystemExit(f"There is no file {name} in {VOICES}; name files such as danger.txt.")
    return frozenset(names)


def _gather(datasets: Path, limit: int | None) -> list[EncoderRow]:
    rows = gather_rows(datasets)
    return rows if limit is None else rows[:: max(1, len(rows) // limit)][:limit]


def export(base: Path, work: Path, out: Path) -> None:
    """Write the student's weights, one byte each, and its tokenizer."""
    student = slim(LabelEncoder(base))
    student.load_state_dict(torch.load(work / STUDENT))
    table = np.load(work / _WIDE)
    exported = Exported(student, torch.tensor(table)).eval()
    inputs = _examples()
    _check_same(exported, inputs, _asked(student.eval(), table, inputs))
    exact = work / "exact"
    exact.mkdir(exist_ok=True)
    torch.onnx.export(
        exported,
        inputs,
        str(exact / WEIGHTS_FILE),
        input_names=["ids", "mask", "own"],
        output_names=["logits", "shares"],
        dynamic_axes={
            "ids": {0: "rows", 1: "tokens"},
            "mask": {0: "rows", 1: "tokens"},
            "own": {0: "rows", 1: "tokens"},
            "logits": {0: "rows"},
            "shares": {0: "rows", 1: "tokens"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )
    out.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        str(exact / WEIGHTS_FILE),
        str(out / WEIGHTS_FILE),
        weight_type=QuantType.QInt8,
        per_channel=True,
    )
    _forget_paths(out / WEIGHTS_FILE)
    fix_ranges(out / WEIGHTS_FILE, _windows(base))
    for folder in (exact, out):
        shutil.copyfile(base / "tokenizer.json", folder / TOKENIZER_FILE)
    compare(exact, out, KEPT if out == OUT else work / KEPT.name)
    sys.stdout.write(f"{(out / WEIGHTS_FILE).stat().st_size / 1e6:.1f} MB\n")


def _windows(base: Path) -> Iterator[Window]:
    """Yield some of what the encoder was trained on, as it will read it."""
    cutter = open_cutter(base)
    lines = list(read_folder(VOICES))
    choose = random.Random(_SEED)  # noqa: S311 - as above
    for line in choose.sample(lines, _LINES_FOR_RANGES):
        reading = read_for_encoder(normalise(line.text))
        context = read_for_encoder(normalise(line.context)) if line.context else ""
        for cut in cutter.cut(reading, context):
            yield from cut.windows


def _examples() -> tuple[Tensor, Tensor, Tensor]:
    """Return two rows of tokens, the second shorter and with something that it answers."""
    ids = torch.randint(5, 1_000, (2, 16))
    mask, own = torch.ones_like(ids), torch.ones_like(ids)
    mask[1, 12:] = 0
    own[1, 7:] = 0
    return ids, mask, own


def _asked(
    student: LabelEncoder, table: npt.NDArray[np.float32], inputs: Sequence[Tensor]
) -> Tensor:
    """Return the logits of both halves for rows of tokens."""
    ids, _, own = inputs
    windows = [
        Window(tuple(row), int(length), ())
        for row, length in zip(ids.tolist(), own.sum(1), strict=True)
    ]
    wide = torch.tensor(extract(windows) @ table)
    with torch.no_grad():
        return student(*inputs) + wide


def _check_same(exported: Exported, inputs: Sequence[Tensor], asked: Tensor) -> None:
    with torch.no_grad():
        apart = float((asked - exported(*inputs)[0]).abs().max())
    if apart > _ROUNDING:
        raise SystemExit(f"The graph to export differs from the fitted model by {apart:.2g}.")


def _forget_paths(weights: Path) -> None:
    # The exporter notes in which file of the training machine each operation stood.
    model = onnx.load(str(weights))
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, str(weights))


if __name__ == "__main__":
    sys.exit(main())
