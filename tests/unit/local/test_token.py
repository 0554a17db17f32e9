"""`moderation token`: who gets one while packs are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_common.policy import PolicyError
from moderation_local.__main__ import build_parser
from moderation_local.commands.offline import token
from moderation_local.deployment import DataFolder
from tests.support.infrastructure import REPOSITORY


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Give a folder with two packs that a test may break."""
    folder = tmp_path / "policies"
    folder.mkdir()
    for name in ("bsw.yaml", "nottingham.yaml"):
        (folder / name).write_bytes((REPOSITORY / "policies" / name).read_bytes())
    return folder


def _ask(tmp_path: Path, policies: Path, *, org: str) -> int:
    data = tmp_path / "data"
    data.mkdir()
    DataFolder(data).ensure_secrets()
    words = ["token", "--role", "administrator", "--org", org]
    words += ["--data", str(data), "--policies", str(policies)]
    return token(build_parser().parse_args(words))


def test_another_bodys_broken_pack_keeps_nobody_from_a_token(
    tmp_path: Path, policies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has to switch something off must not wait until somebody else's file is mended."""
    with (policies / "bsw.yaml").open("a") as file:
        file.write("nonsense: 1\n")

    assert _ask(tmp_path, policies, org="nottingham") == 0
    assert capsys.readouterr().out.strip()


def test_a_broken_pack_is_told_to_its_own_body(tmp_path: Path, policies: Path) -> None:
    """What is wrong, and where."""
    with (policies / "bsw.yaml").open("a") as file:
        file.write("nonsense: 1\n")

    with pytest.raises(PolicyError, match="nonsense"):
        _ask(tmp_path, policies, org="bsw")


def test_a_body_without_a_pack_gets_none_either_way(tmp_path: Path, policies: Path) -> None:
    """The broken pack might be theirs, so that its problem is told."""
    (policies / "bsw.yaml").write_text("nonsense: 1\n")

    with pytest.raises(PolicyError):
        _ask(tmp_path, policies, org="elsewhere")
