"""Routes: the modes of the policy of the bearer's organisation, and which of them hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from moderation_classifier.api.reasons import Reason
from moderation_classifier.domain.modes import DeclaredMode
from moderation_classifier.usecases.declaring_modes import ModeBoard, ModeStandsError
from moderation_common.policy import Answering, ModeName, PolicyPacks
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require

Administrator = Annotated[Principal, Depends(require(Role.ADMINISTRATOR))]
Reader = Annotated[
    Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.ADMINISTRATOR))
]


class ModeToDeclare(BaseModel):
    """Which mode is to hold from now on, and why."""

    model_config = ConfigDict(extra="forbid")

    mode: str = Field(min_length=1, max_length=100)
    reason: Reason


class Declaration(BaseModel):
    """Who declared a mode, when and why."""

    reason: str
    declared_by: str
    declared_at: datetime


class ModeOut(BaseModel):
    """A mode of the policy, or one that was declared under an earlier version of it."""

    mode: str
    answering: Answering | None
    """How far is answered while it holds; null where the policy in force has no such mode."""
    declared: Declaration | None
    """Null while it does not hold."""


def build_modes_router(board: ModeBoard, *, packs: Callable[[], PolicyPacks]) -> APIRouter:
    """Return the routes under /v1/modes; a mode that the body's policy has not is refused."""
    router = APIRouter(prefix="/v1/modes", tags=["modes"])

    def modes_in_policy(organisation: str) -> dict[str, Answering]:
        pack = packs().get(organisation)
        return {} if pack is None else {str(one.name): one.answering for one in pack.modes}

    @router.get("")
    async def read_modes(principal: Reader) -> list[ModeOut]:
        """Return every mode of the policy, and which of them hold now."""
        known = modes_in_policy(principal.organisation)
        listed = await board.list_declared(principal.organisation)
        declared = {one.mode: _declaration(one) for one in listed}
        return [
            ModeOut(mode=name, answering=known.get(name), declared=declared.get(name))
            for name in dict.fromkeys((*known, *declared))
        ]

    @router.post("", status_code=201)
    async def declare(principal: Administrator, asked: ModeToDeclare) -> ModeOut:
        """Declare a mode; every replica follows within a minute."""
        known = modes_in_policy(principal.organisation)
        if asked.mode not in known:
            names = ", ".join(known)
            mend = f"use one of {names}" if known else "it has none; add the mode to the pack first"
            message = f"The policy in force has no mode {asked.mode!r}: {mend}."
            raise HTTPException(422, message)
        try:
            declared = await board.declare(
                principal.organisation,
                ModeName(asked.mode),
                reason=asked.reason,
                by=principal.as_actor(),
            )
        except ModeStandsError as error:
            raise HTTPException(409, str(error)) from error
        return ModeOut(
            mode=asked.mode, answering=known[asked.mode], declared=_declaration(declared)
        )

    @router.delete("/{mode}", status_code=204)
    async def end(
        principal: Administrator, mode: str, *, reason: Annotated[Reason, Query()]
    ) -> None:
        """End a mode."""
        try:
            await board.end(principal.organisation, mode, reason=reason, by=principal.as_actor())
        except ModeStandsError as error:
            raise HTTPException(404, str(error)) from error

    return router


def _declaration(mode: DeclaredMode) -> Declaration:
    return Declaration(
        reason=mode.reason, declared_by=mode.declared_by, declared_at=mode.declared_at
    )
