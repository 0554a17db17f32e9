"""Incidents that are told of and not committed: "you have sent me somebody else's results".

Who reports that data got about does what the body needs, mostly as a complaint, and shows nobody's
data by it; to hide that would silence criticism. So the machine alone hides an incident only where
the text itself may hold personal data, or a rule is certain that something is shown. What is merely
told of keeps its label and so its way to information governance, and a person decides.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.agreement import CERTAIN, NOT_TO_REMOVE
from moderation_classifier.domain.labelling import Labelling, with_at_most
from moderation_common.vocabulary import Label

_POSSIBLE: Final = 0.5
"""From here on the bodies' packs hold personal data to be possible. Of the tuning lines that were
hidden, 64 of 66 that show somebody's data reach it, and none of 45 that tell of an incident."""


def with_told_incident_for_a_person(labelling: Labelling) -> Labelling:
    """Return the labelling under which no incident that is only told of is hidden unread.

    What a body's own list finds stays as it is.
    """
    if labelling.scores.get(Label.IG_INCIDENT, 0.0) <= NOT_TO_REMOVE or _shows_data(labelling):
        return labelling
    return with_at_most(labelling, Label.IG_INCIDENT, NOT_TO_REMOVE)


def _shows_data(labelling: Labelling) -> bool:
    if labelling.scores.get(Label.PERSONAL_DATA, 0.0) >= _POSSIBLE:
        return True
    return any(
        finding.label is Label.IG_INCIDENT and (finding.by_rules or 0.0) >= CERTAIN
        for finding in labelling.findings
    )
