"""Who urges many to what hurts nobody incites to nothing; who urges them against somebody does."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.causes import urges_kindly, with_cause_heard
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.local import blocked_source
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action, Label
from tests.support.labelling import labeller, policy_pack, utterance
from tests.support.timing import LINEAR, growth

ENGINE = Engine(labeller())
KIND = [
    "swamp their page with thank you's, the night staff earned every one",
    "bombard the switchboard with good wishes for Sister Kelly's retirement",
    "everyone spam her inbox with hearts, she is finally home",
    "let's all phone the breakfast show and tell them how grateful we are to the hospice",
    "Turn up all of you, the blood bus is on the market square til 6",
    "storm in everyone, bake sale on ward 3 and the flapjack is going fast",
    "email your councillors, every last one, until the bus to the clinic is back",
    "flood the consultation with real stories, it shuts on Sunday",
    "Rally at the bandstand Saturday, bring drums, keep it peaceful",
    "lobby your MP, drown them in post, save our maternity beds",
]
AGAINST_SOMEBODY = [
    "flood her inbox with cards and one star reviews",
    "bombard your MP at his home address, wake his kids",
    "swamp the switchboard with calls until it crashes",
    "ring your councillors and give them hell",
    "spam @nurse_jo with love hearts and hate",
    "March on the migrant hotel, peaceful my foot",
    "protest at the hotel where the asylum seekers are, peaceful",
    "let's all ring her personal mobile and tell her how great she is",
    "everyone flood the page",
    "fill in the consultation, the bastards",
    "tell them how good it will feel when the place is on fire, kill the lot",
]


def _decide(text: str) -> Decision:
    return ENGINE.decide(utterance(text), policy_pack("mid-and-south-essex"))


@pytest.mark.parametrize("text", KIND)
def test_what_hurts_nobody_is_no_incitement(text: str) -> None:
    """Nobody is asked about it, and nothing goes."""
    decision = _decide(text)
    assert Label.INCITEMENT not in decision.possible
    assert {Action.HIDE, Action.DELETE}.isdisjoint(decision.actions)


@pytest.mark.parametrize("text", AGAINST_SOMEBODY)
def test_a_kind_word_beside_harm_excuses_nothing(text: str) -> None:
    """It is left to rules and model as before."""
    assert not urges_kindly(text)


@pytest.mark.parametrize(
    "text",
    [
        "flood her inbox till it breaks, let her see what waiting is",
        "everyone pile on @clinicpage with one star reviews tonight",
        "let's all bombard the receptionist's phone all night",
    ],
)
def test_a_call_against_somebody_is_seen(text: str) -> None:
    """At least by a person."""
    decision = _decide(text)
    assert Label.INCITEMENT in decision.possible
    assert decision.review or Action.DELETE in decision.actions


def _labelled(*findings: Finding) -> Labelling:
    scores: dict[Label, float] = {}
    for finding in findings:
        scores[finding.label] = max(finding.score, scores.get(finding.label, 0.0))
    return Labelling(findings=findings, language="English", too_long=False, scores=scores)


def _found(label: Label, score: float, source: str, by_rules: float | None = None) -> Finding:
    return Finding(label=label, score=score, span=None, source=source, by_rules=by_rules)


@pytest.mark.parametrize("by_rules,left", [(None, 0.3), (0.55, 0.3), (0.88, 0.6)])
def test_where_a_rule_is_certain_a_person_looks(by_rules: float | None, left: float) -> None:
    """Kind words are soon put beside a call that is not kind."""
    found = _found(Label.INCITEMENT, 0.95, "incitement.pile-on", by_rules)
    assert with_cause_heard(_labelled(found), KIND[0]).scores[Label.INCITEMENT] == left


@pytest.mark.parametrize("label", [Label.HATE, Label.THREAT, Label.HARASSMENT, Label.ILLEGAL])
def test_who_is_wished_ill_besides_is_not_written_to_in_kindness(label: Label) -> None:
    """Then the call stays what it was."""
    labelling = _labelled(_found(Label.INCITEMENT, 0.79, "model"), _found(label, 0.7, "model"))
    assert with_cause_heard(labelling, KIND[0]) == labelling


def test_what_a_body_lists_itself_stays() -> None:
    """Its own words are no matter of kindness."""
    own = _found(Label.INCITEMENT, 0.95, blocked_source(Label.INCITEMENT))
    assert with_cause_heard(_labelled(own), KIND[0]).scores[Label.INCITEMENT] == 0.95


def test_a_long_text_is_left_as_it_is() -> None:
    """One kind sentence tells little of a thousand characters."""
    labelling = _labelled(_found(Label.INCITEMENT, 0.79, "model"))
    assert with_cause_heard(labelling, KIND[0] + " x" * 600) == labelling


@pytest.mark.parametrize(
    "piece", ["with my love ", "march ", "peaceful ", "tell them how ", "flood the all ", "one * "]
)
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    """Half a match in every word takes no longer."""
    assert growth(urges_kindly, piece) < LINEAR
