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
)
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS
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


def test_a_long_past_never_pushes_out_what_is_said_now() -> None:
    """The comment itself is read whole; of what came before, the end."""
    utterance = Utterance(
        text="b" * 5_000,
        kind=Kind.COMMENT,
        platform=Platform.FACEBOOK,
        earlier=("a" * 9_000, "c" * 10),
    )
    together = read_together(utterance)
    assert together.joined.text[together.offset :] == utterance.text
    assert len(together.joined.text) <= MAX_ANALYSED_CHARACTERS
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
    utterance = given.to_utterance()
    assert (utterance.post_text, utterance.parent_text) == ("Book now", "Is it safe?")
    assert utterance.earlier == ("Well.",)
    assert TextToClassify.model_validate(asked).to_utterance().earlier == ()
    with pytest.raises(ValidationError):
        TextToClassify.model_validate(asked | {"earlier": ["a"] * (MAX_EARLIER + 1)})
