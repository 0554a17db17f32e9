"""What the audit service is told by its environment, beside what every service is told."""

from __future__ import annotations

from moderation_common.settings import CommonSettings


class Settings(CommonSettings):
    """Environment variables `MODERATION_…`."""

    migrate_on_start: bool = True
    """Whether the service brings its schema up to date itself; set it to false where the service's
    database role owns nothing, and run `python -m moderation_audit migrate` as the owner."""
