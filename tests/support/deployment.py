"""What the deployment files are held against: the services' settings, groups and topics."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from moderation_common.eventlog.kafka.address import KafkaSecrets
from moderation_common.settings import CommonSettings
from tests.support.infrastructure import REPOSITORY, skip_for_want_of

SERVICES: Final = ("ingest", "classifier", "escalation", "audit")

PREFIX: Final = "MODERATION_"

KUBERNETES: Final = REPOSITORY / "deploy/k8s"

_TOOL_TIMEOUT_S: Final = 60


@dataclass(frozen=True)
class Consumption:
    """What one consumer group of a service reads."""

    group: str
    topics: frozenset[str]


def settings_of(service: str) -> type[CommonSettings]:
    """Return the settings class of a service."""
    module = importlib.import_module(f"moderation_{service}.settings")
    (found,) = (
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, CommonSettings)
        if value is not CommonSettings
    )
    return found


def variables_of(service: str) -> dict[str, bool]:
    """Return the environment variables that a service reads, and whether it insists on each."""
    own = {
        f"{PREFIX}{name.upper()}": field.is_required()
        for name, field in settings_of(service).model_fields.items()
    }
    return own | dict.fromkeys(kafka_variables(), False)


def secrets_of(service: str) -> frozenset[str]:
    """Return the environment variables with a secret in them that a service reads."""
    fields = {
        f"{PREFIX}{name.upper()}": field
        for name, field in settings_of(service).model_fields.items()
    } | dict(zip(kafka_variables(), KafkaSecrets.model_fields.values(), strict=True))
    return frozenset(name for name, field in fields.items() if "SecretStr" in str(field.annotation))


def kafka_variables() -> list[str]:
    """Return the environment variables that the Kafka engine reads in every service."""
    prefix = KafkaSecrets.model_config["env_prefix"]
    return [f"{prefix}{name.upper()}" for name in KafkaSecrets.model_fields]


def consumptions_of(service: str) -> list[Consumption]:
    """Return what a service's consumers subscribe to: the arguments of each `Consumer(...)`."""
    return [
        Consumption(group=arguments["group"], topics=frozenset(map(str, arguments["topics"])))
        for arguments in _calls(service, "Consumer", {"group", "topics"})
    ]


def public_prefixes_of(service: str) -> frozenset[str]:
    """Return the paths that a service opens to callers without a token."""
    (arguments,) = _calls(service, "create_application", {"public_prefixes"})
    return frozenset(arguments.get("public_prefixes", ()))


def _calls(service: str, function: str, wanted: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the wanted keyword arguments of every call in a service's source.

    The arguments are constants of the module in which the call stands, so they have their values
    without anything being called.
    """
    package = REPOSITORY / f"services/{service}/moderation_{service}"
    for path in sorted(package.rglob("*.py")):
        source = path.read_text("utf-8")
        if f"{function}(" not in source:
            continue
        name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        module = vars(importlib.import_module(name.removesuffix(".__init__")))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
                yield {
                    keyword.arg: eval(ast.unparse(keyword.value), module)  # noqa: S307 - our own source
                    for keyword in node.keywords
                    if keyword.arg in wanted
                }


def kafka_version() -> str:
    """Return the version of Apache Kafka that the tests of the engine run against."""
    pom = (REPOSITORY / "deploy/kafka/pom.xml").read_text(encoding="utf-8")
    found = re.search(r"<kafka\.version>(.+?)</kafka\.version>", pom)
    assert found is not None, "deploy/kafka/pom.xml names no kafka.version"
    return found[1]


def run_tool(command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> str:
    """Run a tool in the working tree's root and return what it prints; fails with its errors."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=_TOOL_TIMEOUT_S,
        cwd=REPOSITORY,
        env=env,
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


def render(folder: Path) -> list[dict[str, Any]]:
    """Return the manifests that kustomize makes of a base or an overlay; skips without kustomize.

    `kubectl kustomize` is the same program, built in.
    """
    programs = (["kustomize", "build"], ["kubectl", "kustomize"])
    command = next((program for program in programs if shutil.which(program[0])), None)
    if command is None:
        skip_for_want_of("No overlays: neither kustomize nor kubectl is installed.")
    text = run_tool([*command, "--load-restrictor", "LoadRestrictionsNone", folder])
    return [document for document in yaml.safe_load_all(text) if document]
