"""Waiting on a condition with a deadline: the only way a test lets time pass."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar, overload

Result = TypeVar("Result")

_INTERVAL_S: Final = 0.05
"""Short beside any deadline in use, and long enough that a dozen waiters cost no noticeable CPU."""


class DeadlineExceededError(AssertionError):
    """The condition did not come true in time; the test has failed."""


@overload
async def eventually(
    condition: Callable[[], Awaitable[Result]],
    *,
    deadline_s: float = ...,
    what: str = ...,
    ignoring: tuple[type[Exception], ...] = ...,
    interval_s: float = ...,
) -> Result: ...


@overload
async def eventually(
    condition: Callable[[], Result],
    *,
    deadline_s: float = ...,
    what: str = ...,
    ignoring: tuple[type[Exception], ...] = ...,
    interval_s: float = ...,
) -> Result: ...


async def eventually(
    condition: Callable[[], Result | Awaitable[Result]],
    *,
    deadline_s: float = 10.0,
    what: str = "",
    ignoring: tuple[type[Exception], ...] = (),
    interval_s: float = _INTERVAL_S,
) -> Result:
    """Return the first truthy answer of `condition`, which may be a coroutine function.

    Exceptions named in `ignoring` count as "not yet". Any other goes straight to the caller.

    Raises:
        DeadlineExceededError: nothing truthy within `deadline_s` seconds; it names `what` was
            awaited and the last answer or ignored exception.

    """
    ends = time.monotonic() + deadline_s
    last: object = None
    while True:
        try:
            answer = condition()
            result = await answer if inspect.isawaitable(answer) else answer
        except ignoring as error:
            last = error
        else:
            if result:
                return result
            last = result
        if time.monotonic() >= ends:
            raise DeadlineExceededError(_explain(what, deadline_s, last))
        await asyncio.sleep(interval_s)


def wait_until(
    condition: Callable[[], Result],
    *,
    deadline_s: float = 10.0,
    what: str = "",
    ignoring: tuple[type[Exception], ...] = (),
    interval_s: float = _INTERVAL_S,
) -> Result:
    """Do what `eventually` does where there is no event loop."""
    ends = time.monotonic() + deadline_s
    last: object = None
    while True:
        try:
            result = condition()
        except ignoring as error:
            last = error
        else:
            if result:
                return result
            last = result
        if time.monotonic() >= ends:
            raise DeadlineExceededError(_explain(what, deadline_s, last))
        time.sleep(interval_s)


def _explain(what: str, deadline_s: float, last: object) -> str:
    return f"{what or 'The condition'} did not come true within {deadline_s:g} s; last: {last!r}"
