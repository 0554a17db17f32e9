"""What holds while a comment is judged and is not in its text: declared modes, the author's record.

Nothing of it comes from what somebody wrote just now, so that the same comment may be judged
otherwise in an election period, or of somebody who has been removed again and again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from moderation_common.policy.governance import Answering, Mode, ModeName

_STRICTNESS: Final = tuple(Answering)
"""From the most to the least that goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Under what a comment is judged; by default no mode is declared and nothing is on record."""

    modes: frozenset[ModeName] = frozenset()
    """Those that the body has declared."""
    points: int = 0
    """The author's strike points with the body that have not expired; 0 where nobody knows them."""


USUAL: Final = Circumstances()
"""No mode is declared, and the author has no record."""


def answering_under(modes: Iterable[Mode], declared: frozenset[ModeName]) -> Answering:
    """Return how far a body answers: as the strictest declared one of its own modes says."""
    asked = [mode.answering for mode in modes if mode.name in declared]
    return max(asked, key=_STRICTNESS.index, default=Answering.AS_USUAL)
