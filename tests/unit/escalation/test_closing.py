"""What the form on a case's page says, and which answers a case accepts."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from moderation_common.vocabulary import Label
from moderation_escalation.api.closing import read_closing
from moderation_escalation.domain.case import LONGEST_OUTCOME, Answer
from moderation_escalation.domain.errors import ConflictError

LABELS = (Label.SELF_HARM, Label.THREAT)


def test_a_form_without_an_outcome_is_the_one_that_takes() -> None:
    """The button that takes a case sends nothing."""
    assert read_closing(b"") is None
    assert read_closing(b"is-self_harm=yes") is None


def test_each_label_is_confirmed_refused_or_left() -> None:
    """An empty choice, a made-up one and a label of no case say nothing."""
    form = {
        "outcome": " Seen. ",
        "is-self_harm": "no",
        "is-threat": "yes",
        "is-hate": "yes",
        "is-emergency": "",
        "is-safeguarding": "perhaps",
    }
    closing = read_closing(urlencode(form).encode())
    assert closing is not None
    assert closing.outcome == "Seen."
    answer = closing.answer((*LABELS, Label.EMERGENCY, Label.SAFEGUARDING))
    assert answer == Answer(confirmed=(Label.THREAT,), refused=(Label.SELF_HARM,))


@pytest.mark.parametrize(
    "outcome, complete",
    [("", False), (" \r\n", False), ("é" * LONGEST_OUTCOME, True), ("é" * 4001, False)],
)
def test_an_outcome_has_to_be_there_and_to_fit(outcome: str, *, complete: bool) -> None:
    """Spaces say nothing; what is counted are characters, not bytes."""
    closing = read_closing(urlencode({"outcome": outcome}).encode())
    assert closing is not None
    assert closing.complete is complete


def test_an_answer_is_about_labels_of_the_case() -> None:
    """Anything else is refused with what to do, so that no other label is taught."""
    Answer().check(LABELS)
    Answer(confirmed=(Label.THREAT,), refused=(Label.SELF_HARM,)).check(LABELS)
    with pytest.raises(ConflictError, match="not opened for hate"):
        Answer(confirmed=(Label.THREAT, Label.HATE)).check(LABELS)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(confirmed=(Label.THREAT,), refused=(Label.THREAT,)),
        Answer(confirmed=(Label.THREAT, Label.THREAT)),
    ],
)
def test_a_label_is_answered_for_once(answer: Answer) -> None:
    """Yes and no at once is no answer."""
    with pytest.raises(ConflictError, match="twice"):
        answer.check(LABELS)


def test_an_outcome_that_cannot_be_kept_is_refused() -> None:
    """PostgreSQL holds no U+0000, and no browser sends one."""
    with pytest.raises(ValueError, match=r"U\+0000"):
        read_closing(urlencode({"outcome": "It was\x00a joke."}).encode())
