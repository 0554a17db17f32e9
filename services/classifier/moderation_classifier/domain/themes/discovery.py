"""What is new: phrases that many people use now and few used before, put together by what they say.

A phrase is held against the body's own weeks before by log-odds with an informative Dirichlet prior
(Monroe, Colaresi and Quinn, 2008), the prior being how often the phrase is used in all weeks
together. It counts only when at least five different authors used it in the period.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.quality.estimate import Z_95
from moderation_classifier.domain.themes.trend import MIN_AUTHORS, false_alarm_limit
from moderation_classifier.domain.themes.wording import PhraseKey

_PRIOR_PEOPLE: Final = 500.0
"""How many people's worth of comments the prior weighs."""
_MIN_BEFORE: Final = 50
"""With fewer people before everything would be new."""
_TOGETHER: Final = 0.4
"""Phrases belong together from this share of common comments on (Jaccard)."""
_NEARLY_ALL: Final = 0.7
"""A longer phrase names a topic best if it is used by as many of those who use the commonest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseUse:
    """How many people used a phrase in the period and in the weeks before."""

    key: PhraseKey
    phrase: str
    now: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingPhrase:
    """A phrase that is used more than before, beyond chance."""

    use: PhraseUse
    odds_ratio: float
    low: float
    high: float
    """The 95 % interval of the ratio by itself."""
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopic:
    """Phrases that rose together, named by the most typical of them."""

    name: str
    phrases: tuple[RisingPhrase, ...]
    """The surest first."""
    comments: tuple[str, ...]
    """Refs of the comments of the period that use one, those that use most first."""


def rising_phrases(
    uses: Sequence[PhraseUse], *, people_now: int, people_before: int
) -> list[RisingPhrase]:
    """Return the phrases that rose beyond chance, the surest first; none without a past."""
    if people_before < _MIN_BEFORE:
        return []
    scored = []
    tested = [use for use in uses if use.now >= MIN_AUTHORS]
    for use in tested:
        shift, error = _log_odds(use, people_now=people_now, people_before=people_before)
        scored.append(
            RisingPhrase(
                use=use,
                odds_ratio=math.exp(shift),
                low=math.exp(shift - Z_95 * error),
                high=math.exp(shift + Z_95 * error),
                z=shift / error,
            )
        )
    limit = false_alarm_limit([_one_sided(one.z) for one in scored])
    rising = [one for one in scored if one.z > 0 and _one_sided(one.z) <= limit]
    return sorted(rising, key=lambda one: (-one.z, one.use.phrase))


def group_phrases(
    rising: Sequence[RisingPhrase], comments: Mapping[PhraseKey, Collection[str]]
) -> list[NewTopic]:
    """Return the phrases put together that stand in the same comments, the surest group first."""
    groups: list[tuple[list[RisingPhrase], set[str]]] = []
    for phrase in rising:
        refs = set(comments.get(phrase.use.key, ()))
        for members, leading in groups:
            # The surest phrase of a group stands for it, so that no chain joins strangers.
            if _likeness(refs, leading) >= _TOGETHER:
                members.append(phrase)
                break
        else:
            groups.append(([phrase], refs))
    return [_topic(members, comments) for members, _ in groups]


def _topic(
    members: Sequence[RisingPhrase], comments: Mapping[PhraseKey, Collection[str]]
) -> NewTopic:
    most = max(one.use.now for one in members)
    common = [one for one in members if one.use.now >= _NEARLY_ALL * most]
    best = max(common, key=lambda one: (one.use.phrase.count(" "), one.z))
    uses: dict[str, int] = {}
    for member in members:
        for ref in comments.get(member.use.key, ()):
            uses[ref] = uses.get(ref, 0) + 1
    return NewTopic(
        name=best.use.phrase,
        phrases=tuple(members),
        comments=tuple(sorted(uses, key=lambda ref: (-uses[ref], ref))),
    )


def _log_odds(use: PhraseUse, *, people_now: int, people_before: int) -> tuple[float, float]:
    everyone = people_now + people_before
    prior = max(_PRIOR_PEOPLE * (use.now + use.before) / everyone, 0.01)
    now = _logit(use.now + prior, people_now + _PRIOR_PEOPLE)
    before = _logit(use.before + prior, people_before + _PRIOR_PEOPLE)
    error = math.sqrt(1 / (use.now + prior) + 1 / (use.before + prior))
    return now - before, error


def _logit(said: float, of: float) -> float:
    return math.log(said) - math.log(max(of - said, 0.5))


def _one_sided(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2


def _likeness(one: Collection[str], other: Collection[str]) -> float:
    both = set(one) & set(other)
    either = set(one) | set(other)
    return len(both) / len(either) if either else 0.0
