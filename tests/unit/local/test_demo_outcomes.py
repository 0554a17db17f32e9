"""What `moderation demo` says when the classifier thinks otherwise than a person would."""

from __future__ import annotations

from moderation_local.commands.demo import Outcome, say_differences


def outcome(
    happened: str = "leave", *done: str, right: bool = False, category: str = "anything_else"
) -> Outcome:
    """Return what became of a comment that should have been left."""
    return Outcome(
        item="one",
        organisation="bsw",
        ref="x/1/2",
        text="",
        expected="leave",
        happened=happened,
        done=done,
        as_expected=right,
        category=category,
        labels=(),
        cases=(),
        told=(),
    )


def test_nothing_is_said_where_nothing_differs() -> None:
    """The day that went as expected needs no explanation, also where a person is asked."""
    assert say_differences([]) == ""
    assert say_differences([outcome(right=True), outcome("leave?", "leave", right=True)]) == ""


def test_a_difference_is_said_to_be_the_classifiers() -> None:
    """It is plain whose mistake it is, and whether anything was removed."""
    said = say_differences(
        [
            outcome(right=True),
            outcome("delete?", "leave"),
            outcome("hide+report?", "leave"),
            outcome("delete?", "hide"),
            outcome("hide", "hide"),
            outcome("leave", "leave"),
        ]
    )
    assert said.startswith(
        " 5 did not, and are marked !: there the classifier is wrong or in doubt"
    )
    assert "nothing is amiss with this installation" in said
    assert said.endswith(
        "2 stay in sight while a person is asked, 2 were hidden or deleted by the machine, and 1"
        " were left without asking."
    )


def test_what_is_not_decided_is_no_mistake_of_the_classifier() -> None:
    """It is told apart, with where to look."""
    said = say_differences([outcome("?", category="?"), outcome(right=True)])
    assert "classifier" not in said
    assert said.startswith(" 1 was not decided in time")
    assert "moderation status" in said
