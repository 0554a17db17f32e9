"""The search for unreachable rows agrees with trying every comment there is."""

from __future__ import annotations

from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_common.policy import Circumstances, ModeName, Row, Then, When
from moderation_common.policy.decision_table import Place, row_applies
from moderation_common.policy.reachability import find_unreachable
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

# Few labels, so that every combination of them can be tried.
LABELS = (Label.HATE, Label.SPAM, Label.PROFANITY)
CIRCUMSTANCES = [
    Circumstances(modes=frozenset(modes), points=points)
    for modes in ((), (ModeName.PRE_ELECTION,), (ModeName.MAJOR_INCIDENT,), tuple(ModeName))
    for points in (0, 1, 2, 3)
]
labels = st.lists(st.sampled_from(LABELS), unique=True, max_size=2).map(tuple)
whens = st.builds(
    When,
    labels_any=labels,
    labels_all=labels,
    labels_none=labels,
    platforms=st.sampled_from([(), (Platform.X,), (Platform.X, Platform.TIKTOK)]),
    kinds=st.sampled_from([(), (Kind.REPLY,)]),
    internal=st.sampled_from([None, True]),
    modes=st.sampled_from([(), (ModeName.PRE_ELECTION,), tuple(ModeName)]),
    min_points=st.sampled_from([None, 1, 3]),
)


def table(conditions: list[When]) -> list[Row]:
    """A table with these conditions."""
    then = Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),))
    return [Row(id=f"row-{index}", when=when, then=then) for index, when in enumerate(conditions)]


def reached_by_trying(rows: list[Row]) -> set[int]:
    """The rows that decide about some comment, found by trying all comments."""
    subsets = chain.from_iterable(combinations(LABELS, size) for size in range(len(LABELS) + 1))
    reached = set()
    for subset, platform, kind, internal, circumstances in product(
        subsets, Platform, (Kind.COMMENT, Kind.REPLY), (False, True), CIRCUMSTANCES
    ):
        place = Place(platform=platform, kind=kind, internal=internal, circumstances=circumstances)
        present = frozenset(subset)
        for index, row in enumerate(rows):
            if row_applies(row.when, place=place, labels=present, excluding=present):
                reached.add(index)
                break
    return reached


@settings(max_examples=150, deadline=None)
@given(st.lists(whens, min_size=1, max_size=5))
def test_the_search_finds_exactly_the_rows_that_no_comment_reaches(conditions: list[When]) -> None:
    """Neither a reachable row is refused nor an unreachable one let through."""
    rows = table(conditions)

    found = {unreachable.index for unreachable in find_unreachable(rows)}

    assert found == set(range(len(rows))) - reached_by_trying(rows)


@given(whens)
def test_a_stricter_row_never_hides_a_laxer_one(when: When) -> None:
    """A row that asks for more certainty leaves the rest of its comments to the next."""
    rows = table([when.model_copy(update={"min_score": 0.9}), when])

    assert 1 not in {
        unreachable.index for unreachable in find_unreachable(rows) if unreachable.taken_by
    }
