"""Texts that nobody writes and somebody sends: each makes some part of the judging work hardest."""

from __future__ import annotations

import random
from string import ascii_lowercase
from typing import Final


def _strange(pieces: int, *, words: int, letters: int, end: str) -> list[str]:
    """Return sentences of words that no language has, the same at every run."""
    chance = random.Random(1)

    def word() -> str:
        return "".join(chance.choices(ascii_lowercase, k=letters))

    return [" ".join(word() for _ in range(words)) + end for _ in range(pieces)]


_HOURS: Final = "I waited six hours and nobody told us anything. "

HOSTILE: Final = {
    "nothing": "",
    "a megabyte": "my mum is on ward 6 and " * 43_000,
    "a megabyte without a space": "a" * 1_000_000,
    "a megabyte of two words in turn": "fuck nurse " * 95_000,
    "emoji alone": "🙂" * 10_000,
    "emoji joined": "👩🏽\u200d🔬" * 2_500,
    "unpaired surrogates": "\ud800" * 10_000,
    "right-to-left override": "\u202e" * 10_000 + "hello",
    "50,000 combining characters": "a" + "\u0301" * 50_000,
    "letters that unfold into many": "\ufdfa" * 8_000,
    "8,000 characters of words": (
        "I waited six hours and nobody told us anything about it. " * 141
    )[:8_000],
    "8,000 characters of danger": ("he is not breathing and I want to die " * 211)[:8_000],
    "spaced letters": "f u c k " * 2_000,
    "leetspeak": "5h1t b4st4rd " * 700,
    "stretched": "nooooo " * 1_200,
    "names": "Dr Smith was rude " * 500,
    "names in short sentences": "Dr Ng lied. " * 660,
    "rules in one sentence": "fuck off you are not breathing and I will kill you " * 160,
    "rules in short sentences": "kill you. " * 800,
    "postcodes": "14 high street ln1 1aa, born 01/02/1960, " * 190,
    "capitals": "Abc Def has cancer " * 420,
    "digits": "9" * 8_000,
    "signs and letters": "a@" * 4_000,
    "telephone numbers": "07700 900 123 " * 600,
    "addresses": "a@b.co 14 Mill Lane LN1 1AA " * 300,
    "cards beside links": ("4111 1111 1111 1111 www.a.uk " * 286)[:8_000],
    "landlines beside links": ("01245 555123 www.a.uk " * 364)[:8_000],
    "sort codes beside links": ("sort code 20-45-11 www.a.uk " * 286)[:8_000],
    "petitions beside links": ("sign save our www.a.uk " * 348)[:8_000],
    "quotation marks": "\"'" * 4_000,
    "full stops": ". " * 4_000,
    "exclamation marks": "!" * 7_999 + "a",
    "stars": "*" * 8_000,
    "bars": "|" * 8_000,
    "letters between signs": "a_-" * 2_666,
    "a name in each sentence": "Dr Smith. " * 800,
    "letters of another script": "კა" * 4_000,
    "two languages in turn": "I am so tired of it all. Nie chcę już tak żyć, dziękuję. " * 140,
    "two languages in short sentences": "I am so tired. Nie chcę już. " * 275,
    "strange words": "".join(_strange(1, words=1_400, letters=5, end=""))[:8_000],
    "strange words in sentences": "".join(_strange(210, words=8, letters=4, end=". "))[:8_000],
    "strange words on lines": "".join(_strange(210, words=8, letters=4, end="\n"))[:8_000],
    "a strange word a line": "".join(_strange(1_600, words=1, letters=4, end="\n"))[:8_000],
    "every second sentence strange": "".join(
        _HOURS + strange for strange in _strange(100, words=8, letters=4, end=". ")
    )[:8_000],
    "a cry in another script": "хочу умереть. " * 570,
    "cries in other languages": "nie chcę już żyć, je veux mourir, me pega 我想死, " * 160,
}
