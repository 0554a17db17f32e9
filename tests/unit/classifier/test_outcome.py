"""The events of a decision."""

from __future__ import annotations

from datetime import UTC, datetime

from moderation_classifier.domain.outcome import decision_events
from moderation_common.events import Author, Comment, CommentReceived, DecisionMade, Event
from moderation_common.policy import ModeName
from moderation_common.vocabulary import Kind
from tests.support.behaviour import decision_of, pack_of, ref_of

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_a_decision_names_the_modes_under_which_it_was_judged() -> None:
    """Always in one order, so that whoever routes it need not have heard of them yet."""
    ref = ref_of(1)
    comment = Comment(
        ref=ref, kind=Kind.COMMENT, text="Thank you", author=Author(author_id="1"), created_at=NOW
    )
    received = Event.build(
        CommentReceived(comment=comment),
        cause="test",
        source="/test",
        subject=str(ref),
        organisation="mid-and-south-essex",
        correlation_id=ref.correlation_id,
        time=NOW,
    )
    made = decision_events(
        received, comment, decision_of(), pack=pack_of(), now=NOW, modes=frozenset(ModeName)
    )[0].data
    assert isinstance(made, DecisionMade)
    assert made.modes == ("major_incident", "pre_election")
