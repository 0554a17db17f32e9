"""What sounds like danger in other languages and is none: a table alone, beside `foreign_danger`.

Hand-made. Each line says what, directly before or behind which words of the phrases, makes them
mean something else: a game, a blocked nose, a place, hunger, a title, a "not". Only what is
harmless stands here: "not live in London" does, "not live in this world" does not.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from moderation_common.vocabulary import Label


class Meaning(NamedTuple):
    """Words that give some phrases of a language another meaning; commas between them."""

    language: str
    label: Label
    beside: str
    """How the phrases end that have the words behind them, or begin that have them before."""
    behind: str = ""
    before: str = ""


_H: Final = Label.SELF_HARM
_E: Final = Label.EMERGENCY
_S: Final = Label.SAFEGUARDING

NEGATIONS: Final = {
    "Polish": ("nie", "chcę"),
    "Romanian": ("nu", "vreau"),
    "Portuguese": ("não", "quero"),
    "Spanish": ("no", "quiero, me quiero"),
    "Italian": ("non", "voglio, mi voglio"),
    "Russian, Ukrainian or Bulgarian": ("не, ne", "хочу, искам, hochu, khochu, iskam"),
    "Arabic": ("لا, مش", "أريد, اريد, عايز, عايزة, عاوز, عاوزة, أبغى, ابي, بدي"),
    "Albanian": ("nuk", "dua"),
    "Croatian, Serbian or Bosnian": ("ne, не", "želim, желим"),
    "Slovenian": ("ne", "želim"),
    "Vietnamese": ("không", "muốn"),
    "Welsh": ("ddim", "eisiau, isio, moyn"),
    "Indonesian or Malay": ("tidak, tak, nggak, gak", "ingin, mau, nak"),
    "Hebrew": ("לא", "רוצה"),
    "Pashto": ("نه", "غواړم"),
    "Thai": ("ไม่", "อยาก"),
    "Chinese": ("没, 沒, 没有, 沒有", "打算"),
}
"""By language: its words for not, and how the phrases of wanting begin that they turn round."""

MEANINGS: Final = (
    Meaning("Bengali", _H, "morte chai, jete chai, মরতে চাই, যেতে চাই", behind="na, না"),
    Meaning("French", _H, "envie", before="pas, aucune"),
    Meaning("Chinese", _S, "打我", behind="电话, 電話, 手机, 手機, 的电话, 的電話, 的手机, 的手機"),
    Meaning(
        "French",
        _S,
        "me bat",
        behind="au scrabble, au monopoly, au poker, au uno, au tennis, au ping pong, au foot, au "
        "billard, au golf, au badminton, au bowling, aux échecs, aux cartes, aux dames, "
        "aux dominos, aux jeux vidéo, aux fléchettes, à la belote, à la console, à la pétanque, "
        "toujours au scrabble, toujours aux échecs, toujours aux cartes, toujours au tennis",
    ),
    Meaning(
        "German",
        _S,
        "schlägt mich",
        behind="beim schach, im schach, beim scrabble, beim kartenspielen, "
        "beim tennis, im tennis, beim tischtennis, beim monopoly, beim poker, immer beim schach, "
        "immer im schach, immer beim scrabble",
    ),
    Meaning(
        "Dutch",
        _S,
        "slaat me, slaat mij",
        behind="met schaken, bij schaken, met scrabble, bij scrabble, met kaarten, met tennis",
    ),
    Meaning("Swedish", _S, "slår mig", behind="i schack, i tennis, i kort, i alfapet, i padel"),
    Meaning(
        "Danish or Norwegian",
        _S,
        "slår mig, slår meg",
        behind="i skak, i sjakk, i tennis, i kort, i scrabble",
    ),
    Meaning(
        "Romanian", _S, "mă bate", behind="la șah, la table, la remi, la cărți, la tenis, la fotbal"
    ),
    Meaning("Spanish", _E, "respira, respirar", behind="por la nariz, bien por la nariz"),
    Meaning("Portuguese", _E, "respira, respirar", behind="pelo nariz, bem pelo nariz"),
    Meaning("Italian", _E, "respira, respirare", behind="dal naso, col naso, con il naso"),
    Meaning("French", _E, "respirer, respire plus, respire pas", behind="par le nez, du nez"),
    Meaning("Polish", _E, "oddychać, oddycha", behind="nosem, przez nos"),
    Meaning("Romanian", _E, "respir, respira, respiră", behind="pe nas"),
    Meaning("German", _E, "luft, atmet nicht", behind="durch die nase"),
    Meaning("Dutch", _E, "lucht", behind="door mijn neus, door de neus"),
    Meaning(
        "Russian, Ukrainian or Bulgarian",
        _E,
        "дышать, дышит, дихати, дихає, дишам, диша",
        behind="носом, через нос, через ніс, през носа",
    ),
    Meaning("Turkish", _E, "nefes", before="burnumdan, burnundan, gülmekten"),
    Meaning("Spanish", _E, "respirar", behind="de risa, de la risa, de tanta risa"),
    Meaning("Portuguese", _E, "respirar", behind="de rir, de tanto rir"),
    Meaning("Italian", _E, "respirare", behind="dal ridere, dalle risate"),
    Meaning("French", _E, "respirer", behind="de rire, tellement je ris"),
    Meaning("Polish", _E, "oddychać", behind="ze śmiechu"),
    Meaning("German", _E, "luft", behind="vor lachen"),
    Meaning("Dutch", _E, "lucht", behind="van het lachen"),
    Meaning(
        "French",
        _E,
        "inconscient, inconsciente",
        behind="des délais, des dangers, des risques, des conséquences, des problèmes, "
        "des besoins, des réalités, du danger, du risque, du problème, de la situation, "
        "de la réalité, de la gravité",
    ),
    Meaning("Spanish", _E, "inconsciente", behind="de los riesgos, del riesgo, del peligro"),
    Meaning("Romanian", _E, "inconștient, inconștientă", behind="de pericol, de riscuri"),
    Meaning(
        "French",
        _H,
        "en finir",
        behind="avec cette file, avec la file, avec cette attente, avec l'attente, avec les files, "
        "avec la paperasse, avec cette paperasse, avec les démarches, avec ces démarches, avec ce "
        "dossier, avec les travaux, avec ces travaux, avec les retards, avec ces retards, avec le "
        "covid, avec ce rendez-vous, avec ce problème",
    ),
    Meaning(
        "Spanish",
        _H,
        "vivir",
        behind="en londres, en inglaterra, en escocia, en gales, en manchester, en birmingham, en "
        "leeds, en liverpool, en bristol, en españa, en madrid, en barcelona, en una ciudad, en la "
        "ciudad, en el campo, en el centro",
    ),
    Meaning(
        "Portuguese",
        _H,
        "viver",
        behind="em londres, na inglaterra, em manchester, em lisboa, em portugal, no brasil, na "
        "cidade, no campo",
    ),
    Meaning(
        "Italian",
        _H,
        "vivere",
        behind="a londra, in inghilterra, a manchester, a milano, a roma, in italia, in città, in "
        "campagna",
    ),
    Meaning(
        "French",
        _H,
        "vivre",
        behind="à londres, en angleterre, à manchester, à paris, en france, en ville",
    ),
    Meaning("Romanian", _H, "trăiesc", behind="în londra, la londra, în anglia, în românia"),
    Meaning(
        "Polish", _H, "żyć", behind="w londynie, w anglii, w manchesterze, w polsce, w warszawie"
    ),
    Meaning(
        "Russian, Ukrainian or Bulgarian",
        _H,
        "жить, жити, живея",
        behind="в лондоне, в англии, в лондоні, в англії, в лондон, в англия",
    ),
    Meaning(
        "Spanish",
        _H,
        "morir, morirme",
        behind="de risa, de la risa, de tanta risa, de hambre, de vergüenza, de la vergüenza, de "
        "frío, de calor, de sed, de aburrimiento, de sueño",
    ),
    Meaning(
        "Portuguese",
        _H,
        "morrer",
        behind="de rir, de tanto rir, de fome, de vergonha, de frio, de calor, de sede, de tédio",
    ),
    Meaning(
        "Italian",
        _H,
        "morire",
        behind="dal ridere, dalle risate, di risate, di fame, di vergogna, dalla vergogna, di "
        "freddo, dal freddo, di caldo, dal caldo, di sete, di noia, dalla noia, di sonno",
    ),
    Meaning(
        "French",
        _H,
        "mourir",
        behind="de rire, de faim, de honte, de froid, de chaud, de soif, d'ennui",
    ),
    Meaning(
        "Romanian",
        _H,
        "mor",
        behind="de ras, de râs, de foame, de rușine, de frig, de cald, de sete, de plictiseală",
    ),
    Meaning(
        "Polish",
        _H,
        "umrzeć",
        behind="ze śmiechu, z głodu, ze wstydu, z zimna, z gorąca, z pragnienia, z nudów",
    ),
    Meaning("German", _H, "sterben", behind="vor lachen, vor hunger, vor scham, vor langeweile"),
    Meaning("Dutch", _H, "sterven", behind="van het lachen, van de honger, van schaamte"),
    Meaning("Czech", _H, "umřít", behind="smíchy, hlady, hanbou, zimou, nudou"),
    Meaning(
        "Croatian, Serbian or Bosnian",
        _H,
        "umrijeti, umrem",
        behind="od smijeha, od smeha, od gladi, od srama, od hladnoće",
    ),
    Meaning("Slovenian", _H, "umreti", behind="od smeha, od lakote, od sramu"),
    Meaning("Turkish", _H, "ölmek", before="gülmekten, açlıktan, utançtan, soğuktan, sıcaktan"),
)

TITLES: Final = {
    "Spanish": "canción, película, novela, se llama, titulada, título",
    "Portuguese": "canção, música, filme, novela, se chama, intitulada, título",
    "Italian": "canzone, film, romanzo, si chiama, intitolata, titolo",
    "French": "chanson, film, roman, s'appelle, intitulée, titre",
    "Polish": "piosenka, piosenkę, film, powieść, tytuł, tytułem",
    "Romanian": "cântecul, filmul, romanul, se numește, titlul",
    "German": "lied, song, film, roman, titel",
    "Turkish": "şarkısı, şarkısını, filmi, filmini, romanı, dizisi",
}
"""Words for songs, films, books and being called; directly before a phrase, in Turkish behind."""
