"""For any schema and change, the verdict agrees with what readers can read."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
from hypothesis import event, given, settings
from hypothesis import strategies as st

from moderation_common.events.compatibility import breaking_changes

_SCALARS = st.sampled_from(["string", "integer", "boolean"])
_LEAVES = st.one_of(
    st.builds(lambda t: {"type": t}, _SCALARS),
    st.builds(
        lambda words: {"type": "string", "enum": words},
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
    ),
    st.builds(
        lambda low, span: {"type": "integer", "minimum": low, "maximum": low + span},
        st.integers(0, 3),
        st.integers(0, 3),
    ),
)


def _object(fields: dict[str, Any], required: set[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": sorted(required & fields.keys()),
    }


def _objects(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        _object,
        st.dictionaries(st.sampled_from("xyz"), inner, min_size=1, max_size=3),
        st.sets(st.sampled_from("xyz")),
    )


_SCHEMAS = st.recursive(_LEAVES, _objects, max_leaves=6)
_DOCUMENTS = st.recursive(
    st.one_of(st.sampled_from("abcde"), st.integers(-1, 7), st.booleans()),
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, min_size=1, max_size=3),
    max_leaves=6,
)


@given(_SCHEMAS)
def test_a_schema_is_compatible_with_itself(schema: dict[str, Any]) -> None:
    """No change, no objection."""
    assert breaking_changes(schema, schema) == []


@st.composite
def _changes(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a schema, and the same after one small change somewhere."""
    old = draw(_objects(_SCHEMAS))
    new = copy.deepcopy(old)
    place = new
    while draw(st.booleans()):
        inner = [p for p in place["properties"].values() if p["type"] == "object"]
        if not inner:
            break
        place = draw(st.sampled_from(inner))
    field = draw(st.sampled_from("xyz"))
    change = draw(st.sampled_from(["nothing", "set", "drop", "require", "release"]))
    if change == "set":
        place["properties"][field] = draw(_SCHEMAS)
    elif change == "drop":
        place["properties"].pop(field, None)
    required = set(place["required"]) | ({field} if change == "require" else set())
    required -= {field} if change == "release" else set()
    place["required"] = sorted(required & place["properties"].keys())
    return old, new


@settings(max_examples=400)
@given(_changes(), _DOCUMENTS)
def test_what_is_allowed_leaves_every_event_readable(
    change: tuple[dict[str, Any], dict[str, Any]], document: object
) -> None:
    """Where nothing is objected to, both schemas judge alike what both know."""
    old, new = change
    if breaking_changes(old, new):
        event("refused")
        return
    event("allowed, changed" if old != new else "allowed, the same")
    known = _only(document, old)
    assert _fits(known, old) == _fits(known, new)


@settings(max_examples=400)
@given(_changes(), _DOCUMENTS)
def test_what_a_reader_cannot_follow_is_objected_to(
    change: tuple[dict[str, Any], dict[str, Any]], document: object
) -> None:
    """Whenever one document tells the schemas apart by a field that both know, it is refused."""
    old, new = change
    known = _only(_only(document, old), new)
    if _fits(known, old) != _fits(known, new):
        assert breaking_changes(old, new)


def _only(document: object, schema: dict[str, Any]) -> object:
    """Return the document without the fields that the schema does not know."""
    if not isinstance(document, dict):
        return document
    properties = schema.get("properties", {})
    return {k: _only(v, properties[k]) for k, v in document.items() if k in properties}


def _fits(document: object, schema: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(document)
