"""Reads a call's parameters wherever a caller may put them: address, form or JSON body."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

Parameters = dict[str, Any]


class UnreadableBodyError(ValueError):
    """The body is neither a form nor a JSON object."""


async def read_parameters(request: Request) -> Parameters:
    """Return the parameters; those in the body win over those in the address.

    Raises `UnreadableBodyError`.
    """
    parameters: Parameters = dict(request.query_params)
    body = await request.body()
    if not body:
        return parameters
    if "json" in request.headers.get("content-type", ""):
        try:
            content = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UnreadableBodyError("the body is no JSON") from error
        if not isinstance(content, dict):
            raise UnreadableBodyError("the body is no JSON object")
        return parameters | content
    try:
        return parameters | dict(parse_qsl(body.decode(), strict_parsing=True))
    except ValueError as error:
        raise UnreadableBodyError("the body is no form") from error


def read_truth(value: object) -> bool | None:
    """Return a truth value however it is spelt; None when it is none."""
    match value:
        case bool():
            return value
        case str() if value.lower() in {"true", "1"}:
            return True
        case str() if value.lower() in {"false", "0"}:
            return False
        case _:
            return None
