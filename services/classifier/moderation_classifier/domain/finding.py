"""One piece of evidence that a text carries a label, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.text import Span
from moderation_common.vocabulary import Label

REPETITION: Final = "repetition"
"""Source of the finding that somebody writes the same again and again."""

ANSWERED: Final = "answered-danger"
"""Source of the finding that few words answer a cry for help, or a question about danger."""

SECOND_OPINION: Final = "second-opinion:"
"""How the source of what another model holds begins; that model's name follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule, detector or model says about one text."""

    label: Label
    score: float
    """From 0 to 1: how sure this source is that the label holds."""
    span: Span | None
    """Where in the original text, in code points; `None` when the whole text is meant."""
    source: str
    """The id of the rule, detector or model."""
    by_model: bool = False
    """True for the word of a model, which alone may ask a person but wakes nobody."""
    by_rules: float | None = None
    """What the rule alone gives, where a model has weighed it; for when the model is off."""
    present_danger: bool = False
    """True when the words say that somebody is in danger now."""
    quoted: bool = False
    """True when the words repeat what somebody else said, for which nothing is removed unread."""
    whose_is_open: bool = False
    """True when the words may lead to an office or a meeting place as well as to a private person,
    tell of nobody in particular, or be a name, which no model can tell either: nothing is removed
    for them unread."""
