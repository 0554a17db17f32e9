"""Personal text at rest: AES-256-GCM under a key per subject, so erasing is destroying a key.

The subject's key is itself kept wrapped under the service's master key. Nothing here stores
anything; `postgres.subject_keys` does.
"""

from __future__ import annotations

import base64
import binascii
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from moderation_common.errors import ConfigurationError, PermanentError

_KEY_BYTES: Final = 32
# NIST SP 800-38D: 96-bit nonces, random, are safe for 2**32 messages under one key.
_NONCE_BYTES: Final = 12


class Vault:
    """Wraps subjects' keys under the master key, and seals text under a subject's key."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != _KEY_BYTES:
            msg = f"The vault key has {len(master_key)} bytes; make one of {_KEY_BYTES} bytes."
            raise ConfigurationError(msg)
        self._master = AESGCM(master_key)
        self._master_key = master_key

    @classmethod
    def from_text(cls, encoded: str) -> Vault:
        """Read the master key from URL-safe base 64; raises `ConfigurationError`."""
        try:
            return cls(base64.urlsafe_b64decode(encoded))
        except (binascii.Error, ValueError) as error:
            msg = "MODERATION_VAULT_KEY is not URL-safe base 64; make 32 random bytes and encode."
            raise ConfigurationError(msg) from error

    @staticmethod
    def generate_key() -> str:
        """Return a new master key in URL-safe base 64."""
        return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()

    def derive_key(self, purpose: str) -> bytes:
        """Return a key for one purpose, such as hashing names: always the same 32 bytes."""
        hkdf = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=purpose.encode())
        return hkdf.derive(self._master_key)

    def new_subject_key(self, subject: str) -> bytes:
        """Return a new key for the subject, wrapped; it opens for this subject only."""
        return _seal(self._master, os.urandom(_KEY_BYTES), subject.encode())

    def seal(self, wrapped_key: bytes, subject: str, text: str) -> bytes:
        """Encrypt the text under the subject's wrapped key."""
        return _seal(self._unwrap(wrapped_key, subject), text.encode(), subject.encode())

    def open(self, wrapped_key: bytes, subject: str, sealed: bytes) -> str:
        """Decrypt what `seal` gave; raises `PermanentError` when it was altered."""
        return _open(self._unwrap(wrapped_key, subject), sealed, subject.encode()).decode()

    def _unwrap(self, wrapped_key: bytes, subject: str) -> AESGCM:
        return AESGCM(_open(self._master, wrapped_key, subject.encode()))


def _seal(cipher: AESGCM, plain: bytes, subject: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, subject)


def _open(cipher: AESGCM, sealed: bytes, subject: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], subject)
    except InvalidTag as error:
        msg = "Sealed text does not open: it was altered, or the vault key is not the one it had."
        raise PermanentError(msg) from error
