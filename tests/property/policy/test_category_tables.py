"""What holds for every category table of the repository, whatever a comment is said to contain."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from moderation_common.platforms import capabilities
from moderation_common.policy import (
    PolicyPack,
    RuleScope,
    Ruling,
    available_actions,
    decide_category,
    decide_urgency,
    load_packs,
)
from moderation_common.policy.decision_table import Place
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    HOUSE_RULE_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Urgency,
)

PACKS = load_packs(Path(__file__).parents[3] / "policies")
REMOVALS = {Action.HIDE, Action.DELETE}
URGENCIES = [Urgency.ROUTINE, Urgency.URGENT, Urgency.IMMEDIATE]

packs = st.sampled_from(list(PACKS))
scores = st.dictionaries(st.sampled_from(Label), st.floats(0, 1), max_size=8)
places = st.builds(
    Place,
    platform=st.sampled_from(Platform),
    kind=st.sampled_from(Kind),
    internal=st.booleans(),
)
harmless = st.dictionaries(
    st.sampled_from(sorted(set(Label) - REMOVING_LABELS)), st.floats(0, 1), max_size=8
)


def rule(
    pack: PolicyPack, scores: dict[Label, float], place: Place, *, read_whole: bool = True
) -> Ruling:
    """What the pack says about a comment with these scores at this place."""
    return decide_category(
        pack,
        scores,
        platform=place.platform,
        kind=place.kind,
        internal=place.internal,
        read_whole=read_whole,
    )


@given(pack=packs, scores=harmless, place=places)
def test_what_breaks_no_house_rule_is_left(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Criticism, concerns and questions are never hidden or deleted, nor sent to review for it."""
    ruling = rule(pack, scores, place)

    assert ruling.category is Category.ANYTHING_ELSE
    assert ruling.actions == ruling.at_once == (Action.LEAVE,)
    assert ruling.automatic


@given(pack=packs, scores=scores, place=places)
def test_actions_stay_within_what_the_platform_can_do(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Beside leaving and a person's report, nothing is asked that the API does not offer."""
    ruling = rule(pack, scores, place)
    possible = capabilities(place.platform, place.kind)

    for actions in (ruling.actions, ruling.at_once):
        assert actions
        assert set(actions) - {Action.LEAVE, Action.REPORT} <= possible
        assert Action.LEAVE not in actions or actions == (Action.LEAVE,)
        assert len(set(actions)) == len(actions)


@given(pack=packs, scores=scores, place=places)
def test_evaluation_is_deterministic(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """The same comment under the same pack has the same ruling, whatever the order of labels."""
    reversed_scores = dict(reversed(scores.items()))

    assert rule(pack, scores, place) == rule(pack, reversed_scores, place)


@given(pack=packs, scores=scores, place=places)
def test_the_machine_acts_only_on_what_is_certain(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Whatever is done at once rests on a certain label, and a removal on one surer still."""
    ruling = rule(pack, scores, place)
    limits = {label: pack.thresholds.of(label) for label in scores if label in REMOVING_LABELS}
    certain = {label for label, limit in limits.items() if scores[label] >= limit.act}
    removable = {label for label, limit in limits.items() if scores[label] >= limit.removal}

    assert certain or ruling.at_once == (Action.LEAVE,)
    assert removable or REMOVALS.isdisjoint(ruling.at_once)
    assert not ruling.automatic or ruling.at_once == ruling.actions
    assert ruling.at_once == (Action.LEAVE,) or ruling.at_once_rule is not None


@given(pack=packs, scores=scores, place=places)
def test_what_is_removed_can_be_explained(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Each removal cites a rule, not a freedom, with a clause and words, for a label it covers."""
    ruling = rule(pack, scores, place)

    if ruling.removes:
        assert ruling.house_rule is not None
        assert ruling.house_rule.scope is RuleScope.COMMENT
        assert ruling.clause
        assert ruling.words
        assert ruling.matched.intersection(ruling.house_rule.labels)


@given(pack=packs, scores=scores, place=places)
def test_a_person_is_asked_when_and_only_when_in_doubt(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """With every score at nought or one, a row that wants it asks, and removal beside danger."""
    clear = {label: float(score >= 0.5) for label, score in scores.items()}
    ruling = rule(pack, clear, place)
    row = next(row for row in pack.categories if row.id == ruling.row)
    danger = any(clear.get(label) for label in AT_RISK_LABELS)

    assert ruling.automatic is (row.then.automatic and not (danger and ruling.removes))


@given(pack=packs, scores=scores, place=places)
def test_nobody_who_may_be_in_danger_is_deleted(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Hidden at most, and never without a person's being asked."""
    ruling = rule(pack, scores, place)

    if any(scores.get(label, 0) >= pack.thresholds.of(label).review for label in AT_RISK_LABELS):
        assert Action.DELETE not in ruling.at_once
        assert not ruling.automatic or REMOVALS.isdisjoint(ruling.at_once)


@given(pack=packs, scores=scores, place=places)
def test_what_was_not_read_whole_is_not_deleted(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """Who knows what the rest says: hidden at most, with a person asked; all else as ever."""
    whole, part = (rule(pack, scores, place, read_whole=known) for known in (True, False))

    assert Action.DELETE not in part.at_once
    assert not part.automatic or REMOVALS.isdisjoint(part.at_once)
    assert (part.row, part.actions) == (whole.row, whole.actions)
    if REMOVALS.isdisjoint(whole.at_once):
        assert part == whole


@given(pack=packs, label=st.sampled_from(sorted(HOUSE_RULE_LABELS)), place=places)
def test_more_certainty_never_does_less(pack: PolicyPack, label: Label, place: Place) -> None:
    """For a single label, what is done at once at some score is still done at a higher one."""
    done = [rule(pack, {label: score / 20}, place).at_once for score in range(21)]
    acted = [actions != (Action.LEAVE,) for actions in done]

    assert acted == sorted(acted)


@given(pack=packs, platform=st.sampled_from(Platform), kind=st.sampled_from(Kind))
def test_leaving_and_reporting_are_always_possible(
    pack: PolicyPack, platform: Platform, kind: Kind
) -> None:
    """They need no platform's leave."""
    available = available_actions(pack, platform=platform, kind=kind)

    assert {Action.LEAVE, Action.REPORT} <= available
    assert kind is not Kind.DIRECT_MESSAGE or not available & REMOVALS


@given(
    pack=packs,
    labels=st.frozensets(st.sampled_from(Label), max_size=6),
    more=st.sampled_from(Label),
    danger=st.booleans(),
)
def test_another_label_never_makes_a_comment_less_urgent(
    pack: PolicyPack,
    labels: frozenset[Label],
    more: Label,
    danger: bool,  # noqa: FBT001  drawn by Hypothesis
) -> None:
    """Urgency is that of the most pressing label, and danger only adds to it."""
    before = decide_urgency(pack, labels, present_danger=danger)
    after = decide_urgency(pack, labels | {more}, present_danger=danger)
    calm = decide_urgency(pack, labels)

    assert URGENCIES.index(after) >= URGENCIES.index(before)
    assert URGENCIES.index(before) >= URGENCIES.index(calm)


def test_every_house_rule_for_comments_is_reached_by_some_comment() -> None:
    """Up to two labels on some account of the body are enough to bring each rule to bear."""
    for pack in PACKS:
        reached = set()
        for labels in (*combinations(Label, 1), *combinations(Label, 2)):
            for internal in (False, True):
                ruling = decide_category(
                    pack,
                    dict.fromkeys(labels, 1.0),
                    platform=Platform.FACEBOOK,
                    kind=Kind.COMMENT,
                    internal=internal,
                )
                reached.add(ruling.house_rule.id if ruling.house_rule else None)
        rules = {rule.id for rule in pack.house_rules if rule.scope is RuleScope.COMMENT}
        assert rules <= reached
