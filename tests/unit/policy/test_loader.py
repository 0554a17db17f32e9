"""Reading a directory of packs: all of them, the right versions, and quickly."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from moderation_common.policy import PolicyError, load_pack, load_packs
from moderation_common.policy.loader import find_pack_files, load_draft
from tests.support.timing import times_as_long

_LITTLE = 8
"""Times as long as its YAML takes to read, a directory of packs may take; 1.6 was measured."""


@pytest.fixture
def directory(policies: Path, tmp_path: Path) -> Path:
    """A copy of the packs that a test may change."""
    for file in find_pack_files(policies):
        shutil.copy(file, tmp_path)
    return tmp_path


def edit(file: Path, *changes: tuple[str, str], copy_to: Path | None = None) -> Path:
    """Write a file with words replaced, and return where it is."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    target = copy_to or file
    target.write_text(text, encoding="utf-8")
    return target


def next_version(directory: Path, body: str, *, version: str, effective_from: str) -> Path:
    """Write a later version of a body's pack beside the first."""
    return edit(
        directory / f"{body}.yaml",
        ('version: "2026-11-01.3"', f'version: "{version}"'),
        ("effective_from: 2026-11-01", f"effective_from: {effective_from}"),
        copy_to=directory / f"{body}.{version}.yaml",
    )


def test_what_is_checked_of_a_pack_takes_little_beside_reading_it(policies: Path) -> None:
    """Restarting a service, or taking up a change, is not held up by its packs."""
    texts = [file.read_text(encoding="utf-8") for file in policies.glob("*.yaml")]

    taken = times_as_long(
        lambda: load_packs(policies),
        lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts],
        enough=_LITTLE,
    )

    assert taken < _LITTLE


def test_reading_twice_gives_equal_packs(policies: Path) -> None:
    """A pack is nothing but what its file says."""
    file = policies / "bsw.yaml"

    assert load_pack(file) == load_pack(file)


def test_a_draft_may_be_called_anything(policies: Path, tmp_path: Path) -> None:
    """Only the packs' folder needs names that say whose each is."""
    draft = edit(policies / "bsw.yaml", copy_to=tmp_path / "new ideas.txt")
    assert load_draft(draft, organisation=None) == load_pack(policies / "bsw.yaml")
    assert load_draft(draft, organisation="bsw").organisation.key == "bsw"
    with pytest.raises(PolicyError, match=r"call it bsw\.yaml"):
        load_pack(draft)


def test_a_draft_for_another_body_is_refused_by_its_own_name(
    policies: Path, tmp_path: Path
) -> None:
    """The problem names the file that somebody gave, and where the key stands."""
    draft = edit(policies / "bsw.yaml", copy_to=tmp_path / "draft.yaml")
    with pytest.raises(PolicyError) as refused:
        load_draft(draft, organisation="nottingham")
    (problem,) = refused.value.problems
    assert (problem.file, problem.location) == (draft, ("organisation", "key"))
    assert problem.line > 1


def test_problems_of_all_files_are_told_together(directory: Path) -> None:
    """Two broken packs give the problems of both, each with its file."""
    edit(directory / "bsw.yaml", ("labels: [foi]", "labels: [fio]"))
    edit(directory / "nottingham.yaml", ("labels: [foi]", "labels: [fio]"))

    with pytest.raises(PolicyError) as caught:
        load_packs(directory)

    assert {problem.file.name for problem in caught.value.problems} == {
        "bsw.yaml",
        "nottingham.yaml",
    }


def test_an_account_belongs_to_one_body(directory: Path) -> None:
    """The same page in two packs is refused, at the line of the second."""
    edit(directory / "nottingham.yaml", ('"100000000000101"', '"100000000000501"'))

    with pytest.raises(PolicyError) as caught:
        load_packs(directory)

    (problem,) = caught.value.problems
    assert problem.file.name == "nottingham.yaml"
    assert problem.message == "the facebook account '100000000000501' is already in bsw.yaml"
    line = problem.file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "external_id" in line


def test_an_account_stands_once_in_a_pack(directory: Path) -> None:
    """The same page twice in one pack is refused too."""
    edit(directory / "nottingham.yaml", ('"100000000000102"', '"100000000000101"'))

    with pytest.raises(PolicyError, match=r"is already in nottingham\.yaml; give each"):
        load_packs(directory)


def test_the_version_in_force_on_a_day_is_chosen(directory: Path) -> None:
    """A later version waits for its day; without a day the newest is meant."""
    next_version(directory, "bsw", version="2027-01-01.1", effective_from="2027-01-01")

    before = load_packs(directory, on=date(2026, 12, 31))
    after = load_packs(directory, on=date(2027, 1, 1))
    newest = load_packs(directory)

    assert before["bsw"].version == "2026-11-01.3"
    assert after["bsw"].version == "2027-01-01.1"
    assert newest["bsw"].version == "2027-01-01.1"
    assert len(before) == len(after) == 5


def test_a_body_whose_first_version_has_not_begun_is_left_out(policies: Path) -> None:
    """Before a policy's day there is none."""
    assert len(load_packs(policies, on=date(2026, 10, 31))) == 0


def test_two_versions_of_one_body_share_accounts(directory: Path) -> None:
    """A later version names the same pages, which is no clash."""
    next_version(directory, "bsw", version="2027-01-01.1", effective_from="2027-01-01")

    assert load_packs(directory)["bsw"].accounts


def test_two_files_with_the_same_version_clash(directory: Path) -> None:
    """One version must not have two contents."""
    shutil.copy(directory / "bsw.yaml", directory / "bsw.copy.yaml")

    with pytest.raises(PolicyError, match=r"bsw@2026-11-01\.3 is already the version in"):
        load_packs(directory)


def test_two_versions_of_the_same_day_clash(directory: Path) -> None:
    """Which of them would be in force could not be told."""
    next_version(directory, "bsw", version="2026-11-01.4", effective_from="2026-11-01")

    with pytest.raises(PolicyError, match="takes effect on the same day; let one version follow"):
        load_packs(directory)


def test_an_empty_directory_is_no_place_for_packs(tmp_path: Path) -> None:
    """A wrong path is said to be one, rather than giving no bodies."""
    with pytest.raises(PolicyError, match="there is no policy pack in this directory"):
        load_packs(tmp_path)
