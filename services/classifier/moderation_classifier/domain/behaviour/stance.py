"""The signs by which a text takes another stand than one of nearly the same words.

Who rebuts, asks about, passes on or reports a claim repeats it, and a `not` among twenty words
leaves two texts alike. So the words that turn what is said round are compared for themselves. The
list is closed and known to be too long rather than too short: a word too many asks a person once
more about a copy, a word too few lets one person's verdict take away a comment that nobody read.
Names, links, numbers and emoji are no signs, so that copies that differ in them stay together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from moderation_classifier.domain.text import NormalisedText, Span, View

_QUESTION: Final = "?"
_QUOTATION: Final = '"'
_NOT: Final = "not"

_CONTRACTED: Final = (
    "aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt"
    " shant shouldnt wasnt werent wont wouldnt"
)
"""All of them read as `not`: who writes `don't` for `do not` says the same."""
_NEGATED: Final = (
    "not no nope nah never none nobody nothing nowhere neither nor without hardly barely unlikely"
    " false falsely fake fakenews untrue wrong wrongly incorrect inaccurate mistaken misleading"
    " misled unproven unfounded baseless debunk debunked debunks disproved disproven refuted lie"
    " lies lied lying liar liars myth myths hoax nonsense rubbish garbage bollocks bull bullshit"
    " crap tosh misinformation disinformation contrary opposite"
)
_TURNED: Final = "but however although though unlike despite if unless whether"
_REPORTED: Final = (
    "say says said saying tell tells told telling write writes wrote written writing claim claims"
    " claimed claiming state states stated allege alleges alleged allegedly apparently supposedly"
    " according report reports reported reporting repeat repeats repeated repeating quote quotes"
    " quoted quoting posted posting shared sharing sent sends comment comments commented commenting"
    " reply replied called calling calls shouted shouting screamed yelled texted messaged tweeted"
    " heard hears rumour rumours rumor rumors"
)
_BELIEVED: Final = (
    "believe believes believed believing belief think thinks thought thinking reckon reckons"
    " convinced insist insists insisted argue argues argued suggest suggests suggested suppose"
    " doubt doubts doubted doubtful unsure uncertain maybe perhaps possibly suspect suspects"
    " sceptical skeptical wonder wonders wondering wondered ask asks asked asking question"
    " questions worried worry worries confused"
)
_CONDEMNED: Final = (
    "stop stopped stopping disagree disagrees disagreed oppose opposes opposed against condemn"
    " condemns condemned reject rejects rejected deny denies denied ignore ignored ashamed shame"
    " shameful disgust disgusted disgusting disgrace disgraceful appalling appalled vile horrible"
    " horrified horrifying shocking shocked sickening sickened unacceptable ridiculous absurd"
    " stupid hateful racist racism offended offensive abusive remove removed delete deleted block"
    " blocked ban banned flag flagged police"
)
_OPENERS: Final = (
    "do does did is are was were am can could will would shall should may might must has have had"
    " who whose what when where why which how aint arent cant couldnt didnt doesnt dont hadnt hasnt"
    " havent isnt mustnt shouldnt wasnt werent wont wouldnt"
)
"""What a question begins with where nobody writes its mark; that some commands do is no harm."""
_BEFORE_OPENERS: Final = (
    "hi hiya hello hey all everyone everybody folks dear team so and but ok okay well oh please"
    " sorry just also wait"
)


def _signs() -> Iterator[tuple[str, str]]:
    for word in (_NEGATED, _TURNED, _REPORTED, _BELIEVED, _CONDEMNED):
        yield from ((each, each) for each in word.split())
    yield from ((each, _NOT) for each in _CONTRACTED.split())


_SIGNS: Final[Mapping[str, str]] = MappingProxyType(dict(_signs()))
_OPENS: Final = frozenset(_OPENERS.split())
_LEADS: Final = frozenset(_BEFORE_OPENERS.split())

_TOKEN: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_QUESTION_MARKS: Final = re.compile("[?❓❔]")
_AFTER_LINK: Final = "?!.,;:)]}\"'*"
_DOUBLE_QUOTE: Final = re.compile(r'(?<![0-9])"')
"""After a figure it stands for inches or seconds."""
_OPENING_QUOTE: Final = re.compile(r"(?<![a-z0-9])'(?=[a-z0-9])")
_CLOSING_QUOTE: Final = re.compile(r"(?<=[a-z0-9.,!?])'(?![a-z0-9])")


def stance_of(text: NormalisedText) -> tuple[str, ...]:
    """Return the signs of a text in the order of the alphabet, in time linear in the text.

    A word is there as often as it is said, since `not` in another place adds one; that something
    is asked, or stands in quotation marks, is there once.
    """
    plain = text.plain
    links = [match.span() for match in _TOKEN.finditer(plain.text) if _is_link(match.group())]
    places = [plain.span(*link) for link in links]
    said: Counter[str] = Counter()
    # What one reading of a disguise hides, another shows; none of them counts a word twice.
    for view in (text.words, *text.disguises):
        said |= Counter(_signs_in(view, places))
    marks = []
    if _asks(text):
        marks.append(_QUESTION)
    if _quotes(plain.text):
        marks.append(_QUOTATION)
    return tuple(sorted([*said.elements(), *marks]))


def _signs_in(view: View, links: list[Span]) -> Iterator[str]:
    left = iter(links)
    link = next(left, None)
    for match in _TOKEN.finditer(view.text):
        sign = _SIGNS.get(match.group())
        if sign is None:
            continue
        place = view.places[match.start()]
        while link is not None and link.end <= place:
            link = next(left, None)
        if link is None or place < link.start:
            yield sign


def _is_link(token: str) -> bool:
    # A bare `wrong.Vaccines` is a stop without its space, and hides no word.
    before, slash, _ = token.partition("/")
    return "://" in token or token.startswith("www.") or bool(slash and "." in before)


def _asks(text: NormalisedText) -> bool:
    plain = text.plain.text
    return any(_has_mark(token) for token in plain.split()) or any(
        _opens_question(plain, *sentence) for sentence in text.sentences
    )


def _has_mark(token: str) -> bool:
    # In the middle of a link it is a part of the address.
    looked_at = token[len(token.rstrip(_AFTER_LINK)) :] if _is_link(token) else token
    return _QUESTION_MARKS.search(looked_at) is not None


def _opens_question(plain: str, start: int, end: int) -> bool:
    for match in _WORD.finditer(plain, start, end):
        word = match.group().replace("'", "")
        if word not in _LEADS:
            return word in _OPENS
    return False


def _quotes(plain: str) -> bool:
    if _DOUBLE_QUOTE.search(plain):
        return True
    # One alone is an apostrophe.
    return bool(_OPENING_QUOTE.search(plain) and _CLOSING_QUOTE.search(plain))
