"""What another policy changes: grouped, with whom it silences and what danger it loses."""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.redeciding import Outcome
from moderation_classifier.domain.trying import Sketch, Tried, needs_text, report_on
from moderation_common.policy import Lists
from moderation_common.vocabulary import Action, Category, Label
from tests.support.behaviour import pack_of, ref_of
from tests.support.learning import breach, example, judgement

LEAVE: Final = (Action.LEAVE,)
HIDE: Final = (Action.HIDE,)


def sketch(
    *labels: Label,
    possible: tuple[Label, ...] = (),
    removed: bool = False,
    review: bool = False,
    row: str = "a-row",
) -> Sketch:
    """Return a sketch with these labels certain."""
    outcome = Outcome.REMOVED if removed else Outcome.REVIEW if review else Outcome.LEFT
    return Sketch(
        outcome=outcome,
        category=Category.HARMFUL_ABUSE if removed else Category.ANYTHING_ELSE,
        row=row,
        labels=labels,
        possible=(*labels, *possible),
        actions=HIDE if removed else LEAVE,
        review=review,
    )


REMOVED: Final = sketch(Label.PROFANITY, removed=True, row="profanity")
LEFT: Final = sketch()


def test_changes_are_grouped_by_outcome_row_and_labels() -> None:
    """Comments that change alike are one group with a bounded number of examples."""
    tried = [Tried(ref=ref_of(n), before=LEFT, after=REMOVED) for n in range(4)]
    tried.append(Tried(ref=ref_of(9), before=LEFT, after=LEFT))
    report = report_on(tried, examples=2)
    (group,) = report.groups
    assert (report.judged, report.changed, group.comments) == (5, 4, 4)
    assert (group.kind.before, group.kind.after) == (Outcome.LEFT, Outcome.REMOVED)
    assert (group.kind.gained, group.kind.lost) == ((Label.PROFANITY,), ())
    assert group.examples == (ref_of(0), ref_of(1))


def test_another_row_with_the_same_outcome_is_no_change() -> None:
    """Renaming a row of the table disturbs nobody."""
    one = Tried(ref=ref_of(1), before=LEFT, after=sketch(row="another"))
    assert report_on([one], examples=1).changed == 0


def test_removing_what_breaks_no_rule_is_silencing() -> None:
    """So is removing criticism, but not what was in doubt for a house rule."""
    harmless = Tried(ref=ref_of(1), before=LEFT, after=REMOVED)
    critical = Tried(ref=ref_of(2), before=sketch(Label.CRITICISM, Label.PROFANITY), after=REMOVED)
    doubted = Tried(
        ref=ref_of(3), before=sketch(possible=(Label.PROFANITY,), review=True), after=REMOVED
    )
    report = report_on([harmless, critical, doubted], examples=5)
    assert report.silenced.examples == (ref_of(1), ref_of(2))
    assert report.harms


def test_a_persons_word_says_what_must_be_left() -> None:
    """It goes before any label: what a person took away is not silenced."""
    about = judgement(1)
    wrong = Tried(ref=ref_of(1), before=LEFT, after=REMOVED, said=example(about))
    right = Tried(ref=ref_of(2), before=LEFT, after=REMOVED, said=breach(about, Label.PROFANITY))
    report = report_on([wrong, right], examples=5)
    assert report.silenced.examples == (ref_of(1),)
    assert (report.answered, report.nearer_to_people, report.further_from_people) == (2, 1, 1)


def test_harm_is_the_balance_of_silenced_and_freed() -> None:
    """A policy that frees as much as it silences removes no more than before."""
    one = Tried(ref=ref_of(1), before=LEFT, after=REMOVED)
    other = Tried(ref=ref_of(2), before=REMOVED, after=sketch(Label.CRITICISM, Label.PROFANITY))
    report = report_on([one, other], examples=5)
    assert (report.silenced.comments, report.freed.comments) == (1, 1)
    assert not report.harms


def test_danger_is_lost_only_when_nobody_reads_it() -> None:
    """A certain label that becomes a doubt still reaches a person."""
    certain = sketch(Label.SELF_HARM)
    asked = sketch(possible=(Label.SELF_HARM,), review=True)
    kept = Tried(ref=ref_of(1), before=certain, after=asked)
    lost = Tried(ref=ref_of(2), before=asked, after=LEFT)
    won = Tried(ref=ref_of(3), before=LEFT, after=certain)
    report = report_on([kept, lost, won], examples=5)
    assert report.danger_lost[Label.SELF_HARM].examples == (ref_of(2),)
    assert report.danger_won[Label.SELF_HARM].examples == (ref_of(3),)
    assert (report.reviews_before, report.reviews_after) == (1, 1)


def test_only_what_changes_the_finding_needs_texts() -> None:
    """Thresholds and rows can be tried from scores, word lists cannot."""
    pack = pack_of()
    stricter = pack.model_copy(update={"always_review": (Label.HATE,)})
    assert not needs_text(pack, stricter)
    assert needs_text(pack, pack.model_copy(update={"lists": Lists(allowed=("Scunthorpe",))}))
