"""What a second opinion may do: tell a person in doubt what another machine holds.

It takes nothing away. No comment is removed or spared on its word, none leaves the queue, no label
is lowered. A danger that the decision itself suspects becomes a doubtful label, for which a case is
opened, where the opinion holds it too: then two have seen it. One that it alone sees is told to
whoever reads the comment anyway, and wakes nobody. Whatever a comment makes the other machine say,
it can do no more than this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from moderation_classifier.domain.decision import Decision, Reason, clause_for
from moderation_classifier.domain.finding import SECOND_OPINION
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.personal_data import DetailKind
from moderation_classifier.domain.switches import Switches
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import CONVERSATION_LABELS, DANGER_LABELS, Label

_ABOUT_PEOPLE: Final = frozenset({Label.PERSONAL_DATA, Label.IG_INCIDENT})
"""Labels of texts that tell of somebody what is not for others."""
_DETECTORS: Final = frozenset(kind.source for kind in DetailKind)
_LABEL_ORDER: Final = {label: place for place, label in enumerate(Label)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What another model holds of a text."""

    labels: frozenset[Label]
    model: str
    """Its name and version, as the endpoint gave them."""

    @property
    def source(self) -> str:
        """The id by which reasons name it, and by which it can be switched off."""
        return f"{SECOND_OPINION}{self.model}"


def wants_second_opinion(decision: Decision) -> bool:
    """Say whether labels alone are in doubt: nobody is surely in danger, and it is English."""
    if not decision.review or decision.language != ENGLISH:
        return False
    # A danger that a switch has taken out of use is one all the same: its text stays here.
    if not DANGER_LABELS.isdisjoint({*decision.labels, *decision.unheeded}):
        return False
    return any(
        reason.label not in decision.labels and reason.label not in CONVERSATION_LABELS
        for reason in decision.reasons
    )


def tells_of_people(decision: Decision) -> bool:
    """Say whether the text may hold personal data, certain or in doubt, switched off or not."""
    return not _ABOUT_PEOPLE.isdisjoint(decision.conceivable)


def is_located(decision: Decision) -> bool:
    """Say whether detectors found all the personal data that the text may hold.

    What they find can be taken out. A model, or a rule on words, does not say which words lead to
    somebody.
    """
    located = {one.label for one in decision.reasons if one.source in _DETECTORS and one.span}
    return located.issuperset(_ABOUT_PEOPLE & decision.conceivable)


def heed(
    decision: Decision, opinion: Opinion | None, pack: PolicyPack, *, off: Switches
) -> Decision:
    """Return the decision with the opinion beside its doubts; the same one where it has no say.

    `off` is what the pack and the switches have off together. A label that is off is not given on
    the opinion's word either; the sentence that a person reads still names it.
    """
    if opinion is None or opinion.source in off.rules or not wants_second_opinion(decision):
        return decision
    seen = (opinion.labels & DANGER_LABELS) - {*decision.labels, *decision.doubtful}
    told = seen - off.labels
    suspected = {reason.label for reason in decision.reasons}
    return replace(
        decision,
        doubtful=_in_order((*decision.doubtful, *(told & suspected))),
        doubts=(*decision.doubts, _sentence(opinion)),
        reasons=_reasons(decision, opinion, pack=pack, alone=told - suspected),
        unheeded=_in_order((*decision.unheeded, *(seen & off.labels))),
    )


def _sentence(opinion: Opinion) -> str:
    held = [label.replace("_", " ") for label in _in_order(opinion.labels - CONVERSATION_LABELS)]
    if not held:
        return f"A second opinion ({opinion.model}) holds nothing against it."
    return f"A second opinion ({opinion.model}) holds it to be {' and '.join(held)}."


def _reasons(
    decision: Decision, opinion: Opinion, *, pack: PolicyPack, alone: frozenset[Label]
) -> tuple[Reason, ...]:
    """Name the opinion beside the source there was, and for `alone` as the only one.

    It changes no score.
    """
    reasons = [
        replace(reason, seconded_by=opinion.source)
        if reason.label in opinion.labels and reason.label not in decision.labels
        else reason
        for reason in decision.reasons
    ]
    reasons.extend(_told_alone(label, opinion.source, pack) for label in alone)
    return tuple(sorted(reasons, key=lambda reason: _LABEL_ORDER[reason.label]))


def _told_alone(label: Label, source: str, pack: PolicyPack) -> Reason:
    return Reason(
        label=label,
        clause=clause_for(label, pack.rule_for(label), pack),
        words=None,
        # It gave no score; what is in doubt has at least this one.
        score=pack.thresholds.of(label).review,
        span=None,
        source=source,
    )


def _in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    return tuple(sorted(set(labels), key=_LABEL_ORDER.__getitem__))
