"""Grouping: of several cases about one comment, each person or team is told once.

Only cases that begin together are grouped. A case that a later version of the comment adds is
news, and is told as such. Where cases of a group name the same team, the alert about the one that
is handed over first tells it of them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from moderation_escalation.domain.case import Case
from moderation_escalation.domain.routing import Audience, RoutedCase, is_higher


def group_cases(cases: Sequence[RoutedCase]) -> tuple[tuple[RoutedCase, ...], ...]:
    """Return the cases in groups that are told together, in each the most urgent first.

    The duty manager hears of all of theirs at once. A team hears at once of those that begin at
    the same moment and whose times run alike; otherwise a pressing case would wait for another.
    """
    groups: dict[object, list[RoutedCase]] = {}
    for case in cases:
        groups.setdefault(_told_with(case), []).append(case)
    return tuple(_most_urgent_first(group) for group in groups.values())


def comes_before(one: Case, other: Case) -> bool:
    """Say which of two cases of a group tells the teams that both name: the leading one first.

    There is no tie, so that never each leaves a team to the other.
    """
    return _place(one) < _place(other)


def _place(case: Case) -> tuple[bool, str]:
    return case.follows is not None, case.case_id


def _told_with(case: RoutedCase) -> object:
    if case.plan.audience is Audience.DUTY_MANAGER:
        return Audience.DUTY_MANAGER
    return (case.team, *case.also), case.plan.starts_at, case.plan.wakes


def _most_urgent_first(group: Sequence[RoutedCase]) -> tuple[RoutedCase, ...]:
    lead = group[0]
    for case in group[1:]:
        if is_higher(case.urgency, lead.urgency):
            lead = case
    return (lead, *(case for case in group if case is not lead))
