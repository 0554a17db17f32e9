"""PostgreSQL for a service: its schema, units of work, inbox, outbox, relay, migrations."""

from moderation_common.postgres.database import (
    Database,
    UnitOfWork,
    outages_as_transient,
    sqlalchemy_url,
)
from moderation_common.postgres.forgetting import ForgetHandled
from moderation_common.postgres.messaging import (
    HANDLED_KEPT,
    INBOX_BY_AGE_DDL,
    MESSAGING_DDL,
    REFUSED_DDL,
    REFUSED_KEPT,
    Inbox,
)
from moderation_common.postgres.migrations import migrate
from moderation_common.postgres.policy_versions import (
    KeepPolicyVersions,
    PolicyVersionRows,
    read_taken_up,
)
from moderation_common.postgres.relay import OutboxRelay
from moderation_common.postgres.subject_keys import SUBJECT_KEYS_DDL, SubjectVault

__all__ = [
    "HANDLED_KEPT",
    "INBOX_BY_AGE_DDL",
    "MESSAGING_DDL",
    "REFUSED_DDL",
    "REFUSED_KEPT",
    "SUBJECT_KEYS_DDL",
    "Database",
    "ForgetHandled",
    "Inbox",
    "KeepPolicyVersions",
    "OutboxRelay",
    "PolicyVersionRows",
    "SubjectVault",
    "UnitOfWork",
    "migrate",
    "outages_as_transient",
    "read_taken_up",
    "sqlalchemy_url",
]
