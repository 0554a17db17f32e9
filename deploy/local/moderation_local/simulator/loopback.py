"""Keeps the control side and the pages to this machine.

The platforms' own addresses check tokens; these check none, so that only a caller on the loopback
address is answered, and only under a loopback name, which a web page elsewhere cannot borrow.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

from fastapi import HTTPException, Request

_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


async def require_loopback(request: Request) -> None:
    """Refuse a caller from elsewhere with 403."""
    client = request.client.host if request.client is not None else ""
    if not _is_loopback(client) or request.url.hostname not in _NAMES:
        raise HTTPException(HTTPStatus.FORBIDDEN, "This side answers callers on this machine only.")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
