"""Reads policy packs from YAML files, and refuses a broken one with every reason at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from moderation_common.policy.consistency import find_inconsistencies
from moderation_common.policy.model import PolicyPack, PolicyPacks
from moderation_common.policy.problems import Location, PolicyError, PolicyProblem
from moderation_common.policy.shape import describe_errors
from moderation_common.policy.source import NOWHERE, PolicyText, read_policy_text

PACK_PATTERN: Final = "*.yaml"
SHADOW_PATTERN: Final = "*.shadow.yaml"
"""A version that is tried beside the one in force and never takes effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPack:
    """A valid pack with the text it was read from."""

    pack: PolicyPack
    text: PolicyText

    @property
    def file(self) -> Path:
        """The file it was read from."""
        return self.text.file


def load_pack(file: Path, *, text: str | None = None) -> PolicyPack:
    """Return the pack in a file, or in `text` as if it stood there.

    Raises `PolicyError` with every problem found.
    """
    return read_pack(file, text=text).pack


def load_draft(file: Path, *, text: str | None = None, organisation: str | None) -> PolicyPack:
    """Return a pack to be tried, as `load_pack`; its file may have any name.

    With an organisation it must be that body's. The problems name `file`, whatever it is.
    """
    loaded = read_pack(file, text=text, any_name=True)
    key = loaded.pack.organisation.key
    if organisation is not None and key != organisation:
        problem = loaded.text.problem(
            ("organisation", "key"),
            f"this states the policy of {key!r}, and it is tried for {organisation!r}",
            mend=f"try it for {key!r}, or take a pack of {organisation!r}",
        )
        raise PolicyError([problem])
    return loaded.pack


def load_packs(directory: Path, *, on: date | None = None) -> PolicyPacks:
    """Return the packs in a directory, one version for each body.

    The version is the one in force on a day, London time, or without a day the newest. A body
    none of whose versions is in force yet is left out. Raises `PolicyError` with every problem
    of every file.
    """
    loaded: list[LoadedPack] = []
    problems: list[PolicyProblem] = []
    files = find_pack_files(directory)
    if not files:
        problems.append(
            problem_with(
                directory,
                "there is no policy pack in this directory",
                mend="name the one that holds the .yaml files",
            )
        )
    for file in files:
        try:
            loaded.append(read_pack(file))
        except PolicyError as error:
            problems.extend(error.problems)
    problems.extend(find_clashes(loaded))
    if problems:
        raise PolicyError(problems)
    chosen = choose_versions(loaded, on=on)
    return PolicyPacks({key: version.pack for key, version in chosen.items()})


def find_pack_files(directory: Path) -> list[Path]:
    """Return the files of a directory that hold packs, in order of name; shadows are none."""
    shadows = set(find_shadow_files(directory))
    return sorted(
        file for file in directory.glob(PACK_PATTERN) if file not in shadows and file.is_file()
    )


def find_shadow_files(directory: Path) -> list[Path]:
    """Return the files of a directory that hold versions tried in the shadow, in order of name."""
    return sorted(file for file in directory.glob(SHADOW_PATTERN) if file.is_file())


def read_pack(file: Path, *, text: str | None = None, any_name: bool = False) -> LoadedPack:
    """Return the pack in a file with its text, as `load_pack`.

    What fields say about each other is checked only once each of them is well formed. With
    `any_name` the file need not be called after the body, as it must in the packs' folder.
    """
    source = read_policy_text(file, text)
    if source.content is None:
        raise PolicyError(source.problems)
    problems = list(source.problems)
    try:
        pack = PolicyPack.model_validate(source.content)
    except ValidationError as error:
        problems.extend(describe_errors(source, error))
        raise PolicyError(_in_order(problems)) from None
    problems.extend(
        source.problem(finding.location, finding.message, mend=finding.mend)
        for finding in find_inconsistencies(pack)
    )
    if not any_name:
        problems.extend(_check_file_name(source, pack))
    if problems:
        raise PolicyError(_in_order(problems))
    return LoadedPack(pack=pack, text=source)


def choose_versions(
    loaded: Iterable[LoadedPack], *, on: date | None = None
) -> dict[str, LoadedPack]:
    """Return for each body the newest version that is in force on a day, or at all without one."""
    chosen: dict[str, LoadedPack] = {}
    for candidate in loaded:
        pack = candidate.pack
        if on is not None and pack.effective_from > on:
            continue
        rival = chosen.get(pack.organisation.key)
        if rival is None or rival.pack.effective_from < pack.effective_from:
            chosen[pack.organisation.key] = candidate
    return chosen


def find_clashes(loaded: Iterable[LoadedPack]) -> Iterator[PolicyProblem]:
    """Yield what valid packs contradict each other in: shared accounts, versions of one day."""
    owners: dict[tuple[str, str], LoadedPack] = {}
    days: dict[tuple[str, date], LoadedPack] = {}
    versions: dict[str, LoadedPack] = {}
    for one in loaded:
        pack = one.pack
        key = pack.organisation.key
        for index, account in enumerate(pack.accounts):
            owner = owners.setdefault((account.platform, account.external_id), one)
            own_repeat = owner is one and account is not pack.account(
                account.platform, account.external_id
            )
            if owner.pack.organisation.key != key or own_repeat:
                yield _clash(
                    one,
                    ("accounts", index, "external_id"),
                    f"the {account.platform} account {account.external_id!r} is already in "
                    f"{owner.file.name}",
                    mend="give each account to one body, once",
                )
        if versions.setdefault(pack.reference, one) is not one:
            yield _clash(
                one,
                ("version",),
                f"{pack.reference} is already the version in {versions[pack.reference].file.name}",
                mend="count the version up",
            )
        elif days.setdefault((key, pack.effective_from), one) is not one:
            yield _clash(
                one,
                ("effective_from",),
                f"{days[key, pack.effective_from].file.name} takes effect on the same day",
                mend="let one version follow the other, or remove one of the two files",
            )


def problem_with(file: Path, message: str, *, mend: str) -> PolicyProblem:
    """Return a problem with a file as a whole."""
    line, column = NOWHERE
    return PolicyProblem(
        file=file, line=line, column=column, location=(), message=message, mend=mend
    )


def _clash(one: LoadedPack, location: Location, message: str, *, mend: str) -> PolicyProblem:
    return one.text.problem(location, message, mend=mend)


def _check_file_name(source: PolicyText, pack: PolicyPack) -> Iterator[PolicyProblem]:
    key = pack.organisation.key
    if source.file.name.split(".")[0] != key:
        yield source.problem(
            ("organisation", "key"),
            f"the file {source.file.name} states the policy of {key!r}",
            mend=f"call it {key}.yaml, or {key}.VERSION.yaml beside an older version",
        )


def _in_order(problems: Iterable[PolicyProblem]) -> list[PolicyProblem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.column))
