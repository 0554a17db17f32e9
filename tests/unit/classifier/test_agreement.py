"""How rules and model come to one score."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from moderation_classifier.domain.agreement import (
    DISMISSED,
    by_itself,
    combine,
    read_in_context,
    unheard,
)
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.policy.house_rules import Threshold
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, policy_pack


def test_two_that_agree_are_surer_than_either() -> None:
    """Independent witnesses leave only the chance that both err."""
    assert combine(Label.HATE, by_rules=0.8, by_model=0.78) == pytest.approx(0.956)


def test_two_doubts_remove_nothing() -> None:
    """However well they agree, a person looks first, unless one of them is sure alone."""
    assert combine(Label.HATE, by_rules=0.5, by_model=0.7) < 0.8
    assert combine(Label.HATE, by_rules=0.5, by_model=0.92) > 0.9


@pytest.mark.parametrize("label", [Label.HATE, Label.MISINFORMATION, Label.SPAM, Label.PROMOTION])
def test_a_flat_contradiction_about_abuse_is_a_doubt(label: Label) -> None:
    """A rule alone removes nothing that the model holds to be impossible."""
    assert combine(label, by_rules=0.92, by_model=0.001) == pytest.approx(0.6)


@pytest.mark.parametrize("label", [Label.HATE, Label.SPAM, Label.IG_INCIDENT])
def test_a_rules_doubt_of_abuse_falls_to_a_flat_contradiction(label: Label) -> None:
    """Of 31 such doubts on the tuning lines two were right; a threat's stays."""
    assert combine(label, by_rules=0.7, by_model=0.04) < 0.5
    assert combine(label, by_rules=0.7, by_model=0.06) == 0.7
    assert combine(label, by_rules=0.7, by_model=0.01, heard_out=False) == 0.7
    assert combine(Label.THREAT, by_rules=0.7, by_model=0.01) == 0.7


@pytest.mark.parametrize("label", [Label.SELF_HARM, Label.EMERGENCY, Label.PERSONAL_DATA])
def test_the_model_never_talks_down_danger_or_a_format(label: Label) -> None:
    """Somebody in danger is not missed because a model thinks otherwise."""
    assert combine(label, by_rules=0.92, by_model=0.001) == 0.92


@pytest.mark.parametrize("label", [Label.SELF_HARM, Label.EMERGENCY, Label.PATIENT_SAFETY])
def test_a_rules_doubt_about_danger_falls_to_a_flat_contradiction_only(label: Label) -> None:
    """The least suspicion of the model's keeps it before a person; a certain rule needs none."""
    assert combine(label, by_rules=0.5, by_model=0.04) < 0.35
    assert combine(label, by_rules=0.5, by_model=0.06) == 0.5
    assert combine(label, by_rules=0.5, by_model=0.34) == 0.5
    assert combine(label, by_rules=0.5, by_model=0.35) > 0.6
    assert combine(label, by_rules=0.6, by_model=0.0) == 0.6
    assert combine(label, by_rules=0.5, by_model=0.01, heard_out=False) == 0.5


@pytest.mark.parametrize("pack", load_packs(POLICIES), ids=lambda pack: pack.organisation.key)
def test_nobody_is_asked_about_what_is_dismissed(pack: PolicyPack) -> None:
    """The score that is left to a dismissed doubt lies under every threshold of every body."""
    assert min(pack.thresholds.of(label).review for label in Label) > DISMISSED


@pytest.mark.parametrize("label", [Label.COMPLAINT, Label.MEDICAL_ADVICE, Label.STAFF_CONDUCT])
def test_a_contradicted_rule_moves_nothing_to_a_desk(label: Label) -> None:
    """The model is the better judge of what a comment asks for."""
    assert combine(label, by_rules=0.8, by_model=0.04) < 0.5
    assert combine(label, by_rules=0.8, by_model=0.06) == 0.8


def test_a_request_that_names_its_law_stays_before_a_person() -> None:
    """The law gives days to answer it, so that it is not left to a model's silence."""
    assert combine(Label.FOI, by_rules=0.95, by_model=0.0) == pytest.approx(0.6)
    assert combine(Label.COMPLAINT, by_rules=0.95, by_model=0.0) < 0.5


@pytest.mark.parametrize("label", [Label.QUERY, Label.COMPLIMENT, Label.CRITICISM])
def test_conversation_follows_the_model(label: Label) -> None:
    """A question mark or a word of thanks alone does not colour a report."""
    assert combine(label, by_rules=0.95, by_model=0.1) < 0.5
    assert combine(label, by_rules=0.95, by_model=0.3) >= 0.95


def test_one_source_alone_counts_as_it_is() -> None:
    """Without the other there is nothing to weigh."""
    assert combine(Label.HATE, by_rules=0.7, by_model=None) == 0.7
    assert combine(Label.HATE, by_rules=0.0, by_model=0.4) == 0.4


def test_a_contradicted_threat_stays_one_and_is_not_removed() -> None:
    """Somebody may be in danger, so the label stands; a person decides about the comment."""
    score = combine(Label.THREAT, by_rules=0.93, by_model=0.003)
    assert 0.75 < score < 0.8


def test_no_rule_removes_alone_what_the_model_is_not_nearly_sure_of() -> None:
    """A person decides; the label stands."""
    for label in (Label.HATE, Label.SPAM, Label.IG_INCIDENT):
        assert 0.75 < combine(label, by_rules=0.92, by_model=0.3) < 0.8
        assert 0.75 < combine(label, by_rules=0.92, by_model=0.77) < 0.8
        assert combine(label, by_rules=0.92, by_model=0.78) > 0.9


def test_what_the_model_has_not_read_contradicts_nothing() -> None:
    """Nor does it let a rule remove alone; a body's own list of words the body knows best."""
    assert 0.75 < combine(Label.HATE, by_rules=0.92, by_model=0.0, heard_out=False) < 0.8
    assert combine(Label.HATE, by_rules=0.92, by_model=0.8, heard_out=False) > 0.9
    assert combine(Label.HATE, by_rules=0.92, by_model=0.0, own=True) == 0.92
    assert combine(Label.HATE, by_rules=0.92, by_model=0.0, heard_out=False, own=True) == 0.92


def test_what_is_quoted_is_not_removed_however_sure_the_model_is() -> None:
    """The words are abuse, and whoever repeats them to condemn them must be heard."""
    assert 0.75 < combine(Label.HARASSMENT, by_rules=0.44, by_model=0.95, quoted=True) < 0.8
    assert combine(Label.HARASSMENT, by_rules=0.44, by_model=0.95) > 0.95


def test_no_accusation_is_removed_unread_however_sure_both_are() -> None:
    """Unless the body itself has said which words it means."""
    label = Label.DEFAMATION
    assert 0.75 < combine(label, by_rules=0.95, by_model=0.99) < 0.8
    assert 0.75 < by_itself(label, 0.99) < 0.8
    assert 0.75 < unheard(label, 0.95) < 0.8
    assert combine(label, by_rules=0.95, by_model=0.99, own=True) > 0.8


def test_where_the_model_fails_rules_remove_only_what_it_has_no_say_in() -> None:
    """Of words, formats and names it is no judge; of the rest a person is asked."""
    assert 0.75 < unheard(Label.HATE, 0.95) < 0.8
    assert unheard(Label.HATE, 0.5) == 0.5
    assert unheard(Label.PROFANITY, 0.95) == 0.95


def test_a_name_with_a_title_and_a_faint_suspicion_remove_nothing() -> None:
    """Two doubts stay two doubts."""
    assert combine(Label.STAFF_NAMED, by_rules=0.75, by_model=0.3) < 0.8


@pytest.mark.parametrize("act", [0.0, 0.5, 0.75, 0.79])
def test_no_policy_removes_what_is_for_a_person(act: float) -> None:
    """Neither one that calls little certain and says no more, nor one that asks for little."""
    for_a_person = combine(Label.HATE, by_rules=0.95, by_model=0.95, quoted=True)
    assert for_a_person < Threshold(act=act, review=0.0).removal
    with pytest.raises(ValidationError, match="is put before a person"):
        Threshold(act=act, review=0.0, remove=0.79)
    assert Threshold(act=0.9, review=0.5).removal == 0.9


@pytest.mark.parametrize("by_rules", [0.55, 0.675, 0.75])
def test_whose_blame_is_in_doubt_no_model_makes_certain(by_rules: float) -> None:
    """It sees a name and blame, and is sure of a nurse named beside a bad car park, too."""
    limits = [pack.thresholds.of(Label.STAFF_NAMED) for pack in load_packs(POLICIES)]
    score = combine(Label.STAFF_NAMED, by_rules=by_rules, by_model=0.99)
    assert all(each.review <= score < each.removal for each in limits)
    assert combine(Label.STAFF_NAMED, by_rules=0.9, by_model=0.99) >= 0.9


@pytest.mark.parametrize(
    "label, alone, answering, together",
    [
        (Label.SELF_HARM, 0.9, 0.0, 0.9),
        (Label.SELF_HARM, 0.1, 0.8, 0.8),
        (Label.HATE, 0.95, 0.0, 0.6),
        (Label.HATE, 0.95, 0.7, 0.7),
        (Label.HATE, 0.3, 0.1, 0.3),
        (Label.MISINFORMATION, 0.0, 0.95, 0.79),
        (Label.IG_INCIDENT, 0.0, 0.95, 0.79),
        (Label.QUERY, 0.9, 0.2, 0.2),
    ],
)
def test_what_is_answered_asks_people_and_removes_nothing(
    label: Label, alone: float, answering: float, together: float
) -> None:
    """Danger counts wherever it shows; a house rule needs the comment's own words."""
    assert read_in_context(label, alone=alone, answering=answering) == together


@pytest.mark.parametrize("label", [Label.PERSONAL_DATA, Label.STAFF_NAMED])
def test_what_detectors_know_the_model_alone_never_removes(label: Label) -> None:
    """What no detector and no directory knows may be anybody's: a person looks."""
    asked = [pack.thresholds.of(label) for pack in load_packs(POLICIES)]
    assert all(limits.review <= by_itself(label, 0.99) < limits.removal for limits in asked)
    assert by_itself(Label.HATE, 0.99) == 0.99


@pytest.mark.parametrize("label", [Label.INCITEMENT, Label.IMPERSONATION])
def test_what_campaigns_read_like_the_model_alone_never_removes(label: Label) -> None:
    """A call to ring the council, or a petition in the body's name: a person looks."""
    asked = [pack.thresholds.of(label) for pack in load_packs(POLICIES)]
    assert all(limits.review <= by_itself(label, 0.99) < limits.removal for limits in asked)
    assert combine(label, by_rules=0.92, by_model=0.9) > 0.9


def test_beside_public_contacts_the_models_word_on_private_data_is_a_doubt() -> None:
    """It takes one number for another; the detectors found none to be private."""
    limits = policy_pack("bsw").thresholds.of(Label.PERSONAL_DATA)
    assert limits.review <= by_itself(Label.PERSONAL_DATA, 0.99, none_private=True) < limits.act
