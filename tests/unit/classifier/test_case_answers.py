"""What is made of the answers that people give when they close cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from moderation_classifier.domain.quality.agreement_figures import measure
from moderation_classifier.domain.quality.case_answers import CaseAnswer, measure_cases
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_common.identity import CaseId, derive_id
from moderation_common.vocabulary import Label, Role
from tests.support.learning import T0, example, judgement

DANGER = (Label.SELF_HARM, Label.SAFEGUARDING)


def said(
    about: Judgement,
    *,
    confirmed: Collection[Label] = (),
    refused: Collection[Label] = (),
    route: str = "self-harm",
    minutes: int = 5,
) -> CaseAnswer:
    """Return what the person who closed a case about a judgement said."""
    return CaseAnswer(
        judgement=about,
        case_id=CaseId(derive_id(about.decision_id, route)),
        decided_at=T0 + timedelta(minutes=minutes),
        role=Role.TEAM_MEMBER,
        confirmed=frozenset(confirmed),
        refused=frozenset(refused),
    )


def left(number: int, *labels: Label) -> Judgement:
    """Return that the machine left a comment, in no doubt, with these labels."""
    return judgement(number, stratum=Stratum.LEFT, share=0.005, asked=False, labels=labels)


def test_the_share_of_right_labels_among_those_answered_for() -> None:
    """Each label by itself, in the vocabulary's order; a label not said of is not counted."""
    answers = [said(left(n, *DANGER), confirmed=[Label.SELF_HARM]) for n in range(9)]
    answers.append(
        said(left(9, *DANGER), refused=[Label.SELF_HARM], confirmed=[Label.SAFEGUARDING])
    )
    figures = {one.label: one for one in measure_cases(answers, {Label.SELF_HARM: 40})}

    self_harm = figures[Label.SELF_HARM]
    assert (self_harm.precision.value, self_harm.precision.examples) == (0.9, 10)
    assert (self_harm.precision.low, self_harm.precision.high) == pytest.approx(
        (0.596, 0.982), abs=0.001
    )
    assert self_harm.given == 40
    assert figures[Label.SAFEGUARDING].precision.examples == 1
    assert list(figures) == [label for label in Label if label in figures]


def test_only_what_the_machine_was_sure_of_tells_of_its_precision() -> None:
    """A case opened in doubt, and a label that the version no longer carried, tell nothing."""
    doubtful = replace(left(1), doubtful=(Label.SELF_HARM,))

    assert measure_cases([said(doubtful, refused=[Label.SELF_HARM])], {}) == ()


def test_a_version_that_was_overtaken_is_not_measured() -> None:
    """As everywhere in the figures: nobody was to decide about it."""
    outside = judgement(1, stratum=Stratum.OUTSIDE, asked=False, labels=[Label.SELF_HARM])

    assert measure_cases([said(outside, confirmed=[Label.SELF_HARM])], {}) == ()


def test_two_cases_about_one_label_of_one_comment_are_one_answer() -> None:
    """Two teams closed theirs: what was said last holds, whatever the order of reading."""
    about = left(1, Label.SELF_HARM)
    first = said(about, confirmed=[Label.SELF_HARM], minutes=5)
    last = said(about, refused=[Label.SELF_HARM], route="safeguarding", minutes=9)

    for answers in ([first, last], [last, first]):
        (figures,) = measure_cases(answers, {Label.SELF_HARM: 1})
        assert (figures.precision.value, figures.precision.examples) == (0, 1)


def test_an_answer_that_is_known_before_the_count_counts_at_least_itself() -> None:
    """Nobody reads that one of nought comments was answered for."""
    (figures,) = measure_cases([said(left(1, Label.THREAT), confirmed=[Label.THREAT])], {})

    assert figures.given == 1


def test_answers_of_cases_leave_every_other_figure_alone() -> None:
    """The figures are computed from questions asked by design, and nothing else is given them."""
    sampled = [
        example(judgement(n, stratum=Stratum.LEFT, share=0.005, labels=DANGER), labels=DANGER)
        for n in range(3)
    ]
    evidence = weigh(sampled, {Stratum.LEFT: 600})
    given = {label: {Stratum.LEFT: 600} for label in DANGER}
    before = measure(evidence, given)
    measure_cases([said(left(n, *DANGER), refused=DANGER) for n in range(50)], {})

    assert measure(evidence, given) == before
