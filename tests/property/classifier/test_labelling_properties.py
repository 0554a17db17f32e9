"""What holds for every text: it ends, spans fit, disguise does not help, criticism stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.languages.language import english_of
from moderation_classifier.domain.personal_data import is_nhs_number
from moderation_classifier.domain.personal_data.addresses import find_addresses
from moderation_classifier.domain.personal_data.birth_dates import find_birth_dates
from moderation_classifier.domain.personal_data.numbers import find_numbers
from moderation_classifier.domain.personal_data.telephones import find_telephones
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, normalise
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Kind, Label
from tests.support.labelling import judge, label

_INVISIBLE = st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u0301\u0335\u202e\u034f")
_ANY_TEXT = st.text(
    st.characters(codec=None) | st.sampled_from("aeiou fuck1@*.\ud800\u202e\u0301🙂"), max_size=300
)
_SWEARWORDS = st.sampled_from(["fuck", "shit", "wanker", "bollocks", "twat"])

_WHAT = st.sampled_from(["The waiting time", "This trust", "Your app", "The board", "A&E"])
_HOW = st.sampled_from(
    [
        "is a disgrace",
        "is an absolute shambles",
        "makes me furious",
        "is not fit for purpose",
        "is run by people who do not care",
        "was terrible and nobody apologised",
        "wastes our money",
        "failed my family",
    ]
)
_SO = st.sampled_from(["", "Resign.", "Shame on you.", "Why do we bother?", "Vote them out!"])


@given(_ANY_TEXT)
def test_any_text_gets_a_labelling_with_spans_inside_it(text: str) -> None:
    """Every string ends in a labelling, and every span lies within the original."""
    for finding in label(text).findings:
        assert 0.0 <= finding.score <= 1.0
        if finding.span is not None:
            assert 0 <= finding.span.start < finding.span.end <= len(text)


@given(_ANY_TEXT)
def test_labelling_twice_says_the_same(text: str) -> None:
    """The labelling depends on nothing but the text."""
    assert label(text) == label(text)


@given(_ANY_TEXT, st.sampled_from(["", "nobody will miss me after tonight. "]))
def test_the_english_part_stands_where_it_stood(text: str, english: str) -> None:
    """Nothing but blanks is put in, so that the model's places are those of the comment."""
    whole = f"{english}{text}"
    kept = english_of(whole)
    assert bool(kept) >= bool(english)
    assert len(kept) in (0, len(whole))
    assert all(ours in (" ", theirs) for ours, theirs in zip(kept, whole, strict=False))


@given(_ANY_TEXT)
def test_reading_the_plain_form_again_changes_nothing(text: str) -> None:
    """Normalising is idempotent."""
    once = normalise(text).plain.text
    assert normalise(once).plain.text == once


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
def test_plain_ascii_is_read_as_with_care(text: str) -> None:
    """The short way for most comments gives what the long way gives."""
    short, long = normalise(text), normalise(f"{text}\u200b")
    assert (short.plain, short.words, short.disguises) == (long.plain, long.words, long.disguises)


@given(st.from_regex(r"([A-Za-zO' ,.:()/+-]{0,12}(flat|road|nhs|born|mob|postcode|ni )?){0,8}"))
def test_no_detail_but_an_e_mail_is_without_digits(text: str) -> None:
    """So the detectors of the others need not read a text that has none."""
    plain = normalise(text).plain.text
    for find in (find_numbers, find_birth_dates, find_telephones, find_addresses):
        assert not list(find(plain))


@given(_SWEARWORDS, st.lists(st.tuples(st.integers(0, 7), _INVISIBLE), max_size=6))
def test_invisible_characters_hide_no_word(word: str, insertions: list[tuple[int, str]]) -> None:
    """Zero-width, combining and direction characters inside a listed word do not save it."""
    hidden = word
    for place, character in insertions:
        at = 1 + place % len(word)
        hidden = hidden[:at] + character + hidden[at:]
    assert label(f"you {hidden} lot", with_model=False).scores.get(Label.PROFANITY, 0.0) > 0.8


@given(_WHAT, _HOW, _SO, st.sampled_from(list(Kind)))
def test_criticism_is_never_removed_by_the_machine(
    what: str, how: str, so: str, kind: Kind
) -> None:
    """People may criticise the body as sharply as they like."""
    assert REMOVALS.isdisjoint(judge(f"{what} {how}. {so}", kind=kind).actions)


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_makes_no_nhs_number(stem: int, place: int, digit: int) -> None:
    """The check digit finds every error of one digit."""
    first = f"{stem:09d}"
    numbers = [first + str(check) for check in range(10) if is_nhs_number(first + str(check))]
    assert len(numbers) <= 1
    for number in numbers:
        changed = number[:place] + str(digit) + number[place + 1 :]
        assert changed == number or not is_nhs_number(changed)


@given(st.integers(1, 50))
def test_what_is_past_the_limit_is_not_read_but_reported(extra: int) -> None:
    """A long text is flagged, and its unread end gives no finding."""
    labelling = label("a " * (MAX_ANALYSED_CHARACTERS // 2) + "shit " * extra, with_model=False)
    assert labelling.too_long
    assert Label.PROFANITY not in labelling.scores
