"""Checks policy packs from the command line, and regenerates their schema.

python -m moderation_common.policy check policies/
python -m moderation_common.policy schema policies/
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from moderation_common.clock import utc_now
from moderation_common.policy.approval import describe_approval, screen_versions
from moderation_common.policy.loader import (
    LoadedPack,
    find_clashes,
    find_pack_files,
    find_shadow_files,
    problem_with,
    read_pack,
)
from moderation_common.policy.problems import PolicyError, PolicyProblem
from moderation_common.policy.schema import SCHEMA_NAME, schema_is_current, write_schema
from moderation_common.policy.watcher import LONDON


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when all is well and 1 when something has to be mended."""
    parser = argparse.ArgumentParser(
        prog="python -m moderation_common.policy", description="Checks policy packs."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, summary in (
        ("check", "check every pack of a directory, or one file, and the schema beside them"),
        ("schema", "write the schema beside the packs"),
    ):
        command = commands.add_parser(name, help=summary)
        command.add_argument("path", type=Path, nargs="?", default=Path("policies"))
    options = parser.parse_args(arguments)
    if options.command == "schema":
        changed = write_schema(options.path)
        _say(f"{options.path / SCHEMA_NAME}: {'written' if changed else 'is current'}")
        return 0
    return check_packs(options.path)


def check_packs(path: Path) -> int:
    """Say for each pack whether it is sound, or what to mend; return 0 when all are, else 1."""
    files = find_pack_files(path) if path.is_dir() else [path]
    loaded: list[LoadedPack] = []
    problems: list[PolicyProblem] = []
    for file in files:
        try:
            one = read_pack(file)
        except PolicyError as error:
            problems.extend(error.problems)
        else:
            loaded.append(one)
            _say(
                f"{file}: ok, {one.pack.reference} from {one.pack.effective_from}, "
                f"{describe_approval(one.pack)}"
            )
    problems.extend(find_clashes(loaded))
    today = utc_now().astimezone(LONDON).date()
    _, refused = screen_versions(loaded, taken_up={}, today=today)
    problems.extend(problem for _, problem in refused)
    for file in find_shadow_files(path) if path.is_dir() else []:
        # A shadow never takes effect, so that it clashes with nothing.
        try:
            _say(f"{file}: ok, {read_pack(file).pack.reference} in the shadow")
        except PolicyError as error:
            problems.extend(error.problems)
    if path.is_dir():
        problems.extend(_check_directory(path, files))
    for problem in problems:
        _say(str(problem))
    return 1 if problems else 0


def _check_directory(directory: Path, files: Sequence[Path]) -> list[PolicyProblem]:
    if not files:
        return [
            problem_with(
                directory,
                "there is no policy pack in this directory",
                mend="name the one that holds the .yaml files",
            )
        ]
    if not schema_is_current(directory):
        return [
            problem_with(
                directory / SCHEMA_NAME,
                "the schema is not the one that the code means",
                mend="run `python -m moderation_common.policy schema`",
            )
        ]
    return []


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
