"""What is said to each platform, and how its answers are taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from moderation_common.events import ActionRequested
from moderation_common.testing import FixedClock
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.adapters.calling import PlatformClient
from moderation_ingest.adapters.credentials import CredentialsFile
from moderation_ingest.adapters.facebook import FacebookActions
from moderation_ingest.adapters.x import XActions
from moderation_ingest.domain.outcome import (
    Done,
    Gone,
    Limited,
    NotSent,
    Outcome,
    Refused,
    Unauthorised,
    Unavailable,
)
from moderation_ingest.domain.queue import QueuedAction
from tests.support.ingest import NOW, PAGE, encode, request_event
from tests.support.ingest_platforms import (
    FakeFacebook,
    FakePlatform,
    FakeX,
    Trouble,
    credentials_text,
)


class Bench:
    """Both adapters, each before its platform."""

    def __init__(self, folder: Path) -> None:
        self.facebook, self.x = FakeFacebook(), FakeX()
        file = folder / "credentials.json"
        file.write_bytes(encode(credentials_text()))
        credentials = CredentialsFile(file)
        clock = FixedClock(NOW)
        self.clients = [_client(self.facebook), _client(self.x)]
        self.facebook_actions = FacebookActions(
            self.clients[0], credentials=credentials, clock=clock
        )
        self.x_actions = XActions(self.clients[1], credentials=credentials, clock=clock)

    async def do(self, action: QueuedAction) -> Outcome:
        """Carry an action out."""
        actions = self.x_actions if action.ref.platform is Platform.X else self.facebook_actions
        return (await actions.carry_out(action)).outcome


def _client(platform: FakePlatform) -> PlatformClient:
    return PlatformClient(
        "http://platform", timeout_s=0.2, transport=httpx.ASGITransport(app=platform.app)
    )


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Give a bench with two quiet platforms."""
    bench = Bench(tmp_path)
    yield bench
    for client in bench.clients:
        await client.close()


def queued(
    action: Action,
    platform: Platform = Platform.FACEBOOK,
    *,
    comment_id: str = "333_444",
    kind: Kind = Kind.COMMENT,
) -> QueuedAction:
    """Return an action that waits."""
    event = request_event(action, platform=platform, comment_id=comment_id, kind=kind)
    request = event.data
    assert isinstance(request, ActionRequested)
    return QueuedAction(
        action_id=request.action_id,
        request_id=event.id,
        organisation=event.organisation,
        correlation_id=event.correlation_id,
        ref=request.ref,
        target_id=comment_id,
        kind=kind,
        action=action,
        text="Thank you",
        post_id=None,
        author_id="222",
        requested_by="classifier",
        requested_at=NOW,
        sending_since=NOW,
    )


async def test_hiding_and_showing_on_both(bench: Bench) -> None:
    """Each platform is told in its own words, and twice is the same as once."""
    for platform, fake in ((Platform.FACEBOOK, bench.facebook), (Platform.X, bench.x)):
        for _ in range(2):
            assert await bench.do(queued(Action.HIDE, platform)) == Done()
        assert fake.hidden == {"333_444"}
        assert await bench.do(queued(Action.UNHIDE, platform)) == Done()
        assert fake.hidden == set()


async def test_deleting_twice_finds_it_gone(bench: Bench) -> None:
    """Facebook's ambiguous answer is settled by a look at the page with the same token."""
    assert await bench.do(queued(Action.DELETE)) == Done()
    assert await bench.do(queued(Action.DELETE)) == Gone()
    assert bench.facebook.calls[-1] == f"GET {PAGE}"


async def test_a_page_that_cannot_be_seen_either_is_no_proof(bench: Bench) -> None:
    """When the token sees nothing at all, the comment is not called gone."""
    bench.facebook.gone |= {"333_444"}
    bench.facebook.troubles.extend(
        [Trouble(400, {"error": {"code": 100, "error_subcode": 33}}) for _ in range(2)]
    )

    assert isinstance(await bench.do(queued(Action.HIDE)), Unauthorised)


async def test_x_is_asked_again_before_a_post_counts_as_gone(bench: Bench) -> None:
    """A post that X shows after all is not gone."""
    bench.x.gone.add("333_444")
    assert await bench.do(queued(Action.HIDE, Platform.X)) == Gone()

    bench.x.gone.clear()
    bench.x.troubles.append(Trouble(404))
    assert isinstance(await bench.do(queued(Action.HIDE, Platform.X)), Refused)


@pytest.mark.parametrize(
    "action, kind, platform, addressee",
    [
        (Action.REPLY, Kind.COMMENT, Platform.FACEBOOK, "333_444"),
        (Action.PRIVATE_REPLY, Kind.COMMENT, Platform.FACEBOOK, "333_444"),
        (Action.PRIVATE_REPLY, Kind.DIRECT_MESSAGE, Platform.FACEBOOK, "222"),
        (Action.REPLY, Kind.COMMENT, Platform.X, "333_444"),
        (Action.PRIVATE_REPLY, Kind.DIRECT_MESSAGE, Platform.X, "222"),
    ],
)
async def test_replies_reach_whom_they_are_for(
    bench: Bench, action: Action, kind: Kind, platform: Platform, addressee: str
) -> None:
    """A public reply names the comment, a private one the comment or the person."""
    fake = bench.x if platform is Platform.X else bench.facebook

    assert await bench.do(queued(action, platform, kind=kind)) == Done()
    assert fake.replies == [(addressee, "Thank you")]


async def test_a_wrong_token_is_told_from_a_missing_one(bench: Bench) -> None:
    """Both need a person; without a token the platform is not even called."""
    bench.facebook.tokens.clear()
    bench.x.tokens.clear()
    for platform in (Platform.FACEBOOK, Platform.X):
        assert isinstance(await bench.do(queued(Action.HIDE, platform)), Unauthorised)

    calls = len(bench.facebook.calls)
    hide = queued(Action.HIDE)
    stranger = replace(hide, ref=hide.ref.model_copy(update={"account_id": "5"}))
    outcome = await bench.do(stranger)
    assert isinstance(outcome, Unauthorised)
    assert "no token" in outcome.reason
    assert len(bench.facebook.calls) == calls


async def test_silence_leaves_doubt(bench: Bench) -> None:
    """A call that got no answer may have been carried out."""
    for platform, fake in ((Platform.FACEBOOK, bench.facebook), (Platform.X, bench.x)):
        fake.troubles.append(Trouble(hangs=True))

        outcome = await bench.do(queued(Action.REPLY, platform))

        assert isinstance(outcome, Unavailable)
        assert outcome.uncertain


async def test_a_platform_that_cannot_be_reached_leaves_none() -> None:
    """A connection that was never made carried nothing out."""

    async def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    client = PlatformClient("http://x", timeout_s=1, transport=httpx.MockTransport(refuse))
    with pytest.raises(Exception, match="gave no answer") as caught:
        await client.call("GET", "me", token="t")
    await client.close()

    outcome = getattr(caught.value, "outcome", None)
    assert outcome == Unavailable("x gave no answer (ConnectError).", uncertain=False)


@pytest.mark.parametrize("comment_id", ["../me", "a/b", "1?x=1", "a b", "é", "1#", "%2e"])
async def test_an_id_that_would_bend_the_address_is_refused(bench: Bench, comment_id: str) -> None:
    """An id comes from outside and must not choose another address to call."""
    for platform in (Platform.FACEBOOK, Platform.X):
        outcome = await bench.do(queued(Action.HIDE, platform, comment_id=comment_id))
        assert isinstance(outcome, Refused)
    assert bench.facebook.calls == bench.x.calls == []


async def test_usage_near_the_limit_asks_for_a_rest(bench: Bench) -> None:
    """The headers are heeded before an error comes."""
    bench.facebook.headers["X-App-Usage"] = '{"call_count":90}'
    answer = await bench.facebook_actions.carry_out(queued(Action.HIDE))
    assert answer.outcome == Done()
    assert answer.rest_s > 60

    bench.x.headers |= {
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(int(NOW.timestamp()) + 90),
    }
    answer = await bench.x_actions.carry_out(queued(Action.HIDE, Platform.X))
    assert (answer.outcome, answer.rest_s) == (Done(), 90)


async def test_success_without_effect_is_not_believed(bench: Bench) -> None:
    """Both platforms can answer 200 and say in the body that nothing happened."""
    bench.facebook.troubles.append(Trouble(200, {"success": False}))
    bench.x.troubles.append(Trouble(200, {"data": {"hidden": False}}))

    assert isinstance(await bench.do(queued(Action.HIDE)), Refused)
    assert isinstance(await bench.do(queued(Action.HIDE, Platform.X)), Refused)


async def test_an_answer_that_is_no_json_goes_by_its_status(bench: Bench) -> None:
    """A gateway's error page is an outage, not a crash."""

    async def page(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(502, text="<html>Bad gateway</html>")

    client = PlatformClient("http://x", timeout_s=1, transport=httpx.MockTransport(page))
    reply = await client.call("GET", "me", token="t")
    await client.close()

    assert (reply.status, reply.body) == (502, {})


async def test_an_interrupted_reply_is_found_or_not(bench: Bench) -> None:
    """Facebook lists our replies, so that it is known whether one arrived."""
    reply = queued(Action.REPLY)
    look = bench.facebook_actions.look_for_reply

    assert (await look(reply)).outcome == NotSent()
    bench.facebook.replies.append(("333_444", "Something else"))
    assert (await look(reply)).outcome == NotSent()
    bench.facebook.replies.append(("333_444", "Thank you"))
    assert (await look(reply)).outcome == Done()
    bench.facebook.gone.add("333_444")
    assert (await look(reply)).outcome == Gone()


async def test_an_interrupted_private_reply_is_known_by_whether_it_can_still_be_sent(
    bench: Bench,
) -> None:
    """A comment can be answered in private once, and Facebook says whether it still can."""
    reply = queued(Action.PRIVATE_REPLY)
    look = bench.facebook_actions.look_for_reply

    assert (await look(reply)).outcome == NotSent()
    bench.facebook.answered_in_private.add("333_444")
    assert (await look(reply)).outcome == Done()
    bench.facebook.troubles.append(Trouble(400, {"error": {"code": 100}}))
    assert isinstance((await look(reply)).outcome, Refused)


async def test_what_no_platform_shows_goes_to_a_person(bench: Bench) -> None:
    """Private messages to people, and everything on X."""
    message = queued(Action.PRIVATE_REPLY, kind=Kind.DIRECT_MESSAGE)
    assert isinstance((await bench.facebook_actions.look_for_reply(message)).outcome, Refused)
    for action in (Action.REPLY, Action.PRIVATE_REPLY):
        answer = await bench.x_actions.look_for_reply(queued(action, Platform.X))
        assert isinstance(answer.outcome, Refused)
    assert bench.facebook.calls == bench.x.calls == []


async def test_a_private_reply_is_only_begun_while_it_is_possible(bench: Bench) -> None:
    """Otherwise an interruption could not be told from an answer that was there before."""
    reply = queued(Action.PRIVATE_REPLY)
    check = bench.facebook_actions.check_first

    assert await check(reply) is None
    bench.facebook.troubles.append(Trouble(400, {"error": {"code": 100}}))
    assert await check(reply) is None, "a field that is not shown stands against nothing"
    bench.facebook.troubles.append(Trouble(500))
    faltered = await check(reply)
    assert faltered is not None
    assert isinstance(faltered.outcome, Unavailable)
    bench.facebook.answered_in_private.add("333_444")
    late = await check(reply)
    assert late is not None
    assert isinstance(late.outcome, Refused)
    bench.facebook.gone.add("333_444")
    assert (gone := await check(reply)) is not None
    assert gone.outcome == Gone()

    calls = len(bench.facebook.calls)
    for other in (Action.REPLY, Action.HIDE):
        assert await check(queued(other)) is None
    assert await check(queued(Action.PRIVATE_REPLY, kind=Kind.DIRECT_MESSAGE)) is None
    assert len(bench.facebook.calls) == calls


async def test_a_look_that_fails_says_so(bench: Bench) -> None:
    """An outage or a limit during the look decides nothing."""
    reply = queued(Action.REPLY)
    bench.facebook.troubles.extend(
        [Trouble(500), Trouble(400, {"error": {"code": 4}}), Trouble(hangs=True)]
    )

    outcomes = [(await bench.facebook_actions.look_for_reply(reply)).outcome for _ in range(3)]

    assert [type(outcome) for outcome in outcomes] == [Unavailable, Limited, Unavailable]
