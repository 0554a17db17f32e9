"""Which few words are suspected of being in another language."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.known_words import KNOWN_WORDS, load_packaged_words
from moderation_classifier.domain.language import recognise_language
from moderation_classifier.domain.strangeness import suspect_language
from tests.support.labelling import policy_pack, utterance
from training.known_words import known_words
from training.lines import TUNING, UNSEEN, read_folder

WORDS = load_packaged_words()


@pytest.mark.parametrize(
    "text",
    [
        "me quiero matar",
        "Quiero desaparecer ya",
        "Papa maarte hai",
        "zindagi khatam",
        "nie daje rady",
        "dayanamiyorum artik",
        "BOMBA W SZPITALU",
        "Thanks for nothing. me quiero matar",
        "please somebody ring me now, mujhe bahut dard",
        "nobody on this ward speaks to her dua te vdes sonte",
        "Moja mama umiera",
        "Cov nyob zoo",
        "jebać was wszystkich",
        "Nienawidzę was",
        "Thanks for nothing. Nienawidzę was wszystkich",
    ],
)
def test_a_few_foreign_words_are_suspected(text: str) -> None:
    """They are too few for a table of common words, and may say that somebody is in danger."""
    assert suspect_language(text, WORDS) != "English"


@pytest.mark.parametrize(
    "text,language",
    [
        ("Bardzo długo czekałam na wizytę u lekarza", "Polish"),
        ("Lekarz powiedział że muszę czekać rok", "Polish"),
        ("Dlaczego nikt nie odbiera telefonu", "Polish"),
        ("Boli mnie w klatce", "Polish"),
        ("Nie moge oddychac", "Polish"),
        ("Fiica mea are febră", "Romanian"),
        ("Sunteti niste hoti", "Romanian"),
        ("Mainu chhati vich dard hunda", "Punjabi"),
        ("Mere bete ko bukhar hai", "Hindi or Urdu"),
        ("Minha mãe foi internada ontem", "Portuguese"),
        ("Onde fica a farmácia", "Portuguese"),
        ("Me duele el pecho", "Spanish"),
        ("Ummi mareeda jiddan", "Arabic"),
        ("Amar buke betha korche", "Bengali"),
        ("Mane chhati ma dukhe che", "Gujarati"),
        ("Mia madre sta molto male", "Italian"),
        ("Où se trouve la pharmacie", "French"),
        ("Der Arzt sagt ich muss warten", "German"),
        ("Nefes alamıyorum", "Turkish"),
        ("Neden kimse telefona bakmıyor", "Turkish"),
        ("Waxaan u baahanahay turjumaan", "Somali"),
        ("Hooyaday aad bay u xanuunsan tahay", "Somali"),
        ("Man skauda krūtinę", "Lithuanian"),
        ("Bakit walang sumasagot sa telepono", "Tagalog or Filipino"),
        ("Nëna ime është shumë e sëmurë", "Albanian"),
        ("Kam nevoje per perkthyes", "Albanian"),
        ("Nem kapok levegőt", "Hungarian"),
        ("Nikdo mi nepomáhá", "Czech or Slovak"),
        ("Pochemu nikto ne otvechaet", "Russian, Ukrainian or Bulgarian"),
        ("Roedd y nyrsys yn garedig", "Welsh"),
    ],
)
def test_the_languages_most_spoken_in_england_are_named(text: str, language: str) -> None:
    """So that whoever reads the queue knows whom to ask."""
    named = recognise_language(text)
    assert (named if named != "English" else suspect_language(text, WORDS)) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gracias!",
        "muchas gracias",
        "diolch yn fawr",
        "dziękuję bardzo",
        "Eid Mubarak",
        "hahaha lololol",
        "brill xx",
        "waste o space",
        "Sharon Hussain",
        "@pete.ashworth look at this",
        "wer is the wating room",
        "i wnt to dye plz hlp me",
        "My tablets are furosemide, bisoprolol, ramipril and apixaban",
        "https://zzz.example/qwe-rty asap please",
        "ѕhіt hospital",
        "fυck nυrses",
        "ꜰᴜᴄᴋ ᴛʜɪꜱ",
        "fück off cünts",
        "fvck off cvnts",
        "sat sri akal doctor sahib",
        "Nadolig llawen",
        "XXXX is so confident",
    ],
)
def test_what_people_write_in_english_is_not(text: str) -> None:
    """Nor is what stands in disguise, thanks in any language, laughter, slang or a list."""
    assert suspect_language(text, WORDS) == "English"


def test_english_by_others_is_practically_never_suspected() -> None:
    """By authors of whose words none were counted; fewer than 2 in 1,000."""
    lines = [line.text for folder in (TUNING, UNSEEN) for line in read_folder(folder)]
    suspected = [text for text in lines if suspect_language(text, WORDS) != "English"]
    assert len(suspected) < 0.002 * len(lines)


def test_a_person_reads_what_is_suspected_and_the_model_reads_on_for_danger() -> None:
    """A cry typed in haste looks foreign, and is still routed as what it is."""
    engine, pack = open_engine(), policy_pack("bsw")
    foreign = engine.decide(utterance("me quiero matar"), pack)
    hasty = engine.decide(utterance("cnt brthe inhalr empty"), pack)
    assert foreign.review
    assert foreign.language == "Spanish"
    assert hasty.review
    assert [str(label) for label in (*hasty.labels, *hasty.doubtful)] == ["emergency"]


def test_the_packaged_words_are_those_that_the_command_writes() -> None:
    """The file is never edited by hand: `python -m training.known_words` makes it."""
    assert KNOWN_WORDS.read_text("utf-8").split("\n") == [*known_words(), ""]
