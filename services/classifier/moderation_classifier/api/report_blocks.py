"""A report as headings, sentences, lists and tables, written as Markdown or as one HTML page.

It knows nothing of what a report says. Both forms escape what they are given; the page holds no
script, no style and nothing that is fetched, so that it opens anywhere and can be pasted into a
document or an e-mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, assert_never
from urllib.parse import quote

_ADDRESS: Final = ":/?#[]@!$&'()*+,;=%-._~"
"""What may stand in an address."""
_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|])")
"""What Markdown would read as its own within a line."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, which is a page of the web."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be typed or looked up as it stands; holds no backtick."""

    words: str


Line = tuple[str | Strong | Link | Code, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title, 1 for that of the whole report."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several."""

    line: Line


@dataclass(frozen=True, slots=True)
class Points:
    """A list without an order."""

    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a row of heads."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Points | Table


def say(*pieces: str | Strong | Link | Code) -> Paragraph:
    """Return a paragraph of some pieces."""
    return Paragraph(pieces)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return the report as Markdown, a blank line between two blocks."""
    return "\n\n".join("\n".join(_lines_of(block)) for block in blocks) + "\n"


def to_html(blocks: Sequence[Block], *, title: str) -> str:
    """Return the report as a whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n"
        + "\n".join(map(_element_of, blocks))
        + "\n</body>\n</html>\n"
    )


def _lines_of(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{'#' * block.level} {_marked(block.words)}"]
        case Paragraph():
            return [_markdown(block.line)]
        case Points():
            return [f"- {_markdown(line)}" for line in block.lines]
        case Table():
            rule = ["---"] * len(block.heads)
            rows = [block.heads, *block.rows]
            marked = [[_marked(cell) for cell in row] for row in rows]
            return [f"| {' | '.join(row)} |" for row in (marked[0], rule, *marked[1:])]
        case _:
            assert_never(block)


def _markdown(line: Line) -> str:
    parts = []
    for piece in line:
        match piece:
            case str():
                parts.append(_marked(piece))
            case Strong():
                parts.append(f"**{_marked(piece.words)}**")
            case Link():
                # No sign that ends an address in Markdown is left in it.
                parts.append(f"[{_marked(piece.words)}](<{quote(piece.address, safe=_ADDRESS)}>)")
            case Code():
                parts.append(f"`{piece.words}`")
            case _:
                assert_never(piece)
    return "".join(parts)


def _marked(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words.replace("\n", " "))


def _element_of(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.words)}</h{block.level}>"
        case Paragraph():
            return f"<p>{_html(block.line)}</p>"
        case Points():
            points = "\n".join(f"<li>{_html(line)}</li>" for line in block.lines)
            return f"<ul>\n{points}\n</ul>"
        case Table():
            heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in block.heads)
            rows = "\n".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
                for row in block.rows
            )
            # Word and mail programs keep these attributes, and drop a style sheet.
            return (
                '<table border="1" cellpadding="4" cellspacing="0">\n'
                f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
            )
        case _:
            assert_never(block)


def _html(line: Line) -> str:
    parts = []
    for piece in line:
        match piece:
            case str():
                parts.append(escape(piece))
            case Strong():
                parts.append(f"<strong>{escape(piece.words)}</strong>")
            case Link():
                address = escape(quote(piece.address, safe=_ADDRESS))
                parts.append(f'<a href="{address}" rel="noreferrer">{escape(piece.words)}</a>')
            case Code():
                parts.append(f"<code>{escape(piece.words)}</code>")
            case _:
                assert_never(piece)
    return "".join(parts)
