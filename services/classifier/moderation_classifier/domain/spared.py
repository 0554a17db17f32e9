"""Leaves out what lies within a longer phrase that means something else; in linear time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from moderation_classifier.domain.text import NormalisedText, Span

_BREAK: Final = re.compile(
    r"[,;:.!?…\n،؛؟۔।、。，：；！？–—()/|\u2190-\u2bff\U0001f000-\U0001faff]|\s-+\s"
)
"""`No, I want to die` is no `I do not want to die`."""


def unspared(hits: Iterable[tuple[int, Span]], text: NormalisedText) -> Iterator[tuple[int, Span]]:
    """Yield the hits of owners from 0 on that lie within no unbroken hit of the owner's opposite.

    The opposite of an owner is `~owner`. The hits keep their order.
    """
    found: list[tuple[int, Span]] = []
    sparing: dict[int, set[Span]] = {}
    for owner, span in hits:
        if owner >= 0:
            found.append((owner, span))
        elif not _BREAK.search(text.original, *span):
            sparing.setdefault(~owner, set()).add(span)
    reaches = {owner: _reach(spans) for owner, spans in sparing.items()}
    for owner, span in found:
        starts, ends = reaches.get(owner, ([], []))
        before = bisect_right(starts, span.start)
        if not before or ends[before - 1] < span.end:
            yield owner, span


def _reach(spans: Iterable[Span]) -> tuple[list[int], list[int]]:
    """Return where spans start, in order, and how far any that starts there or earlier reaches."""
    ordered = sorted(spans)
    return [span.start for span in ordered], list(accumulate((one.end for one in ordered), max))
