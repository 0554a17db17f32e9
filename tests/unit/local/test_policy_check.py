"""`moderation policy check` on what the classifier alone can know of a pack."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from moderation_common.policy import PolicyError
from moderation_local.__main__ import build_parser
from moderation_local.commands.offline import policy_check
from moderation_local.commands.policy_trials import try_policy
from tests.support.infrastructure import REPOSITORY


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Give a folder with one pack that a test may change."""
    text = (REPOSITORY / "policies" / "bsw.yaml").read_text("utf-8")
    (tmp_path / "bsw.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_switch_that_switches_nothing_off_is_warned_of(
    policies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File and line of the id are named; the pack is sound all the same."""
    pack = policies / "bsw.yaml"
    switches = ("switched_off:", "  rules:", "    - staff.directory", "    - personal-data.phone")
    text = pack.read_text("utf-8").rstrip("\n") + "\n" + "\n".join(switches) + "\n"
    pack.write_text(text, "utf-8")
    line = len(text.splitlines())

    assert policy_check(argparse.Namespace(directory=policies)) == 0
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.startswith(f"Warning: {pack}:{line}:")
    assert "'personal-data.phone'" in warning


def test_what_a_body_may_not_mean_is_warned_of(
    policies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thresholds at which danger is hardly heard are sound, and told of."""
    pack = policies / "bsw.yaml"
    known = "    self_harm: {act: 0.60, review: 0.35}\n"
    deaf = "    self_harm: {act: 0.60, review: 0.55}\n"
    pack.write_text(pack.read_text("utf-8").replace(known, deaf), "utf-8")

    assert policy_check(argparse.Namespace(directory=policies)) == 0
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.startswith(f"Warning: {pack}:")
    assert "nobody would be asked where it may well be self harm" in warning


def test_a_pack_that_switches_nothing_off_is_warned_of_nothing(
    policies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing stands on standard error."""
    assert policy_check(argparse.Namespace(directory=policies)) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["bsw.yaml", "bsw.shadow.yaml"])
def test_a_file_nested_past_all_reason_is_named(
    policies: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """In force or in the shadow, it is one line and no crash."""
    (policies / name).write_text("a: " + "[" * 100_000, "utf-8")

    assert policy_check(argparse.Namespace(directory=policies)) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert (
        said == f"{policies / name}: the file is nested too deeply; write it as the schema shows."
    )


def test_a_file_nested_past_all_reason_is_not_tried(tmp_path: Path) -> None:
    """It is refused before anybody is asked, so that nothing has to run."""
    deep = tmp_path / "deep.yaml"
    deep.write_text("a: " + "[" * 100_000, "utf-8")
    command = ["policy", "try", str(deep), "--since", "2026-11-01", "--data", str(tmp_path)]

    with pytest.raises(PolicyError, match="nested too deeply; write it as the schema shows"):
        try_policy(build_parser().parse_args(command))
