"""What a person reads before another pack takes effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from moderation_classifier.api.trial_models import TrialOut
from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.trials.coverage import Coverage
from moderation_classifier.domain.trials.redeciding import Outcome
from moderation_classifier.domain.trials.trying import Tried, report_on
from moderation_classifier.usecases.trying_policy import Basis, Trial
from moderation_common.vocabulary import Action, Category, Label, Urgency
from moderation_local.commands.policy_trials import beginning_of, report
from tests.support.behaviour import ref_of

ASKED = Sketch(
    outcome=Outcome.REVIEW,
    category=Category.ANYTHING_ELSE,
    row="everything-else",
    labels=(Label.SAFEGUARDING,),
    possible=(Label.SAFEGUARDING,),
    actions=(Action.LEAVE,),
    review=True,
    proposed=(Action.HIDE,),
    urgency=Urgency.URGENT,
    routes=("safeguarding",),
)
REMOVED = replace(
    ASKED,
    outcome=Outcome.REMOVED,
    category=Category.HARMFUL_ABUSE,
    actions=(Action.REPLY, Action.HIDE),
    proposed=(Action.REPLY, Action.HIDE),
    review=False,
    house_rule="swearing",
)
SINCE = datetime(2026, 9, 30, 23, tzinfo=UTC)
BEGINS = datetime(2026, 11, 3, 10, 15, tzinfo=UTC)


def told(
    *tried: Tried,
    unseen: tuple[str, ...] = (),
    text: str | None = None,
    **coverage: Any,  # noqa: ANN401 - as `Coverage` takes them
) -> list[str]:
    """Return the lines about a trial, by way of what the classifier answers."""
    trial = Trial(
        in_force="bsw@1",
        candidate="bsw@2",
        basis=Basis.TEXTS,
        coverage=Coverage(since=SINCE, earliest=BEGINS, **coverage),
        unseen=unseen,
        report=report_on(tried, examples=5),
    )
    texts = {} if text is None else {CommentVersion(ref_of(1)): text}
    answer = TrialOut.build(trial, texts).model_dump(mode="json")
    assert answer["earliest"] == "2026-11-03T10:15:00Z"
    return list(report(answer))


def test_a_day_begins_as_it_does_in_london() -> None:
    """In summer an hour before UTC; any day that can be written is one that a service reads."""
    assert beginning_of(date(2026, 10, 1)) == SINCE
    assert beginning_of(date(2026, 11, 1)) == datetime(2026, 11, 1, tzinfo=UTC)
    assert beginning_of(date.min).isoformat().endswith("+00:00")


def test_every_shift_of_a_group_is_a_line() -> None:
    """What shifts for a team, a reviewer and the commenter stands under the group's title."""
    elsewhere = replace(
        ASKED, urgency=Urgency.ROUTINE, routes=("communications",), proposed=(Action.DELETE,)
    )
    lines = told(
        Tried(ref=ref_of(1), before=ASKED, after=elsewhere),
        Tried(ref=ref_of(2), before=REMOVED, after=replace(REMOVED, house_rule="spam")),
    )
    assert "bsw@2 instead of bsw@1: 2 of 2 decisions would change" in lines[0]
    for line in (
        "  routes: +communications -safeguarding",
        "  urgency: urgent -> routine",
        "  proposed to a person: hide -> delete",
        "  house rule of the removal: swearing -> spam",
    ):
        assert line in lines
    # A count and an example each: what is told of a group begins with its title.
    assert lines[lines.index("  urgency: urgent -> routine") - 2] == (
        "review -> review (everything-else): 1"
    )


def test_criticism_stands_before_every_other_figure() -> None:
    """Who would be silenced is read first, whatever else shifts."""
    lines = told(Tried(ref=ref_of(1), before=ASKED, after=replace(REMOVED, labels=())))
    assert lines[2] == "Criticism and complaints, newly removed: 0"
    assert lines[3].startswith("All that must be left, these included, newly removed: ")
    assert "  done at once: leave -> reply and hide" in lines
    assert "  proposed to a person: hide -> reply and hide" in lines
    assert "  house rule of the removal: none -> swearing" in lines


def test_criticism_is_counted_apart_from_what_else_must_be_left() -> None:
    """A complaint and a comment without any label are both silenced; one of them complains."""
    left = replace(ASKED, outcome=Outcome.LEFT, labels=(), possible=(), review=False)
    complaint = replace(left, labels=(Label.COMPLAINT,), possible=(Label.COMPLAINT,))
    lines = told(
        Tried(ref=ref_of(1), before=left, after=REMOVED),
        Tried(ref=ref_of(2), before=complaint, after=REMOVED),
        Tried(ref=ref_of(3), before=replace(REMOVED, labels=(Label.CRITICISM,)), after=left),
    )
    assert lines[2:9] == [
        "Criticism and complaints, newly removed: 1",
        f"  {ref_of(2)}",
        "All that must be left, these included, newly removed: 2",
        f"  {ref_of(1)}",
        f"  {ref_of(2)}",
        "Criticism and complaints, no longer removed: 1",
        f"  {ref_of(3)}",
    ]


def test_a_proposal_that_is_done_at_once_is_said_once() -> None:
    """Where nobody is asked on either side, what is proposed is what is done."""
    deleted = replace(REMOVED, actions=(Action.DELETE,), proposed=(Action.DELETE,))
    lines = told(Tried(ref=ref_of(1), before=REMOVED, after=deleted))
    assert "  done at once: reply and hide -> delete" in lines
    assert not any("proposed" in line for line in lines)


def test_what_was_not_tried_is_said_at_the_top() -> None:
    """A log that begins later, other models' scores, and what no decision shows."""
    lines = told(complete_from=BEGINS, other_models=2, unseen=("The route foi differs.",))
    assert "complete only from 3 November 2026, 10:15" in lines[1]
    assert lines[2].startswith("2 judgements were left out")
    assert lines[3] == "The route foi differs."


def test_danger_that_is_only_asked_about_is_told_apart_from_what_nobody_sees() -> None:
    """Who reads the report knows that the team would no longer be told, and a reviewer would."""
    case = replace(ASKED, labels=(Label.SELF_HARM,), possible=(Label.SELF_HARM,), review=False)
    gone = replace(case, labels=(), possible=(), routes=(), unheeded=(Label.SELF_HARM,))
    lines = told(
        Tried(ref=ref_of(1), before=case, after=replace(gone, review=True)),
        Tried(ref=ref_of(2), before=case, after=gone),
    )
    assert lines[lines.index("Self harm, no longer seen: 1") + 1] == f"  {ref_of(2)}"
    asked = lines.index("Self harm, asked about, no longer a case: 1")
    assert lines[asked + 1] == f"  {ref_of(1)}"


def test_a_text_is_shown_as_people_read_it() -> None:
    """With its pounds, letters and emoji; on one line, and without what steers a terminal."""
    text = 'Dzień dobry, £4.20 👩\u200d⚕️ "free"?\n\x1b[2K\x9b2K\u202egone'
    lines = told(Tried(ref=ref_of(1), before=ASKED, after=REMOVED), text=text)
    shown = 'Dzień dobry, £4.20 👩\u200d⚕️ \\"free\\"?\\n\\u001b[2K\\u009b2K\\u202egone'
    assert f'  {ref_of(1)}: "{shown}"' in lines


def test_half_a_character_is_shown_by_its_number() -> None:
    """It could not be printed."""
    lines = told(Tried(ref=ref_of(1), before=ASKED, after=REMOVED), text="half \ud83d")
    assert f'  {ref_of(1)}: "half \\ud83d"' in lines


def test_the_report_ends_with_why_the_change_harms() -> None:
    """Whoever reads nothing else learns what `--fail-on-harm` fails for."""
    left = replace(ASKED, outcome=Outcome.LEFT, labels=(), possible=(), review=False, routes=())
    hurt = replace(ASKED, labels=(Label.SELF_HARM,), possible=(Label.SELF_HARM,))
    lines = told(
        Tried(ref=ref_of(1), before=left, after=REMOVED),
        Tried(ref=ref_of(2), before=hurt, after=left),
    )
    assert lines[-2] == (
        "This change harms: the machine would remove 1 more of what must be left than now, and"
        " danger (self harm) would no longer reach a person."
    )
    assert lines[-1] == "Nothing has taken effect."


def test_of_a_change_that_harms_nobody_no_harm_is_said() -> None:
    """As much freed as silenced is no harm by that count, and more seen is none either."""
    left = replace(ASKED, outcome=Outcome.LEFT, labels=(), possible=(), review=False, routes=())
    lines = told(
        Tried(ref=ref_of(1), before=replace(REMOVED, labels=(), possible=()), after=left),
        Tried(ref=ref_of(2), before=left, after=ASKED),
    )
    assert lines[-1] == "Nothing has taken effect."
    assert not any("harms" in line for line in lines)
