"""Runs the simulator: `python -m moderation_local.simulator`."""

from __future__ import annotations

import asyncio
import sys

from moderation_common.errors import ModerationError
from moderation_local.simulator.app import main


def run() -> int:
    """Run until SIGTERM or SIGINT; returns the exit status."""
    try:
        asyncio.run(main())
    except ModerationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(run())
