"""What holds for every reading of every text: it knows where each of its characters stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.text import normalise

_PIECES = st.sampled_from(
    [
        "fvck",
        "cvnts",
        "kiII",
        "heIp",
        "k i l l",
        "m e",
        "$h1t",
        "fuuuck",
        "ѕhіt",
        "fü",
        "fսck",
        "ꓝꓴꓚꓗ",
        "🇫🇺🇨",
        "f(u)c[k]",
        "iwanttodie",
        "#IWantToDie2",
        "I",
        "v",
        "#",
    ]
)
_DISGUISED = st.lists(_PIECES | st.text(max_size=3), max_size=8).map(" ".join)
_WORDS = st.sampled_from(
    ["fuck", "fucking", "cunts", "sluts", "scum", "bullshit", "killing", "help"]
)


@given(_DISGUISED)
def test_every_character_of_every_reading_stands_in_the_original(text: str) -> None:
    """Places are one for each character, in order, and within the text."""
    read = normalise(text)
    for view in (read.plain, read.words, *read.disguises):
        assert len(view.places) == len(view.text)
        assert list(view.places) == sorted(view.places)
        assert all(0 <= place < len(text) for place in view.places)


@given(_WORDS, st.data())
def test_a_word_behind_v_or_capital_i_is_found_where_it_stands(
    word: str, data: st.DataObject
) -> None:
    """Any of its letters u and l may be written as another, and any word may stand before it."""
    written = "".join(
        data.draw(st.sampled_from([letter, {"u": "v", "l": "I"}.get(letter, letter)]))
        for letter in word
    )
    before = data.draw(st.sampled_from(["", "oh ", "so  what,\u200b ", "é "]))
    text = f"{before}{written} now"
    read = normalise(text)
    view = next(one for one in (read.words, *read.disguises) if word in one.text.split())
    start = f" {view.text} ".index(f" {word} ")
    assert text[slice(*view.span(start, start + len(word)))] == written
