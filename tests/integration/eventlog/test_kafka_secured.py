"""The Kafka engine speaks TLS with a password, against a real broker that asks for both."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from moderation_common.errors import TransientError
from moderation_common.eventlog import open_event_log
from tests.support.eventlog_engines import Reader, message, new_name, numbers_by_key
from tests.support.kafka_broker import KafkaBroker, _artefacts

pytestmark = pytest.mark.kafka

_JAAS: Final = (
    "org.apache.kafka.common.security.plain.PlainLoginModule required"
    ' user_moderation="made-up-password";'
)


@dataclass(frozen=True)
class Secured:
    """Where the secured listener is, and the file of the authority that signed for it."""

    url: str
    ca_file: Path


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Run a broker with a second listener that wants TLS and a password."""
    folder = tmp_path_factory.mktemp("secured")
    ca_file, key_store = _certificates(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    broker = KafkaBroker(artefacts=_artefacts(), folder=folder / "broker")
    settings = folder / "broker" / "server.properties"
    text = settings.read_text(encoding="utf-8")
    for pattern, added in (
        (r"^((?:advertised\.)?listeners=.*)$", f"SECURE://127.0.0.1:{port}"),
        (r"^(listener\.security\.protocol\.map=.*)$", "SECURE:SASL_SSL"),
    ):
        text = re.sub(pattern, rf"\1,{added}", text, flags=re.MULTILINE)
    text += (
        f"sasl.enabled.mechanisms=PLAIN\nlistener.name.secure.plain.sasl.jaas.config={_JAAS}\n"
        f"ssl.keystore.type=PEM\nssl.keystore.location={key_store}\n"
    )
    settings.write_text(text, encoding="utf-8")
    try:
        broker.start()
        yield Secured(
            url=(
                f"kafka://127.0.0.1:{port}?security_protocol=SASL_SSL&sasl_mechanism=PLAIN"
                "&partitions=2&replication=1&request_timeout_ms=5000"
            ),
            ca_file=ca_file,
        )
    finally:
        broker.stop()


def _certificates(folder: Path) -> tuple[Path, Path]:
    """Make an authority, and a key with its certificate for the loopback address."""
    now = datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "made-up authority")])
    broker = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])

    def sign(subject: x509.Name, of: ec.EllipticCurvePrivateKey, *, is_ca: bool) -> bytes:
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority)
            .public_key(of.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()),
                critical=False,
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(of.public_key()), critical=False
            )
            .sign(ca_key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM)

    ca_file, key_store = folder / "ca.pem", folder / "broker.pem"
    ca_file.write_bytes(sign(authority, ca_key, is_ca=True))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key_store.write_bytes(private + sign(broker, key, is_ca=False))
    return ca_file, key_store


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put user and password where the engine looks for them."""
    monkeypatch.setenv("MODERATION_KAFKA_USERNAME", "moderation")
    monkeypatch.setenv("MODERATION_KAFKA_PASSWORD", "made-up-password")


async def test_events_pass_over_tls_with_a_password(secured: Secured, password: None) -> None:
    """Producer, consumer and topic creation all go through the secured listener."""
    log = await open_event_log(f"{secured.url}&ca_file={secured.ca_file}", client_id="t")
    topic = new_name("topic")
    await log.publish(topic, [message("a", n) for n in range(3)])
    reader = await Reader.join(log, new_name("group"), [topic])
    records = await reader.read_until(3)

    assert numbers_by_key(records) == {"a": [0, 1, 2]}
    await reader.subscription.close()
    await log.close()


async def test_a_wrong_password_is_refused_without_being_quoted(
    secured: Secured, password: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be under change, so it counts as an outage; the sentence keeps it to itself."""
    monkeypatch.setenv("MODERATION_KAFKA_PASSWORD", "other-password")
    with pytest.raises(TransientError) as caught:
        await open_event_log(f"{secured.url}&ca_file={secured.ca_file}", client_id="t")

    assert "other-password" not in str(caught.value)


async def test_a_broker_that_nobody_vouches_for_is_refused(
    secured: Secured, password: None
) -> None:
    """Without the authority's file the certificate is not trusted, and no password is sent."""
    with pytest.raises(TransientError):
        await open_event_log(secured.url, client_id="t")
