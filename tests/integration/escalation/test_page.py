"""The page that alerts lead to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moderation_common.events import ActorKind, CaseAcknowledged, CaseClosed
from moderation_common.policy import OnCall
from moderation_common.vocabulary import Label, Role, Urgency
from moderation_common.web import Principal, TokenSigner
from moderation_escalation.adapters.links import LIFETIME
from moderation_escalation.domain.rota import who_is_on_call
from tests.support.alert_sinks import MailSink
from tests.support.escalation import (
    AUTHOR,
    ORGANISATION,
    SECRET,
    Desk,
    comment_received,
    decision_made,
    make_ref,
    page_of,
    read_pack,
)

REF = make_ref()


async def alert(desk: Desk, mails: MailSink) -> str:
    """Have the duty manager told of a comment, and return the page's path."""
    await desk.take(
        comment_received(REF, now=desk.now),
        decision_made(
            REF,
            now=desk.now,
            labels=[Label.SELF_HARM],
            routes=["self-harm"],
            urgency=Urgency.IMMEDIATE,
        ),
    )
    return page_of(mails.mails[-1])


async def test_the_page_shows_what_is_needed_to_act(desk: Desk, mails: MailSink) -> None:
    """Text, author, link, urgency, clause, crisis words, who was told; and 999 before all."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        page = (await client.get(path)).text
    assert page.index("call 999") < page.index("<h1>")
    for fact in (
        "They left my nan on the floor for hours",
        AUTHOR,
        'href="https://facebook.example/1_2"',
        "Immediate: act now",
        "Section 9",
        "0800 001 4331",
        "Duty manager",
        "22:00 on Monday 2 November 2026",
        'lang="en-GB"',
        "I am taking this case",
    ):
        assert fact in page
    assert "<script" not in page


async def test_what_the_public_wrote_is_never_markup(desk: Desk, mails: MailSink) -> None:
    """Tags in a comment are shown and not obeyed."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        page = (await client.get(path)).text
    assert "<b>please</b>" not in page
    assert "&lt;b&gt;please&lt;/b&gt;" in page


async def test_looking_takes_nothing(desk: Desk, mails: MailSink) -> None:
    """A mail scanner that follows the link acknowledges nothing."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        for _ in range(3):
            assert (await client.get(path)).status_code == 200
        head = await client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) > 0
    await desk.settle()
    assert desk.published(CaseAcknowledged) == []
    await desk.jump(desk.now + timedelta(minutes=10))
    assert len(mails.mails) == 2


async def test_the_second_to_take_it_is_told_who_was_first(desk: Desk, mails: MailSink) -> None:
    """Two people with links of their own: the second changes nothing and learns the name."""
    await alert(desk, mails)
    await desk.jump(desk.now + timedelta(minutes=10))
    first, second = (page_of(mail) for mail in mails.mails)
    async with desk.anonymous() as client:
        await client.post(first)
        answer = await client.post(second)
    person = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.PRIMARY)
    assert person is not None
    assert "Nothing was changed." in answer.text
    assert f"{person.name} took this case" in answer.text
    await desk.settle()
    assert len(desk.published(CaseAcknowledged)) == 1


async def test_the_page_keeps_to_itself(desk: Desk, mails: MailSink) -> None:
    """No caching, no indexing, no referrer, nothing loaded from elsewhere, no framing."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        headers = (await client.get(path)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


async def test_an_old_link_opens_nothing(desk: Desk, mails: MailSink) -> None:
    """After seven days the page is refused, and taking is too."""
    path = await alert(desk, mails)
    desk.clock.advance(LIFETIME + timedelta(minutes=1))
    async with desk.anonymous() as client:
        for answer in (await client.get(path), await client.post(path)):
            assert answer.status_code == 403
            assert "does not work" in answer.text
            assert "nan" not in answer.text


@pytest.mark.parametrize("change", ["cut", "other-secret", "no-case", "no-such-case", "other-body"])
async def test_a_forged_or_foreign_link_opens_nothing(
    desk: Desk, mails: MailSink, change: str
) -> None:
    """Only a token of ours, for a case of its body, opens a page; all others look alike."""
    path = await alert(desk, mails)
    case_id = TokenSigner(SECRET).read(path.removeprefix("/a/"), now=desk.now).case_id
    claims = {
        "cut": (SECRET, ORGANISATION, case_id),
        "other-secret": ("b" * 40, ORGANISATION, case_id),
        "no-case": (SECRET, ORGANISATION, None),
        "no-such-case": (SECRET, ORGANISATION, "00000000-0000-5000-8000-000000000000"),
        "other-body": (SECRET, "bsw", case_id),
    }
    secret, organisation, case = claims[change]
    token = TokenSigner(secret).issue(
        Principal(subject="x", role=Role.DUTY_MANAGER, organisation=organisation, case_id=case),
        now=desk.now,
        lifetime=timedelta(hours=1),
    )
    if change == "cut":
        token = token[:-3]
    async with desk.anonymous() as client:
        for answer in (await client.get(f"/a/{token}"), await client.post(f"/a/{token}")):
            assert answer.status_code == 403
            assert "does not work" in answer.text


async def test_a_link_of_any_length_is_answered_with_the_ordinary_page(desk: Desk) -> None:
    """Whatever was pasted behind the address, a person reads what to do."""
    async with desk.anonymous() as client:
        for length in (1, 2000, 2001, 20_000):
            answer = await client.get(f"/a/{'a' * length}")
            assert answer.status_code == 403
            assert "does not work" in answer.text


async def test_a_links_token_is_no_key_to_the_api(desk: Desk, mails: MailSink) -> None:
    """Whoever finds an alert's link gets at one case and at nothing else."""
    path = await alert(desk, mails)
    headers = {"authorization": f"Bearer {path.removeprefix('/a/')}"}
    async with desk.anonymous(headers) as client:
        assert (await client.get("/v1/cases")).status_code == 403


async def test_a_case_of_somebody_erased_says_so(desk: Desk, mails: MailSink) -> None:
    """After erasure the page still works and the text is gone."""
    from sqlalchemy import text  # noqa: PLC0415 - this test alone goes behind the service's back

    from moderation_common.postgres import Database  # noqa: PLC0415 - as above

    path = await alert(desk, mails)
    database = Database(desk.database_url, schema="escalation")
    async with database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE subject_keys SET wrapped_key = NULL, destroyed_at = now()")
        )
    await database.close()
    async with desk.anonymous() as client:
        page = (await client.get(path)).text
    assert "was erased" in page
    assert "nan on the floor" not in page
    assert AUTHOR not in page


def _form(page: str) -> str:
    """Return the part of a page that closes the case."""
    return page[page.index("Close the case") :]


async def test_who_took_a_case_closes_it_there_and_says_whether_it_was_one(
    desk: Desk, mails: MailSink
) -> None:
    """A plain form: a labelled box, three choices for each label, and nothing said by default."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        assert "<textarea" not in (await client.get(path)).text
        form = _form((await client.post(path)).text)
        for part in (
            '<label for="outcome">',
            'id="outcome" name="outcome"',
            "<legend>Was it right to send you this as “risk of self-harm”?</legend>",
            '<label for="is-self_harm-yes">Yes</label>',
            '<label for="is-self_harm-no">No</label>',
            'name="is-self_harm" value="" checked>',
        ):
            assert part in form
        assert form.count(" checked") == 1
        assert "<script" not in form
        said = {"outcome": "She was quoting a song.\r\nShe is well.", "is-self_harm": "no"}
        done = await client.post(path, data=said)
        assert "closed this case at" in done.text
        assert "<textarea" not in done.text
        assert "closed this case at" in (await client.post(path, data=said)).text
    await desk.settle()
    (closed,) = desk.published(CaseClosed)
    assert closed.outcome == "She was quoting a song.\nShe is well."
    assert (closed.labels_confirmed, closed.labels_refused) == ((), (Label.SELF_HARM,))
    assert closed.closed_by.kind is ActorKind.PERSON


async def test_what_is_left_on_the_form_is_not_said(desk: Desk, mails: MailSink) -> None:
    """Somebody who only writes what came of it has answered for no label."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        await client.post(path)
        await client.post(path, data={"outcome": "Rung back.", "is-self_harm": ""})
    await desk.settle()
    (closed,) = desk.published(CaseClosed)
    assert (closed.labels_confirmed, closed.labels_refused) == ((), ())


@pytest.mark.parametrize("outcome", ["", " \r\n ", "x" * 4001])
async def test_a_form_without_an_outcome_closes_nothing_and_keeps_the_answers(
    desk: Desk, mails: MailSink, outcome: str
) -> None:
    """The page says what is missing where it is missing, and asks nobody to answer again."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        await client.post(path)
        page = (await client.post(path, data={"outcome": outcome, "is-self_harm": "yes"})).text
    assert 'role="alert"' in page
    assert 'aria-describedby="missing"' in page
    assert 'name="is-self_harm" value="yes" checked>' in page
    await desk.settle()
    assert desk.published(CaseClosed) == []


async def test_only_who_took_a_case_can_close_it_on_its_page(desk: Desk, mails: MailSink) -> None:
    """Neither before anybody took it nor by the link of somebody else."""
    await alert(desk, mails)
    await desk.jump(desk.now + timedelta(minutes=10))
    first, second = (page_of(mail) for mail in mails.mails)
    said = {"outcome": "Nothing of note.", "is-self_harm": "no"}
    async with desk.anonymous() as client:
        early = await client.post(first, data=said)
        await client.post(first)
        assert "<textarea" not in (await client.get(second)).text
        other = await client.post(second, data=said)
    for answer in (early, other):
        assert "Nothing was changed. Only whoever has taken this case" in answer.text
    await desk.settle()
    assert desk.published(CaseClosed) == []


async def test_a_form_that_no_page_sends_is_refused(desk: Desk, mails: MailSink) -> None:
    """Bytes that are no form, and far too many fields, neither take nor close."""
    path = await alert(desk, mails)
    async with desk.anonymous() as client:
        for body in (b"\xff\xfe", b"outcome=x&" + b"a=1&" * 500):
            assert (await client.post(path, content=body)).status_code == 403
    await desk.settle()
    assert desk.published(CaseAcknowledged) == desk.published(CaseClosed) == []
