"""What a comment contains: every finding of rules, detectors and model, in a fixed order.

The one entry point of the labelling. It decides nothing and fails on no text: what it cannot read
whole, or not in English, it says so, and `decision` sends it to a person. In what English such a
text holds, the model is heard about danger alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from moderation_classifier.domain.agreement import by_itself, combine, read_in_context, unheard
from moderation_classifier.domain.finding import ANSWERED, REPETITION, SECOND_OPINION, Finding
from moderation_classifier.domain.harmless import is_blank, is_harmless
from moderation_classifier.domain.languages.language import ENGLISH, english_of, recognise_language
from moderation_classifier.domain.languages.strangeness import suspect_language
from moderation_classifier.domain.local import OWN_SOURCE, LocalKnowledge, blocked_source
from moderation_classifier.domain.model import Passage, Scored, TextModel
from moderation_classifier.domain.names.staff import StaffSource
from moderation_classifier.domain.personal_data import (
    MAX_CANDIDATES,
    DetailKind,
    find_event_dates,
    find_personal_data,
    find_public,
    has_public_contact,
)
from moderation_classifier.domain.recovered import TOLD_LATER, tells_of_recovery
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, NormalisedText, normalise
from moderation_common.policy.circumstances import USUAL, Circumstances
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import (
    AT_RISK_LABELS,
    CONVERSATION_LABELS,
    ROUTING_LABELS,
    Kind,
    Label,
    Platform,
)

_ENGLISH_ALONE: Final = (ROUTING_LABELS | CONVERSATION_LABELS) - AT_RISK_LABELS - REMOVING_LABELS
"""What asks for a desk or colours a report: no foreign word does either."""
_MIN_MODEL_SCORE: Final = 0.05
"""Below this the model's word is not worth keeping in the record."""
_TO_BE_READ: Final = 0.4
"""Above the bodies' `review` for danger, and less than a team is told of: a person reads it."""
_OTHER_SOURCES: Final = frozenset(
    {
        ANSWERED,
        REPETITION,
        *StaffSource,
        *(kind.source for kind in DetailKind),
        *(blocked_source(label) for label in Label),
    }
)
"""Whatever a reason may name beside rules and models, save second opinions.

What those are called is for the endpoint to say.
"""

_MAX_ANSWERED: Final = 400
"""Characters of what a comment answers; the model reads its beginning only."""
_UNREAD: Final = Scored()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing somebody wrote, with what is known around it."""

    text: str
    kind: Kind
    platform: Platform
    post_text: str | None = None
    """The post under which it stands, if known."""
    parent_text: str | None = None
    """The comment that it answers, if it answers one and that is known."""
    author: str | None = None
    """The author's display name, if known."""
    internal: bool = False
    """Written on an account for the body's own staff."""
    earlier: tuple[str, ...] = ()
    """What its author said there shortly before, oldest first; read for danger alone, see
    `context`."""
    later: tuple[str, ...] = ()
    """The same of what they said shortly after, where that was heard first."""
    to_another: bool = False
    """It plainly speaks to another commenter, and not to the body."""
    circumstances: Circumstances = USUAL
    """What the pack's table may ask beside the text; nothing is found in a text for it."""

    @property
    def says_more(self) -> bool:
        """Whether its author is known to have said anything else there."""
        return bool(self.earlier or self.later)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """Everything found in one text."""

    findings: tuple[Finding, ...]
    """The surest first."""
    language: str
    """In English words, such as "Polish"."""
    too_long: bool
    """True when only the beginning was read."""
    partly_read: bool = False
    """True when the model read parts of it only, or failed on it."""
    scores: Mapping[Label, float] = field(default_factory=dict)
    """The highest score of each label that has a finding."""
    by_model: Mapping[Label, float] = field(default_factory=dict)
    """What the model says by itself, also where a rule speaks of the label.

    Of a text that is not all in English only what it says of danger.
    """
    model: str = ""
    """The id of the model that the scores allow for, also where it need not read the text.

    Empty where rules judged alone because there is no model, or it failed.
    """

    @property
    def present_danger(self) -> frozenset[Label]:
        """The labels for which words say that somebody is in danger now."""
        return frozenset(finding.label for finding in self.findings if finding.present_danger)

    def surest(self, label: Label) -> Finding | None:
        """Return the finding that gives a label its score, one with a place in the text first."""
        return next((finding for finding in self.findings if finding.label is label), None)


def with_at_most(labelling: Labelling, label: Label, limit: float) -> Labelling:
    """Return the labelling in which a label scores no more than this, whatever found it.

    What a body's own list finds keeps its score.
    """
    findings = tuple(
        replace(finding, score=min(finding.score, limit))
        if finding.label is label and not finding.source.startswith(OWN_SOURCE)
        else finding
        for finding in labelling.findings
    )
    ordered = sorted(findings, key=lambda finding: -finding.score)
    scores = dict(labelling.scores)
    scores[label] = max((one.score for one in ordered if one.label is label), default=limit)
    # What the model said is asked again where a rule is off.
    by_model = {
        each: min(score, limit) if each is label else score
        for each, score in labelling.by_model.items()
    }
    return replace(labelling, findings=tuple(ordered), scores=scores, by_model=by_model)


class Labeller:
    """Rules and an optional model, ready to label texts."""

    def __init__(
        self,
        rules: RuleSet,
        model: TextModel | None,
        *,
        known_words: AbstractSet[str] = frozenset(),
    ) -> None:
        """`known_words` are what people write in English; without them, few words are English."""
        self._rules = rules
        self._model = model
        self._known_words = known_words

    def knows_source(self, source: str) -> bool:
        """Say whether a reason can name this as its source, in some body's pack at least."""
        return (
            source in _OTHER_SOURCES
            or (self._model is not None and source == self.model_id)
            or any(rule.id == source for rule in self._rules.rules)
            or source.removeprefix(SECOND_OPINION) not in {source, ""}
        )

    def label(self, utterance: Utterance, local: LocalKnowledge | None = None) -> Labelling:
        """Return what the text contains, in time bounded for any string."""
        return self.label_many([(utterance, local or LocalKnowledge.none())])[0]

    def label_many(self, asked: Sequence[tuple[Utterance, LocalKnowledge]]) -> list[Labelling]:
        """Return what each text contains; the model reads those that need it in one batch."""
        drafts = [self._draft(utterance, local) for utterance, local in asked]
        passages = [draft.passages for draft in drafts]
        scored = iter(self._score([passage for several in passages for passage in several]))
        return [
            self._finish(draft, _read_together([next(scored) for _ in several]))
            for draft, several in zip(drafts, passages, strict=True)
        ]

    def by_rules(self) -> Labeller:
        """Return the same without the model, for when the model fails on a text."""
        return Labeller(self._rules, None, known_words=self._known_words)

    def _draft(self, utterance: Utterance, local: LocalKnowledge) -> _Draft:
        text = normalise(utterance.text)
        findings = [
            *self._rules.find(text, utterance.kind),
            *local.blocked.find(text, utterance.kind),
            *find_personal_data(text, local.own_contacts),
        ]
        if utterance.kind is not Kind.DIRECT_MESSAGE:
            # A private message opens nobody to abuse.
            findings.extend(local.staff.find(text))
        language = recognise_language(utterance.text)
        # What the model cannot read goes to a person, and what is plainly harmless needs none.
        readable = _readable(text, language, local)
        if language != ENGLISH:
            findings = [one for one in findings if _holds_in(readable, one)]
        elif self._known_words:
            # A mere suspicion, as of "cnt brthe": the model reads on for danger.
            language = suspect_language(utterance.text, self._known_words)
        needs_model = readable is not None and (
            bool(findings) or not _is_settled(readable, utterance)
        )
        return _Draft(
            utterance=utterance,
            text=text,
            findings=tuple(_without_allowed(findings, local, text)),
            language=language,
            for_model=readable if needs_model else None,
        )

    def _score(self, passages: Sequence[Passage]) -> list[Scored]:
        if self._model is None or not passages:
            return [_UNREAD for _ in passages]
        return self._model.score_many(passages)

    def _agreed(self, draft: _Draft, scored: Scored) -> list[Finding]:
        by_model = scored.scores
        # Its silence on what it has not read proves nothing.
        heard_out = scored.whole and draft.language == ENGLISH
        findings = [self._weighed(one, by_model, heard_out=heard_out) for one in draft.findings]
        if heard_out and self._weighs:
            findings = _recovered_from(draft, findings, by_model)
        found = {finding.label for finding in findings}
        private = draft.utterance.kind is Kind.DIRECT_MESSAGE
        # The detectors saw every contact, and found no private one among them.
        none_private = (
            by_model.get(Label.PERSONAL_DATA, 0.0) >= _MIN_MODEL_SCORE
            and Label.PERSONAL_DATA not in found
            and has_public_contact(draft.text)
        )
        findings.extend(
            Finding(
                label=label,
                score=round(by_itself(label, score, none_private=none_private), 4),
                span=scored.places.get(label),
                source=self.model_id,
                by_model=True,
            )
            for label, score in by_model.items()
            if score >= _MIN_MODEL_SCORE
            and not (self._weighs and label in found)
            and not (private and label is Label.STAFF_NAMED)
        )
        return findings

    def _weighed(
        self, finding: Finding, by_model: Mapping[Label, float], *, heard_out: bool
    ) -> Finding:
        """Return what a rule found with the score that it has beside the model's word."""
        own = finding.source.startswith(OWN_SOURCE)
        if self._weighs:
            score = combine(
                finding.label,
                by_rules=finding.score,
                by_model=by_model.get(finding.label),
                heard_out=heard_out,
                own=own,
                # What either is, a person judges, however sure the model is of the label.
                quoted=finding.quoted or finding.whose_is_open,
            )
        else:
            score = finding.score if own else unheard(finding.label, finding.score)
        return replace(finding, by_rules=finding.score, score=score)

    def _finish(self, draft: _Draft, scored: Scored) -> Labelling:
        heard = scored if draft.language == ENGLISH else _of_danger(scored)
        findings = sorted(self._agreed(draft, heard), key=_surest_first)
        scores: dict[Label, float] = {}
        for finding in findings:
            scores.setdefault(finding.label, finding.score)
        return Labelling(
            findings=tuple(findings),
            language=draft.language,
            too_long=draft.text.too_long,
            partly_read=not scored.whole,
            scores=scores,
            by_model=heard.scores,
            model=self.model_id if scored.scores or draft.for_model is None else "",
        )

    @property
    def _weighs(self) -> bool:
        """Whether the model may confirm and contradict what rules find."""
        return self._model is not None and self._model.calibrated

    @property
    def model_id(self) -> str:
        """The id of the model; empty when rules judge alone."""
        return self._model.id if self._model else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A text as far as rules and detectors see it."""

    utterance: Utterance
    text: NormalisedText
    findings: tuple[Finding, ...]
    language: str
    for_model: NormalisedText | None
    """What of it the model is to read; None where it need not, or cannot."""

    @property
    def passages(self) -> list[Passage]:
        """What the model is given to read: the comment alone, and with what it answers."""
        if self.for_model is None:
            return []
        answered = self.utterance.parent_text or self.utterance.post_text
        alone = Passage(self.for_model)
        if not answered:
            return [alone]
        return [alone, Passage(self.for_model, normalise(answered[:_MAX_ANSWERED]))]


def _is_settled(text: NormalisedText, utterance: Utterance) -> bool:
    """Say whether a text, in which no rule found anything, needs no model."""
    if utterance.parent_text:
        return False
    by_itself = not utterance.post_text and utterance.kind is not Kind.DIRECT_MESSAGE
    return is_harmless(text) or (by_itself and is_blank(text))


def _readable(text: NormalisedText, language: str, local: LocalKnowledge) -> NormalisedText | None:
    """Return what of a text the model is to read, each character in its place.

    None where hardly any of it is English. Only what is read at all is made ready; whether that
    was all of it, `text` says.
    """
    shown = text.original[:MAX_ANALYSED_CHARACTERS]
    public = [
        *((span, "") for span in find_public(text, local.own_contacts)),
        # That something was on some day is part of what is told.
        *((span, "day") for span in find_event_dates(text)),
    ]
    if len(public) >= MAX_CANDIDATES:
        # A table: to blank it and to read it anew would take too long, and the model's word on it
        # alone removes nothing.
        public = []
    if public:
        characters = list(shown)
        for (start, end), instead in public:
            characters[start:end] = instead.ljust(end - start)
        shown = "".join(characters)
    if language != ENGLISH:
        shown = english_of(shown)
        return normalise(shown) if shown else None
    return normalise(shown) if public else text


def _recovered_from(
    draft: _Draft, findings: list[Finding], by_model: Mapping[Label, float]
) -> list[Finding]:
    """Return the findings with danger that its teller has long left behind as a suspicion."""
    if not any(map(_may_be_over, findings)) or not tells_of_recovery(draft.text):
        return findings
    return [
        replace(
            one,
            score=min(one.score, max(_TO_BE_READ, by_model.get(one.label, 0.0))),
            by_model=True,
            present_danger=False,
        )
        if _may_be_over(one)
        else one
        for one in findings
    ]


def _may_be_over(finding: Finding) -> bool:
    return finding.label in TOLD_LATER and not finding.source.startswith(OWN_SOURCE)


def _holds_in(english: NormalisedText | None, finding: Finding) -> bool:
    """Say whether a finding in a partly foreign text counts.

    What asks for a desk or colours a report is English words alone: `foi` is Portuguese for "was".
    """
    if finding.label not in _ENGLISH_ALONE or finding.span is None:
        return True
    return english is not None and bool(english.original[slice(*finding.span)].strip())


def _of_danger(scored: Scored) -> Scored:
    """Return what a model says of danger alone, the rest being for a person to judge."""
    return Scored(
        {label: score for label, score in scored.scores.items() if label in AT_RISK_LABELS},
        scored.places,
        whole=scored.whole,
    )


def _read_together(scored: Sequence[Scored]) -> Scored:
    """Return what the model says of a comment, alone and with what it answers."""
    if not scored:
        return _UNREAD
    alone, *answering = scored
    for one in answering:
        scores = {
            label: read_in_context(label, alone=alone.scores[label], answering=score)
            for label, score in one.scores.items()
        }
        return Scored(scores, {**one.places, **alone.places}, whole=alone.whole)
    return alone


def _without_allowed(
    findings: list[Finding], local: LocalKnowledge, text: NormalisedText
) -> list[Finding]:
    allowed = local.allowed_spans(text)
    if not allowed:
        return findings
    return [
        finding
        for finding in findings
        if finding.label not in REMOVING_LABELS
        or finding.span is None
        or not any(
            span.start <= finding.span.start and finding.span.end <= span.end for span in allowed
        )
    ]


def _surest_first(finding: Finding) -> tuple[float, bool, str, str, tuple[int, int]]:
    span = finding.span or (-1, -1)
    return (-finding.score, finding.span is None, finding.label, finding.source, (span[0], span[1]))
