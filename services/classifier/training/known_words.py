"""Writes the words that people write in English: `python -m training.known_words`.

They are those of several hand-written training lines, slang, dialect and misspelling included. One
line alone may hold a foreign word or a name; words that are common in another language, which an
author who grew up with it mixes in, are asked for in more lines.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from moderation_classifier.adapters.known_words import KNOWN_WORDS
from moderation_classifier.domain.languages.common_words import ENGLISH_WORDS
from moderation_classifier.domain.languages.language import FOREIGN_WORDS
from moderation_classifier.domain.languages.prose import sample_of, words_of
from training.lines import VOICES, read_folder

_MIN_LINES: Final = 3
_MIN_LINES_OF_FOREIGN: Final = 4


def known_words() -> list[str]:
    """Return the words that stand in enough training lines, in order."""
    lines = Counter[str]()
    for line in read_folder(VOICES):
        lines.update(set(words_of(sample_of(line.text))))
    foreign = FOREIGN_WORDS - ENGLISH_WORDS
    return sorted(
        word
        for word, count in lines.items()
        if count >= (_MIN_LINES_OF_FOREIGN if word in foreign else _MIN_LINES)
    )


def main() -> int:
    """Write the file; return the process's status."""
    words = known_words()
    Path(str(KNOWN_WORDS)).write_text("\n".join(words) + "\n", "utf-8")
    sys.stdout.write(f"{len(words)} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
