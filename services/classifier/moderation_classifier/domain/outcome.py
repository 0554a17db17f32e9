"""From a decision to the events that tell of it and ask for its automatic actions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from moderation_classifier.domain.behaviour.grouping import Group
from moderation_classifier.domain.decision import Decision
from moderation_common.events import (
    ActionRequested,
    Actor,
    ActorKind,
    Comment,
    DecisionMade,
    Event,
    Reason,
    Span,
)
from moderation_common.identity import ActionId, DecisionId, EventId, derive_id
from moderation_common.policy import HouseRule, PolicyPack, compose_notice
from moderation_common.vocabulary import Action

_SOURCE: Final = "/classifier"
# Leaving needs nobody, and reporting to a platform is a person's task: escalation puts it to one.
_NOT_CARRIED_OUT: Final = frozenset({Action.LEAVE, Action.REPORT})
_WORDED: Final = frozenset({Action.REPLY, Action.PRIVATE_REPLY})


def decision_id_of(comment_event_id: EventId) -> DecisionId:
    """Return the id of the decision about the version that an event carried."""
    return DecisionId(derive_id(comment_event_id, "decision"))


def decision_events(
    event: Event,
    comment: Comment,
    decision: Decision,
    *,
    pack: PolicyPack,
    now: datetime,
    superseded: bool = False,
    group: Group | None = None,
    modes: Collection[str] = (),
) -> list[Event]:
    """Return the decision's event, then one for each action asked of the platform.

    `modes` are those under which it was judged. The same event always gives the same ids, so that
    a repeat is recognised.
    """
    decision_id = decision_id_of(event.id)
    made = event.caused(
        DecisionMade(
            decision_id=decision_id,
            ref=comment.ref,
            comment_event_id=event.id,
            kind=comment.kind,
            category=decision.category,
            labels=decision.labels,
            doubtful_labels=decision.doubtful,
            superseded=superseded,
            actions=decision.actions,
            proposed=decision.proposed if decision.review else (),
            urgency=decision.urgency,
            routes=decision.routes,
            review=decision.review,
            reasons=tuple(
                Reason(
                    label=reason.label,
                    clause=reason.clause,
                    words=reason.words,
                    score=reason.score,
                    span=None
                    if reason.span is None
                    else Span(start=reason.span.start, end=reason.span.end),
                    source=reason.source,
                    seconded_by=reason.seconded_by,
                )
                for reason in decision.reasons
            ),
            doubts=decision.doubts,
            pack=decision.pack,
            group_id=group.group_id if group else None,
            group_size=group.size if group else None,
            group_authors=group.authors if group else None,
            wording_id=group.wording_id if group else None,
            modes=tuple(sorted(modes)),
        ),
        source=_SOURCE,
        time=now,
    )
    rule = pack.house_rule(decision.house_rule) if decision.house_rule else None
    requests = [
        _request(comment, action, decision, decision_id=decision_id, rule=rule, pack=pack)
        for action in decision.actions
        if action not in _NOT_CARRIED_OUT
    ]
    return [
        made,
        *(
            made.caused(request, source=_SOURCE, time=now, step=request.action)
            for request in requests
        ),
    ]


def _request(
    comment: Comment,
    action: Action,
    decision: Decision,
    *,
    decision_id: DecisionId,
    rule: HouseRule | None,
    pack: PolicyPack,
) -> ActionRequested:
    return ActionRequested(
        action_id=ActionId(derive_id(decision_id, action)),
        ref=comment.ref,
        kind=comment.kind,
        action=action,
        requested_by=Actor(kind=ActorKind.MACHINE, name="classifier"),
        decision_id=decision_id,
        clause=rule.clause if rule else None,
        text=compose_notice(
            pack, rule, actions=decision.actions, platform=comment.ref.platform, via=action
        )
        if action in _WORDED
        else None,
        post_id=comment.post_id,
        author_id=comment.author.author_id or None,
    )
