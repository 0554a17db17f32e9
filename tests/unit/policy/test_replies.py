"""Reply templates: complete, filled with the pack's facts, and within the rules for replies."""

from __future__ import annotations

import re

import pytest

from moderation_common.policy import PolicyPack, PolicyPacks, TemplateName, compose_reply

BODIES = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")


def compose(pack: PolicyPack, name: TemplateName) -> str:
    """A reply, quoting the pack's first rule where it quotes one."""
    return compose_reply(pack, name, rule=pack.house_rules[0])


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", list(TemplateName))
def test_every_reply_can_be_composed(packs: PolicyPacks, body: str, name: TemplateName) -> None:
    """No template leaves a brace behind or comes out empty."""
    text = compose(packs[body], name)

    assert len(text) > 40
    assert not re.search(r"[{}]", text)


@pytest.mark.parametrize("body", BODIES)
def test_a_removal_notice_quotes_rule_and_clause(packs: PolicyPacks, body: str) -> None:
    """The commenter reads the policy's own words and where they stand."""
    pack = packs[body]
    for broken in pack.house_rules:
        notice = compose_reply(pack, TemplateName.REMOVAL_NOTICE, rule=broken)
        assert broken.words in notice
        assert broken.clause in notice


@pytest.mark.parametrize("body", BODIES)
def test_a_removal_is_never_explained_with_nothing(packs: PolicyPacks, body: str) -> None:
    """Without a rule to quote there is no notice."""
    with pytest.raises(ValueError, match="quotes a house rule; pass the rule to quote"):
        compose_reply(packs[body], TemplateName.REMOVAL_NOTICE)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", list(TemplateName))
def test_no_reply_confirms_that_somebody_is_a_patient(
    packs: PolicyPacks, body: str, name: TemplateName
) -> None:
    """Replies speak neither of the person's care as a fact nor of what to take."""
    text = compose(packs[body], name).lower()

    for forbidden in ("your treatment", "your appointment", "our patient", "your record", "dose"):
        assert forbidden not in text


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", [TemplateName.CRISIS, TemplateName.EMERGENCY])
def test_danger_is_always_answered_with_999(
    packs: PolicyPacks, body: str, name: TemplateName
) -> None:
    """Whoever is in danger reads the number to call."""
    assert "999" in compose(packs[body], name)


def test_days_that_do_not_follow_each_other_are_listed(packs: PolicyPacks) -> None:
    """A body open on Mondays and Thursdays says so."""
    pack = packs["bsw"]
    monday, _, _, thursday, _ = pack.hours.weekdays
    twice = pack.model_copy(
        update={"hours": pack.hours.model_copy(update={"weekdays": (monday, thursday)})}
    )

    assert "Monday, Thursday, 09:00 to 17:00" in compose(twice, TemplateName.DIRECT_MESSAGE)
