"""Decisions, breaches and comments for tests of what people do over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from moderation_classifier.domain.behaviour.breaches import Basis, Breach, CommentVersion
from moderation_classifier.domain.decision import Decision, Reason
from moderation_common.identity import CommentRef, EventId, GroupId
from moderation_common.policy import PolicyPack, load_pack
from moderation_common.vocabulary import Action, Category, Label, Platform, Urgency
from tests.support.infrastructure import REPOSITORY

NOON: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)


@cache
def pack_of(organisation: str = "mid-and-south-essex") -> PolicyPack:
    """Return a body's pack."""
    return load_pack(REPOSITORY / "policies" / f"{organisation}.yaml")


def ref_of(number: int) -> CommentRef:
    """Return one of several comments on a page."""
    return CommentRef(
        platform=Platform.FACEBOOK, account_id="100000000000301", comment_id=f"9_{number}"
    )


def decision_of(
    labels: Iterable[Label] = (),
    *,
    doubtful: Iterable[Label] = (),
    actions: tuple[Action, ...] = (Action.LEAVE,),
    review: bool = False,
) -> Decision:
    """Return a decision with these labels."""
    certain, possible = tuple(labels), tuple(doubtful)
    return Decision(
        category=Category.ANYTHING_ELSE,
        labels=certain,
        doubtful=possible,
        actions=actions,
        proposed=actions,
        urgency=Urgency.ROUTINE,
        routes=(),
        review=review or bool(possible),
        doubts=("It is for a person to say.",) if review or possible else (),
        reasons=tuple(
            Reason(label=label, clause=None, words=None, score=0.9, span=None, source="test")
            for label in (*certain, *possible)
        ),
        pack=pack_of().reference,
        row="test",
        scores=dict.fromkeys(certain, 0.95) | dict.fromkeys(possible, 0.6),
    )


def version_of(number: int, event: str | None = None) -> CommentVersion:
    """Return a version of one of several comments; without an event, one that is not known."""
    return CommentVersion(ref_of(number), EventId(event) if event is not None else None)


def breach(
    number: int,
    *,
    event: str | None = None,
    label: Label = Label.PROFANITY,
    points: int = 1,
    message: str | None = None,
    basis: Basis = Basis.MACHINE,
    hours: float = 0,
    written: float | None = None,
    days: int = 30,
) -> Breach:
    """Return an offence in the numbered comment, some hours after noon.

    It was acted upon then, and written then, too, unless `written` says at which other hour.
    """
    return Breach(
        version=version_of(number, event),
        message_id=GroupId(message) if message is not None else None,
        labels=frozenset({label}),
        clauses=(f"4.{list(Label).index(label)}",),
        points=points,
        basis=basis,
        at=NOON + timedelta(hours=hours),
        lasts=timedelta(days=days),
        written_at=NOON + timedelta(hours=hours if written is None else written),
    )
