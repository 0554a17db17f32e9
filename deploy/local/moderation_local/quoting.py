"""Shows somebody's words on one line of a terminal, in their letters and without their tricks."""

from __future__ import annotations

import json
from typing import Final

_JOINER: Final = "\u200d"
"""Puts an emoji together from several; alone it is not seen, and does nothing."""


def quoted(text: str) -> str:
    """Return a text in quotation marks, as it is read: `£4.20`, and not its numbers.

    What steers a terminal, turns the direction of writing or is half a character is written as
    JSON writes it, so that no comment can hide or forge a line of a report.
    """
    return '"' + "".join(map(_shown, text)) + '"'


def _shown(character: str) -> str:
    if character in {'"', "\\"} or not (character.isprintable() or character == _JOINER):
        return json.dumps(character)[1:-1]
    return character
