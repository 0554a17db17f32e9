"""What the use cases need from outside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import CommentVersion, Leaving
from moderation_classifier.domain.behaviour.grouping import Group, Message
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal
from moderation_classifier.domain.behaviour.similarity import Fingerprint, Said, WordHashes
from moderation_classifier.domain.behaviour.strikes import History
from moderation_classifier.domain.behaviour.visibility import Visibility
from moderation_classifier.domain.context import Thread
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.modes import DeclaredMode
from moderation_classifier.domain.quality.case_answers import CaseAnswer, CaseVerdict
from moderation_classifier.domain.quality.drift import ScoreCounts
from moderation_classifier.domain.quality.example import Example, Verdict
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.weighing import Population
from moderation_classifier.domain.second_opinion import Opinion
from moderation_classifier.domain.switches import Switch
from moderation_classifier.domain.themes.discovery import PhraseUse
from moderation_classifier.domain.themes.figures import Tally
from moderation_classifier.domain.themes.remark import Mood, Remark
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_classifier.domain.trials.trying import Tried
from moderation_common.events import Comment, Event
from moderation_common.identity import CommentRef, EventId, GroupId, MeasureId, WordingId
from moderation_common.policy import PolicyPack
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.shadows import ShadowPack
from moderation_common.vocabulary import Action, Label, Platform, SwitchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was known of a comment when a version of it arrived."""

    superseded: bool
    """A later version was judged already, so this one changes nothing on the platform."""
    removed: bool
    """The comment is gone from the platform."""
    hidden: bool
    """The comment is hidden or deleted, by the machine or a person, here or on the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSeen:
    """Which version of a comment is in force, and whether it can be seen on the platform."""

    event_id: EventId | None
    version_at: datetime | None
    """Both are None when no version has arrived yet."""
    visibility: Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenComment:
    """What is remembered of a comment besides its text."""

    ref: CommentRef
    author: AuthorKey | None
    """None where the platform withholds who wrote."""
    message_id: GroupId | None = None
    group_id: GroupId | None = None
    wording_id: WordingId | None = None
    """Of the group's wordings its own."""
    labels: tuple[Label, ...] = ()
    """The labels that it has or may have."""
    event_id: EventId | None = None
    """The event that carried the version of which this is known; None where that is unknown."""
    written_at: datetime | None = None
    """When that version was written; None where that is unknown."""
    left: Leaving | None = None
    """The newest of people's decisions to let it stand, in whichever version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVerdict:
    """What a person decided about a comment of a group."""

    breach: bool
    """It was removed or reported; otherwise it was left or shown again."""
    labels: frozenset[Label] = frozenset()
    """The rules that it breaks, by their labels, and the danger that a person found in it.

    None where nobody named or suspected any.
    """
    actions: frozenset[Action] = frozenset()
    """What was done, and is done to later comments of the group in the same wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """How much an author wrote in some time."""

    comments: int
    messages: int
    """How many of them were not nearly the same as another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolific:
    """An author who has written much."""

    author: AuthorKey
    comments: int
    newest: CommentRef


class Visibilities(Protocol):
    """Which comments are hidden."""

    async def lock(self, refs: Collection[CommentRef]) -> Mapping[CommentRef, VersionSeen]:
        """Return what is known of each of some comments, a few hundred, also of unheard ones.

        Whoever judges or changes one of them waits until the end.
        """
        ...

    async def save(self, ref: CommentRef, visibility: Visibility) -> None:
        """Keep what is known of a comment that is locked."""
        ...


class Messages(Protocol):
    """Which comments say nearly the same, within 72 hours of each other."""

    async def join(
        self,
        organisation: str,
        ref: CommentRef,
        fingerprint: Fingerprint,
        *,
        author: AuthorKey | None,
        now: datetime,
    ) -> Message:
        """Put the comment with those of nearly the same words, or begin a message with it."""
        ...

    async def join_group(
        self,
        organisation: str,
        group_id: GroupId,
        *,
        message: Message,
        author: AuthorKey | None,
        now: datetime,
    ) -> Group:
        """Put the comment with those that one decision settles."""
        ...

    async def note_asked(self, group_id: GroupId, *, at: datetime) -> None:
        """Remember since when people are asked about what the machine removes of a group."""
        ...

    async def recent_authors(
        self,
        group: Group,
        message: Message,
        *,
        author: AuthorKey | None,
        now: datetime,
        limit: int,
    ) -> int:
        """Return how many authors a wave has had within the window, counted up to a limit.

        A wave is all that is said of a message in public, judged alike or not, and the group
        itself. `author` wrote the comment that has just joined it, and is one of them.
        """
        ...

    async def removed(self, group: Group, *, now: datetime) -> tuple[int, int]:
        """Return how many of a group's comments of the window are removed, and of how many authors.

        Whoever removed them. Those of an unknown author count as nobody's; of thousands only the
        newest are looked at.
        """
        ...

    async def leave(self, organisation: str, ref: CommentRef) -> None:
        """Take a comment that is judged again out of the groups of its version before."""
        ...

    async def find(self, organisation: str, ref: CommentRef) -> SeenComment | None:
        """Return what is known of a comment."""
        ...

    async def find_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, SeenComment]:
        """Return what is known of each of some comments, at most a few hundred."""
        ...

    async def keep_verdict(
        self,
        group_id: GroupId,
        verdict: GroupVerdict,
        *,
        at: datetime,
        wording_id: WordingId | None = None,
    ) -> None:
        """Remember what a person decided about a comment of a group, for those to come.

        `wording_id` is what they read. Where it is not known, a breach is carried out for nobody
        else; leaving concerns them all. What was decided later stays, whichever is heard first.
        """
        ...

    async def note_leaving(
        self, organisation: str, versions: Collection[CommentVersion], *, at: datetime
    ) -> None:
        """Remember that a person let versions of comments stand, at most a few hundred.

        Of each comment the newest such decision is remembered.
        """
        ...

    async def verdict(self, group_id: GroupId, *, now: datetime) -> GroupVerdict | None:
        """Return what a person decided last about the group within the window."""
        ...

    async def word(self, group_id: GroupId, words: WordHashes, *, now: datetime) -> WordingId:
        """Return the wording of a group that differs in hardly a word, or begin one.

        What people have decided about comes first. The caller has joined the group's message.
        """
        ...

    async def breach_in(self, wording_id: WordingId, *, now: datetime) -> GroupVerdict | None:
        """Return for what a person removed or reported a wording within the window.

        None once a person has left any comment of the group since.
        """
        ...


class Heard(Protocol):
    """What was said in the last days, sealed, as context."""

    async def thread(
        self, organisation: str, comment: Comment, *, author: AuthorKey | None
    ) -> Thread:
        """Return what was said around a comment, as far as it was heard and is still kept.

        Whoever asks about another comment of that author there waits until the end, and so sees
        this one. The comment itself is to be locked before, as by `take_version`.
        """
        ...

    async def keep(
        self, organisation: str, comment: Comment, seen: SeenComment, *, now: datetime
    ) -> None:
        """Keep who wrote a comment and to what it belongs, and for a while, sealed, its text."""
        ...


class Records(Protocol):
    """Authors' strikes, what was proposed about them, and how much they write."""

    async def lock(self, organisation: str, author: AuthorKey) -> None:
        """Wait until nobody else changes an author's record; holds until the end."""
        ...

    async def history(self, organisation: str, author: AuthorKey) -> History:
        """Return an author's strikes, oldest first."""
        ...

    async def points(
        self, organisation: str, author: AuthorKey, *, beside: CommentRef, now: datetime
    ) -> int:
        """Return what an author's strikes for other comments than one amount to at a moment."""
        ...

    async def with_strikes(
        self, organisation: str, authors: Collection[AuthorKey]
    ) -> frozenset[AuthorKey]:
        """Return which of some authors, at most a few hundred, have any strike."""
        ...

    async def save(
        self, organisation: str, author: AuthorKey, history: History, *, known: History
    ) -> None:
        """Keep what became of an author's strikes, of which `known` is what was kept before."""
        ...

    async def proposals(self, organisation: str, author: AuthorKey) -> Sequence[Proposal]:
        """Return what was proposed about an author, oldest first."""
        ...

    async def propose(self, organisation: str, author: AuthorKey, proposal: Proposal) -> None:
        """Keep a new proposal."""
        ...

    async def settle(
        self,
        organisation: str,
        measure_id: MeasureId,
        outcome: Outcome,
        *,
        at: datetime,
        because: str = "",
    ) -> bool:
        """Note what came of a proposal, and why it was withdrawn; False when nothing changed.

        A withdrawal changes nothing once anything else has come of it.
        """
        ...

    async def author_of(self, organisation: str, measure_id: MeasureId) -> AuthorKey | None:
        """Return about whom a measure is; None when no such measure is known."""
        ...

    async def waiting(self, organisation: str) -> Sequence[AuthorKey]:
        """Return about whom something is proposed that nobody has decided yet."""
        ...

    async def activity(self, organisation: str, author: AuthorKey, *, since: datetime) -> Activity:
        """Return how much an author has written since a moment."""
        ...

    async def prolific(
        self, organisation: str, *, since: datetime, at_least: int, limit: int
    ) -> Sequence[Prolific]:
        """Return who has written most since a moment, with their newest comment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowFigures:
    """What a version tried in the shadow would have decided so far."""

    judged: int
    reviews: int
    candidate_reviews: int
    since: datetime | None
    """When the first comment was judged by both."""
    differing: Sequence[tuple[EventId, Tried]]
    """The newest comments that the two decide differently, with the events that carried them."""


class ShadowRecords(Protocol):
    """What versions tried in the shadow would have decided; never a text."""

    async def keep(
        self, event: Event, shadow: ShadowPack, tried: Tried, *, pack: str, now: datetime
    ) -> None:
        """Keep how one comment was decided by both; what both decide alike is only counted."""
        ...

    async def figures(
        self, organisation: str, shadow: ShadowPack, *, pack: str, limit: int
    ) -> ShadowFigures:
        """Return what was kept of a version beside one in force, which `pack` names."""
        ...


class SwitchRecords(Protocol):
    """What bodies have off at run time."""

    async def list_off(self) -> Sequence[Switch]:
        """Return every switch that is off, of every body, the oldest first."""
        ...

    async def turn_off(self, switch: Switch) -> bool:
        """Keep that a label or rule is off; False when it already was."""
        ...

    async def turn_on(self, organisation: str, kind: SwitchKind, target: str) -> bool:
        """Let a label or rule count again; False when it was not off."""
        ...


class ModeRecords(Protocol):
    """What bodies have declared at run time."""

    async def list_declared(self) -> Sequence[DeclaredMode]:
        """Return every mode that is declared, of every body, the oldest first."""
        ...

    async def declare(self, mode: DeclaredMode) -> bool:
        """Keep that a mode holds; False when it already did."""
        ...

    async def end(self, organisation: str, mode: str) -> bool:
        """Keep that a mode no longer holds; False when it did not."""
        ...


class PolicyVersions(Protocol):
    """Which versions of the policies came into force."""

    async def taken_up(self) -> Sequence[TakenUp]:
        """Return the versions of all bodies, of each the latest last."""
        ...

    async def keep(self, version: TakenUp) -> bool:
        """Remember a version and its content; False when they were remembered before."""
        ...


class Themes(Protocol):
    """What comments are about."""

    async def keep(self, remark: Remark, *, now: datetime) -> None:
        """Keep what the version in force is about, in place of the version before."""
        ...

    async def drop(self, organisation: str, ref: CommentRef) -> None:
        """Forget a comment that is gone."""
        ...


class UnitOfWork(Protocol):
    """One transaction of the classifier."""

    @property
    def shadows(self) -> ShadowRecords:
        """What versions tried in the shadow would have decided."""
        ...

    @property
    def switches(self) -> SwitchRecords:
        """What bodies have off."""
        ...

    @property
    def policies(self) -> PolicyVersions:
        """Which versions of the policies came into force."""
        ...

    @property
    def visibility(self) -> Visibilities:
        """Which comments are hidden."""
        ...

    @property
    def modes(self) -> ModeRecords:
        """Declared modes, in the same transaction."""
        ...

    @property
    def messages(self) -> Messages:
        """Which comments say nearly the same."""
        ...

    @property
    def heard(self) -> Heard:
        """What was said around a comment."""
        ...

    @property
    def records(self) -> Records:
        """Authors' strikes and measures."""
        ...

    @property
    def themes(self) -> Themes:
        """What comments are about."""
        ...

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        ...

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        ...

    async def take_version(
        self, ref: CommentRef, *, version_at: datetime, event_id: EventId, edited: bool
    ) -> Standing:
        """Make this the version in force unless a later one is; other versions wait meanwhile."""
        ...

    async def note_actions(self, ref: CommentRef, actions: frozenset[Action]) -> None:
        """Remember what was asked for the version in force."""
        ...

    async def note_removal(self, ref: CommentRef, *, removed_at: datetime) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        ...

    async def keep_judgement(self, judgement: Judgement, comment: Comment) -> None:
        """Keep what was decided; of the text, sealed, only what `keeps_text` says.

        What people decided about the version before it was judged is put beside it.
        """
        ...

    async def keep_verdict(self, verdict: Verdict) -> bool:
        """Keep what a person decided, beside what the machine had; the newest is the current.

        What was done on the platform gives way to what is decided here, whichever comes first;
        False when it did and was not kept.
        """
        ...

    async def is_left(
        self,
        organisation: str,
        ref: CommentRef,
        *,
        version: EventId,
        said: Said | None = None,
        labels: Collection[Label] = (),
    ) -> bool:
        """Say whether people have left or shown a comment of which a version is being judged.

        What they decided last about this very version tells, where they were faster than the
        machine, else what they decided last about any other: about it by itself or with its group,
        and here or on the platform. With `said`, what the version says, and the `labels` that it
        bears, only versions count that said the same, or that it corrects and that bore these.
        """
        ...

    async def keep_case_verdict(self, verdict: CaseVerdict) -> bool:
        """Keep what a person said of a case's labels; False when it was answered for before."""
        ...


class Upkeep(Protocol):
    """Lets go of what was kept long enough."""

    async def forget(self, *, now: datetime) -> None:
        """Destroy what was kept long enough, as far as possible before an outage is raised.

        Raises `TransientError`.
        """
        ...


class UnitsOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        ...


@dataclass(frozen=True, slots=True)
class Period:
    """From when until before when a comment was judged."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableExample:
    """An example with what is left of its text."""

    example: Example
    text: str | None
    """None when it was not kept, or was erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableCaseAnswer:
    """What was said of a case, with what is left of the comment's text."""

    answer: CaseAnswer
    text: str | None
    """None when it was not kept, or was erased."""


class Examples(Protocol):
    """Reads what was learnt from people, one organisation at a time."""

    async def examples(self, organisation: str, period: Period) -> list[Example]:
        """Return the current examples of comments judged in the period."""
        ...

    async def population(
        self, organisation: str, period: Period, *, model: str | None = None
    ) -> Population:
        """Return how many comments were judged in the period, by stratum.

        With `model` only those whose scores are the model's.
        """
        ...

    async def case_answers(self, organisation: str, period: Period) -> list[CaseAnswer]:
        """Return what was said of cases about comments judged in the period."""
        ...

    async def given(self, organisation: str, period: Period) -> Mapping[Label, Population]:
        """Return to how many comments of each stratum each label was given for certain.

        Only judgements of the period that are in force count.
        """
        ...

    async def score_counts(self, organisation: str, period: Period, *, model: str) -> ScoreCounts:
        """Return how comments judged in the period were scored and labelled.

        Only those whose scores are the model's.
        """
        ...

    async def judgements(
        self, organisation: str, period: Period, *, model: str, limit: int
    ) -> list[Judgement]:
        """Return the newest judgements of the period that are in force, at most `limit`.

        Only those whose scores are the model's: two models' scores are on two scales.
        """
        ...

    async def count_of_other_models(self, organisation: str, period: Period, *, model: str) -> int:
        """Return how many judgements in force are another model's, or nobody knows whose."""
        ...

    async def count(self, organisation: str, *, before: datetime) -> int:
        """Return how many current examples, those of cases too, were decided before a moment."""
        ...

    def readable(self, organisation: str, *, before: datetime) -> AsyncIterator[ReadableExample]:
        """Yield those of reviews with their texts, the oldest first."""
        ...

    def readable_cases(
        self, organisation: str, *, before: datetime
    ) -> AsyncIterator[ReadableCaseAnswer]:
        """Yield those of cases with their texts, the oldest first."""
        ...

    async def bodies_with_texts(self) -> list[str]:
        """Return every body of which some text is kept, also one that has no pack any more."""
        ...

    async def forget_texts(self, organisation: str, *, kept_before: datetime) -> int:
        """Destroy the texts kept before a moment; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeExample:
    """A comment to look at; what it says is on the platform, and sealed elsewhere."""

    ref: CommentRef
    permalink: str | None
    mood: Mood
    said_at: datetime


class ThemeCounts(Protocol):
    """Counts what comments are about, one organisation at a time."""

    async def tallies(
        self, organisation: str, period: Period, *, by_week: bool, platform: Platform | None
    ) -> list[Tally]:
        """Return how often each topic came up, and all comments, on all channels and on each."""
        ...

    async def examples(
        self, organisation: str, period: Period, *, each: int, platform: Platform | None
    ) -> Mapping[tuple[TopicId, Platform], list[ThemeExample]]:
        """Return the most typical public comments of each topic on each channel."""
        ...

    async def showable(
        self, organisation: str, period: Period, refs: Sequence[CommentRef], *, each: int
    ) -> list[ThemeExample]:
        """Return the first of some comments of the period that may be shown, no two alike."""
        ...

    async def phrase_uses(
        self, organisation: str, period: Period, *, split: datetime, platform: Platform | None
    ) -> tuple[list[PhraseUse], int, int]:
        """Return which phrases were used, by how many from `split` on and before, of how many."""
        ...

    async def users(
        self,
        organisation: str,
        period: Period,
        keys: Collection[PhraseKey],
        *,
        platform: Platform | None,
    ) -> Mapping[PhraseKey, list[ThemeExample]]:
        """Return the comments that use each of some phrases."""
        ...

    async def versions(self, organisation: str, period: Period) -> list[str]:
        """Return the versions of the list of topics with which the comments were read."""
        ...


@dataclass(frozen=True, slots=True)
class PastComment:
    """One version of a comment, as the event log still has it."""

    event_id: EventId
    comment: Comment
    heard_at: datetime
    removed: bool = False
    """Somebody has taken the comment down since: its text is not to be shown any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the event log still has."""

    comments: Sequence[PastComment]
    """The oldest comes first."""
    begins: datetime | None
    """The time of the earliest event about any body's comments; None when there is none."""


class PastComments(Protocol):
    """Reads comments that the event log still has, without anybody else missing one."""

    async def read(self, organisation: str, *, since: datetime, limit: int) -> Past:
        """Return the newest version of each comment heard since, the newest `limit` of them.

        Raises `TransientError` when the event log is away.
        """
        ...


class BatchJudge(Protocol):
    """Judges many texts, each under a policy of its own; knows no state."""

    def decide_many(self, asked: Sequence[tuple[Utterance, PolicyPack]]) -> list[Decision]:
        """Return the decision on each text."""
        ...


class Judge(Protocol):
    """Labels and decides; knows no state."""

    def decide(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        """Return what the pack says about the text; sends to a person what it cannot read."""
        ...


class SecondOpinion(Protocol):
    """Another model, outside."""

    async def ask(self, passage: str) -> Opinion | None:
        """Return what it holds of a redacted text; `None` when it has no answer. Never raises."""
        ...
