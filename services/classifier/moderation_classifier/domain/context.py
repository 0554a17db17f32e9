"""What stands around a comment: the post, the comment answered, what its author said beside it.

What somebody wrote shortly before and after is read together with a comment for one reason alone:
to find somebody in danger whose message is split over several comments. It is never held against
them. Comments are not always heard in the order in which they were written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.agreement import DISMISSED
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.text import Span
from moderation_common.events import Comment
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import AT_RISK_LABELS, Kind, Label

TEXT_KEPT: Final = timedelta(hours=72)
"""How long texts are kept as context: answers to a comment mostly come within three days."""

SAID_TOGETHER: Final = timedelta(hours=6)
"""What was said longer before is not the beginning of a comment, nor what was later its end."""

MAX_EACH_SIDE: Final = 3
"""Of so many comments before it, and after it, one thought is made up at the most.

It bounds the time.
"""

_MAX_BESIDE: Final = 250
"""Characters on each side, some fifty words of its author's, that are read with a comment."""
_MAX_JOINED: Final = 500
"""Characters of all together; what is longer by itself is read by itself."""

_MIN_GAIN: Final = 0.05
"""By how much the whole must score above its parts for the whole to be what raises the alarm."""

_ADDRESS: Final = re.compile(r"(?<![\w@])@([A-Za-z0-9_.-]{1,60})")
_LEADING: Final = re.compile(r"\s*[.\"'(]{0,2}@[A-Za-z0-9_]")
_NO_PERSON: Final = "It seems to speak to another commenter and not to the body."


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What was said around a comment, as far as it is known."""

    post_text: str | None = None
    parent_text: str | None = None
    earlier: tuple[str, ...] = ()
    """What the same author said there in the hours before, oldest first."""
    later: tuple[str, ...] = ()
    """What they said there in the hours after, as far as it was heard first; oldest first."""
    answers_other: bool = False
    """What it answers was written by another member of the public, as far as is known."""


class Addressee(StrEnum):
    """To whom a comment speaks."""

    BODY = "body"
    PERSON = "person"
    """Another commenter or account."""
    EVERYBODY = "everybody"


def mentioned(text: str) -> tuple[str, ...]:
    """Return the accounts that a text names with an @, in lower case, once each."""
    names = (found.group(1).rstrip(".-").lower() for found in _ADDRESS.finditer(text[:8_000]))
    return tuple(dict.fromkeys(name for name in names if name))


def addressee_of(
    text: str, *, kind: Kind, answers_comment: bool, own_handles: Collection[str]
) -> Addressee:
    """Say to whom a comment speaks: whom it names first, else whose words it answers."""
    own = {handle.lstrip("@").lower() for handle in own_handles}
    named = mentioned(text)
    if kind is Kind.DIRECT_MESSAGE or any(name in own for name in named):
        return Addressee.BODY
    if named or (kind is Kind.REPLY and answers_comment):
        return Addressee.PERSON
    return Addressee.BODY if kind is Kind.MENTION else Addressee.EVERYBODY


def own_handles_of(pack: PolicyPack) -> tuple[str, ...]:
    """Return the handles of a body's accounts, on whichever platform: people mix them up."""
    return tuple(account.handle for account in pack.accounts if account.handle)


def speaks_to_another(
    text: str, *, kind: Kind, answers_other: bool, own_handles: Collection[str]
) -> bool:
    """Say whether a comment plainly speaks to another commenter: it begins so, or answers one.

    Where a body's own handles are not known, a name at the beginning may be its own.
    """
    if kind not in {Kind.COMMENT, Kind.REPLY}:
        return False
    addressee = addressee_of(
        text, kind=kind, answers_comment=answers_other, own_handles=own_handles
    )
    leads = bool(own_handles) and _LEADING.match(text) is not None
    return addressee is Addressee.PERSON and (leads or (kind is Kind.REPLY and answers_other))


def note_on_addressee(addressee: Addressee) -> str | None:
    """Return what a person who decides should know of it; `None` where nothing is unusual."""
    return _NO_PERSON if addressee is Addressee.PERSON else None


def written_order(comment: Comment) -> tuple[datetime, int, str]:
    """Return by what comments of one author sort into the order in which they were written.

    Platforms give whole seconds; within one, most number their comments upwards.
    """
    ref = str(comment.ref)
    return comment.version_at, len(ref), ref


@dataclass(frozen=True, slots=True)
class Together:
    """The three readings of a comment beside which its author has said something else."""

    alone: Utterance
    joined: Utterance
    """All in the order in which it was written."""
    others: Utterance
    """Without words where the comment leaves no room for what was said beside it."""
    place: Span
    """Where the comment itself stands in the joined text."""


def read_together(utterance: Utterance) -> Together:
    """Return what has to be labelled to judge a comment with what was said beside it."""
    # Whoever writes much says by that much what there is to say, and three readings take time.
    room = max(0, _MAX_JOINED - len(utterance.text) - 2)
    before, after = "\n".join(utterance.earlier), "\n".join(utterance.later)
    # What is nearest to the comment counts; room that one side leaves is for the other.
    room_before = min(_MAX_BESIDE, room - min(len(after), _MAX_BESIDE, room // 2))
    before = before[max(0, len(before) - room_before) :]
    after = after[: min(_MAX_BESIDE, room - len(before))]
    start = len(before) + 1 if before else 0
    joined = utterance.text
    if before:
        joined = f"{before}\n{joined}"
    if after:
        joined = f"{joined}\n{after}"
    # What is answered is heard with the comment itself.
    alone = replace(utterance, earlier=(), later=())
    bare = replace(alone, post_text=None, parent_text=None)
    return Together(
        alone=alone,
        joined=replace(bare, text=joined),
        others=replace(bare, text=f"{before}\n{after}".strip("\n")),
        place=Span(start, start + len(utterance.text)),
    )


def shows_more_danger(alone: Labelling, joined: Labelling) -> bool:
    """Return whether the whole shows danger that the comment alone does not."""
    return any(_adds_danger(finding, alone) for finding in joined.findings)


def with_danger_of(
    alone: Labelling, *, joined: Labelling, others: Labelling, place: Span
) -> Labelling:
    """Return the labelling to decide on: the comment's own, and danger that the whole shows.

    Danger counts when it lies in the whole and not in the other comments alone: those were
    judged when they came. Every other label stays as the comment alone has it.
    """
    added = [
        found
        for finding in joined.findings
        if _adds_danger(finding, alone)
        and (found := _carried(finding, others.scores, place)) is not None
    ]
    if not added:
        return alone
    findings = sorted((*alone.findings, *added), key=lambda finding: -finding.score)
    scores: dict[Label, float] = {}
    for finding in findings:
        scores.setdefault(finding.label, finding.score)
    return replace(alone, findings=tuple(findings), scores=scores)


def _adds_danger(finding: Finding, alone: Labelling) -> bool:
    # Below that nobody is asked about it.
    known = max(alone.scores.get(finding.label, 0.0), DISMISSED)
    return finding.label in AT_RISK_LABELS and finding.score > known


def _carried(finding: Finding, others: Mapping[Label, float], place: Span) -> Finding | None:
    span = finding.span
    # A model's sentence only bears the most; what raises the alarm is the whole. And what reaches
    # over the comment may lie in what stands on either side of it.
    reaches_over = span is None or (span.start < place.start and place.end < span.end)
    gain = finding.score - others.get(finding.label, 0.0)
    if (reaches_over or finding.by_model) and gain < _MIN_GAIN:
        return None
    if span is None:
        return finding
    # What begins or ends in another comment does so, in this one, at its edge.
    start, end = max(span.start, place.start), min(span.end, place.end)
    if start < end:
        return replace(finding, span=Span(start - place.start, end - place.start))
    return replace(finding, span=None) if finding.by_model else None
