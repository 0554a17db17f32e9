"""What rebuts, asks about or reports a claim takes another stand; a copy of it takes the same."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.behaviour.grouping import group_of
from moderation_classifier.domain.behaviour.similarity import Fingerprint, Fingerprinter, are_alike
from moderation_classifier.domain.behaviour.stance import stance_of
from moderation_classifier.domain.text import normalise
from moderation_common.identity import GroupId
from moderation_common.vocabulary import Kind, Label
from tests.support.behaviour import decision_of
from tests.support.timing import times_as_long

PRINTER = Fingerprinter(b"k" * 32)
CLAIM = (
    "Vaccines cause autism in children and the government is hiding all of the evidence from"
    " parents"
)
_MUCH_LONGER = 10
REBUTTAL = (
    "No, vaccines do not cause autism in children and the government is not hiding all of the"
    " evidence from parents"
)
QUESTION = (
    "Do vaccines cause autism in children and is the government hiding all of the evidence from"
    " parents?"
)
ANSWERS = [
    REBUTTAL,
    QUESTION,
    CLAIM.replace("cause", "don't cause").replace("is hiding", "isn't hiding"),
    f"My sister believes {CLAIM}, please help",
    f"Reported. {CLAIM} she wrote on your page yesterday",
    f"{CLAIM}?",
    f'"{CLAIM}"',
    f"'{CLAIM}'",
    f"\u201c{CLAIM}\u201d",
    f"Stop saying {CLAIM}",
    f"{CLAIM}. What a l1e",
    f"{CLAIM}. F A K E",
]


def taken(text: str) -> Fingerprint:
    """Return the fingerprint of a text that has one."""
    fingerprint = PRINTER.take(text)
    assert fingerprint is not None
    return fingerprint


def group(text: str) -> GroupId:
    """Return the group of a text that was judged as misinformation, in the one message."""
    return group_of(
        GroupId("message"),
        decision_of(doubtful=[Label.MISINFORMATION]),
        kind=Kind.COMMENT,
        post_id=None,
        stance=taken(text).stance,
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_who_answers_or_reports_a_claim_does_not_share_its_decision(answer: str) -> None:
    """They are one message, so that they are counted together, and yet decided apart."""
    assert are_alike(taken(CLAIM), taken(answer))
    assert group(answer) != group(CLAIM)


@pytest.mark.parametrize(
    "copy",
    [
        CLAIM.upper() + "!!! \U0001f621\U0001f621",
        f"Sarah Green {CLAIM}",
        CLAIM.replace("children", "2,400 children"),
        f"{CLAIM} https://fake.example/a-lie?id=3",
        f"{CLAIM} www.stop-lies.example",
        f"{CLAIM} bit.ly/wrong?x=1&y=2",
        CLAIM.replace("cause", "c4use"),
        f"Hi all. {CLAIM}",
    ],
)
def test_a_copy_stays_with_the_others(copy: str) -> None:
    """Names, links, numbers, emoji and disguise change no stand."""
    assert are_alike(taken(CLAIM), taken(copy))
    assert group(copy) == group(CLAIM)


def test_a_text_without_a_sign_has_the_group_of_the_release_before() -> None:
    """What people decided about it goes on holding."""
    assert taken(CLAIM).stance == ""
    assert group(CLAIM) == group("Thank you all so much")


def test_copies_of_a_rebuttal_share_a_decision_with_each_other() -> None:
    """However its author shortens the word, and with or without the mark of a question."""
    assert group(REBUTTAL) == group(REBUTTAL.replace("do not", "don't").upper())
    assert group(QUESTION) == group(f"Hi, {QUESTION.rstrip('?')}") != group(REBUTTAL)


def test_a_negation_more_is_another_stand() -> None:
    """Where one text has a `not` already, the next changes what it says all the same."""
    once = "They do not tell you that vaccines cause autism in children of this town"
    twice = once.replace("vaccines cause", "vaccines do not cause")
    assert stance_of(normalise(once)).count("not") == 1
    assert stance_of(normalise(twice)).count("not") == 2


@pytest.mark.parametrize(
    "text",
    [
        "The nurse was kind, it's the patients' favourite ward since the 1990s",
        "A screen of 24\" in a room of 10'",
        "Have a look at wait.example/list?ward=4 and sign",
    ],
)
def test_an_apostrophe_and_an_address_are_no_signs(text: str) -> None:
    """Only marks that are used as such count."""
    assert "'" not in "".join(stance_of(normalise(text)))
    assert '"' not in stance_of(normalise(text))


def test_a_short_text_is_told_apart_by_its_marks() -> None:
    """Equal words are not the same when somebody only quotes or asks them."""
    said, asked, quoted = (
        taken(text) for text in ("You are idiots", "you are idiots?", '"idiots"')
    )
    assert said.exact == asked.exact
    assert len({said.stance, asked.stance, quoted.stance}) == 3


def test_no_sign_leaves_as_a_word() -> None:
    """The closed list would be soon tried out without the key."""
    other = Fingerprinter(b"x" * 32).take(REBUTTAL)
    assert other is not None
    assert other.stance != taken(REBUTTAL).stance


@pytest.mark.parametrize(
    "text",
    ["not " * 2_000, "?" * 8_000, "'" * 8_000, "a'" * 4_000, "www.a/" * 1_300, "www.a/?x " * 800],
)
def test_no_text_takes_long(text: str) -> None:
    """However strange, it takes hardly longer than a long comment of plain words."""
    strange, plain = normalise(text), normalise(" ".join(REBUTTAL.split() * 300)[:8_000])
    taken = times_as_long(lambda: stance_of(strange), lambda: stance_of(plain), enough=_MUCH_LONGER)
    assert taken < _MUCH_LONGER
