"""Groups: whether a person's word about others holds for one more comment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation_classifier.domain.behaviour.grouping import (
    Group,
    Removals,
    heed_leaving_apart,
    may_share_decision,
    shares_settlement,
    suspect_campaign,
)
from moderation_classifier.domain.decision import Decision
from moderation_classifier.ports import GroupVerdict
from moderation_classifier.usecases.watching_behaviour import Weighed
from moderation_common.identity import GroupId
from moderation_common.vocabulary import Action, Kind, Label, Platform
from tests.support.behaviour import decision_of, pack_of

ASKED = decision_of(doubtful=[Label.HARASSMENT])
REPORTED = decision_of([Label.HATE], actions=(Action.REPORT,), review=True)
CERTAIN = decision_of([Label.SPAM], actions=(Action.HIDE,))


@pytest.mark.parametrize(
    "decision",
    [
        replace(decision_of(), language="Polish"),
        replace(ASKED, language="Polish"),
        replace(ASKED, read_whole=False),
        decision_of(review=True),
    ],
)
def test_what_the_machine_did_not_understand_is_decided_alone(decision: Decision) -> None:
    """It may hold any danger, which a verdict about others must not settle unseen."""
    assert not may_share_decision(decision)


@pytest.mark.parametrize("decision", [decision_of(), ASKED, REPORTED, CERTAIN])
def test_what_the_machine_understood_may_be_decided_with_its_like(decision: Decision) -> None:
    """Nobody can be in danger in it."""
    assert may_share_decision(decision)


PLAIN = decision_of()


@pytest.mark.parametrize(
    "decision",
    [PLAIN, decision_of([Label.CRITICISM]), decision_of([Label.COMPLIMENT, Label.QUERY])],
)
def test_a_person_is_told_of_a_campaign_and_nothing_is_done(decision: Decision) -> None:
    """From the pack's number of accounts on, with one sentence and nothing else."""
    below = suspect_campaign(decision, authors=9, words=6, kind=Kind.COMMENT, pack=pack_of())
    assert below == decision
    told = suspect_campaign(decision, authors=10, words=6, kind=Kind.COMMENT, pack=pack_of())
    doubt = (
        "Nearly the same words came from 10 or more accounts in 72 hours; one decision holds for"
        " this comment and for the copies that follow."
    )
    assert told == replace(decision, review=True, doubts=(doubt,))


def test_the_pack_says_how_many_accounts_are_a_campaign() -> None:
    """Another body may want to be told sooner."""
    strikes = pack_of().strikes.model_copy(update={"campaign_authors": 3})
    pack = pack_of().model_copy(update={"strikes": strikes})
    told = suspect_campaign(PLAIN, authors=3, words=6, kind=Kind.MENTION, pack=pack)
    assert told.review
    assert "from 3 or more accounts" in told.doubts[0]


@pytest.mark.parametrize(
    "decision, words, kind",
    [
        (decision_of([Label.COMPLIMENT]), 15, Kind.COMMENT),
        (decision_of(doubtful=[Label.COMPLIMENT]), 20, Kind.COMMENT),
        (replace(PLAIN, unheeded=(Label.COMPLIMENT,)), 15, Kind.COMMENT),
        (PLAIN, 5, Kind.COMMENT),
        (PLAIN, 20, Kind.DIRECT_MESSAGE),
        (ASKED, 20, Kind.COMMENT),
        (CERTAIN, 5, Kind.COMMENT),
        (CERTAIN, 20, Kind.DIRECT_MESSAGE),
    ],
)
def test_nobody_is_told_of_praise_few_words_or_what_is_handled_already(
    decision: Decision, words: int, kind: Kind
) -> None:
    """Nor of what people write in private, however many do."""
    told = suspect_campaign(decision, authors=500, words=words, kind=kind, pack=pack_of())
    assert told == decision


@pytest.mark.parametrize(
    "decision",
    [decision_of([Label.COMPLIMENT]), replace(PLAIN, unheeded=(Label.COMPLIMENT,))],
)
def test_long_praise_from_many_accounts_is_put_before_a_person(decision: Decision) -> None:
    """Thanks are short when people find the words themselves; an offer may be dressed as praise."""
    below = suspect_campaign(decision, authors=9, words=16, kind=Kind.COMMENT, pack=pack_of())
    assert below == decision
    told = suspect_campaign(decision, authors=10, words=16, kind=Kind.COMMENT, pack=pack_of())
    assert told.review
    assert told.actions == decision.actions


def removed(*labels: Label, doubtful: tuple[Label, ...] = ()) -> Decision:
    """Return what the machine removes by itself for these labels."""
    certain = replace(decision_of(labels), actions=(Action.HIDE,), proposed=(Action.HIDE,))
    return replace(certain, doubtful=doubtful)


NINE = Removals(comments=12, authors=9)


def of_many(decision: Decision, removals: Removals = NINE, *, authors: int = 10) -> Decision:
    """Return the decision when so many accounts say the same."""
    return suspect_campaign(
        decision,
        authors=authors,
        words=20,
        kind=Kind.COMMENT,
        pack=pack_of(),
        removals=removals,
    )


@pytest.mark.parametrize(
    "decision",
    [
        removed(Label.IMPERSONATION),
        removed(Label.MISINFORMATION, Label.CRITICISM),
        removed(Label.HARASSMENT),
        removed(Label.PROFANITY, Label.CRITICISM),
        removed(Label.SPAM, Label.CRITICISM),
        removed(Label.SPAM, doubtful=(Label.COMPLAINT,)),
        replace(removed(Label.SPAM), unheeded=(Label.CRITICISM,)),
    ],
)
def test_what_may_be_peoples_opinion_is_removed_no_more_before_a_person_has_looked(
    decision: Decision,
) -> None:
    """A mistake of the machine would silence all of a campaign; a person is told how many."""
    assert of_many(decision, authors=9) == decision
    told = of_many(decision)
    assert (told.review, told.actions, told.proposed) == (True, (Action.LEAVE,), (Action.HIDE,))
    assert "removed 12 comments in nearly the same words by 9 accounts" in told.doubts[-1]
    assert "opinion" in told.doubts[-1]


@pytest.mark.parametrize(
    "decision",
    [
        removed(Label.SPAM),
        removed(Label.SPAM, Label.COMPLIMENT),
        removed(Label.MISINFORMATION),
        removed(Label.PERSONAL_DATA),
        removed(Label.HATE),
        removed(Label.HATE, Label.CRITICISM),
        removed(Label.SEXUAL),
    ],
)
def test_a_wave_of_spam_or_hate_is_removed_while_a_person_is_asked(decision: Decision) -> None:
    """Else it would stand until somebody looks."""
    told = of_many(decision)
    assert (told.review, told.actions) == (True, (Action.HIDE,))
    assert "removed 12 comments" in told.doubts[-1]


def test_what_people_removed_is_not_said_to_be_the_machines() -> None:
    """Who hid them is not told apart."""
    assert "machine or people have removed 12" in of_many(removed(Label.SPAM)).doubts[-1]


def test_what_the_machine_removes_for_its_own_sake_is_not_said_to_be_left() -> None:
    """It stays or goes, never both; what the machine leaves is put before a person."""
    decision = removed(Label.HATE)
    assert heed_leaving_apart(decision) == decision
    told = heed_leaving_apart(decision_of([Label.CRITICISM]))
    assert (told.review, told.actions) == (True, (Action.LEAVE,))
    assert "has left this comment" in told.doubts[-1]


def test_a_label_too_unsure_to_remove_for_keeps_nothing_removed() -> None:
    """Spam is certain beside it, but not certain enough for a removal by itself."""
    decision = replace(
        removed(Label.IMPERSONATION, Label.SPAM),
        scores={Label.IMPERSONATION: 0.95, Label.SPAM: 0.5},
    )
    assert of_many(decision).actions == (Action.LEAVE,)


def test_removals_wait_until_a_person_has_decided_and_no_longer() -> None:
    """Also when fewer write by then; once a person has removed them the machine may go on."""
    decision = removed(Label.IMPERSONATION)
    waiting = of_many(decision, Removals(comments=9, authors=9, waits=True), authors=2)
    assert (waiting.review, waiting.actions) == (True, (Action.LEAVE,))
    assert of_many(decision, Removals(confirmed=True)) == decision


@pytest.mark.parametrize(
    "actions, platform, kind, shared",
    [
        ({Action.HIDE}, Platform.FACEBOOK, Kind.COMMENT, True),
        ({Action.HIDE}, Platform.X, Kind.REPLY, True),
        ({Action.REPORT}, Platform.LINKEDIN, Kind.COMMENT, False),
        ({Action.HIDE, Action.REPORT}, Platform.X, Kind.REPLY, True),
        ({Action.LEAVE}, Platform.LINKEDIN, Kind.COMMENT, True),
        ({Action.HIDE}, Platform.X, Kind.MENTION, False),
        ({Action.DELETE}, Platform.X, Kind.REPLY, False),
        ({Action.DELETE, Action.PRIVATE_REPLY}, Platform.YOUTUBE, Kind.COMMENT, False),
    ],
)
def test_a_verdict_settles_only_what_the_platform_offers(
    actions: set[Action], platform: Platform, kind: Kind, *, shared: bool
) -> None:
    """Elsewhere a person is asked, and until then the comment stands and counts for nobody."""
    assert shares_settlement(actions, ASKED, platform=platform, kind=kind) is shared


def test_neither_a_report_nor_what_nobody_is_asked_about_is_settled() -> None:
    """Each report is made by itself; what the machine is certain of is its own word."""
    for decision in (REPORTED, CERTAIN):
        assert not shares_settlement(
            {Action.HIDE}, decision, platform=Platform.FACEBOOK, kind=Kind.COMMENT
        )


@pytest.mark.parametrize(
    "actions, removes",
    [({Action.HIDE}, True), ({Action.DELETE, Action.REPLY}, True), ({Action.REPORT}, False)],
)
def test_a_comment_is_hidden_with_its_group_only_where_the_group_was(
    actions: set[Action], *, removes: bool
) -> None:
    """A group that was only reported stands; and whoever is decided alone waits."""
    verdict = GroupVerdict(
        breach=True, labels=frozenset(ASKED.doubtful), actions=frozenset(actions)
    )
    group = Group(group_id=GroupId("g"), size=2, authors=2)
    weighed = Weighed(decision=ASKED, group=group, settled_by=verdict)
    assert weighed.removes is removes
    assert not weighed.alone(ASKED).removes
    assert weighed.alone(CERTAIN).removes
