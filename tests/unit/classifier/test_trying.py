"""What another policy changes: grouped, with whom it silences and what danger it loses."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.finding import REPETITION
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.switches import Switches
from moderation_classifier.domain.trials.redeciding import (
    Effect,
    Outcome,
    effect_of,
    outcome_of,
    redecide,
    with_thresholds,
)
from moderation_classifier.domain.trials.trying import (
    Shift,
    Tried,
    needs_text,
    report_on,
    unseen_changes,
)
from moderation_common.policy import Lists, PolicyPack, SwitchedOff
from moderation_common.policy.house_rules import Threshold
from moderation_common.vocabulary import Action, Category, Label, Urgency
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


def versions(*numbers: int) -> tuple[CommentVersion, ...]:
    """Return examples of which nobody asks which version of the comment they are."""
    return tuple(CommentVersion(ref_of(number)) for number in numbers)


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
    assert group.examples == versions(0, 1)


def test_another_row_with_the_same_outcome_is_no_change() -> None:
    """Renaming a row of the table disturbs nobody."""
    one = Tried(ref=ref_of(1), before=LEFT, after=sketch(row="another"))
    assert report_on([one], examples=1).changed == 0


@pytest.mark.parametrize(
    "field, other",
    [
        ("urgency", replace(REMOVED, urgency=Urgency.IMMEDIATE)),
        ("proposed", replace(REMOVED, proposed=(Action.DELETE,))),
        ("house_rule", replace(REMOVED, house_rule="spam")),
        ("actions", replace(REMOVED, actions=(Action.DELETE,))),
        ("category", replace(REMOVED, category=Category.MISINFORMATION_OR_SPAM)),
    ],
)
def test_each_shift_is_a_change_and_a_group_of_its_own(field: str, other: Sketch) -> None:
    """Whatever shifts for commenter, reviewer or team counts, and the group says from what to."""
    shifted = Tried(ref=ref_of(1), before=REMOVED, after=other)
    removed = Tried(ref=ref_of(2), before=LEFT, after=REMOVED)
    report = report_on([shifted, removed], examples=5)
    assert report.changed == 2
    (group,) = [group for group in report.groups if group.examples == versions(1)]
    shifts = {
        name: getattr(group.kind, name)
        for name in ("urgency", "proposed", "house_rule", "actions", "category")
    }
    assert shifts.pop(field) == Shift(getattr(REMOVED, field), getattr(other, field))
    assert set(shifts.values()) == {None}
    assert (group.kind.before, group.kind.after) == (Outcome.REMOVED, Outcome.REMOVED)


def test_another_route_is_a_change_and_another_order_is_none() -> None:
    """Each route opens a case of its own, so only which there are matters."""
    here = replace(LEFT, routes=("safeguarding", "police"))
    turned = replace(LEFT, routes=("police", "safeguarding"))
    there = replace(LEFT, routes=("police", "communications"))
    same = Tried(ref=ref_of(1), before=here, after=turned)
    moved = Tried(ref=ref_of(2), before=here, after=there)
    (group,) = report_on([same, moved], examples=5).groups
    assert group.examples == versions(2)
    assert (group.kind.routes_gained, group.kind.routes_lost) == (
        ("communications",),
        ("safeguarding",),
    )


def test_groups_of_before_urgency_was_kept_stand_beside_others() -> None:
    """A shadow's oldest differences have none; they are grouped and put in order all the same."""
    old = Tried(ref=ref_of(1), before=LEFT, after=REMOVED)
    new = Tried(
        ref=ref_of(2),
        before=replace(LEFT, urgency=Urgency.ROUTINE),
        after=replace(REMOVED, urgency=Urgency.URGENT),
    )
    report = report_on([old, new], examples=1)
    assert len(report.groups) == 2
    assert report_on([new, old], examples=1).groups == report.groups


def changed_route(pack: PolicyPack, route_id: str, **changes: object) -> PolicyPack:
    """Return the pack with another route in the place of one."""
    return pack.model_copy(
        update={
            "routes": tuple(
                route.model_copy(update=changes) if route.id == route_id else route
                for route in pack.routes
            )
        }
    )


def tried_on(label: Label, one: PolicyPack, other: PolicyPack) -> Tried:
    """Return what two packs make of a comment that surely carries a label."""
    about = judgement(1, scores={label: 0.99})
    return Tried(
        ref=about.ref,
        before=Sketch.of(redecide(about, one)),
        after=Sketch.of(redecide(about, other)),
    )


def test_a_pack_that_slows_or_diverts_safeguarding_is_seen() -> None:
    """A lower urgency and another route change the decision about the same scores."""
    pack = pack_of()
    slower = tried_on(
        Label.SAFEGUARDING, pack, changed_route(pack, "safeguarding", urgency=Urgency.ROUTINE)
    )
    assert slower.changes
    assert slower.after.urgency is Urgency.ROUTINE
    diverted = tried_on(Label.SAFEGUARDING, pack, changed_route(pack, "safeguarding", id="other"))
    assert diverted.changes
    assert diverted.after.routes == ("other",)
    assert not tried_on(Label.FOI, pack, changed_route(pack, "safeguarding", id="other")).changes


def with_rule(pack: PolicyPack, row_id: str, house_rule: str) -> PolicyPack:
    """Return the pack with a row of its table resting on another house rule."""
    return pack.model_copy(
        update={
            "categories": tuple(
                row.model_copy(
                    update={"then": row.then.model_copy(update={"house_rule": house_rule})}
                )
                if row.id == row_id
                else row
                for row in pack.categories
            )
        }
    )


def test_a_removal_that_rests_on_another_rule_is_seen() -> None:
    """The commenter would be sent other words; what is left is told nobody any rule."""
    pack = pack_of()
    told = tried_on(Label.THREAT, pack, with_rule(pack, "threatening", "personal-attack"))
    assert told.before.outcome is Outcome.REMOVED
    assert told.changes
    assert (told.before.house_rule, told.after.house_rule) == ("harmful-abuse", "personal-attack")
    left = tried_on(Label.CRITICISM, pack, with_rule(pack, "anything-else", "swearing"))
    assert left.before.outcome is Outcome.LEFT
    assert not left.changes


def test_what_differs_behind_the_same_name_is_said() -> None:
    """No decision shows a route's team or a rule's words, so a sentence does."""
    pack = pack_of()
    assert unseen_changes(pack, pack) == ()
    # What a decision does show is counted, and not said again.
    assert not unseen_changes(pack, changed_route(pack, "foi", urgency=Urgency.URGENT))
    assert not unseen_changes(pack, changed_route(pack, "foi", id="other"))
    # Nor what colleagues alone read.
    assert not unseen_changes(pack, changed_route(pack, "foi", note="To be agreed."))
    (said,) = unseen_changes(pack, changed_route(pack, "safeguarding", team="communications"))
    assert said.endswith(": safeguarding.")
    rules = tuple(
        rule.model_copy(update={"words": "Be kind."}) if rule.id == "swearing" else rule
        for rule in pack.house_rules
    )
    (said,) = unseen_changes(pack, pack.model_copy(update={"house_rules": rules}))
    assert said.endswith(": swearing.")


@pytest.mark.parametrize(
    "changes",
    [{"block_at": 9}, {"repeats": 3, "campaign_authors": 4}, {"rule_weights": {"swearing": 2}}],
)
def test_other_strikes_are_said_not_to_be_tried(changes: dict[str, object]) -> None:
    """They are no decision about a comment, so the fields that differ are named in one sentence."""
    pack = pack_of()
    strikes = pack.strikes.model_copy(update=changes)
    (said,) = unseen_changes(pack, pack.model_copy(update={"strikes": strikes}))
    assert "was not tried" in said
    assert said.endswith(f"not counted as a change: {', '.join(changes)}.")
    assert said.count(".") == 1


def test_removing_what_breaks_no_rule_is_silencing() -> None:
    """So is removing criticism, but not what was in doubt for a house rule."""
    harmless = Tried(ref=ref_of(1), before=LEFT, after=REMOVED)
    critical = Tried(ref=ref_of(2), before=sketch(Label.CRITICISM, Label.PROFANITY), after=REMOVED)
    doubted = Tried(
        ref=ref_of(3), before=sketch(possible=(Label.PROFANITY,), review=True), after=REMOVED
    )
    report = report_on([harmless, critical, doubted], examples=5)
    assert report.silenced.examples == versions(1, 2)
    assert report.harms


def test_criticism_and_complaints_are_counted_apart() -> None:
    """Praise and what has no label must be left as well, and are among the others."""
    told = (LEFT, sketch(Label.COMPLIMENT), sketch(Label.CRITICISM), sketch(Label.COMPLAINT))
    silenced = [Tried(ref=ref_of(n), before=one, after=REMOVED) for n, one in enumerate(told)]
    critical = sketch(Label.CRITICISM, Label.PROFANITY, removed=True)
    freed = [Tried(ref=ref_of(9), before=critical, after=LEFT)]
    report = report_on([*silenced, *freed], examples=5)
    assert report.silenced.comments == 4
    assert report.critical_silenced.examples == versions(2, 3)
    assert (report.freed.comments, report.critical_freed.comments) == (1, 1)


def test_a_persons_word_says_what_must_be_left() -> None:
    """It goes before any label: what a person took away is not silenced."""
    about = judgement(1)
    wrong = Tried(ref=ref_of(1), before=LEFT, after=REMOVED, said=example(about))
    right = Tried(ref=ref_of(2), before=LEFT, after=REMOVED, said=breach(about, Label.PROFANITY))
    report = report_on([wrong, right], examples=5)
    assert report.silenced.examples == versions(1)
    assert (report.answered, report.nearer_to_people, report.further_from_people) == (2, 1, 1)


def test_harm_is_the_balance_of_silenced_and_freed() -> None:
    """A policy that frees as much as it silences removes no more than before."""
    one = Tried(ref=ref_of(1), before=LEFT, after=REMOVED)
    other = Tried(ref=ref_of(2), before=REMOVED, after=sketch(Label.CRITICISM, Label.PROFANITY))
    report = report_on([one, other], examples=5)
    assert (report.silenced.comments, report.freed.comments) == (1, 1)
    assert not report.harms


def test_danger_that_nobody_would_see_any_more_is_harm() -> None:
    """Nothing makes up for it: no other danger that is newly seen, and no criticism freed."""
    certain = sketch(Label.SELF_HARM)
    blinded = [Tried(ref=ref_of(1), before=certain, after=LEFT)]
    assert report_on(blinded, examples=5).harms
    won = Tried(ref=ref_of(2), before=LEFT, after=certain)
    freed = Tried(ref=ref_of(3), before=REMOVED, after=LEFT)
    assert report_on([*blinded, won, freed], examples=5).harms
    assert not report_on([won, freed], examples=5).harms
    asked = sketch(possible=(Label.SELF_HARM,), review=True)
    assert not report_on([Tried(ref=ref_of(4), before=certain, after=asked)], examples=5).harms


def test_danger_is_lost_only_when_nobody_reads_it() -> None:
    """A certain label that becomes a doubt still reaches a person."""
    certain = sketch(Label.SELF_HARM)
    asked = sketch(possible=(Label.SELF_HARM,), review=True)
    kept = Tried(ref=ref_of(1), before=certain, after=asked)
    lost = Tried(ref=ref_of(2), before=asked, after=LEFT)
    won = Tried(ref=ref_of(3), before=LEFT, after=certain)
    report = report_on([kept, lost, won], examples=5)
    assert report.danger_lost[Label.SELF_HARM].examples == versions(2)
    assert report.danger_won[Label.SELF_HARM].examples == versions(3)
    assert (report.reviews_before, report.reviews_after) == (1, 1)


@pytest.mark.parametrize("scores", [{Label.SELF_HARM: 0.99}, {Label.SELF_HARM: 0.7}])
def test_danger_that_is_switched_off_is_still_asked_about(scores: dict[Label, float]) -> None:
    """A person reads it in review, so it is not lost; only switching it on again wins nothing."""
    pack = pack_of()
    off = pack.model_copy(update={"switched_off": SwitchedOff(labels=(Label.SELF_HARM,))})
    about = judgement(1, scores=scores)
    on, asked = Sketch.of(redecide(about, pack)), Sketch.of(redecide(about, off))
    assert (asked.labels, asked.possible, asked.review) == ((), (), True)
    there = report_on([Tried(ref=ref_of(1), before=on, after=asked)], examples=5)
    back = report_on([Tried(ref=ref_of(1), before=asked, after=on)], examples=5)
    for report in (there, back):
        assert (report.danger_lost, report.danger_won, report.harms) == ({}, {}, False)
    # What was only in doubt was asked about before.
    certain = Label.SELF_HARM in on.labels
    assert set(there.danger_asked) == ({Label.SELF_HARM} if certain else set())
    assert back.danger_asked == {}


def test_danger_that_is_switched_off_is_lost_without_a_review() -> None:
    """That it was possible helps nobody when no person reads the comment."""
    certain = replace(sketch(Label.SELF_HARM), routes=("safeguarding",))
    unread = replace(LEFT, unheeded=(Label.SELF_HARM,))
    report = report_on([Tried(ref=ref_of(1), before=certain, after=unread)], examples=5)
    assert set(report.danger_lost) == {Label.SELF_HARM}
    assert (report.danger_asked, report.harms) == ({}, True)


def test_danger_whose_case_another_label_opens_is_not_said_to_be_only_asked_about() -> None:
    """The team hears of the comment all the same."""
    both = replace(sketch(Label.SELF_HARM, Label.SAFEGUARDING), routes=("safeguarding",))
    one = replace(
        sketch(Label.SAFEGUARDING, review=True),
        routes=("safeguarding",),
        unheeded=(Label.SELF_HARM,),
    )
    report = report_on([Tried(ref=ref_of(1), before=both, after=one)], examples=5)
    assert (report.changed, report.danger_lost, report.danger_asked) == (1, {}, {})


def test_only_what_changes_the_finding_needs_texts() -> None:
    """Thresholds and rows can be tried from scores, word lists cannot."""
    pack = pack_of()
    stricter = pack.model_copy(update={"always_review": (Label.HATE,)})
    assert not needs_text(pack, stricter)
    assert needs_text(pack, pack.model_copy(update={"lists": Lists(allowed=("Scunthorpe",))}))


def test_what_speaks_to_another_is_decided_as_such_again() -> None:
    """A complaint to another commenter opens no case by itself, then and in a trial."""
    asked = judgement(1, scores={Label.COMPLAINT: 0.95})
    pack = pack_of("bsw")
    assert redecide(asked, pack).labels == (Label.COMPLAINT,)
    another = redecide(replace(asked, to_another=True), pack)
    assert (another.labels, another.review) == ((), True)


def repeated(scores: dict[Label, float]) -> Judgement:
    """Return a judgement that put `spam` in doubt because its author repeats themselves."""
    return replace(judgement(1, scores=scores), sources={Label.SPAM: REPETITION})


@pytest.mark.parametrize(
    "scores",
    [{}, {Label.SPAM: 0.3}, {Label.SPAM: 0.5}],
    ids=["not scored", "scored low", "kept when repetition gave a score"],
)
def test_no_threshold_loses_what_an_author_repeats(scores: dict[Label, float]) -> None:
    """Wherever `review` stands, live and in a trial, a person is asked whether it is spam."""
    pack = pack_of("bsw")
    for review in (0.2, 0.5, 0.6, 0.85):
        changed = {Label.SPAM: Threshold(act=0.85, review=review)}
        again = redecide(repeated(scores), with_thresholds(pack, changed))
        assert (again.labels, again.doubtful) == ((), (Label.SPAM,))
        assert outcome_of(again) is Outcome.REVIEW
        assert effect_of([repeated(scores)], pack, changed) == Effect(judged=1)


def test_repetition_in_the_past_is_heeded_as_it_is_live() -> None:
    """Not where it is switched off, nor where the other pack sees danger in the text."""
    pack, off = pack_of("bsw"), Switches(rules=frozenset({REPETITION}))
    assert outcome_of(redecide(repeated({}), pack, off)) is Outcome.LEFT
    # What scored the text beside it is not off.
    assert outcome_of(redecide(repeated({Label.SPAM: 0.7}), pack, off)) is Outcome.REVIEW
    anxious = with_thresholds(pack, {Label.SELF_HARM: Threshold(act=0.85, review=0.1)})
    danger = redecide(repeated({Label.SELF_HARM: 0.2}), anxious)
    assert Label.SPAM not in danger.possible
    assert danger.review


def test_a_picture_is_asked_about_again() -> None:
    """Under either pack a person looks at it, and what is removed for its words is removed."""
    pack = pack_of("bsw")
    with_picture = judgement(1, attached=True)
    again = redecide(with_picture, pack)
    assert outcome_of(again) is Outcome.REVIEW
    assert len(again.doubts) == 1
    assert outcome_of(redecide(judgement(1), pack)) is Outcome.LEFT
    hateful = redecide(judgement(1, scores={Label.HATE: 0.99}, attached=True), pack)
    assert (outcome_of(hateful), hateful.review) == (Outcome.REMOVED, True)


def test_a_text_that_was_not_read_whole_is_not_deleted_without_a_person() -> None:
    """What was read is certain, but nobody knows what stands in the rest."""
    pack = pack_of("mid-and-south-essex")
    scores = {Label.HATE: 0.99}
    whole = redecide(judgement(1, scores=scores), pack)
    part = redecide(judgement(1, scores=scores, read_whole=False), pack)
    assert Action.DELETE in whole.actions
    assert not whole.review
    assert Action.DELETE not in part.actions
    assert part.review


@pytest.mark.parametrize(
    "attached, read_whole, review, known",
    [
        (None, None, True, False),
        (False, None, True, False),
        (None, None, False, True),
        (False, True, True, True),
        (True, False, True, True),
    ],
)
def test_what_asked_nobody_was_seen_whole(
    *, attached: bool | None, read_whole: bool | None, review: bool, known: bool
) -> None:
    """A judgement of before both were kept tells them where no person was asked."""
    about = replace(judgement(1, attached=attached, read_whole=read_whole), review=review)
    assert about.unseen_is_known is known
