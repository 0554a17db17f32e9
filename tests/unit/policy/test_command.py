"""The command that checks packs: what it prints, and its exit status."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moderation_common.policy.__main__ import main
from moderation_common.policy.loader import find_pack_files


@pytest.fixture
def directory(policies: Path, tmp_path: Path) -> Path:
    """A copy of the packs and their schema that a test may change."""
    return Path(shutil.copytree(policies, tmp_path / "policies"))


def test_sound_packs_are_listed(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each pack has its line, with version and day, and the status is nought."""
    assert main(["check", str(directory)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[0].endswith(
        "bsw.yaml: ok, bsw@2026-11-01.3 from 2026-11-01, names nobody who approved it, "
        "so that it can only be the body's first version"
    )


def test_problems_are_printed_beside_sound_packs(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One broken pack makes the status one; the others are still said to be sound."""
    file = directory / "bsw.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[foi]", "[fio]"), encoding="utf-8")

    assert main(["check", str(directory)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert sum(": ok, " in line for line in lines) == 4
    assert any("bsw.yaml:" in line and "did you mean 'foi'?" in line for line in lines)


def test_one_file_can_be_checked(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever edits one pack need not wait for the others to be right."""
    (directory / "nottingham.yaml").write_text("nonsense", encoding="utf-8")

    assert main(["check", str(directory / "bsw.yaml")]) == 0
    assert main(["check", str(directory / "nottingham.yaml")]) == 1
    assert "the file holds no fields" in capsys.readouterr().out


def test_an_empty_directory_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path must not look like five sound packs."""
    assert main(["check", str(tmp_path)]) == 1
    assert "there is no policy pack in this directory" in capsys.readouterr().out


def test_a_stale_schema_fails_until_it_is_written(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check says how to mend the schema, and doing so mends it."""
    (directory / "schema.json").write_text("{}", encoding="utf-8")

    assert main(["check", str(directory)]) == 1
    assert "run `python -m moderation_common.policy schema`" in capsys.readouterr().out
    assert main(["schema", str(directory)]) == 0
    assert main(["check", str(directory)]) == 0


def test_a_shadow_is_checked_and_taken_for_no_version(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may share day and accounts with the pack in force, and a broken one is named."""
    text = (directory / "bsw.yaml").read_text("utf-8")
    shadow = directory / "bsw.shadow.yaml"
    shadow.write_text(text, "utf-8")
    assert main(["check", str(directory)]) == 0
    assert "bsw.shadow.yaml: ok" in capsys.readouterr().out
    assert [file.name for file in find_pack_files(directory) if "shadow" in file.name] == []
    shadow.write_text(text.replace("effective_from:", "efective_from:"), "utf-8")
    assert main(["check", str(directory)]) == 1
    assert "bsw.shadow.yaml" in capsys.readouterr().out
