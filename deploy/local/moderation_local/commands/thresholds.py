"""`moderation thresholds refit`: what people's decisions say about the pack's thresholds."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from moderation_classifier.domain.quality.refitting import exactly
from moderation_common.errors import ModerationError
from moderation_common.vocabulary import Role
from moderation_local.asking import ask_classifier

_TIMEOUT_S: Final = 120.0
"""Months of judgements are decided anew for the answer."""
_DEMANDS: Final = (
    "days",
    "min_recall",
    "min_danger_recall",
    "min_precision",
    "min_danger_precision",
    "max_removal_error",
)

_Answer = Mapping[str, Any]


def refit(arguments: argparse.Namespace) -> int:
    """Print what is proposed and what it would have changed; nothing takes effect by it.

    The status is 1 when nothing can be proposed for any label.
    """
    output: Path | None = arguments.output
    if output is not None:
        _require_writable(output)
    proposal = _ask(arguments)
    if arguments.json:
        print(json.dumps(proposal, indent=1))
    else:
        for line in report(proposal):
            print(line)
    if output is not None:
        save(proposal, output)
    return 0 if any(label["proposed"] for label in proposal["labels"]) else 1


def _ask(arguments: argparse.Namespace) -> _Answer:
    answer = ask_classifier(
        arguments.data,
        "/v1/thresholds/proposal",
        role=Role.ADMINISTRATOR,
        organisation=arguments.org,
        timeout_s=_TIMEOUT_S,
        query={name: getattr(arguments, name) for name in _DEMANDS},
    )
    proposal: _Answer = answer.json()
    return proposal


def report(proposal: _Answer) -> Iterator[str]:
    """Yield the lines of a report that a person decides by."""
    yield (
        f"{proposal['pack']}: {_counted(proposal['examples'], 'weighed example')},"
        f" {_counted(proposal['judgements'], 'judgement')}"
    )
    yield from proposal["warnings"]
    kept: list[str] = []
    refused: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for label in proposal["labels"]:
        if label["proposed"] is None:
            refused[tuple(label["refusals"])].append(label["label"])
        elif label["changes"]:
            yield from _label_lines(label)
        else:
            kept.append(label["label"])
    if kept:
        yield f"{', '.join(kept)}: {'stays as it is' if len(kept) == 1 else 'stay as they are'}."
    yield from _totals(proposal)
    if refused:
        yield ""
        yield "Nothing is proposed for:"
        for refusals, labels in refused.items():
            yield f"  {', '.join(labels)}: {' '.join(refusals)}"
    yield ""
    if proposal["yaml"]:
        yield "To take this up, paste it into a new version of the pack; nothing has changed yet:"
        yield ""
        yield proposal["yaml"].rstrip()
    else:
        yield "No threshold would change."


def _label_lines(label: _Answer) -> Iterator[str]:
    have = "has" if label["positives"] == 1 else "have"
    yield f"{label['label']} ({label['positives']} of {label['examples']} examples {have} it):"
    for name in ("review", "act", "remove"):
        now, proposed = label["now"][name], label["proposed"][name]
        changed = f" -> {exactly(proposed)}" if proposed != now else ""
        yield f"  {name:<7}{exactly(now)}{changed}"
    for name, words in (("recall", "found"), ("precision", "labelled rightly")):
        now, then = label["now_does"][name], label["proposed_does"][name]
        yield f"  {words}: {_share(now)} now, {_share(then)} then"
    error = label["proposed_does"]["removal_error"]
    if error is not None:
        yield f"  removes at most {error:.3%} of what must be left"
    yield from _effect_lines(label["effect"])
    for refusal in label["refusals"]:
        yield f"  {refusal}"


def _totals(proposal: _Answer) -> Iterator[str]:
    if not any(label["changes"] for label in proposal["labels"]):
        return
    yield "All together:"
    yield from _effect_lines(proposal["effect"])
    now, then = proposal["removal_error_now"], proposal["removal_error_proposed"]
    if now is not None and then is not None:
        yield f"  removes at most {now:.3%} now and {then:.3%} then of what must be left"


def _effect_lines(effect: _Answer) -> Iterator[str]:
    changes = ", ".join(
        f"{change['judgements']} {change['before']} -> {change['after']}"
        for change in effect["changes"]
    )
    yield f"  of {_counted(effect['judged'], 'past judgement')}: {changes or 'none would change'}"
    if effect["labels_gained"] or effect["labels_lost"]:
        yield (
            f"  {effect['labels_gained']} would gain a certain label,"
            f" {effect['labels_lost']} would lose one"
        )


def _share(estimate: _Answer | None) -> str:
    if estimate is None:
        return "unknown"
    return f"{estimate['value']:.1%} ({estimate['low']:.1%} to {estimate['high']:.1%})"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _require_writable(path: Path) -> None:
    """Refuse a place that cannot be written before the service is asked, which takes long."""
    try:
        problem = _what_keeps_from_writing(path)
    except OSError as error:
        problem = error.strerror
    if problem is not None:
        raise ModerationError(_no_place(path, problem))


def _what_keeps_from_writing(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return "you may not write there"
    return None


def save(proposal: _Answer, path: Path) -> None:
    """Write the piece of a pack, or say on standard error that there is none to write.

    Raises `ModerationError` when the place cannot be written.
    """
    if not proposal["yaml"]:
        # Standard output may be JSON that a program reads.
        print(f"Nothing is written to {path}: no threshold would change.", file=sys.stderr)
        return
    try:
        path.write_text(proposal["yaml"], "utf-8")
    except OSError as error:
        raise ModerationError(_no_place(path, error.strerror)) from error


def _no_place(path: Path, problem: str | None) -> str:
    return f"{path} cannot be written ({problem}); give --output another place."
