"""A reply is sent once, whatever dies in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from moderation_common.events import ActionCompleted, ActionFailed, Payload
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.domain.queue import ActionState
from tests.support.ingest import request_event
from tests.support.ingest_platforms import FakePlatform, Trouble
from tests.support.ingest_workplace import LEASE, Replica, Workplace
from tests.support.waiting import eventually


async def die_while_calling(replica: Replica, platform: FakePlatform) -> None:
    """Cut a replica off while the platform has its call, as a kill does."""
    calls = len(platform.deeds())
    work = asyncio.create_task(replica.carry_out.carry_out_due())
    await eventually(lambda: len(platform.deeds()) > calls, what="A call to the platform")
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def outcome(workplace: Workplace) -> Payload:
    """Return what was told of the one action."""
    (event,) = await workplace.published()
    return event.data


@pytest.mark.parametrize("action", [Action.REPLY, Action.PRIVATE_REPLY])
@pytest.mark.parametrize("arrived", [True, False])
async def test_a_reply_cut_off_by_a_kill_is_looked_for_and_stands_there_once(
    workplace: Workplace, action: Action, *, arrived: bool
) -> None:
    """Whether the call had taken effect or not, exactly one reply comes of it."""
    dying, surviving = workplace.start_replica(), workplace.start_replica()
    request = request_event(action, text="Thank you")
    await dying.request(request)
    workplace.facebook.troubles_when_changing.append(Trouble(hangs=True, after_effect=arrived))
    await die_while_calling(dying, workplace.facebook)

    await surviving.carry_out.carry_out_due()
    (record,) = await surviving.records(request)
    assert record.action.state is ActionState.SENDING

    workplace.clock.advance(LEASE + timedelta(seconds=1))
    await surviving.carry_out.carry_out_due()

    assert workplace.facebook.replies == [("333_444", "Thank you")]
    assert isinstance(await outcome(workplace), ActionCompleted)


async def test_a_private_reply_that_is_no_longer_possible_is_not_begun(
    workplace: Workplace, replica: Replica
) -> None:
    """Somebody answered from the inbox: a person decides what more to say."""
    workplace.facebook.answered_in_private.add("333_444")
    await replica.request(request_event(Action.PRIVATE_REPLY, text="Thank you"))

    await replica.carry_out.carry_out_due()

    assert workplace.facebook.deeds() == []
    told = await outcome(workplace)
    assert isinstance(told, ActionFailed)
    assert "no longer" in told.reason


async def test_a_question_that_got_no_answer_leaves_no_doubt(
    workplace: Workplace, replica: Replica
) -> None:
    """Asking whether a private reply is possible sends nothing, so that it is asked again."""
    workplace.facebook.troubles.append(Trouble(500))
    request = request_event(Action.PRIVATE_REPLY, text="Thank you")
    await replica.request(request)

    await replica.carry_out.carry_out_due()
    (record,) = await replica.records(request)
    assert record.action.state is ActionState.PENDING

    workplace.clock.advance(timedelta(seconds=2))
    await replica.carry_out.carry_out_due()
    assert workplace.facebook.replies == [("333_444", "Thank you")]


async def test_a_reply_whose_answer_was_lost_is_found(
    workplace: Workplace, replica: Replica
) -> None:
    """Without any kill: the platform did it and the answer got lost on the way."""
    workplace.facebook.troubles.append(Trouble(500, after_effect=True))
    await replica.request(request_event(Action.REPLY, text="Thank you"))

    await replica.carry_out.carry_out_due()
    workplace.clock.advance(timedelta(seconds=2))
    await replica.carry_out.carry_out_due()

    assert workplace.facebook.replies == [("333_444", "Thank you")]
    told = await outcome(workplace)
    assert isinstance(told, ActionCompleted)
    assert told.attempts == 1


async def test_on_x_an_interrupted_reply_goes_to_a_person(workplace: Workplace) -> None:
    """X does not show our replies, so that nothing is sent a second time on a guess."""
    dying, surviving = workplace.start_replica(), workplace.start_replica()
    await dying.request(
        request_event(Action.REPLY, platform=Platform.X, comment_id="2090", text="Thank you")
    )
    workplace.x.troubles.append(Trouble(hangs=True, after_effect=True))
    await die_while_calling(dying, workplace.x)

    workplace.clock.advance(LEASE + timedelta(seconds=1))
    await surviving.carry_out.carry_out_due()
    await surviving.carry_out.carry_out_due()

    assert workplace.x.replies == [("2090", "Thank you")]
    told = await outcome(workplace)
    assert isinstance(told, ActionFailed)
    assert "interrupted" in told.reason


async def test_on_x_a_busy_answer_is_no_doubt(workplace: Workplace, replica: Replica) -> None:
    """503 says that the request was not taken up, so that it is simply sent later."""
    workplace.x.troubles.append(Trouble(503))
    await replica.request(
        request_event(
            Action.PRIVATE_REPLY,
            platform=Platform.X,
            kind=Kind.DIRECT_MESSAGE,
            text="Thank you",
            author_id="222",
        )
    )

    await replica.carry_out.carry_out_due()
    workplace.clock.advance(timedelta(seconds=2))
    await replica.carry_out.carry_out_due()

    assert workplace.x.replies == [("222", "Thank you")]
    assert isinstance(await outcome(workplace), ActionCompleted)


@pytest.mark.parametrize("action", [Action.HIDE, Action.DELETE])
async def test_what_may_be_repeated_is_repeated_after_a_kill(
    workplace: Workplace, action: Action
) -> None:
    """The row was never marked, so that the next replica just does it again, at once."""
    dying, surviving = workplace.start_replica(), workplace.start_replica()
    await dying.request(request_event(action))
    workplace.facebook.troubles.append(Trouble(hangs=True, after_effect=True))
    await die_while_calling(dying, workplace.facebook)

    async def done() -> bool:
        await surviving.carry_out.carry_out_due()
        return bool(workplace.facebook.calls[1:])

    await eventually(done, what="The lock of the dead replica's row ends")
    told = await outcome(workplace)
    assert isinstance(told, ActionCompleted)
    assert told.already is (action is Action.DELETE)


async def test_a_platform_that_falters_during_the_look_leaves_it_for_later(
    workplace: Workplace, replica: Replica
) -> None:
    """The doubt stays until the platform has been seen."""
    workplace.facebook.troubles.extend(
        [Trouble(500, after_effect=True), Trouble(500), Trouble(400, {"error": {"code": 4}})]
    )
    request = request_event(Action.REPLY, text="Thank you")
    await replica.request(request)
    states: list[ActionState] = []

    async def step(wait: timedelta) -> None:
        await replica.carry_out.carry_out_due()
        (record,) = await replica.records(request)
        states.append(record.action.state)
        workplace.clock.advance(wait)

    for _ in range(3):
        await step(timedelta(seconds=10))
    workplace.clock.advance(timedelta(hours=1))
    await step(timedelta())

    assert states == [ActionState.SENDING] * 3 + [ActionState.DONE]
    assert workplace.facebook.replies == [("333_444", "Thank you")]
