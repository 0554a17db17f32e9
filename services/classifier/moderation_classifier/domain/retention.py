"""Until when a text may be kept, from the length of time that a pack gives."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import Final

from moderation_common.policy.part import Term, TermUnit

JUDGEMENTS_KEPT: Final = timedelta(days=730)
"""So far figures, proposals and themes may look back: two years, so that seasons can be compared.

What comments are about is kept no longer than what was decided about them: without people's
verdicts nobody could tell what counts.
"""

TEXTS_KEPT_WITHOUT_PACK: Final = Term(amount=13, unit=TermUnit.MONTHS)
"""For bodies that have left, whose packs say nothing any more: what the others' packs allow."""


def begin_of(term: Term, now: datetime) -> datetime:
    """Return the moment that lies the term before `now`; what is older has been kept too long.

    Working time is taken for plain time, which is the shorter: nothing is kept longer than allowed.
    """
    match term.unit:
        case TermUnit.MONTHS:
            return _months_before(now, term.amount)
        case TermUnit.MINUTES:
            return now - timedelta(minutes=term.amount)
        case TermUnit.HOURS | TermUnit.WORKING_HOURS:
            return now - timedelta(hours=term.amount)
        case TermUnit.DAYS | TermUnit.WORKING_DAYS:
            return now - timedelta(days=term.amount)


def _months_before(now: datetime, months: int) -> datetime:
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return now.replace(year=years, month=month + 1, day=min(now.day, last))
