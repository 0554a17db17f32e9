"""From why something was not done to the status that says so."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from moderation_common.web import problem
from moderation_escalation.domain.errors import ConflictError, NotFoundError


def map_errors(app: FastAPI) -> None:
    """Answer 404 for what is not there or not the caller's, 409 for what does not fit."""

    @app.exception_handler(NotFoundError)
    async def not_found(_request: Request, error: NotFoundError) -> JSONResponse:
        return problem(404, str(error))

    @app.exception_handler(ConflictError)
    async def conflict(_request: Request, error: ConflictError) -> JSONResponse:
        return problem(409, str(error))
