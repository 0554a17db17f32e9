"""The queue of actions: once, in order, apart by account, whatever the platform says."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from moderation_common.events import ActionCompleted, ActionFailed, Event
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.domain.delivery import NewestVersion
from moderation_ingest.domain.queue import ActionState, Pause, PauseReason
from tests.support.ingest import ORGANISATION, encode, request_event
from tests.support.ingest_platforms import Trouble, credentials_text
from tests.support.ingest_workplace import PAGE_KEY, USER_KEY, Replica, Workplace

HIDE_444 = "POST 333_444"


def completed(events: list[Event]) -> list[tuple[str, bool]]:
    """Return the completed actions, which must be all there are, and whether they had been done."""
    done: list[tuple[str, bool]] = []
    for event in events:
        assert isinstance(event.data, ActionCompleted), event.data
        done.append((event.data.action_id, event.data.already))
    return done


def only_failure(events: list[Event]) -> ActionFailed:
    """Return the one event, which must be a failure."""
    (event,) = events
    assert isinstance(event.data, ActionFailed)
    return event.data


async def test_a_requested_hiding_is_done_and_told(workplace: Workplace, replica: Replica) -> None:
    """The platform hides, the row is settled, and the event follows from the request."""
    request = request_event(Action.HIDE)
    await replica.request(request)

    await replica.carry_out.carry_out_due()

    assert workplace.facebook.hidden == {"333_444"}
    (event,) = await workplace.published()
    assert completed([event]) == [("action-hide-333_444-1", False)]
    expected = request.caused(event.data, source="/ingest", time=event.time)
    assert event == expected
    (record,) = await replica.records(request)
    assert (record.action.state, record.action.attempts) == (ActionState.DONE, 1)


async def test_a_repeated_request_is_one_action(workplace: Workplace, replica: Replica) -> None:
    """Delivered again, or asked again under the same action id, it is done once."""
    request = request_event(Action.HIDE)
    same_action = Event.build(
        request.data,
        cause="another cause",
        source="/escalation",
        subject=request.subject,
        organisation=request.organisation,
        correlation_id=request.correlation_id,
        time=request.time,
    )

    assert await replica.request(request, request, same_action) == [True, False, False]
    await replica.carry_out.carry_out_due()
    await replica.carry_out.carry_out_due()

    assert workplace.facebook.calls == [HIDE_444]
    assert len(await workplace.published()) == 1


async def test_what_can_never_be_done_fails_at_once(workplace: Workplace, replica: Replica) -> None:
    """No call is made, and a person learns of it, once."""
    request = request_event(Action.DELETE, platform=Platform.X)

    assert await replica.request(request, request) == [False, False]
    await replica.carry_out.carry_out_due()

    failure = only_failure(await workplace.published())
    assert (failure.attempts, workplace.x.calls) == (0, [])
    assert "offers no way to delete" in failure.reason


async def test_actions_on_one_comment_keep_their_order(
    workplace: Workplace, replica: Replica
) -> None:
    """Showing waits until hiding is through, while other comments go on."""
    workplace.facebook.troubles.append(Trouble(500))
    await replica.request(
        request_event(Action.HIDE),
        request_event(Action.UNHIDE),
        request_event(Action.HIDE, comment_id="333_555"),
    )

    for _ in range(4):
        await replica.carry_out.carry_out_due()
        workplace.clock.advance(timedelta(seconds=2))

    actions = [event.data.action_id for event in await workplace.published()]  # type: ignore[attr-defined]
    assert actions.index("action-hide-333_444-1") < actions.index("action-unhide-333_444-1")
    assert workplace.facebook.hidden == {"333_555"}


async def test_a_removal_does_not_wait_for_an_explanation_that_cannot_be_sent(
    workplace: Workplace, replica: Replica
) -> None:
    """The explanation has one attempt before the removal, which then goes first."""
    workplace.facebook.troubles.append(Trouble(500))
    await replica.request(
        request_event(Action.PRIVATE_REPLY, text="Why it was removed"),
        request_event(Action.DELETE),
    )

    for _ in range(3):
        await replica.carry_out.carry_out_due()
        workplace.clock.advance(timedelta(seconds=2))

    first = (await workplace.published())[0].data
    assert isinstance(first, ActionCompleted)
    assert first.action is Action.DELETE


async def test_one_accounts_trouble_is_nobody_elses(workplace: Workplace, replica: Replica) -> None:
    """A page whose allowance is used up waits alone, until the platform's own time."""
    error = {"error": {"code": 32}}
    headers = {"X-Business-Use-Case-Usage": '{"1":[{"estimated_time_to_regain_access":10}]}'}
    workplace.facebook.troubles.append(Trouble(400, error, headers))
    await replica.request(
        request_event(Action.HIDE),
        request_event(Action.HIDE, comment_id="333_555"),
        request_event(Action.HIDE, platform=Platform.X, kind=Kind.REPLY, comment_id="2090"),
    )

    await replica.carry_out.carry_out_due()
    workplace.clock.advance(timedelta(minutes=9))
    await replica.carry_out.carry_out_due()
    assert (len(workplace.facebook.calls), workplace.x.hidden) == (1, {"2090"})
    standing = (await replica.overview.standings([PAGE_KEY]))[PAGE_KEY]
    assert (standing.pause_reason, standing.waiting) == (PauseReason.LIMITED, 2)

    workplace.clock.advance(timedelta(minutes=2))
    await replica.carry_out.carry_out_due()
    assert workplace.facebook.hidden == {"333_444", "333_555"}
    standing = (await replica.overview.standings([PAGE_KEY]))[PAGE_KEY]
    assert (standing.pause_reason, standing.waiting) == (None, 0)


async def test_a_withdrawn_token_stops_the_account_until_a_person_mends_it(
    workplace: Workplace, replica: Replica
) -> None:
    """Nothing is tried with a dead token; a new one and a lifted pause let everything go on."""
    workplace.facebook.tokens = {"a-new-token"}
    requests = [request_event(Action.HIDE, comment_id=f"333_{n}") for n in range(3)]
    await replica.request(*requests)

    await replica.carry_out.carry_out_due()
    workplace.clock.advance(timedelta(minutes=14))
    await replica.carry_out.carry_out_due()
    assert len(workplace.facebook.calls) == 1
    assert await replica.overview.stopped(now=workplace.clock()) == {Platform.FACEBOOK: 1}

    renewed = encode(credentials_text()).replace(b"a-token", b"a-new-token")
    workplace.credentials.write_bytes(renewed)
    async with replica.queue.open() as unit:
        assert await unit.clear(PAGE_KEY)
    await replica.carry_out.carry_out_due()

    assert len(workplace.facebook.hidden) == 3
    assert await replica.overview.stopped(now=workplace.clock()) == {}


async def test_a_platform_that_is_away_is_tried_ever_less_often(
    workplace: Workplace, replica: Replica
) -> None:
    """A queue of many does not hammer: the whole account waits, longer each time."""
    workplace.facebook.troubles.extend([Trouble(503)] * 5)
    await replica.request(*(request_event(Action.HIDE, comment_id=f"333_{n}") for n in range(10)))

    calls = []
    for _ in range(16):
        await replica.carry_out.carry_out_due()
        calls.append(len(workplace.facebook.calls))
        workplace.clock.advance(timedelta(seconds=1))

    assert calls[:16] == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5]


async def test_after_a_day_a_person_takes_over(workplace: Workplace, replica: Replica) -> None:
    """Also what waits behind a stopped account is handed over in time, each once."""
    workplace.facebook.tokens = set()
    await replica.request(*(request_event(Action.HIDE, comment_id=f"333_{n}") for n in range(2)))
    await replica.carry_out.carry_out_due()

    async with replica.queue.open() as unit:
        until = workplace.clock() + timedelta(hours=30)
        await unit.pause(PAGE_KEY, Pause(until, PauseReason.UNAUTHORISED), failed=True)
    workplace.clock.advance(timedelta(hours=25))
    await replica.carry_out.carry_out_due()
    await replica.carry_out.carry_out_due()

    failures = [event.data for event in await workplace.published()]
    assert len(failures) == 2
    for failure in failures:
        assert isinstance(failure, ActionFailed)
        assert "Not done within the time allowed" in failure.reason


async def test_an_old_request_is_tried_before_it_is_given_up(
    workplace: Workplace, replica: Replica
) -> None:
    """After a long outage of our own the backlog is done, not handed over."""
    await replica.request(request_event(Action.HIDE))
    workplace.clock.advance(timedelta(days=3))

    await replica.carry_out.carry_out_due()

    assert completed(await workplace.published()) == [("action-hide-333_444-1", False)]


async def test_deleting_what_is_gone_is_done_already(
    workplace: Workplace, replica: Replica
) -> None:
    """The author was quicker: that counts as done, and says so."""
    workplace.facebook.gone.add("333_444")
    await replica.request(request_event(Action.DELETE))

    await replica.carry_out.carry_out_due()

    assert completed(await workplace.published()) == [("action-delete-333_444-1", True)]


async def test_a_reply_to_what_is_gone_goes_to_a_person(
    workplace: Workplace, replica: Replica
) -> None:
    """There is nothing left to reply to."""
    workplace.facebook.gone.add("333_444")
    await replica.request(request_event(Action.REPLY, text="Thank you"))

    await replica.carry_out.carry_out_due()

    assert "gone" in only_failure(await workplace.published()).reason


async def test_an_edited_post_is_hidden_under_its_newest_id(
    workplace: Workplace, replica: Replica
) -> None:
    """X gives each version an id; an older version told late changes nothing."""
    request = request_event(Action.HIDE, platform=Platform.X, kind=Kind.REPLY, comment_id="2090")
    ref = request.data.ref  # type: ignore[attr-defined]
    async with replica.queue.open() as unit:
        for target_id, edits in (("2095", 2), ("2093", 1)):
            await unit.remember_version(NewestVersion(ref, target_id, edits))
    await replica.request(request)

    await replica.carry_out.carry_out_due()

    assert workplace.x.hidden == {"2095"}


async def test_near_the_limit_the_account_goes_slower(
    workplace: Workplace, replica: Replica
) -> None:
    """The headers are heeded before an error comes, and nothing is marked as trouble."""
    workplace.facebook.headers["X-App-Usage"] = '{"call_count":80}'
    await replica.request(*(request_event(Action.HIDE, comment_id=f"333_{n}") for n in range(2)))

    await replica.carry_out.carry_out_due()
    assert len(workplace.facebook.hidden) == 1
    standing = (await replica.overview.standings([PAGE_KEY]))[PAGE_KEY]
    assert standing.paused_until is not None
    assert standing.pause_reason is None

    workplace.clock.advance(timedelta(seconds=6))
    await replica.carry_out.carry_out_due()
    assert len(workplace.facebook.hidden) == 2


async def test_the_text_of_a_reply_is_sealed_while_it_waits_and_then_forgotten(
    workplace: Workplace, replica: Replica
) -> None:
    """Nobody who reads the database reads the words."""
    await replica.request(request_event(Action.REPLY, text="Dear Mrs Example"))
    async with replica.database.unit_of_work() as unit:
        dump = str((await unit.connection.execute(text("SELECT a::text FROM actions a"))).all())
    assert "Example" not in dump
    assert b"Example".hex() not in dump

    await replica.carry_out.carry_out_due()

    assert workplace.facebook.replies == [("333_444", "Dear Mrs Example")]
    async with replica.database.unit_of_work() as unit:
        left = await unit.connection.execute(text("SELECT sealed_text FROM actions"))
        assert left.scalar_one() is None


async def test_two_replicas_share_the_work_and_do_nothing_twice(workplace: Workplace) -> None:
    """Rows are locked while the platform is asked, and a reply is claimed before it is sent."""
    first, second = workplace.start_replica(), workplace.start_replica()
    requests = [
        request_event(action, comment_id=f"333_{n}", text="Thank you")
        for n in range(12)
        for action in (Action.HIDE, Action.REPLY)
    ]
    await first.request(*requests)

    await asyncio.gather(
        first.carry_out.carry_out_due(),
        second.carry_out.carry_out_due(),
        first.carry_out.carry_out_due(),
        second.carry_out.carry_out_due(),
    )
    await first.carry_out.carry_out_due()

    assert sorted(workplace.facebook.deeds()) == sorted(
        [f"POST 333_{n}" for n in range(12)] + [f"POST 333_{n}/comments" for n in range(12)]
    )
    assert len(completed(await workplace.published())) == 24


async def test_another_bodys_actions_are_not_shown(workplace: Workplace, replica: Replica) -> None:
    """The organisation is part of the question."""
    request = request_event(Action.HIDE)
    await replica.request(request)

    assert (
        await replica.overview.records(organisation="bsw", subject=request.subject, limit=100) == []
    )
    assert len(await replica.records(request)) == 1
    assert await replica.overview.counts() == {(Platform.FACEBOOK, ActionState.PENDING): 1}
    assert await replica.queue.due_accounts(now=workplace.clock()) == [PAGE_KEY]
    assert USER_KEY not in await replica.queue.due_accounts(now=workplace.clock())
    assert request.organisation == ORGANISATION


@pytest.mark.parametrize("platform", [Platform.FACEBOOK, Platform.X])
async def test_a_stopped_replica_takes_nothing_more(
    workplace: Workplace, replica: Replica, platform: Platform
) -> None:
    """Told to stop, it leaves the rest to the others."""
    await replica.request(request_event(Action.HIDE, platform=platform))
    replica.carry_out.stop()

    await replica.carry_out.carry_out_due()

    assert workplace.facebook.calls == workplace.x.calls == []
