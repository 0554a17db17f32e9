"""What the encoder is given to read, and which texts it need not read."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.domain.harmless import is_blank, is_harmless
from moderation_classifier.domain.reading import read_for_encoder
from moderation_classifier.domain.text import normalise
from tests.support.timing import LINEAR, growth


@pytest.mark.parametrize(
    "written, read",
    [
        ("You are SCUM!!!!!!", "you are scum!!"),
        ("sh1t h0spital", "shit hospital"),
        ("k i l l yourself", "kill yourself"),
        ("f.u.c.k this", "fuck this"),
        ("thanks ❤️", "thanks heavy black heart"),
        ("well done \U0001f44d\U0001f3fd", "well done thumbs up sign"),
        ("see https://example.org/a?b=c now", "see link example.org now"),
        ("ring 07700 900123 please", "ring number please"),
        ("b12 at 10am on the 2nd", "b12 at 10am on the 2nd"),
        ("ward\n\nseven", "ward seven"),
        ("a b c d hello", "abcd hello"),
        ("a b c hello", "a b c hello"),
        ("a_b_c_d_e f_", "abcde f_"),
        ("x a.b.c.d_", "xabc.d_"),
        ("*** no €€", "*** no €€"),
        ("*** |||| €€", ""),
        ("\"' ... ?!", ""),
        ("____", ""),
        ("\ud800\udc00 \ud83d", ""),
        ("sorry \ud83d mum", "sorry mum"),
        ("谢谢", "谢谢"),
        ("no no no NO No no way", "no no no way"),
        ("no no no way", "no no no way"),
        ("no. no. no. no. no.", "no. no. no. no. no."),
        ("kick kick kick kicked", "kick kick kick kicked"),
        ("s h i t, b-a-s-t-a-r-d-s", "shit, bastards"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_plain_words(written: str, read: str) -> None:
    """Disguise, pictograms, addresses and long numbers become words; signs alone say nothing."""
    assert read_for_encoder(normalise(written)) == read


@pytest.mark.parametrize("piece", ["*", "|", "a_-", "a b c_ ", "no ", "no no no n"])
def test_no_row_of_signs_takes_long_to_read(piece: str) -> None:
    """A row four times as long takes about four times as long."""
    normalised = cache(normalise)
    assert growth(lambda text: read_for_encoder(normalised(text)), piece) < LINEAR


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much",
        "thank you all so much",
        "well done all!",
        "Well done everyone",
        "love this",
        "well deserved",
        "Amazing team xx",
    ],
)
def test_thanks_and_praise_need_no_model(text: str) -> None:
    """Every word is known to be harmless."""
    assert is_harmless(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thank you for nothing",
        "thank you, goodbye everyone",
        "Amazing t3am",
        "thank you \U0001f52a",
        "thank you " * 7,
        "i done it today. love you all very much x",
        "Today i done it. Thank you all",
        "I is done. thank you all xx",
        "done. thank you all",
        "all well. done. thank you",
        "farewell done all",
    ],
)
def test_a_word_that_is_not_known_to_be_harmless_needs_the_model(text: str) -> None:
    """One unknown word, disguise, pictogram or length is enough."""
    assert not is_harmless(normalise(text))


@pytest.mark.parametrize("text", ["Did not answer", "NOT ANSWERED.", " no response   given "])
def test_the_words_of_a_form_that_was_left_empty_are_a_blank(text: str) -> None:
    """They come with answers that are read in from feedback forms."""
    assert is_blank(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["", "Rang twice, did not answer", "no response", "Not answered!", "Did not answer \U0001f621"],
)
def test_what_somebody_wrote_is_no_blank(text: str) -> None:
    """One word or mark more, and somebody tells of something."""
    assert not is_blank(normalise(text))
