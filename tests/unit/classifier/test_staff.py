"""When a name in a comment opens a member of staff to abuse."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.domain.names.staff import StaffDirectory
from moderation_classifier.domain.text import normalise
from tests.support.timing import LINEAR, LONGEST, growth

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


@pytest.mark.parametrize("piece", ["Dr Smith. ", "Dr Smith is a joke "])
def test_many_names_take_little_time_and_give_a_bounded_number_of_findings(piece: str) -> None:
    """Four times as many names take about four times as long."""
    directory = StaffDirectory(["Dr Amelia Moran", "Dr John Smith"])
    read = cache(normalise)
    assert len(directory.find(read((piece * LONGEST)[:LONGEST]))) <= 100
    assert growth(lambda text: directory.find(read(text)), piece) < LINEAR


def test_every_name_is_hidden_however_many_there_are() -> None:
    """The bound is on findings of blame; whoever redacts a text needs every place."""
    assert len(_DIRECTORY.spans(normalise("Dr Moran was rude " * 400))) == 400


_OWN = StaffDirectory(["Thaddeus Pemberlow", "Dr Pemberlow", "Rowan Sands"])


def _own_score(text: str) -> float:
    findings = _OWN.find(normalise(text))
    return max((finding.score for finding in findings), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow never failed to cheer my mum up",
        "Thaddeus Pemberlow has never once failed us",
        "Thaddeus Pemberlow never dismissed my pain",
        "Thaddeus Pemberlow never ever snapped at anyone",
        "Thaddeus Pemberlow never, ever failed us",
        "RIP Thaddeus Pemberlow, you touched so many lives and never failed to make us laugh",
        "Thaddeus Pemberlow never ignored or dismissed me",
        "Thaddeus Pemberlow never made me feel ignored",
        "Thaddeus Pemberlow rarely ignored a call from us",
        "Thaddeus Pemberlow has not once refused to visit",
        "Saw Thaddeus Pemberlow and he never lied to us",
        "Saw Thaddeus Pemberlow. He never failed to listen.",
        "Thaddeus Pemberlow. Never failed to make mum smile.",
        "I was never ignored by Thaddeus Pemberlow",
        "Thaddeus Pemberlow touched so many lives, RIP",
        "Thaddeus Pemberlow touched so many of us",
        "Thaddeus Pemberlow touched the hearts of everyone",
        "Thaddeus Pemberlow has touched so many people's lives",
        "Thaddeus Pemberlow touched our lives",
        "Thaddeus Pemberlow touched my heart",
        "THADDEUS PEMBERLOW TOUCHED ALL OUR HEARTS",
        "Thaddeus Pemberlow was so touched by the cards",
        "Thaddeus Pemberlow refused to give up on her",
        "Saw Thaddeus Pemberlow and he refused to give up on mum",
        "Thaddeus Pemberlow refused to leave her side",
    ],
)
def test_what_somebody_never_did_wrong_is_praise(text: str) -> None:
    """A denied wrong, a touched heart and a refusal to give up are no blame at all."""
    assert _own_score(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow refused to discharge mum until she was safe",
        "Thaddeus Pemberlow refused to let mum go home alone",
        "Thaddeus Pemberlow refused to rush us",
        "Thaddeus Pemberlow refused to be beaten by it",
        "Thaddeus Pemberlow refused to treat me like a number",
        "Thaddeus Pemberlow refused to see mum suffer",
        "Thaddeus Pemberlow refused to look away",
        "Thaddeus Pemberlow refused to call it a day",
        "Saw Thaddeus Pemberlow. He refused to discharge her before the scan.",
        "We had Thaddeus Pemberlow. She touched everyone on the ward.",
        "Thaddeus Pemberlow touched so many patients",
        "Thaddeus Pemberlow touched on our worries",
        "Thaddeus Pemberlow touched us all",
        "Thaddeus Pemberlow never failed to be rude",
        "Thaddeus Pemberlow never failed to ignore me",
        "Thaddeus Pemberlow never failed to turn up late and shouted at my mum",
        "Thaddeus Pemberlow never ignored me when the others refused to see me",
    ],
)
def test_what_may_be_praise_or_blame_is_a_doubt(text: str) -> None:
    """A person is asked where a refusal, a touch or a denial may be meant either way."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow failed my mum",
        "Thaddeus Pemberlow failed us twice",
        "Thaddeus Pemberlow always ignored me",
        "Thaddeus Pemberlow lied",
        "Thaddeus Pemberlow touched me",
        "Thaddeus Pemberlow touched my leg",
        "Thaddeus Pemberlow inappropriately touched my daughter",
        "Thaddeus Pemberlow touched me and my heart was racing",
        "Thaddeus Pemberlow refused",
        "Thaddeus Pemberlow refused me treatment",
        "Thaddeus Pemberlow refused to see me",
        "Thaddeus Pemberlow refused to see my son",
        "Thaddeus Pemberlow refused to treat my mum",
        "Thaddeus Pemberlow refused to even look at my leg",
        "Thaddeus Pemberlow flatly refused to help",
        "Thaddeus Pemberlow refused point blank to listen",
        "Thaddeus Pemberlow refuses to come out",
        "Thaddeus Pemberlow refuses to call back",
        "Thaddeus Pemberlow refused to give me pain relief",
        "Saw Thaddeus Pemberlow and he refused to examine me",
        "Saw Thaddeus Pemberlow. He refused to discharge her and lied.",
        "Saw Thaddeus Pemberlow. He touched me.",
        "Thaddeus Pemberlow shouted at me and never apologised",
        "Thaddeus Pemberlow never came back. He lied to us.",
    ],
)
def test_a_wrong_that_was_done_stays_certain(text: str) -> None:
    """What was failed, touched or refused is a body, a patient or care."""
    assert _own_score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow never listens, he ignored my mum",
        "Thaddeus Pemberlow never turned up, useless",
        "Thaddeus Pemberlow never came back and dismissed my pain",
        "Thaddeus Pemberlow never apologised and is a liar",
    ],
)
def test_blame_beside_what_was_never_done_right_stays(text: str) -> None:
    """`never` denies the wrong right behind it alone."""
    assert _own_score(text) >= 0.5


@pytest.mark.parametrize("apostrophe", ["'", "’", "´", ""])
@pytest.mark.parametrize(
    "name", ["Thaddeus Pemberlow", "THADDEUS PEMBERLOW", "thaddeus pemberlow", "Dr Pemberlow"]
)
def test_a_listed_name_is_found_in_the_genitive(name: str, apostrophe: str) -> None:
    """The blame of its bearer's attitude is certain, and the place is the name alone."""
    text = f"Honestly {name}{apostrophe}s attitude is disgusting"
    (finding,) = _OWN.find(normalise(text))
    assert (finding.source, finding.score) == ("staff.directory", 0.9)
    assert finding.span is not None
    assert text[slice(*finding.span)] == name
    assert _OWN.spans(normalise(text)) == [finding.span]


@pytest.mark.parametrize("text", ["Rowan Sands' manner was rude", "Rowan Sands’s manner was rude"])
def test_a_listed_name_in_s_is_found_in_the_genitive(text: str) -> None:
    """With a mark alone behind its own s, or with one more."""
    assert [text[slice(*span)] for span in _OWN.spans(normalise(text))] == ["Rowan Sands"]
    assert _own_score(text) >= _CERTAIN


def test_an_unlisted_name_is_located_without_its_genitive() -> None:
    """As a listed one is."""
    text = "Nurse Perkins’s manner was vile"
    (finding,) = _OWN.find(normalise(text))
    assert finding.span is not None
    assert text[slice(*finding.span)] == "Nurse Perkins"


@pytest.mark.parametrize(
    "text", ["Thaddeus Pemberlowson is rude", "Thaddeus Pemberlowsky lied", "Thaddeus Pembers lied"]
)
def test_a_longer_name_is_not_a_genitive(text: str) -> None:
    """Only an s follows a name that is in the genitive."""
    assert _OWN.spans(normalise(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow's a liar",
        "Thaddeus Pemberlow's rude",
        "Thaddeus Pemberlow's rude and useless",
        "Thaddeus Pemberlow's useless at his job",
        "Thaddeus Pemberlow's been rude again",
        "Thaddeus Pemberlow's a nightmare",
        "Thaddeus Pemberlow's disgusting attitude",
        "Thaddeus Pemberlow's whole attitude is appalling",
    ],
)
def test_an_s_for_is_and_a_blamed_manner_are_certain(text: str) -> None:
    """Who somebody is, and how they behave."""
    assert _own_score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow's receptionist is rude",
        "Thaddeus Pemberlow's rude receptionist",
        "Thaddeus Pemberlow's rude and useless receptionist",
        "Thaddeus Pemberlow's awful surgery",
        "I was bullied by Thaddeus Pemberlow's staff",
        "Disgusting behaviour from Thaddeus Pemberlow's neighbours",
        "Useless Thaddeus Pemberlows receptionist",
    ],
)
def test_blame_of_what_somebody_has_is_a_doubt(text: str) -> None:
    """Whoever works for the one who is named may be meant."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    ["Thaddeus Pemberlow's retirement do", "Thank you to Thaddeus Pemberlow's team"],
)
def test_a_genitive_without_blame_is_free(text: str) -> None:
    """A name in another case is no more than a name."""
    assert _own_score(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Sorry but Thaddeus Pemberlow is a useless liar",
        "I'm sorry to say Thaddeus Pemberlow is rude",
        "Sorry, but Thaddeus Pemberlow ignored my mum",
        "Sorry to have to say that Thaddeus Pemberlow lied to us",
    ],
)
def test_sorry_before_blame_excuses_nothing(text: str) -> None:
    """It is said of what follows."""
    assert _own_score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Despite being a doctor, Thaddeus Pemberlow is rude and dismissive",
        "Unlike the rest, Thaddeus Pemberlow is rude",
        "Sorry, Thaddeus Pemberlow is a nightmare",
        "After being ignored by Thaddeus Pemberlow I gave up",
        "After being sent home, Thaddeus Pemberlow lied to me",
        "Saw Thaddeus Pemberlow. Sorry but he is rude.",
        "Despite being a useless liar, Thaddeus Pemberlow is still there",
        "Unlike others Thaddeus Pemberlow is rude",
        "Sorry Thaddeus Pemberlow but you are rude",
        "Thaddeus Pemberlow is not rude but he lied",
        "Saw Thaddeus Pemberlow. Despite being a doctor he is rude.",
    ],
)
def test_blame_of_the_name_beside_a_defence_is_a_doubt(text: str) -> None:
    """A word of defence may be about somebody or something else."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "Thaddeus Pemberlow was not rude, sorry",
        "Far from rude, Thaddeus Pemberlow helped us",
        "Never rude or dismissive, Thaddeus Pemberlow listened",
        "Thaddeus Pemberlow is a good man, not rude at all",
        "No shame on Thaddeus Pemberlow",
        "Sorry for being so rude Thaddeus Pemberlow",
        "So sorry to hear that people abuse Thaddeus Pemberlow",
        "Thaddeus Pemberlow was failed by the useless trust",
        "Despite the rude receptionist, Thaddeus Pemberlow was fine",
        "Unlike that rude doctor, Thaddeus Pemberlow was fine",
        "Despite Thaddeus Pemberlow being shouted at we got through",
        "I don't blame Thaddeus Pemberlow, the trust is useless",
        "Thaddeus Pemberlow listened when others dismissed me",
        "After being ignored by everyone Thaddeus Pemberlow listened",
        "Saw Thaddeus Pemberlow. Not his fault that the trust is useless.",
    ],
)
def test_a_defence_is_free_where_no_blame_is_of_the_name(text: str) -> None:
    """What is denied, regretted or said of others is not said of the name."""
    assert _own_score(text) == 0.0


@pytest.mark.parametrize(
    "start, piece",
    [
        ("sorry rude ", "Thaddeus Pemberlow "),
        ("sorry rude ", "Thaddeus Pemberlow's rude staff "),
        ("", "never lied "),
        ("", "Thaddeus Pemberlow never "),
        ("", "Thaddeus Pemberlow refused to "),
        ("", "Thaddeus Pemberlow touched so many "),
    ],
)
def test_work_on_names_beside_denials_and_defences_is_bounded(start: str, piece: str) -> None:
    """Four times as many names take about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: _OWN.find(read(start + text)), piece) < LINEAR


def test_behind_hundreds_of_names_none_is_cleared() -> None:
    """Each is looked at for itself where a sentence defends, and there is a bound to that."""
    few, many = (normalise("sorry rude " + "Thaddeus Pemberlow, " * times) for times in (60, 390))
    assert _OWN.find(few) == _OWN.find(few)[:1]
    found = _OWN.find(many)
    assert len(found) > 50
    assert all(0.5 <= finding.score <= _DOUBT_BELOW for finding in found)


@pytest.mark.parametrize("after", ["The bed was dirty", "It's dirty", "I'm disgusted", "Why?"])
def test_the_next_sentence_is_no_surname(after: str) -> None:
    """A full stop that was left out makes nobody's name longer, but two names are one."""
    directory = StaffDirectory([])
    (span,) = directory.spans(normalise(f"Nurse Jean {after}"))
    assert span == (0, len("Nurse Jean"))
    (whole,) = directory.spans(normalise(f"Nurse Jean Ward {after}"))
    assert whole == (0, len("Nurse Jean Ward"))


@pytest.mark.parametrize(
    "text",
    [
        "Dr Pemberlow lied? I doubt it",
        "So rude Dr Pemberlow had to wait too",
        "Absolutely disgusting Dr Pemberlow has no help",
        "The racist Dr Pemberlow had to treat",
        "That liar Dr Pemberlow stood up to",
        "Dr Pemberlow should resign said the liars",
        "Dr Pemberlow should not be working in that unsafe ward",
        "It's disgusting Dr Pemberlow has to resign",
        "Dr Pemberlow ignored her own illness for us",
        "Dr Pemberlow lied for us",
        "Dr Pemberlow shouted on my behalf",
        "Dr Pemberlow dismissed the idea that I was lying",
        "Dr Pemberlow bullied",
        "Dr Pemberlow dismissed after raising concerns",
        "Dr Pemberlow sacked. Disgusting.",
        "Dr Pemberlow refused the bonus",
        "Dr Pemberlow looks terrible, give her a break",
        "Dr Pemberlow is a nightmare to get an appointment with",
        "Dr Pemberlow is dangerous for the tories",
        "Dr Pemberlow was the worst affected",
        "Dr Pemberlow, you must be ashamed of this government",
        "Dr Pemberlow has been told she is useless",
        "Dr Pemberlow knows she failed",
        "My son saw Dr Pemberlow. He was rude.",
        "Dr Pemberlow had a go at Wes Streeting. He lied to us.",
        "Saw Dr Pemberlow. The man at the desk was rude, he ignored us.",
        "Saw Dr Pemberlow. She ignored her lunch break for us.",
        "Saw Dr Pemberlow. He must be ashamed of this hospital.",
        "Bring back Dr Pemberlow. You are a disgrace.",
        "Saw Dr Pemberlow today. Appalling.",
        "Saw Dr Pemberlow after a 9 hour wait. Useless.",
    ],
)
def test_what_may_be_of_somebody_or_something_else_is_a_doubt(text: str) -> None:
    """A person is asked wherever the name is not plainly the one who is blamed."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "Took my son to Dr Pemberlow. Useless parking as always.",
        "Dr Pemberlow told us they cut the clinic. Disgusting what this government has done.",
        "Dr Pemberlow retired. Useless, lying management.",
    ],
)
def test_the_next_sentence_about_something_else_is_free(text: str) -> None:
    """It says itself what it is about, and of nobody."""
    assert _own_score(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Dr Pemberlow is useless and lied to my mum",
        "The fact that Dr Pemberlow ignored my mum is disgusting",
        "My GP Dr Pemberlow is useless",
        "Dr Pemberlow was rude to my mum and then laughed at her",
        "Saw Dr Pemberlow yesterday, and she dismissed my pain",
        "Spoke to Dr Pemberlow. He was rude and dismissive.",
        "Dr Pemberlow. You are a liar.",
        "Dr. Pemberlow is rude",
        "Saw Dr. Pemberlow. She lied to us.",
    ],
)
def test_plain_blame_of_a_listed_name_stays_certain(text: str) -> None:
    """The name is the subject, or `he` or `she` can mean nobody else."""
    assert _own_score(text) >= _CERTAIN


_ALONE = StaffDirectory(
    ["Thaddeus Pemberlow", "Marigold Estuary-Finch", "Mr Alan Green", "Jane Burton", "Zoë Müller"]
)


def _alone_score(text: str) -> float:
    return max((finding.score for finding in _ALONE.find(normalise(text))), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Pemberlow is a disgrace, avoid him",
        "Estuary-Finch should resign, she lied to us",
        "Estuary Finch should resign",
        "T. Pemberlow ought to be struck off",
        "Pemberlow's attitude is disgusting",
        "Saw Pemberlow. He lied to us.",
        "@ThaddeusPemberlow you killed my nan",
        "@thaddeus_pemberlow1 is a liar",
        "#DrPemberlow is a liar",
        "#AlanGreen is a liar",
        "Müller is a liar",
        "Muller is a joke",
    ],
)
def test_a_listed_surname_alone_is_a_doubt(text: str) -> None:
    """Others may bear it, however plainly they are blamed."""
    assert 0.5 <= _alone_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "green bin lorry is a disgrace",
        "Green bins are a disgrace",
        "The Green party is a disgrace",
        "Burton is a disgrace",
        "Pemberlow Road is a disgrace",
        "Pemberlow surgery is useless",
        "Pemberlowson is a disgrace",
        "Smith-Pemberlow is a disgrace",
        "Finch is a disgrace",
        "Pemberlow is lovely",
        "Pemberlow, awful parking",
        "Is Pemberlow in today?",
    ],
)
def test_a_word_a_place_and_a_surname_without_blame_are_free(text: str) -> None:
    """What is a word or a town as well says of nobody that they are meant."""
    assert _alone_score(text) == 0.0


@pytest.mark.parametrize(
    "text, name",
    [
        ("Dr Ellory- absolute joke", "Dr Ellory"),
        ("Dr Ellory-Vance is rude", "Dr Ellory-Vance"),
        ("Nurse O'Brien is rude", "Nurse O'Brien"),
        ("Nurse Joan O’Brien's manner is rude", "Nurse Joan O’Brien"),
    ],
)
def test_a_titled_name_ends_with_its_last_letter(text: str, name: str) -> None:
    """What hangs on it is no part of it, and what a hyphen or apostrophe joins is."""
    (finding,) = StaffDirectory().find(normalise(text))
    assert finding.span is not None
    assert text[slice(*finding.span)] == name


def test_it_was_somebody_who_missed_something_grave_is_a_doubt() -> None:
    """A missed illness is blame."""
    text = "It was Dr Thaddeus Pemberlow who missed the sepsis, not the nurses"
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW
    assert _own_score("Thaddeus Pemberlow missed the leaving do") == 0.0


@pytest.mark.parametrize(
    "piece",
    [
        "Dr Pemberlow he is a ",
        "Dr Pemberlow and he and he ",
        "Pemberlow ",
        "saw my our the Dr Pemberlow. ",
        "she refused to see and ",
        "Jo Bo Xyz he is a liar and ",
        "Dr Abc'Abc-Abc",
        "@thaddeus.",
    ],
)
def test_work_on_pronouns_and_surnames_is_linear(piece: str) -> None:
    """Four times as many take about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: _OWN.find(read(text)), piece) < LINEAR


@pytest.mark.parametrize(
    "text",
    [
        "You thief Thaddeus Pemberlow",
        "You thief, Thaddeus Pemberlow! That was my parking space haha",
        "You thief Thaddeus Pemberlow, you stole my heart",
        "Thaddeus Pemberlow is a thief, stole my biscuit",
        "Thaddeus Pemberlow is a crook",
        "Saw Thaddeus Pemberlow. He is a thief",
        "Saw Thaddeus Pemberlow. Thief.",
    ],
)
def test_theft_alone_is_for_a_person(text: str) -> None:
    """In earnest it alleges a crime, in jest it is of a biscuit: no machine tells which."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW


@pytest.mark.parametrize(
    "text",
    [
        "You liar Thaddeus Pemberlow",
        "Thaddeus Pemberlow is a thief and a liar",
        "Thaddeus Pemberlow is a rude thief",
        "That lazy thief Thaddeus Pemberlow",
        "Saw Thaddeus Pemberlow. He is a thief and he lied to my mum",
    ],
)
def test_blame_beside_theft_is_certain_as_ever(text: str) -> None:
    """Whoever is called a thief is no less called rude."""
    assert _own_score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Saw the nurse Monday and the doctor Tuesday, rude receptionist",
        "Spoke to a nurse Friday night, awful, useless",
        "Told by the receptionist Monday it would be 3 weeks, disgraceful",
    ],
)
def test_a_day_behind_a_calling_is_no_name(text: str) -> None:
    """Days have capitals, too."""
    assert _own_score(text) == 0.0


@pytest.mark.parametrize(
    "text", ["Nurse Ward was rude", "Dr Can was rude", "Sister May was rude", "nurse Munday lied"]
)
def test_a_name_like_a_day_or_a_word_stays_one(text: str) -> None:
    """Ward and May are surnames, and behind `Dr` anything is."""
    assert 0.5 <= _own_score(text) <= _DOUBT_BELOW
