"""Letters of other scripts, flags and brackets in the place of Latin letters are read as meant."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.disguise.characters import fold_character
from moderation_classifier.domain.languages.language import ENGLISH, recognise_language
from moderation_classifier.domain.text import normalise
from tests.support.timing import LINEAR, growth


def _readings(text: str) -> set[str]:
    read = normalise(text)
    return {read.words.text, *(view.text for view in read.disguises)}


@pytest.mark.parametrize(
    "written,read",
    [
        ("oh fսck this", "oh fuck this"),
        ("cսnt", "cunt"),
        ("ՏHIT", "shit"),
        ("fⲩck", "fuck"),
        ("ⲥⲩⲛⲧ", "cunt"),
        ("ᖴᑌᑕK", "fuck"),
        ("ᖴᑌᑕᛕ", "fuck"),
        ("oh ꓝꓴꓚꓗ", "oh fuck"),
        ("ꓧꓰꓲp", "help"),
        ("Ꮪhit", "shit"),
        ("Ꭵ ᗯᗩᑎᎢ ᎢO ᗪᎥᗴ", "i want to die"),
        ("ⲓ ⲱⲁⲛⲧ ⲧⲟ ⲇⲓⲉ", "i want to die"),
        ("nobody comes. Ꭵ ᗯᗩᑎᎢ Ꭲⲟ ᗪᎥᗴ now", "nobody comes i want to die now"),
        ("f ս c k", "f u c k"),
        ("f\u200bս\u200bck", "fuck"),
        ("fս\u0335ck", "fuck"),
        ("fսсk", "fuck"),
        ("ғʋƈƙ", "fuck"),
        ("ʂɦɨʈ ƁⱢƠƠƊƳ", "shit bloody"),
        ("🇫🇺🇨🇰 you", "fuck you"),
        ("🇫 🇺 🇨 🇰", "fuck"),
        ("🇹🇼🇦🇹", "twat"),
        ("f(u)ck", "fuck"),
        ("f[u]ck", "fuck"),
        ("f{u}(c)k", "fuck"),
        ("fuc(k) off", "fuck off"),
        ("(f)uck", "fuck"),
        ("f(*)ck", "f*ck"),
    ],
)
def test_letters_in_disguise_are_read_as_meant(written: str, read: str) -> None:
    """One of the readings is the plain word."""
    assert read in _readings(written)


@pytest.mark.parametrize(
    "written",
    [
        "Մայրս շատ հիվանդ է եւ ոչ ոք չի գալիս",
        "დედაჩემი ძალიან ავად არის და არავინ მოდის",
        "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖃᖅᐳᖓ",
        "ꓡꓲ-ꓢꓴ ꓥꓳ ꓬꓰ ꓟꓳ",
        "ⲁⲛⲟⲕ ⲡⲉ ⲡⲟⲩⲟⲉⲓⲛ",
        "እናቴ በጣም ታማለች",
        "ⲁⲛ ⲟⲛ ϣⲏⲣⲉ",
        "ϣⲏⲣⲉ ⲁⲛ ⲟⲛ ⲁⲥ",
    ],
)
def test_another_script_stays_as_it_is(written: str) -> None:
    """Its words hold letters that pass for no Latin one, or are no English words."""
    assert normalise(written).plain.text == written.lower()
    assert recognise_language(written) != ENGLISH


@pytest.mark.parametrize("written", ["proud 🇬🇧", "🇫🇷", "🇬🇧🇫🇷", "🇬🇧 🇫🇷 🇩🇪", "🇬🇧🇫🇷🇩🇪🇮🇪"])
def test_flags_stay_flags(written: str) -> None:
    """Pairs that are the codes of countries are pictures, however many stand in a row."""
    assert normalise(written).plain.text == written


@pytest.mark.parametrize("written", ["nurse(s)", "day(s)", "(s)he", "s(he)", "3(a)(b)", "a (b) c"])
def test_brackets_that_hide_nothing_stay(written: str) -> None:
    """A plural, a paragraph and an aside are no disguise."""
    assert normalise(written).plain.text == written


@pytest.mark.parametrize(
    "written,word",
    [("oh fսck it", "fսck"), ("no 🇫🇺🇨🇰 no", "🇫🇺🇨🇰"), ("so f(u)c[k]in it", "f(u)c[k]in")],
)
def test_a_disguised_word_knows_its_place(written: str, word: str) -> None:
    """What is found in it points at it as it was written."""
    words = normalise(written).words
    start = words.text.index("fuc")
    end = words.text.find(" ", start)
    assert written[slice(*words.span(start, end))] == word


def test_a_disguised_row_knows_its_places() -> None:
    """What is found in a row of short words points at them as they were written."""
    written = "so  tired, Ꭵ ᗯᗩᑎᎢ ᎢO ᗪᎥᗴ now"
    plain = normalise(written).plain
    start = plain.text.index("want to die")
    assert written[slice(*plain.span(start, start + len("want to die")))] == "ᗯᗩᑎᎢ ᎢO ᗪᎥᗴ"


@pytest.mark.parametrize("written", ["ⲟⲛ", "the word ⲟⲛ means also", "ⲟⲛ, ⲁⲛ", "café ⲟⲛ ⲙⲉⲛ"])
def test_a_short_foreign_word_in_english_stays(written: str) -> None:
    """Too few letters together, or a neighbour that is no English word."""
    assert "ⲟⲛ" in normalise(written).plain.text


def test_plain_signs_read_as_any_character_does() -> None:
    """The quick way for a text of printable ASCII gives what each of its characters gives."""
    signs = "".join(map(chr, range(ord("!"), ord("~") + 1))).replace("I", "")
    assert normalise(signs).plain.text == "".join(map(fold_character, signs))


@pytest.mark.parametrize(
    "piece", ["fս", "ս", "🇫🇺🇨", "a(b)", "(b)", "ꓝꓴꓚꓗ ", "ꓲ ", "ꓟꓰ x ", "a\u200b", "🇬"]
)
def test_no_row_of_disguises_takes_long(piece: str) -> None:
    """A row four times as long takes about four times as long."""
    assert growth(normalise, piece) < LINEAR
