"""Verification without the service: a database's URL in, a report out."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Collection, Sequence
from typing import Final

from moderation_audit.adapters.scanning import PostgresScanStore
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.domain.report import VerificationReport
from moderation_audit.domain.verification import NotedHead
from moderation_audit.usecases.verify import verify_record
from moderation_common.errors import ConfigurationError, ModerationError
from moderation_common.postgres import Database
from moderation_common.vault import Vault

_NOTED_HEAD: Final = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")


async def verify_database(
    url: str, vault: Vault | None, *, noted: Collection[NotedHead] = ()
) -> VerificationReport:
    """Check the whole record in the database, read-only, while the service may go on appending.

    Without a vault everything is checked but whether the sealed texts are those that the entries
    commit to. `noted` are heads written down earlier, which also show whether the end was cut off.
    Raises `ConfigurationError` when there is no record and `TransientError` when the database is
    away.
    """
    database = Database(url, schema=SCHEMA, pool_size=1)
    try:
        return await verify_record(PostgresScanStore(database, vault=vault), noted=noted)
    finally:
        await database.close()


def read_noted_head(text: str) -> NotedHead:
    """Read a head as `SIZE:ROOT`, the root in hexadecimal; raises `ConfigurationError`."""
    found = _NOTED_HEAD.fullmatch(text)
    if found is None:
        msg = f"{text!r} is no noted head; write its size, a colon and its root of 64 hex digits."
        raise ConfigurationError(msg)
    return NotedHead(tree_size=int(found[1]), root_hash=bytes.fromhex(found[2]))


def run_verification(arguments: Sequence[str]) -> int:
    """Run `python -m moderation_audit verify`; the status is 0 only when the record is intact."""
    options = _parser().parse_args(arguments)
    try:
        if not options.database_url:
            msg = "Name the database with --database-url or MODERATION_DATABASE_URL."
            raise ConfigurationError(msg)
        key = os.environ.get("MODERATION_VAULT_KEY")
        report = asyncio.run(
            verify_database(
                options.database_url,
                Vault.from_text(key) if key else None,
                noted=[read_noted_head(text) for text in options.noted],
            )
        )
    except ModerationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    answer = json.dumps(report.to_json(), indent=2) if options.json else report.verdict()
    sys.stdout.write(answer + "\n")
    return 0 if report.intact else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m moderation_audit verify",
        description="Recompute the audit record and say whether anything was altered."
        " MODERATION_VAULT_KEY, when set, also has the sealed texts checked.",
    )
    parser.add_argument(
        "--database-url",
        default=os.environ.get("MODERATION_DATABASE_URL"),
        help="PostgreSQL, as postgresql://user:password@host/name;"
        " else MODERATION_DATABASE_URL is used",
    )
    parser.add_argument(
        "--noted",
        action="append",
        default=[],
        metavar="SIZE:ROOT",
        help="a head that was written down earlier; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
    return parser
