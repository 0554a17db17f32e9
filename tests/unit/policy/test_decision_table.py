"""How a category table is read: first match, scores and doubt, what the platform can do."""

from __future__ import annotations

import pytest

from moderation_common.policy import (
    PolicyPack,
    PolicyPacks,
    Row,
    Then,
    Threshold,
    Thresholds,
    When,
    available_actions,
    decide_category,
)
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

LEAVE = Row(id="rest", then=Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),)))


def row(
    row_id: str,
    when: When,
    *actions: tuple[Action, ...],
    automatic: bool = True,
    tell: bool = False,
) -> Row:
    """A row that hides as spam unless told otherwise."""
    return Row(
        id=row_id,
        when=when,
        then=Then(
            category=Category.MISINFORMATION_OR_SPAM,
            house_rule="unlawful",
            actions=actions or ((Action.HIDE,), (Action.LEAVE,)),
            automatic=automatic,
            tell=tell,
        ),
    )


@pytest.fixture
def pack(packs: PolicyPacks) -> PolicyPack:
    """A body whose labels are certain from 0.8 and possible from 0.5."""
    return packs["nottingham"].model_copy(
        update={
            "thresholds": Thresholds(default=Threshold(act=0.8, review=0.5)),
            "platform_actions": {},
        }
    )


def with_rows(pack: PolicyPack, *rows: Row) -> PolicyPack:
    """The body with another table, which ends by leaving the comment."""
    return pack.model_copy(update={"categories": (*rows, LEAVE)})


def test_the_first_row_that_applies_decides(pack: PolicyPack) -> None:
    """Two rows fit, and the order of the table tells which is meant."""
    table = with_rows(
        pack,
        row("first", When(labels_any=(Label.SPAM,))),
        row("second", When(labels_any=(Label.SPAM, Label.PROMOTION))),
    )

    ruling = decide_category(table, {Label.SPAM: 1.0}, platform=Platform.X, kind=Kind.REPLY)

    assert ruling.row == "first"
    assert ruling.matched == {Label.SPAM}


@pytest.mark.parametrize(
    "labels, expected",
    [
        ({Label.SPAM}, "rest"),
        ({Label.SPAM, Label.ILLEGAL}, "both"),
        ({Label.SPAM, Label.ILLEGAL, Label.HATE}, "rest"),
    ],
)
def test_all_and_none_are_both_asked_for(
    pack: PolicyPack, labels: set[Label], expected: str
) -> None:
    """A row can want several labels together and another one absent."""
    when = When(labels_all=(Label.SPAM, Label.ILLEGAL), labels_none=(Label.HATE,))
    table = with_rows(pack, row("both", when))

    ruling = decide_category(
        table, dict.fromkeys(labels, 1.0), platform=Platform.FACEBOOK, kind=Kind.COMMENT
    )

    assert ruling.row == expected


def test_a_row_can_be_for_some_platforms_and_kinds(pack: PolicyPack) -> None:
    """What is left out of a condition does not matter, and what stands there does."""
    when = When(labels_any=(Label.SPAM,), platforms=(Platform.X,), kinds=(Kind.REPLY,))
    table = with_rows(pack, row("narrow", when))
    scores = {Label.SPAM: 1.0}

    there = decide_category(table, scores, platform=Platform.X, kind=Kind.REPLY)
    other_platform = decide_category(table, scores, platform=Platform.TIKTOK, kind=Kind.REPLY)
    other_kind = decide_category(table, scores, platform=Platform.X, kind=Kind.COMMENT)

    assert (there.row, other_platform.row, other_kind.row) == ("narrow", "rest", "rest")


def test_a_row_can_be_for_internal_accounts_only(pack: PolicyPack) -> None:
    """The staff's own group may have rows that the public never meets."""
    table = with_rows(pack, row("staff", When(labels_any=(Label.SPAM,), internal=True)))
    scores = {Label.SPAM: 1.0}

    inside = decide_category(
        table, scores, platform=Platform.FACEBOOK, kind=Kind.COMMENT, internal=True
    )
    outside = decide_category(table, scores, platform=Platform.FACEBOOK, kind=Kind.COMMENT)

    assert (inside.row, outside.row) == ("staff", "rest")


@pytest.mark.parametrize(
    "score, expected_row, automatic, at_once",
    [
        (0.49, "rest", True, (Action.LEAVE,)),
        (0.50, "spam", False, (Action.LEAVE,)),
        (0.79, "spam", False, (Action.LEAVE,)),
        (0.80, "spam", True, (Action.HIDE,)),
    ],
)
def test_doubt_goes_to_a_person(
    pack: PolicyPack,
    score: float,
    expected_row: str,
    automatic: bool,  # noqa: FBT001  a parameter of the table of cases
    at_once: tuple[Action, ...],
) -> None:
    """Below review nothing, from review a proposal, from act the machine by itself."""
    table = with_rows(pack, row("spam", When(labels_any=(Label.SPAM,))))

    ruling = decide_category(
        table, {Label.SPAM: score}, platform=Platform.FACEBOOK, kind=Kind.COMMENT
    )

    assert (ruling.row, ruling.automatic, ruling.at_once) == (expected_row, automatic, at_once)


def test_what_is_certain_is_done_while_a_person_looks_at_the_rest(pack: PolicyPack) -> None:
    """Surely spam and perhaps hate: hidden now, and a person decides about deleting."""
    table = with_rows(
        pack,
        row("hate", When(labels_any=(Label.HATE,)), (Action.DELETE,), (Action.REPORT,)),
        row("spam", When(labels_any=(Label.SPAM,))),
    )

    ruling = decide_category(
        table,
        {Label.HATE: 0.6, Label.SPAM: 0.95},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert ruling.row == "hate"
    assert ruling.actions == (Action.DELETE,)
    assert not ruling.automatic
    assert ruling.at_once == (Action.HIDE,)


def test_a_label_that_is_merely_possible_keeps_a_row_that_wants_it_absent_from_acting(
    pack: PolicyPack,
) -> None:
    """A row that wants no spam neither decides nor acts while spam is possible."""
    when = When(labels_any=(Label.SEXUAL,), labels_none=(Label.SPAM,))
    table = with_rows(pack, row("explicit", when), row("spam", When(labels_any=(Label.SPAM,))))

    ruling = decide_category(
        table,
        {Label.SEXUAL: 0.95, Label.SPAM: 0.6},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("spam", False)
    assert ruling.at_once == (Action.LEAVE,)


def test_doubt_that_changes_nothing_asks_nobody(pack: PolicyPack) -> None:
    """Perhaps an advertisement, surely spam: hidden either way, for what is certain."""
    table = with_rows(
        pack,
        row("advertisement", When(labels_any=(Label.PROMOTION,))),
        row("spam", When(labels_any=(Label.SPAM,))),
    )

    ruling = decide_category(
        table,
        {Label.PROMOTION: 0.6, Label.SPAM: 0.95},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("spam", True)
    assert ruling.at_once == (Action.HIDE,)


def test_a_row_for_a_person_does_not_shield_what_is_certain_beside_it(pack: PolicyPack) -> None:
    """A person judges the libel; the address printed with it is hidden meanwhile."""
    table = with_rows(
        pack,
        row("libel", When(labels_any=(Label.DEFAMATION,)), (Action.DELETE,), automatic=False),
        row("address", When(labels_any=(Label.PERSONAL_DATA,))),
    )

    ruling = decide_category(
        table,
        {Label.DEFAMATION: 1.0, Label.PERSONAL_DATA: 1.0},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("libel", False)
    assert ruling.actions == (Action.DELETE,)
    assert ruling.at_once == (Action.HIDE,)
    assert ruling.at_once_rule is pack.house_rule("unlawful")


SPARES = Row(
    id="spared",
    when=When(labels_any=(Label.CRITICISM,)),
    then=Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),)),
)


@pytest.mark.parametrize("automatic", [True, False])
def test_what_the_table_may_mean_to_leave_is_not_removed_meanwhile(
    pack: PolicyPack, *, automatic: bool
) -> None:
    """Perhaps criticism, which this body leaves first, and surely spam: a person decides."""
    then = SPARES.then.model_copy(update={"automatic": automatic})
    table = with_rows(
        pack,
        SPARES.model_copy(update={"then": then}),
        row("spam", When(labels_any=(Label.SPAM,))),
    )

    ruling = decide_category(
        table,
        {Label.CRITICISM: 0.6, Label.SPAM: 0.95},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic, ruling.may_be_spared) == ("spared", False, True)
    assert (ruling.at_once, ruling.at_once_rule) == ((Action.LEAVE,), None)


def test_a_row_that_a_platform_can_do_nothing_of_spares_nothing(pack: PolicyPack) -> None:
    """Perhaps hate, which cannot be deleted there, is no freedom to send spam."""
    table = with_rows(
        pack,
        row("hate", When(labels_any=(Label.HATE,)), (Action.DELETE,), (Action.LEAVE,)),
        row("spam", When(labels_any=(Label.SPAM,))),
    )

    ruling = decide_category(
        table, {Label.HATE: 0.6, Label.SPAM: 0.95}, platform=Platform.X, kind=Kind.REPLY
    )

    assert (ruling.row, ruling.actions) == ("hate", (Action.LEAVE,))
    assert (ruling.at_once, ruling.may_be_spared) == ((Action.HIDE,), False)


def test_a_row_can_ask_for_its_own_certainty(pack: PolicyPack) -> None:
    """`min_score` stands for the labels' own act threshold in that row."""
    table = with_rows(pack, row("strict", When(labels_any=(Label.SPAM,), min_score=0.99)))

    unsure = decide_category(
        table, {Label.SPAM: 0.9}, platform=Platform.FACEBOOK, kind=Kind.COMMENT
    )
    sure = decide_category(table, {Label.SPAM: 0.99}, platform=Platform.FACEBOOK, kind=Kind.COMMENT)

    assert (unsure.row, unsure.automatic) == ("strict", False)
    assert (sure.row, sure.automatic) == ("strict", True)


def test_the_first_actions_that_the_platform_can_do_are_chosen(pack: PolicyPack) -> None:
    """Delete where possible, else hide and report together, else report."""
    bundles = ((Action.DELETE,), (Action.HIDE, Action.REPORT), (Action.REPORT,))
    table = with_rows(pack, row("abuse", When(labels_any=(Label.HATE,)), *bundles))

    chosen = {
        platform: decide_category(
            table, {Label.HATE: 1.0}, platform=platform, kind=Kind.COMMENT
        ).actions
        for platform in (Platform.FACEBOOK, Platform.X, Platform.LINKEDIN)
    }

    assert chosen == {
        Platform.FACEBOOK: (Action.DELETE,),
        Platform.X: (Action.HIDE, Action.REPORT),
        Platform.LINKEDIN: (Action.REPORT,),
    }


def test_a_mention_on_its_authors_page_can_only_be_reported(pack: PolicyPack) -> None:
    """A mention stands where the body has no say."""
    bundles = ((Action.DELETE,), (Action.HIDE, Action.REPORT), (Action.REPORT,))
    table = with_rows(pack, row("abuse", When(labels_any=(Label.HATE,)), *bundles))

    ruling = decide_category(
        table, {Label.HATE: 1.0}, platform=Platform.FACEBOOK, kind=Kind.MENTION
    )

    assert ruling.actions == (Action.REPORT,)


def test_nobody_is_told_of_a_removal_that_does_not_happen(pack: PolicyPack) -> None:
    """Where the comment is left there is nothing to explain."""
    table = with_rows(pack, row("told", When(labels_any=(Label.SPAM,)), tell=True))

    removed = decide_category(
        table, {Label.SPAM: 1.0}, platform=Platform.FACEBOOK, kind=Kind.COMMENT
    )
    left = decide_category(table, {Label.SPAM: 1.0}, platform=Platform.LINKEDIN, kind=Kind.COMMENT)

    assert removed.actions == (Action.PRIVATE_REPLY, Action.HIDE)
    assert left.actions == (Action.LEAVE,)


def test_a_pack_may_do_less_than_the_platform_offers(pack: PolicyPack) -> None:
    """`platform_actions` takes from the API's reach and never adds to it."""
    limited = pack.model_copy(
        update={"platform_actions": {Platform.FACEBOOK: (Action.DELETE, Action.REPLY)}}
    )

    comment = available_actions(limited, platform=Platform.FACEBOOK, kind=Kind.COMMENT)
    message = available_actions(limited, platform=Platform.FACEBOOK, kind=Kind.DIRECT_MESSAGE)

    assert comment == {Action.DELETE, Action.REPLY, Action.LEAVE, Action.REPORT}
    assert message == {Action.LEAVE, Action.REPORT}


def test_a_table_without_an_end_says_so(pack: PolicyPack) -> None:
    """The loader refuses such a table; one built otherwise fails loudly instead of leaving."""
    endless = pack.model_copy(update={"categories": (row("spam", When(labels_any=(Label.SPAM,))),)})

    with pytest.raises(LookupError, match="end the table with a row that has no conditions"):
        decide_category(endless, {}, platform=Platform.X, kind=Kind.COMMENT)


def test_a_removal_stays_unexplained_where_nothing_can_be_said(pack: PolicyPack) -> None:
    """A body that uses neither replies nor messages on a platform still hides there."""
    silent = with_rows(pack, row("told", When(labels_any=(Label.SPAM,)), tell=True)).model_copy(
        update={"platform_actions": {Platform.FACEBOOK: (Action.HIDE,)}}
    )

    ruling = decide_category(
        silent, {Label.SPAM: 1.0}, platform=Platform.FACEBOOK, kind=Kind.COMMENT
    )

    assert ruling.actions == (Action.HIDE,)


def test_a_row_that_wants_a_person_gets_one_even_where_another_row_would_agree(
    pack: PolicyPack,
) -> None:
    """The libel is hidden at once for its swearing, and a person still judges it."""
    table = with_rows(
        pack,
        row("libel", When(labels_any=(Label.DEFAMATION,)), automatic=False),
        row("swearing", When(labels_any=(Label.PROFANITY,))),
    )

    ruling = decide_category(
        table,
        {Label.DEFAMATION: 1.0, Label.PROFANITY: 1.0},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("libel", False)
    assert ruling.at_once == (Action.HIDE,)


DELETES = row("abuse", When(labels_any=(Label.HARASSMENT,)), (Action.DELETE,), tell=True)


@pytest.mark.parametrize("danger", [0.5, 0.95])
@pytest.mark.parametrize(
    "can, at_once",
    [((Action.HIDE, Action.DELETE), Action.HIDE), ((Action.DELETE,), Action.LEAVE)],
)
def test_nobody_who_may_be_in_danger_is_deleted_by_the_machine(
    pack: PolicyPack, can: tuple[Action, ...], at_once: Action, danger: float
) -> None:
    """Hidden, it can still be answered and shown again; the policy's deletion is proposed."""
    body = pack.model_copy(update={"platform_actions": {Platform.FACEBOOK: can}})
    ruling = decide_category(
        with_rows(body, DELETES),
        {Label.HARASSMENT: 1.0, Label.SAFEGUARDING: danger},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("abuse", False)
    assert ruling.at_once == (at_once,)
    assert (ruling.at_once_rule is not None) is (at_once is Action.HIDE)
    assert Action.DELETE in ruling.actions


@pytest.mark.parametrize("other", [{}, {Label.SAFEGUARDING: 0.4}, {Label.THREAT: 1.0}])
def test_what_endangers_nobody_is_deleted_as_the_policy_says(
    pack: PolicyPack, other: dict[Label, float]
) -> None:
    """Nor does a threat protect its author from deletion."""
    ruling = decide_category(
        with_rows(pack, DELETES),
        {Label.HARASSMENT: 1.0, **other},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert ruling.automatic
    assert Action.DELETE in ruling.at_once


def test_what_is_hidden_beside_danger_is_put_to_a_person(pack: PolicyPack) -> None:
    """A case tells its team of the danger; whether the comment may stand is asked besides."""
    table = with_rows(pack, row("swearing", When(labels_any=(Label.PROFANITY,)), tell=True))
    ruling = decide_category(
        table,
        {Label.PROFANITY: 1.0, Label.PATIENT_SAFETY: 0.9},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert not ruling.automatic
    assert ruling.at_once == (Action.HIDE,)


SWEARING = row("swearing", When(labels_any=(Label.PROFANITY,)), tell=True)


@pytest.mark.parametrize("cry", [Label.EMERGENCY, Label.SELF_HARM])
@pytest.mark.parametrize("score", [0.5, 0.95])
@pytest.mark.parametrize(
    "broken",
    [[Label.PROFANITY], [Label.STAFF_NAMED], [Label.PROFANITY, Label.STAFF_NAMED]],
)
def test_a_cry_for_help_that_swears_or_names_staff_stays_in_sight(
    pack: PolicyPack, cry: Label, score: float, broken: list[Label]
) -> None:
    """Whoever could help reads it only while it stands; the hiding is proposed to a person."""
    ruling = decide_category(
        with_rows(pack, row("said", When(labels_any=tuple(broken)), tell=True)),
        {**dict.fromkeys(broken, 1.0), cry: score},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert (ruling.row, ruling.automatic) == ("said", False)
    assert (ruling.at_once, ruling.at_once_rule) == ((Action.LEAVE,), None)
    assert Action.HIDE in ruling.actions


@pytest.mark.parametrize("besides", [Label.HARASSMENT, Label.PERSONAL_DATA])
def test_a_cry_for_help_beside_more_than_swearing_is_hidden(
    pack: PolicyPack, besides: Label
) -> None:
    """Abuse of others, or a number that strangers might ring, does not stand for all to read."""
    table = with_rows(pack, SWEARING, row("more", When(labels_any=(besides,)), (Action.HIDE,)))
    ruling = decide_category(
        table,
        {Label.PROFANITY: 1.0, Label.EMERGENCY: 0.95, besides: 1.0},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
    )

    assert not ruling.automatic
    assert ruling.at_once == (Action.HIDE,)


def test_danger_that_is_switched_off_still_holds_deletion_back(pack: PolicyPack) -> None:
    """The switch takes the label out of use, not the comment out of reach."""
    ruling = decide_category(
        with_rows(pack, DELETES),
        {Label.HARASSMENT: 1.0},
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
        unheeded=[Label.SELF_HARM],
    )

    assert not ruling.automatic
    assert ruling.at_once == (Action.HIDE,)
