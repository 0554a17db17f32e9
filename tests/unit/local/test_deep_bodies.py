"""JSON nested past all reason, as the simulated platforms and the mailbox receive it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request

from moderation_local.mailbox.hooks import HookStore
from moderation_local.simulator.parameters import UnreadableBodyError, read_parameters


def request_with(body: bytes) -> Request:
    """Return a call with a JSON body."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    return Request(scope, receive)


async def test_parameters_nested_past_all_reason_are_unreadable() -> None:
    """They are met like any other body that is no JSON."""
    with pytest.raises(UnreadableBodyError, match="no JSON"):
        await read_parameters(request_with(b"[" * 100_000))
    assert await read_parameters(request_with(b'{"a": [[1]]}')) == {"a": [[1]]}


@pytest.mark.parametrize(
    "levels, readable", [(1, True), (50, True), (51, False), (400, False), (100_000, False)]
)
def test_a_webhook_of_any_depth_is_kept(tmp_path: Path, levels: int, *, readable: bool) -> None:
    """As JSON as far as it can be read and written again, else as the text that came."""
    store = HookStore(tmp_path)
    body = b"[" * levels + b"]" * levels
    store.keep("quality", body=body, headers={}, signed=None)
    (kept,) = store.list()
    assert isinstance(kept.body, list if readable else str)
