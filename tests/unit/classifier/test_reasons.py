"""Reasons of those who change what the machine does: something that can be read."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from moderation_classifier.api.modes import ModeToDeclare
from moderation_classifier.api.switches import SwitchToTurn

ASKED: list[tuple[type[BaseModel], dict[str, str]]] = [
    (ModeToDeclare, {"mode": "election"}),
    (SwitchToTurn, {"kind": "label", "target": "hate"}),
]


@pytest.mark.parametrize("asked, rest", ASKED)
@pytest.mark.parametrize("reason", ["", "   ", "\t\n \u00a0 ", " ab  "])
def test_blanks_are_no_reason(asked: type[BaseModel], rest: dict[str, str], reason: str) -> None:
    """Who reads the record later would learn nothing."""
    with pytest.raises(ValidationError):
        asked.model_validate(rest | {"reason": reason})


@pytest.mark.parametrize("asked, rest", ASKED)
def test_a_reason_keeps_its_words_alone(asked: type[BaseModel], rest: dict[str, str]) -> None:
    """Blanks around it are not kept; 500 characters are the most."""
    read = asked.model_validate(rest | {"reason": f" {'a' * 500}\n"})
    assert read.model_dump()["reason"] == "a" * 500
    with pytest.raises(ValidationError):
        asked.model_validate(rest | {"reason": "a" * 501})
