"""What each body's pack makes of a labelling: actions, doubt, urgency, routes, reasons."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.decision import (
    Decision,
    ask_about_attachments,
    decide,
    decide_unreadable,
)
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.text import Span
from moderation_common.events import Author, Comment
from moderation_common.policy import Row, Then, When
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Urgency,
)
from tests.support.behaviour import NOON, decision_of, ref_of
from tests.support.labelling import judge, policy_pack, utterance

_BODIES = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")

_UNROUTED = "It is threat, and the policy sends that to no team; decide who must know."
_SPARED = (
    "The policy would remove this for what is certain in it, but leaves what it may be: a person"
    " must decide."
)


def _decide_on(
    *scored: tuple[Label, float],
    language: str = "English",
    too_long: bool = False,
    danger: bool = False,
    organisation: str = "mid-and-south-essex",
) -> Decision:
    findings = tuple(
        Finding(
            label=label, score=score, span=Span(0, 4), source="rule.of-test", present_danger=danger
        )
        for label, score in scored
    )
    labelling = Labelling(
        findings=findings, language=language, too_long=too_long, scores=dict(scored)
    )
    return decide(labelling, policy_pack(organisation), utterance("text"))


def _decide_where_criticism_is_spared(**scores: float) -> Decision:
    """Decide under a body that leaves criticism whatever else is in it."""
    pack = policy_pack("nottingham")
    then = Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),))
    spared = Row(id="free-views", when=When(labels_any=(Label.CRITICISM,)), then=then)
    found = {Label(label): score for label, score in scores.items()}
    findings = tuple(
        Finding(label=label, score=score, span=Span(0, 4), source="rule.of-test")
        for label, score in found.items()
    )
    labelling = Labelling(findings=findings, language="English", too_long=False, scores=found)
    table = pack.model_copy(update={"categories": (spared, *pack.categories)})
    return decide(labelling, table, utterance("text"))


def _removes(decision: Decision) -> bool:
    return not REMOVALS.isdisjoint(decision.actions)


def test_a_certain_threat_is_removed_and_named_with_its_clause() -> None:
    """A score above `act` acts at once and quotes the policy."""
    decision = _decide_on((Label.THREAT, 0.95))
    assert decision.category is Category.HARMFUL_ABUSE
    assert _removes(decision)
    (reason,) = decision.reasons
    assert reason.clause
    assert reason.words
    assert reason.span == Span(0, 4)
    assert decision.pack.startswith("mid-and-south-essex@")


@pytest.mark.parametrize("organisation", _BODIES)
@pytest.mark.parametrize("label", Label)
def test_a_reason_cites_a_clause_of_the_pack_or_none(organisation: str, label: Label) -> None:
    """It may be sent to the commenter, so what a pack notes for colleagues is never in it."""
    pack = policy_pack(organisation)
    (reason,) = _decide_on((label, 0.99), organisation=organisation).reasons
    notes = [route.note for route in pack.routes if route.note]
    assert not any(note in (reason.clause or "") for note in notes)
    of_routes = {route.clause for route in pack.routes_for(frozenset({label}))}
    assert reason.clause in {None, *of_routes, *(rule.clause for rule in pack.house_rules)}


@pytest.mark.parametrize("label", [Label.SELF_HARM, Label.STAFF_CONDUCT, Label.CRITICISM])
def test_what_the_policy_does_not_speak_of_cites_nothing(label: Label) -> None:
    """Two routes are the product's own default, and no rule is about criticism."""
    (reason,) = _decide_on((label, 0.99), organisation="bsw").reasons
    assert (reason.clause, reason.words) == (None, None)


@pytest.mark.parametrize("organisation", _BODIES)
def test_a_certain_threat_that_no_route_takes_goes_to_a_person_too(organisation: str) -> None:
    """Its removal tells nobody, and somebody may come to harm."""
    decision = _decide_on((Label.THREAT, 0.95), organisation=organisation)
    assert _removes(decision)
    assert decision.doubts == (_UNROUTED,)
    decision = judge("I hope the GP gets stabbed on her way home", organisation=organisation)
    assert Label.THREAT in decision.labels
    assert not policy_pack(organisation).routes_for(frozenset({Label.THREAT}))
    assert decision.review
    assert _UNROUTED in decision.doubts


@pytest.mark.parametrize("label", sorted(AT_RISK_LABELS))
def test_danger_that_a_route_takes_is_for_its_team_alone(label: Label) -> None:
    """Whoever gets the case sees the comment."""
    decision = _decide_on((label, 0.97))
    assert decision.routes
    assert not decision.review


@pytest.mark.parametrize(
    "text,by_model,span",
    [("you will see", True, Span(0, 12)), ("you will see", False, None), ("", True, None)],
)
def test_what_no_part_bears_by_itself_a_model_says_of_the_whole(
    text: str, span: Span | None, *, by_model: bool
) -> None:
    """A detector that names no place has found none, and a text that is gone has none."""
    found = Finding(label=Label.THREAT, score=0.95, span=None, source="of-test", by_model=by_model)
    labelling = Labelling(
        findings=(found,), language="English", too_long=False, scores={Label.THREAT: 0.95}
    )
    decision = decide(labelling, policy_pack("bsw"), utterance(text))
    assert [reason.span for reason in decision.reasons] == [span]


def test_a_threat_that_a_route_takes_needs_no_other_person() -> None:
    """A body may send threats to a team; then the team is told."""
    pack = policy_pack("mid-and-south-essex")
    routes = tuple(
        route.model_copy(update={"labels": (*route.labels, Label.THREAT)})
        if Label.POLICE in route.labels
        else route
        for route in pack.routes
    )
    labelling = Labelling(
        findings=(Finding(label=Label.THREAT, score=0.95, span=None, source="rule.of-test"),),
        language="English",
        too_long=False,
        scores={Label.THREAT: 0.95},
    )
    told = decide(labelling, pack.model_copy(update={"routes": routes}), utterance("text"))
    untold = decide(labelling, pack, utterance("text"))
    assert told.routes
    assert (told.review, told.doubts) == (False, ())
    assert (told.actions, told.proposed) == (untold.actions, untold.proposed)
    assert untold.review


def test_a_doubtful_threat_is_only_proposed_for_removal() -> None:
    """Between `review` and `act` nothing is done but to ask a person."""
    decision = _decide_on((Label.THREAT, 0.6))
    assert decision.actions == (Action.LEAVE,)
    assert not REMOVALS.isdisjoint(decision.proposed)
    assert decision.review
    assert decision.doubts
    assert decision.labels == ()


@pytest.mark.parametrize("label", sorted(AT_RISK_LABELS))
@pytest.mark.parametrize(
    "by_model, score, told", [(True, 0.5, True), (True, 0.49, False), (False, 0.4, True)]
)
def test_danger_that_more_than_hardly_is_suspected_is_told_of_as_a_doubt(
    label: Label, score: float, *, by_model: bool, told: bool
) -> None:
    """Whoever suspects it, a team hears at once; the faintest suspicions of the model wait."""
    finding = Finding(label=label, score=score, span=None, source="of-test", by_model=by_model)
    labelling = Labelling(
        findings=(finding,), language="English", too_long=False, scores={label: score}
    )
    decision = decide(labelling, policy_pack("mid-and-south-essex"), utterance("text"))
    assert (decision.labels, decision.doubtful) == ((), (label,) if told else ())
    assert decision.review


def test_what_the_model_alone_suspects_of_a_house_rule_wakes_nobody() -> None:
    """It waits in the queue, however strong the suspicion."""
    finding = Finding(label=Label.THREAT, score=0.7, span=None, source="of-test", by_model=True)
    labelling = Labelling(
        findings=(finding,), language="English", too_long=False, scores={Label.THREAT: 0.7}
    )
    decision = decide(labelling, policy_pack("mid-and-south-essex"), utterance("text"))
    assert (decision.doubtful, decision.review) == ((), True)


def test_below_review_there_is_nothing() -> None:
    """A whisper of a score changes nothing."""
    decision = _decide_on((Label.THREAT, 0.2))
    assert (decision.actions, decision.review, decision.reasons) == ((Action.LEAVE,), False, ())


def test_doubt_about_mood_asks_nobody() -> None:
    """Whether praise is praise is no question for a person."""
    assert not _decide_on((Label.COMPLIMENT, 0.6), (Label.CRITICISM, 0.6)).review


def test_what_may_be_spared_is_left_until_a_person_has_decided() -> None:
    """Swearing is certain, but the table leaves criticism before it: somebody must say which."""
    decision = _decide_where_criticism_is_spared(criticism=0.7, profanity=0.95)
    assert (decision.row, decision.actions) == ("free-views", (Action.LEAVE,))
    assert decision.house_rule is None
    assert decision.review
    assert decision.doubts == (_SPARED,)


@pytest.mark.parametrize(
    "scores, removed",
    [
        ({"criticism": 0.95, "profanity": 0.95}, False),
        ({"criticism": 0.4, "profanity": 0.95}, True),
        ({"criticism": 0.7}, False),
        ({"criticism": 0.7, "staff_conduct": 0.95}, False),
    ],
    ids=str,
)
def test_what_is_surely_spared_or_surely_not_asks_nobody(
    scores: dict[str, float], *, removed: bool
) -> None:
    """Nor does criticism in doubt where nothing in it would be removed."""
    decision = _decide_where_criticism_is_spared(**scores)
    assert (_removes(decision), decision.review) == (removed, False)


@pytest.mark.parametrize("organisation", _BODIES)
def test_criticism_is_left_by_every_body(organisation: str) -> None:
    """The hardest criticism without abuse is never touched."""
    decision = judge(
        "Absolute shambles, a disgrace, the worst run hospital in England. Resign.",
        organisation=organisation,
    )
    assert decision.actions == (Action.LEAVE,)
    assert decision.category is Category.ANYTHING_ELSE


@pytest.mark.parametrize(
    "label,danger,urgency",
    [
        (Label.EMERGENCY, False, Urgency.IMMEDIATE),
        (Label.SELF_HARM, False, Urgency.IMMEDIATE),
        (Label.SAFEGUARDING, True, Urgency.IMMEDIATE),
        (Label.PATIENT_SAFETY, True, Urgency.IMMEDIATE),
        (Label.PATIENT_SAFETY, False, Urgency.URGENT),
        (Label.REPUTATIONAL, True, Urgency.URGENT),
        (Label.COMPLAINT, False, Urgency.ROUTINE),
    ],
)
def test_present_danger_is_immediate(label: Label, danger: bool, urgency: Urgency) -> None:  # noqa: FBT001
    """Danger now wakes someone; danger that has passed is for the working day."""
    assert _decide_on((label, 0.95), danger=danger).urgency is urgency


_REQUEST = "Freedom of information request: how many agency nurses did you pay in 2025?"


@pytest.mark.parametrize("organisation", _BODIES)
def test_a_routing_label_takes_the_packs_route(organisation: str) -> None:
    """Every body sends an information request somewhere."""
    decision = judge(_REQUEST, organisation=organisation)
    assert Label.FOI in decision.labels
    assert decision.routes


def test_another_language_goes_to_a_person_and_is_left() -> None:
    """What the rules cannot judge they do not act on, however sure they seem."""
    decision = _decide_on((Label.SPAM, 0.95), language="Polish")
    assert decision.actions == (Action.LEAVE,)
    assert decision.review
    assert any("Polish" in doubt for doubt in decision.doubts)


def test_a_text_read_in_part_goes_to_a_person() -> None:
    """The unread rest may hold anything."""
    decision = _decide_on(too_long=True)
    assert decision.review
    assert any("too long" in doubt for doubt in decision.doubts)


def test_what_cannot_be_judged_is_left_and_shown_to_a_person() -> None:
    """A failure of the labelling removes nothing and hides nothing from people."""
    decision = decide_unreadable(policy_pack("bsw"))
    assert (decision.actions, decision.review) == ((Action.LEAVE,), True)
    assert not decision.read_whole


def test_a_name_in_a_private_message_opens_nobody_to_abuse() -> None:
    """The same words are a breach in public and a concern in private."""
    text = "Dr Moran was rude and useless"
    public = judge(text)
    private = judge(text, kind=Kind.DIRECT_MESSAGE)
    assert Label.STAFF_NAMED in {reason.label for reason in public.reasons}
    assert Label.STAFF_NAMED not in {reason.label for reason in private.reasons}


def test_where_nothing_can_be_removed_a_person_is_asked_to_report() -> None:
    """LinkedIn offers no removal, so the report is a person's task."""
    decision = judge("hope you get cancer and die", platform=Platform.LINKEDIN)
    assert not _removes(decision)
    assert decision.review


def test_the_concern_survives_the_removal() -> None:
    """A comment hidden for swearing keeps its route."""
    decision = judge("My mum was given the wrong medication you useless fucking idiots")
    assert {Label.PATIENT_SAFETY, Label.PROFANITY} <= set(decision.labels)
    assert decision.routes
    assert _removes(decision)


def test_the_same_comment_always_gets_the_same_decision() -> None:
    """Nothing in a decision depends on time, order or chance."""
    text = "My nan was left on a trolley for 20 hours, what a disgrace, how do I complain?"
    assert judge(text) == judge(text)


@pytest.mark.parametrize("text", ["", "Thank you so much"])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_person_looks_at_every_attachment(text: str, kind: Kind) -> None:
    """The machine sees no picture, and hears no voice, whatever is written beside it."""
    written = Comment(
        ref=ref_of(1), kind=kind, text=text, author=Author(author_id="1"), created_at=NOON
    )
    seen = written.model_copy(update={"attachments": ("https://media.example.org/1.mp4",)})
    decision = judge(text, kind=kind)
    assert not decision.review
    assert ask_about_attachments(decision, written) == decision
    asked = ask_about_attachments(decision, seen)
    assert asked.review
    assert asked.doubts == ("It comes with a picture or recording, which the machine cannot see.",)


def test_what_is_done_to_a_comment_with_an_attachment_stays() -> None:
    """The words are judged as ever."""
    hidden = decision_of([Label.SPAM], actions=(Action.HIDE,))
    seen = Comment(
        ref=ref_of(1),
        kind=Kind.COMMENT,
        text="spam",
        author=Author(author_id="1"),
        created_at=NOON,
        attachments=("https://media.example.org/1.jpg",),
    )
    asked = ask_about_attachments(hidden, seen)
    assert (asked.actions, asked.proposed) == (hidden.actions, hidden.proposed)
    assert asked.review
