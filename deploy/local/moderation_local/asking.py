"""Asks a running service on behalf of the person at the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from moderation_common.errors import ConfigurationError, ModerationError, TransientError
from moderation_common.policy.loader import load_packs
from moderation_common.policy.problems import PolicyError
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

    Entries of the query that are `None` are left out. Raises `ConfigurationError`, with the bodies
    that there are, for one without a pack, `TransientError` when nothing answers, and
    `ModerationError` with the service's own words, a line for each problem, when it refuses.
    """
    data = DataFolder(folder)
    state = require_running(data)
    if state.policies:
        _require_body(organisation, Path(state.policies))
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
        msg = (
            f"The classifier does not answer ({type(error).__name__}); see `moderation status"
            f"{data.option}`."
        )
        raise TransientError(msg) from error
    if answer.is_error:
        raise ModerationError(spell_refusal(answer))
    return answer


def spell_refusal(answer: httpx.Response) -> str:
    """Return why the classifier refused, in its own words: a line for each problem."""
    try:
        detail = answer.json()["detail"]
    except (ValueError, TypeError, KeyError):
        return (
            f"The classifier refuses with status {answer.status_code} and does not say why; see"
            " its log."
        )
    problems = detail if isinstance(detail, list) else str(detail).splitlines()
    if len(problems) == 1:
        return f"The classifier refuses: {problems[0]}"
    return "\n".join(["The classifier refuses:", *map(str, problems)])


def _require_body(organisation: str, policies: Path) -> None:
    try:
        packs = load_packs(policies, on=None)
    except PolicyError:
        # The services go on with the packs that they have, and know better which those are.
        return
    if organisation not in packs:
        known = ", ".join(packs.organisations)
        msg = f"There is no policy pack for {organisation!r}; give --org one of: {known}."
        raise ConfigurationError(msg)
