"""The pinned requirements install from any mirror, and every part runs on the same versions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.support.infrastructure import REPOSITORY

_PIN: Final = re.compile(r"^([a-z0-9-]+)==([^\s;]+)(?: ; (.+?))? \\$", re.MULTILINE)

_LOCK_FILES: Final = sorted(
    [*REPOSITORY.glob("requirements*.txt"), *REPOSITORY.glob("services/*/requirements.txt")]
)


def _pins(path: Path) -> set[tuple[str, str, str]]:
    return {
        (name, version, marker)
        for name, version, marker in _PIN.findall(path.read_text(encoding="utf-8"))
    }


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def test_every_service_and_the_whole_have_a_lock_file() -> None:
    """One file for a run, one for development, one for each of the four images."""
    assert len(_LOCK_FILES) == 6


@pytest.mark.parametrize("path", _LOCK_FILES, ids=_name)
def test_a_lock_file_names_no_address_and_hashes_everything(path: Path) -> None:
    """No index, link, download address or local path; at least one hash for each package."""
    text = path.read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]

    assert packages
    assert not re.search(r"://|^-|^\s+-(?!-hash=)|file:|/home|/root", text, re.MULTILINE)
    assert [block.splitlines()[0] for block in packages if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(
    "path", [path for path in _LOCK_FILES if path.parent != REPOSITORY], ids=_name
)
def test_an_image_runs_the_versions_that_were_tested(path: Path) -> None:
    """Whatever a service's image installs is pinned the same in the files the tests run on."""
    whole = _pins(REPOSITORY / "requirements.txt")

    assert _pins(path) <= whole
    assert whole <= _pins(REPOSITORY / "requirements-dev.txt")
