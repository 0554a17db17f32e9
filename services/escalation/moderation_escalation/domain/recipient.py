"""Whom an alert is for, and by what they can be told, as the pack says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation_common.policy import Channel, PolicyPack, RotaPerson
from moderation_common.vocabulary import Role


class RecipientKind(StrEnum):
    """Person or team."""

    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who can be told."""

    kind: RecipientKind
    key: str
    """Key of the person or team in the pack."""
    name: str
    role: Role
    """What the link in the alert lets them do."""
    addresses: Mapping[Channel, str]
    """For a webhook its name among the deployment's settings."""


Reaches = Callable[[Channel, str], bool]
"""Says whether the deployment can send to an address on a channel."""


def person_recipient(person: RotaPerson) -> Recipient:
    """Return somebody on call as a recipient."""
    addresses = {Channel.EMAIL: person.email}
    if person.phone is not None:
        addresses[Channel.SMS] = person.phone
    if person.webhook is not None:
        addresses[Channel.WEBHOOK] = person.webhook
    return Recipient(
        kind=RecipientKind.PERSON,
        key=person.id,
        name=person.name,
        role=person.role,
        addresses=addresses,
    )


def team_recipient(pack: PolicyPack, team_id: str) -> Recipient:
    """Return a team as a recipient; one that the pack no longer names has the body's own inbox."""
    team = pack.team(team_id)
    contact = team.contact if team is not None else pack.organisation.contact
    addresses = {}
    email = contact.email or pack.organisation.contact.email
    if email is not None:
        addresses[Channel.EMAIL] = email
    if contact.phone is not None:
        addresses[Channel.SMS] = contact.phone
    if team is not None and team.webhook is not None:
        addresses[Channel.WEBHOOK] = team.webhook
    return Recipient(
        kind=RecipientKind.TEAM,
        key=team_id,
        name=team.name if team is not None else team_id,
        role=Role.TEAM_MEMBER,
        addresses=addresses,
    )


def find_recipient(pack: PolicyPack, kind: RecipientKind, key: str) -> Recipient | None:
    """Return whom an alert is for; None when the pack no longer names that person."""
    if kind is RecipientKind.TEAM:
        return team_recipient(pack, key)
    for person in pack.rota.people:
        if person.id == key:
            return person_recipient(person)
    return None


def usable_channels(
    recipient: Recipient, wanted: Sequence[Channel], *, reaches: Reaches
) -> tuple[Channel, ...]:
    """Return those of the wanted channels on which the recipient can be told, in order."""
    return tuple(
        channel
        for channel in wanted
        if channel in recipient.addresses and reaches(channel, recipient.addresses[channel])
    )


def team_channels(recipient: Recipient, first: Channel, *, reaches: Reaches) -> tuple[Channel, ...]:
    """Return every channel that reaches a team, the route's own first."""
    order = (first, *(channel for channel in Channel if channel is not first))
    return usable_channels(recipient, order, reaches=reaches)
