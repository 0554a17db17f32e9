"""Trains the encoder and writes it as ONNX: `python -m training.train_encoder STEP ... `.

The steps, in order, each leaving its result in the work folder:

- `teach`: fine-tune the large model (all-mpnet-base-v2) on the rows;
- `note`: note its probabilities for every row;
- `student`: fine-tune the small one (all-MiniLM-L6-v2) on the rows and on those probabilities,
  whole and then slimmed;
- `widen`: fit the wide half, which stands beside the small one;
- `export`: write the small one as ONNX with weights of one byte, and its tokenizer.

`further` stands in place of the first three where the encoder that ships is to learn what new
authors wrote; `--newest` names their files in `voices/`.

`python -m training.calibrate` then fits what turns outputs into probabilities. The two base models
come from packages of the Python index (see `README.md` here); torch is needed here only. With
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
from training.encoder_rows import ANSWERING, PUBLIC, EncoderRow, gather_rows
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
_TEACHER: Final = Schedule(epochs=2, batch=32, rate=3e-5)
_TEACHER_BY_HAND: Final = Schedule(epochs=3, batch=32, rate=4e-5)
"""What was written for this, again: labels with few lines need more than two looks."""
_PUBLIC_SHARE: Final = 0.3
"""Of what the public sets say many times over, from the second look on."""
_STUDENT: Final = (
    Schedule(epochs=2, batch=32, rate=1.2e-4),
    Schedule(epochs=3, batch=32, rate=8e-5),
    Schedule(epochs=7, batch=32, rate=1.2e-4, words_fixed=True),
)
"""A new warm start finds more than one long decline of the rate."""
_SLIMMED: Final = (
    Schedule(epochs=3, batch=32, rate=1.2e-4, words_fixed=True),
    Schedule(epochs=3, batch=32, rate=1.2e-4, words_fixed=True),
)
_OF_LAST: Final = 0.5
"""Of two ends the mean is on texts of others better than either alone."""
STUDENT: Final = "student.pt"
_WIDE: Final = "wide.npy"
_OPSET: Final = 17
_LINES_FOR_RANGES: Final = 3_000
_SEED: Final = 20261122
_ROUNDING: Final = 1e-3
"""How far two ways to compute a logit may lie apart."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("teach", "note", "student", "further", "widen", "export"))
    parser.add_argument("--datasets", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--newest", nargs="*", default=[], help="files that the encoder never saw")
    parser.add_argument("--rows", type=int, help="rehearse on so many rows")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    gather = partial(_gather, options.datasets, options.rows)
    match options.step:
        case "teach":
            teach(gather(), options.base, options.work)
        case "note":
            note(_and_varied(gather()), options.base, options.work)
        case "student":
            learn(_and_varied(gather()), options.base, options.work)
        case "further":
            if not options.newest:
                raise SystemExit("Name what is new with --newest, such as --newest a.txt b.txt.")
            weights = train_further(
                gather(), _known_files(options.newest), base=options.base, shipped=OUT
            )
            torch.save(weights, options.work / STUDENT)
        case "widen":
            widen(gather(), options.base, options.work)
        case _:
            export(options.base, options.work, options.out)
    return 0


def teach(rows: Sequence[EncoderRow], base: Path, work: Path) -> None:
    """Fine-tune the teacher."""
    teacher = fit(base, rows, schedule=_TEACHER)
    some = [rows[at] for at in _mostly_by_hand(rows, _PUBLIC_SHARE)]
    teacher = fit(base, some, schedule=_TEACHER_BY_HAND, model=teacher)
    torch.save(teacher.state_dict(), work / "teacher.pt")


def note(rows: Sequence[EncoderRow], base: Path, work: Path) -> None:
    """Note the teacher's probability for each row and label.

    Of a comment under what it does not answer it is asked about the comment alone, and of one that
    was put together about its parts: the whole says what the likeliest of them says.
    """
    asked = [_asked_alone(row, reading) for row in rows for reading in row.parts or (row.reading,)]
    teacher = LabelEncoder(base)
    teacher.load_state_dict(torch.load(work / "teacher.pt"))
    logits = predict(teacher, open_cutter(base), asked)
    numbers = [max(len(row.parts), 1) for row in rows]
    highest = np.maximum.reduceat(logits, np.cumsum([0, *numbers[:-1]]))
    np.save(work / "taught.npy", 1 / (1 + np.exp(-highest)))


def _asked_alone(row: EncoderRow, reading: str) -> EncoderRow:
    alone = bool(row.parts) or row.source == ANSWERING
    return replace(row, reading=reading, context="" if alone else row.context)


def learn(rows: Sequence[EncoderRow], base: Path, work: Path) -> None:
    """Fine-tune the student, with the teacher's probabilities where there are any."""
    noted = work / "taught.npy"
    taught = np.load(noted) if noted.exists() else None
    if taught is not None and len(taught) != len(rows):
        raise SystemExit(f"{noted.name} is of {len(taught)} rows, not {len(rows)}; teach again.")
    kept = _mostly_by_hand(rows, _PUBLIC_SHARE)
    rows = [rows[at] for at in kept]
    taught = None if taught is None else taught[kept]
    student = LabelEncoder(base)
    for schedule in _STUDENT:
        student = fit(base, rows, schedule=schedule, teacher=taught, model=student)
    student = slim(student)
    ends: list[dict[str, Tensor]] = []
    for schedule in _SLIMMED:
        student = fit(base, rows, schedule=schedule, teacher=taught, model=student)
        ends.append({name: value.clone() for name, value in student.state_dict().items()})
    torch.save(between(ends[-2], ends[-1], _OF_LAST), work / STUDENT)


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


def _and_varied(rows: list[EncoderRow]) -> list[EncoderRow]:
    return [*rows, *varied_rows(rows)]


def _mostly_by_hand(rows: Sequence[EncoderRow], share: float) -> list[int]:
    """Return the numbers of the rows that were written for this, and of a share of the public ones.

    The public sets say what they say many times over.
    """
    choose = random.Random(20261124)  # noqa: S311 - repeatable, not secret
    return [
        at for at, row in enumerate(rows) if row.source not in PUBLIC or choose.random() < share
    ]


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
