"""Waiting returns the first truthy answer, and says what it waited for when there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.waiting import DeadlineExceededError, eventually, wait_until


def _answers(*values: object) -> Iterator[object]:
    yield from values


async def test_the_first_truthy_answer_is_returned() -> None:
    """Falsy answers are asked for again; a truthy one ends the waiting."""
    answers = _answers(None, 0, "there", "too late")

    assert await eventually(lambda: next(answers), interval_s=0) == "there"


async def test_a_coroutine_function_is_a_condition_too() -> None:
    """The condition may be asynchronous."""
    answers = _answers([], [1])

    async def condition() -> object:
        return next(answers)

    assert await eventually(condition, interval_s=0) == [1]


async def test_a_missed_deadline_names_what_was_awaited() -> None:
    """The error tells what did not happen and the last answer."""
    with pytest.raises(DeadlineExceededError, match=r"A case .* within 0 s; last: \[\]"):
        await eventually(list[int], deadline_s=0, what="A case")


async def test_only_named_exceptions_count_as_not_yet() -> None:
    """An exception that was not foreseen ends the waiting at once."""

    def condition() -> bool:
        raise KeyError

    with pytest.raises(KeyError):
        await eventually(condition, ignoring=(OSError,))
    with pytest.raises(DeadlineExceededError, match="KeyError"):
        await eventually(condition, deadline_s=0, ignoring=(KeyError,))


def test_waiting_without_a_loop_follows_the_same_rules() -> None:
    """The blocking variant returns the first truthy answer and keeps the deadline."""
    answers = _answers("", "there")

    assert wait_until(lambda: next(answers), interval_s=0) == "there"
    with pytest.raises(DeadlineExceededError, match="OSError"):
        wait_until(_refuse, deadline_s=0, ignoring=(OSError,))


def _refuse() -> bool:
    raise OSError
