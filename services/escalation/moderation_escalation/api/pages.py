"""The page that an alert leads to: the case is read, taken and closed there, without signing in.

The token in the address is the key: for one person and one case. Looking changes nothing, because
mail scanners follow links; only the button takes the case, and only who has taken it can close it
there. The page works without scripts.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from moderation_common.clock import Clock
from moderation_common.identity import CaseId
from moderation_common.policy import PolicyPack
from moderation_common.web import Principal, TokenError, TokenSigner
from moderation_escalation.api.closing import Closing, read_closing
from moderation_escalation.domain import words
from moderation_escalation.domain.alert import AlertState
from moderation_escalation.domain.alert_text import crisis_words
from moderation_escalation.domain.case import (
    LONGEST_OUTCOME,
    Case,
    CaseStatus,
    CommentVersion,
)
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.ports import Packs
from moderation_escalation.usecases.read_files import CaseFile, ReadFiles
from moderation_escalation.usecases.take_cases import Acknowledgement, TakeCases

_LONGEST_TOKEN: Final = 2000
"""Characters; ours have a few hundred, so that whatever is longer is not read at all."""

_SHOWN_ALERTS: Final = frozenset({AlertState.SENT, AlertState.FAILED})


class Pages:
    """Renders the pages."""

    def __init__(
        self,
        *,
        files: ReadFiles,
        take: TakeCases,
        packs: Packs,
        tokens: TokenSigner,
        clock: Clock,
    ) -> None:
        self._files = files
        self._take = take
        self._packs = packs
        self._tokens = tokens
        self._clock = clock
        self._templates = Environment(
            loader=PackageLoader("moderation_escalation", "api/templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = resources.files("moderation_escalation") / "api" / "templates" / "style.css"
        self._style = style.read_text(encoding="utf-8")
        self._headers = _headers(self._style)

    async def show(self, token: str) -> Response:
        """Return the case's page."""
        principal = self._read(token)
        if principal is None:
            return self._refuse()
        return await self._render(principal, None)

    async def answer(self, token: str, form: bytes) -> Response:
        """Take the case, and say so; or say who had taken it. With an outcome, close it."""
        principal = self._read(token)
        if principal is None:
            return self._refuse()
        return await self._answer(principal, form)

    async def _answer(self, principal: Principal, form: bytes) -> Response:
        try:
            closing = read_closing(form)
        except ValueError:
            return self._refuse()
        try:
            if closing is not None:
                return await self._close(principal, closing)
            acknowledgement = await self._take.acknowledge(
                principal.organisation,
                _case_id(principal),
                by=principal.as_actor(),
                channel="page",
            )
        except NotFoundError:
            return self._refuse()
        return await self._render(principal, acknowledgement)

    async def _close(self, principal: Principal, closing: Closing) -> Response:
        """Close the case if this person has taken it; raises `NotFoundError`."""
        if not closing.complete:
            return await self._render(principal, None, closing=closing)
        file = await self._files.case_file(principal.organisation, _case_id(principal))
        try:
            await self._take.close(
                principal.organisation,
                _case_id(principal),
                by=principal.as_actor(),
                outcome=closing.outcome,
                answer=closing.answer(file.case.labels),
                own=True,
            )
        except ConflictError as error:
            return await self._render(principal, None, closing=closing, refusal=str(error))
        return await self._render(principal, None)

    def _read(self, token: str) -> Principal | None:
        if len(token) > _LONGEST_TOKEN:
            return None
        try:
            principal = self._tokens.read(token, now=self._clock())
        except TokenError:
            return None
        return principal if principal.case_id is not None else None

    async def _render(
        self,
        principal: Principal,
        acknowledgement: Acknowledgement | None,
        *,
        closing: Closing | None = None,
        refusal: str | None = None,
    ) -> Response:
        """Return the page; with a `closing` that was not accepted what it said stands there."""
        try:
            file = await self._files.case_file(principal.organisation, _case_id(principal))
        except NotFoundError:
            return self._refuse()
        pack = self._packs().get(principal.organisation)
        together = tuple(
            case
            for case in file.related
            if case.status is CaseStatus.OPEN and case.follows == file.case.case_id
        )
        return self._page(
            "case.html",
            file=file,
            case=file.case,
            together=together,
            before=_overtaken(file),
            reasons=_reasons(file),
            alerts=[alert for alert in file.alerts if alert.state in _SHOWN_ALERTS],
            permalink=_link(file),
            crisis=crisis_words(pack, file.case.labels) if pack is not None else (),
            organisation=pack.organisation.name if pack is not None else principal.organisation,
            name_of=lambda key: _name_of(pack, key),
            fresh=acknowledgement is not None and acknowledgement.fresh,
            late=acknowledgement is not None and not acknowledgement.fresh,
            overdue=file.case.is_overdue(self._clock()),
            may_close=_may_close(file.case, principal),
            closing=closing if closing is not None else Closing(),
            incomplete=closing is not None and not closing.complete,
            refusal=refusal,
            longest=LONGEST_OUTCOME,
        )

    def _refuse(self) -> Response:
        # The same answer for every reason: it tells a guesser nothing.
        return self._page("refused.html", status=403)

    def _page(self, name: str, *, status: int = 200, **facts: object) -> Response:
        html = self._templates.get_template(name).render(words=words, style=self._style, **facts)
        return HTMLResponse(html, status_code=status, headers=self._headers)


def build_pages_router(pages: Pages) -> APIRouter:
    """Return the routes under `/a`, which is public: the token in the path is the key."""
    router = APIRouter(prefix="/a", include_in_schema=False)

    # Mail scanners ask for the head first; the server leaves the body out.
    @router.api_route("/{token}", methods=["GET", "HEAD"])
    async def show_case(token: str) -> Response:
        return await pages.show(token)

    @router.post("/{token}")
    async def answer_case(token: str, request: Request) -> Response:
        return await pages.answer(token, await request.body())

    return router


def _case_id(principal: Principal) -> CaseId:
    return CaseId(principal.case_id or "")


def _may_close(case: Case, principal: Principal) -> bool:
    """Say whether the page offers to close the case: to whoever has taken it, and nobody else."""
    return (
        case.closed is None
        and case.acknowledged is not None
        and case.acknowledged.name == principal.subject
    )


def _link(file: CaseFile) -> str | None:
    """Return the comment's address on its platform, if it is one that a browser should open."""
    link = file.comment.permalink if file.comment is not None else None
    return link if link is not None and link.startswith(("https://", "http://")) else None


def _overtaken(file: CaseFile) -> list[CommentVersion]:
    """Return the versions that raised the alarm and are not what stands there now."""
    now = file.comment.version if file.comment is not None else None
    return [version for version in file.raised_by if version.version != now]


def _reasons(file: CaseFile) -> list[tuple[str, str | None, str | None]]:
    """Return label, clause and the policy's words, each once."""
    if file.decision is None:
        return []
    reasons = [
        (words.label_words(reason.label), reason.clause, reason.words)
        for reason in file.decision.reasons
    ]
    return list(dict.fromkeys(reasons))


def _name_of(pack: PolicyPack | None, key: str) -> str:
    """Return the name of a person or team; its key when the pack no longer has it."""
    if pack is None:
        return key
    team = pack.team(key)
    if team is not None:
        return team.name
    return next((person.name for person in pack.rota.people if person.id == key), key)


def _headers(style: str) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self';"
            " base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
