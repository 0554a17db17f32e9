"""Judgements, the texts kept of them, and people's verdicts, as queries see them."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from moderation_classifier.adapters.tables import SCHEMA, metadata

judgements = Table(
    "judgements",
    metadata,
    Column("decision_id", Uuid(as_uuid=False), primary_key=True),
    Column("comment_event_id", Uuid(as_uuid=False), nullable=False),
    Column("ref", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("judged_at", DateTime(timezone=True), nullable=False),
    Column("pack", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("doubtful", ARRAY(Text), nullable=False),
    Column("actions", ARRAY(Text), nullable=False),
    Column("proposed", ARRAY(Text), nullable=False),
    Column("review", Boolean, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("scores", JSONB, nullable=False),
    Column("sources", JSONB, nullable=False),
    Column("stratum", Text, nullable=False),
    Column("share", Double, nullable=False),
    Column("asked", Boolean, nullable=False),
    # Whose scores they are; empty where rules judged alone, none where it was not recorded.
    Column("model", Text),
    # With which others it waits for one decision of a person.
    Column("group_id", Uuid(as_uuid=False)),
    # Which of the group's wordings it is in.
    Column("wording_id", Uuid(as_uuid=False)),
    # The modes that were declared, the author's strike points, and whether it speaks to another.
    Column("modes", ARRAY(Text), nullable=False),
    Column("points", Integer, nullable=False),
    Column("to_another", Boolean, nullable=False),
    # Whether a picture came with it, and whether all was read; none where it was not recorded.
    Column("attached", Boolean),
    Column("read_whole", Boolean),
    # Keyed hashes by which a later version of the comment is told to say the same.
    Column("said", LargeBinary),
    # When they go, unless a person has left the version by then; none once that is settled.
    Column("said_until", DateTime(timezone=True)),
    Index("judgements_by_time", "organisation", "judged_at"),
    Index("judgements_by_ref", "ref"),
    Index("judgements_by_age", "judged_at"),
    Index("judgements_with_said", "said_until", postgresql_where=text("said_until IS NOT NULL")),
    Index("judgements_by_group", "group_id", postgresql_where=text("group_id IS NOT NULL")),
)

kept_texts = Table(
    "kept_texts",
    metadata,
    Column("decision_id", ForeignKey(judgements.c.decision_id), primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("subject", Text, nullable=False),
    # None when the subject had been erased already, or the time for keeping is over.
    Column("sealed", LargeBinary),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Index(
        "kept_texts_with_text",
        "organisation",
        "kept_at",
        postgresql_where=text("sealed IS NOT NULL"),
    ),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("event_id", Uuid(as_uuid=False), primary_key=True),
    Column("review_id", Text, nullable=False),
    # None when nothing is known of what the machine had decided.
    Column("decision_id", ForeignKey(judgements.c.decision_id)),
    Column("ref", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", LargeBinary, nullable=False),
    Column("role", Text),
    Column("category", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("actions", ARRAY(Text), nullable=False),
    Column("current", Boolean, nullable=False),
    # Somebody showed the comment again on the platform itself; no word of anybody here.
    Column("on_platform", Boolean, nullable=False, server_default=false()),
    # The group that it settles, members that come later too.
    Column("group_id", Uuid(as_uuid=False)),
    # The wording of the group for which alone it holds; none where it holds for all.
    Column("wording_id", Uuid(as_uuid=False)),
    # The version that the person read; none where it was not told.
    Column("comment_event_id", Uuid(as_uuid=False)),
    Index("verdicts_by_ref", "organisation", "ref"),
    Index("verdicts_current", "decision_id", unique=True, postgresql_where=text("current")),
    Index("verdicts_by_time", "organisation", "decided_at"),
    Index("verdicts_by_decision", "decision_id"),
    Index("verdicts_of_nothing", "decided_at", postgresql_where=text("decision_id IS NULL")),
    Index("verdicts_by_group", "group_id", postgresql_where=text("group_id IS NOT NULL")),
)

case_verdicts = Table(
    "case_verdicts",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("event_id", Uuid(as_uuid=False), nullable=False),
    # None when nothing is known of what the machine had decided.
    Column("decision_id", ForeignKey(judgements.c.decision_id)),
    Column("ref", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", LargeBinary, nullable=False),
    Column("role", Text),
    Column("confirmed", ARRAY(Text), nullable=False),
    Column("refused", ARRAY(Text), nullable=False),
    Index("case_verdicts_by_time", "organisation", "decided_at", "case_id"),
    Index("case_verdicts_by_decision", "decision_id"),
    Index("case_verdicts_of_nothing", "decided_at", postgresql_where=text("decision_id IS NULL")),
)

# Of each version that a person has decided about, by itself or with its group, the verdict that
# holds: the current one about itself, else the one that settled its group.
verdicts_in_force = Table(
    "verdicts_in_force",
    # A view, so none of the tables that the migrations make.
    MetaData(schema=SCHEMA),
    Column("decision_id", Uuid(as_uuid=False)),
    Column("event_id", Uuid(as_uuid=False)),
    Column("organisation", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("role", Text),
    Column("category", Text),
    Column("labels", ARRAY(Text)),
    Column("actions", ARRAY(Text)),
)
