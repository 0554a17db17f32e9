"""What an alert says: enough to act, and never a word of the comment or the name of its author.

The comment itself is read on the page that the link leads to, so that it stays in one place from
which it can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moderation_common.policy import PolicyPack, TemplateName, compose_reply
from moderation_common.vocabulary import Label, Platform, Urgency
from moderation_escalation.domain.words import (
    DANGER,
    DOUBT,
    platform_words,
    subject_words,
    time_words,
    urgency_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The facts that an alert gives."""

    organisation: str
    """Name of the body."""
    recipient: str
    """Name of the person or team that is told."""
    teams: tuple[str, ...]
    """Names of the teams in charge."""
    labels: tuple[Label, ...]
    doubtful: tuple[Label, ...] = ()
    """Those of the labels that the comment may have, but not surely."""
    urgency: Urgency
    platform: Platform
    page: str
    """Address at which the case is read and taken; it is good for the recipient only."""
    permalink: str | None
    answer_by: datetime | None
    """When the next person is told; None when somebody has taken the case already."""
    crisis: tuple[str, ...]
    """The pack's crisis signposting, where the case calls for it."""
    repeat: bool
    """An earlier attempt may have arrived too."""


@dataclass(frozen=True, slots=True)
class EmailText:
    """A message in plain text."""

    subject: str
    body: str


_SIGNPOSTS: dict[Label, TemplateName] = {
    Label.EMERGENCY: TemplateName.EMERGENCY,
    Label.SELF_HARM: TemplateName.CRISIS,
    Label.SAFEGUARDING: TemplateName.CRISIS,
}


def crisis_words(pack: PolicyPack, labels: tuple[Label, ...]) -> tuple[str, ...]:
    """Return the pack's signposting for people at risk, as far as the labels call for it."""
    names = dict.fromkeys(_SIGNPOSTS[label] for label in labels if label in _SIGNPOSTS)
    return tuple(compose_reply(pack, name) for name in names)


def compose_email(notice: Notice) -> EmailText:
    """Return the e-mail."""
    about = subject_words(notice.labels, notice.doubtful)
    facts = [
        f"How soon: {urgency_words(notice.urgency)}",
        f"About: {about}",
        f"Body: {notice.organisation}",
        f"Team in charge: {', '.join(notice.teams)}",
        f"Platform: {platform_words(notice.platform)}",
    ]
    paragraphs = [
        DANGER,
        f"For: {notice.recipient}",
        "\n".join(facts),
        *([DOUBT] if notice.doubtful else []),
        f"Read the comment and take the case:\n{notice.page}",
    ]
    if notice.permalink is not None:
        paragraphs.append(f"On the platform:\n{notice.permalink}")
    paragraphs.append(_say_what_next(notice.answer_by))
    if notice.crisis:
        paragraphs.append("Words for the person who wrote:\n" + "\n".join(notice.crisis))
    if notice.repeat:
        paragraphs.append("You may have had this message already; it is about the same case.")
    paragraphs.append("The link is yours alone: please do not pass it on.")
    return EmailText(
        subject=f"{notice.urgency.capitalize()}: {about} ({notice.organisation})",
        body="\n\n".join(paragraphs) + "\n",
    )


def compose_short(notice: Notice) -> str:
    """Return the message for chat."""
    about = subject_words(notice.labels, notice.doubtful)
    return " ".join(
        (
            DANGER,
            f"{urgency_words(notice.urgency)}.",
            f"{about}, on {platform_words(notice.platform)},",
            f"for {notice.recipient} ({notice.organisation}).",
            *([DOUBT] if notice.doubtful else []),
            f"Read it and take the case: {notice.page}",
            _say_what_next(notice.answer_by),
        )
    )


def _say_what_next(answer_by: datetime | None) -> str:
    if answer_by is None:
        return "Somebody has taken this case already; the page says who."
    return f"If nobody takes it by {time_words(answer_by)}, the next person is told."
