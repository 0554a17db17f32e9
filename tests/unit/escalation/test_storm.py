"""Whether a person is told of a case by itself or in a group, and what a group's alert says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.group_text import (
    GroupNotice,
    compose_group_email,
    compose_group_short,
)
from moderation_escalation.domain.storm import ALONE_AT_MOST, Announced, Way, choose_way
from moderation_escalation.domain.words import DANGER

IMMEDIATE, URGENT, ROUTINE = Urgency.IMMEDIATE, Urgency.URGENT, Urgency.ROUTINE
NOTICE = GroupNotice(
    organisation="NHS Lincolnshire",
    recipient="Duty manager one",
    waiting=42,
    urgency=IMMEDIATE,
    page="https://moderation.example/a/token/group",
    repeat=False,
)


def announced(urgency: Urgency, *, young: bool = True, waiting: int = 9) -> Announced:
    """Return a group that was announced."""
    return Announced(urgency=urgency, young=young, waiting=waiting)


@pytest.mark.parametrize(
    "urgency, alone, group, way",
    [
        (URGENT, 0, None, Way.ALONE),
        (URGENT, ALONE_AT_MOST - 1, None, Way.ALONE),
        (URGENT, ALONE_AT_MOST, None, Way.START),
        (IMMEDIATE, ALONE_AT_MOST, None, Way.ALONE),
        (ROUTINE, ALONE_AT_MOST, announced(URGENT), Way.JOIN),
        (URGENT, ALONE_AT_MOST, announced(URGENT), Way.JOIN),
        (URGENT, ALONE_AT_MOST, announced(ROUTINE), Way.START),
        (IMMEDIATE, ALONE_AT_MOST, announced(URGENT), Way.ALONE),
        (URGENT, 0, announced(URGENT, young=False), Way.START),
        (IMMEDIATE, 0, announced(URGENT, young=False), Way.START),
        (URGENT, 0, announced(URGENT, young=False, waiting=1), Way.ALONE),
    ],
)
def test_how_one_more_case_is_told(
    urgency: Urgency, alone: int, group: Announced | None, way: Way
) -> None:
    """By itself while few wait, then once for the group, then silently while that is young."""
    assert choose_way(urgency, alone=[URGENT] * alone, group=group) is way


def test_a_second_immediate_case_renews_a_less_urgent_group() -> None:
    """One that was told by itself does not let the next immediate one go without a message."""
    way = choose_way(IMMEDIATE, alone=[URGENT] * 5 + [IMMEDIATE], group=announced(URGENT))
    assert way is Way.START


def test_the_groups_mail_says_how_many_and_how_urgent() -> None:
    """Danger first, then the number, the most urgent and the one page."""
    mail = compose_group_email(NOTICE)
    assert mail.subject == "Immediate: 42 cases now waiting (NHS Lincolnshire)"
    assert mail.body.startswith(DANGER)
    assert "More cases: 42 now waiting" in mail.body
    assert "The most urgent: Immediate: act now" in mail.body
    assert NOTICE.page in mail.body
    assert "already" not in mail.body
    assert "already" in compose_group_email(replace(NOTICE, repeat=True)).body


def test_the_groups_chat_message_is_one_line() -> None:
    """Danger, urgency, number, recipient, link."""
    short = compose_group_short(NOTICE)
    assert "\n" not in short
    assert short.startswith(DANGER)
    assert "42 now waiting" in short
    assert NOTICE.page in short
