"""Each service is killed in turn while 500 comments flow: none is lost, each effect comes once."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from moderation_local.trail import Follower
from tests.support.kafka_broker import empty_topics
from tests.support.waiting import eventually
from tests.support.whole_system import WholeSystem

_ORGANISATION: Final = "mid-and-south-essex"
_PAGE: Final = "100000000000301"
_WAVES: Final = ("ingest", "classifier", "escalation", "audit", None)
_PER_WAVE: Final = 100
_SETTLE_DEADLINE_S: Final = 150

# One in five is hidden, one deleted after its author is told why, one goes to a team.
_TEXTS: Final = (
    "The queue was long today but the nurse was kind, number {n}.",
    "Covid is a hoax and the vaccine kills children, wake up people, post {n}.",
    "Parking was a nightmare again, visit {n}.",
    "I am going to stab the doctor on ward {n} tonight.",
    "Please send me under the Freedom of Information Act how many complaints you had in {n}.",
)


@pytest.fixture(
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("kafka", marks=pytest.mark.kafka),
    ]
)
def system(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WholeSystem]:
    """Run the whole system on each engine."""
    eventlog_url = None
    if request.param == "kafka":
        bootstrap = request.getfixturevalue("kafka_bootstrap")
        empty_topics(bootstrap)
        eventlog_url = f"kafka://{bootstrap}?partitions=4"
    system = WholeSystem(tmp_path / "system", eventlog_url=eventlog_url)
    system.start()
    try:
        yield system
    finally:
        system.stop()


async def write_wave(client: httpx.AsyncClient, system: WholeSystem, first: int) -> list[str]:
    """Write comments as the public does; returns their references."""
    numbered = islice(cycle(_TEXTS), _PER_WAVE)
    comments = [
        {
            "platform": "facebook",
            "account_id": _PAGE,
            "text": text.format(n=first + place),
            "author": {"name": f"Reader {first + place}"},
            "ref": f"killed-{first + place}",
        }
        for place, text in enumerate(numbered)
    ]
    answer = await client.post(
        f"{system.url('simulator')}/control/comments/bulk", json={"comments": comments}
    )
    assert answer.status_code < 300, answer.text
    return [
        str(
            CommentRef(
                platform=Platform.FACEBOOK, account_id=_PAGE, comment_id=result["comment_id"]
            )
        )
        for result in answer.json()["results"]
    ]


async def kill(system: WholeSystem, service: str) -> None:
    """Kill a service without warning, and wait until the supervisor has it ready again."""
    killed = system.pid(service)
    os.kill(killed, signal.SIGKILL)

    def back() -> bool:
        status = system.refresh()["services"][service]
        return bool(status["ready"] and status["pid"] != killed)

    await eventually(back, deadline_s=60, what=f"{service} to be back", interval_s=0.3)


@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_done_twice_when_services_are_killed(system: WholeSystem) -> None:
    """Every comment stands in the record once, decided once, with each of its actions done once."""
    async with system.client() as client, system.reader() as reader:
        refs: list[str] = []
        for wave, service in enumerate(_WAVES):
            refs += await write_wave(client, system, wave * _PER_WAVE)
            if service is not None:
                await kill(system, service)
        assert len(set(refs)) == 500

        follower = Follower(reader, [_ORGANISATION])
        await follower.wait_until_settled(refs, deadline_s=_SETTLE_DEADLINE_S)

        check_record(follower, refs)
        await check_platform(client, system, follower, refs)
    verified = json.loads(system.command("audit", "verify", "--json").stdout)
    assert verified["intact"], verified["verdict"]
    assert verified["conflicts"] == 0
    assert verified["dead_letters"] == 0


def check_record(follower: Follower, refs: list[str]) -> None:
    """Hold the record against what was written."""
    unsettled = [ref for ref in refs if not follower.is_settled(ref)]
    assert not unsettled, f"{len(unsettled)} of {len(refs)} comments are not settled"
    for ref in refs:
        trail = follower.trails[ref]
        assert len({entry["id"] for entry in trail.entries}) == len(trail.entries)
        counts = Counter(entry["type"] for entry in trail.entries)
        assert counts["moderation.comment.received.v1"] == 1
        assert counts["moderation.decision.made.v1"] == 1
        assert set(trail.outcomes.values()) <= {"done"}, trail.outcomes
        requested = counts["moderation.action.requested.v1"]
        assert counts["moderation.action.completed.v1"] == requested
        routes = [case["route"] for case in trail.cases]
        assert len(routes) == len(set(routes))
        alerts = [
            tuple(alert[k] for k in ("case_id", "person", "step", "channel"))
            for alert in trail.alerts
        ]
        assert len(alerts) == len(set(alerts)), "nobody is told twice of one thing"


async def check_platform(
    client: httpx.AsyncClient, system: WholeSystem, follower: Follower, refs: list[str]
) -> None:
    """Hold the platform's own account of what was done to it against the record."""
    answer = await client.get(
        f"{system.url('simulator')}/control/effects", params={"limit": 20_000}
    )
    effects: list[dict[str, Any]] = [call for call in answer.json()["calls"] if call["changed"]]
    done = Counter((call["action"], call["target_id"]) for call in effects)
    twice = [effect for effect, times in done.items() if times > 1]
    assert not twice, f"done more than once: {twice[:5]}"
    asked = Counter(
        action for ref in refs for action in follower.trails[ref].outcomes if action != "leave"
    )
    assert asked["hide"] == 100
    assert asked["delete"] == 100
    assert asked["private_reply"] == 100
    assert Counter(call["action"] for call in effects) == asked
