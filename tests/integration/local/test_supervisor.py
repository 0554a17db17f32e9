"""Processes that cannot start are given up with what they said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from moderation_common.errors import ModerationError
from moderation_local.supervisor import ProcessSpec, Supervisor, read_last_line


async def test_a_process_that_dies_again_and_again_ends_the_start(tmp_path: Path) -> None:
    """The error names the process and the last line that it wrote."""
    spec = ProcessSpec(
        name="audit", module="moderation_no_such_module", environment={}, url="http://127.0.0.1:1"
    )
    supervisor = Supervisor([spec], logs=tmp_path, on_change=lambda: None)
    await supervisor.start()
    try:
        async with asyncio.timeout(60):
            with pytest.raises(ModerationError, match=r"audit died 5 times .* No module named"):
                await supervisor.watch_start()
    finally:
        await supervisor.stop()


@pytest.mark.parametrize(
    "address,said",
    [
        ("nonsense", "URL: this is no address to ask"),
        ("http://127.0.0.1:1/v1?key=1", "URL: this is no address to ask"),
        ("http://127.0.0.1:1/v1", "ORGANISATIONS: name the bodies whose comments may be sent"),
    ],
)
async def test_a_wrong_setting_is_said_once_and_not_tried_again(
    tmp_path: Path, address: str, said: str
) -> None:
    """The same setting is as wrong the second time; the sentence says how it is written."""
    settings = {
        "DATABASE_URL": "postgresql://127.0.0.1:1/x",
        "EVENTLOG_URL": "postgresql://127.0.0.1:1/x",
        "POLICIES_DIR": str(tmp_path),
        "TOKEN_SECRET": "s" * 32,
        "VAULT_KEY": "k" * 43 + "=",
        "SECOND_OPINION_URL": address,
        "SECOND_OPINION_MODEL": "m",
    }
    spec = ProcessSpec(
        name="classifier",
        module="moderation_classifier",
        environment={f"MODERATION_{name}": value for name, value in settings.items()},
        url="http://127.0.0.1:1",
    )
    starts: list[None] = []
    supervisor = Supervisor([spec], logs=tmp_path, on_change=lambda: starts.append(None))
    await supervisor.start()
    try:
        async with asyncio.timeout(60):
            with pytest.raises(ModerationError) as refused:
                await supervisor.watch_start()
    finally:
        await supervisor.stop()
    assert len(starts) == 1
    assert str(refused.value).startswith("classifier cannot start: Set these environment variables")
    assert f"MODERATION_SECOND_OPINION_{said}" in str(refused.value)
    assert address not in str(refused.value)


def test_the_last_line_of_a_long_log_is_its_last_with_words(tmp_path: Path) -> None:
    """Empty lines at the end are none, and neither is an empty log."""
    log = tmp_path / "service.log"
    log.write_text("first\n" * 5000 + "the last\n\n", "utf-8")
    assert read_last_line(log) == "the last"
    log.write_text("\n", "utf-8")
    assert read_last_line(log) == "(nothing)"
