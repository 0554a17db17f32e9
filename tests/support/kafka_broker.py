"""A real Apache Kafka in KRaft mode for the tests: one process, loopback only, its own folder.

`MODERATION_TEST_KAFKA` (host:port) names a broker that already runs and is used instead; such a
broker is never stopped, so tests of outages need the local one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.errors import KafkaError

from tests.support.infrastructure import REPOSITORY, skip_for_want_of
from tests.support.waiting import wait_until

_TOPICS: Final = "moderation."
"""How the names of the system's topics begin."""
_CLUSTER_ID: Final = "moderation-tests-00001A"
"""22 characters of URL-safe base64, as Kafka wants a cluster's id; any will do."""

_START_DEADLINE_S: Final = 90.0
"""A start takes about four seconds alone, many times that while other suites share two cores."""

_STOP_DEADLINE_S: Final = 30.0
"""A broker that has not left by then, which takes a second or two as a rule, is killed."""

_PROBE_TIMEOUT_MS: Final = 2000

_LEAST_JAVA: Final = 17
"""What a broker of the 4.x line is compiled for."""

_JAVA_OPTIONS: Final = (
    "-Xmx384m",
    "-Xms128m",
    "-XX:+UseSerialGC",
    # The first compiler alone starts faster, and no test runs long enough to need the second.
    "-XX:TieredStopAtLevel=1",
    "-Djava.awt.headless=true",
)


class KafkaBroker:
    """One broker that may be stopped, killed and started again with the same data and ports.

    Topics are not created by being named: a test that misspells one should learn of it.
    """

    def __init__(self, *, artefacts: Path, folder: Path) -> None:
        self._folder = folder
        self._port, controller_port = _free_ports(2)
        self._config = folder / "server.properties"
        self._log = folder / "broker.log"
        self._java = (
            "java",
            *_JAVA_OPTIONS,
            f"-Dlog4j2.configurationFile={REPOSITORY / 'deploy/kafka/log4j2.properties'}",
            "-cp",
            f"{artefacts}/*",
        )
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._config.write_text(_settings(folder, self._port, controller_port), encoding="utf-8")
        self._run_storage_tool()

    @property
    def bootstrap(self) -> str:
        """The address that clients connect to, the same after every start."""
        return f"127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        """Whether the process lives, which is not yet to say that it answers."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process and return when the broker takes requests and leads its partitions.

        Blocks; inside a running event loop call it with `asyncio.to_thread`.

        Raises:
            AssertionError: it ended or did not answer in time; the end of its log is quoted.

        """
        if self.running:
            return
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._java, "kafka.Kafka", str(self._config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Control-C in a terminal is for pytest, which then stops the broker in order.
                start_new_session=True,
            )
        try:
            wait_until(
                self._ready,
                deadline_s=_START_DEADLINE_S,
                what="A broker that takes requests",
                ignoring=(OSError, KafkaError),
                interval_s=0.2,
            )
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End the broker in order; what it acknowledged is there after `start`. Blocks."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End the broker at once, as a power cut would."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None

    def _ready(self) -> bool:
        if not self.running:
            pytest.fail(f"The Kafka broker ended while starting:\n{self._log_tail()}")
        with socket.create_connection(("127.0.0.1", self._port), timeout=1):
            pass
        # A thread of its own, because the caller may have an event loop running in this one.
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, _has_live_brokers(self.bootstrap)).result()

    def _run_storage_tool(self) -> None:
        command = ["kafka.tools.StorageTool", "format", "-t", _CLUSTER_ID, "-c", str(self._config)]
        done = subprocess.run(
            [*self._java, *command], capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode != 0:
            pytest.fail(f"Kafka could not format its storage:\n{done.stdout}{done.stderr}")

    def _log_tail(self) -> str:
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])


def _settings(folder: Path, port: int, controller_port: int) -> str:
    # A killed broker may register again only when its session has run out: seconds, not the usual
    # nine. Groups need one partition to keep their offsets in, and small files are enough for all.
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder / "log"}
broker.session.timeout.ms=1500
broker.heartbeat.interval.ms=300
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
"""


async def _has_live_brokers(bootstrap: str) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=_PROBE_TIMEOUT_MS)
    try:
        await admin.start()
        cluster = await admin.describe_cluster()
    finally:
        await admin.close()
    return bool(cluster["brokers"])


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [server.getsockname()[1] for server in held]
    finally:
        for server in held:
            server.close()


def _java_version() -> int:
    """Return the feature release of the `java` on PATH, or 0 if there is none that answers."""
    if shutil.which("java") is None:
        return 0
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    # Up to Java 8 the release stands after a leading "1.", which is old enough all the same.
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0


def _artefacts() -> Path:
    """Return the folder that `tools/fetch-kafka.sh` filled, or skip saying what is missing."""
    if _java_version() < _LEAST_JAVA:
        skip_for_want_of(f"No Kafka: Java {_LEAST_JAVA} or later is not installed.")
    pom = (REPOSITORY / "deploy/kafka/pom.xml").read_text(encoding="utf-8")
    found = re.search(r"<kafka\.version>(.+?)</kafka\.version>", pom)
    assert found is not None, "deploy/kafka/pom.xml names no kafka.version"
    folder = REPOSITORY / ".cache" / "kafka" / found[1]
    if not folder.is_dir():
        skip_for_want_of("No Kafka: its artefacts are missing; run tools/fetch-kafka.sh.")
    return folder


@pytest.fixture(scope="session")
def local_kafka_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """Run one broker for the whole session; tests ask for `kafka_broker` or `kafka_bootstrap`."""
    # Connecting before the broker listens is what waiting looks like, not something to report.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    broker = KafkaBroker(artefacts=_artefacts(), folder=tmp_path_factory.mktemp("kafka"))
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()


@pytest.fixture
def kafka_broker(local_kafka_broker: KafkaBroker) -> Iterator[KafkaBroker]:
    """Lend a test the broker to stop and start; it runs before the test and again after it."""
    local_kafka_broker.start()
    yield local_kafka_broker
    local_kafka_broker.start()


@pytest.fixture(scope="session")
def kafka_bootstrap(request: pytest.FixtureRequest) -> str:
    """Give the address of a real Kafka: the one in `MODERATION_TEST_KAFKA`, else a local one."""
    if given := os.environ.get("MODERATION_TEST_KAFKA"):
        return given.removeprefix("kafka://")
    broker: KafkaBroker = request.getfixturevalue("local_kafka_broker")
    return broker.bootstrap


def empty_topics(bootstrap: str) -> None:
    """Delete every record of the system's topics, for a whole system to begin with nothing.

    What other tests wrote there for themselves would be dead letters to it. Blocks.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, _empty_topics(bootstrap)).result()


async def _empty_topics(bootstrap: str) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await consumer.start()
    await admin.start()
    try:
        topics = [name for name in await admin.list_topics() if name.startswith(_TOPICS)]
        partitions = [
            TopicPartition(described["topic"], partition["partition"])
            for described in (await admin.describe_topics(topics) if topics else ())
            for partition in described["partitions"]
        ]
        ends = await consumer.end_offsets(partitions)
        filled = {each: RecordsToDelete(end) for each, end in ends.items() if end}
        if filled:
            await admin.delete_records(filled)
    finally:
        await admin.close()
        await consumer.stop()
