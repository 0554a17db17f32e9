"""Who is in danger and says so in another language is told of at once, as a doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from moderation_classifier.domain.danger_phrases import DANGER_PHRASES
from moderation_classifier.domain.languages.foreign_danger import FOREIGN_DANGER
from moderation_classifier.domain.languages.foreign_rules import FOREIGN_RULES, phrases_of
from moderation_classifier.domain.languages.language import ENGLISH, recognise_language
from moderation_classifier.domain.languages.letters import unaccented
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Action, Category, Kind, Label, Urgency
from tests.support.labelling import judge
from tests.support.timing import LINEAR, growth

_LINES: Final = Path(__file__).parents[3] / "services" / "classifier" / "training" / "tuning"
_RULES: Final = RuleSet(FOREIGN_RULES)
_EVERY: Final = [
    (phrase, label)
    for lines in FOREIGN_DANGER.values()
    for label, line in lines.items()
    for phrase in phrases_of(line)
]


def _found(text: str) -> set[Label]:
    return {one.label for one in _RULES.find(normalise(text), Kind.COMMENT)}


@pytest.mark.parametrize(
    "text, label",
    [
        ("chcę umrzeć", Label.SELF_HARM),
        ("Nie chce juz zyc, przepraszam was wszystkich", Label.SELF_HARM),
        ("dziecko nie oddycha", Label.EMERGENCY),
        ("Pomocy, MĄŻ MNIE BIJE i boję się wrócić", Label.SAFEGUARDING),
        ("nu mai vreau să trăiesc", Label.SELF_HARM),
        ("Copilul nu respira, ce fac", Label.EMERGENCY),
        ("soțul mă bate", Label.SAFEGUARDING),
        ("je vais me suicider ce soir", Label.SELF_HARM),
        ("J’ai envie de mourir", Label.SELF_HARM),
        ("mon bébé ne respire plus", Label.EMERGENCY),
        ("il me frappe tous les soirs", Label.SAFEGUARDING),
        ("Ölmek istiyorum", Label.SELF_HARM),
        ("olmek istiyorum artık", Label.SELF_HARM),
        ("babam nefes almıyor ne yapayım", Label.EMERGENCY),
        ("ya no quiero vivir", Label.SELF_HARM),
        ("mi padre está inconsciente", Label.EMERGENCY),
        ("quero me matar", Label.SELF_HARM),
        ("ele me bate", Label.SAFEGUARDING),
        ("voglio morire", Label.SELF_HARM),
        ("mio marito mi picchia", Label.SAFEGUARDING),
        ("main marna chahti hoon", Label.SELF_HARM),
        ("saans nahi le raha", Label.EMERGENCY),
        ("میں مرنا چاہتی ہوں", Label.SELF_HARM),
        ("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", Label.SELF_HARM),
        ("أريد أن أموت", Label.SELF_HARM),
        ("اريد ان اموت", Label.SELF_HARM),
        ("ابني لا يتنفس", Label.EMERGENCY),
        ("زوجي يضربني كل يوم", Label.SAFEGUARDING),
        ("আমি মরতে চাই", Label.SELF_HARM),
        ("મારે મરવું છે", Label.SELF_HARM),
        ("Я хочу умереть", Label.SELF_HARM),
        ("чоловік мене б’є", Label.SAFEGUARDING),
        ("дитина не дихає!", Label.EMERGENCY),
        ("我不想活了", Label.SELF_HARM),
        ("他没有呼吸了怎么办", Label.EMERGENCY),
        ("சாக வேண்டும்", Label.SELF_HARM),
        ("waxaan rabaa inaan dhinto", Label.SELF_HARM),
        ("nebenoriu gyventi", Label.SELF_HARM),
        ("искам да умра", Label.SELF_HARM),
        ("nem akarok élni", Label.SELF_HARM),
        ("می‌خواهم بمیرم", Label.SELF_HARM),
        ("ez dixwazim bimirim", Label.SELF_HARM),
        ("Ich will nicht mehr leben", Label.SELF_HARM),
        ("τα παιδιά μου, θέλω να πεθάνω", Label.SELF_HARM),
    ],
)
def test_people_are_told_of_it_as_a_doubt(text: str, label: Label) -> None:
    """It opens a case as an English doubt does, a person reads it, and nothing is removed."""
    decision = judge(text)

    assert label in decision.doubtful
    assert decision.review
    assert decision.language != ENGLISH
    assert decision.actions == (Action.LEAVE,)
    assert any(one.source.endswith(".another-language") for one in decision.reasons)


@pytest.mark.parametrize("text", ["mujer en peligro: no respira", "dziecko nie oddycha"])
def test_it_is_decided_as_a_doubt_about_danger_in_english_is(text: str) -> None:
    """Category, urgency and route are those of an English doubt; its case has its own urgency."""
    english = judge("I cannot cope with this pain")
    foreign = judge(text)

    assert english.doubtful == (Label.SELF_HARM,)
    assert foreign.doubtful == (Label.EMERGENCY,)
    assert english.category is foreign.category is Category.ANYTHING_ELSE
    assert english.urgency is foreign.urgency is Urgency.ROUTINE
    assert english.routes == foreign.routes == ()


def test_every_phrase_is_found_and_tells_its_language() -> None:
    """Alone and among English, with its accents and without, and no model hears it out."""
    for phrase, label in _EVERY:
        plain = unaccented(phrase)
        for text in (phrase, phrase.upper(), plain, f"Please, my mum is here. {phrase}! Thanks"):
            assert label in _found(text), text
            assert recognise_language(text) != ENGLISH, text


def test_a_phrase_stands_once() -> None:
    """What a rule finds needs no second entry, in its own language or among the other cries."""
    for language, lines in FOREIGN_DANGER.items():
        said = [unaccented(phrase) for line in lines.values() for phrase in phrases_of(line)]
        others = DANGER_PHRASES.get(language, ())

        assert len(said) == len({*said}), language
        assert {*said}.isdisjoint(others), language


@pytest.mark.parametrize(
    "text, said",
    [
        ("Proszę, moja żona: CHCĘ  umrzeć.", "CHCĘ  umrzeć"),
        ("Доктор, я не хочу жить!", "не хочу жить"),
        ("🙂 医生，我不想活了。", "不想活了"),
        ("دكتور أُرِيدُ أن أَمُوتَ الآن", "أُرِيدُ أن أَمُوت"),
    ],
)
def test_it_is_found_where_it_stands(text: str, said: str) -> None:
    """The reason shows the very words, whatever the script."""
    (found,) = {one.span for one in _RULES.find(normalise(text), Kind.COMMENT)}

    assert found is not None
    assert text[slice(*found)].startswith(said)
    assert len(text[slice(*found)]) <= len(said) + 1


@pytest.mark.parametrize(
    "text",
    [
        "umrzeć ze śmiechu, kocham ten program",
        "quiero morirme de risa con ese video",
        "voglio morire dal ridere",
        "Mi canción preferida se llama Quiero morir",
        "J'adore la chanson Je veux mourir",
        "Mi padre murió en este hospital y les damos las gracias",
        "Mój tata umarł w tym szpitalu, dziękujemy za opiekę",
        "Co zrobić, gdy ktoś mówi o samobójstwie? Szkolenie w piątek",
        "La mort de mon père était paisible, merci aux infirmières",
        "Villa Morte and Rue de la Mort are on the map",
        "die Ärzte waren sehr nett",
        "Nie ma to jak raz umrzeć, a dobrze",
        "Ратуйте природу, дякуємо лікарям",
        "Врачи спасли мне жизнь, спасибо",
        "他打电话给我",
        "我父亲去年在这里去世，谢谢护士",
        "شكرا للأطباء على إنقاذ حياتي",
        "They say die Kinder is German for the children",
        "My doctor is called Ajuda Morte and she is lovely",
        "I morti e i vivi, a good novel",
        "Matar paneer and marna ki dal for tea",
        "He's a mari, me bate is what my nan calls a bad mood",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    """Idioms, titles, a death told of, campaigns, names and words that other languages share."""
    assert not _found(text)


@pytest.mark.parametrize(
    "harmless, cry",
    [
        ("妈妈打我电话没人接", "老公打我，我要打电话"),
        ("老公打我手機", "妈妈打我电话，老公打我"),
        ("mon mari me bat au scrabble", "mon mari me bat, il joue au scrabble"),
        ("mein Mann schlägt mich beim Schach", "mein Mann schlägt mich nach dem Schach"),
        ("no puedo respirar por la nariz", "no puedo respirar, sangra por la nariz"),
        ("no puedo respirar por la nariz", "no puedo respirar por la nariz ni por la boca"),
        ("no quiero vivir en Londres", "no quiero vivir en este mundo, en Londres"),
        ("ya no quiero vivir en Madrid", "vivo en Londres y ya no quiero vivir"),
        ("envie d'en finir avec cette file", "envie d'en finir avec la vie, quelle attente"),
        ("Elle est inconsciente des délais", "elle est inconsciente depuis des heures"),
        ("vreau să mor de foame", "vreau să mor, nu am mâncat de foame"),
        ("voglio morire di fame", "voglio morire di fame, anzi voglio morire"),
        ("nie chcę umrzeć", "Nie, chcę umrzeć"),
        ("no quiero morir", "No. Quiero morir"),
        ("no quiero morir", "no 😭 quiero morir"),
        ("não quero morrer", "não só quero morrer"),
        ("je n'ai pas envie de mourir", "j'ai plus envie de mourir que de vivre"),
        ("مش عايز أموت", "كل ما أريد أن أموت"),
        ("আমি মরতে চাই না", "আমি মরতে চাই। না, থামবেন না"),
        ("لا أريد أن أموت", "لا، أريد أن أموت"),
        ("لا أريد أن أموت", "لا أريد أن أعيش"),
        ("я не хочу умереть", "не знаю, что делать, я хочу умереть"),
        ("no respira por la nariz", "mi hijo no respira, es la nariz"),
        ("non riesco a respirare dal ridere", "non respira, stava a ridere"),
        ("la chanson « Je veux mourir »", "je veux mourir, plus une chanson ne me console"),
        ("la canzone Voglio morire", "quando sento la canzone, voglio morire"),
        ("Ölmek istiyorum şarkısı", "ölmek istiyorum, bu şarkıyı dinliyorum her gece"),
        ("a song called Quero morrer", "quero morrer, nem a novela me distrai"),
        ("il film Voglio morire", "il mio bambino non respira, guardava un film"),
        ("voglio morire dal ridere", "voglio morire, ascolto la stessa canzone ogni notte"),
    ],
)
def test_what_gives_words_another_meaning_touches_them(harmless: str, cry: str) -> None:
    """A game, a place, a title or a "not" beside the words; elsewhere it hides no cry."""
    assert not _found(harmless)
    assert _found(cry)
    assert judge(cry).doubtful


def test_part_of_a_longer_word_is_none() -> None:
    """Where words are spaced, a phrase stands in whole words; elsewhere it may stand anywhere."""
    assert _found("не дышит")
    assert not _found("не дышитель")
    assert _found("真的不想活了啊")


def test_no_english_line_holds_a_phrase() -> None:
    """Of the lines for tuning, none that is held to be English has one."""
    lines = [
        line
        for file in sorted(_LINES.glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
    ]
    held = [line for line in lines if _found(line) and recognise_language(line) == ENGLISH]

    assert len(lines) > 1_000
    assert len(held) == 0


@pytest.mark.parametrize("text", ["ayuda", "Ayuda!", "ajuda", "na pomoc", "yardım edin"])
def test_a_single_word_for_help_reaches_a_person(text: str) -> None:
    """As `help` does in English: somebody reads it, and nobody is woken."""
    decision = judge(text)

    assert decision.review
    assert decision.doubtful == ()


@pytest.mark.parametrize(
    "piece", ["хочу жить ", "не хочу не ", "我想活", "أريد أن ", "妈妈打我电话"]
)
def test_the_time_is_linear_in_other_scripts(piece: str) -> None:
    """A text four times as long takes about four times as long, however near it comes."""
    assert growth(lambda text: _RULES.find(normalise(text), Kind.COMMENT), piece) < LINEAR
