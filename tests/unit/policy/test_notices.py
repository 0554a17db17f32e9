"""What the author of a removed comment is told: true, kind, whole, and short enough to be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest

from moderation_common.platforms import capabilities, longest_reply
from moderation_common.policy import (
    HouseRule,
    PolicyPack,
    PolicyPacks,
    RuleScope,
    TemplateName,
    compose_notice,
    compose_reply,
)
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.policy.notices import MAX_NOTICE
from moderation_common.vocabulary import Action, Kind, Label, Platform

BODIES: Final = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")
REMOVALS: Final = {Action.HIDE: "hidden", Action.DELETE: "deleted"}
WAYS: Final = [
    (platform, via)
    for platform in Platform
    for via in (Action.REPLY, Action.PRIVATE_REPLY)
    if via in capabilities(platform, Kind.COMMENT)
]
ACCUSING: Final = re.compile(
    r"\b(?:law|illegal|violat\w+|breach\w*|abus\w+|offence\w*|offensive|inappropriate|spam|malicious|bully\w*|"
    r"defam\w+|deceptive|other people's)\b",
    re.IGNORECASE,
)
"""Words that say of somebody who gave their own telephone number what they have not done."""


def cited(pack: PolicyPack) -> Iterator[tuple[Label, HouseRule]]:
    """Yield each label for which a comment may be removed, and the rule that is cited for it."""
    for label, internal in product(Label, (False, True)):
        rule = pack.rule_for(label, internal=internal)
        if label in REMOVING_LABELS and rule is not None:
            yield label, rule


def notice_of(
    pack: PolicyPack,
    rule: HouseRule,
    action: Action,
    *,
    platform: Platform = Platform.FACEBOOK,
    via: Action = Action.PRIVATE_REPLY,
) -> str:
    """The notice of a removal by one action."""
    return compose_notice(pack, rule, actions=(via, action), platform=platform, via=via)


@pytest.mark.parametrize("action", REMOVALS)
@pytest.mark.parametrize("body", BODIES)
def test_each_label_has_a_whole_notice(packs: PolicyPacks, body: str, action: Action) -> None:
    """It says by its verb what was done, quotes a rule that covers the label, and ends."""
    pack = packs[body]
    other = next(word for kind, word in REMOVALS.items() if kind is not action)
    for label, rule in cited(pack):
        text = notice_of(pack, rule, action)
        assert text.startswith(f"We have {REMOVALS[action]} your comment")
        assert other not in text.replace(rule.words, "")
        assert label in rule.labels
        quote = f'"{rule.words}" ({pack.document_of(rule).title}, {rule.clause}).'
        assert f"The rule that applies reads: {quote}" in text
        assert text.endswith(".")
        assert not re.search(r"[{}]|\s\s|\.\.", text)


@pytest.mark.parametrize("platform, via", WAYS)
@pytest.mark.parametrize("body", BODIES)
def test_a_notice_is_never_longer_than_the_platform_takes(
    packs: PolicyPacks, body: str, platform: Platform, via: Action
) -> None:
    """Nor is it cut in two: where it is shortened, it is whole sentences still."""
    pack = packs[body]
    for rule, action in product(pack.house_rules, REMOVALS):
        text = notice_of(pack, rule, action, platform=platform, via=via)
        assert len(text.encode()) <= longest_reply(platform, via)
        assert text.endswith(".")
        assert REMOVALS[action] in text


def test_what_does_not_fit_loses_the_words_first_and_then_their_place(packs: PolicyPacks) -> None:
    """X still names the clause; TikTok reads the reason alone."""
    pack = packs["mid-and-south-essex"]
    rule = pack.house_rule("names-staff")
    assert rule is not None
    said = "We have hidden your comment because it names a member of staff."
    on_x = notice_of(pack, rule, Action.HIDE, platform=Platform.X, via=Action.REPLY)
    on_tiktok = notice_of(pack, rule, Action.HIDE, platform=Platform.TIKTOK, via=Action.REPLY)
    assert on_x.startswith(said)
    assert on_x.endswith("The rule: Social Media Policy, Appendix B, house rules, point 10.")
    assert on_tiktok.startswith(said)
    assert rule.clause not in on_tiktok


@pytest.mark.parametrize("action", REMOVALS)
@pytest.mark.parametrize("body", BODIES)
def test_who_gave_their_own_number_is_accused_of_nothing(
    packs: PolicyPacks, body: str, action: Action
) -> None:
    """They are told that it was done to protect them, in the notice and in the rule quoted."""
    pack = packs[body]
    rule = pack.rule_for(Label.PERSONAL_DATA)
    assert rule is not None
    text = notice_of(pack, rule, action)
    assert "to protect you" in text
    assert ACCUSING.findall(text) == []


@pytest.mark.parametrize(
    "label, wrong",
    [
        (Label.PERSONAL_DATA, "violation"),
        (Label.PERSONAL_DATA, "other people's"),
        (Label.MISINFORMATION, "spam"),
        (Label.SEXUAL, "links"),
        (Label.ILLEGAL, "including copyright"),
        (Label.SPAM, "mislead"),
    ],
)
def test_nobody_is_told_of_something_else(packs: PolicyPacks, label: Label, wrong: str) -> None:
    """Neither the notice nor the rule speaks of links or spam where the comment was none of it."""
    for pack in packs:
        rule = pack.rule_for(label)
        assert rule is not None
        assert wrong not in f"{rule.notice} {rule.words}"


@pytest.mark.parametrize("body", BODIES)
def test_every_rule_that_can_remove_has_a_notice(packs: PolicyPacks, body: str) -> None:
    """What people may say has none, since nothing is removed for it."""
    for rule in packs[body].house_rules:
        assert (rule.notice is None) is (rule.scope is RuleScope.FREEDOM)


@pytest.mark.parametrize("body", BODIES)
def test_a_rule_without_a_notice_is_explained_without_blame(packs: PolicyPacks, body: str) -> None:
    """The neutral words go with any clause, and the rule is quoted all the same."""
    pack = packs[body]
    for rule, (action, word) in product(pack.house_rules, REMOVALS.items()):
        text = notice_of(pack, rule.model_copy(update={"notice": None}), action)
        assert text.startswith(
            f'We have {word} your comment. The rule that applies reads: "{rule.words}" ('
        )


def test_a_pack_whose_template_says_no_notice_reads_as_before(packs: PolicyPacks) -> None:
    """Packs written before notices keep their words."""
    pack = packs["bsw"]
    rule = pack.house_rules[0].model_copy(update={"notice": None})
    template = 'We have removed your comment: "{words}" ({clause}).'
    old = pack.model_copy(
        update={"templates": {**pack.templates, TemplateName.REMOVAL_NOTICE: template}}
    )
    assert (
        notice_of(old, rule, Action.HIDE)
        == f'We have removed your comment: "{rule.words}" ({rule.clause}).'
    )


def test_the_verb_is_that_of_the_gravest_action(packs: PolicyPacks) -> None:
    """Hidden and reported is hidden; where it is not known what was done, it is removed."""
    pack = packs["bsw"]
    rule = pack.house_rules[0]

    def verb(*actions: Action) -> str:
        reply = compose_reply(pack, TemplateName.REMOVAL_NOTICE, rule=rule, actions=actions)
        return reply.split()[2]

    assert verb(Action.HIDE, Action.REPORT) == "hidden"
    assert verb(Action.HIDE, Action.DELETE) == "deleted"
    assert verb() == "removed"


def test_without_a_rule_there_is_no_notice(packs: PolicyPacks) -> None:
    """A removal is never explained with nothing."""
    with pytest.raises(ValueError, match="quotes a house rule; pass the rule to quote"):
        compose_notice(
            packs["bsw"],
            None,
            actions=[Action.HIDE],
            platform=Platform.FACEBOOK,
            via=Action.REPLY,
        )


def test_an_unknown_platform_gets_the_shortest(packs: PolicyPacks) -> None:
    """Where nobody knows how much it takes, it is sent what fits everywhere."""
    assert longest_reply(Platform.SMS, Action.REPLY) == MAX_NOTICE
    rule = packs["bsw"].house_rules[0]
    text = notice_of(
        packs["bsw"], rule, Action.HIDE, platform=Platform.SMS, via=Action.PRIVATE_REPLY
    )
    assert len(text.encode()) <= MAX_NOTICE
