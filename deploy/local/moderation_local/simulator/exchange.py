"""One call to a simulated API: token, ordered troubles, limits, the deed, the record, the headers.

The order is the platforms' own: who is not known is refused before anything else is looked at.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.calls import ApiCall
from moderation_local.simulator.faults import Fault, FaultPlace, Revocation
from moderation_local.simulator.world import World

Json = Mapping[str, Any]


class RefusalError(Exception):
    """The platform says no, with its own error body."""

    def __init__(
        self, *, status: int, code: str, body: Json, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.body = body
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Done:
    """The call was carried out."""

    body: Json
    status: int = 200
    changed: bool = False
    """It had an effect, and was no mere repetition or reading."""
    created_id: str | None = None


Deed = Callable[[SimulatedAccount], Done]


class Api(ABC):
    """What the two platforms say differently."""

    platform: Platform

    def __init__(self, world: World) -> None:
        self.world = world

    @abstractmethod
    def token_refused(self, revocation: Revocation | None) -> RefusalError:
        """Return the answer to a token that is unknown or was withdrawn."""

    @abstractmethod
    def trouble(self, fault: Fault) -> RefusalError:
        """Return the answer that an ordered trouble asks for."""

    @abstractmethod
    def check_limit(self, account: SimulatedAccount, action: str) -> None:
        """Raise `RefusalError` when the account has used up its allowance."""

    @abstractmethod
    def rate_headers(
        self, account: SimulatedAccount, action: str, *, fault: Fault | None
    ) -> Mapping[str, str]:
        """Return the headers that say how much of the allowance is used."""

    async def answer(
        self, request: Request, *, action: str, target_id: str, deed: Deed
    ) -> Response:
        """Carry out one call and answer it as the platform would."""
        account = self._account_of(request)
        if account is None:
            unknown = self.token_refused(None)
            with self.world.storage.transaction():
                self._record(account_id="", action=action, target_id=target_id, refusal=unknown)
            return JSONResponse(unknown.body, unknown.status, unknown.headers)
        with self.world.storage.transaction():
            place = FaultPlace(self.platform)
            fault: Fault | None = None
            if self._revocation(account) is None:
                fault = self.world.faults.take(place, account.account_id, action=action)
            done = self._carry_out(account, action=action, fault=fault, deed=deed)
            outcome: Done | RefusalError = done
            if isinstance(done, Done) and fault is not None and fault.code is not None:
                outcome = self.trouble(fault)
            self._record(
                account_id=account.account_id,
                action=action,
                target_id=target_id,
                refusal=outcome if isinstance(outcome, RefusalError) else None,
                done=done if isinstance(done, Done) else None,
            )
            headers = dict(self.rate_headers(account, action, fault=fault))
        if fault is not None and fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        if isinstance(outcome, RefusalError):
            return JSONResponse(outcome.body, outcome.status, headers | outcome.headers)
        return JSONResponse(outcome.body, outcome.status, headers)

    def _carry_out(
        self, account: SimulatedAccount, *, action: str, fault: Fault | None, deed: Deed
    ) -> Done | RefusalError:
        """Return what came of it, before an answer that was ordered to be lost."""
        revocation = self._revocation(account)
        if revocation is not None:
            return self.token_refused(revocation)
        if fault is not None and fault.code is not None and not fault.after_effect:
            return self.trouble(fault)
        try:
            self.check_limit(account, action)
            return deed(account)
        except RefusalError as error:
            return error

    def _account_of(self, request: Request) -> SimulatedAccount | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        return self.world.accounts.by_token(self.platform, token.strip())

    def _revocation(self, account: SimulatedAccount) -> Revocation | None:
        return self.world.faults.revocation(self.platform, account.account_id)

    def _record(
        self,
        *,
        account_id: str,
        action: str,
        target_id: str,
        refusal: RefusalError | None,
        done: Done | None = None,
    ) -> None:
        status = 200 if done is None else done.status
        self.world.calls.add(
            ApiCall(
                at=self.world.now(),
                platform=self.platform,
                account_id=account_id,
                action=action,
                target_id=target_id,
                status=status if refusal is None else refusal.status,
                code=None if refusal is None else refusal.code,
                changed=done is not None and done.changed,
                created_id=None if done is None else done.created_id,
            )
        )
