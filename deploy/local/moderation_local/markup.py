"""The few pieces of HTML that the simulator's pages are made of; every text is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

_LONDON: Final = ZoneInfo("Europe/London")

STYLE: Final = """
:root { color-scheme: light; --ink: #212b32; --quiet: #4c6272; --line: #d8dde0; --blue: #005eb8; }
body { font: 1rem/1.5 Arial, sans-serif; color: var(--ink); background: #f0f4f5; margin: 0; }
header { background: var(--blue); color: #fff; padding: .75rem 1.5rem; }
header a { color: #fff; margin-right: 1.25rem; }
main { max-width: 60rem; margin: 1rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
article { background: #fff; border-left: .3rem solid var(--line); margin: .5rem 0;
  padding: .5rem .8rem; }
article.ours { border-color: var(--blue); } article.hidden { border-color: #ffb81c; }
article.deleted { border-color: #d5281b; } article article { margin-left: 1rem; }
p { margin: .2rem 0; overflow-wrap: anywhere; white-space: pre-line; }
.state { font-weight: bold; } .quiet { color: var(--quiet); font-size: .9rem; }
pre { background: #fff; padding: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
"""

# Alone in brackets, so that splitting keeps the addresses at the odd places.
_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"]+)")

_LINKS: Final = (("/", "Accounts"), ("/mail", "Mail"), ("/hooks", "Webhooks"))


def page(title: str, *parts: str) -> str:
    """Return a whole page; the parts are HTML already."""
    links = "".join(link(address, name) for address, name in _LINKS)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css"></head>'
        f'<body><header><nav aria-label="Pages">{links}</nav></header>'
        f"<main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def link(address: str, name: str) -> str:
    """Return a link."""
    return f'<a href="{escape(address)}">{escape(name)}</a>'


def tag(name: str, text: str, *, kind: str | None = None) -> str:
    """Return a text inside a tag."""
    opening = name if kind is None else f'{name} class="{escape(kind)}"'
    return f"<{opening}>{escape(text)}</{name}>"


def block(text: str) -> str:
    """Return a text as it was laid out, its addresses made into links."""
    parts = _ADDRESS.split(text)
    return f"<pre>{''.join(link(p, p) if n % 2 else escape(p) for n, p in enumerate(parts))}</pre>"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table; its cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def clock_time(at: float) -> str:
    """Return a moment as people in England read it; `at` is Unix seconds."""
    moment = datetime.fromtimestamp(at, _LONDON)
    return f"{moment:%a} {moment.day} {moment:%B %H:%M:%S}"
