"""Few words under a cry for help, or under a question about danger, wait for nobody."""

from __future__ import annotations

from functools import partial

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.domain.answering import answered_by, asked_after, with_danger_asked_after
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.finding import ANSWERED
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import SwitchedOff
from moderation_common.vocabulary import AT_RISK_LABELS, Kind, Label, Platform
from tests.support.labelling import policy_pack
from tests.support.timing import LINEAR, growth, times_as_long

_CRY = "I honestly cannot do this any more, I just want to end it all tonight"
_MOAN = "The parking at the county is a joke, 40 minutes again"

_MUCH_LONGER = 10


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine that the service opens."""
    return open_engine()


def _under(text: str, parent: str | None) -> Utterance:
    return Utterance(
        text=text, kind=Kind.REPLY, platform=Platform.FACEBOOK, parent_text=parent, author="Jo"
    )


def _told_of(decision: Decision) -> frozenset[Label]:
    """Return of which danger somebody is told at once."""
    return AT_RISK_LABELS & {*decision.labels, *decision.doubtful}


@pytest.mark.parametrize(
    "text",
    [
        "same",
        "SAME!! 😢",
        "Same here tbh",
        "me too x",
        "So do I",
        "this is me every day",
        "Been there",
    ],
)
def test_who_joins_in_with_a_cry_for_help_is_told_of(engine: Engine, text: str) -> None:
    """With the cry, and by the same words under a moan or under nothing not at all."""
    pack = policy_pack("bsw")
    assert Label.SELF_HARM in _told_of(engine.decide(_under(text, _CRY), pack))
    for parent in (_MOAN, None):
        assert not _told_of(engine.decide(_under(text, parent), pack))


@pytest.mark.parametrize(
    "question,label",
    [
        ("What have you taken?", Label.SELF_HARM),
        ("oh no. how many of the tablets did you take", Label.SELF_HARM),
        ("Have you taken anything?", Label.SELF_HARM),
        ("how many pills u taken", Label.SELF_HARM),
        ("what tablets did you take", Label.SELF_HARM),
        ("What meds have you taken? Please tell me", Label.SELF_HARM),
        ("Are you safe at home?", Label.SELF_HARM),
        ("Have you hurt yourself?", Label.SELF_HARM),
        ("Are you safe?", Label.SELF_HARM),
        ("are you thinking about ending your life?", Label.SELF_HARM),
        ("Is he breathing?", Label.EMERGENCY),
        ("is your mum still conscious?", Label.EMERGENCY),
        ("Is the baby responding?", Label.EMERGENCY),
        ("Does he hit you?", Label.SAFEGUARDING),
    ],
)
@pytest.mark.parametrize("text", ["the blue ones, about 40", "no", "yes"])
def test_a_short_answer_to_a_question_about_danger_is_told_of(
    engine: Engine, question: str, label: Label, text: str
) -> None:
    """Good news or bad: which of the two it is, a person reads."""
    assert label in _told_of(engine.decide(_under(text, question), policy_pack("bsw")))


@pytest.mark.parametrize(
    "question",
    [
        "Have you taken this up with PALS?",
        "Have you taken your jab yet?",
        "What did you take away from the meeting?",
        "How much did you take out for parking?",
        "Are you going to the march?",
        "Are you alone in thinking this?",
        "Is the clinic still open?",
        "Is this thing safe?",
        "Has anyone hit a pothole there?",
        "Is the website still responding?",
        "Is your MP responding at all?",
        "How many photos have you taken?",
        "How many blood samples have they taken?",
        "How much time did they take to reply?",
        "What did you take, the bus?",
        "Did you take something to eat?",
        "Did anyone hurt you when they took blood?",
        "Is he alone now or do you visit?",
    ],
)
def test_an_answer_to_any_other_question_stands_for_itself(engine: Engine, question: str) -> None:
    """Words such as take, safe and hit are everyday ones."""
    decision = engine.decide(_under("yes, last week", question), policy_pack("bsw"))
    assert not _told_of(decision)


def test_a_bill_is_no_blow() -> None:
    """By no question; the encoder errs and suspects one, of which a team is told in doubt."""
    assert asked_after(normalise("Has he hit you with a bill?")) == []


def test_a_cry_that_comes_last_is_read_too(engine: Engine) -> None:
    """Long messages often end with it."""
    cry = f"{'It has rained all week and the bus was late again. ' * 30}{_CRY}"
    assert Label.SELF_HARM in _told_of(engine.decide(_under("same", cry), policy_pack("bsw")))


@pytest.mark.parametrize("text,cry", [("ja też", "chcę umrzeć"), ("moi aussi", "je veux mourir")])
def test_who_joins_in_with_a_cry_in_its_own_language_is_told_of(
    engine: Engine, text: str, cry: str
) -> None:
    """And by the same words under anything else a person is asked for the language alone."""
    assert Label.SELF_HARM in _told_of(engine.decide(_under(text, cry), policy_pack("bsw")))
    assert not _told_of(engine.decide(_under(text, "dziękuję bardzo"), policy_pack("bsw")))


_COMPLAINT = "I have waited nine months for a hip operation and want to make a formal complaint"


@pytest.mark.parametrize(
    "text",
    [
        "same here",
        "Ditto",
        "snap, 14 months",
        "us too, 9 months waiting",
        "Same for us, since March",
        "me too! been waiting over a year",
        "my mum as well",
    ],
)
def test_who_joins_in_with_a_complaint_complains(engine: Engine, text: str) -> None:
    """As a doubt at least, which a person reads; under praise or a moan they say nothing."""
    pack = policy_pack("bsw")
    found = engine.decide(_under(text, _COMPLAINT), pack)
    assert found.review or Label.COMPLAINT in found.labels
    assert found.scores[Label.COMPLAINT] >= pack.thresholds.of(Label.COMPLAINT).review
    for parent in ("The nurses on ward 4 were wonderful, thank you", "What a shambles", None):
        assert engine.decide(_under(text, parent), pack).sources.get(Label.COMPLAINT) != ANSWERED


@pytest.mark.parametrize(
    "text",
    ["same old moaners", "snap out of it", "us too, and the nurses were lovely about it all"],
)
def test_who_says_more_under_a_complaint_is_heard_by_that(engine: Engine, text: str) -> None:
    """Scolding or comforting is no joining in."""
    found = engine.decide(_under(text, _COMPLAINT), policy_pack("bsw"))
    assert found.sources.get(Label.COMPLAINT) != ANSWERED


_HELP = "Struggling with your mental health? Call NHS 111 and choose option 2, day or night."


def _below(text: str, post: str | None) -> Utterance:
    return Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK, post_text=post)


@pytest.mark.parametrize(
    "text",
    [
        "it's been a ride, thanks all x",
        "Thanks everyone, it's been a blast",
        "goodbye all x",
        "bye everyone, sorry",
        "thank you for trying x",
        "it was nice knowing you all",
        "take care of my mum",
    ],
)
def test_a_farewell_under_a_post_for_people_in_despair_is_told_of(
    engine: Engine, text: str
) -> None:
    """The same words under any other post take leave of a place of work, or of nothing."""
    pack = policy_pack("bsw")
    decision = engine.decide(_below(text, _HELP), pack)
    assert Label.SELF_HARM in {*decision.labels, *decision.doubtful}
    bare = Labelling(findings=(), language="English", too_long=False)
    (found,) = with_danger_asked_after(bare, _below(text, _HELP)).findings
    assert (found.label, found.source) == (Label.SELF_HARM, ANSWERED)
    assert with_danger_asked_after(bare, _below(text, "It's OK not to be OK")).findings
    for post in ("Sue, our ward sister, retires today after forty years.", None):
        assert with_danger_asked_after(bare, _below(text, post)) is bare


@pytest.mark.parametrize(
    "text", ["thank you", "thanks all", "Brilliant team, thank you x", "good luck everyone"]
)
def test_thanks_under_such_a_post_take_no_leave(engine: Engine, text: str) -> None:
    """Most who answer it are grateful."""
    assert not _told_of(engine.decide(_below(text, _HELP), policy_pack("bsw")))


def test_who_joins_in_with_an_offer_of_help_is_not(engine: Engine) -> None:
    """It names the danger, and what to do."""
    offer = "If you feel suicidal and want to end it all, please call 116 123, they are lovely"
    assert not _told_of(engine.decide(_under("same", offer), policy_pack("bsw")))


def test_it_is_a_doubt_and_never_certain(engine: Engine) -> None:
    """The reason names its source, which a body can switch off; a person is asked even then."""
    pack = policy_pack("bsw")
    decision = engine.decide(_under("nothing", "What have you taken?"), pack)
    assert Label.SELF_HARM not in decision.labels
    assert decision.sources[Label.SELF_HARM] == ANSWERED
    assert engine.knows_rule(ANSWERED)
    off = pack.model_copy(update={"switched_off": SwitchedOff(rules=(ANSWERED,))})
    assert engine.unknown_rules(off) == ()
    unheard = engine.decide(_under("nothing", "What have you taken?"), off)
    assert not _told_of(unheard)
    assert unheard.review


def test_a_batch_decides_as_one_at_a_time(engine: Engine) -> None:
    """Some of its texts need what they answer read, too."""
    pack = policy_pack("bsw")
    asked = [
        (_under(text, parent), pack)
        for text in ("same", "no", "Thank you all")
        for parent in (_CRY, _MOAN, "Is he breathing?", None)
    ]
    together = engine.decide_many(asked)
    for one, decision in zip(asked, together, strict=True):
        alone = engine.decide(*one)
        assert (alone.labels, alone.doubtful, alone.review) == (
            decision.labels,
            decision.doubtful,
            decision.review,
        )


def test_what_says_more_is_read_for_what_it_says() -> None:
    """Comfort is no cry, and long answers speak for themselves."""
    assert answered_by(_under("same", _CRY)) is not None
    for text in ("sending hugs, same team", "same old parking charges", "same " * 50, "", "👍"):
        assert answered_by(_under(text, _CRY)) is None
    bare = Labelling(findings=(), language="English", too_long=False)
    assert with_danger_asked_after(bare, _under("x" * 201, "Is he breathing?")) is bare
    assert with_danger_asked_after(bare, _under("no", "Is he breathing?")) is not bare


def test_what_is_answered_is_read_in_linear_time() -> None:
    """No question is searched for long."""
    piece = "what have you taken how many is he still did "
    assert growth(lambda text: asked_after(normalise(text)), piece) < LINEAR


def test_few_words_are_read_in_linear_time() -> None:
    """However often a short reply says the same, it takes hardly longer than a plain one."""
    bare = Labelling(findings=(), language="English", too_long=False)
    plain = "We waited since six this morning and nobody came to tell us what was going on. " * 2

    def read_reply(text: str) -> None:
        with_danger_asked_after(bare, _below(text, _HELP))
        answered_by(_under(text, _COMPLAINT))

    for piece in (
        "thanks all ",
        "it's been a ride ",
        "same 9 months in here ",
        "goodbye for ",
        "love you ",
        "same for me ",
    ):
        text = (piece * 20)[:200]
        taken = times_as_long(
            partial(read_reply, text), partial(read_reply, plain), enough=_MUCH_LONGER
        )
        assert taken < _MUCH_LONGER
