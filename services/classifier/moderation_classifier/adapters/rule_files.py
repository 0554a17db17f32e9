"""Reads the rule files: YAML under `rules/`, one theme a file, shared terms beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import yaml

from moderation_classifier.domain.languages.foreign_rules import FOREIGN_RULES
from moderation_classifier.domain.rules import Rule, RuleSet, Scope
from moderation_common.errors import ConfigurationError
from moderation_common.vocabulary import Kind, Label

_TERMS_FILE: Final = "terms.yaml"
_FIELDS: Final = frozenset(
    {
        "id",
        "label",
        "also",
        "score",
        "phrases",
        "maskable",
        "patterns",
        "needs",
        "unless",
        "scope",
        "kinds",
        "present_danger",
        "quotable",
        "happening",
        "whose_is_open",
    }
)
_ENDINGS: Final = re.compile(r"^(.*?)\{([^{}]*)\}(.*)$")
_MIN_MASKED_LETTERS: Final = 4
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader reads the files ten times faster; both build plain values only."""


def load_packaged_rules() -> RuleSet:
    """Return the rules that ship with the service; raises as `load_rules` does."""
    return load_rules(files("moderation_classifier") / "rules", FOREIGN_RULES)


def load_rules(folder: Traversable, more: Iterable[Rule] = ()) -> RuleSet:
    """Return the rules of every YAML file in a folder, in the order of their file names, and more.

    Raises `ConfigurationError` naming the file, the rule, what is wrong and how to mend it.
    """
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    terms = {str(name): str(term) for name, term in _read(folder / _TERMS_FILE).items()}
    rules: list[Rule] = []
    seen: set[str] = set()
    for name in names:
        if name == _TERMS_FILE:
            continue
        content = _read(folder / name)
        mild = _mild(content, file=name)
        for written in content.get("rules", []):
            for rule in _rules(written, file=name, mild=mild):
                if rule.id in seen:
                    message = f"{name}: the rule id '{rule.id}' stands twice; give each its own."
                    raise ConfigurationError(message)
                seen.add(rule.id)
                rules.append(rule)
    return RuleSet([*rules, *more], terms)


def expand_phrases(written: str) -> Iterator[str]:
    """Yield each phrase that a spelling with alternatives such as `shit{,s,ty}` stands for."""
    found = _ENDINGS.match(written)
    if not found:
        yield written
        return
    before, alternatives, after = found.groups()
    for alternative in alternatives.split(","):
        yield from expand_phrases(before + alternative + after)


def mask_word(word: str) -> Iterator[str]:
    """Yield the ways of starring out a word's inside: `sh*t`, `s**t`, `s***`."""
    if len(word) < _MIN_MASKED_LETTERS or " " in word:
        return
    for start in range(1, len(word)):
        for end in range(start + 1, min(len(word), start + 3) + 1):
            if start + (len(word) - end) >= 2:  # noqa: PLR2004
                yield word[:start] + "*" * (end - start) + word[end:]
    yield word[0] + "*" * (len(word) - 2) + word[-1]


def _read(file: Traversable) -> Mapping[str, Any]:
    try:
        content = yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        message = f"Rule file {file.name} cannot be read ({error}); mend or restore it."
        raise ConfigurationError(message) from error
    if not isinstance(content, dict):
        raise ConfigurationError(f"Rule file {file.name} holds no mapping; mend or restore it.")
    return content


def _mild(content: Mapping[str, Any], *, file: str) -> list[str]:
    """Return the mild words of a file, each spelling for itself."""
    try:
        return [word for line in _list(content, "mild") for word in expand_phrases(line)]
    except TypeError as error:
        raise ConfigurationError(f"{file}: {error}; write the mild words as a list.") from error


def _rules(written: Mapping[str, Any], *, file: str, mild: Iterable[str]) -> Iterator[Rule]:
    """Yield the rule, and once more under each label that it also gives.

    A mask that fits a `mild` word is that word: `b****y` is bloody.
    """
    try:
        unknown = set(written) - _FIELDS
        if unknown:
            message = f"unknown field {sorted(unknown)}"
            raise ValueError(message)
        phrases = [phrase for line in _list(written, "phrases") for phrase in expand_phrases(line)]
        maskable = [
            phrase for line in _list(written, "maskable") for phrase in expand_phrases(line)
        ]
        masked = [form for phrase in maskable for form in mask_word(phrase)]
        spared = [form for word in mild for form in mask_word(word)] if masked else []
        score = float(written["score"])
        if not 0 < score <= 1:
            message = f"score {score} is not above 0 and at most 1"
            raise ValueError(message)
        rule = Rule(
            id=str(written["id"]),
            label=Label(written["label"]),
            score=score,
            phrases=tuple(dict.fromkeys((*phrases, *maskable, *masked))),
            spared=tuple(dict.fromkeys(spared)),
            patterns=tuple(_list(written, "patterns")),
            needs=tuple(_list(written, "needs")),
            unless=tuple(_list(written, "unless")),
            scope=Scope(written.get("scope", Scope.SENTENCE)),
            kinds=frozenset(Kind(kind) for kind in written.get("kinds", list(Kind))),
            present_danger=bool(written.get("present_danger", False)),
            quotable=bool(written.get("quotable", True)),
            happening=bool(written.get("happening", False)),
            whose_is_open=bool(written.get("whose_is_open", False)),
        )
        yield rule
        for label in _list(written, "also"):
            yield replace(rule, id=f"{rule.id}.{label}", label=Label(label))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            f"{file}: the rule {written!r:.80} is wrong ({error}); see rules/README.md."
        ) from error


def _list(written: Mapping[str, Any], field: str) -> list[str]:
    value = written.get(field, [])
    if not isinstance(value, list):
        message = f"'{field}' is not a list"
        raise TypeError(message)
    return [str(item) for item in value]
