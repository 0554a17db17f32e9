"""What a pack cites to the public is a place in a policy or a law, and no note to colleagues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest

from moderation_common.policy import PolicyPack, PolicyPacks

BODIES: Final = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")
CITED: Final = re.compile(
    r"Section \d|Appendix [A-Z\d]|\d+\.\d+(?:\.\d+)*(?=$|:| and |,)|Table of comments, row \d|"
    r"Managing social media, |Use: |UK GDPR, article \d|Freedom of Information Act 2000, section \d"
)
"""How a citation of these bodies' policies, or of the law, begins."""
NOTE: Final = re.compile(
    r"default|(?i:names none|not stated|promises no|placeholder|cannot wait|no cover|to be agreed|"
    r"confirm|on call|out of hours|notify|consult|in line with|todo)"
)
"""What only colleagues say to each other."""


def cited(pack: PolicyPack) -> Iterator[str]:
    """Yield every clause that a reason, a notice or a measure can carry to the commenter."""
    yield from (rule.clause for rule in pack.house_rules)
    yield from (route.clause for route in pack.routes if route.clause is not None)


@pytest.mark.parametrize("body", BODIES)
def test_a_clause_is_a_citation(packs: PolicyPacks, body: str) -> None:
    """It begins with where it stands, so that whoever reads it can look it up."""
    assert [clause for clause in cited(packs[body]) if not CITED.match(clause)] == []


@pytest.mark.parametrize("body", BODIES)
def test_no_clause_holds_a_note_to_colleagues(packs: PolicyPacks, body: str) -> None:
    """Why it is so, who is told and whose default it is stands beside it, as a note."""
    assert [clause for clause in cited(packs[body]) if NOTE.search(clause)] == []


@pytest.mark.parametrize("body", BODIES)
def test_a_route_without_a_clause_says_to_colleagues_why(packs: PolicyPacks, body: str) -> None:
    """What the policy does not speak of is the product's default, which the body confirms."""
    silent = [route for route in packs[body].routes if route.clause is None]
    assert all(route.note and NOTE.search(route.note) for route in silent)


@pytest.mark.parametrize(
    "text",
    [
        "Product default; the policy names none",
        "Appendix B: serious risk; 4.5 has no cover out of hours, but a person cannot wait",
        "Section 5: after consultation with the Chief Executive",
    ],
)
def test_a_note_is_told_from_a_citation(text: str) -> None:
    """The two tests above can fail: what once stood in the packs is a note."""
    assert NOTE.search(text)
