"""X, both ways."""

from moderation_ingest.adapters.x.actions import XActions
from moderation_ingest.adapters.x.webhook import XWebhook

__all__ = ["XActions", "XWebhook"]
