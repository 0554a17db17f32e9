"""The documents under docs/events say what the models say, and hold for ever."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import yaml

from moderation_common.events import PAYLOADS, TOPICS, Event, Topic
from moderation_common.events.__main__ import main
from moderation_common.events.examples import EXAMPLES, read_structured
from moderation_common.identity import CommentRef, derive_id
from moderation_common.vocabulary import Platform
from tests.support.infrastructure import REPOSITORY

_FOLDER: Final = REPOSITORY / "docs" / "events"
_TYPES: Final = [payload.event_type for payload in PAYLOADS]


def _read(kind: str, type_: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_FOLDER / kind / f"{type_}.json").read_text("utf-8"))
    return document


def test_checked_in_documents_are_current() -> None:
    """What is checked in is what the models generate; `make schemas` mends it."""
    assert main(["check", "--folder", str(_FOLDER)]) == 0


@pytest.mark.parametrize("type_", _TYPES)
def test_a_golden_example_reads_and_writes_unchanged(type_: str) -> None:
    """The checked-in example reads into its model, and the model writes it back the same."""
    document = _read("examples", type_)
    event = read_structured(document)

    assert event.type == type_
    assert event.to_json() == document
    assert Event.read(event.headers(), event.body()) == event


@pytest.mark.parametrize("type_", _TYPES)
def test_a_golden_example_fits_its_schema(type_: str) -> None:
    """The example satisfies the checked-in schema, formats included."""
    schema = _read("schemas", type_)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

    assert [error.message for error in validator.iter_errors(_read("examples", type_))] == []


@pytest.mark.parametrize("type_", _TYPES)
def test_a_schema_refuses_an_event_without_its_data(type_: str) -> None:
    """The schemas are not so lax that they accept anything."""
    schema, document = _read("schemas", type_), _read("examples", type_)
    validator = jsonschema.Draft202012Validator(schema)

    for missing in ("id", "data", "time"):
        rest = {name: value for name, value in document.items() if name != missing}
        assert not validator.is_valid(rest)
    assert not validator.is_valid(document | {"type": "moderation.other.v1"})
    assert not validator.is_valid(document | {"data": {}})


def test_there_is_one_example_of_each_type() -> None:
    """No event type is without an example, and none has two."""
    assert sorted(event.type for event in EXAMPLES) == sorted(_TYPES)


def test_every_field_appears_in_an_example() -> None:
    """Each optional field is filled in some example, so that the examples teach all of them."""
    seen: dict[str, set[str]] = {}
    known: dict[str, set[str]] = {}
    for event in EXAMPLES:
        _collect(event.data, seen, known)
    missing = {name: known[name] - seen[name] for name in known if known[name] - seen[name]}

    assert missing == {}


def _collect(value: Any, seen: dict[str, set[str]], known: dict[str, set[str]]) -> None:  # noqa: ANN401
    if isinstance(value, tuple):
        for item in value:
            _collect(item, seen, known)
    fields = getattr(type(value), "model_fields", None)
    if fields is None:
        return
    name = type(value).__name__
    known.setdefault(name, set()).update(fields)
    for field in fields:
        inner = getattr(value, field)
        if inner not in (None, (), ""):
            seen.setdefault(name, set()).add(field)
            _collect(inner, seen, known)


def test_asyncapi_names_every_topic_and_service() -> None:
    """Each topic is a channel with its events, and each producer and consumer an operation."""
    document = yaml.safe_load((_FOLDER / "asyncapi.yaml").read_text("utf-8"))
    channels = {channel["address"]: channel for channel in document["channels"].values()}
    for topic, declaration in TOPICS.items():
        types = {payload.event_type for payload in PAYLOADS if payload.topic is topic}
        assert channels[topic]["messages"].keys() == types
        assert f"{topic}.dlq" in channels
        operations = _services(document, topic)
        assert operations["send"] == set(declaration.producers)
        assert operations["receive"] == set(declaration.consumers)


def _services(document: dict[str, Any], topic: Topic) -> dict[str, set[str]]:
    services: dict[str, set[str]] = {"send": set(), "receive": set()}
    for operation in document["operations"].values():
        channel = _resolve(document, operation["channel"]["$ref"])
        if channel["address"] == topic:
            services[operation["action"]].add(operation["tags"][0]["name"])
    return services


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    """References within the document and to the schemas beside it resolve."""
    document = yaml.safe_load((_FOLDER / "asyncapi.yaml").read_text("utf-8"))
    references = list(_references(document))

    assert len(references) > len(_TYPES)
    for reference in references:
        assert _resolve(document, reference)


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        found = [node["$ref"]] if "$ref" in node else []
        return found + [r for value in node.values() for r in _references(value)]
    if isinstance(node, list):
        return [r for item in node for r in _references(item)]
    return []


def _resolve(document: dict[str, Any], reference: str) -> dict[str, Any]:
    path, _, pointer = reference.partition("#/")
    node: dict[str, Any] = document
    if path:
        node = json.loads((_FOLDER / path).read_text("utf-8"))
    for part in pointer.split("/"):
        node = node[part]
    return node


def test_an_incompatible_change_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the model no longer allows what the checked-in schema does, `write` says so."""
    folder = tmp_path / "events"
    shutil.copytree(_FOLDER, folder)
    path = folder / "schemas" / "moderation.case.closed.v1.json"
    schema = json.loads(path.read_text("utf-8"))
    schema["properties"]["data"]["properties"]["mood"] = {"type": "string"}
    changed = json.dumps(schema)
    path.write_text(changed, encoding="utf-8")

    assert main(["write", "--folder", str(folder)]) == 1
    assert path.read_text("utf-8") == changed
    assert "moderation.case.closed.v1: the event.data.mood: the field is gone." in (
        capsys.readouterr().err
    )


def test_a_compatible_change_is_written_and_a_stale_document_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` names what is out of date, and `write` mends it."""
    folder = tmp_path / "events"
    shutil.copytree(_FOLDER, folder)
    (folder / "examples" / "moderation.gone.v1.json").write_text("{}", encoding="utf-8")
    (folder / "asyncapi.yaml").write_text("asyncapi: 3.0.0\n", encoding="utf-8")
    (folder / "schemas" / "moderation.case.closed.v1.json").unlink()

    assert main(["check", "--folder", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "examples/moderation.gone.v1.json belongs to no event." in said
    assert "asyncapi.yaml is out of date." in said
    assert "schemas/moderation.case.closed.v1.json is missing." in said
    assert main(["write", "--folder", str(folder)]) == 0
    assert main(["check", "--folder", str(folder)]) == 0


@pytest.mark.parametrize(
    "cause,step,expected",
    [
        ("facebook/1/2", "comment", "76fcc312-5813-5970-93d6-9a9b4b009b39"),
        ("", "", "e909b02d-267e-50d8-b8ab-dfad68cd8bc0"),
        ("ünï/cödé 🏥", "moderation.comment.received.v1", "48519962-4654-56b0-9810-a34614ea4637"),
    ],
)
def test_ids_never_change(cause: str, step: str, expected: str) -> None:
    """The same cause and step give the id that they have always given."""
    assert derive_id(cause, step) == expected


def test_the_ids_of_an_event_never_change() -> None:
    """An event's id follows from its cause and type, its correlation id from the comment."""
    ref = CommentRef(platform=Platform.X, account_id="42", comment_id="99")
    ids = {event.type: event.id for event in EXAMPLES}

    assert str(ref) == "x/42/99"
    assert ref.correlation_id == "93cd126a-1601-5367-82a5-b477a9a622c6"
    assert ids["moderation.comment.received.v1"] == "dd868d87-b7ab-54ba-86ef-2fcb11a65f81"
    assert ids["moderation.decision.made.v1"] == "655d58c3-6b6b-57fe-8ec1-221320602ca3"
    assert ids["moderation.case.closed.v1"] == "3a497da0-c342-517d-beab-8c7af84bc351"
