"""What stands around a comment: whom it addresses, and danger split over several comments."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError
from typing_extensions import override

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.api.models import TextToClassify
from moderation_classifier.domain.context import (
    MAX_EACH_SIDE,
    Addressee,
    addressee_of,
    mentioned,
    read_together,
    speaks_to_another,
    with_danger_of,
)
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.model import TextModel
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import Span
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action, Kind, Label, Platform
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


@pytest.mark.parametrize(
    "earlier, later, beside",
    [
        (("a" * 9_000, "c" * 10), (), "a" * 87 + "\n" + "c" * 10),
        ((), ("d" * 10, "e" * 9_000), "d" * 10 + "\n" + "e" * 87),
        (("a" * 9_000,), ("e" * 9_000,), "a" * 49 + "\n" + "e" * 49),
        (("a" * 9_000,), ("e" * 10,), "a" * 88 + "\n" + "e" * 10),
        (("a" * 10,), ("e" * 9_000,), "a" * 10 + "\n" + "e" * 88),
        (("a",), ("e",), "a\ne"),
    ],
)
def test_what_is_said_beside_a_comment_never_pushes_it_out(
    earlier: tuple[str, ...], later: tuple[str, ...], beside: str
) -> None:
    """It is read whole; of the rest what stands nearest to it, in the time of one text."""
    utterance = _said("b" * 400, earlier=earlier, later=later)
    together = read_together(utterance)
    assert together.joined.text[slice(*together.place)] == utterance.text
    assert len(together.joined.text) <= 500
    assert together.others.text == beside
    assert together.alone == _said(utterance.text)


def test_later_words_take_no_room_that_earlier_ones_need() -> None:
    """A short comment leaves room for fifty words on either side."""
    cry = "I have taken all my tablets tonight and " + "y" * 130
    together = read_together(_said("now", earlier=(cry,), later=("parking " * 25,)))
    assert together.joined.text.startswith(cry)
    assert together.joined.text.endswith("parking " * 25)
    longest = read_together(_said("now", earlier=("a" * 9_000,), later=("e" * 9_000,)))
    assert longest.others.text == "a" * 248 + "\n" + "e" * 247


@pytest.mark.parametrize("length", [499, 500, 9_000])
def test_a_long_comment_is_read_by_itself(length: int) -> None:
    """Whoever writes much says by that much what there is to say."""
    together = read_together(_said("b" * length, earlier=("a",), later=("e",)))
    assert together.others.text == ""
    assert together.joined.text == together.alone.text == "b" * length


def test_one_beside_which_more_was_said_leaves_the_others_of_its_batch_together() -> None:
    """It is read by itself; each decision stands where its text stood."""
    labeller = _Counting(load_packaged_rules(), None)
    engine, pack = Engine(labeller), pack_of()
    said = [
        _said("The car park is full"),
        _said("myself tonight, sorry everyone", earlier=("I am going to kill",)),
        _said("I am going to kill myself"),
        _said("Thank you all"),
    ]
    apart = [engine.decide(utterance, pack) for utterance in said]
    labeller.asked.clear()
    assert engine.decide_many([(utterance, pack) for utterance in said]) == apart
    assert max(labeller.asked) == 3


class _Counting(Labeller):
    """Notes how many texts it was asked about at once."""

    def __init__(self, rules: RuleSet, model: TextModel | None) -> None:
        super().__init__(rules, model)
        self.asked: list[int] = []

    @override
    def label_many(self, asked: Sequence[tuple[Utterance, LocalKnowledge]]) -> list[Labelling]:
        self.asked.append(len(asked))
        return super().label_many(asked)


def test_danger_split_over_two_comments_is_certain_together() -> None:
    """Neither half says it for certain; read together it does, with its place in the second."""
    # By rules alone: the encoder guesses how the first half goes on.
    engine, pack = Engine(Labeller(load_packaged_rules(), None)), pack_of()
    first, second = "I am going to kill", "myself tonight, sorry everyone"

    assert Label.SELF_HARM not in engine.decide(_said(first), pack).labels
    assert Label.SELF_HARM not in engine.decide(_said(second), pack).labels
    # Whichever is judged second, and in a batch too.
    for utterance, quoted in (
        (_said(second, earlier=(first,)), "myself"),
        (_said(first, later=(second,)), "kill"),
        (_said("kill", earlier=("I am going to",), later=(second,)), "kill"),
    ):
        together = engine.decide(utterance, pack)
        assert engine.decide_many([(utterance, pack)]) == [together]
        assert Label.SELF_HARM in together.labels
        assert together.routes
        assert together.actions == (Action.LEAVE,)
        (reason,) = (each for each in together.reasons if each.label is Label.SELF_HARM)
        assert reason.span is not None
        assert quoted in utterance.text[slice(*reason.span)]
        assert reason.span.end <= len(utterance.text)


def test_halves_are_read_in_the_order_in_which_they_were_written() -> None:
    """What was written after a comment does not begin it."""
    engine = Engine(Labeller(load_packaged_rules(), None))
    first, second = "I am going to kill", "myself tonight, sorry everyone"
    for utterance in (_said(first, earlier=(second,)), _said(second, later=(first,))):
        assert Label.SELF_HARM not in engine.decide(utterance, pack_of()).labels


@pytest.mark.parametrize(
    "earlier, later",
    [
        (("I am going to kill myself tonight",), ()),
        ((), ("I am going to kill myself tonight",)),
        (("I am going to kill",), ("myself tonight, sorry everyone",)),
    ],
)
def test_what_was_said_beside_a_comment_is_not_raised_again(
    earlier: tuple[str, ...], later: tuple[str, ...]
) -> None:
    """A harmless comment beside a cry for help is not a second cry; the first was heard."""
    said = _said("What time does the pharmacy open?", earlier=earlier, later=later)
    decision = open_engine().decide(said, pack_of())
    assert Label.SELF_HARM not in (*decision.labels, *decision.doubtful)


def test_what_reaches_over_a_comment_is_its_own_only_if_it_adds_to_it() -> None:
    """Words on both sides of it that are danger without it were heard when the second came."""
    found = Finding(label=Label.SELF_HARM, score=0.9, span=Span(0, 30), source="rule")
    joined = _labelled(found)
    place = Span(10, 20)

    def kept(others: Labelling) -> list[Span | None]:
        labelling = with_danger_of(_labelled(), joined=joined, others=others, place=place)
        return [each.span for each in labelling.findings]

    assert kept(_labelled()) == [Span(0, 10)]
    assert kept(_labelled(found)) == []


def test_only_danger_comes_from_what_was_said_beside_a_comment() -> None:
    """Abuse that begins in one comment and ends in another is held against nobody."""
    insult = Finding(label=Label.PROFANITY, score=0.9, span=Span(5, 15), source="rule")
    alone = _labelled()
    place = Span(10, 20)
    read = with_danger_of(alone, joined=_labelled(insult), others=_labelled(), place=place)
    assert read == alone


def _said(text: str, *, earlier: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> Utterance:
    return Utterance(
        text=text,
        kind=Kind.COMMENT,
        platform=Platform.FACEBOOK,
        earlier=earlier,
        later=later,
    )


def _labelled(*findings: Finding) -> Labelling:
    return Labelling(
        findings=findings,
        language="English",
        too_long=False,
        scores={each.label: each.score for each in findings},
    )


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
        TextToClassify.model_validate(asked | {"earlier": ["a"] * (MAX_EACH_SIDE + 1)})
