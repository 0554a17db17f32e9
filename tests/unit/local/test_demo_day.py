"""The written day: complete, consistent with the bodies' own packs, and fit to be shown."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from pydantic import ValidationError

from moderation_common.policy import PolicyPacks, decide_category
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform
from moderation_local.traffic import DemoItem, read_demo_day

_POLICIES: Final = Path(__file__).parents[3] / "policies"
_EXPLAINING: Final = {Action.REPLY, Action.PRIVATE_REPLY}
_ITEMS: Final = read_demo_day()


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five bodies' packs."""
    return load_packs(_POLICIES)


@pytest.mark.parametrize("item", _ITEMS, ids=lambda item: item.id)
def test_expectation_is_what_the_pack_says(item: DemoItem, packs: PolicyPacks) -> None:
    """With the labels that a person would give, the body's own table gives what is expected."""
    ruling = decide_category(
        packs[item.org],
        dict.fromkeys(item.expect.labels, 1.0),
        platform=item.platform,
        kind=item.kind,
    )
    done = tuple(action for action in ruling.actions if action not in _EXPLAINING)
    assert (ruling.category, done) == (item.expect.category, item.expect.actions)
    assert ruling.automatic is not item.expect.person


def test_day_covers_what_can_happen(packs: PolicyPacks) -> None:
    """Every body, platform, kind and category occurs, and every label but a rare few."""
    assert {item.org for item in _ITEMS} == set(packs.organisations)
    assert {item.platform for item in _ITEMS} == {Platform.FACEBOOK, Platform.X}
    assert {item.kind for item in _ITEMS} == set(Kind)
    assert {item.expect.category for item in _ITEMS} == set(Category)
    labels = {label for item in _ITEMS for label in item.expect.labels}
    assert set(Label) - labels == {Label.SEXUAL}
    assert 50 <= len(_ITEMS) <= 70


def test_ids_are_unique_and_answers_exist() -> None:
    """No id occurs twice, and a reply answers an item of the same body that answers none itself."""
    by_id = {item.id: item for item in _ITEMS}
    assert len(by_id) == len(_ITEMS)
    for item in _ITEMS:
        if item.answers is not None:
            parent = by_id[item.answers]
            assert (parent.org, parent.platform) == (item.org, item.platform)
            assert parent.answers is None


def test_something_is_edited_removed_and_repeated() -> None:
    """The day has an edit that changes the judgement, a removal and a repeated delivery."""
    steps = [step for item in _ITEMS for step in item.then]
    assert any(step.edit for step in steps)
    assert any(step.remove for step in steps)
    assert any(step.redeliver for step in steps)


def test_routes_come_from_the_packs(packs: PolicyPacks) -> None:
    """What a label is routed to is the pack's to say."""
    crisis = next(item for item in _ITEMS if item.id == "lincolnshire-crisis")
    assert crisis.expect.routes(packs["lincolnshire"]) == ("self-harm",)


def test_only_numbers_kept_free_are_used() -> None:
    """Telephone numbers are of the ranges that nobody has, addresses of domains that nobody has."""
    text = "\n".join(f"{item.text} {item.final_text}" for item in _ITEMS)
    numbers = re.findall(r"\b0\d{3,4} ?\d{6}\b", text)
    assert numbers
    assert all(re.match(r"07700 900\d{3}|01632 960\d{3}", number) for number in numbers)
    addresses = re.findall(r"\b[\w-]+\.(?:com|org|co\.uk|uk|net|example)\b", text)
    assert addresses
    assert all(a.endswith(".example") or a == "example.com" for a in addresses)


def test_nobody_writes_the_same_thing_twice() -> None:
    """Each text is its own."""
    assert Counter(item.text for item in _ITEMS).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    "change",
    [{"post": None}, {"kind": "reply"}, {"then": [{"remove": True, "redeliver": 1}]}, {"x": 1}],
)
def test_inconsistent_item_is_refused(change: dict[str, object]) -> None:
    """A comment without a post, a reply to nothing, two things at once: none is read."""
    item = next(item for item in _ITEMS if item.kind is Kind.COMMENT)
    with pytest.raises(ValidationError):
        DemoItem.model_validate(item.model_dump() | change)
