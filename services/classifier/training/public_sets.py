"""The public data sets, each read for the few labels on which its own labels can be trusted.

Left out on purpose: the swearing tweets (American, sampled by slur list), the covid headlines
(they teach style, not truth), the forum sentences under a share-alike licence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from moderation_common.vocabulary import HOUSE_RULE_LABELS, Label
from training.annotations import said_of, settle

HELD_OUT_TRUST: Final = "Trust B"
"""Every form answer of this trust is kept from training and tuning."""

FEEDBACK: Final = "nhs feedback"
"""The source of the rows that are answers on hospitals' feedback forms."""

_MAX_CHARACTERS: Final = 600
_MAX_NEUTRAL: Final = 5_000
_TUNING_SHARE: Final = 4
_LINK: Final = re.compile(r"https?://\S+")

_NEVER_ON_FORMS: Final = HOUSE_RULE_LABELS | {
    Label.EMERGENCY,
    Label.SELF_HARM,
    Label.FOI,
    Label.SUBJECT_ACCESS,
    Label.MEDIA,
    Label.SPEAK_UP,
    Label.IG_INCIDENT,
    Label.SAFEGUARDING,
}
"""Labels that answers on a hospital's feedback form all but never deserve, unless a reader of the
answer says so."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text with what is known of it; labels that are not named are unknown."""

    source: str
    text: str
    known: Mapping[Label, bool]
    weight: float = 1.0


def kept_for_tuning(text: str) -> bool:
    """Return whether a feedback text is kept from the encoder's training: one in four is."""
    return crc32(text.strip().casefold().encode()) % _TUNING_SHARE == 0


def read_feedback(folder: Path, *, held_out: bool) -> Iterator[Row]:
    """Yield the distinct NHS feedback texts of the held-out trust, or of all others."""
    seen: set[str] = set()
    for written in _read(folder, "nhs_pxtextmining_dev"):
        extra = written["extra"]
        text = written["text"].strip()
        if extra.get("placeholder") or (extra.get("org") == HELD_OUT_TRUST) is not held_out:
            continue
        if text.casefold() in seen:
            continue
        seen.add(text.casefold())
        known = _known_of_form(text)
        if extra.get("safeguarding"):
            known.pop(Label.SAFEGUARDING, None)
        known.update(_mood(written["label"]))
        yield Row(FEEDBACK, text, known)


def read_training_rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of every data set used in training."""
    yield from read_feedback(folder, held_out=False)
    for name in ("dynahate_devtest", "hatemojibuild"):
        for written in _read(folder, name):
            hateful = written["label"] == "hate"
            known = {Label.HATE: hateful}
            if not hateful:
                known[Label.THREAT] = False
            elif "threat" in str(written["extra"].get("type")):
                known[Label.THREAT] = True
            yield Row(name, written["text"], known, 0.5)
    yield from _cad(folder)
    for written in _read(folder, "edos_sexism"):
        if written["label"] == "sexist":
            threatening = str(written["extra"].get("category", "")).startswith("1")
            known = {Label.HATE: True, **({Label.THREAT: True} if threatening else {})}
            yield Row("edos_sexism", written["text"], known, 0.3)
    for name in ("sms_spam", "youtube_spam"):
        for written in _read(folder, name):
            yield Row(name, written["text"], {Label.SPAM: written["label"] == "spam"}, 0.5)


def _known_of_form(text: str) -> dict[Label, bool]:
    """Return what most readers of an answer say of it; without a reader, what forms never hold."""
    said = said_of(text, kind="feedback")
    if not said:
        return dict.fromkeys(_NEVER_ON_FORMS, False)
    true = settle(said)
    return {label: label in true for label in Label}


def _cad(folder: Path) -> Iterator[Row]:
    neutral = 0
    for written in _read(folder, "cad"):
        label, text = written["label"], _LINK.sub("", written["text"])
        if len(text) > _MAX_CHARACTERS:
            continue
        if label in {"Neutral", "CounterSpeech"}:
            neutral += 1
            if neutral <= _MAX_NEUTRAL:
                known = {Label.HATE: False, Label.HARASSMENT: False, Label.THREAT: False}
                yield Row("cad", text, known, 0.5)
        elif "PersonDirectedAbuse" in label:
            yield Row("cad", text, {Label.HARASSMENT: True}, 0.5)
        elif "IdentityDirectedAbuse" in label:
            yield Row("cad", text, {Label.HATE: True}, 0.5)


def _mood(label: str) -> dict[Label, bool]:
    match label.split("_"):
        case ["sentiment", "1"] | ["criticality", "3" | "4" | "5"]:
            return {Label.COMPLIMENT: True, Label.CRITICISM: False, Label.COMPLAINT: False}
        case ["sentiment", "5"] | ["criticality", "-3" | "-4" | "-5"]:
            return {Label.COMPLIMENT: False, Label.CRITICISM: True}
        case _:
            return {}


def _read(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
