"""What people may ask: their body's accounts and what was done to a comment."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import AwareDatetime, BaseModel

from moderation_common.identity import ActionId, CommentRef
from moderation_common.vocabulary import Action, Kind, Platform, Role
from moderation_common.web import Principal, require
from moderation_ingest.domain.queue import AccountKey, ActionState, PauseReason
from moderation_ingest.ports import ActionRecord
from moderation_ingest.usecases.oversee_accounts import AccountView, OverseeAccounts

_READERS: Final = (Role.MODERATOR, Role.ADMINISTRATOR, Role.AUDITOR)

Reader = Annotated[Principal, Depends(require(*_READERS))]
Administrator = Annotated[Principal, Depends(require(Role.ADMINISTRATOR))]


class AccountAnswer(BaseModel):
    """One account of the bearer's body."""

    platform: Platform
    account_id: str
    handle: str
    served: bool
    """Whether this installation speaks to the platform."""
    last_event_at: AwareDatetime | None
    paused_until: AwareDatetime | None
    pause_reason: PauseReason | None
    """`unauthorised` waits for a person to connect the account again."""
    waiting: int
    """Actions not yet carried out."""


class AccountsAnswer(BaseModel):
    """Every account of the bearer's body, in the order of its pack."""

    accounts: list[AccountAnswer]


class ActionAnswer(BaseModel):
    """One action and what came of it."""

    action_id: ActionId
    ref: str
    kind: Kind
    action: Action
    state: ActionState
    requested_by: str
    requested_at: AwareDatetime
    attempts: int
    next_attempt_at: AwareDatetime | None
    settled_at: AwareDatetime | None
    already: bool | None
    reason: str | None


class ActionsAnswer(BaseModel):
    """What was asked to be done to one comment, oldest first."""

    actions: list[ActionAnswer]


def overview_router(oversee: OverseeAccounts, *, served: frozenset[Platform]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/v1")

    @router.get("/accounts")
    async def list_accounts(reader: Reader) -> AccountsAnswer:
        """List the accounts of the bearer's body."""
        views = await oversee.list_accounts(reader.organisation)
        return AccountsAnswer(accounts=[_show_account(view, served=served) for view in views])

    @router.post("/accounts/{platform}/{account_id}/resume")
    async def resume(
        platform: Platform, account_id: str, administrator: Administrator
    ) -> dict[str, str]:
        """End a pause, once the account is connected again."""
        account = AccountKey(platform, account_id)
        if not await oversee.resume(administrator.organisation, account):
            raise HTTPException(404, "Your organisation's pack holds no such account.")
        return {"status": "resumed"}

    @router.get("/actions")
    async def list_actions(
        reader: Reader, ref: Annotated[str, Query(min_length=1, max_length=720)]
    ) -> ActionsAnswer:
        """List what was asked to be done to a comment, named as `platform/account/comment`."""
        try:
            reference = CommentRef.parse(ref)
        except ValueError as error:
            raise HTTPException(422, "Name the comment as platform/account/comment.") from error
        records = await oversee.list_actions(reader.organisation, subject=str(reference))
        return ActionsAnswer(actions=[_show_action(record) for record in records])

    return router


def _show_account(view: AccountView, *, served: frozenset[Platform]) -> AccountAnswer:
    return AccountAnswer(
        platform=view.account.platform,
        account_id=view.account.external_id,
        handle=view.account.handle,
        served=view.account.platform in served,
        last_event_at=view.standing.last_event_at,
        paused_until=view.standing.paused_until,
        pause_reason=view.standing.pause_reason,
        waiting=view.standing.waiting,
    )


def _show_action(record: ActionRecord) -> ActionAnswer:
    action = record.action
    return ActionAnswer(
        action_id=action.action_id,
        ref=str(action.ref),
        kind=action.kind,
        action=action.action,
        state=action.state,
        requested_by=action.requested_by,
        requested_at=action.requested_at,
        attempts=action.attempts,
        next_attempt_at=record.not_before if record.settled_at is None else None,
        settled_at=record.settled_at,
        already=record.already,
        reason=record.reason,
    )
