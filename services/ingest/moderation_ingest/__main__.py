"""Runs the service: `python -m moderation_ingest`, or with `migrate` its migrations alone."""

from __future__ import annotations

import sys

from moderation_common.web import run_service
from moderation_ingest.app import migrate_main, serve_main

if __name__ == "__main__":
    sys.exit(
        run_service(
            "ingest",
            serve_main=serve_main,
            migrate_main=migrate_main,
            arguments=sys.argv[1:],
        )
    )
