"""Whatever is found and whatever is off: no switch adds a label, and none hides danger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.behaviour.grouping import may_share_decision
from moderation_classifier.domain.decision import decide
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.switches import Switches
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import DANGER_LABELS, Kind, Label, Platform
from tests.support.behaviour import pack_of

SOURCES = ("rule-one", "rule-two", "model")
PACKS = [pack_of(), pack_of("bsw"), pack_of("nottingham")]


def _labelling(findings: list[Finding]) -> Labelling:
    ordered = sorted(findings, key=lambda finding: -finding.score)
    scores: dict[Label, float] = {}
    for finding in ordered:
        scores.setdefault(finding.label, finding.score)
    return Labelling(
        findings=tuple(ordered), language=ENGLISH, too_long=False, scores=scores, model="model"
    )


labels = st.frozensets(st.sampled_from(Label), max_size=6)
labellings = st.lists(
    st.builds(
        Finding,
        label=st.sampled_from(Label),
        score=st.floats(0, 1),
        span=st.none(),
        source=st.sampled_from(SOURCES),
    ),
    max_size=8,
).map(_labelling)
switches = st.builds(Switches, labels, st.frozensets(st.sampled_from(SOURCES)))
utterances = st.builds(
    Utterance, text=st.just(""), kind=st.sampled_from(Kind), platform=st.sampled_from(Platform)
)
packs = st.sampled_from(PACKS)


@given(labellings, packs, utterances, switches)
def test_what_is_off_is_never_given_nor_a_reason(
    found: Labelling, pack: PolicyPack, utterance: Utterance, off: Switches
) -> None:
    """Labels that are off are neither certain nor reasons, and no label appears anew."""
    decision = decide(found, pack, utterance, switches=off)
    assert off.labels.isdisjoint(decision.labels)
    assert off.labels.isdisjoint(reason.label for reason in decision.reasons)
    assert off.rules.isdisjoint(reason.source for reason in decision.reasons)
    assert set(decision.labels) <= set(decide(found, pack, utterance).labels)


@given(labellings, packs, utterances, switches)
def test_danger_is_seen_whatever_is_off(
    found: Labelling, pack: PolicyPack, utterance: Utterance, off: Switches
) -> None:
    """A label about danger that counted is certain still, or a person is asked."""
    decision = decide(found, pack, utterance, switches=off)
    for label in decide(found, pack, utterance).labels:
        if label in DANGER_LABELS:
            assert label in decision.labels or decision.review


@given(labellings, packs, utterances, switches)
def test_no_switch_brings_a_comment_into_a_group(
    found: Labelling, pack: PolicyPack, utterance: Utterance, off: Switches
) -> None:
    """What is decided alone with everything on is decided alone whatever is off."""
    usual = decide(found, pack, utterance)
    switched = decide(found, pack, utterance, switches=off)
    assert usual.possible <= switched.conceivable
    assert may_share_decision(usual) or not may_share_decision(switched)


@given(labellings, packs, utterances, labels)
def test_a_person_sees_whatever_the_pack_wants_seen(
    found: Labelling, pack: PolicyPack, utterance: Utterance, forced: frozenset[Label]
) -> None:
    """A label that is always reviewed is never removed by the machine, however certain."""
    strict = pack.model_copy(update={"always_review": tuple(forced)})
    decision = decide(found, strict, utterance)
    usual = decide(found, pack, utterance)
    if forced.isdisjoint(reason.label for reason in usual.reasons):
        assert decision == usual
    else:
        assert decision.review
        assert REMOVALS.isdisjoint(decision.actions)
        assert decision.labels == usual.labels
