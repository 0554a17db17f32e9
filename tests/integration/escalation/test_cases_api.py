"""Cases over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from moderation_common.events import CaseAcknowledged, CaseClosed, DecisionMade
from moderation_common.vocabulary import Label, Role, Urgency
from tests.support.alert_sinks import MailSink
from tests.support.escalation import Desk, comment_received, decision_made, make_ref

FOI: dict[str, Any] = {"labels": [Label.FOI], "routes": ["foi"], "urgency": Urgency.ROUTINE}


async def test_cases_are_listed_newest_first_and_page_by_page(desk: Desk) -> None:
    """Every case is on one page, none on two, also when several opened at one moment."""
    for number in range(7):
        await desk.service.events.handle(decision_made(make_ref(f"1_{number}"), now=desk.now))
        if number % 3 == 0:
            desk.clock.advance(timedelta(minutes=1))
    seen: list[dict[str, Any]] = []
    async with desk.client() as client:
        after = None
        while True:
            query = {"limit": "2"} | ({"after": after} if after else {})
            page = (await client.get("/v1/cases", params=query)).json()
            seen += page["cases"]
            after = page["next"]
            if after is None:
                break
    assert len(seen) == len({case["case_id"] for case in seen}) == 7
    opened = [case["opened_at"] for case in seen]
    assert opened == sorted(opened, reverse=True)


async def test_cases_are_filtered(desk: Desk) -> None:
    """By status, route, team, urgency and whether they are overdue."""
    await desk.take(decision_made(make_ref("1_1"), now=desk.now))
    await desk.take(decision_made(make_ref("1_2"), now=desk.now, **FOI))
    async with desk.client() as client:

        async def routes(**query: str) -> list[str]:
            found = (await client.get("/v1/cases", params=query)).json()["cases"]
            return [case["route"] for case in found]

        assert await routes(route="foi") == ["foi"]
        assert await routes(team="quality") == ["patient-safety"]
        assert await routes(urgency="routine") == ["foi"]
        assert await routes(overdue="true") == []
        assert await routes(ref=str(make_ref("1_2"))) == ["foi"]
        assert (await client.get("/v1/cases", params={"ref": "nonsense"})).status_code == 400
        (case,) = (await client.get("/v1/cases", params={"route": "foi"})).json()["cases"]
        await client.post(f"/v1/cases/{case['case_id']}/acknowledge")
        assert await routes(status="acknowledged") == ["foi"]
        assert await routes(status="open") == ["patient-safety"]
        desk.clock.advance(timedelta(hours=5))
        assert await routes(overdue="true") == ["patient-safety"]


async def test_a_case_is_taken_once_and_closed_once(desk: Desk, mails: MailSink) -> None:
    """The second to take it learns who was first; a closed case stays closed."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    async with desk.client(Role.TEAM_MEMBER) as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        path = f"/v1/cases/{case['case_id']}"
        first = (await client.post(f"{path}/acknowledge")).json()
        second = (await client.post(f"{path}/acknowledge")).json()
        assert (first["fresh"], second["fresh"]) == (True, False)
        assert second["case"]["acknowledged"]["name"] == "sam"
        closed = await client.post(f"{path}/close", json={"outcome": "The ward was called."})
        assert closed.json()["status"] == "closed"
        assert closed.json()["outcome"] == "The ward was called."
        again = await client.post(f"{path}/close", json={"outcome": "Again."})
        assert again.status_code == 409
        assert "sam closed this case already" in again.json()["detail"]
        assert (await client.post(f"{path}/acknowledge")).json()["fresh"] is False
    await desk.jump(desk.now + timedelta(days=2))
    assert len(mails.mails) == 1
    (taken,) = desk.published(CaseAcknowledged)
    assert taken.channel == "api"
    (done,) = desk.published(CaseClosed)
    assert done.outcome == "The ward was called."
    assert (done.labels_confirmed, done.labels_refused) == ((), ())


async def test_who_closes_a_case_may_say_which_labels_were_right(desk: Desk) -> None:
    """Each label is confirmed, refused or left; it is kept, shown and published."""
    labels = [Label.SAFEGUARDING, Label.EMERGENCY, Label.PATIENT_SAFETY]
    made = decision_made(
        make_ref(),
        now=desk.now,
        labels=labels,
        doubtful=[Label.EMERGENCY],
        routes=["safeguarding"],
        urgency=Urgency.IMMEDIATE,
    )
    await desk.take(made)
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        of_case = case["labels"]
        assert len(of_case) >= 1
        assert (case["labels_confirmed"], case["labels_refused"]) == ([], [])
        path = f"/v1/cases/{case['case_id']}"
        for wrong in (
            {"labels_confirmed": ["promotion"]},
            {"labels_confirmed": of_case[:1], "labels_refused": of_case[:1]},
        ):
            answer = await client.post(f"{path}/close", json={"outcome": "x"} | wrong)
            assert answer.status_code == 409
        body = {"outcome": "A film was meant.", "labels_refused": of_case[:1]}
        assert (await client.post(f"{path}/close", json=body)).status_code == 200
        kept = (await client.get(path)).json()["case"]
    assert (kept["labels_confirmed"], kept["labels_refused"]) == ([], of_case[:1])
    await desk.settle()
    (closed,) = desk.published(CaseClosed)
    assert isinstance(made.data, DecisionMade)
    assert closed.decision_id == made.data.decision_id
    assert (closed.labels_confirmed, closed.labels_refused) == ((), (Label(of_case[0]),))


async def test_another_bodys_cases_do_not_exist(desk: Desk) -> None:
    """The same answer as for a case that never was, whatever is asked."""
    await desk.take(comment_received(make_ref(), now=desk.now))
    await desk.take(decision_made(make_ref(), now=desk.now))
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
    async with desk.client(organisation="bsw") as stranger:
        assert (await stranger.get("/v1/cases")).json()["cases"] == []
        path = f"/v1/cases/{case['case_id']}"
        answers = [
            await stranger.get(path),
            await stranger.post(f"{path}/acknowledge"),
            await stranger.post(f"{path}/close", json={"outcome": "x"}),
        ]
        nothing = await stranger.get("/v1/cases/00000000-0000-5000-8000-000000000000")
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].json() == nothing.json()
    assert desk.published(CaseAcknowledged) == []


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/v1/cases"),
        ("GET", "/v1/cases/00000000-0000-5000-8000-000000000000"),
        ("POST", "/v1/cases/00000000-0000-5000-8000-000000000000/acknowledge"),
        ("GET", "/v1/reviews"),
        ("GET", "/v1/rota"),
        ("PUT", "/v1/rota/stand-ins/x"),
    ],
)
async def test_without_a_token_nothing_is_told(desk: Desk, method: str, path: str) -> None:
    """Denied by default; an auditor's token is of no use here either."""
    async with desk.anonymous() as client:
        assert (await client.request(method, path)).status_code == 401
    async with desk.client(Role.AUDITOR) as auditor:
        assert (await auditor.request(method, path)).status_code == 403


@pytest.mark.parametrize("after", ["x", "####", "MjAyNi0xMS0wMiB4", "bm90aGluZyBoZXJl"])
async def test_a_made_up_position_is_refused(desk: Desk, after: str) -> None:
    """A clear answer and no error of the server."""
    async with desk.client() as client:
        answer = await client.get("/v1/cases", params={"after": after})
    assert answer.status_code == 400
    assert "leave it out" in answer.json()["detail"]


async def test_broken_requests_are_answered_clearly(desk: Desk) -> None:
    """No outcome, an unknown field, something that is no id, a character that cannot be kept."""
    async with desk.client() as client:
        path = "/v1/cases/00000000-0000-5000-8000-000000000000/close"
        for body in ({}, {"outcome": ""}, {"outcome": "x", "by": "me"}):
            assert (await client.post(path, json=body)).status_code == 422
        assert (await client.get("/v1/cases/not-an-id")).status_code == 422
        unkept = await client.post(path, json={"outcome": "It was\x00a joke."})
        assert unkept.status_code == 422
        assert "U+0000; leave it out" in unkept.text
