"""The application that every service starts from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from structlog.testing import capture_logs

from moderation_common.errors import TransientError
from moderation_common.lifecycle import Lifecycle
from moderation_common.vocabulary import Label, Role
from moderation_common.web import Principal, TokenSigner, create_application, require
from moderation_common.web.application import MAX_BODY_BYTES

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SIGNER = TokenSigner("s" * 32)


class Box(BaseModel):
    """What a route may be sent."""

    model_config = ConfigDict(extra="forbid")

    count: int
    labels: Annotated[list[Label], Field(min_length=1)] = [Label.SPAM]


class BoxQuery(BaseModel):
    """What a route may be asked."""

    model_config = ConfigDict(extra="forbid")

    count: int = Field(default=1, alias="number")


def make_app(lifecycle: Lifecycle) -> FastAPI:
    """Build an application with one public and two private routes."""
    app = create_application(
        title="test",
        version="1",
        lifecycle=lifecycle,
        tokens=SIGNER,
        public_prefixes=("/open",),
        clock=lambda: NOW,
    )

    @app.post("/open/box")
    async def box(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.get("/openly")
    async def openly() -> None:
        raise AssertionError("the gate let a request through")

    @app.get("/v1/audit")
    async def audit(
        principal: Annotated[Principal, Depends(require(Role.AUDITOR))],
    ) -> dict[str, str]:
        return {"organisation": principal.organisation}

    @app.get("/v1/away")
    async def away() -> None:
        raise TransientError("The database cannot be reached.")

    @app.get("/v1/broken")
    async def broken(request: Request) -> None:
        raise LookupError(request.query_params["words"])

    @app.post("/v1/boxes")
    async def boxes(asked: Box) -> int:
        return asked.count

    @app.get("/v1/boxes")
    async def search_boxes(query: Annotated[BoxQuery, Query()]) -> int:
        return query.count

    @app.get("/v1/numbers/{number}")
    async def number(number: int) -> int:
        return number

    return app


@pytest.fixture
def lifecycle() -> Lifecycle:
    """Give a lifecycle without tasks."""
    return Lifecycle()


@pytest.fixture
async def client(lifecycle: Lifecycle) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the application, without a socket."""
    transport = httpx.ASGITransport(make_app(lifecycle))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def bearer(role: Role, **claims: str) -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation="bsw", **claims)
    token = SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", ["/v1/audit", "/openly", "/openapi.json", "/no-such-thing"])
async def test_everything_is_denied_without_a_token(client: httpx.AsyncClient, path: str) -> None:
    """A path is closed unless it is under a public prefix, even one that does not exist."""
    assert (await client.get(path)).status_code == 401


async def test_the_right_role_gets_in(client: httpx.AsyncClient) -> None:
    """A valid token of the role asked for opens the route and names the organisation."""
    answer = await client.get("/v1/audit", headers=bearer(Role.AUDITOR))
    assert (answer.status_code, answer.json()) == (200, {"organisation": "bsw"})


async def test_another_role_is_told_which_it_needs(client: httpx.AsyncClient) -> None:
    """The refusal names the role that would do."""
    answer = await client.get("/v1/audit", headers=bearer(Role.MODERATOR))
    assert answer.status_code == 403
    assert "auditor" in answer.json()["detail"]


async def test_the_token_of_an_alert_opens_nothing_else(client: httpx.AsyncClient) -> None:
    """A link from a mailbox cannot be turned into access to the interface."""
    answer = await client.get("/v1/audit", headers=bearer(Role.AUDITOR, case_id="c1"))
    assert answer.status_code == 403


async def test_an_outage_is_answered_with_503(client: httpx.AsyncClient) -> None:
    """A caller may try again, and is told what is away."""
    answer = await client.get("/v1/away", headers=bearer(Role.AUDITOR))
    assert answer.status_code == 503
    assert answer.json() == {"detail": "The database cannot be reached."}


async def test_a_fault_of_ours_is_answered_and_its_text_is_not_logged(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller gets a sentence; the log says where it was, but not what the error quotes."""
    with capture_logs() as logs:
        answer = await client.get("/v1/broken?words=canary", headers=bearer(Role.AUDITOR))
    assert answer.status_code == 500
    assert list(answer.json()) == ["detail"]
    (failed,) = [line for line in logs if line["event"] == "request_failed"]
    assert failed["error"] == "LookupError"
    assert "in broken" in failed["stack"]
    assert "canary" not in str(logs) + answer.text + caplog.text


async def test_what_does_not_fit_is_named_in_a_sentence(client: httpx.AsyncClient) -> None:
    """The answer says where and why, and does not send back what was sent."""
    answer = await client.get("/v1/numbers/secret-word", headers=bearer(Role.AUDITOR))
    assert answer.status_code == 422
    assert answer.json()["detail"] == "path.number: this must be a whole number."
    assert "secret-word" not in answer.text


@pytest.mark.parametrize(
    "body, sentences",
    [
        (
            '{"count": 1, "colour": "red"}',
            "body.colour: there is no such field here; leave it out, or use one of: count, labels.",
        ),
        ("{}", "body.count: this is missing; add it."),
        ('{"count": "many"}', "body.count: this must be a whole number."),
        (
            '{\n "count": 1,\n "labels": [}',
            "body: this cannot be read as JSON: Expecting value at line 3, column 13.",
        ),
        ("", "body: this is missing; add it."),
    ],
)
async def test_a_body_that_does_not_fit_says_how_to_mend_it(
    client: httpx.AsyncClient, body: str, sentences: str
) -> None:
    """The fields that there are, and where it stops being JSON, are in the answer."""
    headers = {**bearer(Role.AUDITOR), "Content-Type": "application/json"}
    answer = await client.post("/v1/boxes", headers=headers, content=body)
    assert (answer.status_code, answer.json()["detail"]) == (422, sentences)


async def test_each_fault_is_a_line_and_none_follows_from_another(
    client: httpx.AsyncClient,
) -> None:
    """A wrong entry does not make the list too short as well; words that are known are listed."""
    answer = await client.post(
        "/v1/boxes", headers=bearer(Role.AUDITOR), json={"labels": ["nonsense"]}
    )
    count, label = answer.json()["detail"].splitlines()
    assert count == "body.count: this is missing; add it."
    assert label.startswith("body.labels.0: this word is not known here; use ")
    assert "'self_harm'" in label
    empty = await client.post(
        "/v1/boxes", headers=bearer(Role.AUDITOR), json={"count": 1, "labels": []}
    )
    assert empty.json()["detail"] == "body.labels: this list has too few entries; give at least 1."


async def test_an_unknown_parameter_is_told_which_there_are(client: httpx.AsyncClient) -> None:
    """By the name that a caller writes."""
    answer = await client.get("/v1/boxes?size=1", headers=bearer(Role.AUDITOR))
    assert answer.json()["detail"] == (
        "query.size: there is no such field here; leave it out, or use one of: number."
    )


@pytest.mark.parametrize("path", ["/open/b%00x", "/v1/audit?after=%00", "/v1/audit/%00"])
async def test_a_name_that_no_database_holds_is_refused(
    client: httpx.AsyncClient, path: str
) -> None:
    """U+0000 is refused at the door, where PostgreSQL would fail on it further in."""
    answer = await client.get(path, headers=bearer(Role.AUDITOR))
    assert answer.status_code == 400
    assert "U+0000" in answer.json()["detail"]


async def test_an_address_that_is_not_there_says_where_to_look(client: httpx.AsyncClient) -> None:
    """Whoever mistypes one is told where all of them stand, and they do stand there."""
    answer = await client.get("/v1/nowhere", headers=bearer(Role.AUDITOR))
    assert answer.status_code == 404
    assert "GET /openapi.json" in answer.json()["detail"]
    listed = await client.get("/openapi.json", headers=bearer(Role.AUDITOR))
    assert "/v1/boxes" in listed.json()["paths"]


async def test_a_method_that_is_not_taken_is_told_which_are(client: httpx.AsyncClient) -> None:
    """As the header says it to machines."""
    answer = await client.delete("/v1/boxes", headers=bearer(Role.AUDITOR))
    assert answer.status_code == 405
    taken = answer.headers["allow"]
    assert taken
    assert answer.json()["detail"] == f"This address takes {taken}; send that instead."


async def test_a_body_past_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    """Nobody can fill the memory of a public route."""
    answer = await client.post("/open/box", content=b"x" * (MAX_BODY_BYTES + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "sent, status, said",
    [
        (b"[" * (MAX_BODY_BYTES + 1), 413, f"Send at most {MAX_BODY_BYTES} bytes in one request."),
        (b'{"count": "\xff"}', 400, "body: this is not UTF-8; send it in that encoding."),
        (b"[" * 100_000, 400, "body: this is nested too deep; send it flatter."),
    ],
    ids=["too large", "not UTF-8", "too deep"],
)
async def test_a_body_that_cannot_be_read_is_told_why(
    client: httpx.AsyncClient, sent: bytes, status: int, said: str
) -> None:
    """Where a route takes JSON, FastAPI by itself would only say that there was an error."""
    headers = bearer(Role.MODERATOR) | {"Content-Type": "application/json"}
    answer = await client.post("/v1/boxes", headers=headers, content=sent)
    assert (answer.status_code, answer.json()) == (status, {"detail": said})


async def test_a_body_at_the_limit_is_read_whole(client: httpx.AsyncClient) -> None:
    """The limit itself is still allowed."""
    answer = await client.post("/open/box", content=b"x" * MAX_BODY_BYTES)
    assert answer.json() == {"bytes": MAX_BODY_BYTES}


async def test_readiness_names_what_is_away(
    client: httpx.AsyncClient, lifecycle: Lifecycle
) -> None:
    """A failed check turns readiness off and says why, while the process stays healthy."""

    async def check() -> None:
        raise TransientError("no route to the database")

    lifecycle.add_check("database", check)
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["wrong"]) == (
        503,
        {"database": "no route to the database"},
    )
    assert (await client.get("/healthz")).status_code == 200


async def test_metrics_are_readable(client: httpx.AsyncClient) -> None:
    """Prometheus finds the request counter."""
    await client.get("/v1/audit")
    assert "moderation_http_requests_total" in (await client.get("/metrics")).text
