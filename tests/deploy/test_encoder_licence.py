"""The encoder, which is others' work changed by us, goes nowhere without its licence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from tests.support.infrastructure import REPOSITORY

_SERVICE: Final = REPOSITORY / "services/classifier"
_PACKAGE: Final = _SERVICE / "moderation_classifier"
_ENCODER: Final = _PACKAGE / "model/encoder"


def _project() -> dict[str, Any]:
    return tomllib.loads((_SERVICE / "pyproject.toml").read_text("utf-8"))


def _packaged(patterns: list[str]) -> set[Path]:
    return {path for pattern in patterns for path in _PACKAGE.glob(pattern)}


def test_the_licence_is_there_from_its_title_to_its_end() -> None:
    """Beside the weights stands the whole text of the Apache License, all nine sections."""
    text = (_ENCODER / "LICENSE.txt").read_text("utf-8")

    assert re.search(r"Apache License\s+Version 2\.0, January 2004", text)
    assert re.findall(r"^   (\d)\. \w", text, re.MULTILINE) == [str(n) for n in range(1, 10)]
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_notice_says_of_each_file_what_was_changed() -> None:
    """The notice names the work that it derives from, its licence, and every file beside it."""
    text = (_ENCODER / "NOTICE.md").read_text("utf-8")
    others = {path.name for path in _ENCODER.iterdir()} - {"NOTICE.md"}

    assert "all-MiniLM-L6-v2" in text
    assert "What was changed" in text
    assert {name for name in others if f"`{name}`" not in text} == set()


def test_whoever_gets_the_weights_gets_the_licence() -> None:
    """Licence and notice are packaged with the weights, and the package's metadata says so."""
    project = _project()
    packaged = _packaged(project["tool"]["setuptools"]["package-data"]["*"])

    assert set(_ENCODER.iterdir()) <= packaged
    assert project["project"]["license"] == "MIT AND Apache-2.0"
