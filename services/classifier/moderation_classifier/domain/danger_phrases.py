"""How somebody cries for help, gives up or threatens in a few words; a table alone.

For a cry too short for its common words to give the language away. All hand-made, in lower case,
without accents, since most people type them so. None of them judges anything: they only show that
a text is not in English. What tells of danger by itself stands in `foreign_danger` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DANGER_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "Polish": (
        "nie daje rady",
        "nie daje juz rady",
        "pomocy",
        "pomozcie",
        "ratunku",
        "mnie bije",
        "zabije cie",
        "pomoc",
        "na pomoc",
    ),
    "Romanian": (
        "ma omor",
        "ajutati ma",
        "ajutor",
        "ma bate",
        "te omor",
    ),
    "Spanish": (
        "vuelto a cortar",
        "me he cortado",
        "te voy a matar",
        "ayudenme",
        "ayudame",
        "auxilio",
        "me pega",
        "ayuda",
    ),
    "Portuguese": (
        "vou te matar",
        "socorro",
        "me ajude",
        "me ajudem",
        "me bate",
        "ajuda",
    ),
    "French": (
        "veux mourir",
        "me suicider",
        "vais te tuer",
        "aidez moi",
        "au secours",
        "ne respire pas",
        "a l aide",
    ),
    "German": (
        "mich umbringen",
        "bringe dich um",
        "bring dich um",
        "helft mir",
        "hilfe",
        "schlagt mich",
    ),
    "Italian": (
        "aiutatemi",
        "aiutami",
        "aiuto",
        "mi picchia",
        "ti ammazzo",
        "ti uccido",
    ),
    "Turkish": (
        "imdat",
        "yardim edin",
        "seni oldurecegim",
        "yardim",
        "yardima ihtiyacim var",
    ),
    "Lithuanian": (
        "padekite",
        "gelbekite",
        "uzmusiu tave",
        "pagalba",
        "pagalbos",
    ),
    "Hindi or Urdu": (
        "marna chahta",
        "marna chahti",
        "mujhe marna",
        "jeena nahi",
        "jina nahi",
        "khudkushi",
        "khud kushi",
        "madad karo",
        "bachao",
        "mujhe marta",
        "mar dunga",
        "maar dunga",
        "saans nahi",
        "madad chahiye",
        "meri madad",
    ),
    "Punjabi": (
        "marna chaunda",
        "marna chaundi",
        "meri madad karo",
        "mainu bachao",
    ),
    "Dutch": (
        "wil sterven",
        "zelfmoord",
        "help mij",
        "maak je dood",
    ),
    "Tagalog or Filipino": (
        "magpapakamatay",
        "tulungan niyo",
        "tulungan ninyo",
        "tulong po",
        "saklolo",
        "papatayin kita",
    ),
    "Albanian": (
        "vras veten",
        "do te vras",
        "ndihme",
        "me ndihmoni",
    ),
    "Somali": (
        "i caawi",
        "i caawiya",
        "waan ku dili",
        "caawimaad",
    ),
    "Welsh": ("helpwch fi",),
    "Hungarian": (
        "meghalni",
        "segitseg",
        "segitsetek",
        "megollek",
    ),
    "Czech": (
        "zabiju te",
        "uz to nezvladam",
    ),
    "Slovak": (
        "zabijem ta",
        "uz nevladzem",
    ),
    "Czech or Slovak": ("pomozte",),
    "Croatian, Serbian or Bosnian": (
        "ubit cu te",
        "ubicu te",
        "upomoc",
        "pomozite",
    ),
    "Slovenian": (
        "ubil te bom",
        "pomagajte",
    ),
    "Russian, Ukrainian or Bulgarian": (
        "pomogite",
        "pomognete",
    ),
    "Bengali": (
        "amake sahajjo",
        "amake bachao",
    ),
    "Gujarati": (
        "marvu che",
        "mari javu che",
        "jivvu nathi",
        "mane bachavo",
    ),
    "Tamil": (
        "tharkolai",
        "ennai kaapaathunga",
    ),
    "Malayalam": (
        "aathmahathya",
        "enne rakshikku",
    ),
    "Persian or Dari": ("komakam konid",),
    "Kurdish": ("alikariya min",),
    "Swahili": (
        "nitakuua",
        "nisaidie",
        "nisaidieni",
        "atanipiga",
        "msaada",
    ),
    "Shona": (
        "kuzviuraya",
        "ndichakuuraya",
        "ndibatsireiwo",
        "ndibatsirei",
    ),
    "Yoruba": ("e gba mi",),
    "Igbo": (
        "achoghi m ibi ndu",
        "igbu onwe m",
        "nyere m aka",
    ),
    "Vietnamese": (
        "muon chet",
        "cuu toi",
        "cuu voi",
    ),
    "Indonesian or Malay": (
        "mau mati",
        "nak mati",
        "bunuh diri",
        "tolong saya",
    ),
    "Swedish": (
        "livet av mig",
        "hjalp mig",
    ),
    "Danish": (
        "livet af mig",
        "hjaelp mig",
    ),
    "Norwegian": (
        "livet av meg",
        "hjelp meg",
    ),
    "Finnish": (
        "en jaksa enaa",
        "auttakaa",
    ),
    "Latvian": ("palidziet",),
    "Estonian": ("aidake mind",),
    "Greek": ("voithia",),
}
"""Phrases by the name of their language."""
