"""Routes: trying another policy on the past, and how one does in the shadow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moderation_classifier.api.trial_models import ShadowOut, TrialOut
from moderation_classifier.usecases.trying_policy import TryPolicy
from moderation_classifier.usecases.watching_shadow import ShowShadow
from moderation_common.policy import PolicyError, PolicyPack, PolicyPacks, PolicyProblem
from moderation_common.policy.loader import load_draft
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require

_MAX_PACK: Final = 200_000
"""Several times the longest pack: what names very many things is long to check against itself."""
_MAX_EXAMPLES: Final = 50
_MAX_PROBLEMS: Final = 50
"""More than anybody mends at once; a pack of nothing but mistakes has some ten thousand."""
_TRY_AGAIN_S: Final = 30
"""When whoever found another trial going on may ask again: most are done by then."""
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is older; times long before have no moment some days earlier."""
_NAMELESS: Final = Path("the pack")
"""What problems call a pack that came without a file."""

Decider = Annotated[Principal, Depends(require(Role.MODERATOR, Role.ADMINISTRATOR))]


class PackToTry(BaseModel):
    """A pack, and the past that it is tried on."""

    model_config = ConfigDict(extra="forbid")

    pack: str = Field(min_length=1, max_length=_MAX_PACK)
    """The whole pack as YAML."""
    since: AwareDatetime
    examples: int = Field(default=5, ge=0, le=_MAX_EXAMPLES)
    """How many comments are named for each change."""
    texts: bool = False
    """Show their texts, which only a moderator may read; it is kept in the record."""


class ShadowQuery(BaseModel):
    """How much to show."""

    model_config = ConfigDict(extra="forbid")

    examples: int = Field(default=5, ge=0, le=_MAX_EXAMPLES)


def build_policy_trials_router(
    *,
    packs: Callable[[], PolicyPacks],
    trials: TryPolicy,
    shadow: ShowShadow,
    shadow_problems: Callable[[], Sequence[PolicyProblem]],
) -> APIRouter:
    """Return the routes under /v1/policy about versions that are not in force.

    One pack at a time is tried: each holds the past of a body in memory and takes a processor that
    the comments of all bodies need.
    """
    router = APIRouter(prefix="/v1/policy", tags=["policy"])
    trying = asyncio.Lock()

    def pack_of(principal: Principal) -> PolicyPack:
        pack = packs().get(principal.organisation)
        if pack is None:
            raise HTTPException(404, "Your organisation has no policy pack in force.")
        return pack

    @router.post("/try")
    async def try_policy(request: Request, principal: Decider, asked: PackToTry) -> TrialOut:
        """Return what a pack would have changed in the past; nothing takes effect."""
        in_force = pack_of(principal)
        if asked.texts and principal.role is not Role.MODERATOR:
            raise HTTPException(403, "Only a moderator may read the texts; ask without them.")
        if not _EARLIEST <= asked.since <= request.app.state.clock():
            raise HTTPException(
                422, "Let since be a moment that has passed, and not before the year 2000."
            )
        if trying.locked():
            raise HTTPException(
                503,
                "Another pack is being tried; try yours when that is done.",
                headers={"Retry-After": str(_TRY_AGAIN_S)},
            )
        async with trying:
            # A pack may be anything that somebody sends, and its checks take their time.
            candidate = await asyncio.to_thread(_read_pack, asked.pack, principal.organisation)
            trial = await trials.try_out(
                candidate, in_force, since=asked.since, examples=asked.examples
            )
            texts = (
                await trials.read_texts(
                    trial,
                    principal.organisation,
                    since=asked.since,
                    by=principal.as_actor(),
                    query=request.url.path,
                )
                if asked.texts
                else {}
            )
        return TrialOut.build(trial, texts)

    @router.get("/shadow")
    async def read_shadow(principal: Decider, query: Annotated[ShadowQuery, Query()]) -> ShadowOut:
        """Return how the version that is tried on live comments differs from the one in force."""
        trial = await shadow.show(pack_of(principal), examples=query.examples)
        if trial is None:
            wrong = [one for one in shadow_problems() if one.concerns(principal.organisation)]
            if wrong:
                broken = "The version in the shadow is not tried: its file is broken."
                raise HTTPException(404, [broken, *_spell_problems(wrong)])
            raise HTTPException(
                404,
                "Your organisation tries no version; put one beside the pack as"
                f" {principal.organisation}.shadow.yaml.",
            )
        return ShadowOut.of(trial)

    return router


def _read_pack(text: str, organisation: str) -> PolicyPack:
    try:
        return load_draft(_NAMELESS, text=text, organisation=organisation)
    except PolicyError as error:
        raise HTTPException(422, _spell_problems(error.problems)) from error


def _spell_problems(problems: Sequence[PolicyProblem]) -> list[str]:
    """Return the first problems in sentences, and how many there are beside them."""
    said = [str(problem) for problem in problems[:_MAX_PROBLEMS]]
    more = len(problems) - len(said)
    if more:
        said.append(
            f"Beside these there {'is' if more == 1 else 'are'} {more} more; mend these first."
        )
    return said
