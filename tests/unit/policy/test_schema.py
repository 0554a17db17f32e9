"""The JSON Schema beside the packs is current, and says yes to every pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from moderation_common.policy.loader import find_pack_files
from moderation_common.policy.schema import (
    SCHEMA_NAME,
    render_schema,
    schema_is_current,
    write_schema,
)
from moderation_common.policy.source import read_policy_text


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator for the schema that the code means."""
    schema = json.loads(render_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_in_the_repository_is_current(policies: Path) -> None:
    """Editors complete and check packs by the schema that the services hold."""
    assert schema_is_current(policies)


def test_every_pack_names_the_schema_and_fits_it(
    policies: Path, validator: jsonschema.Draft202012Validator
) -> None:
    """The first line lets an editor find the schema, and the rest satisfies it."""
    for file in find_pack_files(policies):
        first_line = file.read_text(encoding="utf-8").splitlines()[0]
        assert first_line == f"# yaml-language-server: $schema=./{SCHEMA_NAME}"
        assert not list(validator.iter_errors(read_policy_text(file).content))


@pytest.mark.parametrize(
    "path, value",
    [
        (("hours", "opens"), "nine"),
        (("categories", 0, "then", "actions", 0), "explode"),
        (("routes", 0, "deadline"), "soon"),
        (("organisation", "kye"), "x"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(
    policies: Path,
    validator: jsonschema.Draft202012Validator,
    path: tuple[str | int, ...],
    value: str,
) -> None:
    """The forms written as words, such as deadlines, are checked by the schema as well."""
    content: Any = read_policy_text(policies / "bsw.yaml").content
    target = content
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value

    assert list(validator.iter_errors(content))


def test_plain_yaml_readers_see_the_same_values(policies: Path) -> None:
    """The packs avoid the corners of YAML where readers differ, times apart."""
    for file in find_pack_files(policies):
        ours = read_policy_text(file).content
        theirs = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert _as_words(ours) == theirs


def _as_words(value: object) -> object:
    """Every scalar as the word that stands in the file."""
    if isinstance(value, dict):
        return {key: _as_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_words(item) for item in value]
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def test_writing_the_schema_tells_whether_it_changed(tmp_path: Path) -> None:
    """The first time writes the file and the second leaves it."""
    assert not schema_is_current(tmp_path)
    assert write_schema(tmp_path)
    assert not write_schema(tmp_path)
    assert schema_is_current(tmp_path)
