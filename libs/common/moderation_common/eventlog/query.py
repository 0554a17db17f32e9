"""The settings of an engine that stand in the query of its URL, each checked as it is taken."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

from moderation_common.errors import ConfigurationError


class Query:
    """The parameters of a URL's query; what has been taken is gone."""

    def __init__(self, query: str) -> None:
        """Raises `ConfigurationError` when a parameter stands there twice."""
        self._parameters: dict[str, str] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name in self._parameters:
                msg = f"The event log's URL sets {name} twice; leave one of the two."
                raise ConfigurationError(msg)
            self._parameters[name] = value

    def take_number(self, name: str, *, default: int) -> int:
        """Take a whole number above nought; raises `ConfigurationError` when it is none."""
        text = self._parameters.pop(name, None)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            msg = f"The event log's URL sets {name}={text}; write a whole number above nought."
            raise ConfigurationError(msg)
        return int(text)

    def take_text(self, name: str) -> str | None:
        """Take a parameter as it stands; None when it is not set or empty."""
        return self._parameters.pop(name, None) or None

    def take_choice(self, name: str, *, default: str, choices: Collection[str]) -> str:
        """Take one of some words; raises `ConfigurationError` when it is none of them."""
        text = self._parameters.pop(name, default)
        if text not in choices:
            msg = f"The event log's URL sets {name}={text}; write one of {', '.join(choices)}."
            raise ConfigurationError(msg)
        return text

    def refuse_rest(self) -> None:
        """Raise `ConfigurationError` when a parameter is left that nobody took."""
        if self._parameters:
            names = ", ".join(sorted(self._parameters))
            msg = f"The event log's URL sets {names}, which this engine does not know; remove it."
            raise ConfigurationError(msg)

    def rest(self) -> str:
        """Return what nobody took, as a query again."""
        return urlencode(self._parameters)
