"""What stands around a comment: whom it addresses, and danger split over two comments."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from moderation_classifier.adapters.engine import Engine, open_engine
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.api.models import TextToClassify
from moderation_classifier.domain.context import (
    MAX_EARLIER,
    Addressee,
    addressee_of,
    mentioned,
    read_together,
    speaks_to_another,
)
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_common.vocabulary import Kind, Label, Platform
from tests.support.behaviour import pack_of


def test_mentions_are_accounts_and_not_addresses() -> None:
    """An e-mail address names nobody on the platform."""
    assert mentioned("@Dave. and @dave, write to me@example.org @our_trust") == (
        "dave",
        "our_trust",
    )


@pytest.mark.parametrize(
    "text, kind, answers, expected",
    [
        ("@our_trust why?", Kind.MENTION, False, Addressee.BODY),
        ("@dave you are wrong", Kind.COMMENT, False, Addressee.PERSON),
        ("you are wrong", Kind.REPLY, True, Addressee.PERSON),
        ("@our_trust he is wrong", Kind.REPLY, True, Addressee.BODY),
        ("you are wrong", Kind.REPLY, False, Addressee.EVERYBODY),
        ("hello", Kind.DIRECT_MESSAGE, True, Addressee.BODY),
        ("hello", Kind.COMMENT, False, Addressee.EVERYBODY),
    ],
)
def test_whom_a_comment_addresses(
    text: str, kind: Kind, *, answers: bool, expected: Addressee
) -> None:
    """A name with an @ comes first, then whose words are answered."""
    found = addressee_of(text, kind=kind, answers_comment=answers, own_handles=["@Our_Trust"])
    assert found is expected


@pytest.mark.parametrize(
    "text, kind, answers_other, expected",
    [
        ("@dave what time does it open?", Kind.COMMENT, False, True),
        ("what time does it open, @dave?", Kind.COMMENT, False, False),
        ("what time does it open?", Kind.REPLY, True, True),
        ("what time does it open?", Kind.REPLY, False, False),
        ("@dave @our-trust what time does it open?", Kind.REPLY, True, False),
        ("@our-trust what time does it open?", Kind.COMMENT, False, False),
        ("@dave what time does it open?", Kind.MENTION, False, False),
        ("@dave what time does it open?", Kind.DIRECT_MESSAGE, False, False),
    ],
)
def test_who_plainly_speaks_to_another(
    text: str, kind: Kind, *, answers_other: bool, expected: bool
) -> None:
    """It begins with their name or answers them, and does not name the body."""
    found = speaks_to_another(
        text, kind=kind, answers_other=answers_other, own_handles=["Our-Trust"]
    )
    assert found is expected


def test_a_name_may_be_the_bodys_own_where_its_handles_are_not_known() -> None:
    """A question to the body is never taken for one to somebody else by mistake."""
    assert not speaks_to_another(
        "@our_trust when?", kind=Kind.COMMENT, answers_other=False, own_handles=[]
    )


def _told(text: str, *, to_another: bool) -> Decision:
    engine = Engine(Labeller(load_packaged_rules(), None))
    utterance = Utterance(
        text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK, to_another=to_another
    )
    return engine.decide(utterance, pack_of())


@pytest.mark.parametrize(
    "label, text",
    [
        (Label.QUERY, "@dave What time does the pharmacy open?"),
        (Label.COMPLAINT, "@dave I want to make a formal complaint"),
        (Label.MEDICAL_ADVICE, "@dave can I take ibuprofen with my antibiotics?"),
    ],
)
def test_what_is_asked_of_another_is_in_doubt_at_most(label: Label, text: str) -> None:
    """The team is not sent for; where the doubt matters a person is asked."""
    asked, aside = _told(text, to_another=False), _told(text, to_another=True)
    assert label in asked.labels
    assert label not in aside.labels
    assert label in aside.possible
    assert aside.routes == ()
    assert aside.review == (label is not Label.QUERY)
    assert aside.scores == asked.scores


@pytest.mark.parametrize(
    "text", ["@dave I am going to kill myself tonight", "@dave I am going to stab the next doctor"]
)
def test_danger_is_danger_whoever_is_spoken_to(text: str) -> None:
    """Nothing else changes by it."""
    assert _told(text, to_another=True) == _told(text, to_another=False)


def test_a_long_past_never_pushes_out_what_is_said_now() -> None:
    """The comment itself is read whole; of what came before, the end, in the time of one text."""
    utterance = Utterance(
        text="b" * 400,
        kind=Kind.COMMENT,
        platform=Platform.FACEBOOK,
        earlier=("a" * 9_000, "c" * 10),
    )
    together = read_together(utterance)
    assert together.joined.text[together.offset :] == utterance.text
    assert len(together.joined.text) <= 500
    assert "c" * 10 in together.before.text


def test_danger_split_over_two_comments_is_certain_together() -> None:
    """Neither half says it for certain; read together it does, with its place in the second."""
    # By rules alone: the encoder guesses how the first half goes on.
    engine, pack = Engine(Labeller(load_packaged_rules(), None)), pack_of()
    first, second = "I am going to kill", "myself tonight, sorry everyone"

    def decided(text: str, *earlier: str) -> Decision:
        return engine.decide(
            Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK, earlier=earlier),
            pack,
        )

    assert Label.SELF_HARM not in decided(first).labels
    assert Label.SELF_HARM not in decided(second).labels
    together = decided(second, first)
    assert Label.SELF_HARM in together.labels
    assert together.routes
    (reason,) = (each for each in together.reasons if each.label is Label.SELF_HARM)
    assert reason.span is not None
    assert second[reason.span.start : reason.span.end] == "myself"


def test_what_was_said_before_is_not_raised_again() -> None:
    """A harmless comment after a cry for help is not a second cry; the first was heard."""
    engine, pack = open_engine(), pack_of()
    decision = engine.decide(
        Utterance(
            text="What time does the pharmacy open?",
            kind=Kind.COMMENT,
            platform=Platform.FACEBOOK,
            earlier=("I am going to kill myself tonight",),
        ),
        pack,
    )
    assert Label.SELF_HARM not in (*decision.labels, *decision.doubtful)


def test_the_command_line_and_the_api_take_the_context() -> None:
    """`parent` and `earlier` reach the labelling; more than is ever read is refused."""
    asked = {"id": 1, "platform": "x", "kind": "reply", "text": "No."}
    given = TextToClassify.model_validate(
        asked | {"post": "Book now", "parent": "Is it safe?", "earlier": ["Well."]}
    )
    utterance = given.to_utterance(pack_of())
    assert (utterance.post_text, utterance.parent_text) == ("Book now", "Is it safe?")
    assert utterance.earlier == ("Well.",)
    assert TextToClassify.model_validate(asked).to_utterance(pack_of()).earlier == ()
    assert not utterance.to_another
    aside = TextToClassify.model_validate(asked | {"text": "@dave no."})
    assert aside.to_utterance(pack_of()).to_another
    with pytest.raises(ValidationError):
        TextToClassify.model_validate(asked | {"earlier": ["a"] * (MAX_EARLIER + 1)})
