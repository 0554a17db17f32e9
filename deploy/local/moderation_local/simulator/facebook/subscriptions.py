"""Which pages send their events: all, until one is unsubscribed."""

from __future__ import annotations

from typing import Final

from moderation_local.simulator.storage import Storage

FIELDS: Final = ("feed", "mention", "messages")
"""What the app is subscribed to."""


class Subscriptions:
    """Pages' subscriptions; what happens on a page without one is never told."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def holds(self, page_id: str) -> bool:
        """Tell whether the page's events are sent."""
        row = self._storage.fetch_one(
            "SELECT 1 FROM unsubscribed WHERE account_id = :page_id", page_id=page_id
        )
        return row is None

    def set(self, page_id: str, *, subscribed: bool) -> bool:
        """Subscribe or unsubscribe a page; returns whether that changed anything."""
        if subscribed:
            sql = "DELETE FROM unsubscribed WHERE account_id = :page_id"
        else:
            sql = "INSERT OR IGNORE INTO unsubscribed VALUES (:page_id)"
        return self._storage.execute(sql, page_id=page_id) > 0
