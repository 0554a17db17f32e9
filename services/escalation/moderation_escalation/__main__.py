"""`python -m moderation_escalation`: run escalation, or with `migrate` its migrations."""

from __future__ import annotations

import sys

from moderation_common.web import run_service
from moderation_escalation.app import main, migrate_schema

if __name__ == "__main__":
    sys.exit(
        run_service(
            "escalation", serve_main=main, migrate_main=migrate_schema, arguments=sys.argv[1:]
        )
    )
