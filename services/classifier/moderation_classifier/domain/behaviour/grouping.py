"""Comments of nearly the same words: a campaign of several authors, or one author's repetition.

A person decides about such a group once, and is told when many accounts send it. What they remove
is removed again only in the same wording: whoever adds words of their own is read. To be in a group
is no breach: it never makes the machine remove anything. Where the machine removes what many
accounts say, a person is asked whether it is their opinion. A comment in which somebody may be in
danger is in no group at all, nor is one that the machine did not understand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from moderation_classifier.domain.behaviour.similarity import MIN_WORDS_ALIKE
from moderation_classifier.domain.decision import Decision, Reason
from moderation_classifier.domain.finding import REPETITION
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.switches import Switches
from moderation_common.identity import GroupId, WordingId, derive_id
from moderation_common.platforms import capabilities
from moderation_common.policy import PolicyPack, decide_category
from moderation_common.policy.house_rules import ALWAYS_POSSIBLE, REMOVALS
from moderation_common.vocabulary import (
    CONVERSATION_LABELS,
    DANGER_LABELS,
    Action,
    Kind,
    Label,
    Platform,
)

MIN_REPEATED_WORDS: Final = 3
"""Who says `thank you` to everybody does not repeat themselves."""

MIN_CAMPAIGN_WORDS: Final = MIN_WORDS_ALIKE
"""Ten people hit upon the same few words each by themselves."""

MAX_WORDS_OF_THANKS: Final = 15
"""So many words have people who never met said alike in praise: to whom, for what and how much. Who
says more in the same words has them from one hand."""

_ABUSE: Final = frozenset({Label.HATE, Label.THREAT, Label.SEXUAL})
"""What no number of people makes an opinion."""
_PLAIN: Final = frozenset(
    {
        Label.SPAM,
        Label.MISINFORMATION,
        Label.ILLEGAL,
        Label.PERSONAL_DATA,
        Label.IG_INCIDENT,
    }
)
"""What is no opinion by itself: a wave of offers, of one lie, of somebody's address."""
_OPINION: Final = frozenset({Label.CRITICISM, Label.COMPLAINT, Label.QUERY, Label.STAFF_CONDUCT})

_LABEL_ORDER: Final = {label: place for place, label in enumerate(Label)}
_LEFT_BEFORE: Final = (
    "The machine would remove it, but a person has left a comment of nearly the same words."
)
_LEFT_EARLIER: Final = (
    "The machine would remove it, but a person has left this comment, as it is or in an earlier"
    " version that said the same."
)
_OTHERS_REMOVED: Final = (
    "A person removed others in nearly the same words, but has left this comment, as it is or in an"
    " earlier version."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The comments of nearly the same words, as of one of them."""

    message_id: GroupId
    size: int
    """Comments so far, this one included."""
    authors: int
    """Of how many authors, as far as platforms tell."""
    by_author: int
    """How many of the last 72 hours are of the author of this one, itself included.

    0 where the platform withholds who wrote.
    """
    begun: bool = False
    """This is the comment that it began with just now, so nobody has decided about it yet."""

    @property
    def has_several_authors(self) -> bool:
        """Whether more people than one send it, however few."""
        return self.authors > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The comments of one message that were judged alike, as of one of them."""

    group_id: GroupId
    size: int
    authors: int
    waits: bool = False
    """People have been asked about what the machine removes of it, and none has answered."""
    wording_id: WordingId | None = None
    """Those of the group that differ from it in hardly a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removals:
    """What was removed of a group, as of the comment that has just joined it."""

    comments: int = 0
    """How many of the last 72 hours are removed."""
    authors: int = 0
    """How many accounts wrote these."""
    waits: bool = False
    """People have been asked about what the machine removes of the group, and none has answered."""
    confirmed: bool = False
    """A person has removed or reported comments of the group in the last 72 hours."""


NO_REMOVALS: Final = Removals()


def may_share_decision(decision: Decision) -> bool:
    """Say whether a person may decide about this comment together with others.

    Where somebody may be in danger, though in doubt and though switched off, it is decided alone.
    So is what the machine did not understand: nobody can tell whether somebody is in danger there.
    """
    return _is_understood(decision) and DANGER_LABELS.isdisjoint(decision.conceivable)


def _is_understood(decision: Decision) -> bool:
    if decision.language != ENGLISH or not decision.read_whole:
        return False
    # Where a person is asked and no label says why, the text was not read.
    return not decision.review or bool(decision.reasons)


def group_of(
    message_id: GroupId, decision: Decision, *, kind: Kind, post_id: str | None, stance: str
) -> GroupId:
    """Return the group whose members one decision settles: one message, judged alike.

    `post_id` is given where texts are alike only when equal: a few words do not mean the same
    under every post. What is said in private and what is said in public are decided apart, and so
    are a claim and what rebuts or reports it, which differ in `stance`.
    """
    labels = sorted(decision.possible - CONVERSATION_LABELS, key=_LABEL_ORDER.__getitem__)
    private = "private" if kind is Kind.DIRECT_MESSAGE else "public"
    # Without a sign of a stance the group is the one of releases before that knew none.
    stances = (f"stance {stance}",) if stance else ()
    return GroupId(derive_id(message_id, "/".join((private, post_id or "", *labels, *stances))))


def suspect_repetition(
    decision: Decision,
    message: Message,
    *,
    words: int,
    pack: PolicyPack,
    utterance: Utterance,
    off: Switches,
) -> Decision:
    """Return the decision with `spam` in doubt when one author writes the same again and again.

    It asks a person and proposes what the pack does about spam; what the machine does by itself
    stays as it was. Where somebody may be in danger, or few words are said, nothing changes; nor
    where the text was not understood, nor where the pack and the switches, together in `off`, have
    `spam` or this finding off.
    """
    if message.by_author < pack.strikes.repeats or words < MIN_REPEATED_WORDS:
        return decision
    doubt = f"Its author has written nearly the same {message.by_author} times in 72 hours."
    return doubt_repetition(decision, doubt, pack=pack, utterance=utterance, off=off)


def doubt_repetition(
    decision: Decision,
    doubt: str,
    *,
    pack: PolicyPack,
    utterance: Utterance,
    off: Switches,
) -> Decision:
    """Return the decision on what its author repeats, with `spam` in doubt where it may be.

    `scores` stays as it was measured: to repeat oneself makes no text likelier to be spam, and what
    is learnt of thresholds is learnt from it.
    """
    if (
        not may_share_decision(decision)
        or Label.SPAM in decision.labels
        or Label.SPAM in off.labels
        or REPETITION in off.rules
    ):
        return decision
    # What is switched off has a score, too, but must not speak for any action.
    counting = decision.counting
    score = max(pack.thresholds.of(Label.SPAM).review, counting.get(Label.SPAM, 0.0))
    possible = {label: counting[label] for label in decision.possible if label in counting}
    ruling = decide_category(
        pack,
        possible | {Label.SPAM: score},
        platform=utterance.platform,
        kind=utterance.kind,
        internal=utterance.internal,
        circumstances=utterance.circumstances,
    )
    rule = pack.rule_for(Label.SPAM)
    reason = Reason(
        label=Label.SPAM,
        clause=rule.clause if rule else None,
        words=rule.words if rule else None,
        score=score,
        span=None,
        source=REPETITION,
    )
    others = [known for known in decision.reasons if known.label is not Label.SPAM]
    doubtful = {*decision.doubtful, Label.SPAM}
    return replace(
        decision,
        doubtful=tuple(sorted(doubtful, key=_LABEL_ORDER.__getitem__)),
        proposed=ruling.actions,
        review=True,
        doubts=(*decision.doubts, doubt),
        reasons=tuple(sorted([*others, reason], key=lambda each: _LABEL_ORDER[each.label])),
        sources={**decision.sources, Label.SPAM: REPETITION},
    )


def may_be_campaign(words: int, kind: Kind) -> bool:
    """Say whether a comment of so many words counts as one of many, however many say it."""
    return words >= MIN_CAMPAIGN_WORDS and kind is not Kind.DIRECT_MESSAGE


def suspect_campaign(
    decision: Decision,
    *,
    authors: int,
    words: int,
    kind: Kind,
    pack: PolicyPack,
    removals: Removals = NO_REMOVALS,
) -> Decision:
    """Return the decision with a person asked when many accounts write nearly the same in public.

    It may be a protest, so no label comes in doubt. Each copy from the pack's number on asks, not
    the one that reaches it alone: they wait together for one decision, which settles them. What the
    machine does stays as it was, save that it goes on removing only what is no opinion; see
    `_keeps_removing`. Nothing changes where a person is asked already, where few words are said,
    nor where all that is said is praise of no more words than thanks have.
    """
    if not may_be_campaign(words, kind):
        return decision
    many = authors >= pack.strikes.campaign_authors
    if not REMOVALS.isdisjoint(decision.actions):
        asks = (many or removals.waits) and not removals.confirmed
        return _doubt_removals(decision, removals, pack=pack) if asks else decision
    praise = decision.conceivable == {Label.COMPLIMENT} and words <= MAX_WORDS_OF_THANKS
    if not many or decision.review or praise:
        return decision
    doubt = (
        f"Nearly the same words came from {pack.strikes.campaign_authors} or more accounts in 72"
        " hours; one decision holds for this comment and for the copies that follow."
    )
    return replace(decision, review=True, doubts=(*decision.doubts, doubt))


def _doubt_removals(decision: Decision, removals: Removals, *, pack: PolicyPack) -> Decision:
    """Return the decision on one of many that the machine removes, with a person asked."""
    said = (
        f"Nearly the same words came from {pack.strikes.campaign_authors} or more accounts in 72"
        " hours, and the machine is sure enough to remove them; look whether they are people's"
        " opinion."
    )
    if removals.comments:
        said = (
            f"The machine or people have removed {_count(removals.comments, 'comment')} in nearly"
            f" the same words by {_count(removals.authors, 'account')}; look whether they are"
            " people's opinion."
        )
    if _keeps_removing(decision, pack):
        doubt = (
            f"{said} It goes on removing them until a person has decided, for all of them at once."
        )
        return replace(decision, review=True, doubts=(*decision.doubts, doubt))
    doubt = (
        f"{said} From here on they stay until a person has decided, for all of them at once; once"
        " they are left, a person is asked whether to show those hidden before."
    )
    return _asked_first(decision, doubt)


def _keeps_removing(decision: Decision, pack: PolicyPack) -> bool:
    """Say whether the machine goes on removing what many accounts say, before a person has looked.

    A campaign is criticism more often than not, and a hundred copies make one mistake of the
    machine a hundred people's. So it removes no more for what can be taken for an opinion, such as
    a false claim, rudeness or an official name. It goes on for abuse, and for what is plainly none,
    unless there is any sign of criticism: else a wave of spam would stand until somebody looks.
    """
    removing = {
        label
        for label in decision.labels
        if decision.counting.get(label, 0.0) >= pack.thresholds.of(label).removal
    }
    if not removing.isdisjoint(_ABUSE):
        return True
    return not removing.isdisjoint(_PLAIN) and decision.conceivable.isdisjoint(_OPINION)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shares_settlement(
    actions: Collection[Action], decision: Decision, *, platform: Platform, kind: Kind
) -> bool:
    """Say whether what a person had done to a group is done to one more comment without asking.

    Escalation keeps to the same: a report is made by hand, each by itself, and a person is asked
    where the platform does not offer what was done. Without `review` nobody is asked anything.
    """
    if not decision.review or Action.REPORT in decision.actions:
        return False
    done = frozenset(actions)
    if Action.REPORT in done and done <= ALWAYS_POSSIBLE:
        return False
    return done - ALWAYS_POSSIBLE <= capabilities(platform, kind)


def heed_leaving(decision: Decision) -> Decision:
    """Return the decision when a person has left a comment like it: no removal without asking."""
    return _asked_first(decision, _LEFT_BEFORE)


def heed_leaving_apart(decision: Decision) -> Decision:
    """Return the decision on a comment that a person has left, when others like it were removed.

    It stays, and a person is asked whether it should. What the machine would remove for its own
    sake is left as decided: here are other words than those that the person has left.
    """
    if decision.review or not REMOVALS.isdisjoint(decision.actions):
        return decision
    return replace(decision, review=True, doubts=(*decision.doubts, _OTHERS_REMOVED))


def heed_earlier_leaving(decision: Decision) -> Decision:
    """Return the decision when a person has left the very comment in the same words.

    Who writes other words since writes what nobody has left.
    """
    return _asked_first(decision, _LEFT_EARLIER)


def _asked_first(decision: Decision, doubt: str) -> Decision:
    if REMOVALS.isdisjoint(decision.actions):
        return decision
    return replace(
        decision,
        actions=(Action.LEAVE,),
        proposed=decision.actions,
        review=True,
        doubts=(*decision.doubts, doubt),
        house_rule=None,
    )
