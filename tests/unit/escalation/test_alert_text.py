"""What alerts say."""

from __future__ import annotations

from dataclasses import replace

from moderation_common.vocabulary import Kind, Label, Platform, Urgency
from moderation_escalation.domain.alert_text import (
    Notice,
    compose_email,
    compose_short,
    crisis_words,
)
from moderation_escalation.domain.words import (
    DANGER,
    kind_words,
    label_words,
    platform_words,
    subject_words,
    time_words,
)
from tests.support.escalation import read_pack, utc

NOTICE = Notice(
    organisation="NHS Lincolnshire",
    recipient="Duty manager one",
    teams=("Quality team", "Safeguarding team"),
    labels=(Label.PATIENT_SAFETY, Label.SELF_HARM),
    urgency=Urgency.IMMEDIATE,
    platform=Platform.X,
    page="https://moderation.example/a/token",
    permalink="https://x.example/1",
    answer_by=utc(2026, 7, 6, 20),
    crisis=("Call 0800 001 4331.",),
    repeat=False,
)


def test_the_mail_says_what_is_needed_to_act() -> None:
    """Danger first, then how soon, what about, whose, where, and what happens otherwise."""
    mail = compose_email(NOTICE)
    assert mail.subject == "Immediate: Patient safety, risk of self-harm (NHS Lincolnshire)"
    assert mail.body.startswith(DANGER)
    for fact in (
        "How soon: Immediate: act now",
        "Team in charge: Quality team, Safeguarding team",
        "https://moderation.example/a/token",
        "https://x.example/1",
        "If nobody takes it by 21:00 on Monday 6 July 2026, the next person is told.",
        "Call 0800 001 4331.",
    ):
        assert fact in mail.body


def test_a_repeat_says_that_it_may_be_one() -> None:
    """Whoever gets it twice knows that it is one case."""
    assert "already; it is about the same case" not in compose_email(NOTICE).body
    repeated = compose_email(replace(NOTICE, repeat=True))
    assert "already; it is about the same case" in repeated.body


def test_a_case_that_is_taken_says_so() -> None:
    """A team that hears in the morning need not fear that nobody acted."""
    taken = compose_email(replace(NOTICE, answer_by=None, permalink=None, crisis=()))
    assert "Somebody has taken this case already" in taken.body
    assert "On the platform" not in taken.body
    assert "Words for the person" not in taken.body


def test_the_chat_message_is_one_short_line() -> None:
    """Danger, urgency, subject, platform, recipient, link."""
    short = compose_short(NOTICE)
    assert "\n" not in short
    assert short.startswith(DANGER)
    assert "https://moderation.example/a/token" in short
    assert "on X," in short


def test_crisis_words_come_from_the_pack_where_somebody_is_at_risk() -> None:
    """Self-harm, safeguarding and emergencies bring signposting; a request does not."""
    pack = read_pack()
    (crisis,) = crisis_words(pack, (Label.SELF_HARM, Label.SAFEGUARDING))
    assert "0800 001 4331" in crisis
    assert len(crisis_words(pack, (Label.EMERGENCY, Label.SELF_HARM))) == 2
    assert crisis_words(pack, (Label.FOI,)) == ()


def test_the_vocabulary_reads_as_english() -> None:
    """Abbreviations are spelt out and everything else loses its underscores."""
    assert label_words(Label.FOI) == "freedom of information request"
    assert label_words(Label.STAFF_CONDUCT) == "staff conduct"
    assert subject_words(()) == "Comment for your team"
    assert platform_words(Platform.FACEBOOK) == "Facebook"
    assert platform_words(Platform.TIKTOK) == "TikTok"
    assert kind_words(Kind.DIRECT_MESSAGE) == "direct message"
    assert time_words(utc(2026, 12, 1, 9, 5)) == "09:05 on Tuesday 1 December 2026"
