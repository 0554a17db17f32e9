"""Carries out actions through the Graph API: hide, show, delete, reply, reply in private."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from typing_extensions import override

from moderation_common.clock import Clock
from moderation_common.vocabulary import Action, Kind
from moderation_ingest.adapters.calling import NoReplyError, PlatformClient, Reply
from moderation_ingest.adapters.credentials import CredentialsFile, reveal_token
from moderation_ingest.domain.facebook.answers import read_failure, read_usage
from moderation_ingest.domain.outcome import (
    Answer,
    Done,
    Gone,
    NotSent,
    Outcome,
    PerhapsGone,
    Refused,
    Unauthorised,
    rest_for_usage,
)
from moderation_ingest.domain.payload import (
    clean_text,
    identifier_at,
    instant_at,
    object_at,
    objects_at,
    text_at,
)
from moderation_ingest.domain.queue import QueuedAction
from moderation_ingest.ports import PlatformActions

_HTTP_OK_BELOW: Final = 300
# Their clock and ours may differ by this much.
_CLOCK_SKEW: Final = timedelta(minutes=5)
_REPLY_FIELDS: Final = "id,message,from,created_time"


class FacebookActions(PlatformActions):
    """What a page does to the comments under its posts and to the messages it gets."""

    def __init__(
        self, client: PlatformClient, *, credentials: CredentialsFile, clock: Clock
    ) -> None:
        self._client = client
        self._credentials = credentials
        self._clock = clock

    @override
    async def carry_out(self, action: QueuedAction) -> Answer:
        token = self._token(action)
        if token is None:
            return _without_token(action)
        try:
            reply = await self._send(action, token)
            outcome = self._read(reply)
            if isinstance(outcome, PerhapsGone):
                outcome = await self._look_at_page(action, token)
        except NoReplyError as error:
            return Answer(error.outcome)
        return Answer(outcome, rest_for_usage(read_usage(reply.headers)))

    @override
    async def check_first(self, action: QueuedAction) -> Answer | None:
        token = self._token(action)
        if token is None or not _is_private_answer(action):
            return None
        try:
            possible = await self._can_answer_privately(action, token)
        except NoReplyError as error:
            return Answer(error.outcome)
        if isinstance(possible, bool):
            return None if possible else Answer(Refused(_TOO_LATE))
        # A refusal to show the field says nothing about the reply, which is then simply tried.
        return None if isinstance(possible, Refused) else Answer(possible)

    @override
    async def look_for_reply(self, action: QueuedAction) -> Answer:
        token = self._token(action)
        if token is None:
            return _without_token(action)
        try:
            if action.action is Action.REPLY:
                return Answer(await self._look_for_public_reply(action, token))
            if _is_private_answer(action):
                return Answer(await self._look_for_private_reply(action, token))
        except NoReplyError as error:
            return Answer(error.outcome)
        return Answer(Refused(_LOOK_YOURSELF))

    def _token(self, action: QueuedAction) -> str | None:
        facebook = self._credentials.current().facebook
        return (
            None if facebook is None else reveal_token(facebook.page_tokens, action.ref.account_id)
        )

    async def _send(self, action: QueuedAction, token: str) -> Reply:
        page_id, comment_id = action.ref.account_id, action.target_id
        match action.action:
            case Action.HIDE | Action.UNHIDE:
                hidden = {"is_hidden": action.action is Action.HIDE}
                return await self._client.call("POST", comment_id, token=token, json=hidden)
            case Action.DELETE:
                return await self._client.call("DELETE", comment_id, token=token)
            case Action.REPLY:
                message = {"message": action.text}
                return await self._client.call(
                    "POST", comment_id, "comments", token=token, json=message
                )
            case Action.PRIVATE_REPLY:
                return await self._client.call(
                    "POST", page_id, "messages", token=token, json=_private_message(action)
                )
            case Action.LEAVE | Action.REPORT:
                raise NoReplyError(Refused(f"Facebook offers no call to {action.action}."))

    def _read(self, reply: Reply) -> Outcome | PerhapsGone:
        succeeded = reply.status < _HTTP_OK_BELOW and "error" not in reply.body
        if succeeded and reply.body.get("success") is not False:
            return Done()
        return read_failure(reply.status, reply.body, reply.headers, now=self._clock())

    async def _look_at_page(self, action: QueuedAction, token: str) -> Outcome:
        """Tell a comment that is gone from a token that may not see it.

        Facebook says the same of both, so the page itself is read with the same token.
        """
        page = await self._client.call(
            "GET", action.ref.account_id, token=token, query={"fields": "id"}
        )
        outcome = self._read(page)
        match outcome:
            case Done():
                return Gone()
            case PerhapsGone():
                return Unauthorised(
                    "Facebook shows neither the comment nor its page to this token; connect the"
                    " page again."
                )
            case _:
                return outcome

    async def _look_for_public_reply(self, action: QueuedAction, token: str) -> Outcome:
        listed = await self._client.call(
            "GET",
            action.target_id,
            "comments",
            token=token,
            query={
                "fields": _REPLY_FIELDS,
                "filter": "stream",
                "order": "reverse_chronological",
                "limit": "100",
            },
        )
        outcome = self._read(listed)
        if isinstance(outcome, PerhapsGone):
            return await self._look_at_page(action, token)
        if not isinstance(outcome, Done):
            return outcome
        since = None if action.sending_since is None else action.sending_since - _CLOCK_SKEW
        for comment in objects_at(listed.body, "data"):
            author_id = identifier_at(object_at(comment, "from"), "id")
            written_at = instant_at(comment, "created_time")
            recent = since is None or written_at is None or written_at >= since
            same = text_at(comment, "message") == clean_text(action.text or "")
            if author_id == action.ref.account_id and same and recent:
                return Done()
        return NotSent()

    async def _look_for_private_reply(self, action: QueuedAction, token: str) -> Outcome:
        """Tell by whether the comment can still be answered in private, which it can be once.

        It could be when the reply was marked as on its way (see `check_first`), so that if it no
        longer can, the page has answered.
        """
        possible = await self._can_answer_privately(action, token)
        match possible:
            case True:
                return NotSent()
            case False:
                return Done()
            case Refused():
                return Refused(_LOOK_YOURSELF)
            case _:
                return possible

    async def _can_answer_privately(self, action: QueuedAction, token: str) -> bool | Outcome:
        shown = await self._client.call(
            "GET", action.target_id, token=token, query={"fields": "can_reply_privately"}
        )
        outcome = self._read(shown)
        if isinstance(outcome, PerhapsGone):
            return await self._look_at_page(action, token)
        if not isinstance(outcome, Done):
            return outcome
        possible = shown.body.get("can_reply_privately")
        return possible if isinstance(possible, bool) else Refused(_LOOK_YOURSELF)


_LOOK_YOURSELF: Final = (
    "Sending was interrupted and Facebook does not show whether it arrived; look in the page's"
    " inbox before answering again."
)
_TOO_LATE: Final = (
    "Facebook no longer lets this comment be answered in private: that was done before, or seven"
    " days are over; answer in public."
)


def _is_private_answer(action: QueuedAction) -> bool:
    return action.action is Action.PRIVATE_REPLY and action.kind is not Kind.DIRECT_MESSAGE


def _private_message(action: QueuedAction) -> Mapping[str, object]:
    message = {"text": action.text}
    if action.kind is Kind.DIRECT_MESSAGE:
        recipient = {"id": action.author_id}
        return {"recipient": recipient, "message": message, "messaging_type": "RESPONSE"}
    return {"recipient": {"comment_id": action.target_id}, "message": message}


def _without_token(action: QueuedAction) -> Answer:
    return Answer(
        Unauthorised(
            f"The credentials hold no token for the page {action.ref.account_id}; connect it."
        )
    )
