"""Keeps the policy versions in force, and takes up changed files while the service runs.

A broken file never replaces a running version, a version is not in force before its day, and none
that changes a policy is without approval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from moderation_common.policy.approval import TakenUp, changed_under_its_name, screen_versions
from moderation_common.policy.loader import (
    LoadedPack,
    choose_versions,
    find_clashes,
    find_pack_files,
    problem_with,
    read_pack,
)
from moderation_common.policy.model import PolicyPack, PolicyPacks
from moderation_common.policy.problems import PolicyError, PolicyProblem

LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """What a look at the files changed."""

    began: tuple[str, ...]
    """References of the versions that are in force from now on."""
    ended: tuple[str, ...]
    """References of the versions that no longer are."""
    problems: tuple[PolicyProblem, ...]
    """Why files were not taken up; the same again at each refresh until they are mended."""


_Stamp = tuple[int, int, int]
"""By what a changed file is known: time of change, size, and which file it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _WatchedFile:
    """What was last seen of a file, and the last sound pack that it held."""

    stamp: _Stamp | None
    sound: LoadedPack | None
    problems: tuple[PolicyProblem, ...]


class PackRegistry:
    """The versions in force; `refresh` looks for new ones.

    Not safe to refresh from several threads at once; `running` may be read from any.
    """

    def __init__(self, directory: Path, *, taken_up: Sequence[TakenUp] = ()) -> None:
        """`taken_up` are the versions that were in force before, the latest last."""
        self._directory = directory
        self._taken_up: defaultdict[str, list[TakenUp]] = defaultdict(list)
        for version in taken_up:
            self._taken_up[version.organisation].append(version)
        self._unapproved: list[tuple[LoadedPack, PolicyProblem]] = []
        self._files: dict[Path, _WatchedFile] = {}
        self._in_force: dict[str, LoadedPack] = {}
        self._running = PolicyPacks({})

    @classmethod
    def open(
        cls, directory: Path, *, now: datetime, taken_up: Sequence[TakenUp] = ()
    ) -> PackRegistry:
        """Return a registry whose versions are all sound.

        Raises `PolicyError` when a file is broken or no version is in force: a service must not
        start with a body's policy missing. A version that lacks approval keeps no service from
        starting while the body has another one.
        """
        registry = cls(directory, taken_up=taken_up)
        problems = registry.refresh(now).problems
        waiting = [
            problem
            for version, problem in registry._unapproved
            if version.pack.organisation.key in registry.running
        ]
        problems = tuple(problem for problem in problems if problem not in waiting)
        if not problems and not len(registry.running):
            problems = (
                problem_with(
                    directory,
                    "no policy pack in this directory is in force",
                    mend="name the one that holds the .yaml files, and check effective_from",
                ),
            )
        if problems:
            raise PolicyError(problems)
        return registry

    @property
    def running(self) -> PolicyPacks:
        """The version of each body that is in force, as of the last refresh."""
        return self._running

    @property
    def in_force(self) -> tuple[LoadedPack, ...]:
        """The same versions with the texts that they were read from."""
        return tuple(self._in_force.values())

    def refresh(self, now: datetime) -> Refresh:
        """Read changed files and let the versions begin whose day has come.

        `now` is aware. Never raises for a broken or vanished file: its last valid version stays,
        and the problem is reported.
        """
        files = find_pack_files(self._directory)
        self._files = {file: self._look_at(file) for file in files}
        problems = [problem for seen in self._files.values() for problem in seen.problems]
        candidates, clashes = self._without_clashes()
        problems += clashes
        today = now.astimezone(LONDON).date()
        candidates, self._unapproved = screen_versions(
            candidates, taken_up=self._taken_up, today=today
        )
        problems += [problem for _, problem in self._unapproved]
        in_force = choose_versions(candidates, on=today)
        for key, running in self._in_force.items():
            if key not in in_force:
                in_force[key] = running
                problems += self._explain_kept(running, problems)
        before = {version.pack.reference for version in self._in_force.values()}
        after = {version.pack.reference for version in in_force.values()}
        self._in_force = in_force
        for key, version in in_force.items():
            taken = TakenUp.of(version)
            if self._taken_up[key][-1:] != [taken]:
                self._taken_up[key].append(taken)
        self._running = PolicyPacks({key: version.pack for key, version in in_force.items()})
        return Refresh(
            began=tuple(sorted(after - before)),
            ended=tuple(sorted(before - after)),
            problems=tuple(problems),
        )

    def _look_at(self, file: Path) -> _WatchedFile:
        seen = self._files.get(file)
        stamp = _stamp_of(file)
        if seen is not None and stamp is not None and seen.stamp == stamp:
            return seen
        sound = seen.sound if seen is not None else None
        try:
            loaded = read_pack(file)
        except PolicyError as error:
            return _WatchedFile(stamp=stamp, sound=sound, problems=error.problems)
        running = self._in_force.get(loaded.pack.organisation.key)
        if any(
            known is not None
            and known.pack.reference == loaded.pack.reference
            and known.pack != loaded.pack
            and self._was_taken_up(known.pack)
            for known in (sound, running)
        ):
            problem = changed_under_its_name(loaded)
            return _WatchedFile(stamp=stamp, sound=sound, problems=(problem,))
        return _WatchedFile(stamp=stamp, sound=loaded, problems=())

    def _was_taken_up(self, pack: PolicyPack) -> bool:
        """Return whether decisions may cite the version; until then it may still be mended."""
        known = self._taken_up[pack.organisation.key]
        return any(version.reference == pack.reference for version in known)

    def _without_clashes(self) -> tuple[list[LoadedPack], list[PolicyProblem]]:
        """Return the packs that can run together; where two clash, the one in force stays."""
        running = {version.pack.reference for version in self._in_force.values()}
        candidates = sorted(
            (seen.sound for seen in self._files.values() if seen.sound is not None),
            key=lambda loaded: loaded.pack.reference not in running,
        )
        clashes = list(find_clashes(candidates))
        clashing = {problem.file for problem in clashes}
        return [loaded for loaded in candidates if loaded.file not in clashing], clashes

    def _explain_kept(
        self, running: LoadedPack, problems: Sequence[PolicyProblem]
    ) -> list[PolicyProblem]:
        """Return why a version goes on although no file asks for it."""
        if any(problem.file == running.file for problem in problems):
            # What is wrong with the file has been told.
            return []
        goes_on = f"so that {running.pack.reference} goes on"
        seen = self._files.get(running.file)
        if seen is None or seen.sound is None:
            return [
                problem_with(
                    running.file,
                    f"the file is gone, {goes_on}",
                    mend="put it back, or restart the services to end the version",
                )
            ]
        begins = seen.sound.pack.effective_from
        return [
            seen.sound.text.problem(
                ("effective_from",),
                f"this version is not in force before {begins}, {goes_on}",
                mend="keep the version in force in a file beside it until then",
            )
        ]


def _stamp_of(file: Path) -> _Stamp | None:
    try:
        status = file.stat()
    except OSError:
        # Vanished since it was listed: reading it says so, and the next look tries again.
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)
