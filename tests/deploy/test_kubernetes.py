"""The Kubernetes base and overlays are valid, complete, and say what the services understand."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

import kubernetes_validate
import pytest
from pydantic import SecretStr

from moderation_common.eventlog.kafka.address import KafkaAddress, KafkaSecrets
from moderation_common.policy.loader import find_pack_files
from tests.support.deployment import (
    KUBERNETES,
    SERVICES,
    consumptions_of,
    public_prefixes_of,
    render,
    secrets_of,
    variables_of,
)
from tests.support.infrastructure import REPOSITORY
from tests.support.manifests import Manifest, Manifests

_BASE: Final = "base"
_OVERLAYS: Final = ("overlays/staging", "overlays/production")
_PRODUCTION: Final = "overlays/production"

# The oldest release that the READMEs promise, and the newest whose schemas there are.
_VERSIONS: Final = ("1.31", kubernetes_validate.latest_version())

_KEDA: Final = "keda.sh/v1alpha1"

# KEDA publishes no schema to validate with, so what we use of it is held against its documentation.
_KAFKA_TRIGGER_FIELDS: Final = {
    "bootstrapServers",
    "consumerGroup",
    "topic",
    "lagThreshold",
    "sasl",
    "tls",
}
_SCALED_OBJECT_FIELDS: Final = {"scaleTargetRef", "minReplicaCount", "maxReplicaCount", "triggers"}

# Set by the image, the same in all four; see services/*/Dockerfile.
_SET_BY_IMAGE: Final = {"MODERATION_POLICIES_DIR"}


@pytest.fixture(scope="module", params=[_BASE, *_OVERLAYS])
def manifests(request: pytest.FixtureRequest) -> Manifests:
    """Give the base and each overlay as kustomize renders it."""
    return Manifests(tuple(render(KUBERNETES / request.param)))


@pytest.fixture(scope="module", params=_OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> Manifests:
    """Give each overlay as kustomize renders it."""
    return Manifests(tuple(render(KUBERNETES / request.param)))


@pytest.fixture(scope="module")
def production() -> Manifests:
    """Give the overlay for production as kustomize renders it."""
    return Manifests(tuple(render(KUBERNETES / _PRODUCTION)))


@pytest.mark.parametrize("version", _VERSIONS)
def test_every_document_fits_its_schema(manifests: Manifests, version: str) -> None:
    """The oldest and the newest Kubernetes accept each document, field by field."""
    plain = [d for d in manifests.documents if d["apiVersion"] != _KEDA]

    for document in plain:
        kubernetes_validate.validate(document, version, strict=True)
    assert len(plain) >= 3 * len(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_understands_every_variable_it_is_given_itself(
    manifests: Manifests, service: str
) -> None:
    """No variable of the container's own is misspelt, out of date or another service's."""
    own = {variable["name"] for variable in manifests.container(service)["env"]}

    assert own - variables_of(service).keys() == set()


def test_every_shared_variable_is_read_by_some_service(manifests: Manifests) -> None:
    """Nothing in the common configuration is misspelt or out of date."""
    known = set().union(*(variables_of(service) for service in SERVICES))

    assert manifests.one("ConfigMap", "moderation")["data"].keys() - known == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_every_variable_it_insists_on(
    manifests: Manifests, service: str
) -> None:
    """Nothing is left for the first start to find out, nor hangs on a secret that may be absent."""
    required = {name for name, needed in variables_of(service).items() if needed}
    given = manifests.environment(service).keys() - manifests.optional_variables(service)

    assert required - _SET_BY_IMAGE - given == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_secret_stands_in_a_manifest(manifests: Manifests, service: str) -> None:
    """What the settings hold as a secret comes, if at all, from a secret of the cluster."""
    own = {variable["name"]: variable for variable in manifests.container(service)["env"]}

    assert secrets_of(service)
    assert {
        name
        for name in secrets_of(service)
        if "secretKeyRef" not in own.get(name, {}).get("valueFrom", {})
    } == set()
    assert manifests.of_kind("Secret") == []


def test_what_all_services_read_holds_no_secret(manifests: Manifests) -> None:
    """The common configuration, open to all four, has no secret even of one of them."""
    everybodys = set().union(*(secrets_of(service) for service in SERVICES))

    assert manifests.one("ConfigMap", "moderation")["data"].keys() & everybodys == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_with_nothing_it_does_not_need(manifests: Manifests, service: str) -> None:
    """Not as root, on a read-only root, without capabilities or the cluster's own token."""
    pod = manifests.one("Deployment", service)["spec"]["template"]["spec"]
    container = manifests.container(service)

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_watched_and_bounded(manifests: Manifests, service: str) -> None:
    """It has all three probes on routes that exist, and its memory is bounded."""
    container = manifests.container(service)
    probes = {
        name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")
    }

    assert probes == {
        "startup": {"path": "/healthz", "port": "http"},
        "readiness": {"path": "/readyz", "port": "http"},
        "liveness": {"path": "/healthz", "port": "http"},
    }
    assert container["resources"]["limits"]["memory"]
    assert container["resources"]["requests"].keys() == {"cpu", "memory"}
    assert manifests.one("PodDisruptionBudget", service)["spec"]["selector"] == {
        "matchLabels": {"app.kubernetes.io/name": service}
    }


@pytest.mark.parametrize("service", SERVICES)
def test_the_port_is_the_one_the_image_listens_on(manifests: Manifests, service: str) -> None:
    """Container, service and Prometheus's annotation name the port that the image sets."""
    dockerfile = (REPOSITORY / f"services/{service}/Dockerfile").read_text("utf-8")
    port = int(re.findall(r"MODERATION_PORT=(\d+)", dockerfile)[0])
    template = manifests.one("Deployment", service)["spec"]["template"]

    assert manifests.container(service)["ports"] == [{"name": "http", "containerPort": port}]
    assert template["metadata"]["annotations"]["prometheus.io/port"] == str(port)
    assert manifests.one("Service", service)["spec"]["ports"][0]["targetPort"] == "http"


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_is_the_one_that_is_built_here(manifests: Manifests, service: str) -> None:
    """The tag is the version that the service's own package has."""
    pyproject = (REPOSITORY / f"services/{service}/pyproject.toml").read_text("utf-8")
    version = re.findall(r'^version = "(.+)"$', pyproject, re.MULTILINE)[0]

    assert manifests.container(service)["image"] == f"moderation-{service}:{version}"


@pytest.mark.parametrize("service", SERVICES)
def test_work_in_hand_has_time_to_finish(manifests: Manifests, service: str) -> None:
    """A pod is killed only after the pause, the requests in hand and the events in hand."""
    pod = manifests.one("Deployment", service)["spec"]["template"]["spec"]
    pause = float(manifests.container(service)["lifecycle"]["preStop"]["exec"]["command"][1])
    timeout = float(manifests.environment(service)["MODERATION_SHUTDOWN_TIMEOUT_S"] or 0)

    assert pod["terminationGracePeriodSeconds"] > pause + 2 * timeout


@pytest.mark.parametrize("service", SERVICES)
def test_the_address_of_the_log_can_be_read(manifests: Manifests, service: str) -> None:
    """The Kafka engine understands the URL, and a certificate that it names is mounted."""
    url = manifests.environment(service)["MODERATION_EVENTLOG_URL"] or ""
    certificate = re.search(r"&ca_file=([^&]+)/[^&/]+", url)
    mounts = {mount["mountPath"] for mount in manifests.container(service)["volumeMounts"]}
    # The file itself is only in the cluster.
    readable = url.replace(certificate[0], "") if certificate else url
    secrets = KafkaSecrets(username="somebody", password=SecretStr("a password"))

    address = KafkaAddress.parse(readable, client_id=service, secrets=secrets)

    assert address.replication <= 3
    assert certificate is None or certificate[1] in mounts


def _without_names(manifests: Manifests, service: str) -> str:
    """Return a deployment as text with the service's name and its own variables taken out."""
    deployment = manifests.one("Deployment", service)
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    shared = set.intersection(*(set(variables_of(other)) for other in SERVICES))
    ours = {"policies", "tmp", "kafka-ca"}
    container["env"] = [v for v in container["env"] if v["name"] in shared]
    container["volumeMounts"] = [m for m in container["volumeMounts"] if m["name"] in ours]
    volumes = deployment["spec"]["template"]["spec"]["volumes"]
    deployment["spec"]["template"]["spec"]["volumes"] = [v for v in volumes if v["name"] in ours]
    return str(deployment).replace(service, "SERVICE")


def test_the_four_deployments_have_one_shape() -> None:
    """Beside its name and its own settings, no service is deployed unlike the others."""
    base = Manifests(tuple(render(KUBERNETES / _BASE)))

    assert len({_without_names(base, service) for service in SERVICES}) == 1


def test_the_ingress_lets_in_what_is_public_and_nothing_else(manifests: Manifests) -> None:
    """Each path is one that its service opens to the world, and each of those has a path."""
    (ingress,) = manifests.of_kind("Ingress")
    (rule,) = ingress["spec"]["rules"]
    paths = {(p["backend"]["service"]["name"], p["path"]) for p in rule["http"]["paths"]}

    assert paths == {(s, prefix) for s in SERVICES for prefix in public_prefixes_of(s)}


def test_alerts_link_to_the_host_that_the_ingress_serves(manifests: Manifests) -> None:
    """The address in alerts, the ingress's rule and its certificate are for one host."""
    (ingress,) = manifests.of_kind("Ingress")
    url = urlsplit(manifests.one("ConfigMap", "moderation")["data"]["MODERATION_PUBLIC_URL"])

    assert url.scheme == "https"
    assert ingress["spec"]["rules"][0]["host"] == url.hostname
    assert ingress["spec"]["tls"][0]["hosts"] == [url.hostname]


def test_an_overlay_brings_every_policy_pack(overlay: Manifests) -> None:
    """The packs in the cluster are the packs in the tree, byte for byte."""
    packs = {f.name: f.read_text("utf-8") for f in find_pack_files(REPOSITORY / "policies")}

    assert overlay.one("ConfigMap", "moderation-policies")["data"] == packs


def test_the_readme_names_every_secret_that_the_manifests_want(manifests: Manifests) -> None:
    """Whoever prepares a cluster finds each secret and key in deploy/k8s/README.md."""
    readme = (KUBERNETES / "README.md").read_text("utf-8")
    text = str(manifests.documents)
    names = re.findall(r"'secretName': '([\w-]+)'", text)
    keys = re.findall(r"'secretKeyRef': \{[^}]*'key': '([\w-]+)'", text)

    assert keys
    assert [name for name in {*names, *keys} if f"`{name}`" not in readme] == []


def _scaled(production: Manifests, service: str) -> Manifest:
    return production.one("ScaledObject", service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_scaled_on_what_it_reads(production: Manifests, service: str) -> None:
    """KEDA looks at the very groups and topics that the service's code subscribes to."""
    triggers = [t["metadata"] for t in _scaled(production, service)["spec"]["triggers"]]
    code = consumptions_of(service)

    assert {(t["consumerGroup"], t["topic"]) for t in triggers} == {
        (consumption.group, topic) for consumption in code for topic in consumption.topics
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_scaled_within_its_partitions(production: Manifests, service: str) -> None:
    """KEDA scales the deployment on the services' own brokers, up to one member a partition."""
    spec = _scaled(production, service)["spec"]
    url = production.environment(service)["MODERATION_EVENTLOG_URL"] or ""
    brokers, _, query = url.removeprefix("kafka://").partition("?")

    assert set(spec) == _SCALED_OBJECT_FIELDS
    assert spec["scaleTargetRef"] == {"name": service}
    assert f"partitions={spec['maxReplicaCount']}" in query.split("&")
    for trigger in spec["triggers"]:
        assert trigger["type"] == "kafka"
        assert set(trigger["metadata"]) == _KAFKA_TRIGGER_FIELDS
        assert trigger["metadata"]["bootstrapServers"] == brokers
        assert production.one("TriggerAuthentication", trigger["authenticationRef"]["name"])


def test_nobody_but_keda_sets_the_number_of_replicas(production: Manifests) -> None:
    """A new release does not undo what the lag asked for."""
    assert ["replicas" in d["spec"] for d in production.of_kind("Deployment")] == [False] * 4
