"""What a group's alert says: how many cases wait, how urgent they are, where they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.alert_text import EmailText
from moderation_escalation.domain.words import DANGER, urgency_words


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNotice:
    """The facts that a group's alert gives."""

    organisation: str
    """Name of the body."""
    recipient: str
    """Name of the person who is told."""
    waiting: int
    """How many cases wait for them."""
    urgency: Urgency
    """The most urgent of them."""
    page: str
    """Address at which they are listed and taken; it is good for the recipient only."""
    repeat: bool
    """An earlier attempt may have arrived too."""


def compose_group_email(notice: GroupNotice) -> EmailText:
    """Return the e-mail."""
    paragraphs = [
        DANGER,
        f"For: {notice.recipient}",
        (
            f"More cases: {notice.waiting} now waiting for you at {notice.organisation}.\n"
            f"The most urgent: {urgency_words(notice.urgency)}"
        ),
        f"Read them all on one page, and take them together:\n{notice.page}",
        (
            "Cases that come in the next minutes stand on that page without a further message."
            " What nobody takes in its time is told to the next person."
        ),
    ]
    if notice.repeat:
        paragraphs.append("You may have had this message already; it is about the same cases.")
    paragraphs.append("The link is yours alone: please do not pass it on.")
    return EmailText(
        subject=f"{notice.urgency.capitalize()}: {notice.waiting} cases now waiting"
        f" ({notice.organisation})",
        body="\n\n".join(paragraphs) + "\n",
    )


def compose_group_short(notice: GroupNotice) -> str:
    """Return the message for chat."""
    return " ".join(
        (
            DANGER,
            f"{urgency_words(notice.urgency)}.",
            f"More cases: {notice.waiting} now waiting",
            f"for {notice.recipient} ({notice.organisation}).",
            f"Read and take them on one page: {notice.page}",
        )
    )
