"""Measures the finding of personal data: `python -m training.evaluate_personal_data`.

The lines are written by hand with numbers set aside for drama, example domains and made-up NHS
numbers of the range for tests. A hash splits them: the detectors were written from the development
half, and `--errors` quotes only that half, so that the other half stays unread. What the detectors
find is counted by detail; what the whole engine decides, the encoder heard, by line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.text import Span, normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Label
from training.bodies import open_packs
from training.figures import Counts
from training.figures import count as count_answers
from training.gold import public_comment
from training.judged import certain_labels, decide_all, is_removed, open_whole

_LINES: Final = Path(__file__).with_name("personal_data.jsonl")

REVIEW: Final = 0.5
"""From here on a person looks, under every pack."""
ACT: Final = 0.8
"""From here on a pack's house rule acts."""


class Half(StrEnum):
    """To which half a line belongs."""

    DEVELOPMENT = "development"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Line:
    """One text and the details that stand in it."""

    text: str
    details: tuple[tuple[str, Span], ...]
    """The kind of each and where it stands."""

    @property
    def half(self) -> Half:
        """The half, by a hash of the text."""
        odd = hashlib.sha256(self.text.encode()).digest()[0] % 2
        return Half.TEST if odd else Half.DEVELOPMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was found and what was there, counted by detail."""

    there: int
    reached: int
    """Of those there, how many a finding touches."""
    covered: int
    """Of those there, how many the findings cover from end to end."""
    given: int
    right: int
    """Of the findings, how many touch a detail."""

    @property
    def recall(self) -> float:
        """Share of the details that were found."""
        return self.reached / self.there

    @property
    def precision(self) -> float:
        """Share of the findings that are right."""
        return self.right / self.given


@dataclass(frozen=True, slots=True)
class Whole:
    """What the whole engine decides about lines, counted by line."""

    certain: Counts
    """Whether `personal_data` is certain, and rightly, under the first policy."""
    look_alikes: tuple[Decision, ...]
    """On the lines without a detail, under every policy: all of them must be left."""


def read_lines(half: Half | None = None) -> Iterator[Line]:
    """Yield the lines of one half, or all."""
    for written in _LINES.read_text("utf-8").splitlines():
        row = json.loads(written)
        text, start, details = row["text"], 0, []
        for detail in row["details"]:
            start = text.index(detail["text"], start)
            end = start + len(detail["text"])
            details.append((detail["kind"], Span(start, end)))
            start = end
        line = Line(text, tuple(details))
        if half is None or line.half is half:
            yield line


def count(lines: Iterable[Line], *, threshold: float) -> Figures:
    """Count what is found from a threshold on."""
    there = reached = covered = given = right = 0
    for line in lines:
        found = _found(line.text, threshold)
        spans = [span for _, span in line.details]
        there += len(spans)
        reached += sum(any(_touch(span, other) for other in found) for span in spans)
        covered += sum(_covers(found, span, line.text) for span in spans)
        given += len(found)
        right += sum(any(_touch(span, other) for span in spans) for other in found)
    return Figures(there=there, reached=reached, covered=covered, given=given, right=right)


def judge_whole(engine: Engine, packs: Sequence[PolicyPack], *, half: Half | None = None) -> Whole:
    """Decide the lines of one half, or all, as public comments."""
    lines = list(read_lines(half))
    comments = [public_comment(line.text) for line in lines]
    by_pack = [decide_all(engine, comments, pack) for pack in packs]
    return Whole(
        count_answers(
            (Label.PERSONAL_DATA in certain_labels(decision), bool(line.details), 1.0)
            for line, decision in zip(lines, by_pack[0], strict=True)
        ),
        tuple(
            decision
            for decisions in by_pack
            for line, decision in zip(lines, decisions, strict=True)
            if not line.details
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and on demand the errors of the development half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args(arguments)
    packs, (engine, _) = open_packs(), open_whole()
    for name, half in (("development", Half.DEVELOPMENT), ("test", Half.TEST), ("all", None)):
        lines = list(read_lines(half))
        bare = [line for line in lines if not line.details]
        for word, threshold in (("review", REVIEW), ("act", ACT)):
            figures = count(lines, threshold=threshold)
            alarmed = sum(bool(_found(line.text, threshold)) for line in bare)
            sys.stdout.write(
                f"{name:12} {word:7} lines {len(lines)}  details {figures.there}  "
                f"recall {figures.recall:.4f}  covered {figures.covered / figures.there:.4f}  "
                f"precision {figures.precision:.4f}  "
                f"lines without a detail: {alarmed} of {len(bare)} alarmed\n"
            )
        whole = judge_whole(engine, packs, half=half)
        sys.stdout.write(
            f"{name:12} whole   lines {len(lines)}  "
            f"recall {whole.certain.recall or 0:.4f}  "
            f"precision {whole.certain.precision or 0:.4f}  decisions on lines without a detail: "
            f"{sum(map(is_removed, whole.look_alikes))} of {len(whole.look_alikes)} removed\n"
        )
    if options.errors:
        sys.stdout.writelines(_errors())
    return 0


def _found(text: str, threshold: float) -> list[Span]:
    return [
        finding.span
        for finding in find_personal_data(normalise(text), frozenset())
        if finding.label is Label.PERSONAL_DATA and finding.score >= threshold and finding.span
    ]


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _covers(found: Sequence[Span], span: Span, text: str) -> bool:
    return all(
        any(other.start <= place < other.end for other in found)
        for place in range(span.start, span.end)
        if text[place].isalnum()
    )


def _errors() -> Iterator[str]:
    for line in read_lines(Half.DEVELOPMENT):
        found = _found(line.text, REVIEW)
        spans = [span for _, span in line.details]
        for span in spans:
            if not any(_touch(span, other) for other in found):
                yield f"missed    {line.text[slice(*span)]!r} in {line.text!r}\n"
            elif not _covers(found, span, line.text):
                yield f"uncovered {line.text[slice(*span)]!r} in {line.text!r}\n"
        for other in found:
            if not any(_touch(span, other) for span in spans):
                yield f"wrong     {line.text[slice(*other)]!r} in {line.text!r}\n"


if __name__ == "__main__":
    sys.exit(main())
