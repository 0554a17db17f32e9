"""Escalation's tables, as queries see them; the migrations make them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

SCHEMA: Final = "escalation"

metadata = MetaData(schema=SCHEMA)

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = Uuid(as_uuid=False)

comments = Table(
    "comments",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("subject", Text),
    Column("version", Text),
    Column("version_at", _MOMENT),
    Column("kind", Text),
    Column("sealed", LargeBinary),
    Column("post_id", Text),
    Column("created_at", _MOMENT),
    Column("edited_at", _MOMENT),
    Column("received_at", _MOMENT),
    Column("removed_at", _MOMENT),
    Column("hidden", Boolean, nullable=False, server_default=text("false")),
    Column("visibility_at", _MOMENT),
)

comment_versions = Table(
    "comment_versions",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("written_at", _MOMENT, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("comment_event_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("actions", ARRAY(Text), nullable=False),
    Column("urgency", Text, nullable=False),
    Column("routes", ARRAY(Text), nullable=False),
    Column("review", Boolean, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("doubts", ARRAY(Text), nullable=False),
    Column("pack", Text, nullable=False),
    Column("made_at", _MOMENT, nullable=False),
    Column("doubtful_labels", ARRAY(Text), nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("group_id", Text),
    Column("wording_id", Text),
    Index("decisions_about", "organisation", "ref"),
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("also", ARRAY(Text), nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("doubtful", ARRAY(Text), nullable=False),
    Column("urgency", Text, nullable=False),
    Column("wakes", Boolean, nullable=False),
    Column("decision_id", Text, nullable=False),
    Column("raised_by", ARRAY(Text), nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT),
    Column("team_first", Boolean, nullable=False),
    Column("step", Integer),
    Column("unreached", Integer, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("tellings", Integer, nullable=False),
    Column("ladder_telling", Integer, nullable=False),
    Column("follows", _ID, ForeignKey(f"{SCHEMA}.cases.case_id")),
    Column("acknowledged_by", Text),
    Column("acknowledged_role", Text),
    Column("acknowledged_at", _MOMENT),
    Column("acknowledgements", Integer, nullable=False),
    Column("closed_by", Text),
    Column("closed_role", Text),
    Column("closed_at", _MOMENT),
    Column("outcome_subject", Text),
    Column("outcome_sealed", LargeBinary),
    Column("labels_confirmed", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("labels_refused", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Index(
        "cases_one_open",
        "organisation",
        "ref",
        "route",
        unique=True,
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index("cases_listed", "organisation", "opened_at", "case_id"),
    Index("cases_about", "organisation", "ref"),
    Index("cases_following", "follows"),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("note_id", Integer, primary_key=True),
    Column("case_id", _ID, ForeignKey(f"{SCHEMA}.cases.case_id"), nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("note", Text, nullable=False),
    Index("case_notes_of", "case_id"),
)

timers = Table(
    "timers",
    metadata,
    Column("case_id", _ID, ForeignKey(f"{SCHEMA}.cases.case_id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("due_at", _MOMENT, nullable=False),
    Index("timers_due", "due_at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", _ID, primary_key=True),
    Column("case_id", _ID, ForeignKey(f"{SCHEMA}.cases.case_id"), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("recipient_kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("telling", Integer, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("next_attempt_at", _MOMENT, nullable=False),
    Column("claimed_at", _MOMENT),
    Column("settled_at", _MOMENT),
    Column("reason", Text),
    Column("group_id", _ID),
    Column("carried_by", _ID, ForeignKey(f"{SCHEMA}.alerts.alert_id")),
    Column("answered_at", _MOMENT),
    Index("alerts_of", "case_id"),
    Index("alerts_to", "organisation", "recipient", "created_at"),
    Index("alerts_in_group", "group_id", postgresql_where=text("group_id IS NOT NULL")),
    Index("alerts_carried", "carried_by", postgresql_where=text("carried_by IS NOT NULL")),
    Index(
        "alerts_waiting",
        "next_attempt_at",
        postgresql_where=text("state IN ('pending', 'sending')"),
    ),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("decision_id", Text),
    Column("doubts", ARRAY(Text), nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("category", Text),
    Column("labels", ARRAY(Text)),
    Column("actions", ARRAY(Text)),
    Column("request_subject", Text),
    Column("request_sealed", LargeBinary),
    Column("words_subject", Text),
    Column("words_sealed", LargeBinary),
    Column("decided_by", Text),
    Column("decided_role", Text),
    Column("decided_at", _MOMENT),
    Index(
        "reviews_one_open",
        "organisation",
        "ref",
        unique=True,
        postgresql_where=text("decided_at IS NULL"),
    ),
    Column("group_id", Text),
    Column("group_size", Integer, nullable=False, server_default="1"),
    Column("raised_by", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Index(
        "reviews_one_open_of_group",
        "organisation",
        "group_id",
        unique=True,
        postgresql_where=text("decided_at IS NULL AND group_id IS NOT NULL"),
    ),
    Index("reviews_listed", "organisation", "opened_at", "review_id"),
    Index("reviews_about", "organisation", "ref"),
    Index(
        "reviews_decided",
        "organisation",
        "decided_at",
        postgresql_where=text("decided_at IS NOT NULL"),
    ),
)

review_members = Table(
    "review_members",
    metadata,
    Column("review_id", _ID, ForeignKey(f"{SCHEMA}.reviews.review_id"), primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("ref", Text, primary_key=True),
    Column("decision_id", Text, nullable=False),
    Column("joined_at", _MOMENT, nullable=False),
    Column("settled_at", _MOMENT),
    Index("review_members_about", "organisation", "ref"),
)

measures = Table(
    "measures",
    metadata,
    Column("measure_id", _ID, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("author_key", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("limit", Integer, nullable=False),
    Column("strikes", JSONB, nullable=False),
    Column("clause", Text),
    Column("words", Text),
    Column("pack", Text, nullable=False),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("withdrawn_at", _MOMENT),
    Column("approved", Boolean),
    Column("decided_by", Text),
    Column("decided_role", Text),
    Column("decided_at", _MOMENT),
    Column("note_subject", Text),
    Column("note_sealed", LargeBinary),
    Index("measures_listed", "organisation", "proposed_at", "measure_id"),
)

stand_ins = Table(
    "stand_ins",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("stand_in_id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("person", Text),
    Column("starts_at", _MOMENT, nullable=False),
    Column("ends_at", _MOMENT, nullable=False),
    Column("set_by", Text, nullable=False),
)

modes = Table(
    "modes",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("declared", Boolean, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
)
