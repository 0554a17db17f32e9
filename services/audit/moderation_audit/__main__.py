"""`python -m moderation_audit`: run the service, its migrations, or `verify` the record."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["verify"]:
        from moderation_audit.app.verification import run_verification

        sys.exit(run_verification(sys.argv[2:]))

    # The web application costs a second to load, which verification need not wait for.
    from moderation_audit.app.service import main, migrate_schema
    from moderation_common.web import run_service

    sys.exit(
        run_service("audit", serve_main=main, migrate_main=migrate_schema, arguments=sys.argv[1:])
    )
