"""How rules match, and how rule files are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moderation_classifier.adapters.rule_files import (
    expand_phrases,
    load_packaged_rules,
    load_rules,
    mask_word,
)
from moderation_classifier.domain.clauses import Clauses
from moderation_classifier.domain.patterns import compile_any, translate
from moderation_classifier.domain.rules import Rule, RuleSet, Scope
from moderation_classifier.domain.text import Span, normalise
from moderation_common.errors import ConfigurationError
from moderation_common.vocabulary import Kind, Label


def _scores(rule: Rule, text: str, kind: Kind = Kind.COMMENT) -> list[float]:
    return [finding.score for finding in RuleSet([rule]).find(normalise(text), kind)]


def test_phrases_match_whole_words_only() -> None:
    """A word inside another word is not that word."""
    rule = Rule(id="t", label=Label.PROFANITY, score=0.9, phrases=("arse",))
    assert _scores(rule, "my arse") == [0.9]
    assert _scores(rule, "arsenal parsed") == []


def test_a_pattern_spans_few_words_within_a_sentence() -> None:
    """`~2` bridges two words, not three, and no full stop."""
    rule = Rule(id="t", label=Label.QUERY, score=0.9, patterns=("son ~2 breathing",))
    assert _scores(rule, "my son is not breathing")
    assert not _scores(rule, "my son is really not breathing")
    assert not _scores(rule, "my son. Breathing is hard")


def test_a_pattern_may_hold_a_pound_sign() -> None:
    """The text is searched with one byte for whatever is beyond ASCII, and so is the pattern."""
    rule = Rule(id="t", label=Label.SPAM, score=0.9, patterns=(r"only [£$]\d+", r"from £ ?\d+"))
    assert _scores(rule, "yours for only £50")
    assert _scores(rule, "nails from £ 20")
    assert not _scores(rule, "only 50 beds")


def test_needs_and_unless_look_at_the_sentence_or_the_text() -> None:
    """The scope decides how far a condition looks."""
    near = Rule(id="t", label=Label.QUERY, score=0.9, phrases=("ward",), unless=("lovely",))
    far = Rule(
        id="t",
        label=Label.QUERY,
        score=0.9,
        phrases=("ward",),
        unless=("lovely",),
        scope=Scope.TEXT,
    )
    needy = Rule(id="t", label=Label.QUERY, score=0.9, phrases=("ward",), needs=("night",))
    text = "Lovely people. The ward is cold."
    assert _scores(near, text) == [0.9]
    assert _scores(far, text) == []
    assert _scores(needy, text) == []
    assert _scores(needy, "the ward at night") == [0.9]


_ILL = Rule(id="t", label=Label.EMERGENCY, score=0.9, phrases=("grey",), unless=("laughing",))


@pytest.mark.parametrize(
    "text",
    [
        "we were laughing at his grey hair",
        "laughing so much he went grey",
        "he went grey from laughing, the lot of us did",
        "she stood 1,500 miles off laughing at my grey coat",
    ],
)
def test_an_exception_excuses_a_danger_in_its_own_clause(text: str) -> None:
    """What is said in one breath belongs together; a comma within a number ends nothing."""
    assert not _scores(_ILL, text)


@pytest.mark.parametrize(
    "text",
    [
        "he is laughing, and he has gone grey",
        "he has gone grey; the others are laughing",
        "they are all laughing - grandad has gone grey",
        "everyone is laughing but he has gone grey",
    ],
)
def test_an_exception_in_another_clause_leaves_a_doubt_of_danger(text: str) -> None:
    """Half as much, so that a person is asked where the model has a suspicion too."""
    assert _scores(_ILL, text) == [0.45]
    assert not _scores(replace(_ILL, label=Label.QUERY), text)


def test_a_doubt_beside_an_exception_wakes_nobody() -> None:
    """Somebody is in danger now only where nothing excuses the words."""
    rules = RuleSet([replace(_ILL, present_danger=True)])
    plainly, beside = (
        rules.find(normalise(text), Kind.COMMENT)[0]
        for text in ("he has gone grey", "he is laughing, and he has gone grey")
    )
    assert plainly.present_danger
    assert not beside.present_danger


@given(st.text(alphabet="ab,;:.-! \n'butØ", max_size=60), st.data())
def test_the_clause_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    """Whatever the text, the range is within it, around the span, and ends at no letter."""
    read = normalise(text)
    assume(read.plain.text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = Clauses(read).around(Span(start, end))
    assert 0 <= low <= read.plain.index(start) <= read.plain.index(end - 1) <= high
    assert high <= len(read.plain.text)


def test_a_quoted_slight_counts_half() -> None:
    """What somebody is reported to have said is a doubt at most."""
    rule = Rule(id="t", label=Label.HATE, score=0.9, phrases=("vermin",))
    assert _scores(rule, "you vermin") == [0.9]
    assert _scores(rule, 'he wrote "vermin" on the wall') == [0.45]
    assert _scores(rule, "a man called me vermin") == [0.45]


@pytest.mark.parametrize(
    "text",
    [
        "Written on the toilet wall: go away you vermin",
        "This was shouted at me in your waiting room: you vermin",
        "It was written on the wall that we are vermin",
        "Yelled at our receptionist today: you stupid woman, you vermin",
        "What our paramedics hear on a Friday night: you vermin",
    ],
)
def test_a_slight_without_a_speaker_is_told_by_its_verb(text: str) -> None:
    """A passive, and words of saying before a colon, report as `he said` does."""
    rule = Rule(id="t", label=Label.HATE, score=0.9, phrases=("vermin",))
    assert _scores(rule, text) == [0.45]


@pytest.mark.parametrize(
    "text",
    [
        "I said it to her face: you vermin",
        "Message to the receptionist: you vermin",
        "I was shouted at by that vermin",
    ],
)
def test_what_the_author_says_is_no_report(text: str) -> None:
    """Whoever repeats their own abuse, or abuses the one who shouted, means it."""
    rule = Rule(id="t", label=Label.HATE, score=0.9, phrases=("vermin",))
    assert _scores(rule, text) == [0.9]


def test_a_finding_says_that_its_words_are_quoted() -> None:
    """Whoever joins it with the word of a model can tell a report from an attack."""
    rule = Rule(id="t", label=Label.HATE, score=0.9, phrases=("vermin",))
    unweighed = Rule(id="u", label=Label.HATE, score=0.9, phrases=("vermin",), quotable=False)
    text = normalise('nobody should hear "vermin" at work')
    told = {
        each.source: each.quoted for each in RuleSet([rule, unweighed]).find(text, Kind.COMMENT)
    }
    assert told == {"t": True, "u": False}
    (said,) = RuleSet([rule]).find(normalise("you vermin"), Kind.COMMENT)
    assert not said.quoted


@pytest.mark.parametrize(
    "text,score",
    [
        ("they said six weeks, arse", 0.9),
        ('what an "arse" of a place', 0.9),
        ('I called it an "arse"', 0.9),
        ('he said "you arse" to the nurse', 0.45),
        ("a patient called the nurse an arse", 0.45),
        ("stop calling nurses arse", 0.45),
        ('"arse" he shouted at the porter', 0.45),
    ],
)
def test_swearing_counts_half_only_where_the_very_words_are_repeated(
    text: str, score: float
) -> None:
    """Beside a report the author's own swearing is as it was."""
    rule = Rule(id="t", label=Label.PROFANITY, score=0.9, phrases=("arse",))
    assert _scores(rule, text) == [score]


def test_a_rule_is_for_its_kinds_only() -> None:
    """A rule about public comments passes over private messages."""
    rule = Rule(
        id="t", label=Label.QUERY, score=0.9, phrases=("ward",), kinds=frozenset({Kind.COMMENT})
    )
    assert _scores(rule, "ward", Kind.DIRECT_MESSAGE) == []


def test_repetition_is_reported_a_few_times_only() -> None:
    """A word said a thousand times gives five findings."""
    rule = Rule(id="t", label=Label.PROFANITY, score=0.9, phrases=("arse",))
    assert len(_scores(rule, "arse " * 1000)) == 5


def test_an_unknown_term_is_named() -> None:
    """A pattern with a term that no file defines is refused with its name."""
    with pytest.raises(ConfigurationError, match="wombat"):
        translate("a {wombat} b", {})


def test_terms_may_not_name_each_other() -> None:
    """A circle of terms ends in an error, not in a hang."""
    with pytest.raises(ConfigurationError, match="nest too deep"):
        translate("{a}", {"a": "{b}", "b": "{a}"})


def test_a_broken_pattern_is_refused() -> None:
    """RE2's complaint is passed on."""
    with pytest.raises(ConfigurationError, match="RE2 refuses"):
        compile_any(["(unclosed"], {})


def test_phrases_expand_and_mask() -> None:
    """One spelling stands for its forms, and a maskable word for its starred forms."""
    assert list(expand_phrases("sh{i,o}t{,s}")) == ["shit", "shits", "shot", "shots"]
    assert {"sh*t", "s**t", "s*it", "shi*", "sh**"} <= set(mask_word("shit"))
    assert list(mask_word("arm")) == []


def test_the_packaged_rules_have_ids_and_cover_most_labels() -> None:
    """Each rule can be named in a reason, and rules alone know nearly every label."""
    rules = load_packaged_rules().rules
    assert len({rule.id for rule in rules}) == len(rules)
    # Personal details and staff have detectors of their own.
    assert {rule.label for rule in rules} == set(Label) - {Label.PERSONAL_DATA, Label.STAFF_NAMED}


@pytest.mark.parametrize(
    "content,complaint",
    [
        ("rules: [{id: a, label: rudeness, score: 0.5}]", "rudeness"),
        ("rules: [{id: a, label: hate, score: 7}]", "7"),
        ("rules: [{id: a, label: hate, score: 0.5, colour: red}]", "colour"),
        ("rules: [{id: a, label: hate, score: 0.5, phrases: word}]", "phrases"),
        (
            "rules: [{id: a, label: hate, score: 0.5}, {id: a, label: hate, score: 0.5}]",
            "stands twice",
        ),
        ("mild: bloody\nrules: []", "mild words as a list"),
        ("rules: [", "cannot be read"),
        ("- a list", "no mapping"),
    ],
)
def test_a_broken_rule_file_is_refused_with_the_reason(
    tmp_path: Path, content: str, complaint: str
) -> None:
    """The message names the file and what is wrong in it."""
    (tmp_path / "terms.yaml").write_text("{}", "utf-8")
    (tmp_path / "mine.yaml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=complaint) as refused:
        load_rules(tmp_path)
    assert "mine.yaml" in str(refused.value)


def test_a_mask_that_fits_a_mild_word_is_not_found(tmp_path: Path) -> None:
    """Also when it has a sign for a star, or another number of stars makes a strong word of it."""
    (tmp_path / "terms.yaml").write_text("{}", "utf-8")
    (tmp_path / "mine.yaml").write_text(
        "mild: ['bloody', 'dam{,p}']\n"
        "rules: [{id: a, label: profanity, score: 0.9, maskable: [bitchy, bitch, dung, duns]}]",
        "utf-8",
    )
    rules = load_rules(tmp_path)

    def found(text: str) -> bool:
        return bool(rules.find(normalise(text), Kind.COMMENT))

    assert all(map(found, ["bitchy", "b*tchy", "b***hy", "b***h", "d*ng", "du*s", "d**g"]))
    assert not any(map(found, ["b****y", "b####y", "B****Y!", "bl**dy", "d**p"]))
    assert found("b****y awful, bi**hy")


def test_a_rule_gives_its_second_label_too(tmp_path: Path) -> None:
    """`also` makes a second rule with an id of its own."""
    (tmp_path / "terms.yaml").write_text("{}", "utf-8")
    (tmp_path / "mine.yaml").write_text(
        "rules: [{id: a, label: threat, also: [police], score: 0.9, phrases: [bomb]}]", "utf-8"
    )
    assert [(rule.id, rule.label) for rule in load_rules(tmp_path).rules] == [
        ("a", Label.THREAT),
        ("a.police", Label.POLICE),
    ]
