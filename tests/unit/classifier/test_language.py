"""Which texts are taken for English and which are named as something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_classifier.domain.common_words import COMMON_WORDS, ENGLISH_WORDS
from moderation_classifier.domain.language import english_of, name_foreign, recognise_language
from training.lines import TUNING, UNSEEN, VOICES, read_folder


@pytest.mark.parametrize(
    "text,language",
    [
        ("Gdzie mogę się zarejestrować do lekarza, proszę o pomoc", "Polish"),
        ("¿Dónde está el hospital? Necesito ayuda para mi madre", "Spanish"),
        ("Bonjour, je ne suis pas satisfait du service dans cet hôpital", "French"),
        ("Ich habe seit drei Wochen auf den Termin gewartet und bin nicht zufrieden", "German"),
        ("Unde este spitalul si cum pot sa fac o programare va rog", "Romanian"),
        ("мне нужна помощь врача", "Russian, Ukrainian or Bulgarian"),
        ("میں ہسپتال کیسے پہنچوں؟", "Arabic or Urdu"),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "Punjabi"),
        ("我需要帮助预约医生", "Chinese"),
        ("Ik wil niet meer leven, ik ga vanavond een einde aan mijn leven maken", "Dutch"),
        ("main marna chahta hoon mujhe koi madad nahi karta", "Hindi or Urdu"),
        ("mera shohar mujhe marta hai please help karo", "Hindi or Urdu"),
        (
            "gusto ko nang mamatay, hindi ko na kaya, tulungan ninyo ako",
            "Tagalog or Filipino",
        ),
        ("Dua të vdes, nuk dua të jetoj më", "Albanian"),
        ("నాకు బతకాలని లేదు, నాకు సహాయం చేయండి", "another language"),
        ("მინდა მოვკვდე, გთხოვთ დამეხმაროთ", "another language"),
        ("სახლში წასვლა მინდა 💊 https://example.org", "another language"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    """Script or common words give the language away."""
    assert recognise_language(text) == language


@pytest.mark.parametrize(
    "text,language",
    [
        ("je veux mourir", "French"),
        ("chcę się zabić", "Polish"),
        ("Chce sie zabic", "Polish"),
        ("quiero morir", "Spanish"),
        ("quero morrer", "Portuguese"),
        ("vreau să mor", "Romanian"),
        ("ich will sterben", "German"),
        ("voglio morire!", "Italian"),
        ("ölmek istiyorum", "Turkish"),
        ("noriu mirti", "Lithuanian"),
        ("waxaan rabaa inaan dhinto", "Somali"),
        ("dwi eisiau marw", "Welsh"),
        ("dua te vdes", "Albanian"),
        ("我想死", "Chinese"),
        ("死にたい", "Japanese"),
        ("나 죽고 싶어", "Korean"),
        ("умру", "Russian, Ukrainian or Bulgarian"),
    ],
)
def test_a_short_cry_for_help_in_another_language_is_seen(text: str, language: str) -> None:
    """Two or three words are too few for common words, so such phrases are known one by one."""
    assert recognise_language(text) == language


@pytest.mark.parametrize(
    "words,language",
    [
        ("szczęśliwa", "Polish"),
        ("mógłbyś przyjść", "Polish"),
        ("corações", "Portuguese"),
        ("göğsümü sıkıştırıyor", "Turkish"),
        ("țigan împuțit", "Romanian"),
        ("cabañas", "Spanish"),
        ("scheiße", "German"),
        ("fűtő", "Hungarian"),
        ("ředitel", "Czech or Slovak"),
        ("ključ će ući", "Croatian, Serbian or Bosnian"),
        ("jag får inte", "Danish, Norwegian or Swedish"),
        ("bøn", "Danish or Norwegian"),
        ("chứng bệnh", "Vietnamese"),
        ("zemërak", "Albanian"),
        ("tempête", "French"),
        ("verità", "another language"),
        ("mqwertz bvcxy", "another language"),
    ],
)
def test_letters_name_what_common_words_do_not(words: str, language: str) -> None:
    """Only a letter that few languages have tells one."""
    assert name_foreign(words.split()) == language


def test_one_common_word_names_a_language_where_no_other_has_it() -> None:
    """What several languages share needs another word beside it."""
    assert name_foreign(["dlaczego"]) == "Polish"
    assert name_foreign(["mama"]) == "another language"
    assert name_foreign(["mama", "nagyon"]) == "Hungarian"


def test_a_common_word_is_known_without_its_accents() -> None:
    """Most people type them so on a telephone."""
    assert name_foreign(["dlugo", "czekalam"]) == "Polish"


@pytest.mark.parametrize("language", sorted(COMMON_WORDS.keys() - {"English"}))
def test_no_common_word_of_another_language_is_an_english_one(language: str) -> None:
    """Else English would be taken for it; the shortest stand in many languages."""
    words = {word for word in COMMON_WORDS[language].split() if len(word) > 3}
    assert not words & ENGLISH_WORDS


@pytest.mark.parametrize(
    "text",
    [
        "nem akarok tovább élni, ma este véget vetek neki",
        "en halua enää elää, tapan itseni tänä iltana",
        "sitaki kuishi tena, nisaidieni tafadhali, nataka kufa",
        "tôi không muốn sống nữa, tôi muốn chết đêm nay",
        "jag orkar inte längre och ingen lyssnar på mig hemma",
        "bana son rayuwa kuma, ina so in mutu, don Allah a taimake ni",
        "angisafuni ukuphila, ngifuna ukufa, ngicela usizo",
        "burri im me rreh cdo nate, kam frike per femijet",
        "ÉN NEM AKAROK TOVÁBB ÉLNI, VÉGET VETEK MINDENNEK",
    ],
)
def test_a_language_without_a_table_is_still_another(text: str) -> None:
    """Words of which hardly one is English are in some other language, whichever it is."""
    assert recognise_language(text) != "English"


@pytest.mark.parametrize(
    "foreign",
    [
        "Хочу покончить с собой сегодня ночью",
        "Ik wil niet meer leven, ik ga vanavond een einde aan mijn leven maken",
        "je veux mourir",
        "quiero vivir en paz pero mi marido tiene una pistola ahora",
    ],
)
@pytest.mark.parametrize("filling", [1, 20])
def test_a_foreign_part_is_seen_however_much_english_stands_before_it(
    foreign: str, filling: int
) -> None:
    """What only the foreign part says would otherwise go unread."""
    thanks = "Thank you to all the lovely staff on ward six for looking after dad so well. "
    assert recognise_language(thanks * filling + foreign) != "English"


@pytest.mark.parametrize("folder", [VOICES, TUNING, UNSEEN])
def test_english_lines_are_practically_never_taken_for_foreign(folder: Path) -> None:
    """Of hand-written English, slang and misspelling included, fewer than 2 in 1,000 go astray."""
    lines = [line.text for line in read_folder(folder)][::5]
    foreign = [text for text in lines if recognise_language(text) != "English"]
    assert len(foreign) < 0.002 * len(lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍👍👍",
        "Gracias!",
        "thx",
        "Fantastic service from the team at Llandudno",
        "Completely satisfied",
        "My café order was late, très bad",
        "@user https://www.nhs.uk/la-la-la",
        "Sometimes late, sometimes quick",
        "Nurse Agnieszka was brilliant, dziękuję",
        "gie's peace ya bam, away an bile yer heid",
        "i wnt to dye plz hlp me",
        "gg ez gg ez gg ez gg ez",
        "m0sl3ms r m0uld, imm1grant sc um, l!ce, t!cks",
        "f u c k t h e l o t",
        "Amandeep Oluwaseun Nkechi Przemek Siobhan Zainab",
        "haaaa looool yesss aaaaargh nooooo woooo",
        "email pals.team@example.nhs.uk or karen.holt@example.com",
        "¯\\_(ツ)_/¯ whatever",
        "ღღღღღღღ",
        "ᐢ•ﻌ•ᐢ",
        "the Prophet ﷺ said to be kind",
        "𝒇𝒖𝒄𝒌 𝒚𝒐𝒖 𝒂𝒍𝒍",
        "ѕһіт",
        "ѕhіt hоѕріtаl аnd ѕtuріd ѕtаff",
    ],
)
def test_english_short_and_mixed_texts_are_not_held_up(text: str) -> None:
    """Too little evidence counts as English."""
    assert recognise_language(text) == "English"


@pytest.mark.parametrize(
    "text",
    [
        "Dziękuję wam wszystkim za opiekę nad moją mamą. Nobody will miss me after tonight.",
        "I can't do this anymore. Dziękuję wam wszystkim za opiekę nad moją mamą",
        "i cant go on like this, there is nothing left for me 谢谢大家",
        "I WON'T BE HERE TOMORROW, LOOK AFTER THE DOG. БЛАГОДАРЯ ВИ ЗА ВСИЧКО",
        "je veux mourir, I have had enough of all this and nobody helps me",
    ],
)
def test_the_english_part_of_a_text_is_kept_in_its_place(text: str) -> None:
    """What stands there was written by somebody who may need help."""
    kept = english_of(text)
    assert recognise_language(text) != "English"
    assert len(kept) == len(text)
    assert all(ours in (" ", theirs) for ours, theirs in zip(kept, text, strict=True))
    assert any(word in kept.casefold() for word in ("nobody", "this", "tomorrow"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ich habe seit drei Wochen auf den Termin gewartet und bin nicht zufrieden",
        "Ik wil niet meer leven, ik ga vanavond een einde aan mijn leven maken",
        "mera shohar mujhe marta hai please help karo",
        "मुझे मदद चाहिए, thank you",
        "Gdzie mogę się zarejestrować do lekarza? Proszę o pomoc. Thanks!",
    ],
)
def test_a_text_in_another_language_has_no_english_part(text: str) -> None:
    """A loan word or two among foreign ones tell a model of English nothing."""
    assert english_of(text) == ""


def test_the_english_part_of_the_longest_text_is_found_in_one_pass() -> None:
    """What stands past the limit is cut off, and a text without sentences ends as others do."""
    assert len(english_of("nobody will miss me after tonight. 我 " * 1_000)) == 8_000
    assert english_of("мне нужна помощь врача " * 1_000) == ""
