#!/usr/bin/env bash
# Pins every third-party package with hashes, for every supported Python on every platform at once.
# Versions already pinned stay; `tools/lock.sh --upgrade` moves them to the newest.
# Neither the index nor any local path is written down, so that the files install from any mirror.
set -euo pipefail
cd "$(dirname "$0")/.."

uv="${UV:-.venv/bin/uv}"
members=(libs/common services/ingest services/classifier services/escalation services/audit deploy/local)

compile() { # compile OUTPUT [uv options] INPUT...
    local output="$1" member
    shift
    local options=(
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
        --custom-compile-command "make lock" --quiet --output-file "$output"
    )
    for member in "${members[@]}"; do
        options+=(--no-emit-package "$(sed -n 's/^name = "\(.*\)"$/\1/p' "$member/pyproject.toml")")
    done
    "$uv" pip compile "${options[@]}" "$@" >/dev/null
}

# What the machine's pip is told about links or mirrors is its own affair, not the lock's.
unset PIP_FIND_LINKS PIP_NO_INDEX

compile requirements.txt "$@" requirements.in
compile requirements-dev.txt "$@" requirements-dev.in
for service in ingest classifier escalation audit; do
    # An image holds what its service needs, in the versions that were tested together.
    printf -- '-e libs/common\n-e services/%s\nsetuptools\n' "$service" |
        compile "services/$service/requirements.txt" --constraints requirements.txt -
done

# Training runs on Linux alone, and needs the base models but not what their packages depend on.
training=services/classifier/training
linux=(--python-version 3.11 --python-platform x86_64-unknown-linux-gnu --generate-hashes)
linux+=(--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet)
"$uv" pip compile "${linux[@]}" "$@" "$training/requirements.in" --output-file "$training/requirements.txt" >/dev/null
"$uv" pip compile "${linux[@]}" --no-deps "$training/bases.in" --output-file "$training/bases.txt" >/dev/null

if grep -nE '://|file:|^-e |--(extra-)?index-url|--find-links' requirements*.txt services/*/requirements.txt "$training"/{requirements,bases}.txt; then
    echo "A lock file names an address or a path (above); remove it before committing." >&2
    exit 1
fi
