"""The AsyncAPI document: which service publishes and reads which events, on which topics."""

from __future__ import annotations

from typing import Any, Final

from moderation_common.events.envelope import CONTENT_TYPE
from moderation_common.events.payloads import PAYLOADS, Payload
from moderation_common.events.schemas import ATTRIBUTES, OPTIONAL_ATTRIBUTES
from moderation_common.events.topics import TOPICS, Topic, TopicDeclaration, dead_letter_topic

_MS_PER_DAY: Final = 86_400_000
_TRAIT: Final = {"$ref": "#/components/messageTraits/event"}

_DEAD_LETTER_HEADERS: Final = {
    "dlq_reason": "Why the record can never succeed, in one sentence without comment text.",
    "dlq_topic": "The topic from which it was put aside.",
    "dlq_partition": "The partition, as a decimal number.",
    "dlq_offset": "The offset, as a decimal number.",
}
_BODY_LEFT_OUT: Final = {
    "dlq_body_left_out": "Bytes of the record's body, where it was too large to be put aside too.",
}


def asyncapi_document() -> dict[str, Any]:
    """Return the document, AsyncAPI 3.0.0; its payloads refer to the schemas beside it."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic, declaration in TOPICS.items():
        noun = topic.name.lower()
        channels[noun] = _channel(topic, declaration)
        channels[f"{noun}-dead-letters"] = _dead_letter_channel(topic)
        for service in declaration.producers:
            operations[f"{service}-publishes-{noun}"] = _operation("send", noun, service)
        for service in declaration.consumers:
            operations[f"{service}-reads-{noun}"] = _operation("receive", noun, service)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Moderation events",
            "version": "1.0.0",
            "description": (
                "The events between the moderation services, in the binary mode of CloudEvents"
                " 1.0: attributes are headers, data is the body. Delivery is at least once, in"
                " order for each key. Generated from the models; do not edit."
            ),
            "license": {"name": "MIT"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {p.event_type: _message(p) for p in PAYLOADS}
            | {"dead-letter": _dead_letter_message()},
            "messageTraits": {"event": _event_trait()},
            "correlationIds": {
                "comment": {
                    "description": ATTRIBUTES["correlationid"]["description"],
                    "location": "$message.header#/ce_correlationid",
                }
            },
        },
    }


def _channel(topic: Topic, declaration: TopicDeclaration) -> dict[str, Any]:
    return {
        "address": str(topic),
        "description": declaration.description,
        "messages": {
            p.event_type: {"$ref": f"#/components/messages/{p.event_type}"}
            for p in PAYLOADS
            if p.topic is topic
        },
        "bindings": {
            "kafka": {
                "topic": str(topic),
                "topicConfiguration": {
                    "cleanup.policy": ["delete"],
                    "retention.ms": declaration.retention_days * _MS_PER_DAY,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _dead_letter_channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": dead_letter_topic(topic),
        "description": f"Records of {topic} that can never succeed, for a person to look at.",
        "messages": {"dead-letter": {"$ref": "#/components/messages/dead-letter"}},
    }


def _operation(action: str, channel: str, service: str) -> dict[str, Any]:
    verb = "publishes" if action == "send" else "reads"
    return {
        "action": action,
        "title": f"{service} {verb} {channel}",
        "channel": {"$ref": f"#/channels/{channel}"},
        "tags": [{"name": service}],
    }


def _message(payload: type[Payload]) -> dict[str, Any]:
    return {
        "name": payload.event_type,
        "title": payload.__name__,
        "summary": (payload.__doc__ or "").strip().partition("\n")[0],
        "payload": {"$ref": f"./schemas/{payload.event_type}.json#/properties/data"},
        "traits": [_TRAIT],
    }


def _dead_letter_message() -> dict[str, Any]:
    return {
        "name": "dead-letter",
        "title": "DeadLetter",
        "summary": "A record as it was, with headers that say why and where it stood.",
        "headers": {
            "type": "object",
            "properties": {
                name: {"type": "string", "description": text}
                for name, text in (_DEAD_LETTER_HEADERS | _BODY_LEFT_OUT).items()
            },
            "required": list(_DEAD_LETTER_HEADERS),
        },
        "payload": {"description": "The record's body, byte for byte."},
    }


def _event_trait() -> dict[str, Any]:
    return {
        "contentType": CONTENT_TYPE,
        "correlationId": {"$ref": "#/components/correlationIds/comment"},
        "headers": {
            "type": "object",
            "properties": {"content-type": {"const": CONTENT_TYPE}}
            | {f"ce_{name}": dict(schema) for name, schema in ATTRIBUTES.items()},
            "required": [
                "content-type",
                *(f"ce_{name}" for name in ATTRIBUTES if name not in OPTIONAL_ATTRIBUTES),
            ],
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": "The event's subject, in UTF-8."},
                "bindingVersion": "0.5.0",
            }
        },
    }
