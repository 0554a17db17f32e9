"""Routes: what people talk about with the bearer's body, as figures and as a report to paste."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from moderation_classifier.api.theme_models import ThemesOut
from moderation_classifier.api.theme_report import write_csv, write_html, write_markdown
from moderation_classifier.domain.themes.weeks import MAX_WEEKS, Weeks
from moderation_classifier.usecases.showing_themes import ShowThemes, Themes
from moderation_common.clock import Clock
from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.vocabulary import Platform, Role
from moderation_common.web import Principal, require

Reader = Annotated[
    Principal,
    Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)),
]
_WEEKS: Final = 4


class Form(StrEnum):
    """How a report is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"


class ThemesQuery(BaseModel):
    """Which weeks, and which channel; the last four weeks that are over when nothing is said."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: date | None = Field(default=None, alias="from")
    """A day of the first week."""
    last: date | None = Field(default=None, alias="to")
    """A day of the last week."""
    weeks: int | None = Field(default=None, ge=1, le=MAX_WEEKS)
    """So many weeks that are over, instead of days."""
    platform: Platform | None = None


class ReportQuery(ThemesQuery):
    """The same, and the form."""

    form: Form = Field(default=Form.MARKDOWN, alias="format")


def build_themes_router(
    *, show: ShowThemes, packs: Callable[[], PolicyPacks], clock: Clock
) -> APIRouter:
    """Return the routes under /v1 about themes."""
    router = APIRouter(prefix="/v1/themes", tags=["themes"])

    def pack_of(principal: Principal) -> PolicyPack:
        pack = packs().get(principal.organisation)
        if pack is None:
            # Or a slip in a body's key would read as a report that nobody wrote.
            raise HTTPException(404, "Your organisation has no policy pack in force.")
        return pack

    async def gather(principal: Principal, query: ThemesQuery) -> Themes:
        now = clock()
        try:
            weeks = _weeks(query, now)
            weeks.require_begun(now)
            weeks.require_kept(now)
        except (ValueError, OverflowError) as error:
            raise HTTPException(422, str(error)) from error
        return await show.show(principal.organisation, weeks, now=now, platform=query.platform)

    @router.get("")
    async def read_themes(principal: Reader, query: Annotated[ThemesQuery, Query()]) -> ThemesOut:
        """Return topics by channel and week with shares, mood, trend and examples to look at."""
        pack_of(principal)
        return ThemesOut.build(await gather(principal, query))

    @router.get("/report")
    async def read_report(principal: Reader, query: Annotated[ReportQuery, Query()]) -> Response:
        """Return the same as text or a page for a monthly report, or as a table."""
        body = pack_of(principal).organisation.name
        themes = await gather(principal, query)
        if query.form is Form.CSV:
            return Response(
                write_csv(themes),
                media_type="text/csv",
                headers={"Content-Disposition": 'attachment; filename="themes.csv"'},
            )
        if query.form is Form.HTML:
            return Response(
                write_html(themes, body=body),
                media_type="text/html",
                headers={
                    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
                    "Cache-Control": "no-store",
                    "X-Content-Type-Options": "nosniff",
                },
            )
        return Response(write_markdown(themes, body=body), media_type="text/markdown")

    return router


def _weeks(query: ThemesQuery, now: datetime) -> Weeks:
    if query.first is None and query.last is None:
        return Weeks.complete(now, query.weeks or _WEEKS)
    if query.first is None or query.last is None or query.weeks is not None:
        msg = "Give both `from` and `to`, or `weeks`, or none of them."
        raise ValueError(msg)
    return Weeks.around(query.first, query.last)
