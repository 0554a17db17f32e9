"""The page that a group's alert leads to: all that waits is read there, and taken with one button.

Only what the page showed is taken, so that nobody takes a case that they have not seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moderation_common.clock import Clock
from moderation_common.identity import CaseId
from moderation_common.web import Principal, TokenSigner
from moderation_escalation.api.pages import Pages
from moderation_escalation.domain.errors import NotFoundError
from moderation_escalation.ports import Packs
from moderation_escalation.usecases.answer_groups import MOST_SHOWN, AnswerGroups
from moderation_escalation.usecases.read_files import ReadFiles
from moderation_escalation.usecases.take_cases import TakeCases

_FIELD: Final = "case"


class GroupPages(Pages):
    """Renders the pages of cases and of groups."""

    def __init__(
        self,
        *,
        files: ReadFiles,
        take: TakeCases,
        groups: AnswerGroups,
        packs: Packs,
        tokens: TokenSigner,
        clock: Clock,
    ) -> None:
        super().__init__(files=files, take=take, packs=packs, tokens=tokens, clock=clock)
        self._groups = groups

    async def show_group(self, token: str) -> Response:
        """Return the list of what waits."""
        principal = self._read(token)
        if principal is None:
            return self._refuse()
        return await self._render_group(token, principal, taken=None)

    async def take_group(self, token: str, form: bytes) -> Response:
        """Take the cases that the form names, and say so with what waits still."""
        principal = self._read(token)
        if principal is None:
            return self._refuse()
        try:
            seen = parse_qs(form.decode("ascii"), max_num_fields=MOST_SHOWN).get(_FIELD, [])
        except ValueError:
            return self._refuse()
        try:
            taken = await self._groups.take(
                principal.organisation,
                principal.subject,
                CaseId(principal.case_id or ""),
                seen=frozenset(seen),
                by=principal.as_actor(),
            )
        except NotFoundError:
            return self._refuse()
        return await self._render_group(token, principal, taken=taken)

    async def open_case(self, token: str, case_id: str, form: bytes | None = None) -> Response:
        """Return the page of a case on the list; with a form it is taken or closed first."""
        principal = self._read(token)
        if principal is None:
            return self._refuse()
        try:
            await self._groups.check_told(
                principal.organisation,
                principal.subject,
                lead=CaseId(principal.case_id or ""),
                of=CaseId(case_id),
            )
        except NotFoundError:
            return self._refuse()
        of_case = replace(principal, case_id=case_id)
        if form is None:
            return await self._render(of_case, None)
        return await self._answer(of_case, form)

    async def _render_group(
        self, token: str, principal: Principal, *, taken: int | None
    ) -> Response:
        try:
            file = await self._groups.read(
                principal.organisation, principal.subject, CaseId(principal.case_id or "")
            )
        except NotFoundError:
            return self._refuse()
        pack = self._packs().get(principal.organisation)
        return self._page(
            "group.html",
            file=file,
            taken=taken,
            token=token,
            organisation=pack.organisation.name if pack is not None else principal.organisation,
        )


def build_group_pages_router(pages: GroupPages) -> APIRouter:
    """Return the routes of groups under `/a`, which is public: the token in the path is the key."""
    router = APIRouter(prefix="/a", include_in_schema=False)

    @router.api_route("/{token}/group", methods=["GET", "HEAD"])
    async def show_group(token: str) -> Response:
        return await pages.show_group(token)

    @router.post("/{token}/group")
    async def take_group(token: str, request: Request) -> Response:
        return await pages.take_group(token, await request.body())

    @router.api_route("/{token}/group/{case_id}", methods=["GET", "HEAD"])
    async def show_listed_case(token: str, case_id: UUID) -> Response:
        return await pages.open_case(token, str(case_id))

    @router.post("/{token}/group/{case_id}")
    async def answer_listed_case(token: str, case_id: UUID, request: Request) -> Response:
        return await pages.open_case(token, str(case_id), await request.body())

    return router
