"""The signature of webhooks."""

from __future__ import annotations

import pytest

from moderation_common.errors import ConfigurationError
from moderation_escalation.adapters.webhook import read_secret, sign


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example in the specification's own documents comes out."""
    signature = sign(
        read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_without_the_prefix_is_its_own_bytes() -> None:
    """Any text serves."""
    assert read_secret("words and more words") == b"words and more words"


def test_a_broken_secret_is_refused_with_its_name() -> None:
    """A secret that was cut in two is found at the start and not at night."""
    with pytest.raises(ConfigurationError, match="MODERATION_WEBHOOK_SECRET"):
        read_secret("whsec_not base 64")
