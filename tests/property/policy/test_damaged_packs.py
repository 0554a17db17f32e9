"""However a pack's file is damaged, it is loaded or refused with reasons; nothing else happens."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation_common.policy import PolicyError, PolicyProblem, load_pack

POLICIES = Path(__file__).parents[3] / "policies"
FILE = POLICIES / "lincolnshire.yaml"
TEXT = FILE.read_text(encoding="utf-8")
LINES = TEXT.splitlines(keepends=True)


def problems_of(text: str) -> tuple[PolicyProblem, ...] | None:
    """Why the text is refused, or None when it is a sound pack."""
    try:
        load_pack(FILE, text=text)
    except PolicyError as error:
        return error.problems
    return None


def check(text: str) -> None:
    """A refusal has reasons, and each has a place in the file and a mend."""
    problems = problems_of(text)
    assert problems is None or problems
    for problem in problems or ():
        assert problem.message
        assert problem.mend
        assert 0 <= problem.line <= len(text.splitlines()) + 1
        assert "\n" not in str(problem)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(1, 4))
def test_missing_lines_never_crash_the_loader(start: int, count: int) -> None:
    """Some lines are gone."""
    check("".join(LINES[:start] + LINES[start + count :]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))
def test_moved_lines_never_crash_the_loader(source: int, target: int) -> None:
    """A line stands somewhere else as well."""
    check("".join([*LINES[:target], LINES[source], *LINES[target:]]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT)), st.text(max_size=12))
@example(0, "\ufeff")
@example(0, "!!python/object:os.system ")
@example(len(TEXT), "\x00")
def test_inserted_characters_never_crash_the_loader(at: int, inserted: str) -> None:
    """Somebody leaned on the keyboard."""
    check(TEXT[:at] + inserted + TEXT[at:])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    """The file is not a pack at all."""
    check(text)


def test_the_undamaged_pack_loads() -> None:
    """What is damaged above was sound."""
    assert problems_of(TEXT) is None
