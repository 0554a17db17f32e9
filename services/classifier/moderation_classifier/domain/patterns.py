r"""The small notation in which patterns are written, and its translation to RE2.

A pattern is RE2 over lower-case plain text with three additions. A space stands for one to four
characters between two words of one sentence. ` ~3 ` stands for at most three words in between.
`{term}` stands for a named alternation from the terms file. Both ends are word boundaries, unless
the pattern ends in `\?` or `$`. A character beyond ASCII, such as a pound sign, stands for any of
them, since the text is searched as `ascii_bytes` gives it. RE2 matches in time linear in the text,
whatever the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import re2

from moderation_classifier.domain.text import ascii_bytes
from moderation_common.errors import ConfigurationError

_BETWEEN: Final = r"(?:[^\w.!?\n]{1,4})"
_TERM: Final = re.compile(r"\{([a-z_]+)\}")
_GAP: Final = re.compile(r" ~(\d) ")
_MAX_TERM_DEPTH: Final = 5

_OPTIONS: Final = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_OPTIONS.log_errors = False
_OPTIONS.never_capture = True


def translate(pattern: str, terms: Mapping[str, str]) -> bytes:
    """Return the RE2 source of a pattern.

    Raises `ConfigurationError` when it names an unknown term, or terms that name each other.
    """
    expanded = pattern
    for _ in range(_MAX_TERM_DEPTH):
        if not _TERM.search(expanded):
            break
        expanded = _TERM.sub(lambda found: f"(?:{_term(found[1], terms, pattern)})", expanded)
    else:
        message = f"The terms in pattern '{pattern}' nest too deep; let terms not name each other."
        raise ConfigurationError(message)
    spaced = _GAP.sub(
        lambda found: rf"(?:{_BETWEEN}\w+(?:'\w+)?){{0,{found[1]}}}{_BETWEEN}", expanded
    ).replace(" ", _BETWEEN)
    end = "" if spaced.endswith((r"\?", "$")) else r"\b"
    return ascii_bytes(rf"\b(?:{spaced}){end}")


def compile_pattern(source: bytes) -> re2._Regexp:
    """Compile translated source. Raises `ConfigurationError` when RE2 refuses it."""
    try:
        return re2.compile(source, _OPTIONS)
    except re2.error as error:
        message = f"RE2 refuses the pattern {source.decode()}: {error}; mend it in its rule file."
        raise ConfigurationError(message) from error


def compile_any(patterns: Iterable[str], terms: Mapping[str, str]) -> re2._Regexp | None:
    """Compile the alternation of several patterns, or `None` for none."""
    sources = [translate(pattern, terms) for pattern in patterns]
    return compile_pattern(b"|".join(sources)) if sources else None


def new_filter() -> re2.Filter:
    """Return an empty set of patterns that are searched for together."""
    return re2.Filter()


def add_to_filter(together: re2.Filter, source: bytes) -> int:
    """Add translated source to a set and return its number in it."""
    return int(together.Add(source, _OPTIONS))


def _term(name: str, terms: Mapping[str, str], pattern: str) -> str:
    try:
        return terms[name]
    except KeyError as error:
        message = f"Pattern '{pattern}' names the unknown term '{name}'; add it to the terms file."
        raise ConfigurationError(message) from error
