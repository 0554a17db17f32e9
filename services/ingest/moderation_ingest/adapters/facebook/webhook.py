"""Facebook's webhook with the secrets of our app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from typing_extensions import override

from moderation_ingest.adapters.credentials import CredentialsFile, reveal
from moderation_ingest.domain.delivery import Item
from moderation_ingest.domain.facebook.delivery import read_delivery
from moderation_ingest.domain.facebook.webhook import answer_handshake, is_signed
from moderation_ingest.domain.handshake import HandshakeAnswer, HandshakeRefusedError
from moderation_ingest.ports import PlatformWebhook


class FacebookWebhook(PlatformWebhook):
    """Pages' feeds, mentions and messages."""

    def __init__(self, credentials: CredentialsFile) -> None:
        self._credentials = credentials

    @override
    def answer_handshake(self, query: Mapping[str, str]) -> HandshakeAnswer:
        facebook = self._credentials.current().facebook
        if facebook is None:
            raise HandshakeRefusedError
        return answer_handshake(query, verify_token=facebook.verify_token.get_secret_value())

    @override
    def is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        facebook = self._credentials.current().facebook
        secrets = [] if facebook is None else reveal(facebook.app_secrets)
        return is_signed(headers, body, app_secrets=secrets)

    @override
    def read(self, body: bytes, *, received_at: datetime) -> Sequence[Item]:
        return read_delivery(body, received_at=received_at)
