"""The event log on Apache Kafka: the engine of every deployment larger than one machine."""

from moderation_common.eventlog.kafka.log import KafkaEventLog

__all__ = ["KafkaEventLog"]
