"""Routes: which policy is in force, and what it would make of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from moderation_classifier.api.models import ClassifiedText, PolicyInForce, TextToClassify
from moderation_classifier.domain.account import UnknownAccountError
from moderation_classifier.ports import Judge
from moderation_common.policy import Circumstances, ModeName, PolicyPack
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.watcher import PackRegistry
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require

Reader = Annotated[Principal, Depends(require(*Role))]
Decider = Annotated[Principal, Depends(require(Role.MODERATOR, Role.ADMINISTRATOR))]


def build_router(
    *,
    registry: PackRegistry,
    refresh: RefreshPacks,
    judge: Judge,
    unknown_switches: Callable[[PolicyPack], Sequence[str]] = lambda _: (),
    model: str = "",
    modes: Callable[[str], frozenset[ModeName]] = lambda _: frozenset(),
) -> APIRouter:
    """Return the classifier's routes; `model` is the id of the one that judges.

    `modes` gives what a body has declared, by its key.
    """
    router = APIRouter(prefix="/v1")

    def pack_of(principal: Principal) -> PolicyPack:
        pack = registry.running.get(principal.organisation)
        if pack is None:
            raise HTTPException(404, "Your organisation has no policy pack in force.")
        return pack

    @router.get("/policy")
    async def policy(principal: Reader) -> PolicyInForce:
        """Return the version of the bearer's organisation in force, and what is amiss with it."""
        pack = pack_of(principal)
        refused = [
            str(problem.without_folder())
            for problem in refresh.problems
            if problem.concerns(principal.organisation)
        ]
        return PolicyInForce(
            pack=pack.reference,
            effective_from=pack.effective_from,
            review_due=pack.review_due,
            refused=refused,
            unknown_switches=list(unknown_switches(pack)),
            model=model,
        )

    @router.post("/classify")
    def classify(asked: TextToClassify, principal: Decider) -> ClassifiedText:
        """Say what the policy in force would make of a text, and why; nothing is kept or done."""
        pack = pack_of(principal)
        try:
            utterance = asked.to_utterance(pack)
        except UnknownAccountError as error:
            raise HTTPException(422, str(error)) from error
        circumstances = Circumstances(modes=modes(principal.organisation))
        decision = judge.decide(replace(utterance, circumstances=circumstances), pack)
        return ClassifiedText.build(asked.id, decision, internal=utterance.internal)

    return router
