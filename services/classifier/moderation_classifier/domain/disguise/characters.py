"""How one character reads: lower-case plain letters for its lookalikes, nothing for the invisible.

The lookalike table is hand-made from the letters of Cyrillic, Greek and the further Latin alphabets
that people use to disguise English words; a text truly written in them is recognised by `language`
before any rule is trusted. Letters of rarer scripts stand in `lookalikes`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_CACHED_CHARACTERS: Final = 65_536

_LOOKALIKES: Final[dict[str, str]] = {
    **dict(zip("абвгдезиіїйјкмнопрстуухьѕԁԛԝһӏё", "abbrae3iiijjkmhonpctyyxbsdqwhle", strict=False)),
    **dict(zip("αβγδεηικμνοπρστυχωκϲ", "abydenikuvonpstuxwkc", strict=True)),
    **dict(zip("ɑɡɩıʟɴʀʏʙɢʜᴀᴄᴅᴇꜰᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢɪ", "agiilnrybghacdefjkmopstuvwzi", strict=True)),
    **dict(zip("łøđħŧæœþðŋßƒ", "lodhtaopdnsf", strict=True)),
    **dict(zip("ƅɓƃƀƈȼɖɗƌɛɇꬲꞙꬵɠǥᶃɦɨɉɟƙⱪɫɭƚⱡɱ", "bbbbccdddeeeffggghijjkkllllm", strict=True)),
    **dict(zip("ɲɳƞɵꬽƥɋɽɾɍꭇꭈʂƽƭʈʉʋꞟꭎꭒɯƴɏỿꭚᶌʐƶȥ", "nnnoopqrrrrrssttuuuuuwyyyyyzzz", strict=True)),
    **dict(zip("ѵѡүұҽғҝқңѳөҏҫҭҳꙇϝϳζ", "vwyyefkknoopstxifjz", strict=True)),
}
_QUOTES: Final = dict.fromkeys("‘’‚‛ʼʹ`´′＇", "'") | dict.fromkeys("“”„‟«»″＂", '"')
_DASHES: Final = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters by category that show as nothing."""
_LINE_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
_ENCLOSED_STARTS: Final = (0x1F150, 0x1F170)
"""White-on-black letters in circles and squares, which Unicode does not decompose."""
_LETTERS_IN_ALPHABET: Final = 26


@lru_cache(maxsize=_CACHED_CHARACTERS)
def fold_character(character: str) -> str:
    """Return the plain reading of one code point: any length, empty when it shows as nothing."""
    if character in _LINE_BREAKS:
        return "\n"
    if character in _QUOTES:
        return _QUOTES[character]
    if character in _DASHES:
        return "-"
    if character in _BLANK_LETTERS:
        return ""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category in {"Cs", "Cn", "Co"}:
        return "\ufffd"
    for start in _ENCLOSED_STARTS:
        if start <= ord(character) < start + _LETTERS_IN_ALPHABET:
            return chr(ord("a") + ord(character) - start)
    unfolded = unicodedata.normalize("NFKD", character.casefold())
    unfolded = unicodedata.normalize("NFKD", unfolded.casefold())
    return "".join(
        _QUOTES.get(part, _LOOKALIKES.get(part, part))
        for part in unfolded
        if unicodedata.category(part) not in {"Mn", "Me", "Cf"}
    )
