"""Whom an alert reaches, by what, and how often it is tried."""

from __future__ import annotations

from datetime import timedelta

from moderation_common.identity import CaseId
from moderation_common.policy import Channel
from moderation_common.vocabulary import Role
from moderation_escalation.domain.alert import MAX_ATTEMPTS, alert_id_of, next_attempt
from moderation_escalation.domain.recipient import (
    RecipientKind,
    find_recipient,
    person_recipient,
    team_channels,
    team_recipient,
    usable_channels,
)
from tests.support.escalation import read_pack, utc

PACK = read_pack()
NOW = utc(2026, 11, 2)


def anywhere(_channel: Channel, _address: str) -> bool:
    """Reach everybody."""
    return True


def by_mail(channel: Channel, _address: str) -> bool:
    """Reach by mail only."""
    return channel is Channel.EMAIL


def test_somebody_on_call_has_the_packs_addresses_and_role() -> None:
    """The link in their alert lets them do what the pack says they may."""
    person = find_recipient(PACK, RecipientKind.PERSON, "duty-one")
    assert person is not None
    assert person.role is Role.DUTY_MANAGER
    assert person.addresses == {
        Channel.EMAIL: "duty-one@lincolnshire.example",
        Channel.SMS: "07700 900111",
        Channel.WEBHOOK: "lincolnshire-on-call",
    }


def test_somebody_whom_the_pack_no_longer_names_is_nobody() -> None:
    """The alert then fails, and the next person is told."""
    assert find_recipient(PACK, RecipientKind.PERSON, "gone") is None


def test_a_team_that_is_gone_has_the_bodys_own_inbox() -> None:
    """Somebody reads it all the same."""
    team = team_recipient(PACK, "gone")
    assert team.addresses == {Channel.EMAIL: PACK.organisation.contact.email}


def test_what_the_pack_does_not_give_is_no_address() -> None:
    """The executive has no chat; a team may have a telephone."""
    executive = find_recipient(PACK, RecipientKind.PERSON, "executive-on-call")
    assert executive is not None
    assert Channel.WEBHOOK not in executive.addresses
    assert Channel.SMS in team_recipient(PACK, "safeguarding").addresses
    assert find_recipient(PACK, RecipientKind.TEAM, "quality") == team_recipient(PACK, "quality")


def test_somebody_without_a_telephone_and_a_body_without_an_inbox() -> None:
    """Every address may be missing, and the recipient is then simply not reached by it."""
    person = PACK.rota.people[0].model_copy(update={"phone": None})
    assert Channel.SMS not in person_recipient(person).addresses
    bare = PACK.organisation.contact.model_copy(update={"email": None, "phone": None})
    organisation = PACK.organisation.model_copy(update={"contact": bare})
    pack = PACK.model_copy(update={"organisation": organisation})
    assert team_recipient(pack, "gone").addresses == {}


def test_only_channels_that_the_deployment_has_are_used() -> None:
    """Text messages are left out where nothing can send them, in the order that was wanted."""
    person = find_recipient(PACK, RecipientKind.PERSON, "duty-one")
    assert person is not None
    wanted = (Channel.SMS, Channel.EMAIL, Channel.WEBHOOK)
    assert usable_channels(person, wanted, reaches=anywhere) == wanted
    assert usable_channels(person, wanted, reaches=by_mail) == (Channel.EMAIL,)


def test_a_team_is_told_by_the_routes_channel_first() -> None:
    """The others follow when it fails."""
    team = team_recipient(PACK, "communications")
    assert team_channels(team, Channel.WEBHOOK, reaches=anywhere) == (
        Channel.WEBHOOK,
        Channel.EMAIL,
    )


def test_a_repeat_of_an_alert_has_the_same_id_and_another_telling_has_not() -> None:
    """Receivers recognise a repeat, and are not made to take news for one."""
    case_id = CaseId("c")
    first = alert_id_of(case_id, telling=1, recipient="duty-one", channel=Channel.EMAIL)
    assert first == alert_id_of(case_id, telling=1, recipient="duty-one", channel=Channel.EMAIL)
    assert first != alert_id_of(case_id, telling=2, recipient="duty-one", channel=Channel.EMAIL)


def test_attempts_are_few_and_soon_over() -> None:
    """All attempts together take less than a minute, and what cannot succeed is tried once."""
    assert next_attempt(1, permanent=True, now=NOW) is None
    assert next_attempt(MAX_ATTEMPTS, permanent=False, now=NOW) is None
    moment = NOW
    for attempt in range(1, MAX_ATTEMPTS):
        again = next_attempt(attempt, permanent=False, now=moment)
        assert again is not None
        assert again > moment
        moment = again
    assert moment - NOW < timedelta(minutes=1)
