"""Whether a comment is hidden, in whatever order that is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from moderation_classifier.domain.behaviour.visibility import Hiding, Visibility, lets_stand
from moderation_common.identity import EventId
from moderation_common.vocabulary import Action
from tests.support.behaviour import NOON

FIRST, SECOND = EventId("first"), EventId("second")
Word = Callable[[Visibility], tuple[Visibility, Hiding | None]]


def at(minutes: int) -> datetime:
    """Return a moment some minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def hiding(minutes: int, version: EventId = FIRST) -> Hiding:
    """Return a hiding of this system."""
    return Hiding(at=at(minutes), event_id=version)


def hide(minutes: int, version: EventId = FIRST) -> Word:
    """Return that this system hides it."""
    return lambda known: known.hidden_here(hiding(minutes, version))


def show(minutes: int) -> Word:
    """Return that this system shows it."""
    return lambda known: (known.shown_here(at(minutes)), None)


def tell(minutes: int, *, hidden: bool) -> Word:
    """Return that the platform says it."""
    return lambda known: known.told_by_platform(hidden=hidden, at=at(minutes))


def hear(*words: Word) -> tuple[Visibility, list[Hiding]]:
    """Return what is known after some words, and what was undone."""
    known, undone = Visibility(), []
    for word in words:
        known, gone = word(known)
        undone += [gone] if gone is not None else []
    return known, undone


def test_nothing_is_hidden_until_somebody_hides_it() -> None:
    """A comment of which nothing was told can be seen."""
    assert hear()[0].hidden is False
    assert hear(tell(1, hidden=False))[0].hidden is False


def test_the_last_word_holds_in_every_order() -> None:
    """Whether it is hidden depends on the times that are told, not on when they are heard."""
    hidden_last = (hide(1), tell(2, hidden=True), show(3), tell(4, hidden=False), hide(5))
    shown_last = (hide(1), tell(2, hidden=True), tell(4, hidden=False), hide(5), show(6))
    for order in permutations(hidden_last):
        assert hear(*order)[0].hidden
    for order in permutations(shown_last):
        assert not hear(*order)[0].hidden


def test_hearing_it_twice_changes_nothing() -> None:
    """Redelivery gives what one delivery gives."""
    words = (hide(1), tell(2, hidden=True), tell(3, hidden=False))
    once, undone = hear(*words)
    assert hear(*(word for word in words for _ in range(2))) == (once, undone)
    assert undone == [hiding(1)]


def test_of_two_at_one_moment_the_hiding_holds() -> None:
    """In either order, so that a person is asked."""
    for order in permutations((tell(1, hidden=True), tell(1, hidden=False))):
        assert hear(*order)[0].hidden


def test_showing_it_on_the_platform_undoes_our_hiding_in_either_order() -> None:
    """Also where the platform's word is heard first."""
    for order in permutations((hide(1), tell(2, hidden=False))):
        assert hear(*order)[1] == [hiding(1)]


def test_a_showing_between_two_hidings_on_the_platform_undoes_ours() -> None:
    """Somebody else hid it after, which is heard before."""
    for order in permutations((tell(2, hidden=False), tell(3, hidden=True))):
        known, undone = hear(hide(1), *order)
        assert known.hidden
        assert undone == [hiding(1)]


def test_after_our_own_showing_there_is_nothing_to_undo() -> None:
    """The platform's echo is no word of somebody else."""
    assert hear(hide(1), show(2), tell(2, hidden=False), tell(3, hidden=False))[1] == []


def test_only_the_last_hiding_is_undone() -> None:
    """A showing that came before it has nothing to do with it."""
    known, undone = hear(hide(1), hide(3, SECOND), tell(2, hidden=False))
    assert (known.hidden, undone) == (True, [])
    assert hear(hide(3, SECOND), hide(1), tell(4, hidden=False))[1] == [hiding(3, SECOND)]


def test_a_late_word_of_our_showing_leaves_a_newer_hiding() -> None:
    """A later version was hidden after it."""
    known, _ = hear(hide(3, SECOND), show(2))
    assert known.hidden
    assert known.hiding == hiding(3, SECOND)


@pytest.mark.parametrize(
    "actions, stands",
    [
        ({Action.LEAVE}, True),
        ({Action.UNHIDE, Action.REPLY}, True),
        ({Action.UNHIDE, Action.REPORT}, True),
        ({Action.REPORT}, False),
        ({Action.HIDE}, False),
        ({Action.DELETE, Action.REPORT}, False),
    ],
)
def test_who_shows_or_leaves_a_comment_lets_it_stand(actions: set[Action], *, stands: bool) -> None:
    """A report alone says that it breaks a rule."""
    assert lets_stand(actions) is stands
