"""One entry of a delivery: a page and its share of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from moderation_ingest.domain.payload import JsonValue, dump_object


@dataclass(frozen=True)
class PageEntry:
    """Whose entry it is and when it was sent; a retry may carry another time of sending."""

    page_id: str
    sent_at: datetime | None
    sent: JsonValue
    """The time of sending as it came, to tell apart repeats of one key."""
    received_at: datetime

    def reference(self, comment_id: str) -> CommentRef:
        """Name a comment of this page."""
        return CommentRef(
            platform=Platform.FACEBOOK, account_id=self.page_id, comment_id=comment_id
        )

    def cause(self, *parts: str) -> str:
        """Return an idempotency key, which always names the platform and the page."""
        return "/".join((Platform.FACEBOOK.value, self.page_id, *parts))

    def wrap(self, key: str, item: JsonValue) -> bytes:
        """Return a delivery that holds nothing but this item, so that it can be sent again."""
        return dump_object(
            {"object": "page", "entry": [{"id": self.page_id, "time": self.sent, key: [item]}]}
        )
