"""Reads a delivery of Facebook's: entries of several pages, each with changes or messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from moderation_ingest.domain.delivery import Item, Unreadable, UnreadableReason, read_item
from moderation_ingest.domain.facebook.comments import read_change
from moderation_ingest.domain.facebook.messages import read_message
from moderation_ingest.domain.facebook.page import PageEntry
from moderation_ingest.domain.payload import (
    JsonObject,
    JsonValue,
    UnreadablePayloadError,
    dump_object,
    identifier_at,
    instant_at,
    parse_object,
)

Reader = Callable[[PageEntry, JsonObject], Iterable[Item]]

_READERS: Final[dict[str, Reader]] = {
    "changes": read_change,
    "messaging": read_message,
}


def read_delivery(body: bytes, *, received_at: datetime) -> list[Item]:
    """Return everything in the body, in its order; never raises, whatever the body is."""
    try:
        delivery = parse_object(body)
    except UnreadablePayloadError as error:
        return [Unreadable(UnreadableReason.NOT_JSON, str(error), raw=body)]
    entries = delivery.get("entry")
    if delivery.get("object") != "page" or not isinstance(entries, list) or not entries:
        explanation = "The delivery is not about pages; subscribe the app to pages only."
        return [Unreadable(UnreadableReason.WRONG_SHAPE, explanation, raw=body)]
    items: list[Item] = []
    for entry in entries:
        items.extend(_read_entry(entry, received_at=received_at))
    return items


def _read_entry(entry: JsonValue, *, received_at: datetime) -> Iterable[Item]:
    raw = dump_object({"object": "page", "entry": [entry]})
    page_id = identifier_at(entry, "id") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or page_id is None:
        yield Unreadable(UnreadableReason.WRONG_SHAPE, "The entry names no page.", raw=raw)
        return
    page = PageEntry(
        page_id=page_id,
        sent_at=instant_at(entry, "time"),
        sent=entry.get("time"),
        received_at=received_at,
    )
    understood = False
    for key, reader in _READERS.items():
        listed = entry.get(key)
        if isinstance(listed, list):
            understood = True
            for value in listed:
                yield from _read_listed(page, key, value=value, reader=reader)
    if not understood:
        explanation = (
            "The entry holds neither changes nor messages; switch on “include values” for the"
            " webhook."
        )
        yield Unreadable(UnreadableReason.WRONG_SHAPE, explanation, raw=raw, account_id=page_id)


def _read_listed(page: PageEntry, key: str, *, value: JsonValue, reader: Reader) -> list[Item]:
    def read() -> Iterable[Item]:
        if not isinstance(value, dict):
            raise UnreadablePayloadError(f"What stands in {key} is not an object.")
        return reader(page, value)

    return read_item(read, raw=page.wrap(key, value), account_id=page.page_id)
