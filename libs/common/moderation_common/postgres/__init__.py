"""PostgreSQL for a service: its schema, units of work, inbox, outbox, relay, migrations."""

from moderation_common.postgres.database import (
    Database,
    UnitOfWork,
    outages_as_transient,
    sqlalchemy_url,
)
from moderation_common.postgres.messaging import MESSAGING_DDL
from moderation_common.postgres.migrations import migrate
from moderation_common.postgres.policy_versions import (
    KeepPolicyVersions,
    PolicyVersionRows,
    read_taken_up,
)
from moderation_common.postgres.relay import OutboxRelay
from moderation_common.postgres.subject_keys import SUBJECT_KEYS_DDL, SubjectVault

__all__ = [
    "MESSAGING_DDL",
    "SUBJECT_KEYS_DDL",
    "Database",
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
