"""Lines that no platform should send and somebody will: the same for the API and the command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

TELLTALE: Final = "Quillfeather"
"""A word of the texts that may stand nowhere else."""

_ASKED: Final = {"id": 1, "platform": "x", "kind": "reply", "text": TELLTALE}


@dataclass(frozen=True, slots=True)
class StrangeLine:
    """One of them; it serves as the body of a request too."""

    given: bytes
    status: int = 200
    """Of the API's answer; the command refuses where this is not 200."""
    traces: tuple[str, ...] = (TELLTALE,)
    """What of it may stand in no log and no complaint."""


def _line(text: str, *, escaped: bool = False, **fields: object) -> bytes:
    line = json.dumps(_ASKED | {"text": text} | fields, ensure_ascii=escaped)
    return line.encode("utf-8", "surrogatepass")


def _spoilt(put: bytes) -> bytes:
    """Return a sound line with bytes put into its text."""
    return _line(f"{TELLTALE} was here").replace(b" was", put)


DECIDED: Final = {
    "empty": StrangeLine(_line(""), traces=()),
    "white space": StrangeLine(_line(" \t\r\n\u2028", escaped=True), traces=()),
    "a megabyte": StrangeLine(_line(f"my {TELLTALE} is on ward 6 and " * 30_000)),
    "a megabyte without a space": StrangeLine(_line(TELLTALE * 85_000)),
    "one emoji": StrangeLine(_line("🙂"), traces=("🙂",)),
    "only emoji": StrangeLine(_line("🙂" * 10_000), traces=("🙂",)),
    "right-to-left override": StrangeLine(_line(f"\u202e{TELLTALE} flow uoy" * 500)),
    "50,000 combining characters": StrangeLine(_line(TELLTALE + "\u0301" * 50_000)),
    "U+0000": StrangeLine(_line(f"{TELLTALE}\x00 was here")),
    "only U+0000": StrangeLine(_line("\x00" * 1_000), traces=()),
    "a lone surrogate": StrangeLine(_line(f"{TELLTALE} \ud83d", escaped=True)),
    "the other half alone": StrangeLine(_line(f"\ude42 {TELLTALE}", escaped=True)),
    "a lone surrogate as bytes": StrangeLine(_line(f"{TELLTALE} \ud83d")),
    "a lone surrogate in the post": StrangeLine(_line(TELLTALE, escaped=True, post="Open \ud83d")),
}
"""What is judged like any text."""

REFUSED: Final = {
    "invalid UTF-8": StrangeLine(_spoilt(b"\xff\xfe"), status=400),
    "UTF-8 cut short": StrangeLine(_spoilt(b"\xe2\x82"), status=400),
    "U+0000 as a byte": StrangeLine(_spoilt(b"\x00"), status=422),
    "a lone surrogate in a word of ours": StrangeLine(
        _line(TELLTALE, escaped=True, platform="x\ud83d"), status=422
    ),
    "lists without end": StrangeLine(
        _line(TELLTALE)[:-1] + b', "earlier": ' + b"[" * 100_000, status=400
    ),
    "cut off": StrangeLine(_line(TELLTALE)[:-2], status=422),
}
"""What is no comment that could be judged."""
