"""Comments seen, messages, strikes and measures, as queries see them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from moderation_classifier.adapters.tables import SCHEMA, metadata

_MOMENT = DateTime(timezone=True)
_ID = Uuid(as_uuid=False)

comments_seen = Table(
    "comments_seen",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("author", LargeBinary),
    Column("message_id", _ID),
    Column("group_id", _ID),
    Column("wording_id", _ID),
    Column("labels", ARRAY(Text), nullable=False),
    Column("post_id", Text),
    Column("written_at", _MOMENT, nullable=False),
    Column("seen_at", _MOMENT, nullable=False),
    Column("subject", Text),
    Column("sealed", LargeBinary),
    # The newest of people's decisions to let it stand, and of which version, if that is known.
    Column("left_at", _MOMENT),
    Column("left_event_id", _ID),
    Index("comments_seen_by_author", "organisation", "author", "seen_at"),
    Index("comments_seen_by_message", "message_id", "author"),
    Index("comments_seen_by_group", "group_id", "author"),
    Index(
        "comments_seen_by_group_and_time",
        "group_id",
        "seen_at",
        postgresql_where=text("group_id IS NOT NULL"),
    ),
    Index("comments_seen_by_time", "seen_at"),
    Index("comments_seen_with_text", "seen_at", postgresql_where=text("sealed IS NOT NULL")),
)

messages = Table(
    "messages",
    metadata,
    Column("message_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("exact", LargeBinary, nullable=False),
    Column("minima", LargeBinary, nullable=False),
    Column("bands", ARRAY(BigInteger), nullable=False),
    Column("size", Integer, nullable=False),
    Column("authors", Integer, nullable=False),
    Column("first_at", _MOMENT, nullable=False),
    Column("last_at", _MOMENT, nullable=False),
    Index("messages_by_bands", "bands", postgresql_using="gin"),
    Index("messages_by_time", "last_at"),
)

decision_groups = Table(
    "decision_groups",
    metadata,
    Column("group_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("message_id", _ID, nullable=False),
    Column("size", Integer, nullable=False),
    Column("authors", Integer, nullable=False),
    Column("last_at", _MOMENT, nullable=False),
    Column("verdict", Text),
    Column("verdict_at", _MOMENT),
    Column("labels", ARRAY(Text)),
    Column("actions", ARRAY(Text)),
    # When a person last left one of the group: what was removed before is removed no more.
    Column("left_at", _MOMENT),
    # Since when people are asked about what the machine removes of it, if they are.
    Column("asked_at", _MOMENT),
    Index("decision_groups_by_time", "last_at"),
)

# The wordings of each group, and for what a person removed or reported one.
wordings = Table(
    "wordings",
    metadata,
    Column("wording_id", _ID, primary_key=True),
    Column("group_id", _ID, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("last_at", _MOMENT, nullable=False),
    Column("breach_at", _MOMENT),
    Column("labels", ARRAY(Text)),
    Column("actions", ARRAY(Text)),
    Index("wordings_of_group", "group_id"),
    Index("wordings_by_time", "last_at"),
)

strikes = Table(
    "strikes",
    metadata,
    Column("strike_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("author", LargeBinary, nullable=False),
    Column("message_id", _ID),
    Column("labels", ARRAY(Text), nullable=False),
    Column("clauses", ARRAY(Text), nullable=False),
    Column("points", Integer, nullable=False),
    Column("struck_at", _MOMENT, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
    Index("strikes_of_author", "organisation", "author"),
    Index("strikes_by_expiry", "expires_at"),
)

strike_comments = Table(
    "strike_comments",
    metadata,
    Column(
        "strike_id",
        _ID,
        ForeignKey(f"{SCHEMA}.strikes.strike_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("ref", Text, primary_key=True),
    # The version's event; empty where it is not known which version it was.
    Column("event_id", Text, primary_key=True),
    Column("basis", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("clauses", ARRAY(Text), nullable=False),
    Column("points", Integer, nullable=False),
    # None where a release before knew it not.
    Column("written_at", _MOMENT),
    Index("strike_comments_by_ref", "ref"),
)

measures = Table(
    "measures",
    metadata,
    Column("measure_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("author", LargeBinary, nullable=False),
    Column("ref", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("strikes", ARRAY(_ID), nullable=False),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("outcome", Text),
    Column("settled_at", _MOMENT),
    # Why it was withdrawn.
    Column("because", Text),
    Index("measures_of_author", "organisation", "author"),
    Index("measures_waiting", "organisation", postgresql_where=text("outcome IS NULL")),
    Index("measures_settled", "settled_at", postgresql_where=text("settled_at IS NOT NULL")),
)
