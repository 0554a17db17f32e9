"""What is told of and not done: incidents that are reported, and false claims that are denied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.incidents import with_told_incident_for_a_person
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.local import blocked_source
from moderation_classifier.domain.personal_data.event_dates import find_event_dates
from moderation_classifier.domain.rebuttals import denies_a_claim, with_rebuttal_for_a_person
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, labeller, policy_pack, utterance
from tests.support.measuring import Alarmed, engine_of
from tests.support.timing import LINEAR, growth

PACKS = sorted(load_packs(POLICIES), key=lambda pack: pack.organisation.key)
ENGINE = Engine(labeller())
_SURE = 0.98


def _labelling(*findings: Finding) -> Labelling:
    scores = {finding.label: finding.score for finding in findings}
    return Labelling(findings=findings, language="English", too_long=False, scores=scores)


def _found(label: Label, score: float, source: str, *, by_rules: float | None = None) -> Finding:
    return Finding(label=label, score=score, span=None, source=source, by_rules=by_rules)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.organisation.key)
@pytest.mark.parametrize(
    "text",
    [
        "You've sent me somebody else's blood results in the post!",
        "Opened my letter and inside was another lady's letter with all her details on",
        "There's a folder with patients' names and notes left on the bus number 4",
        "Found a handover sheet in the hospital car park with names, wards and conditions on it",
        "my ex husband's wife works in records and she knew my results before me",
        "you posted my sexual health letter to my mum's house, she opened it",
    ],
)
def test_who_reports_an_incident_is_not_hidden(text: str, pack: PolicyPack) -> None:
    """It discloses nobody's data; the team that must act hears of it, and a person decides."""
    decision = ENGINE.decide(utterance(text), pack)
    assert REMOVALS.isdisjoint(decision.actions)
    assert decision.review
    assert Label.IG_INCIDENT in decision.labels
    assert "ig-incident" in decision.routes


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.organisation.key)
@pytest.mark.parametrize(
    "text",
    [
        "Tracy Hulme dob 4/5/82 is the one who had the overdose, pass it on",
        "You've posted me Mrs Edna Farrow's clinic letter, 14 Plover Close, about her bowel cancer",
        "her NHS number is 943 476 5919 if anyone wants to check",
    ],
)
def test_what_shows_data_is_hidden_as_before(text: str, pack: PolicyPack) -> None:
    """Whoever reads it knows what somebody suffers from, or where they live."""
    decision = ENGINE.decide(utterance(text), pack)
    assert not REMOVALS.isdisjoint(decision.actions)
    assert Label.IG_INCIDENT in decision.labels


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.organisation.key)
def test_no_model_hides_an_incident_without_data(pack: PolicyPack) -> None:
    """However sure it is of the incident; with possible data beside it the machine acts at once."""
    text = utterance("They left the whole lot on the bus")
    told = engine_of(Alarmed(frozenset({Label.IG_INCIDENT}))).decide(text, pack)
    assert told.review
    assert REMOVALS.isdisjoint(told.actions)
    both = engine_of(Alarmed(frozenset({Label.IG_INCIDENT, Label.PERSONAL_DATA})))
    assert not REMOVALS.isdisjoint(both.decide(text, pack).actions)


@pytest.mark.parametrize(
    "beside,kept",
    [
        ((), False),
        ((_found(Label.PERSONAL_DATA, 0.49, "model"),), False),
        ((_found(Label.PERSONAL_DATA, 0.5, "model"),), True),
        ((_found(Label.IG_INCIDENT, 0.9, "ig-incident.shared", by_rules=0.85),), True),
        ((_found(Label.IG_INCIDENT, 0.9, "ig-incident.breach", by_rules=0.65),), False),
    ],
)
def test_what_keeps_an_incident_certain(beside: tuple[Finding, ...], *, kept: bool) -> None:
    """Possible data, or a rule that is certain that something is shown, as in a photo."""
    found = _found(Label.IG_INCIDENT, _SURE, "model")
    heard = with_told_incident_for_a_person(_labelling(found, *beside))
    assert (heard.scores[Label.IG_INCIDENT] >= 0.8) is kept


@pytest.mark.parametrize(
    "label,heard",
    [
        (Label.IG_INCIDENT, with_told_incident_for_a_person),
        (
            Label.MISINFORMATION,
            partial(with_rebuttal_for_a_person, text="No, vaccines don't cause autism"),
        ),
    ],
)
def test_what_a_body_lists_itself_stays(
    label: Label, heard: Callable[[Labelling], Labelling]
) -> None:
    """Its own words it may hide; what the machine is sure of beside them waits for a person."""
    own = heard(_labelling(_found(label, _SURE, blocked_source(label))))
    assert own.scores[label] == _SURE
    assert heard(_labelling(_found(label, _SURE, "model"))).scores[label] == 0.79
    assert heard(_labelling(_found(label, 0.6, "model"))).scores[label] == 0.6


@pytest.mark.parametrize(
    "text",
    [
        "my sister had her baby after the covid jab so no it doesn't make you infertile",
        "the jab can't give you covid, there's no live virus in it",
        "Vaccines have never made anyone infertile",
        "The MMR never gave any child autism",
        "Covid jabs aren't killing people",
        "Turmeric isn't a cure for cancer",
    ],
)
def test_who_denies_a_false_claim_is_not_hidden(text: str) -> None:
    """The model is sure of the claim's words and reads past the `not`."""
    decision = ENGINE.decide(utterance(text), policy_pack("lincolnshire"))
    assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "The vaccine doesn't protect you, it rewires your immune system and gives you cancer",
        "HIV doesn't cause AIDS and germs don't make you sick, terrain does",
        "Don't give your baby the MMR, it damages the brain",
        "They don't want you to know apricot kernels cure cancer",
        "chemo doesn't cure cancer, it kills you",
        "the jab never gave me any protection, it gave me cancer",
        "covid isn't killing people, the vaccine is",
    ],
)
def test_a_false_claim_with_a_not_is_no_denial(text: str) -> None:
    """To deny a benefit, or that germs make ill, is how such claims are worded."""
    assert not denies_a_claim(normalise(text).plain.text)


def test_a_false_claim_with_a_not_is_hidden_as_before() -> None:
    """Nothing in it is denied but a benefit."""
    text = "The vaccine doesn't protect you, it rewires your immune system and gives you cancer"
    decision = ENGINE.decide(utterance(text), policy_pack("lincolnshire"))
    assert not REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "vaccines dont cause autism",
        "No, the MMR does not cause autism",
        "Ivermectin doesn't cure covid",
        "garlic does not cure cancer, people",
        "No Kev, the jab doesn't make you magnetic",
    ],
)
def test_what_denies_a_claim(text: str) -> None:
    """With and without an apostrophe, of a vaccine's harm and a quack's cure."""
    assert denies_a_claim(normalise(text).plain.text)


def test_a_long_text_is_judged_by_all_of_it() -> None:
    """One denial tells little of what a page claims."""
    text = "vaccines don't cause autism. " + "the jab gives you cancer " * 50
    found = _labelling(_found(Label.MISINFORMATION, _SURE, "model"))
    assert with_rebuttal_for_a_person(found, text) is found


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to everyone in the FOI team for a quick answer",
        "According to the freedom of information request there are 900 vacancies",
        "Someone should put in an FOI about the car park money",
        "They only published it because a journalist FOI'd them",
    ],
)
def test_a_request_merely_mentioned_asks_nobody(text: str) -> None:
    """Nothing is asked of the body, so that no person need read it for that."""
    decision = ENGINE.decide(utterance(text), policy_pack("lincolnshire"))
    assert Label.FOI not in decision.possible


@pytest.mark.parametrize(
    "text",
    [
        "They should send the FOI reply they owe me",
        "someone needs to answer my FOI from March about ambulances, you're out of time",
    ],
)
def test_a_request_left_unanswered_is_seen(text: str) -> None:
    """The body's time runs, so that a person reads it."""
    assert Label.FOI in ENGINE.decide(utterance(text), policy_pack("lincolnshire")).possible


@pytest.mark.parametrize(
    "text",
    [
        "Jab 1 14/03/2021, jab 2 6/6/2021, booster 12.12.21. still caught it",
        "Had my jabs on 14/03/2021 and 6/6/2021",
        "Appointments cancelled 12/01/24, 15/03/24, 2/5/24 and now 7/8/24",
        "Phoned on 12/3, 14/3, 20/3 and 2/4 and no answer",
    ],
)
def test_days_of_events_are_nobodys_data(text: str) -> None:
    """Whoever complains tells when it was; nobody need look whose birthdays these are."""
    decision = ENGINE.decide(utterance(text), policy_pack("lincolnshire"))
    assert Label.PERSONAL_DATA not in decision.possible
    assert not decision.review


@pytest.mark.parametrize(
    "text,days",
    [
        ("rang 3/6/24 and 10/6/24", ["3/6/24", "10/6/24"]),
        ("referred 3.5.22, seen 6.9.23, op 1.2.24", ["3.5.22", "6.9.23", "1.2.24"]),
        ("cancelled on 14/03/2024", []),
        ("my son 14/03/2021 and daughter 3/4/2018 need jabs", []),
        ("letter for my lad 14/3/15 and his sister 2/6/18", []),
        ("rang 3/6/24 and 10/6/24, dob 2/2/60", []),
        ("seen 14/3/62 and 2/6/58", []),
        ("rang 3/6/24 about my mum 4/5/38", ["3/6/24"]),
        ("bp 120/80 and 130/85, seen today", []),
    ],
)
def test_which_days_are_of_events(text: str, days: list[str]) -> None:
    """Several, each after a word for what happened or in a row with one, and no word of birth."""
    assert [text[slice(*span)] for span in find_event_dates(normalise(text))] == days


@pytest.mark.parametrize(
    "piece", ["no it ", "the jab ", "vaccines don't ", "rang 1/2/24 ", "1/2 and ", "on ", "9", ", "]
)
@pytest.mark.parametrize(
    "asked",
    [
        lambda text: denies_a_claim(normalise(text).plain.text),
        lambda text: list(find_event_dates(normalise(text))),
    ],
)
def test_hostile_texts_are_read_in_linear_time(asked: Callable[[str], object], piece: str) -> None:
    """Whatever is repeated in them."""
    assert growth(asked, piece) < LINEAR


def test_what_happened_on_some_days_is_still_told() -> None:
    """The model reads that it was on days, and which they were nobody needs to know."""
    text = "I had my appointments on 12/3/2024, 14/4/2024 and 5/6/2024 all cancelled"
    decision = ENGINE.decide(utterance(text), policy_pack("bsw"))
    assert Label.PERSONAL_DATA not in decision.possible
    assert not {Label.COMPLAINT, Label.CRITICISM}.isdisjoint(decision.labels)
