"""Rows that ask for a declared mode or the author's record, and answering while a mode holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_common.policy import (
    USUAL,
    Answering,
    Circumstances,
    Mode,
    ModeName,
    PolicyError,
    PolicyPack,
    PolicyPacks,
    Row,
    Ruling,
    Then,
    When,
    decide_category,
    load_pack,
)
from moderation_common.policy.circumstances import answering_under
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

INCIDENT = Circumstances(modes=frozenset({ModeName.MAJOR_INCIDENT}))
ELECTION = Circumstances(modes=frozenset({ModeName.PRE_ELECTION}))
LEAVE = Row(id="rest", then=Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),)))
DELETED = ((Action.DELETE,), (Action.LEAVE,))


def row(
    row_id: str,
    when: When,
    *actions: tuple[Action, ...],
    tell: bool = False,
    automatic: bool = True,
) -> Row:
    """A row that hides as misinformation unless told otherwise."""
    then = Then(
        category=Category.MISINFORMATION_OR_SPAM,
        house_rule="misinformation",
        actions=actions or ((Action.HIDE,), (Action.LEAVE,)),
        tell=tell,
        automatic=automatic,
    )
    return Row(id=row_id, when=when, then=then)


@pytest.fixture
def pack(packs: PolicyPacks) -> PolicyPack:
    """A body with both modes, of which the stricter one forbids answers."""
    body = packs["mid-and-south-essex"]
    return body.model_copy(
        update={
            "platform_actions": {},
            "modes": (
                mode(ModeName.MAJOR_INCIDENT, Answering.PERSON_ONLY),
                mode(ModeName.PRE_ELECTION, Answering.NONE),
            ),
        }
    )


def mode(name: ModeName, answering: Answering) -> Mode:
    """A mode in which a body answers so far."""
    return Mode(name=name, answering=answering, tell=(), clause="1", words="as the policy says")


def rule(
    pack: PolicyPack,
    *rows: Row,
    circumstances: Circumstances = USUAL,
    platform: Platform = Platform.FACEBOOK,
    score: float = 1.0,
) -> Ruling:
    """What a table of these rows says about misinformation."""
    return decide_category(
        pack.model_copy(update={"categories": (*rows, LEAVE)}),
        {Label.MISINFORMATION: score},
        platform=platform,
        kind=Kind.COMMENT,
        circumstances=circumstances,
    )


RUMOUR = (Label.MISINFORMATION,)


@pytest.mark.parametrize(
    "circumstances, expected",
    [
        (USUAL, "usual"),
        (INCIDENT, "incident"),
        (ELECTION, "usual"),
        (Circumstances(modes=frozenset(ModeName)), "incident"),
    ],
    ids=["none", "the one", "another", "both"],
)
def test_a_row_can_be_for_a_declared_mode_only(
    pack: PolicyPack, circumstances: Circumstances, expected: str
) -> None:
    """In a major incident rumours are treated otherwise, and the order of the rows still tells."""
    incident = row("incident", When(labels_any=RUMOUR, modes=(ModeName.MAJOR_INCIDENT,)))
    usual = row("usual", When(labels_any=RUMOUR))

    assert rule(pack, incident, usual, circumstances=circumstances).row == expected
    assert rule(pack, usual, incident, circumstances=circumstances).row == "usual"


@pytest.mark.parametrize("points, expected", [(0, "usual"), (2, "usual"), (3, "again")])
def test_a_row_can_be_for_authors_with_a_record_only(
    pack: PolicyPack, points: int, expected: str
) -> None:
    """From so many points on the stricter row decides, and never below."""
    again = row("again", When(labels_any=RUMOUR, min_points=3), *DELETED)
    ruling = rule(
        pack,
        again,
        row("usual", When(labels_any=RUMOUR)),
        circumstances=Circumstances(points=points),
    )

    assert ruling.row == expected
    assert ruling.automatic


def test_a_record_makes_no_doubt_certain(pack: PolicyPack) -> None:
    """What may be misinformation is put before a person, whoever wrote it."""
    again = row("again", When(labels_any=RUMOUR, min_points=3), *DELETED)
    doubt = pack.thresholds.of(Label.MISINFORMATION).review
    ruling = rule(pack, again, circumstances=Circumstances(points=9), score=doubt)

    assert (ruling.row, ruling.automatic, ruling.at_once) == ("again", False, (Action.LEAVE,))


def test_the_strictest_declared_mode_says_how_far_is_answered(pack: PolicyPack) -> None:
    """A mode that the body's pack has not, or that is not declared, says nothing."""
    assert answering_under(pack.modes, frozenset()) is Answering.AS_USUAL
    assert answering_under(pack.modes, INCIDENT.modes) is Answering.PERSON_ONLY
    assert answering_under(pack.modes, frozenset(ModeName)) is Answering.NONE
    assert answering_under((), frozenset(ModeName)) is Answering.AS_USUAL


def test_the_machine_hides_untold_while_only_a_person_answers(pack: PolicyPack) -> None:
    """What it would explain and delete stays hidden until a person has decided about the notice."""
    told = row("told", When(labels_any=RUMOUR), *DELETED, tell=True)
    usual = rule(pack, told)
    ruling = rule(pack, told, circumstances=INCIDENT)

    assert usual.at_once == (Action.PRIVATE_REPLY, Action.DELETE)
    assert (ruling.automatic, ruling.untold) == (False, True)
    assert ruling.at_once == (Action.HIDE,)
    assert ruling.actions == usual.actions
    assert ruling.at_once_rule == usual.at_once_rule


def test_what_cannot_be_hidden_is_deleted_untold(pack: PolicyPack) -> None:
    """Waiting for a person would leave the breach in public, so nobody is asked about a notice."""
    told = row("told", When(labels_any=RUMOUR), *DELETED, tell=True)
    bare = pack.model_copy(
        update={"platform_actions": {Platform.FACEBOOK: (Action.DELETE, Action.REPLY)}}
    )
    assert rule(bare, told).at_once == (Action.REPLY, Action.DELETE)
    ruling = rule(bare, told, circumstances=INCIDENT)

    assert (ruling.automatic, ruling.untold) == (True, False)
    assert ruling.at_once == ruling.actions == (Action.DELETE,)


def test_nothing_is_said_nor_proposed_while_nobody_answers(pack: PolicyPack) -> None:
    """The removal goes on by itself without the notice."""
    ruling = rule(
        pack, row("told", When(labels_any=RUMOUR), *DELETED, tell=True), circumstances=ELECTION
    )

    assert ruling.automatic
    assert ruling.at_once == ruling.actions == (Action.DELETE,)


def test_a_persons_proposal_keeps_the_notice_while_only_a_person_answers(pack: PolicyPack) -> None:
    """Where a person decides anyway, nothing changes."""
    asked = row("asked", When(labels_any=RUMOUR), *DELETED, tell=True, automatic=False)

    assert rule(pack, asked, circumstances=INCIDENT) == rule(pack, asked)


def test_a_removal_that_tells_nobody_is_as_usual(pack: PolicyPack) -> None:
    """A mode about answering changes no removal that comes without an answer."""
    silent = row("silent", When(labels_any=RUMOUR), *DELETED)

    for circumstances in (INCIDENT, ELECTION):
        assert rule(pack, silent, circumstances=circumstances) == rule(pack, silent)


NOTTINGHAM = Path("nottingham.yaml")


@pytest.mark.parametrize(
    "condition, message",
    [
        ("modes: [major_incident]", "'major_incident' is no mode of this pack; use a known mode"),
        ("modes: [heatwave]", "'heatwave' is not in the vocabulary"),
        ("min_points: 0", "0 is out of range; write a number of at least 1"),
        ("modes: [pre_election], min_points: 2", None),
    ],
)
def test_a_row_names_only_modes_of_its_own_pack(
    policies: Path, condition: str, message: str | None
) -> None:
    """The check says what is wrong, and takes what is right."""
    text = (policies / NOTTINGHAM).read_text(encoding="utf-8")
    table = "categories:\n"
    added = f"""  - id: tried
    when: {{labels_any: [spam], {condition}}}
    then: {{category: misinformation_or_spam, house_rule: RULE, actions: [hide, report]}}
"""
    pack = load_pack(policies / NOTTINGHAM)
    house_rule = pack.rule_for(Label.SPAM)
    assert house_rule is not None
    changed = text.replace(table, table + added.replace("RULE", house_rule.id), 1)
    assert changed != text

    if message is None:
        tried = load_pack(NOTTINGHAM, text=changed)
        assert tried.asks_points
        assert not pack.asks_points
        return
    with pytest.raises(PolicyError) as caught:
        load_pack(NOTTINGHAM, text=changed)
    assert any(message in str(problem) for problem in caught.value.problems)
