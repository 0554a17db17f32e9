"""Tells flags from letters in disguise: both are written with regional indicator symbols.

Two such symbols show as a flag where they are a country's code, and as two letters elsewhere. What
other pictures hide is read by `pictures`.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.disguise.spelt import is_word

_FIRST: Final = 0x1F1E6
_LETTERS: Final = {_FIRST + place: ord("a") + place for place in range(26)}
_ROW: Final = re.compile("[🇦-🇿]+")
_MIN_LETTERS: Final = 4
"""Of a word that happens to be made of flags."""
_CODES: Final = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo "
    "bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cu cv cw cx cy cz de "
    "dg dj dk dm do dz ea ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl "
    "gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im in io iq ir is it je jm jo "
    "jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh "
    "mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa "
    "pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl "
    "sm sn so sr ss st sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um "
    "un us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw"
)
"""ISO 3166-1 and the few codes besides that Unicode gives a flag."""
_COUNTRIES: Final = frozenset(_CODES.split())


def read_flags(text: str) -> str:
    """Return the text with what is no row of flags in letters, each character in its place.

    Time is linear in the text.
    """
    return _ROW.sub(_read, text)


def _read(row: re.Match[str]) -> str:
    letters = row[0].translate(_LETTERS)
    pairs = (letters[start : start + 2] for start in range(0, len(letters), 2))
    if _COUNTRIES.issuperset(pairs) and not (len(letters) >= _MIN_LETTERS and is_word(letters)):
        return row[0]
    return letters
