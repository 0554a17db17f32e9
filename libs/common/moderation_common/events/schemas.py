"""The JSON Schema of each event type, in the structured form of CloudEvents."""

from __future__ import annotations

from typing import Any, Final

from moderation_common.events.envelope import CONTENT_TYPE, SPEC_VERSION
from moderation_common.events.payloads import Payload

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "specversion": {"const": SPEC_VERSION, "description": "Version of CloudEvents."},
    "id": {
        "type": "string",
        "format": "uuid",
        "description": "UUIDv5 of the cause and the step: a repeat of the step has the same id.",
    },
    "source": {"type": "string", "description": "`/` and the service that published the event."},
    "type": {"type": "string", "description": "What happened, with the version of its schema."},
    "subject": {
        "type": "string",
        "description": (
            "The comment, as platform/account/comment; for a record read, what was read."
            " The record's key on the log, so that a comment's events keep their order."
        ),
    },
    "time": {
        "type": "string",
        "format": "date-time",
        "description": "When it happened, with its offset from UTC.",
    },
    "organisation": {"type": "string", "description": "Key of the body whose account it is."},
    "correlationid": {
        "type": "string",
        "format": "uuid",
        "description": "Same for everything that ever happens to the comment.",
    },
    "causationid": {
        "type": "string",
        "format": "uuid",
        "description": "The event that led to this one; missing where none did.",
    },
}
"""The attributes of every event, as CloudEvents names them; only the last may be missing."""

OPTIONAL_ATTRIBUTES: Final = frozenset({"causationid"})


def event_schema(payload: type[Payload]) -> dict[str, Any]:
    """Return the schema of the event type that carries `payload`.

    It says what a consumer accepts: fields with a default may be missing.
    """
    data = payload.model_json_schema(mode="validation")
    definitions = data.pop("$defs", {})
    attributes: dict[str, object] = {
        **ATTRIBUTES,
        "type": {**ATTRIBUTES["type"], "const": payload.event_type},
        "datacontenttype": {"const": CONTENT_TYPE},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:moderation:events:{payload.event_type}",
        "title": payload.event_type,
        "description": data.pop("description"),
        "type": "object",
        "properties": {**attributes, "data": data},
        "required": [*(n for n in attributes if n not in OPTIONAL_ATTRIBUTES), "data"],
        "$defs": definitions,
    }
