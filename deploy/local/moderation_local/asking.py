"""Asks a running service on behalf of the person at the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from moderation_common.errors import ModerationError, TransientError
from moderation_common.vocabulary import Role
from moderation_common.web import TokenSigner
from moderation_local.deployment import DataFolder
from moderation_local.running import require_running
from moderation_local.tokens import bearer

_TOKEN_LIFETIME: Final = timedelta(minutes=10)


def ask_classifier(
    folder: Path,
    path: str,
    *,
    role: Role,
    organisation: str,
    timeout_s: float,
    query: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
) -> httpx.Response:
    """Return the classifier's answer; with a body the question is a POST, else a GET.

    Entries of the query that are `None` are left out. Raises `TransientError` when nothing
    answers, `ModerationError` with the service's own words when it refuses.
    """
    data = DataFolder(folder)
    state = require_running(data)
    signer = TokenSigner(data.read_secrets().token_secret)
    asked = {name: value for name, value in (query or {}).items() if value is not None}
    try:
        answer = httpx.request(
            "GET" if body is None else "POST",
            state.url_of("classifier") + path,
            params=asked,
            json=body,
            headers=bearer(signer, role=role, organisation=organisation, lifetime=_TOKEN_LIFETIME),
            timeout=timeout_s,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        msg = f"The classifier does not answer ({type(error).__name__}); see `moderation status`."
        raise TransientError(msg) from error
    if answer.is_error:
        msg = f"The classifier refuses ({answer.status_code}): {answer.text}"
        raise ModerationError(msg)
    return answer
