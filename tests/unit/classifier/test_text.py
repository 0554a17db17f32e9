"""How a text is read: disguises undone, places kept, length bounded."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, normalise, squeeze
from tests.support.timing import LINEAR, growth


def _readings(text: str) -> set[str]:
    read = normalise(text)
    return {read.words.text, *(view.text for view in read.disguises)}


@pytest.mark.parametrize(
    "written,read",
    [
        ("sh1te", "shite"),
        ("$h!t", "shit"),
        ("fuuuuck", "fuck"),
        ("f u c k", "fuck"),
        ("f.u.c.k", "fuck"),
        ("s-h-i-t", "shit"),
        ("ｆｕｃｋ", "fuck"),
        ("f\u200bu\u200bc\u200bk", "fuck"),
        ("f\u0335u\u0335c\u0335k\u0335", "fuck"),
        ("ѕһіт", "shit"),
        ("𝒇𝒖𝒄𝒌", "fuck"),
        ("🅵🅤🅒🅚", "fuck"),
        ("ass7o1e", "asstole"),
        ("a f u c k i n g joke", "a fucking joke"),
        ("Crème Brûlée", "creme brulee"),
        ("k i l l m y s e l f", "kill myself"),
        ("k 1 l l  m y s e l f tonight", "kill myself tonight"),
        ("i w.a.n.t t.o d.i.e", "i want to die"),
        ("please H-E-L-P-M-E", "please help me"),
        ("fvck this", "fuck this"),
        ("FVCK1NG cvnts", "fucking cunts"),
        ("f v c k off", "fuck off"),
        ("kiII myself", "kill myself"),
        ("KiII yourself, heIp nobody", "kill yourself help nobody"),
        ("suicidaI", "suicidal"),
    ],
)
def test_a_disguised_word_is_read_as_meant(written: str, read: str) -> None:
    """One of the readings is the plain word."""
    assert read in _readings(written)


@pytest.mark.parametrize("written", ["A55", "B12", "£50", "10.30", "4-3"])
def test_roads_vitamins_and_numbers_are_no_disguise(written: str) -> None:
    """Digits in what is hardly a word keep their value."""
    assert not any(reading.isalpha() for reading in _readings(written))


@pytest.mark.parametrize(
    "written", ["DVLA", "obvs", "navy envy", "servIce wIth", "DIffIcult", "McIntyre", "WwII"]
)
def test_a_letter_that_makes_no_other_word_is_itself(written: str) -> None:
    """Only where v or capital I can hardly be meant does it stand for another letter."""
    assert _readings(written) == {written.lower()}


@pytest.mark.parametrize("row", ["c u n t s", "n o w a y x", "N H S", "t h e r a p i s t"])
def test_a_row_that_is_one_word_or_none_is_not_parted(row: str) -> None:
    """Only what is words from end to end is several words."""
    assert all(" " not in reading for reading in _readings(row) if len(reading) < len(row))


def test_words_written_letter_by_letter_know_their_places() -> None:
    """A finding in them points at the letters as they were written."""
    original = "so k i l l m y s e l f?"
    parted = next(view for view in normalise(original).disguises if "kill" in view.text)
    start = parted.text.index("myself")
    assert original[slice(*parted.span(start, start + 6))] == "m y s e l f"


def test_emphasis_is_not_a_mask() -> None:
    """Stars around a word stress it; stars within it hide letters."""
    assert "really" in _readings("*really*")
    assert "f**k" in _readings("f**k")


def test_a_span_points_into_the_original() -> None:
    """What a reading finds is found in the text as written."""
    original = "Oh  FU\u200bCK, no"
    read = normalise(original)
    start = read.words.text.index("fuck")
    span = read.words.span(start, start + len("fuck"))
    assert original[slice(*span)] == "FU\u200bCK"


def test_a_text_is_cut_at_the_stated_length_and_says_so() -> None:
    """The first eight thousand characters are read, one more is reported."""
    assert not normalise("a" * MAX_ANALYSED_CHARACTERS).too_long
    assert normalise("a" * (MAX_ANALYSED_CHARACTERS + 1)).too_long


def test_characters_that_unfold_do_not_outgrow_the_bound() -> None:
    """A page of one-character phrases is cut after unfolding as well."""
    read = normalise("\ufdfa" * MAX_ANALYSED_CHARACTERS)
    assert read.too_long
    assert len(read.plain.text) <= 2 * MAX_ANALYSED_CHARACTERS


def test_sentences_cover_the_text_in_order() -> None:
    """Every character belongs to one sentence, found by its place."""
    read = normalise("One. Two!\nThree")
    assert [read.plain.text[start:end].strip() for start, end in read.sentences if end > start + 1]
    assert read.sentence_at(0)[0] == 0
    start, end = read.sentence_at(len("One. Two!\nTh"))
    assert "three" in read.plain.text[start:end]


def test_each_sentence_knows_the_next() -> None:
    """After the last there is none."""
    read = normalise("One. Two!\nThree")
    walked = [read.sentence_at(0)]
    while following := read.sentence_after(walked[-1]):
        walked.append(following)
    assert tuple(walked) == read.sentences


@pytest.mark.parametrize(
    "written,parts",
    [
        ("Wait... what?! No", ["wait...", " what?!", " no"]),
        ("3.5 mg!a", ["3.5 mg!a"]),
        ("Oh no!!!", ["oh no!!!"]),
        ("one\ntwo", ["one\n", "two"]),
    ],
)
def test_a_row_of_marks_ends_one_sentence(written: str, parts: list[str]) -> None:
    """A mark within a word or number ends none."""
    read = normalise(written)
    assert [read.plain.text[start:end] for start, end in read.sentences] == parts


@pytest.mark.parametrize(
    "piece, end",
    [
        ("!", "a"),
        ("?!.", "a"),
        (".", "a"),
        ("kiI", "B"),
        ("aI", ""),
        ("fvck ", ""),
        ("bv", ""),
    ],
)
def test_no_row_of_marks_or_disguised_letters_takes_long(piece: str, end: str) -> None:
    """A row four times as long takes about four times as long, whatever stands at its end."""
    assert growth(lambda text: normalise(text + end), piece) < LINEAR


def test_nothing_is_a_text_too() -> None:
    """The empty text has readings, all empty."""
    read = normalise("")
    assert (read.plain.text, read.words.text, read.disguises) == ("", "", ())


def test_squeezing_leaves_single_letters() -> None:
    """Doubled letters become one; digits stay."""
    assert squeeze("boook 22") == "bok 22"
