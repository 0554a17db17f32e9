"""What of a comment the encoder reads: windows of tokens, and whether they are all of it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from moderation_classifier.adapters.encoder import TOKENIZER_FILE
from moderation_classifier.adapters.windows import MAX_CONTEXT_TOKENS, MAX_TOKENS, Cutter
from training.calibrate import OUT

_OPENS = 101


@cache
def _packaged() -> Cutter:
    return Cutter(Tokenizer.from_file(str(OUT / TOKENIZER_FILE)))


@pytest.fixture
def cutter() -> Cutter:
    """Return the cutter of the encoder in the package."""
    return _packaged()


def test_a_short_comment_is_one_window(cutter: Cutter) -> None:
    """After the mark that opens it, without a context."""
    (cut,) = cutter.cut("where do i park?", "")
    (window,) = cut.windows
    assert cut.whole
    assert window.ids[0] == _OPENS
    assert window.own == len(window.ids)
    assert window.starts == (0, 6, 9, 11, 15)


def test_what_it_answers_follows_and_is_not_its_own(cutter: Cutter) -> None:
    """However many tokens an opening-hours post has, the comment keeps its place."""
    hours = "tel: 01522-309317 / 01522-309313 / mon-fri: 8.30-18.00; sat: 9.00-12.30; " * 5
    alone, answering = cutter.cut("he is not breathing", "", hours)
    (window,) = answering.windows
    assert window.ids[: window.own] == alone.windows[0].ids
    assert len(window.ids) == window.own + MAX_CONTEXT_TOKENS + 1


def test_between_the_ends_of_a_long_comment_nothing_is_read_twice(cutter: Cutter) -> None:
    """What it answers stands after its beginning and its end; the rest is the same for both."""
    reading = "we waited and nobody told us anything " * 28
    alone, answering = cutter.cut(reading, "", "the clinic is open today")
    assert alone.whole
    assert len(alone.windows) == len(answering.windows) == 4
    shared = [one is other for one, other in zip(alone.windows, answering.windows, strict=True)]
    assert shared == [False, False, True, True]
    assert all(
        other.ids[: one.own] == one.ids
        for one, other in zip(alone.windows, answering.windows, strict=True)
    )


def test_what_is_not_read_whole_is_read_once(cutter: Cutter) -> None:
    """What it answers takes no further time: a person reads it all."""
    reading = "we waited and nobody told us anything " * 40
    alone, answering = cutter.cut(reading, "", "the clinic is open today")
    assert not answering.whole
    assert all(one is other for one, other in zip(alone.windows, answering.windows, strict=True))


def test_a_divider_hides_nothing_behind_it(cutter: Cutter) -> None:
    """Each of its signs is a token; what follows is read in a further window."""
    reading = "~" * 60 + "_" * 60 + " they gave nan somebody else's pills"
    (cut,) = cutter.cut(reading, "")
    assert cut.whole
    assert max(start for window in cut.windows for start in window.starts) == reading.index("pills")


@pytest.mark.parametrize("times", [60, 150, 2_000])
def test_a_very_long_comment_is_said_to_be_read_in_part(cutter: Cutter, times: int) -> None:
    """Its beginning and its end are among what is read."""
    reading = ("we waited and nobody told us anything " * times).strip()
    (cut,) = cutter.cut(reading, "")
    starts = {start for window in cut.windows for start in window.starts}
    assert not cut.whole
    assert {0, reading.rindex("anything")} <= starts


@pytest.mark.parametrize("times, windows", [(28, 4), (57, 4), (58, 3), (2_000, 3)])
def test_the_longest_comments_take_no_longer(cutter: Cutter, times: int, windows: int) -> None:
    """Of what a person reads anyway, most of which no window would hold, one fewer is read."""
    (cut,) = cutter.cut("we waited and nobody told us anything " * times, "")
    assert len(cut.windows) == windows


def test_what_tells_nothing_is_left_out(cutter: Cutter) -> None:
    """Apostrophes take no time, nor does `a`; the places of the rest are those in the reading."""
    (full,) = cutter.cut("an angry doctor's 'friend' and a nurse", "")
    (bare,) = cutter.cut("angry doctor s friend and nurse", "")
    assert full.windows[0].ids == bare.windows[0].ids
    assert full.windows[0].starts == (3, 9, 16, 19, 27, 33)


@pytest.mark.parametrize("reading", ["a", "an a", "'"])
def test_a_comment_of_nothing_else_is_still_read(cutter: Cutter, reading: str) -> None:
    """It is short, not empty."""
    (cut,) = cutter.cut(reading, "")
    (window,) = cut.windows
    assert window.own == 1 + len(window.starts) > 1


def test_nothing_is_no_window(cutter: Cutter) -> None:
    """There is nothing to read, and nothing was left out."""
    (cut,) = cutter.cut("", "a post")
    assert cut.windows == ()
    assert cut.whole


@given(st.lists(st.sampled_from(["pain", "nurse", "--", "a!!", "4", "😀", "zzzxq"]), max_size=400))
def test_windows_cover_every_token_when_they_say_so(words: list[str]) -> None:
    """No token is lost between two windows, and none holds more than its limit."""
    cutter = _packaged()
    reading = " ".join(words)
    (cut,) = cutter.cut(reading, "")
    whole = cutter.first(reading, "", limit=100_000)
    read = {start for window in cut.windows for start in window.starts}
    assert all(len(window.ids) <= MAX_TOKENS + 1 for window in cut.windows)
    assert cut.whole == (read == set(whole.starts))
