"""`moderation policy try`: what a pack would have changed in the past; nothing takes effect."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from moderation_common.errors import ModerationError
from moderation_common.policy.loader import load_draft
from moderation_common.vocabulary import Role
from moderation_local.asking import ask_classifier
from moderation_local.quoting import quoted

_TIMEOUT_S: Final = 300.0
"""Thousands of texts may be read anew for the answer."""
_LONDON: Final = ZoneInfo("Europe/London")

_SHIFTS: Final = {
    "urgency": "urgency",
    "category": "category",
    "actions": "done at once",
    "proposed": "proposed to a person",
    "house_rule": "house rule of the removal",
}
"""What may shift for comments that change alike, as the answer and as the report names it."""

_Answer = Mapping[str, Any]


def try_policy(arguments: argparse.Namespace) -> int:
    """Print what would have changed.

    With `--fail-on-harm` the status is 1 when more of what must be left would be removed, or danger
    would no longer reach a person.
    """
    trial = _ask(arguments)
    if arguments.json:
        print(json.dumps(trial, indent=1))
    else:
        for line in report(trial):
            print(line)
    return 1 if arguments.fail_on_harm and trial["report"]["harms"] else 0


def _ask(arguments: argparse.Namespace) -> _Answer:
    text = _read(arguments.file)
    # Read here first: the classifier does not know what the file is called.
    pack = load_draft(arguments.file, text=text, organisation=arguments.org)
    answer = ask_classifier(
        arguments.data,
        "/v1/policy/try",
        role=Role.MODERATOR,
        organisation=pack.organisation.key,
        timeout_s=_TIMEOUT_S,
        body={
            "pack": text,
            "since": beginning_of(arguments.since).isoformat(),
            "examples": arguments.examples,
            "texts": arguments.texts,
        },
    )
    trial: _Answer = answer.json()
    return trial


def beginning_of(day: date) -> datetime:
    """Return when a day begins in London, as any reader takes it.

    That is in UTC: before there were time zones, London's noon was 75 seconds late.
    """
    return datetime.combine(day, time(), tzinfo=_LONDON).astimezone(UTC)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        msg = f"{file} cannot be read ({error.strerror}); name the pack to try."
        raise ModerationError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{file} is not UTF-8 text; save it as UTF-8."
        raise ModerationError(msg) from error


def report(trial: _Answer) -> Iterator[str]:
    """Yield the lines of a report that a person decides by."""
    found = trial["report"]
    source = "their stored scores" if trial["basis"] == "scores" else "their texts, read anew"
    yield (
        f"{trial['candidate']} instead of {trial['in_force']}: {found['changed']} of"
        f" {found['judged']} decisions would change, by {source}."
    )
    yield from trial["warnings"]
    yield ""
    for name, words in (("silenced", "newly removed"), ("freed", "no longer removed")):
        yield from _counted(f"Criticism and complaints, {words}", found[f"critical_{name}"])
        yield from _counted(f"All that must be left, these included, {words}", found[name])
    for name, words in (
        ("danger_lost", "no longer seen"),
        ("danger_asked", "asked about, no longer a case"),
        ("danger_won", "newly seen"),
    ):
        for label, counted in found[name].items():
            yield from _counted(f"{label.replace('_', ' ').capitalize()}, {words}", counted)
    yield f"Reviews: {found['reviews_before']} now, {found['reviews_after']} then."
    if found["answered"]:
        yield (
            f"People had decided on {found['answered']} of the changed comments:"
            f" {found['nearer_to_people']} would no longer go against their word,"
            f" {found['further_from_people']} newly would."
        )
    for group in found["groups"]:
        yield ""
        yield from _group(group)
    yield ""
    yield from _verdict(found)
    yield "Nothing has taken effect."


def _verdict(found: _Answer) -> Iterator[str]:
    """Say in a sentence why the change harms, where it does; `--fail-on-harm` rests on the same."""
    if not found["harms"]:
        return
    harms = []
    more = found["silenced"]["comments"] - found["freed"]["comments"]
    if more > 0:
        harms.append(f"the machine would remove {more} more of what must be left than now")
    if found["danger_lost"]:
        labels = " and ".join(label.replace("_", " ") for label in found["danger_lost"])
        harms.append(f"danger ({labels}) would no longer reach a person")
    yield f"This change harms: {', and '.join(harms)}."


def _group(group: _Answer) -> Iterator[str]:
    labels = [f"+{label}" for label in group["gained"]] + [f"-{label}" for label in group["lost"]]
    rows = group["row_before"]
    if group["row_after"] != rows:
        rows = f"{rows} -> {group['row_after']}"
    title = f"{group['before']} -> {group['after']} ({rows}{', ' if labels else ''}"
    counted, *examples = _counted(f"{title}{' '.join(labels)})", group)
    yield counted
    yield from (f"  {shift}" for shift in _shifts(group))
    yield from examples


def _shifts(group: _Answer) -> Iterator[str]:
    routes = [f"+{route}" for route in group["routes_gained"]]
    routes += [f"-{route}" for route in group["routes_lost"]]
    if routes:
        yield f"routes: {' '.join(routes)}"
    for name, words in _SHIFTS.items():
        shift = group[name]
        # What the machine does at once is all that is proposed where nobody is asked.
        if shift is None or (name == "proposed" and shift == group["actions"]):
            continue
        yield f"{words}: {_side(shift['before'])} -> {_side(shift['after'])}"


def _side(side: str | list[str] | None) -> str:
    if side is None:
        return "none"
    return side if isinstance(side, str) else " and ".join(side)


def _counted(title: str, counted: _Answer) -> Iterator[str]:
    yield f"{title}: {counted['comments']}"
    for example in counted["examples"]:
        text = example["text"]
        yield f"  {example['ref']}" + ("" if text is None else f": {quoted(text)}")
