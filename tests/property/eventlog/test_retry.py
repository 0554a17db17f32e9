"""The retry policy and the budget, for whatever numbers they are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.retry import DeadLetter, DeadLetterBudget, RetryLater, RetryPolicy

_POLICIES = st.builds(
    RetryPolicy,
    min_backoff_s=st.floats(0.001, 10),
    max_backoff_s=st.floats(10, 3600),
    max_bug_attempts=st.integers(1, 50),
)
_ATTEMPTS = st.integers(1, 10_000)


@given(_POLICIES, _ATTEMPTS)
def test_back_off_never_shrinks_and_is_bounded(policy: RetryPolicy, attempt: int) -> None:
    """A later attempt waits at least as long as an earlier one, within the policy's bounds."""
    backoff_s = policy.backoff_s(attempt)

    assert policy.min_backoff_s <= backoff_s <= policy.max_backoff_s
    assert policy.backoff_s(attempt + 1) >= backoff_s


@given(_POLICIES, _ATTEMPTS, st.none() | st.floats(0, 100_000))
def test_an_outage_is_never_put_aside(
    policy: RetryPolicy, attempt: int, retry_after_s: float | None
) -> None:
    """However often it failed, and never sooner than the one who is away asked for."""
    verdict = policy.judge(TransientError("Away.", retry_after_s=retry_after_s), attempt)

    assert isinstance(verdict, RetryLater)
    assert verdict.after_s >= (retry_after_s or 0.0)
    assert verdict.after_s >= policy.backoff_s(attempt)


@given(_POLICIES, _ATTEMPTS)
def test_poison_is_put_aside_at_once(policy: RetryPolicy, attempt: int) -> None:
    """With its own sentence as the reason."""
    assert policy.judge(PermanentError("Never."), attempt) == DeadLetter("Never.")


@given(_POLICIES, _ATTEMPTS, st.text(min_size=12))
def test_a_bug_is_tried_a_bounded_number_of_times(
    policy: RetryPolicy, attempt: int, text: str
) -> None:
    """Before the last attempt it waits; then it is put aside without what the error quoted."""
    verdict = policy.judge(KeyError(text), attempt)

    if attempt < policy.max_bug_attempts:
        assert isinstance(verdict, RetryLater)
    else:
        assert verdict == DeadLetter(f"KeyError on each of {attempt} attempts")


_BUDGETS = st.builds(
    DeadLetterBudget,
    allowance=st.integers(0, 100),
    ratio=st.floats(0, 1),
    window=st.integers(1, 2000),
)


@given(_BUDGETS, st.data())
def test_the_budget_tolerates_its_allowance_and_is_monotone(
    budget: DeadLetterBudget, data: st.DataObject
) -> None:
    """Up to the allowance nothing stops; one more dead letter never makes it more lenient."""
    handled = data.draw(st.integers(0, budget.window))
    dead = data.draw(st.integers(0, handled))

    assert not budget.exceeded(dead=min(dead, budget.allowance), handled=handled)
    if budget.exceeded(dead=dead, handled=handled):
        assert budget.exceeded(dead=dead + 1, handled=handled)
        assert dead > budget.allowance
