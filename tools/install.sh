#!/usr/bin/env bash
# Makes .venv hold what one requirements file pins, and the members of this tree as they stand.
# usage: tools/install.sh REQUIREMENTS STAMP; the stamp is written when all is in place.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements="$1"
stamp="$2"
chosen="${PYTHON:-python3}"

refuse() {
    echo "$1" >&2
    exit 1
}

if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$chosen" >/dev/null ||
        refuse "There is no \`$chosen\` here; install Python 3.11 or later, or name one: make PYTHON=python3.12"
    "$chosen" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        refuse "Python 3.11 or later is needed and \`$chosen\` is $("$chosen" --version 2>&1); name another: make PYTHON=python3.12"
    "$chosen" -c 'import ensurepip, venv' 2>/dev/null ||
        refuse "\`$chosen\` cannot make virtual environments; on Debian or Ubuntu: apt-get install python3-venv"
    rm -rf .venv
    "$chosen" -m venv .venv
fi

rm -f .venv/.installed-*
echo "Installing $requirements into .venv (about a minute the first time)."
pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input)
"${pip[@]}" --require-hashes --requirement "$requirements"
# Their third-party needs are all in place, in the pinned versions, and setuptools is one of them.
"${pip[@]}" --no-deps --no-build-isolation \
    --editable libs/common \
    --editable services/ingest --editable services/classifier \
    --editable services/escalation --editable services/audit \
    --editable deploy/local
touch "$stamp"
