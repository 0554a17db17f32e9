"""The documents point at what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.infrastructure import REPOSITORY

_FOLDERS: Final = ("docs", "services", "deploy", "libs", "policies", "tests", "tools")

_DOCUMENTS: Final = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(path for folder in _FOLDERS for path in (REPOSITORY / folder).rglob("*.md")),
    ]
)

_LINK: Final = re.compile(r"\]\(([^)#\s]+)[^)\s]*\)")

# A path from the top of the tree, in code marks.
_PATH: Final = re.compile(rf"`((?:{'|'.join(_FOLDERS)})/[\w./-]+)`")


# A word in capitals stands for something else: `policies/BODY.yaml`.
_PLACEHOLDER: Final = re.compile(r"\b(?!README|CHANGELOG|LICENSE)[A-Z]{3,}\b")


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def _broken(document: Path) -> Iterator[str]:
    text = document.read_text("utf-8")
    for link in _LINK.findall(text):
        if "://" not in link and not (document.parent / link).exists():
            yield link
    for path in _PATH.findall(text):
        if not _PLACEHOLDER.search(path) and not (REPOSITORY / path).exists():
            yield path


@pytest.mark.parametrize("document", _DOCUMENTS, ids=_name)
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    """Every link within the tree, and every path that is named, exists."""
    assert list(_broken(document)) == []


@pytest.mark.parametrize("document", _DOCUMENTS, ids=_name)
def test_headings_that_are_linked_exist(document: Path) -> None:
    """A link to a heading of another document finds it."""
    for link, heading in re.findall(r"\]\(([^)#\s]*\.md)#([^)\s]+)\)", document.read_text("utf-8")):
        headings = re.findall(
            r"^#+ (.+)$", (document.parent / link).read_text("utf-8"), re.MULTILINE
        )
        assert heading in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}
