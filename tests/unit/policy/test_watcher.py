"""Versions begin on their day, changed files are taken up, broken ones never replace a version."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation_common.policy import PackRegistry, PolicyError
from moderation_common.policy.loader import find_pack_files

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODIES = ("bsw", "lincolnshire", "mid-and-south-essex", "nottingham")
FIRST = "bsw@2026-11-01.3"
APPROVED = (
    "organisation:\n",
    "approved: {by: 'Jo Example, Chair', on: 2026-11-20}\norganisation:\n",
)
"""Without it a version that follows another one is not taken up."""


@pytest.fixture
def directory(policies: Path, tmp_path: Path) -> Path:
    """A copy of the packs that a test may change."""
    for file in find_pack_files(policies):
        shutil.copy(file, tmp_path)
    return tmp_path


def rewrite(file: Path, *changes: tuple[str, str], to: Path | None = None) -> None:
    """Replace words in a file, such that its change is seen however coarse the clock of files."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    target = to or file
    before = target.stat().st_mtime_ns if target.exists() else 0
    target.write_text(text, encoding="utf-8")
    os.utime(target, ns=(before + 1_000_000, before + 1_000_000))


def test_a_registry_opens_with_every_body(directory: Path) -> None:
    """At the start all five packs are in force."""
    assert len(PackRegistry.open(directory, now=NOW).running) == 5


def test_a_registry_does_not_open_on_a_broken_pack(directory: Path) -> None:
    """A service must not start with a body's policy missing."""
    rewrite(directory / "bsw.yaml", ("labels: [foi]", "labels: [fio]"))

    with pytest.raises(PolicyError, match=r"bsw\.yaml:\d+:\d+: routes"):
        PackRegistry.open(directory, now=NOW)


def test_a_registry_does_not_open_before_any_policy_has_begun(directory: Path) -> None:
    """Nothing in force is as bad as nothing there."""
    with pytest.raises(PolicyError, match="no policy pack in this directory is in force"):
        PackRegistry.open(directory, now=datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("change", [("labels: [foi]", "labels: [fio]"), ("hours:\n", "hours: [\n")])
def test_a_problem_concerns_the_body_whose_file_it_is(
    directory: Path, change: tuple[str, str]
) -> None:
    """Neither a folder called after a body nor its name in a sentence makes it that body's."""
    folder = directory / "nottingham"
    folder.mkdir()
    file = folder / "lincolnshire.2.yaml"
    shutil.copy(directory / "lincolnshire.yaml", file)
    rewrite(file, change)
    problems = PackRegistry(folder).refresh(NOW).problems
    assert problems
    assert all(problem.concerns("lincolnshire") for problem in problems)
    assert not any(problem.concerns(body) for problem in problems for body in ("nottingham", "2"))


def test_a_file_called_after_another_body_concerns_both(directory: Path) -> None:
    """Whoever wrote it and whoever misses its policy are told; nobody whom a sentence names."""
    file = directory / "lincolnshire.yaml"
    shutil.copy(directory / "bsw.yaml", file)
    problems = PackRegistry(directory).refresh(NOW).problems
    (problem,) = [problem for problem in problems if problem.file == file]
    assert [body for body in BODIES if problem.concerns(body)] == ["bsw", "lincolnshire"]


def test_nothing_changed_changes_nothing(directory: Path) -> None:
    """A refresh without a change reports none and keeps the very same packs."""
    registry = PackRegistry.open(directory, now=NOW)
    before = registry.running["bsw"]

    refresh = registry.refresh(NOW)

    assert (refresh.began, refresh.ended, refresh.problems) == ((), (), ())
    assert registry.running["bsw"] is before


def test_a_new_version_is_taken_up(directory: Path) -> None:
    """A changed file with a counted-up version runs from the next refresh on."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(directory / "bsw.yaml", ('"2026-11-01.3"', '"2026-11-01.4"'), APPROVED)

    refresh = registry.refresh(NOW)

    assert (refresh.began, refresh.ended) == (("bsw@2026-11-01.4",), (FIRST,))
    assert registry.running["bsw"].reference == "bsw@2026-11-01.4"


def test_a_broken_version_leaves_the_running_one(directory: Path) -> None:
    """The problem is reported at every refresh, with its line, until it is mended."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(
        directory / "bsw.yaml",
        ('"2026-11-01.3"', '"2026-11-01.4"'),
        APPROVED,
        ("labels: [foi]", "labels: [fio]"),
    )

    for refresh in (registry.refresh(NOW), registry.refresh(NOW)):
        (problem, *_) = refresh.problems
        assert problem.file.name == "bsw.yaml"
        assert problem.line > 0
        assert refresh.began == refresh.ended == ()
    assert registry.running["bsw"].reference == FIRST

    rewrite(directory / "bsw.yaml", ("labels: [fio]", "labels: [foi]"))
    mended = registry.refresh(NOW)

    assert mended.problems == ()
    assert mended.began == ("bsw@2026-11-01.4",)


def test_a_change_without_a_new_version_is_refused(directory: Path) -> None:
    """Decisions cite the version, so that it must never mean two things."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(directory / "bsw.yaml", ("default: {act: 0.75", "default: {act: 0.79"))

    (problem,) = registry.refresh(NOW).problems

    assert problem.message == f"the pack changed but is still called {FIRST}"
    assert problem.mend == "count the version up"
    assert registry.running["bsw"].thresholds.default.act == 0.75


def test_a_changed_comment_in_the_file_is_no_new_version(directory: Path) -> None:
    """What the pack says is the same, so that nothing is reported."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(directory / "bsw.yaml", ("# The policy's own rules speak", "# Its own rules speak"))

    assert registry.refresh(NOW).problems == ()


def test_a_version_begins_at_midnight_in_london(directory: Path) -> None:
    """In British Summer Time the day begins an hour before it does in UTC."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(
        directory / "bsw.yaml",
        ('"2026-11-01.3"', '"2027-06-01.1"'),
        ("effective_from: 2026-11-01", "effective_from: 2027-06-01"),
        APPROVED,
        to=directory / "bsw.2027-06-01.1.yaml",
    )

    early = registry.refresh(datetime(2027, 5, 31, 22, 59, 59, tzinfo=UTC))
    assert (early.began, early.problems) == ((), ())
    assert registry.running["bsw"].reference == FIRST

    due = registry.refresh(datetime(2027, 5, 31, 23, 0, 0, tzinfo=UTC))
    assert (due.began, due.ended) == (("bsw@2027-06-01.1",), (FIRST,))


def test_a_future_version_in_the_same_file_lets_the_old_one_go_on(directory: Path) -> None:
    """The version in force would be lost at a restart, so that it is reported."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(
        directory / "bsw.yaml",
        ('"2026-11-01.3"', '"2027-06-01.1"'),
        ("effective_from: 2026-11-01", "effective_from: 2027-06-01"),
        APPROVED,
    )

    (problem,) = registry.refresh(NOW).problems

    assert "not in force before 2027-06-01, so that bsw@2026-11-01.3 goes on" in problem.message
    assert problem.line > 0
    assert registry.running["bsw"].reference == FIRST


def test_a_vanished_file_does_not_end_a_policy(directory: Path) -> None:
    """The version goes on until somebody restarts the services, and it is reported."""
    registry = PackRegistry.open(directory, now=NOW)
    (directory / "bsw.yaml").unlink()

    (problem,) = registry.refresh(NOW).problems

    assert problem.message == f"the file is gone, so that {FIRST} goes on"
    assert registry.running["bsw"].reference == FIRST


def test_a_newcomer_cannot_take_a_running_bodys_account(directory: Path) -> None:
    """Where two packs clash the one in force stays, even if its file comes later."""
    registry = PackRegistry.open(directory, now=NOW)
    rewrite(
        directory / "bsw.yaml",
        ('"2026-11-01.3"', '"2026-11-01.4"'),
        ('"100000000000501"', '"100000000000101"'),
    )

    (problem,) = registry.refresh(NOW).problems

    assert problem.file.name == "bsw.yaml"
    assert problem.message.endswith("is already in nottingham.yaml")
    assert registry.running["bsw"].reference == FIRST
    assert registry.running["nottingham"].reference == "nottingham@2026-11-01.3"


def test_a_broken_new_file_does_not_disturb_the_others(directory: Path) -> None:
    """One body's mistake is no other body's outage."""
    registry = PackRegistry.open(directory, now=NOW)
    (directory / "aardvark.yaml").write_text("version: [", encoding="utf-8")
    rewrite(directory / "lincolnshire.yaml", ('"2026-11-01.3"', '"2026-11-20.1"'), APPROVED)

    refresh = registry.refresh(NOW)

    assert refresh.began == ("lincolnshire@2026-11-20.1",)
    assert [problem.file.name for problem in refresh.problems] == ["aardvark.yaml"]
