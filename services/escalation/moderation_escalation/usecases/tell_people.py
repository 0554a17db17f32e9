"""Telling: the alerts for whoever stands at a step of the ladder, and for the teams of a case.

It only writes the alerts down; `send_alerts` sends them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from moderation_common.policy import Channel, LadderStep, PolicyPack, RotaPerson
from moderation_escalation.domain.alert import Alert, AlertState, alert_id_of, group_id_of
from moderation_escalation.domain.case import Case, Note
from moderation_escalation.domain.recipient import (
    Recipient,
    RecipientKind,
    person_recipient,
    team_channels,
    team_recipient,
    usable_channels,
)
from moderation_escalation.domain.routing import highest
from moderation_escalation.domain.storm import WINDOW, Announced, Way, choose_way
from moderation_escalation.ports import Channels, Earlier, UnitOfWork


class TellPeople:
    """Writes alerts."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def tell_person(
        self,
        unit: UnitOfWork,
        case: Case,
        *,
        person: RotaPerson,
        rung: LadderStep,
        now: datetime,
    ) -> Case | None:
        """Alert somebody on call, on all of the rung's channels together; in a storm by a group's.

        Returns the case with the telling counted; None when no channel reaches the person.
        """
        recipient = person_recipient(person)
        channels = usable_channels(recipient, rung.channels, reaches=self._channels.reaches)
        if not channels:
            return None
        told = replace(case, tellings=case.tellings + 1, ladder_telling=case.tellings + 1)
        await unit.alerts.lock_tellings(case.organisation)
        earlier = await unit.alerts.earlier_to(case.organisation, recipient.key, since=now - WINDOW)
        group = _announced(earlier, now=now)
        match choose_way(case.urgency, alone=earlier.alone, group=group):
            case Way.ALONE:
                for channel in channels:
                    await unit.alerts.add(_alert(told, recipient, channel, now=now))
            case Way.START:
                await _start_group(
                    unit, told, recipient, channels=channels, earlier=earlier, now=now
                )
            case Way.JOIN:
                told = await _join_group(unit, told, recipient, earlier=earlier, now=now)
        return told

    async def tell_teams(
        self,
        unit: UnitOfWork,
        case: Case,
        *,
        pack: PolicyPack,
        on_ladder: bool,
        except_: Collection[str] = (),
        now: datetime,
    ) -> Case | None:
        """Alert the teams of a case, each on the first channel that reaches it.

        `on_ladder` says that the ladder stands at the team. Returns the case with the telling
        counted; None when no channel reaches any of them.
        """
        number = case.tellings + 1
        told = replace(
            case,
            tellings=number,
            ladder_telling=number if on_ladder else case.ladder_telling,
        )
        reached = False
        for team in dict.fromkeys(case.teams):
            if team in except_:
                continue
            recipient = team_recipient(pack, team)
            channels = self.channels_of_team(pack, case, recipient)
            if channels:
                await unit.alerts.add(_alert(told, recipient, channels[0], now=now))
                reached = True
        return told if reached else None

    async def try_next_channel(
        self, unit: UnitOfWork, failed: Alert, *, case: Case, pack: PolicyPack, now: datetime
    ) -> bool:
        """Tell a team by another channel than the one that failed; False when there is none."""
        recipient = team_recipient(pack, failed.recipient)
        channels = self.channels_of_team(pack, case, recipient)
        later = channels[channels.index(failed.channel) + 1 :] if failed.channel in channels else ()
        if not later:
            return False
        alert_id = alert_id_of(
            failed.case_id, telling=failed.telling, recipient=failed.recipient, channel=later[0]
        )
        await unit.alerts.add(
            replace(
                failed,
                alert_id=alert_id,
                channel=later[0],
                state=AlertState.PENDING,
                attempts=0,
                created_at=now,
                next_attempt_at=now,
                settled_at=None,
                reason=None,
            )
        )
        return True

    def channels_of_team(
        self, pack: PolicyPack, case: Case, recipient: Recipient
    ) -> tuple[Channel, ...]:
        """Return the channels that reach a team, the one that the route names first."""
        route = pack.route(case.route)
        first = route.channel if route is not None else Channel.EMAIL
        return team_channels(recipient, first, reaches=self._channels.reaches)


def _announced(earlier: Earlier, *, now: datetime) -> Announced | None:
    if not earlier.announcing:
        return None
    return Announced(
        urgency=highest([alert.urgency for alert in earlier.announcing]),
        young=any(alert.created_at > now - WINDOW for alert in earlier.announcing),
        waiting=earlier.waiting,
    )


async def _start_group(
    unit: UnitOfWork,
    told: Case,
    recipient: Recipient,
    *,
    channels: Collection[Channel],
    earlier: Earlier,
    now: datetime,
) -> None:
    group = group_id_of(told.case_id, telling=told.tellings, recipient=recipient.key)
    # Its page lists what they were told of one by one too, and it is as urgent as all that.
    urgency = highest([told.urgency, *earlier.alone])
    for channel in channels:
        alert = _alert(told, recipient, channel, now=now)
        await unit.alerts.add(replace(alert, group_id=group, urgency=urgency))


async def _join_group(
    unit: UnitOfWork, told: Case, recipient: Recipient, *, earlier: Earlier, now: datetime
) -> Case:
    for carrier in earlier.announcing:
        alert = _alert(told, recipient, carrier.channel, now=now)
        await unit.alerts.add(
            replace(
                alert,
                state=AlertState.GROUPED,
                group_id=carrier.group_id,
                carried_by=carrier.alert_id,
            )
        )
    note = f"Many cases at once: the group alert to {recipient.name} leads to this one too."
    await unit.cases.add_note(told.case_id, Note(now, note))
    if any(carrier.state is AlertState.SENT for carrier in earlier.announcing):
        return replace(told, standing=replace(told.standing, unreached=0))
    return told


def _alert(case: Case, recipient: Recipient, channel: Channel, *, now: datetime) -> Alert:
    step = case.standing.step
    return Alert(
        alert_id=alert_id_of(
            case.case_id, telling=case.tellings, recipient=recipient.key, channel=channel
        ),
        case_id=case.case_id,
        organisation=case.organisation,
        ref=case.ref,
        recipient_kind=recipient.kind,
        recipient=recipient.key,
        channel=channel,
        step=step if recipient.kind is RecipientKind.PERSON and step is not None else 0,
        telling=case.tellings,
        urgency=case.urgency,
        state=AlertState.PENDING,
        attempts=0,
        created_at=now,
        next_attempt_at=now,
    )
