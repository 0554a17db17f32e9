"""The written day and a file of comments, sent through a simulator to a listener."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from moderation_common.errors import ConfigurationError
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.app import build
from moderation_local.traffic import (
    ReplayProgress,
    SimulatorError,
    read_demo_day,
    replay,
    send_demo_day,
)
from tests.integration.simulator.conftest import Caller
from tests.support.documented_lines import example
from tests.support.simulated_platforms import (
    POLICIES,
    Listener,
    free_port,
    serving,
    simulator_settings,
)
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five bodies' packs."""
    return load_packs(POLICIES)


class Town:
    """A simulator that plays every account of the packs, and what it delivered."""

    def __init__(self, url: str, client: httpx.AsyncClient, listener: Listener) -> None:
        self.url = url
        self.call = Caller(client)
        self.listener = listener

    async def all_told(self) -> None:
        """Wait until nothing waits to be delivered."""

        async def none_waits() -> bool:
            lines = await self.call.control("GET", "/deliveries")
            return all(line["waiting"] == 0 for line in lines.values())

        await eventually(none_waits, what="The deliveries", deadline_s=30)

    async def comments(self) -> list[dict[str, Any]]:
        """Return what the public wrote."""
        state = await self.call.control("GET", "/state?limit=5000")
        return [comment for comment in state["comments"] if not comment["by_account"]]


@pytest.fixture
async def town(folder: Path, packs: PolicyPacks) -> AsyncIterator[Town]:
    """Give a simulator of every Facebook and X account in the packs."""
    tokens: dict[Platform, dict[str, str]] = {Platform.FACEBOOK: {}, Platform.X: {}}
    for pack in packs:
        for account in pack.accounts:
            if account.platform in tokens:
                tokens[account.platform][account.external_id] = f"token-{account.external_id}"
    folder.mkdir()
    content = {
        "facebook": {
            "app_secrets": ["app-secret"],
            "verify_token": "verify-token",
            "page_tokens": tokens[Platform.FACEBOOK],
        },
        "x": {"consumer_secrets": ["consumer-secret"], "user_tokens": tokens[Platform.X]},
    }
    (folder / "credentials.json").write_text(json.dumps(content), "utf-8")
    listener = Listener()
    async with (
        serving(listener.app()) as ingest,
        serving(build(simulator_settings(folder, ingest_url=ingest))) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield Town(url, client, listener)


async def test_demo_day_is_written_and_told(town: Town, packs: PolicyPacks) -> None:
    """Every item stands on its platform, edited and removed as written, and was told."""
    sent = await send_demo_day(town.url, packs)
    await town.all_told()
    items = read_demo_day()
    assert [one.ref for one in sent] == [item.id for item in items]
    states = {comment["id"]: comment for comment in await town.comments()}
    for one, item in zip(sent, items, strict=True):
        state = states[one.comment_id]
        assert one.expected == item.expect
        assert state["text"].endswith(item.final_text)
        assert state["exists"] is not any(step.remove for step in item.then)
        assert state["kind"] == item.kind
    told = Counter(change["value"]["verb"] for change in town.listener.changes)
    assert (told["edited"], told["remove"]) == (1, 1)


async def test_demo_day_can_be_sent_again(town: Town, packs: PolicyPacks) -> None:
    """A second demo is a second day, not a repetition that is swallowed."""
    first = await send_demo_day(town.url, packs)
    second = await send_demo_day(town.url, packs)
    assert not {one.comment_id for one in first} & {one.comment_id for one in second}


async def test_demo_needs_the_packs(town: Town) -> None:
    """Without the bodies' packs nothing is sent and the missing one is named."""
    with pytest.raises(ConfigurationError, match="nottingham"):
        await send_demo_day(town.url, PolicyPacks({}))
    assert await town.comments() == []


async def test_unreachable_simulator_is_one_sentence(packs: PolicyPacks, tmp_path: Path) -> None:
    """A simulator that does not answer is named together with the remedy."""
    file = tmp_path / "comments.jsonl"
    file.write_text('{"text": "hello"}\n', "utf-8")
    with pytest.raises(SimulatorError, match="moderation up"):
        await replay(file, f"http://127.0.0.1:{free_port()}", packs, patience_s=0.1)


def write_lines(folder: Path, *lines: object) -> Path:
    """Write a file of lines; what is no text already is written as JSON."""
    file = folder / "comments.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", "utf-8")
    return file


async def test_plain_lines_are_spread_over_the_bodies(
    town: Town, packs: PolicyPacks, tmp_path: Path
) -> None:
    """Lines with a text only take turns through every body and both platforms."""
    lines = [{"text": f"comment {n}", "label": "x", "extra": {"a": 1}} for n in range(40)]
    report = await replay(write_lines(tmp_path, *lines), town.url, packs)
    assert (len(report.sent), report.skipped, report.moved) == (40, (), 0)
    assert {one.organisation for one in report.sent} == set(packs.organisations)
    assert {one.platform for one in report.sent} == {Platform.FACEBOOK, Platform.X}
    assert [one.ref for one in report.sent[:2]] == ["line 1", "line 2"]
    await town.all_told()
    assert len(town.listener.changes) + len(town.listener.x) == 40


async def test_fields_are_honoured(town: Town, packs: PolicyPacks, tmp_path: Path) -> None:
    """Id, platform, kind, post, author and organisation of a line decide where it stands."""
    line = {
        "id": 17,
        "text": "hello",
        "platform": "X",
        "kind": "reply",
        "post": "Flu jabs",
        "author": {"name": "Jean"},
        "organisation": "bsw",
    }
    report = await replay(write_lines(tmp_path, line), town.url, packs)
    (sent,) = report.sent
    assert (sent.ref, sent.organisation, sent.platform, sent.kind) == (
        "17",
        "bsw",
        Platform.X,
        Kind.REPLY,
    )
    (comment,) = await town.comments()
    assert (comment["author_name"], comment["kind"]) == ("Jean", "reply")


async def test_a_reply_answers_what_its_line_names(
    town: Town, packs: PolicyPacks, tmp_path: Path
) -> None:
    """By either name of the field; the parent is written first, and is not among what was sent."""
    place = {"platform": "facebook", "organisation": "bsw", "post": "Flu jabs"}
    lines = [
        place | {"text": "So do I.", "parent": "I like it."},
        place | {"text": "And I.", "parent_text": "I like it.", "kind": "reply"},
        place | {"text": "Hello", "parent": "passed over", "kind": "comment"},
    ]
    report = await replay(write_lines(tmp_path, *lines), town.url, packs)
    assert [one.kind for one in report.sent] == [Kind.REPLY, Kind.REPLY, Kind.COMMENT]
    comments = await town.comments()
    (parent,) = [one for one in comments if one["text"] == "I like it."]
    below = [one["text"] for one in comments if one["parent_id"] == parent["id"]]
    assert sorted(below) == ["And I.", "So do I."]
    assert len(comments) == 4
    await town.all_told()
    assert len(town.listener.changes) == 4


@pytest.mark.parametrize(
    "field, said, meant",
    [
        ("kind", "dm", Kind.DIRECT_MESSAGE),
        ("kind", "Direct Message", Kind.DIRECT_MESSAGE),
        ("platform", "Twitter", Platform.X),
    ],
)
async def test_common_names_are_taken_as_by_classify(
    town: Town, packs: PolicyPacks, tmp_path: Path, *, field: str, said: str, meant: str
) -> None:
    """One file serves both commands."""
    report = await replay(write_lines(tmp_path, {"text": "x", field: said}), town.url, packs)
    (sent,) = report.sent
    assert getattr(sent, field) == meant


async def test_the_documented_line_is_sent(town: Town, packs: PolicyPacks, tmp_path: Path) -> None:
    """The example of the README goes out as it says, with what it answers above it."""
    line = example("replay")
    (sent,) = (await replay(write_lines(tmp_path, line), town.url, packs)).sent
    assert (sent.ref, sent.organisation, sent.text) == (line["id"], "bsw", line["text"])
    comments = {one["text"]: one for one in await town.comments()}
    assert set(comments) == {line["text"], line["parent"]}
    assert comments[line["text"]]["parent_id"] == comments[line["parent"]]["id"]
    assert comments[line["text"]]["author_name"] == line["author"]


async def test_one_body_can_be_given_everything(
    town: Town, packs: PolicyPacks, tmp_path: Path
) -> None:
    """`org` sends every line to one body, whatever the lines say."""
    lines = [{"text": "a", "organisation": "bsw"}, {"text": "b"}, {"text": "c"}]
    report = await replay(write_lines(tmp_path, *lines), town.url, packs, org="lincolnshire")
    assert {one.organisation for one in report.sent} == {"lincolnshire"}
    with pytest.raises(ConfigurationError, match="no body nowhere"):
        await replay(write_lines(tmp_path, *lines), town.url, packs, org="nowhere")


async def test_bad_lines_are_named_and_skipped(
    town: Town, packs: PolicyPacks, tmp_path: Path
) -> None:
    """Each bad line is reported once with its number and a sentence; the good ones are sent."""
    file = write_lines(
        tmp_path,
        {"text": "good"},
        "{broken",
        "",
        [1, 2],
        {"text": 5},
        {"text": "x", "platform": "myspace"},
        {"text": "x", "kind": "poem"},
        {"text": "x", "organisation": "atlantis"},
        '{"text": "half \\ud83d"}',
        {"text": "y" * 9000, "platform": "facebook"},
        "[" * 100_000,
        {"text": "also good", "id": "z", "author": "n" * 500, "post": ""},
    )
    with file.open("ab") as raw:
        raw.write(b'{"text": "\xff"}\n')
    report = await replay(file, town.url, packs)
    assert [one.text for one in report.sent] == ["good", "also good"]
    reasons = {bad.line: bad.reason for bad in report.skipped}
    assert list(reasons) == [2, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    assert reasons[2] == "The line is no JSON."
    assert reasons[13] == "The line is not in UTF-8."
    assert "8000" in reasons[10]
    assert all(reason.endswith(".") for reason in reasons.values())


async def test_platforms_not_played_go_out_on_facebook(
    town: Town, packs: PolicyPacks, tmp_path: Path
) -> None:
    """A line for Instagram is sent on Facebook and counted, so that nobody is deceived."""
    report = await replay(
        write_lines(tmp_path, {"text": "hello", "platform": "instagram"}), town.url, packs
    )
    assert ([one.platform for one in report.sent], report.moved) == ([Platform.FACEBOOK], 1)


async def test_missing_file_is_one_sentence(town: Town, packs: PolicyPacks) -> None:
    """A file that is not there is named."""
    with pytest.raises(ConfigurationError, match=r"nowhere\.jsonl"):
        await replay(Path("nowhere.jsonl"), town.url, packs)


async def test_progress_is_told(town: Town, packs: PolicyPacks, tmp_path: Path) -> None:
    """Progress rises with each part of a long file up to its end."""
    told: list[ReplayProgress] = []
    file = write_lines(tmp_path, *[{"text": f"comment {n}"} for n in range(450)], "{broken")
    await replay(file, town.url, packs, on_progress=told.append)
    assert told == [
        ReplayProgress(200, sent=200, skipped=0),
        ReplayProgress(400, sent=400, skipped=0),
        ReplayProgress(451, sent=450, skipped=1),
    ]
