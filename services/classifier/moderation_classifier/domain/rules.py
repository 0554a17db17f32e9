"""Rules that find words, phrases and patterns in a normalised text, all in linear time.

Words and phrases go through one Aho-Corasick automaton over every reading of the text; patterns go
through RE2 over its plain form, and again over it with disguised words undone. A rule may need, or
be silenced by, other patterns in the same sentence or text. Rules only say what is there and how
surely; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final

from moderation_classifier.domain.clauses import Clauses
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.names.namesakes import Namesake, namesake_at
from moderation_classifier.domain.pattern_index import MAX_HITS, PatternIndex
from moderation_classifier.domain.patterns import compile_any
from moderation_classifier.domain.phrases import PhraseIndex
from moderation_classifier.domain.quotation import Quotations
from moderation_classifier.domain.spared import unspared
from moderation_classifier.domain.tense import is_story
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import AT_RISK_LABELS, DANGER_LABELS, Kind, Label

if TYPE_CHECKING:
    import re2

_QUOTED_WEIGHT: Final = 0.5
"""A quoted or reported phrase is half as telling, and never an automatic act.

Half of a strong word's score is below `review` under some packs: nobody is asked about it there.
"""

_PRETEXT_SCORE: Final = 0.55
"""What quoted swearing counts at least where nobody complains of it: a person looks."""

_PERHAPS_NAME_SCORE: Final = 0.6
"""A strong word that may be a name: a doubt that a person sees under every pack."""

_STORY_WEIGHT: Final = 0.5
"""A danger told as past or supposed still asks for a reader, but wakes nobody."""

_EXCUSED_ASIDE_WEIGHT: Final = 0.5
"""A danger with an exception in another clause of its sentence is a doubt at most.

It still asks for a reader when it is somebody at risk, by `_READ_SCORE`, unless the model holds it
as good as impossible. Where the rule looks at the whole text, the exception may stand in another
sentence, and the finding may fall below that.
"""

_READ_SCORE: Final = 0.35
"""The least score of somebody at risk for which the pack of every body asks a reader."""

_WEIGHED_WHEN_QUOTED: Final = frozenset(
    {
        Label.HATE,
        Label.THREAT,
        Label.HARASSMENT,
        Label.SEXUAL,
        Label.MISINFORMATION,
        Label.SPAM,
        Label.ILLEGAL,
        Label.DEFAMATION,
        Label.INCITEMENT,
        Label.POLICE,
        Label.IMPERSONATION,
    }
)


class Scope(StrEnum):
    """How far a rule's conditions look."""

    SENTENCE = "sentence"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as written in a rule file or a policy pack."""

    id: str
    label: Label
    score: float
    phrases: tuple[str, ...] = ()
    """Lower-case words and phrases, matched whole, also when disguised."""
    patterns: tuple[str, ...] = ()
    """In the notation of `patterns`."""
    spared: tuple[str, ...] = ()
    """Longer phrases that mean something else: what lies within one, unbroken, is not found."""
    needs: tuple[str, ...] = ()
    """At least one of these patterns must stand in the scope as well."""
    unless: tuple[str, ...] = ()
    """None of these may stand in the scope; beyond the own clause one only halves a danger."""
    scope: Scope = Scope.SENTENCE
    kinds: frozenset[Kind] = frozenset(Kind)
    """The kinds of comment that the rule is for."""
    present_danger: bool = False
    quotable: bool = True
    """False when quoting the words is as bad as saying them."""
    happening: bool = False
    """True when the words matter most as news: told as a story they are a doubt at most."""
    whose_is_open: bool = False
    """True when no words tell of whom it is said: a person judges, however sure the model is."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    needs: re2._Regexp | None
    unless: re2._Regexp | None


class _Reading:
    """One plain form of a text, with what is asked about it more than once."""

    def __init__(self, text: NormalisedText) -> None:
        self.text: Final = text
        self.quotations: Final = Quotations(text)
        self.clauses: Final = Clauses(text)


class RuleSet:
    """Many rules compiled to be matched together; immutable once made."""

    def __init__(self, rules: Iterable[Rule], terms: Mapping[str, str] | None = None) -> None:
        """Compile the rules. Raises `ConfigurationError` naming a pattern that RE2 refuses."""
        self.rules: Final = tuple(rules)
        self.terms: Final = dict(terms or {})
        self._compiled = [
            _Compiled(
                rule,
                compile_any(rule.needs, self.terms),
                compile_any(rule.unless, self.terms),
            )
            for rule in self.rules
        ]
        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for phrase in rule.phrases:
                owners.setdefault(phrase, []).append(number)
            for phrase in rule.spared:
                owners.setdefault(phrase, []).append(~number)
        self._phrases = PhraseIndex(owners)
        self._patterns = PatternIndex(
            (
                (number, pattern)
                for number, rule in enumerate(self.rules)
                for pattern in rule.patterns
            ),
            self.terms,
        )

    def find(self, text: NormalisedText, kind: Kind) -> list[Finding]:
        """Return what the rules for this kind find, each place once per rule, in rule order."""
        readings = [_Reading(text), *(_Reading(text.read_as(view)) for view in text.unveiled)]
        hits: dict[int, dict[Span, _Reading]] = {}
        by_phrase = ((readings[0], hit) for hit in unspared(self._phrases.find(text), text))
        by_pattern = (
            (reading, hit) for reading in readings for hit in self._patterns.find(reading.text)
        )
        for reading, (number, span) in chain(by_phrase, by_pattern):
            spans = hits.setdefault(number, {})
            if len(spans) < MAX_HITS:
                spans.setdefault(span, reading)
        return [
            finding
            for number in sorted(hits)
            if kind in self.rules[number].kinds
            for span, reading in hits[number].items()
            if (finding := self._judge(self._compiled[number], span, reading))
        ]

    def _judge(self, compiled: _Compiled, span: Span, reading: _Reading) -> Finding | None:
        rule = compiled.rule
        text = reading.text
        plain = text.ascii
        start, end = (
            text.sentence_at(span.start) if rule.scope is Scope.SENTENCE else (0, len(plain))
        )
        if compiled.needs and not compiled.needs.search(plain, start, end):
            return None
        excused = compiled.unless is not None and compiled.unless.search(plain, start, end)
        if excused and (
            rule.label not in DANGER_LABELS
            or _excused_within(
                compiled.unless, plain, reading.clauses.around(span), scope=(start, end)
            )
        ):
            return None
        namesake = namesake_at(span, text) if rule.label is Label.PROFANITY else Namesake.NO
        if namesake is Namesake.YES:
            return None
        perhaps_name = namesake is Namesake.PERHAPS
        quoted = rule.quotable and _is_quoted(rule.label, span, reading.quotations)
        weight = _QUOTED_WEIGHT if quoted else 1.0
        if excused:
            weight *= _EXCUSED_ASIDE_WEIGHT
        story = rule.happening and is_story(text, span)
        if story:
            weight *= _STORY_WEIGHT
        sure = min(rule.score, _PERHAPS_NAME_SCORE if perhaps_name else 1.0)
        # An exception in another sentence weighs in full, where a rule looks as far as that.
        doubted = rule.label in AT_RISK_LABELS and not (excused and rule.scope is Scope.TEXT)
        least = min(sure, _READ_SCORE) if doubted else 0.0
        if quoted and rule.label is Label.PROFANITY and not reading.quotations.complained_of(span):
            least = min(sure, _PRETEXT_SCORE)
        return Finding(
            label=rule.label,
            score=max(sure * weight, least),
            span=span,
            source=rule.id,
            present_danger=rule.present_danger and not story and not excused,
            quoted=quoted,
            whose_is_open=rule.whose_is_open or perhaps_name,
        )


def _excused_within(
    unless: re2._Regexp, plain: bytes, clause: tuple[int, int], *, scope: tuple[int, int]
) -> bool:
    """Return whether an exception in the scope stands in the clause, or reaches into it."""
    return any(
        found.start() < clause[1] and clause[0] < found.end()
        for found in unless.finditer(plain, *scope)
    )


def _is_quoted(label: Label, span: Span, quotations: Quotations) -> bool:
    """Return whether the words of a label are somebody else's, as far as that weighs."""
    if label is Label.PROFANITY:
        # Whoever tells what was said to them often swears about it in the same breath.
        return quotations.repeat(span)
    return label in _WEIGHED_WHEN_QUOTED and quotations.hold(span)
