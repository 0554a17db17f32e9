"""Reading: the files of cases and reviews, with what people need to decide; nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation_common.identity import CaseId, CommentRef, DecisionId, ReviewId
from moderation_escalation.domain.alert import Alert
from moderation_escalation.domain.case import Case, CommentVersion, Decision, Note, StoredComment
from moderation_escalation.domain.errors import NotFoundError
from moderation_escalation.domain.recipient import RecipientKind
from moderation_escalation.domain.review import Review
from moderation_escalation.ports import (
    CaseQuery,
    ReviewMember,
    ReviewQuery,
    UnitOfWork,
    UnitsOfWork,
)

_RELATED: Final = 50
"""A comment has one case a route and opening; a pack has far fewer routes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything about a case."""

    case: Case
    related: tuple[Case, ...]
    """Other cases about the same comment."""
    comment: StoredComment | None
    """As it stands now."""
    raised_by: tuple[CommentVersion, ...]
    """As it was when the alarm was raised, each time that it was; oldest first."""
    decision: Decision | None
    alerts: tuple[Alert, ...]
    """Who was told of it, also through the case that it follows and others of its group."""
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """Everything about a review."""

    review: Review
    comment: StoredComment | None
    """As it stands now."""
    raised_by: tuple[CommentVersion, ...]
    """As it was when its doubts were raised, each time that it was not as now; oldest first."""
    decision: Decision | None
    cases: tuple[Case, ...]
    """The cases about the comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFile:
    """One of the comments that a review of a group settles."""

    member: ReviewMember
    comment: StoredComment | None
    """As it stands now."""


class ReadFiles:
    """Reads cases and reviews of one body at a time."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    async def list_cases(self, query: CaseQuery) -> Sequence[Case]:
        """Return a page of cases."""
        async with self._units() as unit:
            return await unit.cases.search(query)

    async def case_file(self, organisation: str, case_id: CaseId) -> CaseFile:
        """Return a case's file; raises `NotFoundError`."""
        async with self._units() as unit:
            case = await unit.cases.find(organisation, case_id)
            if case is None:
                raise NotFoundError("There is no such case; look it up in the list of cases.")
            about = await unit.cases.search(
                CaseQuery(organisation=organisation, ref=case.ref, limit=_RELATED)
            )
            alerts = [*await unit.alerts.about(case_id)]
            for each in await unit.cases.told_with(case):
                alerts += [
                    alert
                    for alert in await unit.alerts.about(each.case_id)
                    if each.case_id == case.follows or _tells_a_team_of(alert, case)
                ]
            return CaseFile(
                case=case,
                related=tuple(each for each in about if each.case_id != case_id),
                comment=await unit.comments.find(organisation, case.ref),
                raised_by=tuple(
                    await unit.comments.versions(organisation, case.ref, case.raised_by)
                ),
                decision=await unit.decisions.find(organisation, case.decision_id),
                alerts=tuple(sorted(alerts, key=lambda alert: alert.created_at)),
                notes=tuple(await unit.cases.notes(case_id)),
            )

    async def list_reviews(self, query: ReviewQuery) -> Sequence[Review]:
        """Return a page of reviews."""
        async with self._units() as unit:
            return await unit.reviews.search(query)

    async def review_file(self, organisation: str, review_id: ReviewId) -> ReviewFile:
        """Return a review's file; raises `NotFoundError`."""
        async with self._units() as unit:
            review = await unit.reviews.find(organisation, review_id)
            if review is None:
                raise NotFoundError("There is no such review; look it up in the list of reviews.")
            cases = await unit.cases.search(
                CaseQuery(organisation=organisation, ref=review.ref, limit=_RELATED)
            )
            comment = await unit.comments.find(organisation, review.ref)
            versions = await unit.comments.versions(organisation, review.ref, review.raised_by)
            return ReviewFile(
                review=review,
                comment=comment,
                raised_by=tuple(each for each in versions if each.differs_from(comment)),
                decision=await _decision(unit, organisation, review.decision_id),
                cases=tuple(cases),
            )

    async def list_members(
        self, organisation: str, review_id: ReviewId, *, limit: int, after: CommentRef | None
    ) -> Sequence[MemberFile]:
        """Return a page of the comments that a review settles; raises `NotFoundError`."""
        async with self._units() as unit:
            if await unit.reviews.find(organisation, review_id) is None:
                raise NotFoundError("There is no such review; look it up in the list of reviews.")
            members = await unit.reviews.members(review_id, limit=limit, after=after)
            comments = await unit.comments.find_each(
                organisation, [member.ref for member in members]
            )
            return [
                MemberFile(member=member, comment=comments.get(member.ref)) for member in members
            ]


def _tells_a_team_of(alert: Alert, case: Case) -> bool:
    return alert.recipient_kind is RecipientKind.TEAM and alert.recipient in case.teams


async def _decision(
    unit: UnitOfWork, organisation: str, decision_id: DecisionId | None
) -> Decision | None:
    if decision_id is None:
        return None
    return await unit.decisions.find(organisation, decision_id)
