"""Sending: claims an alert in the database, sends it, and writes down what came of it.

A crash between claim and result leaves it open whether somebody was told. The alert is then sent
again, because an unread alert can cost a life and a second one costs a minute; how often is
bounded, and every attempt carries the same id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from moderation_common.clock import Clock
from moderation_common.errors import PermanentError, TransientError
from moderation_common.events import AlertFailed, AlertSent
from moderation_common.identity import AlertId, CaseId, derive_id
from moderation_common.policy import PolicyPack
from moderation_escalation import metrics
from moderation_escalation.domain.alert import MAX_ATTEMPTS, Alert, AlertState, next_attempt
from moderation_escalation.domain.alert_text import (
    Notice,
    compose_email,
    compose_short,
    crisis_words,
)
from moderation_escalation.domain.case import Case, CaseStatus, TimerKind
from moderation_escalation.domain.group_text import (
    GroupNotice,
    compose_group_email,
    compose_group_short,
)
from moderation_escalation.domain.ladder import Outcome, climb
from moderation_escalation.domain.recipient import RecipientKind, find_recipient, team_recipient
from moderation_escalation.ports import (
    Channels,
    Links,
    OutgoingAlert,
    Packs,
    UnitOfWork,
    UnitsOfWork,
)
from moderation_escalation.usecases.announcing import announce
from moderation_escalation.usecases.climb_ladders import Alarm, ClimbLadders
from moderation_escalation.usecases.tell_people import TellPeople

_AT_ONCE: Final = 8
"""Alerts in the air together: a hanging mail server holds up no more than these."""

_NO_WAY: Final = "The policy pack no longer says how to reach them."
_UNKNOWN_FATE: Final = "It was cut off at each attempt, so it is not known whether it went out."


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str
    permanent: bool


class SendAlerts:
    """Sends what is due, several replicas side by side."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        packs: Packs,
        channels: Channels,
        links: Links,
        tell: TellPeople,
        ladders: ClimbLadders,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._units = units
        self._packs = packs
        self._channels = channels
        self._links = links
        self._tell = tell
        self._ladders = ladders
        self._clock = clock
        self._alarm = alarm

    async def send_due(self) -> int:
        """Send every alert that is due; returns how many attempts that took."""
        count = 0
        while True:
            async with self._units() as unit:
                claimed = await unit.alerts.claim_due(self._clock(), limit=_AT_ONCE)
            if not claimed:
                return count
            count += len(claimed)
            await asyncio.gather(*(self._attempt(alert) for alert in claimed))

    async def _attempt(self, alert: Alert) -> None:
        composed_at = self._clock()
        if alert.carried_by is not None:
            failure = await self._share_fate(alert.carried_by)
        else:
            prepared = await self._prepare(alert)
            if prepared is None:
                return
            if isinstance(prepared, OutgoingAlert):
                failure = await self._send(alert, prepared)
            else:
                failure = prepared
        async with self._units() as unit:
            case = await unit.cases.lock(alert.case_id)
            if case is None:
                return
            if failure is None:
                await self._note_sent(unit, alert, case)
                if alert.announces:
                    # What came while it was on its way was not counted in it, and is not said
                    # to have been sent; it stands on the page.
                    await unit.alerts.lock_tellings(alert.organisation)
                    await unit.alerts.release_carried(
                        alert.alert_id, now=self._clock(), created_by=composed_at
                    )
            else:
                await self._note_failure(unit, alert, case=case, failure=failure)

    async def _share_fate(self, announcing: AlertId) -> _Failure | None:
        """Return what became of the group's alert."""
        async with self._units() as unit:
            carrier = await unit.alerts.find(announcing)
        if carrier is not None and carrier.state is AlertState.SENT:
            return None
        reason = carrier.reason if carrier is not None else None
        return _Failure(reason or "The group's alert was not sent.", permanent=True)

    async def _prepare(self, alert: Alert) -> OutgoingAlert | _Failure | None:
        """Return the message; None when it is no longer needed."""
        now = self._clock()
        if alert.attempts > MAX_ATTEMPTS:
            return _Failure(_UNKNOWN_FATE, permanent=True)
        async with self._units() as unit:
            case = await unit.cases.lock(alert.case_id)
            waiting: Sequence[CaseId] = ()
            if alert.announces:
                await unit.alerts.lock_tellings(alert.organisation)
                waiting = await unit.alerts.waiting_for(alert.organisation, alert.recipient)
            if case is None or (_is_settled(alert, case) and not waiting):
                await unit.alerts.save(replace(alert, state=AlertState.WITHDRAWN, settled_at=now))
                metrics.ALERTS.labels(alert.channel.value, "withdrawn").inc()
                return None
            pack = self._packs().get(alert.organisation)
            if pack is None:
                return _Failure("The body has no policy pack in force.", permanent=False)
            if alert.announces:
                return self._compose_group(alert, case=case, pack=pack, waiting=waiting, now=now)
            return await self._compose(unit, alert, case=case, pack=pack, now=now)

    def _compose_group(
        self,
        alert: Alert,
        *,
        case: Case,
        pack: PolicyPack,
        waiting: Sequence[CaseId],
        now: datetime,
    ) -> OutgoingAlert | _Failure:
        recipient = find_recipient(pack, alert.recipient_kind, alert.recipient)
        address = recipient.addresses.get(alert.channel) if recipient is not None else None
        if recipient is None or address is None:
            return _Failure(_NO_WAY, permanent=True)
        page = self._links.group_page_of(
            case.case_id, organisation=case.organisation, recipient=recipient, now=now
        )
        notice = GroupNotice(
            organisation=pack.organisation.name,
            recipient=recipient.name,
            waiting=len(waiting),
            urgency=alert.urgency,
            page=page,
            repeat=alert.attempts > 1,
        )
        return OutgoingAlert(
            alert_id=alert.alert_id,
            case_id=case.case_id,
            organisation=case.organisation,
            route=case.route,
            recipient=alert.recipient,
            urgency=alert.urgency,
            step=alert.step,
            address=address,
            page=page,
            email=compose_group_email(notice),
            short=compose_group_short(notice),
            at=now,
        )

    async def _compose(
        self, unit: UnitOfWork, alert: Alert, *, case: Case, pack: PolicyPack, now: datetime
    ) -> OutgoingAlert | _Failure:
        recipient = find_recipient(pack, alert.recipient_kind, alert.recipient)
        address = recipient.addresses.get(alert.channel) if recipient is not None else None
        if recipient is None or address is None:
            return _Failure(_NO_WAY, permanent=True)
        told_of = await _told_of(unit, alert, case)
        labels = tuple(dict.fromkeys(label for each in told_of for label in each.labels))
        certain = {label for each in told_of for label in each.labels if label not in each.doubtful}
        comment = await unit.comments.find(case.organisation, case.ref)
        page = self._links.page_of(
            case.case_id, organisation=case.organisation, recipient=recipient, now=now
        )
        notice = Notice(
            organisation=pack.organisation.name,
            recipient=recipient.name,
            teams=tuple(dict.fromkeys(team_recipient(pack, each.team).name for each in told_of)),
            labels=labels,
            doubtful=tuple(label for label in labels if label not in certain),
            urgency=alert.urgency,
            platform=case.ref.platform,
            page=page,
            permalink=comment.permalink if comment is not None else None,
            answer_by=await unit.cases.timer(case.follows or case.case_id, TimerKind.LADDER)
            if case.status is CaseStatus.OPEN
            else None,
            crisis=crisis_words(pack, labels),
            repeat=alert.attempts > 1,
        )
        return OutgoingAlert(
            alert_id=alert.alert_id,
            case_id=case.case_id,
            organisation=case.organisation,
            route=case.route,
            recipient=alert.recipient,
            urgency=alert.urgency,
            step=alert.step,
            address=address,
            page=page,
            email=compose_email(notice),
            short=compose_short(notice),
            at=now,
        )

    async def _send(self, alert: Alert, message: OutgoingAlert) -> _Failure | None:
        try:
            await self._channels.send(alert.channel, message)
        except TransientError as error:
            return _Failure(str(error), permanent=False)
        except PermanentError as error:
            return _Failure(str(error), permanent=True)
        return None

    async def _note_sent(self, unit: UnitOfWork, alert: Alert, case: Case) -> None:
        now = self._clock()
        await unit.alerts.save(replace(alert, state=AlertState.SENT, settled_at=now, reason=None))
        metrics.ALERTS.labels(alert.channel.value, "sent").inc()
        pack = self._packs().get(alert.organisation)
        if pack is not None and alert.telling == case.ladder_telling:
            move = climb(case.standing, Outcome.TOLD, ladder=pack.ladder, urgency=case.urgency)
            await unit.cases.save(replace(case, standing=move.standing))
        await self._announce(unit, alert, case, reason=None, now=now)

    async def _note_failure(
        self, unit: UnitOfWork, alert: Alert, *, case: Case, failure: _Failure
    ) -> None:
        now = self._clock()
        again_at = next_attempt(alert.attempts, permanent=failure.permanent, now=now)
        if again_at is not None:
            await unit.alerts.save(
                replace(
                    alert,
                    state=AlertState.PENDING,
                    next_attempt_at=again_at,
                    reason=failure.reason,
                )
            )
            metrics.ALERTS.labels(alert.channel.value, "retry").inc()
            return
        await unit.alerts.save(
            replace(alert, state=AlertState.FAILED, settled_at=now, reason=failure.reason)
        )
        if alert.announces:
            await unit.alerts.lock_tellings(alert.organisation)
            await unit.alerts.release_carried(alert.alert_id, now=now, created_by=None)
        metrics.ALERTS.labels(alert.channel.value, "failed").inc()
        self._alarm("alert_failed", case)
        await self._announce(unit, alert, case, reason=failure.reason, now=now)
        await self._go_on(unit, alert, case, now=now)

    async def _go_on(self, unit: UnitOfWork, alert: Alert, case: Case, *, now: datetime) -> None:
        """After a failure for good: the next channel, else the next person."""
        pack = self._packs().get(alert.organisation)
        if pack is None or case.status is CaseStatus.CLOSED:
            return
        if alert.recipient_kind is RecipientKind.TEAM:
            if await self._tell.try_next_channel(unit, alert, case=case, pack=pack, now=now):
                return
            await self._ladders.retry_team_later(unit, case, pack=pack, now=now)
        if alert.telling != case.ladder_telling:
            return
        together = [
            other
            for other in await unit.alerts.about(case.case_id)
            if other.telling == alert.telling
        ]
        if all(other.state is AlertState.FAILED for other in together):
            await self._ladders.climb(unit, case, Outcome.UNREACHABLE, pack=pack, now=now)

    async def _announce(
        self, unit: UnitOfWork, alert: Alert, case: Case, *, reason: str | None, now: datetime
    ) -> None:
        """Say what came of the alert, for its case and for those told of with it."""
        events = []
        for each in await _told_of(unit, alert, case):
            told = alert.alert_id
            if each is not case:
                told = AlertId(derive_id(alert.alert_id, each.case_id))
            payload = AlertSent(
                alert_id=told,
                case_id=each.case_id,
                ref=alert.ref,
                person=alert.recipient,
                channel=alert.channel.value,
                step=alert.step,
            )
            events.append(
                announce(
                    payload
                    if reason is None
                    else AlertFailed(**payload.model_dump(), reason=reason),
                    organisation=alert.organisation,
                    ref=alert.ref,
                    cause=told,
                    now=now,
                )
            )
        await unit.publish(events)


async def _told_of(unit: UnitOfWork, alert: Alert, case: Case) -> tuple[Case, ...]:
    """Return the cases that an alert tells of: a team of all those that name it, taken or not."""
    if alert.recipient_kind is RecipientKind.PERSON:
        return (case, *await unit.cases.open_followers(case.case_id))
    group = await unit.cases.told_with(case)
    return (
        case,
        *(
            each
            for each in group
            if alert.recipient in each.teams and each.status is not CaseStatus.CLOSED
        ),
    )


def _is_settled(alert: Alert, case: Case) -> bool:
    """A team is told of its case though somebody on call has taken it; nobody of a closed one."""
    if alert.recipient_kind is RecipientKind.TEAM:
        return case.status is CaseStatus.CLOSED
    return case.status is not CaseStatus.OPEN
