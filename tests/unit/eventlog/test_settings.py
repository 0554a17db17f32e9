"""What an event log's URL may say, and what is answered when it says something wrong."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr

from moderation_common.errors import ConfigurationError
from moderation_common.eventlog import open_event_log
from moderation_common.eventlog.kafka.address import KafkaAddress, KafkaSecrets
from moderation_common.eventlog.postgres.address import PostgresAddress

_SECRETS = KafkaSecrets(username="moderation", password=SecretStr("s3cret"))


@pytest.mark.parametrize("url", ["", "localhost", "redis://localhost", "postgres", "http://x"])
async def test_an_unknown_engine_is_refused_in_one_sentence(url: str) -> None:
    """The message says what the URL starts with and what to write instead."""
    with pytest.raises(ConfigurationError, match=r"^The event log's URL .*kafka://host:9092\.$"):
        await open_event_log(url, client_id="test")


def test_postgres_keeps_its_own_parameters_and_hands_on_the_rest() -> None:
    """`partitions` is the engine's; the driver gets what it knows."""
    url = "postgresql://u:p%40ss@/name?host=/run/pg&partitions=7&sslmode=require"
    address = PostgresAddress.parse(url, client_id="test")

    assert address.partitions == 7
    assert address.dsn == "postgresql://u:p%40ss@/name?host=%2Frun%2Fpg&sslmode=require"
    assert "p%40ss" not in repr(address)


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", "²"])
@pytest.mark.parametrize("scheme", ["postgresql", "kafka"])
def test_a_number_that_is_none_is_refused(scheme: str, value: str) -> None:
    """The message names the parameter and what to write."""
    address = PostgresAddress if scheme == "postgresql" else KafkaAddress
    with pytest.raises(ConfigurationError, match=r"partitions.*whole number above nought"):
        address.parse(f"{scheme}://h:1/?partitions={value}", client_id="test")


def test_kafka_reads_brokers_and_settings() -> None:
    """Several brokers, and each setting where it belongs."""
    url = (
        "kafka://one:9092,two:9093?partitions=12&replication=2&session_timeout_ms=9000"
        "&heartbeat_ms=300&request_timeout_ms=4000"
    )
    address = KafkaAddress.parse(url, client_id="audit")

    assert address.brokers == ("one:9092", "two:9093")
    assert (address.partitions, address.replication) == (12, 2)
    assert (address.session_timeout_ms, address.heartbeat_ms) == (9000, 300)
    assert address.request_timeout_ms == 4000
    assert address.connection == {
        "bootstrap_servers": ["one:9092", "two:9093"],
        "client_id": "audit",
        "security_protocol": "PLAINTEXT",
    }


def test_kafka_copies_records_as_often_as_there_are_brokers_up_to_three() -> None:
    """A single broker must work without a word; a cluster must not lose what it acknowledged."""
    one = KafkaAddress.parse("kafka://a:1", client_id="t")
    many = KafkaAddress.parse("kafka://a:1,b:1,c:1,d:1", client_id="t")

    assert (one.replication, many.replication) == (1, 3)


def test_kafka_takes_its_password_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """User and password come from variables, so that no URL holds a secret."""
    monkeypatch.setenv("MODERATION_KAFKA_USERNAME", "moderation")
    monkeypatch.setenv("MODERATION_KAFKA_PASSWORD", "s3cret")
    url = "kafka://a:1?security_protocol=SASL_PLAINTEXT&sasl_mechanism=SCRAM-SHA-256"
    address = KafkaAddress.parse(url, client_id="t")

    assert address.connection["sasl_plain_username"] == "moderation"
    assert address.connection["sasl_plain_password"] == "s3cret"
    assert address.connection["sasl_mechanism"] == "SCRAM-SHA-256"
    assert "s3cret" not in repr(address)


def test_kafka_checks_certificates_against_the_systems_authorities() -> None:
    """With TLS and no file of its own, names and signatures are still verified."""
    address = KafkaAddress.parse(
        "kafka://a:1?security_protocol=SASL_SSL", client_id="t", secrets=_SECRETS
    )
    context = address.connection["ssl_context"]

    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize(
    "url,expected",
    [
        ("kafka://", "names no broker"),
        ("kafka://host", "form that cannot be read"),
        ("kafka://user:pass@host:9092", "MODERATION_KAFKA_PASSWORD"),
        ("kafka://a:1?security_protocol=TLS", "security_protocol=TLS"),
        ("kafka://a:1?security_protocol=SASL_SSL", "MODERATION_KAFKA_USERNAME"),
        ("kafka://a:1?security_protocol=SSL&ca_file=/no/such.pem", "ca_file"),
        ("kafka://a:1?colour=blue", "colour"),
        ("kafka://a:1?partitions=1&partitions=2", "partitions twice"),
        ("kafka://a:1?session_timeout_ms=1000&heartbeat_ms=900", "heartbeats"),
    ],
)
def test_a_wrong_kafka_url_is_refused_in_one_sentence(url: str, expected: str) -> None:
    """The message names what is wrong, and never quotes a password."""
    with pytest.raises(ConfigurationError, match=expected) as caught:
        KafkaAddress.parse(url, client_id="t", secrets=KafkaSecrets())

    assert "pass@" not in str(caught.value)


def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    """The message names the settings to check."""
    file = tmp_path / "ca.pem"
    file.write_text("not a certificate", encoding="utf-8")
    url = f"kafka://a:1?security_protocol=SSL&ca_file={file}"
    with pytest.raises(ConfigurationError, match="check ca_file"):
        KafkaAddress.parse(url, client_id="t")
