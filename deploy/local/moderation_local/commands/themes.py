"""`moderation themes`: what people talk about with a body, ready to paste into a report."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from moderation_common.vocabulary import Role
from moderation_local.asking import ask_classifier

_TIMEOUT_S: Final = 60.0


def themes(arguments: argparse.Namespace) -> int:
    """Print the report as Markdown, or as HTML, CSV or JSON where that is asked for."""
    asked = {
        "from": arguments.first,
        "to": arguments.last,
        "weeks": arguments.weeks,
        "platform": arguments.platform,
    }
    path = "/v1/themes"
    if arguments.form != "json":
        path += "/report"
        asked["format"] = arguments.form
    answer = ask_classifier(
        arguments.data,
        path,
        role=Role.ADMINISTRATOR,
        organisation=arguments.org,
        timeout_s=_TIMEOUT_S,
        query=asked,
    )
    # A table's line ends are as its form demands; `print` would leave them, and add one.
    sys.stdout.write(answer.text if answer.text.endswith("\n") else answer.text + "\n")
    return 0
