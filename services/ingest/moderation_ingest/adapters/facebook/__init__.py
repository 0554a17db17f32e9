"""Facebook, both ways."""

from moderation_ingest.adapters.facebook.actions import FacebookActions
from moderation_ingest.adapters.facebook.webhook import FacebookWebhook

__all__ = ["FacebookActions", "FacebookWebhook"]
