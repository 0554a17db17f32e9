"""The rota over the API, and what it changes at night."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY

from moderation_common.events import CaseEscalated
from moderation_common.vocabulary import Role
from tests.support.alert_sinks import MailSink
from tests.support.escalation import ORGANISATION, Desk, decision_made, make_ref

PATH = "/v1/rota/stand-ins/sick-leave"


def stand_in(person: str | None, **more: object) -> dict[str, object]:
    """Return a stand-in for the first place, from Sunday to Friday."""
    return {
        "place": "on_call_primary",
        "person": person,
        "starts_at": "2026-11-01T00:00:00Z",
        "ends_at": "2026-11-06T00:00:00Z",
    } | more


async def test_the_rota_says_who_is_on_call(desk: Desk) -> None:
    """At any moment asked for, in every place of the ladder."""
    async with desk.client() as client:
        now = (await client.get("/v1/rota")).json()
        later = (await client.get("/v1/rota", params={"at": "2026-11-09T09:00:00Z"})).json()
    places = {each["place"]: each["person"] for each in now["places"]}
    assert list(places) == [
        "on_call_primary",
        "on_call_secondary",
        "head_of_communications",
        "executive",
    ]
    assert now["places"][0]["person"] != later["places"][0]["person"]
    assert now["gaps"] == []


async def test_a_stand_in_is_told_instead(desk: Desk, mails: MailSink) -> None:
    """From the moment it is set whoever stands in is called."""
    async with desk.client(Role.DUTY_MANAGER) as client:
        assert (await client.put(PATH, json=stand_in("head-of-communications"))).status_code == 200
        assert (await client.get("/v1/rota")).json()["stand_ins"][0]["id"] == "sick-leave"
    await desk.take(decision_made(make_ref(), now=desk.now))
    assert [mail["To"] for mail in mails.mails] == ["head-of-communications@lincolnshire.example"]


async def test_a_gap_falls_to_the_next_person_and_is_reported(desk: Desk, mails: MailSink) -> None:
    """With nobody in the first place the second is told at once, and everybody can see why."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        await client.put(PATH, json=stand_in(None))
        (gap,) = (await client.get("/v1/rota")).json()["gaps"]
    assert (gap["place"], gap["ends_at"]) == ("on_call_primary", "2026-11-06T00:00:00Z")
    await desk.service.backlog.look()
    gauge = REGISTRY.get_sample_value(
        "moderation_escalation_rota_gaps", {"organisation": ORGANISATION}
    )
    assert gauge == 1

    await desk.take(decision_made(make_ref(), now=desk.now))
    assert len(mails.mails) == 1
    assert [each.step for each in desk.published(CaseEscalated)] == [1]


async def test_a_stand_in_is_changed_and_removed(desk: Desk) -> None:
    """The same id again replaces it; without it the turns hold."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        turns = (await client.get("/v1/rota")).json()["places"]
        await client.put(PATH, json=stand_in(None))
        await client.put(PATH, json=stand_in("executive-on-call"))
        view = (await client.get("/v1/rota")).json()
        assert view["places"][0]["person"] == "executive-on-call"
        assert len(view["stand_ins"]) == 1
        assert (await client.delete(PATH)).status_code == 204
        assert (await client.delete(PATH)).status_code == 404
        assert (await client.get("/v1/rota")).json()["places"] == turns


async def test_a_stand_in_must_make_sense(desk: Desk) -> None:
    """An unknown person, an end before the start, a time without a zone."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        unknown = await client.put(PATH, json=stand_in("nobody-we-know"))
        assert unknown.status_code == 409
        assert "choose one of" in unknown.json()["detail"]
        for wrong in (
            {"ends_at": "2026-10-01T00:00:00Z"},
            {"starts_at": "2026-11-01T00:00:00"},
            {"place": "cleaner"},
        ):
            body = stand_in("duty-one", **wrong)
            assert (await client.put(PATH, json=body)).status_code == 422


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2101-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
async def test_a_moment_that_cannot_be_meant_is_refused(desk: Desk, at: str) -> None:
    """One sentence instead of an error of the server, for looking and for standing in."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        looked = await client.get("/v1/rota", params={"at": at})
        early = await client.put(PATH, json=stand_in("duty-one", starts_at=at))
        late = await client.put(PATH, json=stand_in("duty-one", ends_at=at))
    assert [answer.status_code for answer in (looked, early, late)] == [422] * 3
    assert looked.json()["detail"] == "Let at be in a year from 2000 to 2100."


async def test_a_stand_in_reaches_a_year_ahead_and_no_further(desk: Desk) -> None:
    """A slip of the year would leave somebody on call for ever."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        good = await client.put(PATH, json=stand_in(None, ends_at="2027-11-03T00:00:00Z"))
        far = await client.put(PATH, json=stand_in(None, ends_at="2027-11-05T00:00:00Z"))
        last = {"at": "2100-12-31T23:59:59Z", "days": "400"}
        assert (await client.get("/v1/rota", params=last)).status_code == 200
    assert (good.status_code, far.status_code) == (200, 422)
    assert far.json()["detail"] == "Let ends_at be at most a year from now."


async def test_each_body_has_its_own_rota(desk: Desk) -> None:
    """A stand-in of one body changes nothing for another, and moderators change none."""
    async with desk.client(Role.ADMINISTRATOR) as client:
        await client.put(PATH, json=stand_in("head-of-communications"))
    async with desk.client(Role.ADMINISTRATOR, organisation="bsw") as other:
        view = (await other.get("/v1/rota")).json()
        assert view["stand_ins"] == []
        assert (await other.delete(PATH)).status_code == 404
    async with desk.client(Role.MODERATOR) as moderator:
        assert (await moderator.put(PATH, json=stand_in("duty-one"))).status_code == 403
