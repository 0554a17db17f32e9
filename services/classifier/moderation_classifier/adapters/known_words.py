"""The words that people write in English, which ship with the service."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from moderation_common.errors import ConfigurationError

KNOWN_WORDS: Final = files("moderation_classifier") / "model" / "known_words.txt"
"""One to a line, written by `python -m training.known_words`."""


def load_packaged_words() -> frozenset[str]:
    """Return the words, in lower case. Raises `ConfigurationError` when there are none to read."""
    try:
        return frozenset(KNOWN_WORDS.read_text("utf-8").split())
    except (OSError, UnicodeError) as error:
        message = f"{KNOWN_WORDS.name} cannot be read ({error}); install the service again."
        raise ConfigurationError(message) from error
