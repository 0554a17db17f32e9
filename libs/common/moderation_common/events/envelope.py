"""The CloudEvents 1.0 envelope, and its binary form on the event log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, SerializeAsAny, ValidationError

from moderation_common.errors import PermanentError
from moderation_common.events.payloads import PAYLOAD_BY_TYPE, Payload
from moderation_common.events.topics import Topic
from moderation_common.identity import CorrelationId, EventId, derive_id

SPEC_VERSION: Final = "1.0"
CONTENT_TYPE: Final = "application/json"
# The Kafka protocol binding of CloudEvents 1.0 prefixes attribute headers so.
_HEADER_PREFIX: Final = "ce_"


class UnreadableEventError(PermanentError):
    """A record on the log is not an event of ours."""


class Event(BaseModel):
    """One thing that happened.

    `id` is deterministic: the UUIDv5 of what caused the event and the step, so that a repeat of
    the step gives the same id and is recognised everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: EventId
    source: str
    """`/` and the service that published it."""
    type: str
    subject: str
    """Text form of the comment's reference; for a record read, what was read."""
    time: AwareDatetime
    organisation: str
    """Key of the body; CloudEvents extension attribute."""
    correlation_id: CorrelationId
    causation_id: EventId | None = None
    """The event that led to this one."""
    data: SerializeAsAny[Payload]

    @classmethod
    def build(
        cls,
        data: Payload,
        *,
        cause: str,
        source: str,
        subject: str,
        organisation: str,
        correlation_id: CorrelationId,
        time: AwareDatetime,
        causation_id: EventId | None = None,
    ) -> Self:
        """Make the event that `cause` leads to; `cause` and the type decide its id."""
        return cls(
            id=EventId(derive_id(cause, data.event_type)),
            source=source,
            type=data.event_type,
            subject=subject,
            time=time,
            organisation=organisation,
            correlation_id=correlation_id,
            causation_id=causation_id,
            data=data,
        )

    def caused(self, data: Payload, *, source: str, time: AwareDatetime, step: str = "") -> Event:
        """Make the event that this one leads to, about the same comment.

        `step` tells apart several events of one type with the same cause.
        """
        return Event.build(
            data,
            cause=f"{self.id}/{step}" if step else self.id,
            source=source,
            subject=self.subject,
            organisation=self.organisation,
            correlation_id=self.correlation_id,
            time=time,
            causation_id=self.id,
        )

    @property
    def topic(self) -> Topic:
        """Where it is published."""
        return self.data.topic

    @property
    def key(self) -> str:
        """What keeps order: everything about one comment is delivered in the order published."""
        return self.subject

    def headers(self) -> dict[str, str]:
        """Return the attributes as the CloudEvents Kafka binding's binary mode has them."""
        attributes = {
            "specversion": SPEC_VERSION,
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat(),
            "organisation": self.organisation,
            "correlationid": self.correlation_id,
        }
        if self.causation_id is not None:
            attributes["causationid"] = self.causation_id
        return {"content-type": CONTENT_TYPE} | {
            _HEADER_PREFIX + name: value for name, value in attributes.items()
        }

    def body(self) -> bytes:
        """Return the data as JSON, UTF-8."""
        return self.data.model_dump_json().encode()

    def to_json(self) -> dict[str, object]:
        """Return the structured form: attributes and data in one JSON object."""
        attributes: dict[str, object] = {
            name.removeprefix(_HEADER_PREFIX): value
            for name, value in self.headers().items()
            if name.startswith(_HEADER_PREFIX)
        }
        return attributes | {
            "datacontenttype": CONTENT_TYPE,
            "data": json.loads(self.body()),
        }

    @classmethod
    def read(cls, headers: Mapping[str, str], body: bytes) -> Event:
        """Read the binary form back; raises `UnreadableEventError` saying what is wrong."""
        type_ = headers.get(_HEADER_PREFIX + "type", "")
        payload = PAYLOAD_BY_TYPE.get(type_)
        if payload is None:
            msg = f"The event type {type_!r} is not known; upgrade this consumer or the producer."
            raise UnreadableEventError(msg)
        get = headers.get
        try:
            return cls.model_validate(
                {
                    "id": get("ce_id"),
                    "source": get("ce_source"),
                    "type": type_,
                    "subject": get("ce_subject"),
                    "time": get("ce_time"),
                    "organisation": get("ce_organisation"),
                    "correlation_id": get("ce_correlationid"),
                    "causation_id": get("ce_causationid"),
                    "data": payload.model_validate_json(body),
                }
            )
        except ValidationError as error:
            # The input would carry the comment's text into logs and dead-letter reasons.
            places = "; ".join(
                f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
                for e in error.errors(include_input=False, include_url=False)
            )
            msg = f"The event of type {type_} does not fit its schema: {places}."
            raise UnreadableEventError(msg) from error
