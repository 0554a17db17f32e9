"""`moderation demo`: a realistic day of the five bodies, and what became of each comment."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Action
from moderation_local.deployment import DataFolder, State
from moderation_local.running import require_running
from moderation_local.traffic.demo import send_demo_day
from moderation_local.traffic.sending import SentComment, wait_until_delivered
from moderation_local.trail import Follower, RecordReader, Trail

_SETTLE_DEADLINE_S: Final = 60.0
_UNKNOWN: Final = "?"
"""In place of what is not decided."""
_TELLING: Final = frozenset({Action.REPLY, Action.PRIVATE_REPLY})


@dataclass(frozen=True)
class Outcome:
    """What became of one comment of the day."""

    item: str
    organisation: str
    ref: str
    text: str
    expected: str
    happened: str
    """What was done, or with a question mark what a person is asked to approve."""
    done: Sequence[str]
    """What the machine did by itself, explanations apart."""
    as_expected: bool
    """Category and actions, done or proposed, are what a person would choose."""
    category: str
    labels: Sequence[str]
    cases: Sequence[str]
    told: Sequence[str]


def demo(arguments: argparse.Namespace) -> int:
    """Send the day through the running deployment; the status is 1 when something is unsettled.

    A comment of which the classifier thinks otherwise than a person would leaves it 0: it is told.
    """
    data = DataFolder(arguments.data)
    state = require_running(data)
    outcomes = asyncio.run(run_demo_day(data, state, arguments.policies))
    if arguments.json:
        print(json.dumps([asdict(outcome) for outcome in outcomes], indent=1))
    else:
        print_outcomes(outcomes)
    return 0 if all(outcome.category != _UNKNOWN for outcome in outcomes) else 1


async def run_demo_day(data: DataFolder, state: State, policies: Path) -> list[Outcome]:
    """Send the day and return what became of each comment, in the day's order."""
    packs = load_packs(policies)
    simulator_url = state.url_of("simulator")
    async with RecordReader(
        state.url_of("audit"), token_secret=data.read_secrets().token_secret
    ) as reader:
        follower = Follower(reader, packs.organisations)
        await follower.begin_here()
        sent = await send_demo_day(simulator_url, packs)
        await wait_until_delivered(simulator_url, deadline_s=_SETTLE_DEADLINE_S)
        subjects = {one.subject: one for one in sent}
        await follower.wait_until_settled(subjects.keys(), deadline_s=_SETTLE_DEADLINE_S)
        return [_outcome(one, follower.trails[subject], packs) for subject, one in subjects.items()]


def _outcome(sent: SentComment, trail: Trail, packs: PolicyPacks) -> Outcome:
    expected = sent.expected
    decision = trail.decision or {}
    wanted = set(expected.actions) if expected else set()
    proposed = bool(decision.get("review") and decision.get("proposed"))
    done = {Action(action) for action in decision.get("actions") or ()} - _TELLING
    found = {Action(action) for action in decision["proposed"]} - _TELLING if proposed else done
    teams = _team_names(packs[sent.organisation])
    return Outcome(
        item=sent.ref,
        organisation=sent.organisation,
        ref=sent.subject,
        text=sent.text,
        expected=_spell(wanted, asked=bool(expected and expected.person)),
        happened=_spell(found, asked=bool(decision.get("review"))) if decision else _UNKNOWN,
        done=sorted(done),
        as_expected=bool(
            expected and decision.get("category") == expected.category and found == wanted
        ),
        category=str(decision.get("category", _UNKNOWN)),
        labels=list(decision.get("labels", ())),
        cases=[teams.get(case["team"], case["team"]) for case in trail.cases],
        told=sorted({alert["person"] for alert in trail.alerts}),
    )


def _team_names(pack: PolicyPack) -> Mapping[str, str]:
    return {team.id: team.name for team in pack.teams}


def _spell(actions: set[Action], *, asked: bool) -> str:
    words = "+".join(sorted(actions)) or "leave"
    return f"{words}?" if asked else words


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Print the day as a table, body by body, and a line that sums it up."""
    organisation = ""
    for outcome in outcomes:
        if outcome.organisation != organisation:
            organisation = outcome.organisation
            print(f"\n{organisation}")
            print(f"  {'comment':<44} {'done':<22} {'labels':<38} case for (told)")
        mark = " " if outcome.as_expected else "!"
        cases = ", ".join(outcome.cases)
        told = f" ({', '.join(outcome.told)})" if outcome.told else ""
        print(
            f"{mark} {_shorten(outcome.text, 44):<44} {outcome.happened:<22}"
            f" {_shorten(', '.join(outcome.labels), 38):<38} {cases}{told}"
        )
    right = sum(outcome.as_expected for outcome in outcomes)
    removed = sum("hide" in o.happened or "delete" in o.happened for o in outcomes)
    people = sum(o.happened.endswith("?") for o in outcomes)
    cases_opened = sum(len(outcome.cases) for outcome in outcomes)
    print(
        f"\n{len(outcomes)} comments: {removed} hidden or deleted or proposed to be, {people} put"
        f" before a person (marked ?), {cases_opened} cases opened."
    )
    print(f"{right} went as a person who knows the policies expects.{say_differences(outcomes)}")


def say_differences(outcomes: Sequence[Outcome]) -> str:
    """Return what it means that some went otherwise, after a space; nothing where none did."""
    otherwise = [outcome for outcome in outcomes if not outcome.as_expected]
    unsettled = sum(outcome.category == _UNKNOWN for outcome in otherwise)
    decided = [outcome for outcome in otherwise if outcome.category != _UNKNOWN]
    said = ""
    if decided:
        removed = sum(not REMOVALS.isdisjoint(outcome.done) for outcome in decided)
        asked = sum(
            outcome.happened.endswith("?") and REMOVALS.isdisjoint(outcome.done)
            for outcome in decided
        )
        said += (
            f" {len(decided)} did not, and {'is' if len(decided) == 1 else 'are'} marked !: there"
            " the classifier is wrong or in doubt, as it can be with any comment, and nothing is"
            f" amiss with this installation. Of these, {asked} stay in sight while a person is"
            f" asked, {removed} were hidden or deleted by the machine, and"
            f" {len(decided) - asked - removed} were left without asking."
        )
    if unsettled:
        said += (
            f" {unsettled} {'was' if unsettled == 1 else 'were'} not decided in time (marked !, and"
            f" {_UNKNOWN}): look at `moderation status`."
        )
    return said


def _shorten(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
