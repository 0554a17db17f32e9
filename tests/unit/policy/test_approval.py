"""A body's first version needs nobody's approval, every later one does, also after a restart."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation_common.errors import TransientError
from moderation_common.policy import PackRegistry, PolicyError
from moderation_common.policy.__main__ import main
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.loader import LoadedPack, read_pack
from moderation_common.policy.refreshing import RefreshPacks

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = "bsw@2026-11-01.3"
SECOND = "bsw@2026-11-20.1"
BY = "Jo Example, Head of Communications"


@pytest.fixture
def directory(policies: Path, tmp_path: Path) -> Path:
    """A folder with the first version of one body."""
    shutil.copy(policies / "bsw.yaml", tmp_path)
    return tmp_path


def write(
    directory: Path,
    *,
    version: str = "2026-11-20.1",
    begins: str = "2026-11-19",
    approved: str = "",
    name: str = "bsw.yaml",
) -> Path:
    """Write a version, such that its change is seen however coarse the clock of files."""
    text = (directory / "bsw.yaml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("approved:")]
    text = "\n".join(kept) + "\n"
    text = text.replace('"2026-11-01.3"', f'"{version}"')
    text = text.replace("effective_from: 2026-11-01", f"effective_from: {begins}")
    if approved:
        text = text.replace("\norganisation:\n", f"\napproved: {approved}\norganisation:\n", 1)
    file = directory / name
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))
    return file


def approval(on: str = "2026-11-20", by: str = BY) -> str:
    """Return the block as it stands in a pack."""
    return f"{{by: '{by}', on: {on}}}"


def test_a_version_that_changes_a_policy_waits_for_approval(directory: Path) -> None:
    """The version before goes on and one sentence says why; naming who approved it ends that."""
    registry = PackRegistry.open(directory, now=NOW)
    write(directory)

    for _ in range(2):
        (problem,) = registry.refresh(NOW).problems
        assert problem.message == (
            f"{SECOND} would replace {FIRST}, but names nobody who approved it"
        )
        assert problem.mend == "add approved: {by: NAME AND ROLE, on: DATE} once somebody has"
        assert registry.running["bsw"].reference == FIRST

    write(directory, approved=approval())
    refresh = registry.refresh(NOW)

    assert (refresh.began, refresh.ended, refresh.problems) == ((SECOND,), (FIRST,), ())


@pytest.mark.parametrize(
    "on, message",
    [
        ("2026-11-22", f"{SECOND} is approved on 2026-11-22, a day that is still to come"),
        ("2026-11-18", f"{SECOND} was approved on 2026-11-18, before it was written"),
    ],
)
def test_an_approval_of_another_time_is_none(directory: Path, on: str, message: str) -> None:
    """A day to come is no approval yet, and one before the version's own day is of another."""
    registry = PackRegistry.open(directory, now=NOW)
    write(directory, approved=approval(on))

    (problem,) = registry.refresh(NOW).problems

    assert problem.message == message
    assert problem.line > 0
    assert registry.running["bsw"].reference == FIRST


def test_an_approval_left_from_the_version_before_is_none(directory: Path) -> None:
    """Counting up the version does not carry its approval over."""
    registry = PackRegistry.open(directory, now=NOW)
    write(directory, approved=approval())
    registry.refresh(NOW)
    text = (directory / "bsw.yaml").read_text("utf-8").replace('20.1"', '20.2"')
    (directory / "bsw.yaml").write_text(text, "utf-8")

    (problem,) = registry.refresh(NOW).problems

    assert problem.message == f"bsw@2026-11-20.2 has the very approval of {SECOND} before it"
    assert registry.running["bsw"].reference == SECOND


def test_a_version_named_for_a_day_to_come_is_approved_before_that_day(directory: Path) -> None:
    """It begins on its day without anybody touching the file again."""
    registry = PackRegistry.open(directory, now=NOW)
    write(
        directory,
        version="2026-12-01.1",
        begins="2026-12-01",
        approved=approval(),
        name="bsw.2026-12-01.1.yaml",
    )
    assert registry.refresh(NOW).problems == ()

    refresh = registry.refresh(datetime(2026, 12, 1, tzinfo=UTC))

    assert (refresh.began, refresh.problems) == (("bsw@2026-12-01.1",), ())


def test_a_version_to_come_without_approval_is_named_before_its_day(directory: Path) -> None:
    """Midnight would be too late to find it out; on the day it does not begin."""
    registry = PackRegistry.open(directory, now=NOW)
    write(directory, version="2026-12-01.1", begins="2026-12-01", name="bsw.next.yaml")

    for now in (NOW, datetime(2026, 12, 2, tzinfo=UTC)):
        (problem,) = registry.refresh(now).problems
        assert "names nobody who approved it" in problem.message
        assert registry.running["bsw"].reference == FIRST


def test_a_restart_beside_the_older_version_goes_on_with_it(directory: Path) -> None:
    """A version without approval is no reason not to start, nor a way to take effect."""
    write(directory, name="bsw.next.yaml")

    registry = PackRegistry.open(directory, now=NOW)

    assert registry.running["bsw"].reference == FIRST
    (problem,) = registry.refresh(NOW).problems
    assert problem.file.name == "bsw.next.yaml"


def test_a_restart_does_not_make_a_version_the_first(directory: Path) -> None:
    """Where the version before is known and its file is gone, the service does not start."""
    taken_up = [TakenUp.of(loaded) for loaded in PackRegistry.open(directory, now=NOW).in_force]
    write(directory)

    with pytest.raises(PolicyError, match=f"{SECOND} would replace {FIRST}, but names nobody"):
        PackRegistry.open(directory, now=NOW, taken_up=taken_up)

    write(directory, approved=approval())
    registry = PackRegistry.open(directory, now=NOW, taken_up=taken_up)
    assert registry.running["bsw"].reference == SECOND


def test_going_back_to_a_version_needs_no_new_approval(directory: Path) -> None:
    """It was in force before: a mistake must be undone at once."""
    first = (directory / "bsw.yaml").read_bytes()
    registry = PackRegistry.open(directory, now=NOW)
    write(directory, approved=approval())
    registry.refresh(NOW)
    (directory / "bsw.yaml").write_bytes(first)

    assert registry.refresh(NOW).began == (FIRST,)


def overwrite(directory: Path, text: str) -> None:
    """Write other text into the only file, such that its change is seen."""
    file = directory / "bsw.yaml"
    before = file.stat().st_mtime_ns
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def taken_up_twice(directory: Path) -> tuple[PackRegistry, list[TakenUp]]:
    """Let the approved second version replace the first; return what was in force, too."""
    registry = PackRegistry.open(directory, now=NOW)
    taken_up = [TakenUp.of(loaded) for loaded in registry.in_force]
    write(directory, approved=approval())
    registry.refresh(NOW)
    taken_up += [TakenUp.of(loaded) for loaded in registry.in_force]
    return registry, taken_up


@pytest.mark.parametrize(
    "old, new",
    [
        ("default: {act: 0.75", "default: {act: 0.55"),
        ("effective_from: 2026-11-01", "effective_from: 2026-11-20"),
    ],
)
def test_an_old_name_brings_no_other_content_back(directory: Path, old: str, new: str) -> None:
    """It was approved for what it said; the version in force goes on, over a restart too."""
    first = (directory / "bsw.yaml").read_text("utf-8")
    assert old in first
    registry, taken_up = taken_up_twice(directory)
    overwrite(directory, first.replace(old, new))

    for _ in range(2):
        (problem,) = registry.refresh(NOW).problems
        assert problem.message == f"the pack changed but is still called {FIRST}"
        assert problem.mend == "count the version up"
        assert problem.line > 0
        assert registry.running["bsw"].reference == SECOND

    with pytest.raises(PolicyError, match=f"the pack changed but is still called {FIRST}"):
        PackRegistry.open(directory, now=NOW, taken_up=taken_up)


def test_an_old_version_comes_back_with_other_remarks(directory: Path) -> None:
    """A remark is no rule, nor is the order of fields; what it says is the same."""
    first = (directory / "bsw.yaml").read_text("utf-8")
    registry, taken_up = taken_up_twice(directory)
    # The first field goes to the end of the file.
    version = 'version: "2026-11-01.3"\n'
    overwrite(directory, "# Back again.\n" + first.replace(version, "", 1) + version)

    refresh = registry.refresh(NOW)

    assert (refresh.began, refresh.problems) == ((FIRST,), ())
    assert PackRegistry.open(directory, now=NOW, taken_up=taken_up).running["bsw"].reference


def forgetting(taken_up: Sequence[TakenUp]) -> list[TakenUp]:
    """Return what a release kept that kept no hash of contents."""
    return [TakenUp.model_validate(one.model_dump(exclude={"content_sha256"})) for one in taken_up]


def test_an_upgrade_starts_on_the_files_that_ran(directory: Path) -> None:
    """Of what ran before, only the bytes are known: they are enough, for each version that ran."""
    first = (directory / "bsw.yaml").read_bytes()
    _, taken_up = taken_up_twice(directory)
    second = PackRegistry.open(directory, now=NOW, taken_up=forgetting(taken_up))
    assert second.running["bsw"].reference == SECOND

    (directory / "bsw.yaml").write_bytes(first)
    back = PackRegistry.open(directory, now=NOW, taken_up=forgetting(taken_up))
    assert back.running["bsw"].reference == FIRST


def test_after_an_upgrade_only_what_ran_last_may_have_other_bytes(directory: Path) -> None:
    """Bytes cannot tell a remark from a rule: the running version goes on, no older one does."""
    first = (directory / "bsw.yaml").read_text("utf-8")
    _, taken_up = taken_up_twice(directory)
    old = forgetting(taken_up)
    second = (directory / "bsw.yaml").read_text("utf-8")
    overwrite(directory, second + "# A remark.\n")
    registry = PackRegistry.open(directory, now=NOW, taken_up=old)
    assert registry.running["bsw"].reference == SECOND

    # Its content is known from then on.
    upgraded = [*old, *(TakenUp.of(loaded) for loaded in registry.in_force)]
    overwrite(directory, second.replace("default: {act: 0.75", "default: {act: 0.55"))
    with pytest.raises(PolicyError, match=f"the pack changed but is still called {SECOND}"):
        PackRegistry.open(directory, now=NOW, taken_up=upgraded)

    overwrite(directory, first + "# A remark.\n")
    with pytest.raises(PolicyError, match=f"the pack changed but is still called {FIRST}"):
        PackRegistry.open(directory, now=NOW, taken_up=old)


def test_a_refused_version_is_no_detour_around_the_version_number(directory: Path) -> None:
    """What is in force keeps its content, whatever stood in the file meanwhile."""
    first = (directory / "bsw.yaml").read_text("utf-8")
    registry = PackRegistry.open(directory, now=NOW)
    write(directory)
    registry.refresh(NOW)
    changed = first.replace("default: {act: 0.75", "default: {act: 0.79")
    assert changed != first
    (directory / "bsw.yaml").write_text(changed, "utf-8")

    problems = registry.refresh(NOW).problems

    assert f"the pack changed but is still called {FIRST}" in [each.message for each in problems]
    assert registry.running["bsw"].thresholds.default.act == 0.75


def test_another_bodys_first_version_begins_beside_running_ones(
    directory: Path, policies: Path
) -> None:
    """A new body changes nobody's policy."""
    registry = PackRegistry.open(directory, now=NOW)
    shutil.copy(policies / "lincolnshire.yaml", directory)

    refresh = registry.refresh(NOW)

    assert (refresh.began, refresh.problems) == (("lincolnshire@2026-11-01.3",), ())


def test_the_bytes_of_the_file_are_what_is_hashed(directory: Path) -> None:
    """Whoever keeps the file can compute the same."""
    file = directory / "bsw.yaml"

    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    assert TakenUp.of(read_pack(file)).sha256 == expected


def test_the_check_names_a_later_version_without_approval(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the file reaches a service its author knows; the approved one is said to be so."""
    file = write(directory, name="bsw.next.yaml")
    assert main(["check", str(directory)]) == 1
    assert f"{SECOND} would replace {FIRST}, but names nobody" in capsys.readouterr().out

    write(directory, approved=approval(), name=file.name)
    main(["check", str(directory)])
    said = capsys.readouterr().out
    assert f"{SECOND} from 2026-11-19, approved by {BY} on 2026-11-20" in said
    assert "would replace" not in said


async def test_versions_are_handed_on_until_they_are_kept(directory: Path) -> None:
    """An outage at the moment of the change does not keep it out of the record."""
    kept: list[str] = []
    away = True

    async def keep(in_force: Sequence[LoadedPack]) -> None:
        if away:
            msg = "The database cannot be reached."
            raise TransientError(msg)
        kept.extend(version.pack.reference for version in in_force)

    refresh = RefreshPacks(PackRegistry.open(directory, now=NOW), clock=lambda: NOW, keep=keep)
    with pytest.raises(TransientError):
        await refresh()
    away = False
    await refresh()

    assert kept == [FIRST]
