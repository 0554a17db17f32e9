"""X's webhook with the secrets of our app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from typing_extensions import override

from moderation_ingest.adapters.credentials import CredentialsFile, reveal
from moderation_ingest.domain.delivery import Item
from moderation_ingest.domain.handshake import HandshakeAnswer, HandshakeRefusedError
from moderation_ingest.domain.x.delivery import read_delivery
from moderation_ingest.domain.x.webhook import answer_challenge, is_signed
from moderation_ingest.ports import PlatformWebhook


class XWebhook(PlatformWebhook):
    """Posts that answer, mention or quote an account, and direct messages to it."""

    def __init__(self, credentials: CredentialsFile) -> None:
        self._credentials = credentials

    @override
    def answer_handshake(self, query: Mapping[str, str]) -> HandshakeAnswer:
        x = self._credentials.current().x
        secrets = [] if x is None else reveal((*x.consumer_secrets, *x.oauth2_client_secrets))
        if not secrets:
            raise HandshakeRefusedError
        return answer_challenge(query, secret=secrets[0])

    @override
    def is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        x = self._credentials.current().x
        if x is None:
            return False
        return is_signed(
            headers,
            body,
            consumer_secrets=reveal(x.consumer_secrets),
            oauth2_client_secrets=reveal(x.oauth2_client_secrets),
        )

    @override
    def read(self, body: bytes, *, received_at: datetime) -> Sequence[Item]:
        return read_delivery(body, received_at=received_at)
