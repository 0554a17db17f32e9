"""`moderation quality`: how the machine does by what people have decided, in sentences."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moderation_common.vocabulary import Role
from moderation_local.asking import ask_classifier

_TIMEOUT_S: Final = 60.0
_KINDS: Final = {
    "review": "comments that the machine puts before a person",
    "removed": "comments that the machine removes by itself",
    "left": "comments that the machine leaves",
    "outside": "comments that were changed or taken down meanwhile",
}

_Answer = Mapping[str, Any]


def show(arguments: argparse.Namespace) -> int:
    """Print the figures of one body."""
    answer: _Answer = ask_classifier(
        arguments.data,
        "/v1/quality",
        role=Role.AUDITOR,
        organisation=arguments.org,
        timeout_s=_TIMEOUT_S,
        query={"days": arguments.days},
    ).json()
    if arguments.json:
        print(json.dumps(answer, indent=1))
    else:
        for line in report(answer):
            print(line)
    return 0


def report(quality: _Answer) -> Iterator[str]:
    """Yield the lines of a report, the safety figures first."""
    since, until = (quality[end][:10] for end in ("since", "until"))
    yield f"{quality['organisation']}, {since} to {until}"
    judged = f"The machine judged {_counted(quality['comments'], 'comment')}."
    if not quality["examples"]:
        yield f"{judged} People have decided about none yet, so that nothing is known of them."
    else:
        yield (
            f"{judged} People decided about {quality['examples']}; what follows rests on the"
            f" {quality['weighed']} of these that they were asked about by design."
        )
        yield from _safety(quality)
    yield from _labels(quality["labels"])
    yield from _cases(quality["cases"])
    yield from _drift(quality["drift"])


def _safety(quality: _Answer) -> Iterator[str]:
    if quality["unanswered"]:
        kinds = ", or ".join(_KINDS[kind] for kind in quality["unanswered"])
        yield f"Nobody has answered yet for {kinds}, so that what needs them is not known."
    yield ""
    yield (
        "Of comments that must be left, the machine removed:"
        f" {_share(quality['must_leave_removed'])}."
    )
    checked = _counted(quality["removals_checked"], "removal")
    yield f"Of {checked} that people checked, overturned: {_share(quality['removals_overturned'])}."


def _labels(labels: Sequence[_Answer]) -> Iterator[str]:
    if not labels:
        return
    yield ""
    yield "By label, against what people said of the same comments:"
    for one in labels:
        yield (
            f"  {one['label']} (people {one['by_people']}, machine {one['by_machine']}, of"
            f" {_counted(one['examples'], 'decision')})"
        )
        for name, words in (
            ("precision", "rightly given"),
            ("recall", "found for certain"),
            ("reached", "found or put before a person"),
            ("agreement", "the same said by both"),
        ):
            if one[name] is not None:
                yield f"    {words}: {_share(one[name])}"
        if one["kappa"] is not None:
            yield f"    agreement beyond chance (kappa): {one['kappa']:.2f}"
        if one["calibration_error"] is not None:
            yield f"    scores are off by {one['calibration_error']:.2f} on average"


def _cases(cases: Sequence[_Answer]) -> Iterator[str]:
    answered = [one for one in cases if one["precision"] is not None]
    if not answered:
        return
    yield ""
    yield "Where people closed a case and said whether the label was right:"
    for one in answered:
        yield f"  {one['label']}: right {_share(one['precision'])}, given to {one['given']}"


def _drift(drift: Sequence[_Answer]) -> Iterator[str]:
    unknown = next((one["words"] for one in drift if one["movement"] == "unknown"), None)
    moved = [one["words"] for one in drift if one["words"] and one["movement"] != "unknown"]
    yield ""
    if moved:
        yield "Since the weeks before:"
        for words in moved:
            yield f"  {words}"
    elif unknown is not None:
        yield f"Whether anything has moved since the weeks before is not known: {unknown}"
    else:
        yield "Nothing has moved since the weeks before."


def _share(estimate: _Answer | None) -> str:
    if estimate is None:
        return "not known yet"
    return (
        f"{estimate['value']:.1%} ({estimate['low']:.1%} to {estimate['high']:.1%},"
        f" {_counted(estimate['examples'], 'decision')})"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
