"""A record nested past all reason is one that cannot be read, and no end of its consumer."""

from __future__ import annotations

import pytest

from moderation_common.events import PAYLOAD_BY_TYPE, Event, UnreadableEventError


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
@pytest.mark.parametrize("type_", sorted(PAYLOAD_BY_TYPE))
def test_a_deep_record_is_unreadable(type_: str, opening: bytes) -> None:
    """It goes where every record goes that does not fit its schema."""
    with pytest.raises(UnreadableEventError, match="does not fit its schema"):
        Event.read({"ce_type": type_}, b'{"x":' + opening * 100_000)
