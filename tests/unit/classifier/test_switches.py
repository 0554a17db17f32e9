"""Kill switches: what is off counts for nothing, and nobody in danger is missed by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from moderation_classifier.domain.behaviour.grouping import (
    Message,
    may_share_decision,
    suspect_repetition,
)
from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.personal_data import DetailKind
from moderation_classifier.domain.second_opinion import Opinion, heed
from moderation_classifier.domain.switches import NOTHING_OFF, Switches, switch_off
from moderation_classifier.domain.themes.remark import may_lend_phrases
from moderation_common.identity import GroupId
from moderation_common.policy import SwitchedOff
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import (
    DANGER_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
)
from tests.support.behaviour import decision_of
from tests.support.labelling import label, labeller, local_knowledge, policy_pack, utterance

RUMOUR: Final = "MMR causes autism, fact."
DESPAIR: Final = "I want to kill myself tonight, I have the pills here."
PACK: Final = policy_pack("mid-and-south-essex")


def decide_with(text: str, switches: Switches) -> Decision:
    """Judge a public comment with something switched off."""
    return decide(label(text), PACK, utterance(text), switches=switches)


def test_a_label_that_is_off_removes_nothing() -> None:
    """The comment that was hidden for it is left, and its score stays in the record."""
    before = decide_with(RUMOUR, Switches())
    after = decide_with(RUMOUR, Switches(labels=frozenset({Label.MISINFORMATION})))
    assert Action.HIDE in before.actions
    assert after.actions == (Action.LEAVE,)
    assert Label.MISINFORMATION not in after.labels
    assert after.category is Category.ANYTHING_ELSE
    assert after.scores == before.scores


def test_a_rule_that_is_off_leaves_the_word_to_the_model() -> None:
    """Whatever the rule alone would have given is gone; the model still speaks for itself."""
    labelling = labeller(with_model=False).label(utterance(RUMOUR))
    sources = {f.source for f in labelling.findings if f.label is Label.MISINFORMATION}
    assert sources
    off = Switches(rules=frozenset(sources))
    by_rules = decide(labelling, PACK, utterance(RUMOUR), switches=off)
    assert by_rules.actions == (Action.LEAVE,)
    with_model = label(RUMOUR)
    reasons = decide(with_model, PACK, utterance(RUMOUR), switches=off).reasons
    assert sources.isdisjoint(reason.source for reason in reasons)


@pytest.mark.parametrize("by", ["label", "rule"])
def test_danger_that_is_off_goes_to_a_person(by: str) -> None:
    """No label is given and no case is opened, but somebody reads it."""
    found = label(DESPAIR)
    assert found.scores[Label.SELF_HARM] >= PACK.thresholds.of(Label.SELF_HARM).act
    everything = frozenset(finding.source for finding in found.findings) | {found.model}
    off = (
        Switches(labels=frozenset({Label.SELF_HARM}))
        if by == "label"
        else Switches(rules=everything)
    )
    decision = decide(found, PACK, utterance(DESPAIR), switches=off)
    assert Label.SELF_HARM not in decision.labels
    assert decision.review
    what = "which is" if by == "label" else "but what found it is"
    assert any(f"self harm, {what} switched off." in doubt for doubt in decision.doubts)
    assert REMOVALS.isdisjoint(decision.actions)


def test_the_pack_can_have_a_label_off() -> None:
    """What stands in the pack counts as a switch."""
    pack = PACK.model_copy(update={"switched_off": SwitchedOff(labels=(Label.MISINFORMATION,))})
    decision = decide(label(RUMOUR), pack, utterance(RUMOUR))
    assert decision.actions == (Action.LEAVE,)


def test_an_eye_can_be_forced_on_any_label() -> None:
    """The removal becomes a proposal, and a label that removes nothing is looked at too."""
    forced = PACK.model_copy(update={"always_review": tuple(Label)})
    rumour = decide(label(RUMOUR), forced, utterance(RUMOUR))
    assert rumour.actions == (Action.LEAVE,)
    assert Action.HIDE in rumour.proposed
    assert rumour.review
    thanks = "Thank you to all the staff on the ward, you were wonderful."
    usual = labeller().label(utterance(thanks), local_knowledge("mid-and-south-essex"))
    assert not decide(usual, PACK, utterance(thanks)).review
    seen = decide(usual, forced, utterance(thanks))
    assert seen.review
    assert any("compliment" in doubt for doubt in seen.doubts)


def test_danger_is_of_the_vocabulary_and_can_be_private() -> None:
    """The labels about danger hold for private messages as well."""
    private = utterance(DESPAIR, kind=Kind.DIRECT_MESSAGE, platform=Platform.FACEBOOK)
    found = labeller().label(private)
    assert decide(found, PACK, private, switches=Switches(labels=DANGER_LABELS)).review


@pytest.mark.parametrize(
    "text,off",
    [(DESPAIR, Label.SELF_HARM), ("I know where you live and I'll stab you", Label.THREAT)],
)
def test_danger_that_is_off_is_decided_alone_and_not_quoted(text: str, off: Label) -> None:
    """No verdict on others reaches it, and none of its words becomes a phrase; nothing is done."""
    found = label(text, with_model=False)
    assert not may_share_decision(decide(found, PACK, utterance(text)))
    for switches in (
        Switches(labels=frozenset({off})),
        Switches(rules=frozenset(finding.source for finding in found.findings)),
    ):
        decision = decide(found, PACK, utterance(text), switches=switches)
        assert off in decision.unheeded
        assert off not in decision.possible
        assert not may_share_decision(decision)
        assert REMOVALS.isdisjoint(decision.actions)


def test_what_is_private_lends_no_phrase_though_its_label_is_off() -> None:
    """A body that has its staff list switched off does not see names among its phrases."""
    text = "My number is 07700 900123, ring me about the car park"
    found = label(text, with_model=False)
    off = Switches(labels=frozenset({Label.PERSONAL_DATA}))
    decision = decide(found, PACK, utterance(text), switches=off)
    assert not decision.possible & {Label.PERSONAL_DATA}
    assert REMOVALS.isdisjoint({*decision.actions, *decision.proposed})
    assert not may_lend_phrases(decision, Kind.COMMENT)
    assert may_lend_phrases(replace(decision, unheeded=()), Kind.COMMENT)


@pytest.mark.parametrize(
    "off",
    [
        Switches(labels=frozenset({Label.SPAM})),
        Switches(rules=frozenset({"repetition"})),
    ],
    ids=["label", "rule"],
)
def test_the_kill_switch_reaches_repetition(off: Switches) -> None:
    """With spam or the finding itself off, saying the same again and again changes nothing."""
    decision = decision_of((Label.CRITICISM,))
    often = Message(message_id=GroupId("m"), size=9, authors=1, by_author=9)
    said = utterance("the same again")

    def suspected(switches: Switches) -> Decision:
        return suspect_repetition(
            decision, often, words=9, pack=PACK, utterance=said, off=switches.joined(PACK)
        )

    assert Label.SPAM in suspected(NOTHING_OFF).doubtful
    assert suspected(off) is decision


def test_a_rule_that_is_off_speaks_for_no_action() -> None:
    """Its score is kept, but what counts is what is left without it."""
    found = label(RUMOUR)
    sources = {one.source for one in found.findings if one.label is Label.MISINFORMATION}
    off = Switches(rules=frozenset(sources))
    before, after = decide_with(RUMOUR, NOTHING_OFF), decide_with(RUMOUR, off)
    assert before.counting == before.scores == after.scores
    left = switch_off(found, PACK, off).labelling.scores.get(Label.MISINFORMATION, 0.0)
    assert after.counting.get(Label.MISINFORMATION, 0.0) == round(left, 4)
    assert left < before.scores[Label.MISINFORMATION]


def test_repetition_proposes_nothing_on_a_score_that_is_switched_off() -> None:
    """What its author repeats may be spam; the rule that is off has no say in what to do."""
    often = Message(message_id=GroupId("m"), size=9, authors=1, by_author=9)

    def proposed(decision: Decision) -> tuple[Action, ...]:
        return suspect_repetition(
            decision, often, words=9, pack=PACK, utterance=utterance("again"), off=NOTHING_OFF
        ).proposed

    doubted = decision_of(doubtful=(Label.HATE,))
    high, low = {Label.HATE: 0.99}, {Label.HATE: 0.0}
    loud, quiet = replace(doubted, scores=high), replace(doubted, scores=low)
    assert proposed(loud) != proposed(quiet)
    assert proposed(replace(loud, heeded=low)) == proposed(quiet)


def test_a_second_opinion_can_be_switched_off() -> None:
    """By its own id it has no say, and by a label it does not give that label."""
    doubted = decision_of(doubtful=(Label.HARASSMENT,))
    opinion = Opinion(labels=frozenset({Label.HARASSMENT, Label.SELF_HARM}), model="org/llama:8b@f")
    heeded = heed(doubted, opinion, PACK, off=NOTHING_OFF)
    sources = {one.label: (one.source, one.seconded_by) for one in heeded.reasons}
    assert sources == {
        Label.HARASSMENT: ("test", "second-opinion:org/llama:8b@f"),
        Label.SELF_HARM: ("second-opinion:org/llama:8b@f", None),
    }
    assert heeded.doubtful == (Label.HARASSMENT,)
    mute = Switches(rules=frozenset({"second-opinion:org/llama:8b@f"}))
    assert heed(doubted, opinion, PACK, off=mute) is doubted
    unlabelled = heed(doubted, opinion, PACK, off=Switches(labels=frozenset({Label.SELF_HARM})))
    assert Label.SELF_HARM not in unlabelled.possible
    assert "self harm" in unlabelled.doubts[-1]
    assert not may_share_decision(unlabelled)


def test_sources_that_no_rule_file_names_are_known() -> None:
    """Reasons name repetition, second opinions and the model, so switches can name them too."""
    assert labeller().knows_source(labeller().model_id)
    assert labeller().knows_source("repetition")
    assert labeller().knows_source("second-opinion:llama-3.1:8b@fp_1")
    assert not labeller().knows_source("repetitions")


@pytest.mark.parametrize(
    "source",
    [
        "personal-data.telephone",
        "personal-data.named-condition",
        "staff.directory",
        "staff.titled-name",
        "staff.avoided-name",
        "pack.blocked.profanity",
        "repetition",
        "second-opinion:gpt-5@fp",
    ],
)
def test_what_findings_rest_on_can_be_named(source: str) -> None:
    """Each detector has an id of its own, a pack's own words have one for each label."""
    assert labeller().knows_source(source)


@pytest.mark.parametrize(
    "source",
    [
        "personal-data.phone",
        "personal-data.",
        "personal-data",
        "staff",
        "staff.direcory",
        "staffed",
        "pack.blocked.swearing",
        "pack.blocked",
        "pack.",
        "second-opinion:",
        "model.linear-0",
        "",
    ],
)
def test_a_mistyped_id_is_known_to_nobody(source: str) -> None:
    """Who switches that off would believe that it is off."""
    assert not labeller().knows_source(source)


def test_every_detail_that_is_found_has_an_id_that_is_known() -> None:
    """The ids that can be switched off are those that findings bear."""
    texts = [
        "Ring me on 07700 900123",
        "write to jo.bright77@gmail.com",
        "I live at 14 Acacia Avenue, CM1 2AB",
        "My NHS number is 943 476 5919",
        "my national insurance number is AB 12 34 56 C",
        "I was born on 12/03/1961",
    ]
    sources = {one.source for text in texts for one in label(text, with_model=False).findings} & {
        kind.source for kind in DetailKind
    }
    assert len(sources) >= 5
    assert all(labeller().knows_source(source) for source in sources)


def test_every_source_that_a_finding_names_can_be_switched_off() -> None:
    """What a reason shows as its source is known, and a slip of the pen is not."""
    texts = (RUMOUR, DESPAIR, "Ring me on 07700 900123", "Nurse Jane Smith is useless")
    sources = {one.source for text in texts for one in label(text).findings}
    assert sources
    assert all(labeller().knows_source(source) for source in sources)
    assert not labeller().knows_source("misinfromation")
