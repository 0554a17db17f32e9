"""Whether a named person's illness is seen where it is told by a place, an act or the time left."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.timing import LINEAR, growth

_REMOVED_FROM = 0.8


def _scores(text: str) -> dict[Label, float]:
    found = find_personal_data(normalise(text), frozenset())
    return {finding.label: finding.score for finding in found}


@pytest.mark.parametrize(
    "text",
    [
        "Ashley Rudd got sectioned on Sunday night",
        "They've sectioned Ashley Rudd, heard it from her sister",
        "ashley patel has been sectioned again",
        "@Carol_Rudd71 can't come to the phone, she's been sectioned",
        "@foxglove_77 don't message, he's just been sectioned",
        "Adaeze Okoro has been sectioned under the Act",
        "Shaun Tibbs is in rehab again",
        "Shaun Tibbs from the garage is on the psych ward",
        "Shaun Tibbs’s back in the detox unit",
        "Mrs Vera Lomax is in the oncology unit now",
        "spotted Shaun Tibbs coming out of the gum clinic",
        "Nigel Ormerod at number 12 tried to hang himself",
        "Nigel Ormerod took an overdose at the weekend",
        "Colette Marr had a breakdown, whole street heard it",
        "Colette Marr miscarried on holiday",
        "Colette Marr is on methadone",
        "Mr S. Lomax is terminal",
        "Mrs Vera Lomax, lovely lady, she's terminal bless her",
        "Had Mr Albert Lomax in this morning, proper gentleman, two weeks left if that",
        "Visited Mrs Vera Lomax on our late shift, what a woman, end of life now, I love this job",
        "Washed Mrs Vera Lomax today. Palliative now. Privilege to care for her",
        "Our neighbour Vera Lomax has days to live",
    ],
)
def test_a_named_persons_state_is_for_a_person(text: str) -> None:
    """It discloses an illness of somebody else, and no machine removes anything for it."""
    found = _scores(text)
    assert 0.5 <= found[Label.PERSONAL_DATA] < _REMOVED_FROM
    assert 0.5 <= found[Label.IG_INCIDENT] < _REMOVED_FROM


@pytest.mark.parametrize(
    "text",
    [
        "Mr Lomax in theatre, what a gentleman, went through it all again for me",
        "Shaun Tibbs passed his driving test",
        "Met Mrs Vera Lomax in the cafe",
        "Thanks to Vera Lomax on the psych ward",
        "Vera Lomax in the cancer unit was brilliant with my dad",
        "Vera Lomax is on the dialysis ward most days and is a lovely nurse",
        "Vera Lomax at the sexual health clinic, what a star",
        "Dr Vera Lomax was on the stroke unit today",
        "@Carol_Rudd71 can't come, she's at the caravan",
        "shaun in the office was sectioned",
        "my mate got sectioned",
    ],
)
def test_a_name_without_such_a_state_is_nothing(text: str) -> None:
    """Nor is that of whoever works in a unit, nor a first name alone."""
    assert _scores(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "I'm Vera Lomax and I was sectioned in 2011",
        "Vera Lomax sat with me when I was sectioned",
        "Vera Lomax saved my life after I tried to hang myself",
        "Vera Lomax nursed my sister, she's terminal now",
        "Thank you Vera Lomax for being with my nan, she has days to live",
        "Mr Lomax told my wife she's end of life now",
        "Vera Lomax sectioned my brother for nothing",
        "Saw Mr Lomax today, terminal. He has given me three months",
        "Vera Lomax was never sectioned",
    ],
)
def test_a_state_of_somebody_else_is_not_the_names(text: str) -> None:
    """It is the author's, a relative's, or denied."""
    assert _scores(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Our dad Albert Lomax is end of life and the nurses are angels",
        "My sister Vera Lomax passed away peacefully",
        "In loving memory of Vera Lomax, she had weeks to live and danced",
        "Robbie Williams was in rehab and talks about it",
        "Mr Sunak had a breakdown of trust",
        "Princess Anne is in the cancer unit, opening it",
        "Vera Lomax got sectioned in tonight's episode",
    ],
)
def test_a_familys_own_words_fame_and_fiction_disclose_nothing(text: str) -> None:
    """A family tells of its own, and everybody knows the others."""
    assert _scores(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Vera Lomax had a breakdown on the A46",
        "Saw Mr Lomax, three weeks left before he retires, gutted",
        "Vera Lomax has two weeks left on her placement",
        "Had Vera Lomax round, two months left of the school year",
        "West Ham are terminal",
        "Park House is terminal",
        "Vera Lomax sectioned off the car park",
    ],
)
def test_what_only_sounds_like_a_state_is_none(text: str) -> None:
    """A car breaks down, and a placement has weeks left."""
    assert _scores(text) == {}


def test_one_disclosure_is_found_once() -> None:
    """Where words are those of a condition and of a state."""
    found = find_personal_data(normalise("Shaun Tibbs is in rehab"), frozenset())
    assert len(found) == 2


@pytest.mark.parametrize(
    "piece",
    [
        "Vera Lomax is sectioned ",
        "Had Mr Al Lomax in, days left. ",
        "sectioned ",
        "in rehab she ",
        "@al.b ",
    ],
)
def test_work_on_states_is_linear(piece: str) -> None:
    """Four times as many take about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: find_personal_data(read(text), frozenset()), piece) < LINEAR
