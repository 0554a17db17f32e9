"""How the word of the rules and the word of a model become one score for a label.

Both stand on the scale of the packs' thresholds, and come from sources that err independently. Two
that agree are surer than either; where they flatly contradict each other about abuse, a person
decides.
"""

from __future__ import annotations

from typing import Final

from moderation_common.vocabulary import HOUSE_RULE_LABELS, Label

_AGREES: Final = 0.2
"""From here on the model supports what a rule has found."""
_CONTRADICTS: Final = 0.05
"""Below this the model holds the label to be as good as impossible."""
_CERTAIN: Final = 0.75
"""From here on a rule is certain by itself."""
_SURE: Final = 0.9
"""From here on the model's word alone may remove a comment."""
_NOT_TO_REMOVE: Final = 0.79
"""Below every pack's `remove`: what two doubts add up to."""
_CONTRADICTED_SCORE: Final = 0.6
"""What a contradicted rule still counts: a doubt for a person under every pack."""

_BY_FORM: Final = frozenset(
    {Label.PROFANITY, Label.PERSONAL_DATA, Label.SPAM, Label.PROMOTION, Label.STAFF_NAMED}
)
"""Labels that rest on words, formats and names, about which a model has nothing to say."""
_CONTESTABLE: Final = HOUSE_RULE_LABELS - _BY_FORM


def combine(label: Label, *, by_rules: float, by_model: float | None) -> float:
    """Return the score of a label from what the rules and what the model give it.

    A rule is never weakened where somebody may be in danger: only house rules are contestable.
    """
    if by_model is None:
        return by_rules
    if by_rules <= 0:
        return by_model
    if by_model >= _AGREES:
        together = round(1 - (1 - by_rules) * (1 - by_model), 4)
        if by_rules < _CERTAIN and by_model < _SURE:
            return min(together, _NOT_TO_REMOVE)
        return together
    if by_model < _CONTRADICTS and label in _CONTESTABLE:
        return min(by_rules, _CONTRADICTED_SCORE)
    return by_rules
