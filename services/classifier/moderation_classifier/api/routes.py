"""Routes: which policy is in force, and what it would make of a text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from moderation_classifier.api.models import ClassifiedText, PolicyInForce, TextToClassify
from moderation_classifier.ports import Judge
from moderation_common.policy import PolicyPack
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.watcher import PackRegistry
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require

Reader = Annotated[Principal, Depends(require(*Role))]
Decider = Annotated[Principal, Depends(require(Role.MODERATOR, Role.ADMINISTRATOR))]


def build_router(*, registry: PackRegistry, refresh: RefreshPacks, judge: Judge) -> APIRouter:
    """Return the classifier's routes."""
    router = APIRouter(prefix="/v1")

    def pack_of(principal: Principal) -> PolicyPack:
        pack = registry.running.get(principal.organisation)
        if pack is None:
            raise HTTPException(404, "Your organisation has no policy pack in force.")
        return pack

    @router.get("/policy")
    async def policy(principal: Reader) -> PolicyInForce:
        """Return the version of the bearer's organisation in force, and what was refused."""
        pack = pack_of(principal)
        refused = [p for p in refresh.problems if principal.organisation in p]
        return PolicyInForce(
            pack=pack.reference,
            effective_from=pack.effective_from,
            review_due=pack.review_due,
            refused=refused,
        )

    @router.post("/classify")
    def classify(asked: TextToClassify, principal: Decider) -> ClassifiedText:
        """Say what the policy in force would make of a text; nothing is kept or done."""
        return ClassifiedText.build(
            asked.id, judge.decide(asked.to_utterance(), pack_of(principal))
        )

    return router
