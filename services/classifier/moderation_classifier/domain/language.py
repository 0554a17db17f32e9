"""Which language a text is in, as far as cheap evidence goes: script, then common short words.

English rules say nothing reliable about other languages, so such a text goes to a person with the
language named. Short or mixed texts count as English: better a wrong label that a person sees
than every "gracias" in the queue.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_SCRIPT_LANGUAGES: Final = {
    "ARABIC": "Arabic or Urdu",
    "BENGALI": "Bengali",
    "CJK": "Chinese",
    "CYRILLIC": "Russian, Ukrainian or Bulgarian",
    "DEVANAGARI": "Hindi or Nepali",
    "ETHIOPIC": "Amharic or Tigrinya",
    "GREEK": "Greek",
    "GUJARATI": "Gujarati",
    "GURMUKHI": "Punjabi",
    "HANGUL": "Korean",
    "HEBREW": "Hebrew",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "SINHALA": "Sinhala",
    "TAMIL": "Tamil",
    "THAI": "Thai",
}
_COMMON_WORDS: Final = {
    "English": "completely satisfied some time times sometimes care good excellent service staff "
    "always nice well come came more late slow quick friendly helpful the and to of a "
    "in is it you that was for on are with they be this have from or but not your all "
    "my we me so at i he she his her our their there what when can no do if will has "
    "had been would very just how who get go need help please thanks thank good great "
    "out up why them us an by as about more like nhs im its dont",
    "Polish": "nie się jest że na jak ale czy tak mam dla jestem bardzo dziękuję proszę moja "
    "mój gdzie kiedy co po przez są tylko był była już lekarz szpitalu nie sie ze prosze dziekuje",
    "Romanian": "este sunt nu și să cu pentru mai dar foarte mulțumesc din mea meu unde cum "
    "doar fost până acum spital multumesc pentru si sa va rog fara",
    "Spanish": "el los las que en una es por para con muy gracias pero mi está como qué dónde "
    "cuándo hola porque tengo hospital del necesito ayuda esta",
    "Portuguese": "os que em um uma é por para com muito obrigado obrigada mas meu minha está "
    "como onde quando não porque tenho do da nao voce ajuda preciso",
    "French": "le les des et est une je ne pas vous que qui dans pour avec très merci mais mon ma "
    "où comment quand suis besoin c'est bonjour du sur",
    "German": "der die das und ist ich nicht ein eine sie mit für auf sehr danke aber mein meine "
    "wo wie wann bitte wir haben zu im krankenhaus",
    "Italian": "il che di è un una per con molto grazie ma mio mia sono non dove come quando ho "
    "bisogno della del gli questo ospedale",
    "Turkish": "ve bir bu için çok ama ne nasıl nerede değil var yok ben teşekkürler lütfen mi "
    "hastane gibi daha bana",
    "Lithuanian": "ir yra ne kad labai bet kaip mano kur aš ačiū prašau buvo tik man ligoninė",
    "Somali": "waa iyo ma in ka ku aan waxaan mahadsanid fadlan isbitaalka caawimaad xagee",
    "Welsh": "yn mae ar ac diolch gyda fy am wedi iawn chi sut ble pryd dim ond yr o ysbyty",
}
_WORD_LANGUAGES: Final = {
    language: frozenset(words.split()) for language, words in _COMMON_WORDS.items()
}
_LATIN_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"https?://\S+|[@#]\w+")
_MIN_FOREIGN_LETTERS: Final = 6
_MIN_WORDS: Final = 4
_MIN_COMMON_WORDS: Final = 3
_MIN_SHARE: Final = 0.2
"""Common words make up a third or more of ordinary prose in each of these languages."""
_SAMPLE_CHARACTERS: Final = 1_000


def recognise_language(original: str) -> str:
    """Return the English name of the language of a text's first thousand characters."""
    sample = _ADDRESS.sub(" ", original[:_SAMPLE_CHARACTERS])
    if sample.isascii():
        return _by_words(sample)
    letters = [character for character in sample if character.isalpha()]
    scripts = Counter(
        unicodedata.name(character, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]
        for character in letters
        if not character.isascii()
    )
    for script, count in scripts.most_common():
        if script in _SCRIPT_LANGUAGES:
            if count >= _MIN_FOREIGN_LETTERS and 2 * count > len(letters):
                return _SCRIPT_LANGUAGES[script]
            break
    return _by_words(sample)


def _by_words(sample: str) -> str:
    words = _LATIN_WORD.findall(sample.casefold())
    if len(words) < _MIN_WORDS:
        return "English"
    shares = {
        language: sum(word in common for word in words) / len(words)
        for language, common in _WORD_LANGUAGES.items()
    }
    best = max(shares, key=lambda language: (shares[language], language == "English"))
    enough = shares[best] * len(words) >= _MIN_COMMON_WORDS and shares[best] >= _MIN_SHARE
    if enough and shares[best] > 1.5 * shares["English"]:
        return best
    return "English"
