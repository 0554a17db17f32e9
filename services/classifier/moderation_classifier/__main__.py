"""`python -m moderation_classifier`: run the classifier, or with `migrate` its migrations."""

from __future__ import annotations

import sys

from moderation_classifier.app import main, migrate_schema
from moderation_common.web import run_service

if __name__ == "__main__":
    sys.exit(
        run_service(
            "classifier", serve_main=main, migrate_main=migrate_schema, arguments=sys.argv[1:]
        )
    )
