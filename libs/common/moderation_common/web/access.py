"""Who may call a route: dependencies for FastAPI routes behind the gate."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import HTTPException, Request

from moderation_common.vocabulary import Role
from moderation_common.web.tokens import Principal


def principal_of(request: Request) -> Principal:
    """Return the bearer whom the gate let in."""
    principal: Principal = request.state.principal
    return principal


def require(*roles: Role) -> Callable[[Request], Principal]:
    """Return a dependency that lets in only these roles, and gives the bearer."""

    def dependency(request: Request) -> Principal:
        principal = principal_of(request)
        if principal.role not in roles:
            allowed = ", ".join(role.value for role in roles)
            raise HTTPException(403, f"Your role is {principal.role.value}; this needs {allowed}.")
        return principal

    return dependency
