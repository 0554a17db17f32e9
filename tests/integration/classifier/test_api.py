"""The classifier's routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
import pytest
from structlog.testing import capture_logs

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.api.models import ClassifiedText
from moderation_classifier.api.routes import build_router
from moderation_classifier.domain.switches import Switches
from moderation_classifier.usecases.deciding import Engine
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.watcher import PackRegistry
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.infrastructure import REPOSITORY
from tests.support.strange_lines import DECIDED, REFUSED, StrangeLine

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIGNER: Final = TokenSigner("s" * 40)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Give a copy of the packs that a test may spoil."""
    for file in (REPOSITORY / "policies").glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path


@pytest.fixture
def refresh(policies: Path) -> RefreshPacks:
    """Give the job that takes up changed packs."""
    registry = PackRegistry.open(policies, now=NOW)
    return RefreshPacks(registry, clock=lambda: NOW)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give what judges, loaded once: it holds no state between texts."""
    return open_engine()


@pytest.fixture
async def client(refresh: RefreshPacks, engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the classifier's application."""
    app = create_application(
        title="classifier",
        version="1",
        lifecycle=Lifecycle(),
        tokens=SIGNER,
        clock=lambda: NOW,
    )
    app.include_router(build_router(registry=refresh.registry, refresh=refresh, judge=engine))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield client


def bearer(role: Role, organisation: str = "bsw") -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=organisation)
    token = SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


async def test_a_moderator_may_try_a_text(client: httpx.AsyncClient) -> None:
    """The answer has the words of the vocabulary and the version of the body's own pack."""
    answer = await client.post(
        "/v1/classify",
        headers=bearer(Role.MODERATOR),
        json={"id": "1", "platform": "x", "kind": "reply", "text": "MMR causes autism, fact."},
    )
    said = answer.json()
    assert said["category"] == "misinformation_or_spam"
    assert said["actions"] == ["hide"]
    assert said["pack"].startswith("bsw@")
    (reason,) = said["reasons"]
    start, end = reason["span"]
    assert "MMR causes autism, fact."[start:end].startswith("MMR")


async def test_an_answer_explains_itself(client: httpx.AsyncClient, engine: Engine) -> None:
    """A reason has the words to quote and the rule that could be switched off, never the text."""
    text = "MMR causes autism, fact."
    body = {"id": "1", "platform": "x", "kind": "reply", "text": text}
    answer = await client.post("/v1/classify", headers=bearer(Role.ADMINISTRATOR), json=body)
    said = answer.json()
    (reason,) = said["reasons"]
    assert reason["words"]
    assert engine.knows_rule(reason["source"])
    assert (said["language"], said["internal"]) == ("English", False)
    assert "MMR" not in answer.text


@pytest.mark.parametrize(
    "added, named", [({"colour": "red"}, "'colour'"), ({"account_id": "1"}, "account_id")]
)
async def test_what_would_be_passed_over_is_refused(
    client: httpx.AsyncClient, added: dict[str, str], named: str
) -> None:
    """One sentence names the unknown field, or the account that is not the body's."""
    body = {"id": "1", "platform": "x", "kind": "reply", "text": "Some words"} | added
    answer = await client.post("/v1/classify", headers=bearer(Role.MODERATOR), json=body)
    assert answer.status_code == 422
    assert named in answer.json()["detail"]
    assert "Some words" not in answer.text


async def ask(
    client: httpx.AsyncClient, body: bytes, caplog: pytest.LogCaptureFixture
) -> tuple[httpx.Response, str]:
    """Send a body as it is; returns the answer and all that was logged meanwhile."""
    caplog.set_level("DEBUG")
    headers = bearer(Role.MODERATOR) | {"Content-Type": "application/json"}
    with capture_logs() as logged:
        answer = await client.post("/v1/classify", headers=headers, content=body)
    assert [line["event"] for line in logged] == ["request"]
    return answer, f"{logged} {caplog.text}"


@pytest.mark.parametrize("strange", DECIDED.values(), ids=DECIDED)
async def test_a_strange_text_is_decided_on(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, strange: StrangeLine
) -> None:
    """It gets a decision like any other, none removes it, and nothing of it is logged."""
    answer, logged = await ask(client, strange.given, caplog)
    assert answer.status_code == strange.status == 200
    said = ClassifiedText.model_validate_json(answer.content)
    assert REMOVALS.isdisjoint(said.actions)
    assert not any(trace in logged + answer.text for trace in strange.traces)


@pytest.mark.parametrize("strange", REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_read_is_refused(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, strange: StrangeLine
) -> None:
    """One sentence says so, nothing of what was sent stands in it, and nothing of it is logged."""
    answer, logged = await ask(client, strange.given, caplog)
    assert answer.status_code == strange.status
    assert list(answer.json()) == ["detail"]
    (sentence,) = answer.json()["detail"].splitlines()
    assert "body" in sentence
    assert not any(trace in logged + answer.text for trace in strange.traces)


async def test_no_body_at_all_is_refused(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The sentence says that it is missing."""
    answer, _ = await ask(client, b"", caplog)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "body: this is missing; add it.",
    )


async def test_an_auditor_may_not(client: httpx.AsyncClient) -> None:
    """Only those who decide may try texts."""
    body = {"id": "1", "platform": "x", "kind": "reply", "text": "hello"}
    answer = await client.post("/v1/classify", headers=bearer(Role.AUDITOR), json=body)
    assert answer.status_code == 403


async def test_the_policy_in_force_is_named(client: httpx.AsyncClient) -> None:
    """Anybody of the body sees which version decides."""
    answer = await client.get("/v1/policy", headers=bearer(Role.TEAM_MEMBER))
    assert answer.json()["pack"].startswith("bsw@")
    assert answer.json()["refused"] == []
    assert answer.json()["unknown_switches"] == []


async def test_the_model_and_switches_without_effect_are_named(refresh: RefreshPacks) -> None:
    """Whoever asks which policy is in force sees what judges, and what its switches miss."""
    engine = open_engine(lambda _: Switches(rules=frozenset({"personal-data.phone"})))
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=lambda: NOW
    )
    app.include_router(
        build_router(
            registry=refresh.registry,
            refresh=refresh,
            judge=engine,
            unknown_switches=engine.unknown_rules,
            model=engine.model_id,
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        said = (await client.get("/v1/policy", headers=bearer(Role.MODERATOR))).json()
    assert said["unknown_switches"] == ["personal-data.phone"]
    assert said["model"].startswith("model.encoder-")


async def test_a_broken_pack_is_named_and_the_version_before_it_stays(
    client: httpx.AsyncClient, refresh: RefreshPacks, policies: Path
) -> None:
    """The running version decides on, and what is wrong is told to the body that it concerns."""
    pack = policies / "bsw.yaml"
    pack.write_text(pack.read_text("utf-8").replace("effective_from:", "efective_from:"), "utf-8")
    await refresh()
    answer = (await client.get("/v1/policy", headers=bearer(Role.MODERATOR))).json()
    assert answer["pack"].startswith("bsw@")
    assert any(
        problem.startswith("bsw.yaml:") and "effective_from" in problem
        for problem in answer["refused"]
    )
    assert str(policies) not in str(answer), "where it lies on the server is not told"
    other = await client.get("/v1/policy", headers=bearer(Role.MODERATOR, "nottingham"))
    assert other.json()["refused"] == []


async def test_a_body_without_a_pack_is_told_so(client: httpx.AsyncClient) -> None:
    """A token for a body that has left shows nothing of the others."""
    answer = await client.get("/v1/policy", headers=bearer(Role.MODERATOR, "nowhere"))
    assert answer.status_code == 404
