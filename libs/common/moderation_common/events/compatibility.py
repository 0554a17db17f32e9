"""Whether a change of an event's schema leaves anybody unable to read: a pure comparison.

Both directions count. Consumers that are not yet upgraded read new events, and upgraded ones read
the old events that the log still holds. So an event type may gain optional fields, and its words of
explanation may change; everything else needs a new version of the type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

_ANNOTATIONS: Final = frozenset(
    {"$schema", "$id", "$defs", "title", "description", "default", "examples", "deprecated"}
)
# For these a greater number accepts less; for the others of the bounds, more.
_LOWER_BOUNDS: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems"})
_UPPER_BOUNDS: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems"})
_COMPARED_APART: Final = frozenset(
    {"properties", "required", "additionalProperties", "items", "anyOf", "enum", "const"}
)
_VERSION: Final = re.compile(r"\.v(\d+)$")


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Return what would leave some reader unable to read, one sentence each; none when safe."""
    return _compare(_Document(old), _Document(new), where="the event")


def removed_types(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return, one sentence each, the event types that went without a later version."""
    newest = {_name(type_): 0 for type_ in new}
    for type_ in new:
        newest[_name(type_)] = max(newest[_name(type_)], _number(type_))
    return [
        f"{type_} is gone: keep it, or publish a later version in its place."
        for type_ in sorted(old)
        if type_ not in new and newest.get(_name(type_), 0) <= _number(type_)
    ]


def _name(type_: str) -> str:
    return _VERSION.sub("", type_)


def _number(type_: str) -> int:
    found = _VERSION.search(type_)
    return int(found[1]) if found else 0


class _Document:
    """A place in a schema, with the definitions that references from it lead to."""

    def __init__(self, node: Schema, definitions: Schema | None = None) -> None:
        self.definitions: Schema = node.get("$defs", {}) if definitions is None else definitions
        reference = node.get("$ref")
        if reference is not None:
            # What stands beside a reference is documentation only, as Pydantic writes it.
            node = self.definitions[reference.removeprefix("#/$defs/")]
        self.node = node

    def at(self, node: Schema) -> _Document:
        return _Document(node, self.definitions)

    @property
    def properties(self) -> Schema:
        properties: Schema = self.node.get("properties", {})
        return properties

    @property
    def required(self) -> frozenset[str]:
        return frozenset(self.node.get("required", ()))

    @property
    def is_closed(self) -> bool:
        return self.node.get("additionalProperties") is False


def _compare(old: _Document, new: _Document, *, where: str) -> list[str]:
    return [
        *_compare_keywords(old.node, new.node, where=where),
        *_compare_words(old.node, new.node, where=where),
        *_compare_properties(old, new, where=where),
        *_compare_openness(old, new, where=where),
        *_compare_items(old, new, where=where),
        *_compare_choices(old, new, where=where),
    ]


def _compare_keywords(old: Schema, new: Schema, *, where: str) -> list[str]:
    problems: list[str] = []
    for keyword in sorted((old.keys() | new.keys()) - _ANNOTATIONS - _COMPARED_APART):
        before, after = old.get(keyword), new.get(keyword)
        if before != after:
            change = _name_change(keyword, before, after)
            problems.append(f"{where}: {keyword} {change} ({before} to {after}).")
    return problems


def _name_change(keyword: str, before: object, after: object) -> str:
    """Say of a keyword whether old events or old consumers are the victims."""
    if keyword not in _LOWER_BOUNDS | _UPPER_BOUNDS:
        return "changed"
    narrowed = "is narrower, so events in the log become unreadable"
    widened = "is wider, so consumers that are not upgraded refuse new events"
    if before is None or after is None:
        return narrowed if before is None else widened
    rises = float(str(after)) > float(str(before))
    return narrowed if rises == (keyword in _LOWER_BOUNDS) else widened


def _compare_words(old: Schema, new: Schema, *, where: str) -> list[str]:
    before, after = _words(old), _words(new)
    if before is None or after is None:
        return [] if before is after else [f"{where}: the list of words came or went."]
    gone = [
        f"{where}: the word {word!r} is gone, so events in the log become unreadable."
        for word in before
        if word not in after
    ]
    return gone + [
        f"{where}: the word {word!r} is new, so consumers that are not upgraded refuse it."
        for word in after
        if word not in before
    ]


def _words(node: Schema) -> Sequence[Any] | None:
    """Return the words allowed; Pydantic writes a list of one as a constant."""
    words: Sequence[Any] | None = [node["const"]] if "const" in node else node.get("enum")
    return words


def _compare_properties(old: _Document, new: _Document, *, where: str) -> list[str]:
    problems: list[str] = []
    for name in old.properties:
        place = f"{where}.{name}"
        if name not in new.properties:
            problems.append(f"{place}: the field is gone.")
            continue
        problems += _compare(
            old.at(old.properties[name]), new.at(new.properties[name]), where=place
        )
        if name in new.required - old.required:
            problems.append(f"{place}: the field is now required, which events in the log miss.")
        if name in old.required - new.required:
            problems.append(f"{place}: the field may now be missing, which old consumers refuse.")
    for name in new.properties.keys() - old.properties.keys():
        place = f"{where}.{name}"
        if name in new.required:
            problems.append(f"{place}: a new field is required, which events in the log miss.")
        if old.is_closed:
            problems.append(f"{place}: old consumers refuse new fields here.")
    return sorted(problems)


def _compare_openness(old: _Document, new: _Document, *, where: str) -> list[str]:
    before = old.node.get("additionalProperties", True)
    after = new.node.get("additionalProperties", True)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return _compare(old.at(before), new.at(after), where=f"{where}.*")
    if before == after or (before is False and after is True):
        # Opening hurts nobody: fields come one by one, and each is looked at when it does.
        return []
    return [f"{where}: what is said of unknown fields changed ({before} to {after})."]


def _compare_items(old: _Document, new: _Document, *, where: str) -> list[str]:
    before, after = old.node.get("items"), new.node.get("items")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return _compare(old.at(before), new.at(after), where=f"{where}[]")
    return [] if before == after else [f"{where}: what the list holds changed."]


def _compare_choices(old: _Document, new: _Document, *, where: str) -> list[str]:
    """Pair the forms that a value may take, whatever their order."""
    before, after = old.node.get("anyOf", []), list(new.node.get("anyOf", []))
    problems: list[str] = []
    for choice in before:
        against = [_compare(old.at(choice), new.at(other), where=where) for other in after]
        if not against:
            problems.append(f"{where}: one of its forms is gone.")
            continue
        # The likest form is its counterpart; what differs from that is what changed.
        best = min(range(len(after)), key=lambda n: len(against[n]))
        problems += against[best]
        del after[best]
    return problems + [f"{where}: a form is new, which old consumers refuse." for _ in after]
