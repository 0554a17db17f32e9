"""What a person at the command line reads when the classifier refuses."""

from __future__ import annotations

import httpx
import pytest

from moderation_local.asking import spell_refusal


@pytest.mark.parametrize(
    "detail, said",
    [
        ("One thing.", "The classifier refuses: One thing."),
        (["One thing."], "The classifier refuses: One thing."),
        (["One thing.", "Another."], "The classifier refuses:\nOne thing.\nAnother."),
        ("One thing.\nAnother.", "The classifier refuses:\nOne thing.\nAnother."),
    ],
)
def test_each_problem_is_a_line_of_words(detail: object, said: str) -> None:
    """Nobody has to read JSON."""
    assert spell_refusal(httpx.Response(422, json={"detail": detail})) == said


@pytest.mark.parametrize(
    "answer", [httpx.Response(502, text="<html>"), httpx.Response(502, json=["no detail"])]
)
def test_a_refusal_without_words_is_told_by_its_status(answer: httpx.Response) -> None:
    """What stands before the service may answer in its place."""
    assert spell_refusal(answer).startswith("The classifier refuses with status 502")
