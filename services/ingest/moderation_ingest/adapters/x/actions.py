"""Carries out actions through X's API: hide and show replies, reply, write in private.

X offers no way to list our own answers to a post to a self-serve app, so that an interrupted reply
is handed to a person.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from moderation_common.clock import Clock
from moderation_common.vocabulary import Action
from moderation_ingest.adapters.calling import NoReplyError, PlatformClient, Reply
from moderation_ingest.adapters.credentials import CredentialsFile, reveal_token
from moderation_ingest.domain.outcome import (
    Answer,
    Done,
    Gone,
    Outcome,
    PerhapsGone,
    Refused,
    Unauthorised,
)
from moderation_ingest.domain.payload import object_at
from moderation_ingest.domain.queue import QueuedAction
from moderation_ingest.domain.x.answers import is_success, read_failure, read_rest
from moderation_ingest.ports import PlatformActions

_LOOK_YOURSELF: Final = (
    "Sending was interrupted and X does not show whether it arrived; look at the account before"
    " answering again."
)


class XActions(PlatformActions):
    """What an account does to the replies under its posts and to the messages it gets."""

    def __init__(
        self, client: PlatformClient, *, credentials: CredentialsFile, clock: Clock
    ) -> None:
        self._client = client
        self._credentials = credentials
        self._clock = clock

    @override
    async def carry_out(self, action: QueuedAction) -> Answer:
        x = self._credentials.current().x
        token = None if x is None else reveal_token(x.user_tokens, action.ref.account_id)
        if token is None:
            reason = f"The credentials hold no token for the account {action.ref.account_id};"
            return Answer(Unauthorised(f"{reason} connect it."))
        try:
            reply = await self._send(action, token)
            outcome = self._read(action, reply)
            if isinstance(outcome, PerhapsGone):
                outcome = await self._look_again(action, token)
        except NoReplyError as error:
            return Answer(error.outcome)
        return Answer(outcome, read_rest(reply.headers, now=self._clock()))

    @override
    async def check_first(self, action: QueuedAction) -> None:
        return None

    @override
    async def look_for_reply(self, action: QueuedAction) -> Answer:
        return Answer(Refused(_LOOK_YOURSELF))

    async def _send(self, action: QueuedAction, token: str) -> Reply:
        match action.action:
            case Action.HIDE | Action.UNHIDE:
                hidden = {"hidden": action.action is Action.HIDE}
                return await self._client.call(
                    "PUT", "tweets", action.target_id, "hidden", token=token, json=hidden
                )
            case Action.REPLY:
                post = {"text": action.text, "reply": {"in_reply_to_tweet_id": action.target_id}}
                return await self._client.call("POST", "tweets", token=token, json=post)
            case Action.PRIVATE_REPLY:
                return await self._client.call(
                    "POST",
                    *("dm_conversations", "with", action.author_id or "", "messages"),
                    token=token,
                    json={"text": action.text},
                )
            case Action.DELETE | Action.LEAVE | Action.REPORT:
                raise NoReplyError(Refused(f"X offers no call to {action.action} it."))

    def _read(self, action: QueuedAction, reply: Reply) -> Outcome | PerhapsGone:
        if not is_success(reply.status, reply.body):
            return read_failure(reply.status, reply.body, reply.headers, now=self._clock())
        hidden = object_at(reply.body, "data").get("hidden")
        if isinstance(hidden, bool) and hidden is not (action.action is Action.HIDE):
            return Refused("X answered with success but left the post as it was; look at it.")
        return Done()

    async def _look_again(self, action: QueuedAction, token: str) -> Outcome:
        """Make sure that a post which X did not find is really gone."""
        if action.action is Action.PRIVATE_REPLY:
            return Refused("X does not find the person to write to.")
        shown = await self._client.call("GET", "tweets", action.target_id, token=token)
        if is_success(shown.status, shown.body):
            return Refused("X shows the post but would not act on it; do it by hand.")
        outcome = read_failure(shown.status, shown.body, shown.headers, now=self._clock())
        return Gone() if isinstance(outcome, PerhapsGone) else outcome
