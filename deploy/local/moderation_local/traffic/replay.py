"""Sends a file of comments, one JSON object a line, through the simulated platforms.

A line needs `text` and nothing more. What it may also say: `id`, `platform`, `kind`, `post`,
`parent` (what a reply answers), `author` (a name, or an object with one) and `organisation`; other
fields are passed over. Where a line does not say, the bodies' Facebook pages and X accounts take
turns.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from moderation_common.errors import ConfigurationError
from moderation_common.other_words import in_our_words
from moderation_common.policy import Account, PolicyPack, PolicyPacks
from moderation_common.vocabulary import Kind, Platform
from moderation_local.traffic.sending import (
    PATIENCE_S,
    SIMULATED,
    Outgoing,
    RefusedComment,
    SentComment,
    SimulatorClient,
    accounts_of,
)

_CHUNK: Final = 200
_MAX_REF: Final = 80
_MAX_NAME: Final = 200
_MAX_POST: Final = 8000
_MAX_PARENT: Final = 8000

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class BadLine:
    """A line that was skipped."""

    line: int
    """Counted from one."""
    reason: str
    """One sentence."""


@dataclass(frozen=True)
class ReplayProgress:
    """How far a replay has come."""

    lines: int
    sent: int
    skipped: int


@dataclass(frozen=True)
class ReplayReport:
    """What a replay sent."""

    sent: tuple[SentComment, ...]
    """Each `ref` is the line's own `id`, or `line N`."""
    skipped: tuple[BadLine, ...]
    moved: int
    """Lines that name a platform which the simulator does not play; they went out on Facebook."""


@dataclass(frozen=True)
class _Line:
    number: int
    content: dict[str, Any]


class _BadLineError(ValueError):
    """A line cannot be sent; the message is the sentence that says why."""


async def replay(
    path: Path,
    simulator_url: str,
    packs: PolicyPacks,
    *,
    org: str | None = None,
    on_progress: Callable[[ReplayProgress], None] | None = None,
    patience_s: float = PATIENCE_S,
) -> ReplayReport:
    """Send every line that can be sent, in order, and say which could not.

    `org` gives every line to one body, whatever the line says. Raises `ConfigurationError` when
    the file cannot be read or a body is unknown, and `SimulatorError` when the simulator is away
    for longer than `patience_s`.
    """
    router = _Router(packs, org=org)
    run = f"replay-{uuid.uuid4().hex[:12]}"
    sent: list[SentComment] = []
    skipped: list[BadLine] = []
    lines = 0
    async with SimulatorClient(simulator_url, patience_s=patience_s) as simulator:
        for chunk in _chunks(path):
            outgoing: list[tuple[int, Outgoing]] = []
            for number, read in chunk:
                lines = number
                try:
                    outgoing.append((number, router.route(_content(number, read))))
                except _BadLineError as error:
                    skipped.append(BadLine(number, str(error)))
            results = await _write(simulator, outgoing, run=run)
            sent += [one for _number, one in results if isinstance(one, SentComment)]
            skipped += [
                BadLine(number, one.reason)
                for number, one in results
                if isinstance(one, RefusedComment)
            ]
            if on_progress is not None:
                on_progress(ReplayProgress(lines, sent=len(sent), skipped=len(skipped)))
    skipped.sort(key=lambda bad: bad.line)
    return ReplayReport(tuple(sent), tuple(skipped), moved=router.moved)


async def _write(
    simulator: SimulatorClient, outgoing: Sequence[tuple[int, Outgoing]], *, run: str
) -> list[tuple[int, SentComment | RefusedComment]]:
    if not outgoing:
        return []
    results = await simulator.write_many([one for _number, one in outgoing], run=run)
    return [(number, result) for (number, _one), result in zip(outgoing, results, strict=True)]


def _chunks(path: Path) -> Iterator[list[tuple[int, bytes]]]:
    try:
        with path.open("rb") as file:
            numbered = ((number, line) for number, line in enumerate(file, start=1) if line.strip())
            while chunk := list(itertools.islice(numbered, _CHUNK)):
                yield chunk
    except OSError as error:
        msg = f"The file {path} cannot be read ({error.strerror}); name another."
        raise ConfigurationError(msg) from error


def _content(number: int, line: bytes) -> _Line:
    try:
        content = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _BadLineError("The line is not in UTF-8.") from None
    except (ValueError, RecursionError):
        raise _BadLineError("The line is no JSON.") from None
    if not isinstance(content, dict):
        raise _BadLineError("The line is no JSON object.")
    return _Line(number, content)


class _Router:
    """Finds the account for each line, in turns where the line leaves it open."""

    def __init__(self, packs: PolicyPacks, *, org: str | None) -> None:
        if org is not None and org not in packs:
            known = ", ".join(packs.organisations)
            raise ConfigurationError(f"There is no body {org}; the bodies are {known}.")
        self._packs = packs
        self._org = org
        self._turns: dict[tuple[str | None, Platform | None], itertools.cycle[_Place]] = {}
        self.moved = 0

    def route(self, line: _Line) -> Outgoing:
        """Return what to send for a line; raises `_BadLineError`."""
        content = line.content
        text = _text(content)
        organisation = self._organisation(content)
        wanted = _member(content, "platform", Platform)
        parent = _said(content, "parent", longest=_MAX_PARENT)
        kind = _member(content, "kind", Kind) or (Kind.REPLY if parent else Kind.COMMENT)
        platform = wanted
        if wanted is not None and wanted not in SIMULATED:
            platform = Platform.FACEBOOK
        place = self._place(organisation, platform)
        if wanted is not platform:
            self.moved += 1
        return Outgoing(
            key=str(line.number),
            ref=_ref(line),
            organisation=place.pack.organisation.key,
            platform=place.account.platform,
            account_id=place.account.external_id,
            kind=kind,
            text=text,
            author=_author(content) or f"Reader {line.number}",
            post=_said(content, "post", longest=_MAX_POST),
            parent=parent if kind is Kind.REPLY else None,
        )

    def _organisation(self, content: dict[str, Any]) -> str | None:
        if self._org is not None:
            return self._org
        organisation = content.get("organisation") or content.get("org")
        if organisation is None:
            return None
        if not isinstance(organisation, str) or organisation not in self._packs:
            known = ", ".join(self._packs.organisations)
            raise _BadLineError(f"The organisation is none of {known}.")
        return organisation

    def _place(self, organisation: str | None, platform: Platform | None) -> _Place:
        turns = self._turns.get((organisation, platform))
        if turns is None:
            places = self._places(organisation, platform)
            if not places:
                where = "Facebook or X" if platform is None else str(platform)
                raise _BadLineError(f"The body has no public account on {where}.")
            turns = self._turns[organisation, platform] = itertools.cycle(places)
        return next(turns)

    def _places(self, organisation: str | None, platform: Platform | None) -> list[_Place]:
        packs = list(self._packs) if organisation is None else [self._packs[organisation]]
        by_body = [
            [
                _Place(pack, account)
                for account in accounts_of(pack)
                if platform in {None, account.platform}
            ]
            for pack in packs
        ]
        # Body by body in turn, so that five lines reach five bodies.
        rounds = itertools.zip_longest(*by_body)
        return [place for round_ in rounds for place in round_ if place is not None]


@dataclass(frozen=True)
class _Place:
    pack: PolicyPack
    account: Account


def _text(content: dict[str, Any]) -> str:
    text = content.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _BadLineError("The line has no text.")
    if not _is_whole(text):
        raise _BadLineError("The text holds half a character, which no platform takes.")
    return text


def _member(content: dict[str, Any], name: str, words: type[Word]) -> Word | None:
    value = content.get(name)
    if value is None:
        return None
    try:
        return words(str(in_our_words(value)))
    except ValueError:
        raise _BadLineError(f"The {name} is none of {', '.join(words)}.") from None


def _optional_text(content: dict[str, Any], name: str, *, longest: int) -> str | None:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip() or not _is_whole(value):
        return None
    return value[:longest]


def _said(content: dict[str, Any], name: str, *, longest: int) -> str | None:
    """Return what the post or the parent says, also by the name that the events have for it."""
    return _optional_text(content, name, longest=longest) or _optional_text(
        content, f"{name}_text", longest=longest
    )


def _author(content: dict[str, Any]) -> str | None:
    author = content.get("author")
    if not isinstance(author, dict):
        return _optional_text(content, "author", longest=_MAX_NAME)
    named = _optional_text(author, "name", longest=_MAX_NAME)
    return named or _optional_text(author, "id", longest=_MAX_NAME)


def _is_whole(text: str) -> bool:
    """Tell whether a text has no lone surrogate, which JSON can spell and UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _ref(line: _Line) -> str:
    given = line.content.get("id")
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip():
        return str(given)[:_MAX_REF]
    return f"line {line.number}"
