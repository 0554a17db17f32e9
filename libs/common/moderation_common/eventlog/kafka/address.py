"""Where Kafka is and how to speak to it: the URL, and the secrets from the environment."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiokafka.helpers import create_ssl_context
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from moderation_common.errors import ConfigurationError
from moderation_common.eventlog.query import Query

_PROTOCOLS: Final = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_MECHANISMS: Final = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
_DEFAULT_PARTITIONS: Final = 6
_DEFAULT_REPLICATION: Final = 3


class KafkaSecrets(BaseSettings):
    """Environment variables `MODERATION_KAFKA_…`, so that no URL need hold a secret."""

    model_config = SettingsConfigDict(env_prefix="MODERATION_KAFKA_", extra="ignore")

    username: str | None = None
    password: SecretStr | None = None
    key_password: SecretStr | None = None
    """Of the client certificate's key, when that is encrypted."""


@dataclass(frozen=True)
class KafkaAddress:
    """The brokers, and what the log's URL asks of the engine; times are in milliseconds."""

    brokers: tuple[str, ...]
    client_id: str
    partitions: int
    """How many partitions a topic gets when this engine creates it."""
    replication: int
    session_timeout_ms: int
    """After how long the group gives a killed member's partitions to the others."""
    heartbeat_ms: int
    """How often a member tells that it lives, and so how soon it learns of a rebalance."""
    request_timeout_ms: int
    """How long publishing, committing and the like may take before the broker counts as away."""
    connection: dict[str, Any] = field(repr=False)
    """Arguments that every client of aiokafka takes alike; holds the password."""

    @classmethod
    def parse(
        cls, url: str, *, client_id: str, secrets: KafkaSecrets | None = None
    ) -> KafkaAddress:
        """Read `kafka://host:9092,host:9092?security_protocol=SASL_SSL&partitions=6…`.

        Parameters: `partitions`, `replication`, `security_protocol`, `sasl_mechanism`, `ca_file`,
        `cert_file`, `key_file`, `session_timeout_ms`, `heartbeat_ms`, `request_timeout_ms`.
        Raises `ConfigurationError`.
        """
        brokers, _, parameters = url.removeprefix("kafka://").partition("?")
        query = Query(parameters)
        names = _read_brokers(brokers)
        address = cls(
            brokers=names,
            client_id=client_id,
            partitions=query.take_number("partitions", default=_DEFAULT_PARTITIONS),
            replication=query.take_number(
                "replication", default=min(_DEFAULT_REPLICATION, len(names))
            ),
            session_timeout_ms=query.take_number("session_timeout_ms", default=10_000),
            heartbeat_ms=query.take_number("heartbeat_ms", default=1_000),
            request_timeout_ms=query.take_number("request_timeout_ms", default=10_000),
            connection={"bootstrap_servers": list(names), "client_id": client_id}
            | _read_security(query, secrets or KafkaSecrets()),
        )
        query.refuse_rest()
        if address.heartbeat_ms * 3 > address.session_timeout_ms:
            msg = (
                "The event log's URL leaves less than three heartbeats to a session; lower"
                " heartbeat_ms or raise session_timeout_ms."
            )
            raise ConfigurationError(msg)
        return address


def _read_brokers(text: str) -> tuple[str, ...]:
    brokers = tuple(filter(None, text.rstrip("/").split(",")))
    for broker in brokers:
        host, _, port = broker.rpartition(":")
        if not host or not port.isdigit() or "@" in host or "/" in host:
            # Not quoted: where somebody has put a password in, it must not reach a log.
            msg = (
                "The event log's URL names a broker in a form that cannot be read; write"
                " kafka://host:9092,host:9092, and put user and password in"
                " MODERATION_KAFKA_USERNAME and MODERATION_KAFKA_PASSWORD."
            )
            raise ConfigurationError(msg)
    if not brokers:
        msg = "The event log's URL names no broker; write kafka://host:9092."
        raise ConfigurationError(msg)
    return brokers


def _read_security(query: Query, secrets: KafkaSecrets) -> dict[str, Any]:
    protocol = query.take_choice("security_protocol", default="PLAINTEXT", choices=_PROTOCOLS)
    mechanism = query.take_choice("sasl_mechanism", default="SCRAM-SHA-512", choices=_MECHANISMS)
    files = {name: query.take_text(name) for name in ("ca_file", "cert_file", "key_file")}
    security: dict[str, Any] = {"security_protocol": protocol}
    if protocol.endswith("SSL"):
        security["ssl_context"] = _read_certificates(files, secrets)
    if protocol.startswith("SASL"):
        if secrets.username is None or secrets.password is None:
            msg = (
                f"The event log's URL asks for {protocol}, so set MODERATION_KAFKA_USERNAME and"
                " MODERATION_KAFKA_PASSWORD."
            )
            raise ConfigurationError(msg)
        security |= {
            "sasl_mechanism": mechanism,
            "sasl_plain_username": secrets.username,
            "sasl_plain_password": secrets.password.get_secret_value(),
        }
    return security


def _read_certificates(files: dict[str, str | None], secrets: KafkaSecrets) -> ssl.SSLContext:
    for name, path in files.items():
        if path is not None and not Path(path).is_file():
            msg = f"The event log's URL sets {name} to {path}, which is no file; put it right."
            raise ConfigurationError(msg)
    password = secrets.key_password
    try:
        context: ssl.SSLContext = create_ssl_context(
            cafile=files["ca_file"],
            certfile=files["cert_file"],
            keyfile=files["key_file"],
            password=password.get_secret_value() if password else None,
        )
    except (OSError, ValueError) as error:
        msg = (
            "The certificates that the event log's URL names cannot be loaded"
            f" ({type(error).__name__}); check ca_file, cert_file and key_file."
        )
        raise ConfigurationError(msg) from error
    return context
