"""Versions that are tried beside those in force: `KEY.shadow.yaml` in the packs' directory.

A shadow never takes effect, so that its `effective_from` does not matter, and a broken one is
reported and left out: there is no older version that would have to go on.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from moderation_common.policy.loader import find_shadow_files, problem_with, read_pack
from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import PolicyError, PolicyProblem

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ShadowPack:
    """A version that is tried."""

    pack: PolicyPack
    fingerprint: str
    """The SHA-256 of the file: changes with the content, also where the version does not."""


class ShadowPacks:
    """The sound shadows of a directory, as of the last look; calling it looks once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._seen: dict[tuple[Path, str], ShadowPack] = {}
        self.running: Mapping[str, ShadowPack] = {}
        """By the body's key."""
        self.problems: tuple[PolicyProblem, ...] = ()
        """What is wrong with shadows that are left out."""

    async def __call__(self) -> None:
        """Look at the files; the reading is done beside the event loop."""
        await asyncio.to_thread(self.refresh)

    def refresh(self) -> None:
        """Read changed files. Never raises for a broken or vanished one."""
        seen: dict[tuple[Path, str], ShadowPack] = {}
        problems: list[PolicyProblem] = []
        for file in find_shadow_files(self._directory):
            try:
                fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()
                known = self._seen.get((file, fingerprint))
                seen[file, fingerprint] = known or ShadowPack(read_pack(file).pack, fingerprint)
            except PolicyError as error:
                problems += error.problems
            except OSError as error:
                reason = error.strerror or str(error)
                problems.append(
                    problem_with(
                        file,
                        f"the file cannot be read: {reason}",
                        mend="check its path and permissions",
                    )
                )
        running = {one.pack.organisation.key: one for one in seen.values()}
        if {key: one.fingerprint for key, one in running.items()} != {
            key: one.fingerprint for key, one in self.running.items()
        }:
            tried = sorted(one.pack.reference for one in running.values())
            log.info("shadows_changed", tried=tried)
        for problem in problems:
            if problem not in self.problems:
                log.error("shadow_refused", problem=str(problem))
        self._seen = seen
        self.running = running
        self.problems = tuple(problems)
