"""The form with which a case is closed on its page: what came of it, and an answer for each label.

Every answer may be left out: what nobody has said is not guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

from moderation_common.vocabulary import Label
from moderation_common.web.storable import refuse_unstorable
from moderation_escalation.domain.case import LONGEST_OUTCOME, Answer

OUTCOME: Final = "outcome"
"""The field whose presence makes a form one that closes."""
_ANSWER: Final = "is-"
"""With a label's name behind it the field of the answer for that label."""
YES: Final = "yes"
NO: Final = "no"
_MOST_FIELDS: Final = len(Label) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What somebody filled in."""

    outcome: str = ""
    said: Mapping[Label, str] = field(default_factory=dict)
    """`yes` or `no` of each label that was answered for."""

    @property
    def complete(self) -> bool:
        """Whether it says what came of the case, in as many characters as are kept."""
        return 0 < len(self.outcome) <= LONGEST_OUTCOME

    def answer(self, labels: Collection[Label]) -> Answer:
        """Return what it says of the labels of a case."""
        return Answer(
            confirmed=tuple(label for label in labels if self.said.get(label) == YES),
            refused=tuple(label for label in labels if self.said.get(label) == NO),
        )


def read_closing(form: bytes) -> Closing | None:
    """Return what a form says; None when it is the one that takes a case.

    Raises `ValueError` for what no form of ours sends.
    """
    fields = parse_qs(form.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    if OUTCOME not in fields:
        return None
    return Closing(
        # Browsers end lines as in letters of old; characters are counted as people see them.
        outcome=refuse_unstorable(fields[OUTCOME][0]).replace("\r\n", "\n").strip(),
        said={
            label: fields[name][0]
            for label in Label
            if (name := f"{_ANSWER}{label.value}") in fields
        },
    )
