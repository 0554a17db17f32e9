"""Telling: the alerts for whoever stands at a step of the ladder, and for the teams of a case.

It only writes the alerts down; `send_alerts` sends them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from moderation_common.policy import Channel, LadderStep, PolicyPack, RotaPerson
from moderation_escalation.domain.alert import Alert, AlertState, alert_id_of
from moderation_escalation.domain.case import Case
from moderation_escalation.domain.recipient import (
    Recipient,
    RecipientKind,
    person_recipient,
    team_channels,
    team_recipient,
    usable_channels,
)
from moderation_escalation.ports import Channels, UnitOfWork


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
        """Alert somebody on call, on all of the rung's channels together.

        Returns the case with the telling counted; None when no channel reaches the person.
        """
        recipient = person_recipient(person)
        channels = usable_channels(recipient, rung.channels, reaches=self._channels.reaches)
        if not channels:
            return None
        told = replace(case, tellings=case.tellings + 1, ladder_telling=case.tellings + 1)
        for channel in channels:
            await unit.alerts.add(_alert(told, recipient, channel, now=now))
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
