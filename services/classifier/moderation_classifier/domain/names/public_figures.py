"""People whom everybody knows from the news: what is said of them discloses nothing; a table.

Royals, politicians and those who have told the public of an illness of their own. In plain
lower-case letters. Whoever is missing costs a person one look.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.word_sets import set_of

POLITICIANS: Final = set_of(
    "abbott ashworth badenoch barclay biden blair braverman burnham cameron clegg coffey corbyn "
    "cummings davey farage gove hancock heseltine javid johnson jenrick kinnock lammy lansley "
    "macron miliband mordaunt obama osborne patel phillipson polanski putin rayner reeves starmer "
    "streeting sturgeon sunak swinney thatcher trump truss vance zahawi zelensky"
)
"""Surnames; some are others' as well, and count only alone or behind `mr` and the like."""

_FIGURES: Final = """
stephen fry, kate middleton, catherine middleton, meghan markle, wes streeting, keir starmer,
rishi sunak, boris johnson, liz truss, theresa may, jeremy hunt, jeremy corbyn, nigel farage,
matt hancock, sajid javid, steve barclay, kemi badenoch, angela rayner, rachel reeves, ed davey,
ed miliband, david cameron, tony blair, gordon brown, margaret thatcher, donald trump, joe biden,
barack obama, victoria atkins, andy burnham, sadiq khan, diane abbott, amanda pritchard,
simon stevens, jim mackey, chris whitty, patrick vallance, jonathan van-tam, kate garraway,
derek draper, deborah james, bill turnbull, chris hoy, davina mccall, tom parker, sarah harding,
bruce willis, robbie williams, caroline flack, amy winehouse, amy dowden, rob burrow, doddie weir,
kevin sinfield, linda nolan, jade goody, joe wicks, stephen hawking, terry pratchett, frank bruno,
paul gascoigne, george best, ozzy osbourne, britney spears, selena gomez, demi lovato,
robin williams, kanye west, freddie mercury, elton john, george michael, david bowie,
michael schumacher, muhammad ali, billy connolly, jeremy paxman, alan bates, ant mcpartlin,
declan donnelly, russell brand, kerry katona, katie price, peter kay, ricky hatton, tyson fury,
gary speed, ruby wax, fern britton, denise welch, nadiya hussain, lenny henry, martin lewis,
sophie ellis-bextor, olivia newton-john, michael mosley, harold shipman, lucy letby, kurt cobain,
liam payne, matthew perry, angelina jolie, kylie minogue, shannen doherty, charlie sheen,
gareth thomas, jonnie irwin, esther rantzen, nicky campbell, phillip schofield, huw edwards,
phil mitchell, sharon watts, ian beale, gail platt, jack duckworth, kim tate
"""
PUBLIC_FIGURES: Final = frozenset(" ".join(name.split()) for name in _FIGURES.split(","))
"""First name and surname, with some of the figures of soaps."""

PUBLIC_TITLES: Final = set_of(
    "king queen prince princess duke duchess lord lady sir dame baroness baron pope saint st "
    "president senator minister secretary emperor"
)
"""Directly before a name: its bearer is known, or long dead."""
