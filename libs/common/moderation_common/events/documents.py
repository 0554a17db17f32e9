"""Everything under `docs/events` as it should be, as it is, and how the two differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from moderation_common.events.asyncapi import asyncapi_document
from moderation_common.events.compatibility import breaking_changes, removed_types
from moderation_common.events.examples import EXAMPLES
from moderation_common.events.payloads import PAYLOADS
from moderation_common.events.schemas import event_schema


def render() -> dict[str, str]:
    """Return each document's text by its path under the folder."""
    schemas = {f"schemas/{p.event_type}.json": _json(event_schema(p)) for p in PAYLOADS}
    examples = {f"examples/{e.type}.json": _json(e.to_json()) for e in EXAMPLES}
    asyncapi = yaml.safe_dump(asyncapi_document(), sort_keys=False, allow_unicode=True, width=100)
    return {**schemas, **examples, "asyncapi.yaml": asyncapi}


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read(folder: Path) -> dict[str, str]:
    """Return the text of each generated document that is there."""
    found = [*folder.glob("schemas/*.json"), *folder.glob("examples/*.json")]
    found += folder.glob("asyncapi.yaml")
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def differences(present: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Return, one sentence each, where what is there is not what the models say."""
    return (
        [f"{path} is missing." for path in sorted(wanted.keys() - present.keys())]
        + [f"{path} belongs to no event." for path in sorted(present.keys() - wanted.keys())]
        + [
            f"{path} is out of date."
            for path in sorted(wanted.keys() & present.keys())
            if wanted[path] != present[path]
        ]
    )


def incompatibilities(present: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Return, one sentence each, which changes of the schemas leave some reader unable to read."""
    old, new = _schemas(present), _schemas(wanted)
    problems = removed_types(list(old), list(new))
    for type_ in sorted(old.keys() & new.keys()):
        problems += [f"{type_}: {change}" for change in breaking_changes(old[type_], new[type_])]
    return problems


def _schemas(documents: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {
        path.removeprefix("schemas/").removesuffix(".json"): json.loads(text)
        for path, text in documents.items()
        if path.startswith("schemas/")
    }


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    """Make the folder hold exactly these documents, beside whatever else people put there."""
    for path in read(folder).keys() - wanted.keys():
        (folder / path).unlink()
    for path, text in wanted.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
