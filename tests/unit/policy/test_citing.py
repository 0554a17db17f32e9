"""Which house rule is cited for a label: the one that the table would have rested on."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_common.policy import (
    HouseRule,
    PolicyPack,
    PolicyPacks,
    Row,
    RuleScope,
    Then,
    When,
    decide_category,
)
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

BODIES: Final = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")


def cited(pack: PolicyPack, label: Label) -> str | None:
    """The id of the rule that is cited for a label."""
    rule = pack.rule_for(label)
    return rule.id if rule else None


@pytest.mark.parametrize("internal", [False, True])
@pytest.mark.parametrize("body", BODIES)
def test_a_label_alone_is_explained_as_it_is_decided(
    packs: PolicyPacks, body: str, *, internal: bool
) -> None:
    """What the table rests on for a comment with this label alone is what is cited for it."""
    pack = packs[body]
    for label in REMOVING_LABELS:
        ruling = decide_category(
            pack,
            {label: 1.0},
            platform=Platform.FACEBOOK,
            kind=Kind.COMMENT,
            internal=internal,
        )
        if ruling.house_rule is not None and ruling.house_rule.scope is not RuleScope.FREEDOM:
            assert pack.rule_for(label, internal=internal) is ruling.house_rule


@pytest.mark.parametrize("body", BODIES)
def test_a_cited_rule_covers_the_label(packs: PolicyPacks, body: str) -> None:
    """And where some rule covers a label, one is cited."""
    pack = packs[body]
    for label in Label:
        rule = pack.rule_for(label)
        covered = any(label in one.labels for one in pack.house_rules)
        assert (rule is not None and label in rule.labels) is covered


@pytest.mark.parametrize(
    "body, label, rule",
    [
        ("nottingham", Label.ILLEGAL, "unlawful"),
        ("nottingham", Label.PERSONAL_DATA, "personal-details"),
        ("healthwatch-cp", Label.ILLEGAL, "offensive-material"),
        ("healthwatch-cp", Label.PERSONAL_DATA, "details-in-private"),
        ("lincolnshire", Label.SEXUAL, "profane"),
        ("mid-and-south-essex", Label.SPAM, "spam"),
    ],
)
def test_a_rule_that_only_a_person_can_apply_is_not_cited_first(
    packs: PolicyPacks, body: str, label: Label, rule: str
) -> None:
    """Fake sick notes breach no copyright, and explicit words are no link."""
    assert cited(packs[body], label) == rule


def _pack_with(pack: PolicyPack, *rows: Row, rules: tuple[HouseRule, ...]) -> PolicyPack:
    return pack.model_copy(update={"categories": rows, "house_rules": rules})


def _rule(rule_id: str, scope: RuleScope = RuleScope.COMMENT) -> HouseRule:
    return HouseRule(id=rule_id, clause="1", words="Be kind.", labels=(Label.SPAM,), scope=scope)


def _row(rule: str, **when: object) -> Row:
    then = Then(
        category=Category.MISINFORMATION_OR_SPAM, house_rule=rule, actions=((Action.HIDE,),)
    )
    return Row(id=rule, when=When.model_validate(when), then=then)


def test_without_a_row_a_rule_about_comments_comes_first(packs: PolicyPacks) -> None:
    """Then one for a person's judgement, which is better than none."""
    judged, plain = _rule("judged", RuleScope.JUDGEMENT), _rule("plain")
    assert cited(_pack_with(packs["bsw"], rules=(judged, plain)), Label.SPAM) == "plain"
    assert cited(_pack_with(packs["bsw"], rules=(judged,)), Label.SPAM) == "judged"
    assert cited(_pack_with(packs["bsw"], rules=()), Label.SPAM) is None


@pytest.mark.parametrize(
    "when",
    [
        {"labels_any": ["hate"]},
        {"labels_all": ["spam", "hate"]},
        {"labels_all": ["spam"], "labels_any": ["hate"]},
        {"labels_any": ["spam"], "labels_none": ["spam"]},
        {"labels_any": ["spam"], "internal": True},
        {"labels_any": ["spam"], "kinds": ["direct_message"]},
        {"labels_any": ["spam"], "platforms": ["tiktok"]},
        {"labels_any": ["spam"], "modes": ["major_incident"]},
        {"labels_any": ["spam"], "min_points": 3},
        {},
    ],
)
def test_a_row_about_something_else_says_nothing_of_the_label(
    packs: PolicyPacks, when: dict[str, object]
) -> None:
    """Other labels beside it, another place, another author or time: the next row is asked."""
    pack = _pack_with(
        packs["bsw"],
        _row("other", **when),
        _row("plain", labels_any=["spam"]),
        rules=(_rule("other"), _rule("plain")),
    )
    rule = pack.rule_for(Label.SPAM, platform=Platform.FACEBOOK)
    assert rule is not None
    assert rule.id == "plain"


@pytest.mark.parametrize(
    "when",
    [
        {"labels_all": ["spam"]},
        {"labels_any": ["spam", "hate"], "internal": True},
        {"labels_any": ["spam"], "kinds": ["reply"], "platforms": ["tiktok"]},
    ],
)
def test_the_first_row_about_the_label_there_is_the_one(
    packs: PolicyPacks, when: dict[str, object]
) -> None:
    """The place of the comment counts as it does in the table."""
    pack = _pack_with(
        packs["bsw"],
        _row("other", **when),
        _row("plain", labels_any=["spam"]),
        rules=(_rule("plain"), _rule("other")),
    )
    rule = pack.rule_for(
        Label.SPAM, platform=Platform.TIKTOK, kind=Kind.REPLY, internal="internal" in when
    )
    assert rule is not None
    assert rule.id == "other"


def test_a_row_whose_rule_does_not_cover_the_label_is_passed_over(packs: PolicyPacks) -> None:
    """What leaves a comment for a freedom explains no label."""
    freedom = HouseRule(id="free", clause="1", words="Speak.", scope=RuleScope.FREEDOM)
    pack = _pack_with(
        packs["bsw"], _row("free", labels_any=["spam"]), rules=(freedom, _rule("plain"))
    )
    assert cited(pack, Label.SPAM) == "plain"
