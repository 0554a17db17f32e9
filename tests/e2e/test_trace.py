"""One comment, from the signed webhook to the verified record, on both engines."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import httpx

from moderation_common.events import PolicyTakenUp
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from moderation_local.trail import Follower
from tests.support.infrastructure import REPOSITORY
from tests.support.waiting import eventually
from tests.support.whole_system import WholeSystem

ORGANISATION = "bsw"
THREAT = "I am going to stab the next doctor I see in that clinic"


async def write_threat(client: httpx.AsyncClient, system: WholeSystem) -> CommentRef:
    """Answer a post of the body on X as a member of the public, with a threat."""
    control = f"{system.url('simulator')}/control"
    accounts = (await client.get(f"{control}/accounts")).json()["accounts"]
    account = next(
        one
        for one in accounts
        if one["platform"] == "x" and one["account_id"] == "9000000000000000501"
    )
    answer = await client.post(
        f"{control}/comments",
        json={
            "platform": "x",
            "account_id": account["account_id"],
            "kind": "comment",
            "post": "Our walk-in clinic is open this Saturday.",
            "text": THREAT,
            "author": {"name": "Somebody Angry"},
        },
    )
    assert answer.status_code == 201, answer.text
    return CommentRef(
        platform=Platform.X,
        account_id=account["account_id"],
        comment_id=answer.json()["comment_id"],
    )


async def test_a_comment_is_traced_from_webhook_to_verified_record(system: WholeSystem) -> None:
    """A threat is hidden, routed, alerted, acknowledged, and all of it stands in the record."""
    async with system.client() as client, system.reader() as reader:
        follower = Follower(reader, [ORGANISATION])
        ref = await write_threat(client, system)
        await follower.wait_until_settled([str(ref)], deadline_s=60)
        trail = follower.trails[str(ref)]

        decision = trail.decision
        assert decision is not None
        assert decision["category"] == "harmful_abuse"
        assert set(decision["actions"]) == {"hide", "report"}
        assert {entry["correlation_id"] for entry in trail.entries} == {ref.correlation_id}

        await check_hidden_once(client, system, ref)
        case_id = await acknowledge(client, system, ref)

        async def acknowledged() -> bool:
            await follower.read_on()
            found = trail.of_type("moderation.case.acknowledged.v1")
            return [case["case_id"] for case in found] == [case_id]

        await eventually(acknowledged, deadline_s=30, what="the acknowledgement in the record")
        await check_record(client, system, ref)


async def test_the_policies_taken_up_stand_in_the_record(system: WholeSystem) -> None:
    """The body's auditor reads which version came into force, with the hash of its file."""
    file = (REPOSITORY / "policies" / f"{ORGANISATION}.yaml").read_bytes()
    headers = system.token("auditor", ORGANISATION)
    address = f"{system.url('audit')}/v1/entries"
    asked = {"type": PolicyTakenUp.event_type}
    async with system.client() as client:

        async def entries() -> list[dict[str, Any]]:
            answer = await client.get(address, headers=headers, params=asked)
            found: list[dict[str, Any]] = answer.json()["entries"]
            return found

        (entry,) = await eventually(entries, deadline_s=60, what="the version in the record")
    said = entry["entry"]["event"]["data"]
    assert said["pack"].startswith(f"{ORGANISATION}@")
    assert said["sha256"] == hashlib.sha256(file).hexdigest()
    assert said["replaces"] is None


async def check_hidden_once(
    client: httpx.AsyncClient, system: WholeSystem, ref: CommentRef
) -> None:
    """See on the platform that the comment is hidden, by one call."""
    state = await client.get(f"{system.url('simulator')}/control/comments/x/{ref.comment_id}")
    shown: dict[str, Any] = state.json()
    assert shown["hidden"] is True
    assert [call["action"] for call in shown["calls"] if call["changed"]] == ["hide"]


async def acknowledge(client: httpx.AsyncClient, system: WholeSystem, ref: CommentRef) -> str:
    """Find the alert in the mailbox, open its page, and take the case; returns the case's id."""
    headers = system.token("moderator", ORGANISATION)
    listed = await client.get(f"{system.url('escalation')}/v1/cases", headers=headers)
    cases = [case for case in listed.json()["cases"] if case["ref"] == str(ref)]
    assert len(cases) == 1, listed.text
    case_id: str = cases[0]["case_id"]

    async def link() -> str | None:
        mails = (
            await client.get(
                f"{system.url('simulator')}/mail", headers={"Accept": "application/json"}
            )
        ).json()["mail"]
        for mail in mails:
            assert THREAT not in mail["subject"]
            found = re.search(r"http://\S+/a/\S+", mail["text"])
            if found and case_of(found[0]) == case_id:
                return found[0]
        return None

    address = await eventually(link, deadline_s=30, what="the alert in the mailbox")
    assert address is not None
    page = await client.get(address)
    assert page.status_code == 200
    assert THREAT in page.text
    again = await client.get(f"{system.url('escalation')}/v1/cases/{case_id}", headers=headers)
    assert again.json()["case"]["acknowledged"] is None, "looking at the page must not acknowledge"
    taken = await client.post(address)
    assert taken.status_code in {200, 303}, taken.text
    return case_id


def case_of(address: str) -> str | None:
    """Read which case a link is for, as the link itself says."""
    import jwt  # noqa: PLC0415 - only to look into the token

    token = address.rsplit("/a/", 1)[1]
    case: str | None = jwt.decode(token, options={"verify_signature": False}).get("case")
    return case


async def check_record(client: httpx.AsyncClient, system: WholeSystem, ref: CommentRef) -> None:
    """Read the trail as an auditor, then prove the record."""
    headers = system.token("auditor", ORGANISATION)
    trail = await client.get(f"{system.url('audit')}/v1/comments/{ref}/trail", headers=headers)
    assert THREAT in json.dumps(trail.json()), "an auditor may read the text while it is kept"
    elsewhere = await client.get(
        f"{system.url('audit')}/v1/comments/{ref}/trail",
        headers=system.token("auditor", "nottingham"),
    )
    assert elsewhere.json().get("entries", []) == []
    verified = system.command("audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["intact"] is True
