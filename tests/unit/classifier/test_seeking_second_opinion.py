"""Which comments in doubt go out for a second opinion, and what of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from moderation_classifier import metrics
from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.second_opinion import Opinion, tells_of_people
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_classifier.domain.text import normalise
from moderation_classifier.ports import Judge
from moderation_classifier.usecases.second_opinion import (
    SeekSecondOpinion,
    tell_of_missing_packs,
)
from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.vocabulary import Label
from tests.support.labelling import policy_pack, utterance

PACK = policy_pack("mid-and-south-essex")


class Outside:
    """Takes what is sent to it and has nothing to say."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def ask(self, passage: str) -> Opinion | None:
        """Keep what came."""
        self.sent.append(passage)
        return None


class Judging:
    """Doubts every text, with the real detectors and a model that sees certain words in it."""

    def __init__(
        self, label: Label = Label.PERSONAL_DATA, *, seen: str = "", off: Switches = NOTHING_OFF
    ) -> None:
        self._label = label
        self._seen = seen
        self._off = off

    def decide(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        """Decide on what is found."""
        findings = self._found(utterance.text)
        scores: dict[Label, float] = {}
        for one in findings:
            scores[one.label] = max(one.score, scores.get(one.label, 0.0))
        found = Labelling(
            findings=tuple(findings), language="English", too_long=False, scores=scores
        )
        return decide(found, pack, utterance, switches=self._off)

    def _found(self, text: str) -> Sequence[Finding]:
        found = [Finding(label=Label.HARASSMENT, score=0.6, span=None, source="rule.of-test")]
        found += find_personal_data(normalise(text), frozenset())
        if self._seen and self._seen in text:
            model = Finding(
                label=self._label, score=0.7, span=None, source="model.of-test", by_model=True
            )
            found.append(model)
        return sorted(found, key=lambda one: -one.score)


def seeking(judge: Judge, outside: Outside, *organisations: str) -> SeekSecondOpinion:
    """Return what asks outside for the body of the tests, unless for others."""
    named = organisations or (PACK.organisation.key,)
    return SeekSecondOpinion(judge=judge, adviser=outside, organisations=named)


class Unasked:
    """Must not be asked to judge anything."""

    def decide(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        """Refuse."""
        raise AssertionError


def counted() -> dict[str, float]:
    """Return how often asking has ended in which way, in all tests so far."""
    (metric,) = metrics.SECOND_OPINIONS.collect()
    return {sample.labels["outcome"]: sample.value for sample in metric.samples if sample.labels}


async def sent(text: str, judge: Judging) -> list[str]:
    """Return what goes out for a comment."""
    outside = Outside()
    await seeking(judge, outside).seek(utterance(text), PACK)
    return outside.sent


async def test_a_comment_of_a_body_that_is_not_named_goes_nowhere() -> None:
    """It is not judged for it, not redacted and not counted; that of a named one is sent."""
    text, judge = "He is a wibble", Judging()
    outside, idle = Outside(), Outside()
    before = counted()
    await seeking(judge, outside, "nottingham", PACK.organisation.key).seek(utterance(text), PACK)
    await seeking(Unasked(), idle, "nottingham").seek(utterance(text), PACK)
    assert (outside.sent, idle.sent) == ([text], [])
    assert counted() == before


@pytest.mark.parametrize("named", [("bsw", "gone"), ("bsw",), ()])
def test_a_body_without_a_pack_is_told_of(named: tuple[str, ...]) -> None:
    """A slip of the pen would keep a body's comments here, and nobody would know why."""
    with capture_logs() as logs:
        tell_of_missing_packs(named, PolicyPacks({"bsw": policy_pack("bsw")}))
    told = [(line["event"], line["organisations"]) for line in logs]
    assert told == [("second_opinion_without_pack", ["gone"])] * ("gone" in named)


async def test_what_detectors_find_is_taken_out_and_the_rest_goes() -> None:
    """A number is located, so that the words without it lead to nobody."""
    assert await sent("He is a wibble, ring him on 07700 900123", Judging()) == [
        "He is a wibble, ring him on [NUMBER]"
    ]


@pytest.mark.parametrize("label", [Label.PERSONAL_DATA, Label.IG_INCIDENT])
async def test_what_only_the_model_sees_stays(label: Label) -> None:
    """Nobody knows which words lead to somebody, even where an address could be taken out."""
    judge = Judging(label, seen="Marsh")
    assert await sent("Kevin Marsh of 14 Elm Road is a thief", judge) == []
    assert await sent("mum Joan Marsh, bed 4, has dementia", judge) == []


async def test_what_the_model_sees_beside_a_located_detail_stays() -> None:
    """The number is gone, the name is not: what is left is read once more before it goes."""
    text = "Joan Marsh in bed 4, ring her son on 07700 900123"
    assert await sent(text, Judging(seen="Marsh")) == []
    assert await sent(text, Judging(seen="900123")) == [
        "Joan Marsh in bed 4, ring her son on [NUMBER]"
    ]


async def test_personal_data_that_is_switched_off_stays_all_the_same() -> None:
    """A switch says what is not to be acted on, and not what may leave."""
    off = Switches(labels=frozenset({Label.PERSONAL_DATA}))
    assert await sent("ring him on 07700 900123", Judging(off=off)) == []


async def test_an_address_goes_as_a_token_where_nobody_sees_personal_data() -> None:
    """Below the threshold of the label it is taken out as well, without a postcode too."""
    assert await sent("The wibble at 22 Station Rd, Swindon", Judging()) == [
        "The wibble at [PRIVATE], Swindon"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kevin Marsh of 14 Elm Road is a wifebeater and a thief",
        "mum Jean Holt, bed 4, ward 12, diagnosed with dementia, nobody has seen her",
        "her NHS number is 943 476 5919 and she is still waiting, her name is Ann Bell",
        "Ring me on 07700 900123, Jean Holt of 22 Station Rd, about my schizophrenia",
        "A nurse left the patient notes of Jean Holt on the bus, the useless cow",
    ],
)
async def test_nothing_goes_out_that_the_classifier_itself_holds_to_be_personal(text: str) -> None:
    """Of the packaged rules and model: whatever is sent, they find nobody in it any more."""
    engine, outside = open_engine(), Outside()
    written = utterance(text)
    await seeking(engine, outside).seek(written, PACK)
    assert not any(tells_of_people(engine.decide(utterance(one), PACK)) for one in outside.sent)
