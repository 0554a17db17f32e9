"""What the classifier is told by its environment: nothing beyond what every service is told."""

from __future__ import annotations

from moderation_common.settings import CommonSettings


class Settings(CommonSettings):
    """Environment variables `MODERATION_…`."""
