"""The JSON Schema of a policy pack, for editors and for whoever writes packs without this code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from moderation_common.policy.model import PolicyPack

SCHEMA_NAME: Final = "schema.json"
"""Its name beside the packs."""


def render_schema() -> str:
    """Return the schema as it stands in its file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PolicyPack.model_json_schema(mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema(directory: Path) -> bool:
    """Write the schema beside the packs; return whether its file changed."""
    if schema_is_current(directory):
        return False
    (directory / SCHEMA_NAME).write_text(render_schema(), encoding="utf-8")
    return True


def schema_is_current(directory: Path) -> bool:
    """Return whether the schema beside the packs is the one that the code means."""
    file = directory / SCHEMA_NAME
    return file.is_file() and file.read_text(encoding="utf-8") == render_schema()
