"""`moderation classify`, `token`, `policy check`, `audit verify`: no service has to run."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

from moderation_audit.app.verification import read_noted_head, verify_database
from moderation_audit.domain.verification import NotedHead
from moderation_classifier.adapters.engine import open_engine
from moderation_common.clock import utc_now
from moderation_common.errors import ConfigurationError
from moderation_common.logs import configure_logging
from moderation_common.policy import PolicyPack
from moderation_common.policy.approval import describe_approval, screen_versions
from moderation_common.policy.cautions import find_cautions
from moderation_common.policy.loader import (
    LoadedPack,
    find_pack_files,
    find_shadow_files,
    load_packs,
    read_pack,
)
from moderation_common.policy.problems import PolicyError, PolicyProblem
from moderation_common.policy.watcher import LONDON
from moderation_common.vault import Vault
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner
from moderation_local.database import EmbeddedDatabase
from moderation_local.deployment import DataFolder, State
from moderation_local.judged_lines import judge_lines
from moderation_local.noted_heads import logged_database, name_database, read_logged_heads
from moderation_local.running import running_state
from moderation_local.servers import check_servers


def token(arguments: argparse.Namespace) -> int:
    """Print a signed access token for the deployment in the data folder.

    Another body's broken pack keeps nobody from theirs: the services run on without it.
    """
    try:
        _pack(arguments)
    except PolicyError as error:
        if any(problem.concerns(arguments.org) for problem in error.problems) or not _has_pack(
            arguments.policies, arguments.org
        ):
            raise
    secrets = DataFolder(arguments.data).read_secrets()
    principal = Principal(
        subject=arguments.subject, role=Role(arguments.role), organisation=arguments.org
    )
    signer = TokenSigner(secrets.token_secret)
    print(signer.issue(principal, now=utc_now(), lifetime=timedelta(hours=arguments.hours)))
    return 0


def classify(arguments: argparse.Namespace) -> int:
    """Read JSON lines from standard input, write a decision for each to standard output.

    A line that is no comment is named on standard error and makes the exit status 1; the others
    are answered all the same.
    """
    pack = _pack(arguments)
    # None where whoever started the command closed it.
    if sys.stdin is None:
        raise ConfigurationError("There is no standard input; send the lines to it.")
    # Standard output holds answers alone, also when the model does not load or fails on a text.
    configure_logging(service="classify", level="WARNING")
    return judge_lines(partial(os.read, sys.stdin.fileno()), open_engine(), pack)


def policy_check(arguments: argparse.Namespace) -> int:
    """Check policy packs; every problem is named with file, line and how to mend it."""
    try:
        load_packs(arguments.directory)
        shadows = [read_pack(file) for file in find_shadow_files(arguments.directory)]
    except PolicyError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    sound = [read_pack(file) for file in find_pack_files(arguments.directory)]
    for loaded in sound:
        file, pack = loaded.file, loaded.pack
        print(
            f"{file.name}: {pack.reference} is sound: {len(pack.accounts)} accounts,"
            f" {len(pack.house_rules)} house rules, {len(pack.routes)} routes;"
            f" {describe_approval(pack)}."
        )
    for shadow in shadows:
        print(f"{shadow.file.name}: {shadow.pack.reference} is sound, in the shadow.")
    for warning in [*_unknown_switches([*sound, *shadows]), *_cautions([*sound, *shadows])]:
        print(f"Warning: {warning}", file=sys.stderr)
    today = utc_now().astimezone(LONDON).date()
    _, refused = screen_versions(sound, taken_up={}, today=today)
    for _, problem in refused:
        print(problem, file=sys.stderr)
    return 1 if refused else 0


def _unknown_switches(packs: Iterable[LoadedPack]) -> list[PolicyProblem]:
    """Return where packs switch off what the classifier does not know, which does nothing."""
    switching = [loaded for loaded in packs if loaded.pack.switched_off.rules]
    if not switching:
        return []
    engine = open_engine()
    return [
        loaded.text.problem(
            ("switched_off", "rules", place),
            f"no rule, detector or model is called {source!r}, so that this switches nothing off",
            mend="take the source that a reason names, or remove the line",
        )
        for loaded in switching
        for place, source in enumerate(loaded.pack.switched_off.rules)
        if not engine.knows_rule(source)
    ]


def _cautions(packs: Iterable[LoadedPack]) -> list[PolicyProblem]:
    """Return what sound packs say that their bodies may not mean."""
    return [
        loaded.text.problem(caution.location, caution.message, mend=caution.mend)
        for loaded in packs
        for caution in find_cautions(loaded.pack)
    ]


def audit_verify(arguments: argparse.Namespace) -> int:
    """Recompute the whole record from its entries and say whether it is intact."""
    data = DataFolder(arguments.data)
    secrets = data.read_secrets()
    asyncio.run(check_servers(database=arguments.database, event_log=None))
    state = running_state(data)
    # Before the record is looked at: whatever is logged by then is in the database.
    noted = [read_noted_head(text) for text in arguments.noted]
    noted += _logged_heads(data, arguments.database, state)
    if not noted:
        print(
            "No head is noted outside the database, so an end that was cut off would not show.",
            file=sys.stderr,
        )
    database = None
    url = arguments.database or (state.database_url if state else "")
    if not url:
        database = EmbeddedDatabase(data.postgres)
        url = database.start()
    try:
        vault = Vault.from_text(secrets.vault_key)
        report = asyncio.run(verify_database(url, vault, noted=noted))
    finally:
        if database is not None:
            database.stop()
    if arguments.json:
        print(json.dumps(report.to_json(), indent=1))
    else:
        print(report.verdict())
    return 0 if report.intact else 1


def _logged_heads(data: DataFolder, database: str | None, state: State | None) -> list[NotedHead]:
    """Return the heads that audit logged, if it logged them of the database to be verified."""
    if state is not None and database in {None, state.database_url}:
        database = state.database_url if state.database_pid is None else None
    logged = logged_database(data.audit_log)
    if logged is not None and logged != name_database(database):
        return []
    return read_logged_heads(data.audit_log)


def _has_pack(policies: Path, organisation: str) -> bool:
    """Say whether one of the packs that can be read is the body's."""
    for file in find_pack_files(policies):
        try:
            pack = read_pack(file).pack
        except PolicyError:
            continue
        if pack.organisation.key == organisation:
            return True
    return False


def _pack(arguments: argparse.Namespace) -> PolicyPack:
    packs = load_packs(arguments.policies, on=None)
    pack = packs.get(arguments.org)
    if pack is None:
        known = ", ".join(packs.organisations)
        msg = f"There is no policy pack for {arguments.org!r}; give --org one of: {known}."
        raise ConfigurationError(msg)
    return pack
