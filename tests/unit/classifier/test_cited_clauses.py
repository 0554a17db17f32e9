"""The clauses of reasons and strikes: each covers the label for which it is cited."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.domain.behaviour.breaches import Basis, breach_of
from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.outcome import decision_events
from moderation_classifier.domain.text import Span
from moderation_classifier.domain.trials.trying import unseen_changes
from moderation_common.events import ActionRequested, Author, Comment, CommentReceived, Event
from moderation_common.policy import Row, Then, When
from moderation_common.vocabulary import Action, Category, Kind, Label
from tests.support.behaviour import NOON, ref_of, version_of
from tests.support.labelling import policy_pack, utterance

BODIES: Final = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")


def _decide_on(organisation: str, *labels: Label) -> Decision:
    findings = tuple(
        Finding(label=label, score=0.95, span=Span(0, 4), source="rule.of-test") for label in labels
    )
    labelling = Labelling(
        findings=findings, language="English", too_long=False, scores=dict.fromkeys(labels, 0.95)
    )
    return decide(labelling, policy_pack(organisation), utterance("text"))


def _clauses(organisation: str, *labels: Label, rules: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The clauses of a strike; that of its rules comes first."""
    found = breach_of(
        version_of(1),
        labels=labels,
        actions=[Action.DELETE],
        rules=rules,
        basis=Basis.MACHINE if rules else Basis.PERSON,
        message_id=None,
        pack=policy_pack(organisation),
        at=NOON,
    )
    assert found is not None
    return found.clauses


@pytest.mark.parametrize(
    "organisation, words",
    [
        ("nottingham", "In violation of any law or regulation"),
        ("healthwatch-cp", "Posting materials that might be considered inappropriate or offensive"),
    ],
)
def test_what_no_row_matched_is_explained_by_its_own_row(organisation: str, words: str) -> None:
    """An unlawful offer in an abusive comment is explained neither by copyright nor by gain."""
    decision = _decide_on(organisation, Label.HARASSMENT, Label.ILLEGAL)
    (reason,) = [one for one in decision.reasons if one.label is Label.ILLEGAL]
    assert decision.row in {"targeted-abuse", "bullying"}
    assert reason.words is not None
    assert reason.words.startswith(words)


@pytest.mark.parametrize("organisation", BODIES)
def test_every_reason_cites_a_rule_that_covers_it(organisation: str) -> None:
    """Also where one row is for two labels together and rests on the rule about one of them."""
    pack = policy_pack(organisation)
    for label in Label:
        for other in (Label.ILLEGAL, Label.SEXUAL, Label.PROMOTION, Label.HARASSMENT):
            for reason in _decide_on(organisation, *dict.fromkeys((label, other))).reasons:
                if reason.words is not None:
                    words = [r.words for r in pack.house_rules if reason.label in r.labels]
                    assert reason.words in words


def test_what_a_freedom_protects_is_explained_by_it() -> None:
    """A rule that names no label is cited for whatever the row that rests on it matched."""
    pack = policy_pack("nottingham")
    then = Then(
        category=Category.ANYTHING_ELSE, house_rule="anything-else", actions=((Action.LEAVE,),)
    )
    spared = Row(id="spared", when=When(labels_any=(Label.CRITICISM,)), then=then)
    table = pack.model_copy(update={"categories": (spared, *pack.categories)})
    labelling = Labelling(
        findings=(), language="English", too_long=False, scores={Label.CRITICISM: 0.95}
    )
    (reason,) = decide(labelling, table, utterance("text")).reasons
    assert reason.clause == "Managing social media, table of comments, row 3"


def test_a_changed_notice_is_named_among_what_a_trial_does_not_count() -> None:
    """It is sent to commenters like the rule's own words."""
    pack = policy_pack("nottingham")
    first, *others = pack.house_rules
    changed = first.model_copy(update={"notice": "We have {removed} your comment, sorry."})
    (said,) = unseen_changes(pack, pack.model_copy(update={"house_rules": (changed, *others)}))
    assert said.endswith(f": {first.id}.")


def test_a_strike_cites_the_rule_acted_upon_first() -> None:
    """An unlawful advertisement was removed for the law, and advertises as well."""
    assert _clauses("nottingham", Label.ILLEGAL, Label.PROMOTION, rules=("unlawful",)) == (
        "Managing social media, list of what is removed, point 4",
        "Managing social media, list of what is removed, point 6",
    )


def test_a_rule_acted_upon_for_something_else_is_not_cited() -> None:
    """Where the strike is for swearing alone, the rule about the threat beside it is not named."""
    clauses = _clauses("nottingham", Label.PROFANITY, rules=("targeted-abuse", "unknown"))
    assert clauses == ("Managing social media, list of what is removed, point 1",)


def test_a_persons_strike_cites_the_rows_of_its_labels() -> None:
    """A person names labels and no rule."""
    assert _clauses("nottingham", Label.ILLEGAL) == (
        "Managing social media, list of what is removed, point 4",
    )
    assert _clauses("lincolnshire", Label.SEXUAL) == ("Section 9, point 2",)


@pytest.mark.parametrize("organisation", BODIES)
@pytest.mark.parametrize("basis_rules", [True, False])
def test_every_label_of_a_strike_has_a_clause_that_covers_it(
    organisation: str, *, basis_rules: bool
) -> None:
    """And no clause stands there that covers none of them."""
    pack = policy_pack(organisation)
    for label in (Label.ILLEGAL, Label.SEXUAL, Label.HATE, Label.PROMOTION, Label.SPAM):
        ruled = _decide_on(organisation, label, Label.PROMOTION).house_rule
        rules = (ruled,) if ruled and basis_rules else ()
        labels = {label, Label.PROMOTION}
        covering = [rule for rule in pack.house_rules if labels.intersection(rule.labels)]
        clauses = _clauses(organisation, *labels, rules=rules)
        assert set(clauses) <= {rule.clause for rule in covering}
        for one in labels:
            assert any(rule.clause in clauses for rule in covering if one in rule.labels)


def test_the_notice_says_what_is_done_and_for_which_rule() -> None:
    """A name is told of as deleted, a telephone number as hidden to protect its author."""
    ref = ref_of(1)
    comment = Comment(
        ref=ref, kind=Kind.COMMENT, text="text", author=Author(author_id="1"), created_at=NOON
    )
    received = Event.build(
        CommentReceived(comment=comment),
        cause="test",
        source="/test",
        subject=str(ref),
        organisation="mid-and-south-essex",
        correlation_id=ref.correlation_id,
        time=NOON,
    )

    def told(label: Label) -> str:
        events = decision_events(
            received,
            comment,
            _decide_on("mid-and-south-essex", label),
            pack=policy_pack("mid-and-south-essex"),
            now=NOON,
        )
        (text,) = [
            event.data.text
            for event in events
            if isinstance(event.data, ActionRequested) and event.data.text
        ]
        return text

    assert told(Label.STAFF_NAMED).startswith("We have deleted your comment because it names")
    assert told(Label.PERSONAL_DATA).startswith("We have hidden your comment to protect you")
