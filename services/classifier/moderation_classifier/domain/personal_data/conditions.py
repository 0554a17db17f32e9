"""A person's full name beside a diagnosis: always in doubt, never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.names.public_figures import PUBLIC_FIGURES
from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES
from moderation_classifier.domain.text import Span

_NAMED_CONDITION: Final = re.compile(
    r"\b(?!King|Queen|Prince|Princess|President|Lord|Lady|Sir|Dame|Saint|Dr|Doctor|Nurse|Public|"
    r"The|My|Your|Our|His|Her|If|Every|North|South|East|West|Long|Type)[A-Z][a-z]{2,15} "
    r"[A-Z][a-z]{2,20}(?: (?:from|at|of|on|in) [\w' ]{2,30}?)? (?:has(?: got)?|is|was|had|is being "
    r"treated for|was diagnosed with|suffers (?:with|from))(?! not\b| never\b)(?: \w+){0,2}? "
    r"(?:HIV|hiv|AIDS|herpes|chlamydia|syphilis|hepatitis|schizophreni\w+|bipolar|psychosis|dementia|cancer|cirrhosis|"
    r"sectioned|an abortion|a miscarriage|a vasectomy|an STI|an STD|in rehab|on methadone|"
    r"an addict)\b(?! (?:ward|unit|clinic|centre|team|nurse|lead|specialist|charity)\b)"
)


def find_conditions(original: str) -> Iterator[Span]:
    """Yield where a name and a condition stand in the text as it was written."""
    for match in islice(_NAMED_CONDITION.finditer(original), MAX_CANDIDATES):
        if " ".join(match.group().lower().split()[:2]) not in PUBLIC_FIGURES:
            yield Span(*match.span())
