"""Whatever is declared and whoever writes: the packs change only where their rows ask for it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from moderation_common.policy import (
    USUAL,
    Circumstances,
    ModeName,
    PolicyPack,
    Row,
    Ruling,
    When,
    decide_category,
    load_packs,
)
from moderation_common.policy.decision_table import Place, row_applies
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action, Kind, Label, Platform

PACKS = load_packs(Path(__file__).parents[3] / "policies")
TELLING = {Action.REPLY, Action.PRIVATE_REPLY}

packs = st.sampled_from(list(PACKS))
scores = st.dictionaries(st.sampled_from(Label), st.floats(0, 1), max_size=6)
modes = st.frozensets(st.sampled_from(ModeName))
points = st.integers(0, 20)
everything = st.builds(Circumstances, modes=modes, points=points)


def places(circumstances: st.SearchStrategy[Circumstances]) -> st.SearchStrategy[Place]:
    """Any place under such circumstances."""
    return st.builds(
        Place,
        platform=st.sampled_from(Platform),
        kind=st.sampled_from(Kind),
        internal=st.booleans(),
        circumstances=circumstances,
    )


def rule(
    pack: PolicyPack,
    scores: dict[Label, float],
    place: Place,
    circumstances: Circumstances | None = None,
) -> Ruling:
    """What a pack says there, or under other circumstances."""
    return decide_category(
        pack,
        scores,
        platform=place.platform,
        kind=place.kind,
        internal=place.internal,
        circumstances=circumstances or place.circumstances,
    )


@given(packs, scores, places(st.builds(Circumstances, points=points)))
def test_the_five_packs_look_at_no_record(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """With nothing declared they decide as ever, whatever the author has done before."""
    assert not pack.asks_points
    assert rule(pack, scores, place) == rule(pack, scores, place, USUAL)


@given(packs, scores, places(everything))
def test_a_declared_mode_only_ever_silences_the_machine(
    pack: PolicyPack, scores: dict[Label, float], place: Place
) -> None:
    """It removes neither more nor less, but answers nobody where the pack restricts answering."""
    usual, ruling = rule(pack, scores, place, USUAL), rule(pack, scores, place)
    own = place.circumstances.modes.intersection(mode.name for mode in pack.modes)

    assert (ruling.row, ruling.category) == (usual.row, usual.category)
    assert REMOVALS.isdisjoint(ruling.at_once) == REMOVALS.isdisjoint(usual.at_once)
    assert not ruling.automatic or ruling.at_once == ruling.actions
    assert not ruling.automatic or usual.automatic
    assert ruling.at_once
    if own:
        assert TELLING.isdisjoint(ruling.at_once)
    else:
        assert ruling == usual


@given(places(everything), st.integers(1, 20), modes)
def test_a_row_applies_under_its_circumstances_only(
    place: Place, least: int, wanted: frozenset[ModeName]
) -> None:
    """Never below its points, and never without one of its modes."""
    when = When(min_points=least, modes=tuple(wanted))
    nothing: frozenset[Label] = frozenset()
    applies = row_applies(when, place=place, labels=nothing, excluding=nothing)
    held = place.circumstances

    assert applies == (held.points >= least and (not wanted or bool(wanted & held.modes)))


@given(packs, scores, places(everything), st.integers(1, 20), modes, st.data())
def test_a_row_that_does_not_apply_might_as_well_not_be_there(
    pack: PolicyPack,
    scores: dict[Label, float],
    place: Place,
    least: int,
    wanted: frozenset[ModeName],
    data: st.DataObject,
) -> None:
    """Put before any other row, it changes nothing below its points or without its modes."""
    copied: Row = data.draw(st.sampled_from(pack.categories))
    when = copied.when.model_copy(update={"min_points": least, "modes": tuple(wanted)})
    rows = (copied.model_copy(update={"id": "tried", "when": when}), *pack.categories)
    tried = pack.model_copy(update={"categories": rows})
    held = place.circumstances

    if held.points < least or (wanted and not wanted & held.modes):
        assert rule(tried, scores, place) == rule(pack, scores, place)
