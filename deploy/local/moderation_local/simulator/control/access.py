"""How the control side's routes reach the simulated platforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.facebook.subscriptions import Subscriptions
from moderation_local.simulator.handshakes import Handshake
from moderation_local.simulator.public import PublicSide
from moderation_local.simulator.world import World


@dataclass(frozen=True)
class Stage:
    """What the control side acts on."""

    world: World
    public: PublicSide
    subscriptions: Subscriptions
    handshakes: Mapping[Platform, Handshake]
    """Empty when there is no ingest to deliver to."""

    def account(self, platform: Platform, account_id: str) -> SimulatedAccount:
        """Return an account or answer 404."""
        account = self.world.accounts.find(platform, account_id)
        if account is None:
            message = f"There is no account {account_id} on {platform}."
            raise HTTPException(HTTPStatus.NOT_FOUND, message)
        return account


def _stage_of(request: Request) -> Stage:
    stage = request.app.state.stage
    assert isinstance(stage, Stage)  # noqa: S101 - the composition root puts it there
    return stage


OnStage = Annotated[Stage, Depends(_stage_of)]
