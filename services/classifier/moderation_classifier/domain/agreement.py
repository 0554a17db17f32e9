"""How the word of the rules and the word of a model become one score for a label.

Both stand on the scale of the packs' thresholds, and come from sources that err independently. Two
that agree are surer than either; where a certain rule and the model flatly contradict each other
about what may be removed, a person decides; and of a rule's doubt, of what only moves a comment to
a desk, and of what colours a report, the model is the better judge.
"""

from __future__ import annotations

from typing import Final

from moderation_common.policy.house_rules import LEAST_TO_REMOVE, REMOVING_LABELS
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    CONVERSATION_LABELS,
    ROUTING_LABELS,
    Label,
)

_AGREES: Final = 0.2
"""From here on the model supports what a rule has found."""
_AGREES_ON_DANGER: Final = 0.35
"""The same where somebody may be in danger: there people are asked at small probabilities, so that
less than a doubt of the model's own makes no doubt certain."""
_CONTRADICTS: Final = 0.05
"""Below this the model holds the label to be as good as impossible."""
_BEARS_OUT: Final = 0.78
"""From here on the model is sure enough of a label for a rule that finds it, too, to remove alone.
Of what was rightly removed on the tuning lines this puts one in a hundred before a person, and
spares half of what was wrongly removed."""
CERTAIN: Final = 0.8
"""From here on a rule is sure by itself; a name with a title, at 0.75, is not."""
_SURE: Final = 0.9
"""From here on the model's word alone may remove a comment."""
NOT_TO_REMOVE: Final = round(LEAST_TO_REMOVE - 0.01, 2)
"""Certain, and for a person under every policy: what two doubts add up to."""
_CONTRADICTED_SCORE: Final = 0.6
"""What a contradicted rule still counts: a doubt for a person under every pack."""
_DANGER_CERTAIN: Final = 0.6
"""From here on a rule that finds danger sends for people, whatever the model holds."""
DISMISSED: Final = 0.3
"""Below every pack's `review`: nobody is asked about it."""

_BY_FORM: Final = frozenset({Label.PROFANITY, Label.PERSONAL_DATA, Label.STAFF_NAMED})
"""Labels that words, formats and names decide, against which a model's silence proves nothing."""
_FOR_A_PERSON: Final = frozenset({Label.DEFAMATION})
"""Labels for which no machine removes anything: whether somebody who says "that doctor killed my
husband" slanders or mourns, no text tells."""
_NEVER_ALONE: Final = _BY_FORM | _FOR_A_PERSON | {Label.INCITEMENT, Label.IMPERSONATION}
"""Labels for which a model alone removes nothing. "Get on the phone to the council, all of you" is
how people stand up for a hospital, and reads like a call to harass; "Official petition: save our
walk-in centre", with the body's name before it, like one who poses as the body."""
_BY_PERSON: Final = frozenset({Label.STAFF_NAMED})
"""Labels of which the rules doubt who is blamed: the model sees a name and blame, and is as sure
where a nurse is named beside a bad car park, so that its word leaves that doubt as it is."""
_CONTESTABLE: Final = REMOVING_LABELS - _BY_FORM
_FOR_A_DESK: Final = ROUTING_LABELS - AT_RISK_LABELS
_BY_LAW: Final = frozenset({Label.FOI, Label.SUBJECT_ACCESS, Label.IG_INCIDENT})
"""Labels with a term set by law."""


def combine(
    label: Label,
    *,
    by_rules: float,
    by_model: float | None,
    heard_out: bool = True,
    own: bool = False,
    quoted: bool = False,
) -> float:
    """Return the score of a label from what the rules and what the model give it.

    A rule that is certain of danger is never weakened: a contradicted threat stays a threat, and
    only its removal waits for a person. With `heard_out` false the model has not read all of the
    text: no silence of it speaks against a rule, and none lets a rule remove alone. With `own` the
    rule is the body's own, which no model contradicts. What is `quoted`, a person judges, and so
    what somebody is accused of.
    """
    if by_model is None:
        return by_rules if own else unheard(label, by_rules)
    score = _weigh(label, by_rules, by_model, heard_out=heard_out, own=own)
    judged = (quoted and label in REMOVING_LABELS) or (label in _FOR_A_PERSON and not own)
    return min(score, NOT_TO_REMOVE) if judged else score


def _weigh(label: Label, by_rules: float, by_model: float, *, heard_out: bool, own: bool) -> float:
    if heard_out and not own:
        cap = _cap_of_contradicted(label, by_rules, by_model)
        if cap is not None:
            return min(by_rules, cap)
    contested = label in _CONTESTABLE and not own
    score = by_rules
    if by_model >= (_AGREES_ON_DANGER if label in AT_RISK_LABELS else _AGREES):
        score = round(1 - (1 - by_rules) * (1 - by_model), 4)
        if by_rules < CERTAIN and by_model < _SURE:
            score = max(by_rules, by_model, min(score, NOT_TO_REMOVE))
        if by_rules < CERTAIN and label in _BY_PERSON:
            score = min(score, NOT_TO_REMOVE)
    # What the model is not nearly sure of by itself, no rule removes alone.
    return min(score, NOT_TO_REMOVE) if contested and by_model < _BEARS_OUT else score


def by_itself(label: Label, by_model: float, *, none_private: bool = False) -> float:
    """Return the score of a label that the model alone finds.

    Of what is private the detectors know the forms, and of staff the directory knows the names:
    what has none, a person judges, and so with calls to act. With `none_private` the text holds
    numbers or addresses of which none was found to be private, and the model sees no difference
    between one and another: its word on personal data is a doubt.
    """
    if label is Label.PERSONAL_DATA and none_private:
        return min(by_model, _CONTRADICTED_SCORE)
    return min(by_model, NOT_TO_REMOVE) if label in _NEVER_ALONE else by_model


def unheard(label: Label, by_rules: float) -> float:
    """Return the score of a label where no model was heard that could have spoken against it.

    It failed, is off, is missing, or is the one that stands in: what a model might have contested,
    the rules alone do not remove.
    """
    return min(by_rules, NOT_TO_REMOVE) if label in _CONTESTABLE else by_rules


def _cap_of_contradicted(label: Label, by_rules: float, by_model: float) -> float | None:
    """Return the highest that a rule may count against the model's word; None for as it is."""
    if label in AT_RISK_LABELS:
        # The least suspicion of the model's keeps a rule's doubt before a person.
        doubted = by_rules < _DANGER_CERTAIN and by_model < _CONTRADICTS
        return DISMISSED if doubted else None
    if label in CONVERSATION_LABELS:
        return DISMISSED if by_model < _AGREES else None
    if by_model >= _CONTRADICTS:
        return None
    if label in _FOR_A_DESK:
        # What names its law stays before a person: the body must answer, or tell of it, in time.
        named = label in _BY_LAW and by_rules >= _SURE
        return _CONTRADICTED_SCORE if named else DISMISSED
    if label is Label.THREAT:
        return NOT_TO_REMOVE
    if label in _CONTESTABLE:
        return _CONTRADICTED_SCORE if by_rules >= CERTAIN else DISMISSED
    return None


def read_in_context(label: Label, *, alone: float, answering: float) -> float:
    """Return the model's score of a label for a comment that answers something.

    `alone` is the score of the comment by itself, `answering` the score with what it answers.
    Danger counts wherever it shows. For a house rule what is answered can raise a doubt or lower
    certainty to one, and so ask a person: it removes nothing, and clears nothing, by itself.
    """
    if label in AT_RISK_LABELS:
        return max(alone, answering)
    if label in REMOVING_LABELS:
        if answering > alone:
            return max(alone, min(answering, NOT_TO_REMOVE))
        return max(answering, min(alone, _CONTRADICTED_SCORE))
    return answering
