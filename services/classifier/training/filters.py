"""Two word filters that others use, asked the same question about the same texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

Filter = Callable[[Sequence[str]], list[bool]]


def open_filters() -> dict[str, Filter]:
    """Return each filter by its package's name; it says which texts it would stop."""
    return {"alt-profanity-check": _by_check, "better-profanity": _by_list}


def _by_check(texts: Sequence[str]) -> list[bool]:
    from profanity_check import predict  # noqa: PLC0415 - loads a model when imported

    return [bool(found) for found in predict(list(texts))]


def _by_list(texts: Sequence[str]) -> list[bool]:
    words = _word_list()
    return [bool(words.contains_profanity(text)) for text in texts]


@cache
def _word_list() -> Any:  # noqa: ANN401 - the package publishes no types
    from better_profanity import profanity  # noqa: PLC0415 - as above

    profanity.load_censor_words()
    return profanity
