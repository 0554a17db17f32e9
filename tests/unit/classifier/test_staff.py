"""When a name in a comment opens a member of staff to abuse."""

from __future__ import annotations

import time

import pytest

from moderation_classifier.domain.staff import StaffDirectory
from moderation_classifier.domain.text import normalise

_DIRECTORY = StaffDirectory(["Dr Amelia Moran", "Jon Bell"])
_CERTAIN = 0.8
_DOUBT_BELOW = 0.75


def _score(text: str) -> float:
    findings = _DIRECTORY.find(normalise(text))
    return max((finding.score for finding in findings), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Moran is a disgrace",
        "Dr Moran was so rude to my mum",
        "JON BELL should be sacked",
        "Saw Dr Moran yesterday. Absolutely useless.",
        "Mr Bell lied to us",
    ],
)
def test_blame_by_name_is_certain_for_listed_staff(text: str) -> None:
    """A listed name in a sentence of blame, or just before one, counts."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Moran is wonderful",
        "Thank you Dr Moran",
        "Is Dr Moran still at the clinic?",
        "Jon Bell was never rude",
        "I don't blame Jon Bell",
        "The service is useless",
        "Bell's palsy is horrible",
    ],
)
def test_praise_questions_and_defence_are_free(text: str) -> None:
    """A name without blame is nothing, and blame without a name neither."""
    assert _score(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Dr Moran completely ignored my mum",
        "Dr Moran, who shouted at my daughter",
        "I was bullied by Dr Moran",
        "The rude and lazy Dr Moran",
        "Dr Moran is a lazy arrogant man",
        "Dr Moran on ward 5 is rude",
        "Dr Moran should never be allowed near patients",
        "I blame Jon Bell",
        "You should be ashamed Dr Moran",
        "Disgusting behaviour from Jon Bell",
        "Saw Dr Moran and she refused to look at my leg",
        "Saw Dr Moran. She lied to my face.",
        "Spoke to Dr Moran who was rude",
    ],
)
def test_blame_tied_to_the_name_is_certain(text: str) -> None:
    """The name did it, is called it, or is whom `she` must mean."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Whoever is bullying Dr Moran should be ashamed",
        "Racist abuse of Dr Moran is vile, she deserves better",
        "Dr Moran rang me herself when the hospital ignored me",
        "Dr Moran noticed that the other surgery misdiagnosed me",
        "How do I make a complaint about being refused an appointment with Dr Moran?",
        "Dr Moran warned that the ward was unsafe",
        "Dr Moran was bullied out of her job",
        "Disgusting how Dr Moran is treated by this trust",
        "Dr Moran refused to give up on me when everybody else dismissed me",
    ],
)
def test_blame_of_somebody_else_beside_a_name_is_a_doubt(text: str) -> None:
    """A person is asked where the sentence blames, but not plainly the name."""
    assert 0.5 <= _score(text) <= 0.75


def test_an_unlisted_name_with_a_clinical_title_is_a_doubt() -> None:
    """A title makes a stranger's name likely, not certain."""
    assert 0.5 <= _score("Nurse Perkins was vile") < _CERTAIN


def test_blame_and_praise_together_are_a_doubt() -> None:
    """A mixed sentence goes to a person."""
    assert 0.5 <= _score("Dr Moran was kind but the wait with her was awful") < _CERTAIN


def test_an_empty_directory_finds_only_titles() -> None:
    """A body without a directory still has doubts about titled names."""
    assert StaffDirectory().find(normalise("Amelia Moran is a disgrace")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Müller was rude",
        "zoe muller was rude",
        "Siobhan O'Brien lied to us",
        "Siobhan O’Brien lied to us",
        "Dr O'Brien lied to us",
        "Mr Smith-Łukasz was vile",
    ],
)
def test_names_with_accents_and_apostrophes_are_found(text: str) -> None:
    """The directory's spelling and the commenter's are read the same way."""
    directory = StaffDirectory(["Zoë Müller", "Siobhan O'Brien", "Dr Ewa Smith-Łukasz"])
    assert any(each.source == "staff.directory" for each in directory.find(normalise(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Dr Moran left and the service has been a joke since",
        "Dr Moran is back from leave, shame about the parking",
        "Amelia Moran said the worst of the queue was over",
        "My consultant Dr Moran is off, what a joke this rota is",
        "Dr Moran fired up the new scanner today",
        "Shame Dr Moran is leaving",
        "Awful that Dr Moran is leaving",
        "People were horrible to Dr Moran",
        "Dr Moran, awful parking",
        "Saw Dr Moran. Shame about the queue.",
        "Nurse Perkins left and the service has been a joke since",
    ],
)
def test_a_loose_word_about_something_else_is_a_doubt_at_most(text: str) -> None:
    """The queue, the rota and the car park may be a joke on any day on which somebody is named."""
    assert _score(text) < _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "Dr Moran is a joke",
        "Dr Moran, what a joke",
        "Dr Moran is an absolute nightmare",
        "Dr Moran should be fired",
        "Worst doctor ever, Dr Moran",
        "Dr Moran worst doctor in town",
        "Worst consultant I have ever met: Dr Moran",
        "Shame on you Dr Moran",
        "That cow Amelia Moran",
        "Dr Moran is a miserable old cow",
        "Saw Dr Moran and she was horrible",
        "Saw Dr Moran. She was horrible.",
        "Jon Bell was so rough with my mum",
    ],
)
def test_a_loose_word_about_the_name_is_blame(text: str) -> None:
    """Before or after a verb of being, or directly beside it, the name is what is blamed."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize("text", ["Dr Smith. " * 800, "Dr Smith is a joke " * 420])
def test_many_names_take_little_time_and_give_a_bounded_number_of_findings(text: str) -> None:
    """Half of the fifty milliseconds for a text is more than enough; the best of three counts."""
    directory = StaffDirectory(["Dr Amelia Moran", "Dr John Smith"])
    written = normalise(text)
    assert len(directory.find(written)) <= 100
    taken = []
    for _ in range(3):
        started = time.process_time()
        directory.find(written)
        taken.append(time.process_time() - started)
    assert min(taken) < 0.025


def test_every_name_is_hidden_however_many_there_are() -> None:
    """The bound is on findings of blame; whoever redacts a text needs every place."""
    assert len(_DIRECTORY.spans(normalise("Dr Moran was rude " * 400))) == 400
