"""What the body's policy makes of a labelling: category, actions, urgency, routes, and why.

The machine acts alone only where the pack's table says so and the scores are certain. Everything
doubtful, unread or not in English goes to a person, and a removal is never the answer to doubt. So
does danger of which the policy tells no team, whatever is done to the comment, and every picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.switches import NOTHING_OFF, Switches, switch_off
from moderation_classifier.domain.text import Span
from moderation_common.events import Comment
from moderation_common.policy import PolicyPack, Ruling, decide_category, decide_urgency
from moderation_common.policy.house_rules import REMOVALS, HouseRule
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    CONVERSATION_LABELS,
    DANGER_LABELS,
    Action,
    Category,
    Label,
    Urgency,
)

_LABEL_ORDER: Final = {label: place for place, label in enumerate(Label)}
_ASKED_OF_THE_BODY: Final = frozenset({Label.QUERY, Label.COMPLAINT, Label.MEDICAL_ADVICE})
"""Labels that hold only of what is said to the body; who says it to somebody else asks nothing."""
_LESS_THAN_CERTAIN: Final = 0.0001
"""Scores are kept with four places."""
_TOLD_IN_DOUBT: Final = 0.5
"""From here on the model's suspicion of danger is told to a team as a rule's is. Of how much real
feedback that is, the model card says: most of what it suspects is less."""
_IN_WORDS: Final = {Action.PRIVATE_REPLY: "answer privately"}
"""Actions whose name is no verb."""
_UNREADABLE: Final = "The text could not be judged; read it and decide."
_UNSEEN: Final = "It comes with a picture or recording, which the machine cannot see."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one label was given or is in doubt."""

    label: Label
    clause: str | None
    """The clause of the house rule or route that speaks of the label; `None` where none has one."""
    words: str | None
    """The policy's own words, to be quoted to the commenter."""
    score: float
    span: Span | None
    """Where in the original text; for a model, the whole where no part bears the label by itself.

    `None` where no place is known: the text is not at hand any more, or it is not what told.
    """
    source: str
    """The id of the rule, detector or model that was surest."""
    seconded_by: str | None = None
    """The id of the second opinion that holds the same, where one was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with one version of one comment, under one version of a policy."""

    category: Category
    labels: tuple[Label, ...]
    """Those that are certain, in the vocabulary's order."""
    doubtful: tuple[Label, ...]
    """Those that a rule finds possible but not certain, in the vocabulary's order.

    So is danger that the model suspects, unless it hardly does: that, and whatever else it alone
    suspects, is among the `doubts`: a person reads it, and nobody is woken.
    """
    actions: tuple[Action, ...]
    """What the machine does now, by itself; `leave` alone when it does nothing."""
    proposed: tuple[Action, ...]
    """What a person is asked to approve when `review`; otherwise the same as `actions`."""
    urgency: Urgency
    routes: tuple[str, ...]
    """The ids of the pack's routes that the labels take."""
    review: bool
    """A person must look before more is done."""
    doubts: tuple[str, ...]
    """Why a person must look, in plain sentences; empty without `review`."""
    reasons: tuple[Reason, ...]
    """One for each label that is certain or in doubt, in the vocabulary's order."""
    pack: str
    """The version of the policy: `organisation@version`."""
    row: str
    """The id of the row of the pack's table that decided."""
    house_rule: str | None = None
    """The id of the house rule that the actions rest on."""
    scores: Mapping[Label, float] = field(default_factory=dict)
    """Every score there was, also those that led to nothing and what is switched off."""
    heeded: Mapping[Label, float] | None = None
    """The scores without what is switched off; None where nothing is, so that all of them count."""
    sources: Mapping[Label, str] = field(default_factory=dict)
    """For each score the id of the rule, detector or model that was surest.

    For `spam` it is `repetition` where that put it in doubt, whatever was scored.
    """
    language: str = ENGLISH
    """In English words, as it was recognised."""
    model: str = ""
    """The id of the model that the scores allow for; empty where rules judged alone."""
    read_whole: bool = True
    """The machine, its model too, has read all of the text."""
    unheeded: tuple[Label, ...] = ()
    """Those that are possible but switched off, in the vocabulary's order.

    Nothing is done for them. They only keep the comment from being decided with others, or quoted,
    as if nothing of the kind were in it.
    """

    @property
    def possible(self) -> frozenset[Label]:
        """Every label that counts, certain or in doubt."""
        return frozenset((*self.labels, *self.doubtful, *(one.label for one in self.reasons)))

    @property
    def counting(self) -> Mapping[Label, float]:
        """The scores on which anything may be done: without what is switched off."""
        return self.scores if self.heeded is None else self.heeded

    @property
    def conceivable(self) -> frozenset[Label]:
        """The same with what is switched off."""
        return self.possible.union(self.unheeded)


def decide(
    found: Labelling,
    pack: PolicyPack,
    utterance: Utterance,
    *,
    switches: Switches = NOTHING_OFF,
) -> Decision:
    """Return the decision of a body's policy on what was found; the same input, the same answer.

    What the pack or the switches have off counts for nothing, save that a person is asked where
    somebody may be in danger.
    """
    switched = switch_off(found, pack, switches)
    labelling = switched.labelling
    if utterance.to_another:
        labelling = _doubted(labelling, pack)
    scores = labelling.scores
    read_whole = not (labelling.partly_read or labelling.too_long)
    ruling = decide_category(
        pack,
        scores,
        platform=utterance.platform,
        kind=utterance.kind,
        internal=utterance.internal,
        circumstances=utterance.circumstances,
        unheeded=switched.unheeded,
        read_whole=read_whole,
    )
    possible = _possible_labels(labelling, pack)
    certain = _certain_labels(possible, labelling, pack)
    doubts = (
        *_doubts(labelling, ruling),
        *_doubtful_labels(certain, possible),
        *_wanted_eyes(possible, pack),
        *_unrouted_danger(certain, pack),
        *_unheeded_danger(switched.danger, off=switches.joined(pack)),
    )
    trusted = labelling.language == ENGLISH
    actions = ruling.at_once if trusted else (Action.LEAVE,)
    return Decision(
        category=ruling.category,
        labels=certain,
        doubtful=tuple(
            label
            for label in possible
            if label not in certain and _is_told_in_doubt(label, labelling, pack)
        ),
        actions=actions,
        proposed=ruling.actions if doubts else actions,
        urgency=decide_urgency(
            pack, frozenset(certain), present_danger=_present_danger(labelling, pack)
        ),
        routes=tuple(route.id for route in pack.routes_for(frozenset(certain))),
        review=bool(doubts),
        doubts=doubts,
        reasons=tuple(
            _reason(label, labelling, utterance=utterance, ruling=ruling, pack=pack)
            for label in possible
        ),
        pack=pack.reference,
        row=ruling.row,
        house_rule=ruling.at_once_rule.id if trusted and ruling.at_once_rule else None,
        scores=_rounded(found),
        heeded=None if switched.labelling is found else _rounded(switched.labelling),
        sources=_sources(found),
        language=labelling.language,
        model=labelling.model,
        read_whole=read_whole,
        unheeded=switched.unheeded,
    )


def decide_unreadable(pack: PolicyPack) -> Decision:
    """Return the decision on a text that could not be labelled: leave it, and ask a person."""
    return Decision(
        category=Category.ANYTHING_ELSE,
        labels=(),
        doubtful=(),
        actions=(Action.LEAVE,),
        proposed=(Action.LEAVE,),
        urgency=Urgency.URGENT,
        routes=(),
        review=True,
        doubts=(_UNREADABLE,),
        reasons=(),
        pack=pack.reference,
        row=pack.categories[-1].id,
        read_whole=False,
    )


def ask_about_attachments(decision: Decision, comment: Comment) -> Decision:
    """Return the decision with a person asked about what the machine cannot see; all else stays.

    The event does not tell a photo from a sticker, so a person looks at every attachment.
    """
    return ask_about_unseen(decision) if comment.attachments else decision


def ask_about_unseen(decision: Decision) -> Decision:
    """Return the decision on a comment of which there is something that the machine cannot see."""
    return replace(decision, review=True, doubts=(*decision.doubts, _UNSEEN))


def clause_for(label: Label, rule: HouseRule | None, pack: PolicyPack) -> str | None:
    """Return what is cited for a label: the house rule's clause, else that of a route.

    It may be sent to the commenter; a route that the policy does not speak of has none.
    """
    if rule is not None:
        return rule.clause
    return next((route.clause for route in pack.routes_for(frozenset({label}))), None)


def _doubted(labelling: Labelling, pack: PolicyPack) -> Labelling:
    """Return the same with what would be asked of the body in doubt at most."""

    def limit(label: Label) -> float:
        threshold = pack.thresholds.of(label)
        # Nothing that was certain may fall below what a person is asked about.
        return max(threshold.review, threshold.act - _LESS_THAN_CERTAIN)

    scores = {
        label: min(score, limit(label)) if label in _ASKED_OF_THE_BODY else score
        for label, score in labelling.scores.items()
    }
    return replace(labelling, scores=scores)


def _rounded(labelling: Labelling) -> Mapping[Label, float]:
    return {label: round(score, 4) for label, score in labelling.scores.items()}


def _possible_labels(labelling: Labelling, pack: PolicyPack) -> tuple[Label, ...]:
    limits = pack.thresholds
    found = [label for label, score in labelling.scores.items() if score >= limits.of(label).review]
    return tuple(sorted(found, key=_LABEL_ORDER.__getitem__))


def _certain_labels(
    possible: tuple[Label, ...], labelling: Labelling, pack: PolicyPack
) -> tuple[Label, ...]:
    limits = pack.thresholds
    return tuple(label for label in possible if labelling.scores[label] >= limits.of(label).act)


def _sources(found: Labelling) -> Mapping[Label, str]:
    """Return what was surest of each label that has a score."""
    surest: dict[Label, str] = {}
    for finding in found.findings:
        if finding.label in found.scores:
            surest.setdefault(finding.label, finding.source)
    return surest


def _doubts(labelling: Labelling, ruling: Ruling) -> tuple[str, ...]:
    doubts: list[str] = []
    if labelling.too_long:
        doubts.append("The text is too long to be read whole by the machine; read it and decide.")
    elif labelling.partly_read:
        doubts.append("The machine's model has not read all of the text; read it and decide.")
    if labelling.language != ENGLISH:
        doubts.append(
            f"The text seems to be in {labelling.language}, which the machine cannot judge."
        )
    if not ruling.automatic and ruling.actions != (Action.LEAVE,):
        asked = " and ".join(_IN_WORDS.get(action, action) for action in ruling.actions)
        doubts.append(f"The policy would {asked} this, but a person must decide.")
    elif Action.REPORT in ruling.actions and REMOVALS.isdisjoint(ruling.actions):
        doubts.append("Only a person can report this to the platform.")
    if ruling.may_be_spared:
        doubts.append(
            "The policy would remove this for what is certain in it, but leaves what it may be: a"
            " person must decide."
        )
    if ruling.untold:
        doubts.append("Only a person may answer at present: decide whether its author is told why.")
    return tuple(doubts)


def _doubtful_labels(certain: tuple[Label, ...], possible: tuple[Label, ...]) -> tuple[str, ...]:
    # Praise or criticism in doubt changes nothing that is done, so nobody is asked about it.
    return tuple(
        f"It may be {_spell(label)}, but not surely."
        for label in possible
        if label not in certain and label not in CONVERSATION_LABELS
    )


def _wanted_eyes(possible: tuple[Label, ...], pack: PolicyPack) -> tuple[str, ...]:
    return tuple(
        f"The policy wants a person to see whatever may be {_spell(label)}."
        for label in possible
        if label in pack.always_review
    )


def _unrouted_danger(certain: tuple[Label, ...], pack: PolicyPack) -> tuple[str, ...]:
    # A removal helps nobody who is in danger, and without a route no team hears of them.
    return tuple(
        f"It is {_spell(label)}, and the policy sends that to no team; decide who must know."
        for label in certain
        if label in DANGER_LABELS and not pack.routes_for(frozenset({label}))
    )


def _unheeded_danger(labels: tuple[Label, ...], *, off: Switches) -> tuple[str, ...]:
    return tuple(
        f"It may be {_spell(label)}, which is switched off."
        if label in off.labels
        else f"It may be {_spell(label)}, but what found it is switched off."
        for label in labels
    )


def _spell(label: Label) -> str:
    return label.replace("_", " ")


def _is_told_in_doubt(label: Label, labelling: Labelling, pack: PolicyPack) -> bool:
    limit = pack.thresholds.of(label).review
    if label in AT_RISK_LABELS and labelling.scores[label] >= max(limit, _TOLD_IN_DOUBT):
        return True
    return any(
        finding.label is label and not finding.by_model and finding.score >= limit
        for finding in labelling.findings
    )


def _present_danger(labelling: Labelling, pack: PolicyPack) -> bool:
    return any(
        labelling.scores.get(label, 0.0) >= pack.thresholds.of(label).act
        for label in labelling.present_danger
    )


def _reason(
    label: Label, labelling: Labelling, *, utterance: Utterance, ruling: Ruling, pack: PolicyPack
) -> Reason:
    finding = labelling.surest(label)
    place = finding.span if finding else None
    if place is None and finding and finding.by_model and utterance.text:
        place = Span(0, len(utterance.text))
    rule = _rule_broken(label, ruling, utterance, pack=pack)
    return Reason(
        label=label,
        clause=clause_for(label, rule, pack),
        words=rule.words if rule else None,
        score=round(labelling.scores[label], 4),
        span=place,
        source=finding.source if finding else "",
    )


def _rule_broken(
    label: Label, ruling: Ruling, utterance: Utterance, *, pack: PolicyPack
) -> HouseRule | None:
    """Return the rule to cite for a label: the ruling's where it covers the label, else its own.

    A row for several labels together may rest on a rule that speaks of one of them only.
    """
    rule = ruling.house_rule
    if rule is not None and label in ruling.matched and (not rule.labels or label in rule.labels):
        return rule
    return pack.rule_for(
        label, platform=utterance.platform, kind=utterance.kind, internal=utterance.internal
    )
