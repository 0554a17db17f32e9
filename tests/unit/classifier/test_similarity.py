"""Near-duplicates are known by hashes: small changes do not hide one, other words are another."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.behaviour.similarity import (
    Fingerprint,
    Fingerprinter,
    Said,
    WordHashes,
    are_alike,
    likeness,
)
from moderation_common.identity import GroupId
from tests.support.behaviour import ref_of
from tests.support.timing import times_as_long

PRINTER = Fingerprinter(b"k" * 32)
_MUCH_LONGER = 10
PETITION = (
    "Please sign our petition to save the community hospital ward in Marlow before it closes for"
    " good this winter"
)


def taken(text: str) -> Fingerprint:
    """Return the fingerprint of a text that has one."""
    fingerprint = PRINTER.take(text)
    assert fingerprint is not None
    return fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        PETITION.upper() + "!!! 😡😡",
        PETITION.replace("Marlow", "Henley"),
        PETITION.replace("our", "this").replace("closes", "shuts"),
        PETITION.replace("sign", "s1gn") + " Dave Smith",
        "Hi all. " + PETITION,
    ],
)
def test_small_changes_are_the_same_message(changed: str) -> None:
    """Case, emoji, disguise, names and a few words do not make another message."""
    assert are_alike(taken(PETITION), taken(changed))


@pytest.mark.parametrize(
    "other",
    [
        "The community hospital ward in Marlow was where my daughter was born and it was good",
        "Thank you to everybody who signed, the ward stays open this winter",
        "Please tell us when the walk-in centre in Marlow opens on bank holidays this winter",
    ],
)
def test_other_words_are_another_message(other: str) -> None:
    """Texts about the same thing are not the same text."""
    assert not are_alike(taken(PETITION), taken(other))


def test_short_texts_are_alike_only_when_equal() -> None:
    """Of a few words, one changed makes another message."""
    assert are_alike(taken("Shame on you!"), taken("shame on YOU"))
    assert not are_alike(taken("Shame on you all"), taken("Shame on us all"))


def test_no_end_of_a_long_text_goes_unread() -> None:
    """Hundreds of equal words do not make a text alike to one that ends in another way."""
    begin = " ".join(f"word{number}" for number in range(450))
    one, other = f"{begin} and thank you all", f"{begin} and I know where you live"
    assert not are_alike(taken(one), taken(other))
    assert are_alike(taken(one), taken(one.upper()))


def test_a_text_too_long_to_be_read_whole_is_like_no_other() -> None:
    """What stands past the cut is unknown, so two such texts are never one message."""
    begin = "The ward was shut again today. " * 300
    assert PRINTER.take(f"{begin} Thank you all.") is None
    # Under the limit as written, past it once its characters are unfolded.
    assert PRINTER.take("\ufdfa " * 3_500) is None


def test_emoji_alone_are_told_apart() -> None:
    """A text without words is known by its signs, and nothing at all by nothing."""
    assert are_alike(taken("👏👏"), taken("👏 👏"))
    assert not are_alike(taken("👏👏"), taken("🤬"))
    assert PRINTER.take("") is None
    assert PRINTER.take(" \u200b ") is None


def test_another_key_makes_another_fingerprint() -> None:
    """Nobody without the key can try texts against what is stored."""
    other = Fingerprinter(b"x" * 32).take(PETITION)
    assert other is not None
    assert likeness(taken(PETITION), other) < 0.1


def test_a_fingerprint_reads_back_from_its_bytes() -> None:
    """What is stored compares as what was taken."""
    for text in (PETITION, "thanks"):
        whole = taken(text)
        assert Fingerprint.unpack(whole.exact, whole.pack()) == whole


@pytest.mark.parametrize(
    "text",
    [
        "a " * 4_000,
        " ".join(f"w{number}" for number in range(2_000)),
        "x" * 1_000_000,
        "\u0301" * 50_000,
        "\u202e" + "abc " * 2_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    """However long or strange, it takes hardly longer than a long comment of plain words."""
    plain = " ".join(PETITION.split() * 200)[:8_000]
    taken = times_as_long(
        lambda: PRINTER.take(text), lambda: PRINTER.take(plain), enough=_MUCH_LONGER
    )
    assert taken < _MUCH_LONGER


GROUP = GroupId("g")
PRIZE = (
    "Congratulations Sarah, you have won a free gift card worth £500, claim it now at"
    " www.win-prizes.example before midnight or call 07700 900123"
)


def said(text: str, group: GroupId = GROUP) -> WordHashes:
    """Return the words of a text as hashes."""
    return PRINTER.hash_words(text, under=group)


@pytest.mark.parametrize(
    "changed",
    [
        PRIZE.upper() + " 🎁🎁",
        PRIZE.replace("Sarah", "Alan"),
        PRIZE.replace("900123", "900456").replace("£500", "£1,000"),
        PRIZE.replace("www.win-prizes.example", "https://get-my-card.example.org/a/b?c=now&d=go"),
        PRIZE.replace("free", "fr33"),
    ],
)
def test_a_wave_that_varies_a_name_a_number_or_a_link_is_one_wording(changed: str) -> None:
    """Whoever has read one of them has read all that is said."""
    assert said(PRIZE).same_wording(said(changed))


@pytest.mark.parametrize(
    "own",
    [
        "I am blind.",
        "My dad died.",
        "I am 84 and have lived here since 1961",
        "Dr Rao looked after my dying husband there for six years",
        "I am blind and Wexham is two buses away",
        "Signed, Alan Petty, retired postman, Marlow Bottom",
    ],
)
def test_a_sentence_of_ones_own_makes_another_wording(own: str) -> None:
    """It counts as one of the wave, and nobody has read it."""
    for text in (f"{PETITION}. {own}", f"{own} {PETITION}"):
        assert not said(PETITION).same_wording(said(text))
        assert not said(text).same_wording(said(PETITION))


def test_a_sentence_in_the_place_of_another_makes_another_wording() -> None:
    """As long as before, and still nobody has read it."""
    one = f"{PETITION}. Please share this with everybody you know"
    assert not said(one).same_wording(said(f"{PETITION}. Nurse Amy saved my little girl there"))


@pytest.mark.parametrize(
    "changed", [PRIZE + " Hurry!", PRIZE.replace("free", ""), PRIZE.replace("Sarah", "Mr Smith")]
)
def test_a_word_more_or_less_makes_another_wording(changed: str) -> None:
    """Two that are compared with a third may each have one, and few words make a sentence."""
    assert not said(PRIZE).same_wording(said(changed))
    assert not said(changed).same_wording(said(PRIZE))


def test_few_words_leave_no_room_for_a_change() -> None:
    """A change weighs more in a short text."""
    assert not said("the sister was rude").same_wording(said("the doctor was rude"))
    longer = "the ward sister was rude to me"
    assert said(longer).same_wording(said(longer.replace("rude", "horrible")))
    assert not said(longer).same_wording(said("the ward doctor was kind to me"))


def test_hashes_of_words_tell_nothing_across_groups() -> None:
    """The same word has another hash in another group, and their order is not that of the text."""
    here, there = said(PETITION), said(PETITION, GroupId("h"))
    assert set(here.hashes).isdisjoint(there.hashes)
    assert said(" ".join(reversed(PETITION.split()))) == here
    assert WordHashes.unpack(here.pack()) == here
    assert Fingerprinter(b"x" * 32).hash_words(PETITION, under=GROUP) != here
    assert said("word " * 500) == WordHashes()


def version(text: str) -> Said:
    """Return what is kept of a version, as it is read back."""
    return Said.unpack(PRINTER.note_said(text, of=ref_of(1)).pack())


@pytest.mark.parametrize(
    "amended",
    [
        f"{PETITION}. Sorry for the typo.",
        PETITION.replace("Marlow", "Henley"),
        PETITION.upper() + "!!",
        PETITION.removesuffix(" this winter"),
        PETITION.replace("hospital ", ""),
    ],
)
def test_a_corrected_version_says_what_was_said_before(amended: str) -> None:
    """A few words more, or fewer, are a slip mended."""
    assert version(amended).corrects(version(PETITION))


@pytest.mark.parametrize(
    "amended",
    [
        "Go back to your own country you filthy vermin",
        f"{PETITION} and go back to your own country you filthy vermin",
        "our ward, you filthy subhuman vermin",
        f"Stop. {PETITION}",
        f'"{PETITION}"',
        "12345 www.example.org",
        "",
    ],
)
def test_other_words_say_something_else(amended: str) -> None:
    """More words than a slip takes, most of them new, or the same words with another stand."""
    assert not version(amended).corrects(version(PETITION))


OFFER = "Sorry to ask, call {} or click here {} to claim the prize"


@pytest.mark.parametrize(
    "number, link",
    [
        ("07700 900456", "http://a-one.example"),
        ("900123 07700", "http://a-one.example"),
        ("07700 900123", "http://evil.example/steal"),
        ("07700 900123", "evil.example"),
        ("07700 900123", "www.evil.example"),
        ("07700 900123", "@evil"),
        ("07700 900123", "http://a-one.example and http://a-two.example"),
    ],
)
def test_a_version_that_leads_elsewhere_corrects_nothing(number: str, link: str) -> None:
    """A link, address, handle or number in the place of another makes another offer."""
    before = version(OFFER.format("07700 900123", "http://a-one.example"))
    assert not version(OFFER.format(number, link)).corrects(before)


@pytest.mark.parametrize(
    "amended",
    [
        OFFER.format("07700 900123", "http://a-one.example").replace("Sorry", "Sory"),
        OFFER.format("07700 900123,", "(HTTP://A-ONE.example)."),
        OFFER.format("", "http://a-one.example"),
    ],
)
def test_a_slip_mended_beside_a_link_leads_where_it_led(amended: str) -> None:
    """Signs around it, case, and what is left out change nothing."""
    assert version(amended).corrects(version(OFFER.format("07700 900123", "http://a-one.example")))


def test_of_very_many_links_none_is_changed_unnoticed() -> None:
    """What is kept of them is bounded."""
    many = " - ".join(f"www.example.org/{number}" for number in range(500))
    before = version(f"{PETITION} {many}")
    assert version(f"{PETITION} really {many}").corrects(before)
    assert not version(f"{PETITION} {many.replace('/77', '/steal')}").corrects(before)


def test_the_same_version_is_known_by_its_very_words() -> None:
    """Case and blanks aside; a link or number changed makes another, however few the words."""
    same = version(f"  {PETITION.upper()}\n").exact
    assert same == version(PETITION).exact
    assert version("Look at www.nhs.uk").exact != version("Look at www.prizes.example").exact
    endless = "word " * 60_000
    assert version(endless).exact == version(endless).exact
    assert not version(endless).corrects(version(endless))


def test_two_comments_cannot_be_compared_by_what_is_kept_of_them() -> None:
    """Every comment has hashes of its own."""
    other = PRINTER.note_said(PETITION, of=ref_of(2))
    own = version(PETITION)
    assert own.exact != other.exact
    assert own.stance != other.stance
    assert set(own.words.hashes).isdisjoint(other.words.hashes)
    here, there = (PRINTER.note_said("www.nhs.uk 111", of=ref_of(number)) for number in (1, 2))
    assert here.leads.hashes
    assert set(here.leads.hashes).isdisjoint(there.leads.hashes)
