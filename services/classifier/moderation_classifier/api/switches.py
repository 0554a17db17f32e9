"""Routes: kill switches of the bearer's organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from moderation_classifier.api.reasons import Reason
from moderation_classifier.domain.switches import Switch
from moderation_classifier.usecases.switching import SwitchBoard, SwitchStandsError
from moderation_common.vocabulary import DANGER_LABELS, Label, Role, SwitchKind
from moderation_common.web import Principal, require

Administrator = Annotated[Principal, Depends(require(Role.ADMINISTRATOR))]


class SwitchToTurn(BaseModel):
    """What to take out of use, and why."""

    model_config = ConfigDict(extra="forbid")

    kind: SwitchKind
    target: str = Field(min_length=1, max_length=200)
    reason: Reason

    @model_validator(mode="after")
    def _label_is_known(self) -> Self:
        if self.kind is SwitchKind.LABEL and self.target not in frozenset(Label):
            message = f"{self.target!r} is no label; use one of {', '.join(Label)}"
            raise ValueError(message)
        return self


class SwitchOut(BaseModel):
    """A label or rule that is off."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    kind: SwitchKind
    target: str
    reason: str
    switched_by: str
    switched_at: datetime
    asks_person: bool
    """Whether a person is asked instead wherever it would have found danger.

    True of a label that is about danger, and of every rule, detector and model, since these may
    find it. Whatever else they would have found asks nobody.
    """

    @classmethod
    def build(cls, switch: Switch) -> Self:
        """Put a switch into words for the caller."""
        return cls(
            kind=switch.kind,
            target=switch.target,
            reason=switch.reason,
            switched_by=switch.switched_by,
            switched_at=switch.switched_at,
            asks_person=switch.kind is SwitchKind.RULE or switch.target in DANGER_LABELS,
        )


def build_switches_router(board: SwitchBoard, *, knows_rule: Callable[[str], bool]) -> APIRouter:
    """Return the routes under /v1/switches; a rule that nobody knows is refused."""
    router = APIRouter(prefix="/v1/switches", tags=["switches"])

    @router.get("")
    async def read_switches(principal: Administrator) -> list[SwitchOut]:
        """Return what is off at run time; what the pack has off stands in the pack."""
        return [SwitchOut.build(one) for one in await board.list_off(principal.organisation)]

    @router.post("", status_code=201)
    async def turn_off(principal: Administrator, asked: SwitchToTurn) -> SwitchOut:
        """Take a label or rule out of use; every replica follows within a minute."""
        if asked.kind is SwitchKind.RULE and not knows_rule(asked.target):
            message = (
                f"There is no rule {asked.target!r}; take the `source` that a reason names, in a"
                " decision or as POST /v1/classify gives it for any text."
            )
            raise HTTPException(422, message)
        try:
            switch = await board.turn_off(
                principal.organisation,
                asked.kind,
                asked.target,
                reason=asked.reason,
                by=principal.as_actor(),
            )
        except SwitchStandsError as error:
            raise HTTPException(409, str(error)) from error
        return SwitchOut.build(switch)

    # The name of a model may hold a slash.
    @router.delete("/{kind}/{target:path}", status_code=204)
    async def turn_on(
        principal: Administrator,
        kind: SwitchKind,
        target: str,
        *,
        reason: Annotated[Reason, Query()],
    ) -> None:
        """Let a label or rule count again."""
        try:
            await board.turn_on(
                principal.organisation, kind, target, reason=reason, by=principal.as_actor()
            )
        except SwitchStandsError as error:
            raise HTTPException(404, str(error)) from error

    return router
