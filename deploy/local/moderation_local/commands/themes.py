"""`moderation themes`: what people talk about with a body, ready to paste into a report."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from typing import Final

import httpx

from moderation_common.clock import utc_now
from moderation_common.errors import ModerationError, TransientError
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner
from moderation_local.deployment import DataFolder
from moderation_local.running import require_running

_TIMEOUT_S: Final = 60.0
_TOKEN_LIFETIME: Final = timedelta(minutes=10)


def themes(arguments: argparse.Namespace) -> int:
    """Print the report as Markdown, or as CSV or JSON where that is asked for."""
    data = DataFolder(arguments.data)
    state = require_running(data)
    signer = TokenSigner(data.read_secrets().token_secret)
    principal = Principal(subject="local", role=Role.ADMINISTRATOR, organisation=arguments.org)
    token = signer.issue(principal, now=utc_now(), lifetime=_TOKEN_LIFETIME)
    asked = {
        "from": arguments.first,
        "to": arguments.last,
        "weeks": arguments.weeks,
        "platform": arguments.platform,
    }
    path = "/v1/themes"
    if not arguments.json:
        path += "/report"
        asked["format"] = "csv" if arguments.csv else "markdown"
    try:
        answer = httpx.get(
            state.url_of("classifier") + path,
            params={name: value for name, value in asked.items() if value is not None},
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT_S,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        msg = f"The classifier does not answer ({type(error).__name__}); see `moderation status`."
        raise TransientError(msg) from error
    if answer.is_error:
        msg = f"The classifier refuses ({answer.status_code}): {answer.text}"
        raise ModerationError(msg)
    # A table's line ends are as its form demands; `print` would leave them, and add one.
    sys.stdout.write(answer.text if answer.text.endswith("\n") else answer.text + "\n")
    return 0
