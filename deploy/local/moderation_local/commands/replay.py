"""`moderation replay FILE`: any file of comments through the same signed door."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from moderation_common.policy.loader import load_packs
from moderation_local.deployment import DataFolder
from moderation_local.running import require_running
from moderation_local.traffic.replay import ReplayProgress, ReplayReport
from moderation_local.traffic.replay import replay as send_file
from moderation_local.traffic.sending import wait_until_delivered
from moderation_local.trail import Follower, RecordReader, Trail

# A burst is worked off at some tens of comments a second on a small machine.
_SETTLE_S_PER_COMMENT: Final = 0.5
_MIN_SETTLE_S: Final = 60.0


@dataclass
class Summary:
    """What came of a replay."""

    sent: int
    skipped: int
    skipped_for: Mapping[str, int]
    """How many lines were skipped for which reason."""
    decided: int = 0
    settled: int = 0
    seconds: float = 0.0
    """From the first comment sent to the last one settled."""
    categories: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    """What the machine did by itself."""
    for_a_person: int = 0
    cases: Counter[str] = field(default_factory=Counter)
    """Cases by route."""
    failed_actions: int = 0

    def count(self, trail: Trail, *, settled: bool) -> None:
        """Add one comment's trail."""
        decision = trail.decision
        if decision is None:
            return
        self.decided += 1
        self.settled += settled
        self.categories[decision["category"]] += 1
        self.labels.update(decision["labels"])
        self.actions.update(decision["actions"])
        self.for_a_person += decision["review"]
        self.cases.update(case["route"] for case in trail.cases)
        self.failed_actions += sum(outcome == "failed" for outcome in trail.outcomes.values())


def replay(arguments: argparse.Namespace) -> int:
    """Send the file, wait until everything is settled, and say what came of it.

    The status is 1 when nothing could be sent, or a comment is not settled in time. Lines that are
    skipped are named and counted, and do not change it as long as one is sent.
    """
    summary, report = asyncio.run(_replay(arguments))
    for bad in report.skipped:
        print(f"Line {bad.line}: {bad.reason}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(vars(summary), indent=1))
    else:
        _print_summary(summary, report)
    if not summary.sent:
        print(_why_nothing(summary, arguments.file), file=sys.stderr)
    elif summary.settled < summary.sent:
        print(say_what_waits(summary, DataFolder(arguments.data)), file=sys.stderr)
    return 0 if 0 < summary.sent == summary.settled else 1


def _why_nothing(summary: Summary, file: Path) -> str:
    if not summary.skipped:
        return f"Nothing was sent: {file} has no line in it but empty ones."
    return f"Nothing was sent: no line of {file} can be sent; above is said why."


def say_what_waits(summary: Summary, data: DataFolder) -> str:
    """Return in sentences how many comments the system has not got to yet, and where to look."""
    waiting = summary.sent - summary.settled
    was, each = (
        ("was", "it is not lost: it is") if waiting == 1 else ("were", "they are not lost: each is")
    )
    return (
        f"{waiting} of {_count(summary.sent, 'comment')} {was} not settled in time, so that the"
        f" figures are not complete; {each} judged when its turn comes, behind what else was sent."
        f" See `moderation status{data.option}`."
    )


async def _replay(arguments: argparse.Namespace) -> tuple[Summary, ReplayReport]:
    data = DataFolder(arguments.data)
    state = require_running(data)
    packs = load_packs(arguments.policies)
    simulator_url = state.url_of("simulator")
    async with RecordReader(
        state.url_of("audit"), token_secret=data.read_secrets().token_secret
    ) as reader:
        follower = Follower(reader, packs.organisations)
        await follower.begin_here()
        started = time.monotonic()
        report = await send_file(
            arguments.file, simulator_url, packs, org=arguments.org, on_progress=_show_progress
        )
        deadline_s = max(_MIN_SETTLE_S, _SETTLE_S_PER_COMMENT * len(report.sent))
        await wait_until_delivered(simulator_url, deadline_s=deadline_s)
        subjects = {one.subject for one in report.sent}
        await follower.wait_until_settled(subjects, deadline_s=deadline_s)
        summary = Summary(
            sent=len(subjects),
            skipped=len(report.skipped),
            skipped_for=Counter(bad.reason for bad in report.skipped),
            seconds=round(time.monotonic() - started, 1),
        )
        for subject in subjects:
            summary.count(follower.trails[subject], settled=follower.is_settled(subject))
    return summary, report


def _show_progress(progress: ReplayProgress) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress.sent} comments sent", end="", file=sys.stderr, flush=True)


def _print_summary(summary: Summary, report: ReplayReport) -> None:
    rate = summary.settled / summary.seconds if summary.seconds else 0.0
    print(
        f"\n{_count(summary.sent, 'comment')} sent and {summary.settled} settled in"
        f" {summary.seconds:.0f} s ({rate:.0f} a second);"
        f" {_count(summary.skipped, 'line')} skipped."
    )
    for reason, count in summary.skipped_for.items():
        print(f"Skipped {_count(count, 'line')}: {reason}")
    if report.moved:
        moved = _count(report.moved, "line")
        print(f"{moved} for platforms that are not simulated went out on Facebook.")
    if not summary.sent:
        return
    print(f"By machine alone: {_spell(summary.actions)}.")
    print(f"Put before a person: {summary.for_a_person}. Failed actions: {summary.failed_actions}.")
    print(f"Categories: {_spell(summary.categories)}.")
    print(f"Labels: {_spell(summary.labels)}.")
    print(f"Cases by route: {_spell(summary.cases)}.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _spell(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common()) or "none"
