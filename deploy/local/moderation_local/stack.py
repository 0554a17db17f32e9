"""The one-machine deployment: which processes, on which ports, with which settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_local.deployment import DataFolder, Secrets
from moderation_local.supervisor import ProcessSpec

_HOST: Final = "127.0.0.1"
# Nothing registered stands here; a port that is taken gives way to a free one.
PREFERRED_PORTS: Final = {
    "simulator": 8410,
    "ingest": 8411,
    "classifier": 8412,
    "escalation": 8413,
    "audit": 8414,
    "mail": 8425,
}
SERVICES: Final = ("ingest", "classifier", "escalation", "audit")


@dataclass(frozen=True)
class Stack:
    """Everything that is started, and where the alerts' mail goes."""

    specs: tuple[ProcessSpec, ...]
    mail_port: int

    @property
    def urls(self) -> dict[str, str]:
        """Addresses by name."""
        return {spec.name: spec.url for spec in self.specs}


def plan_stack(
    data: DataFolder,
    *,
    secrets: Secrets,
    policies: Path,
    ports: Mapping[str, int],
    database_url: str,
    eventlog_url: str,
) -> Stack:
    """Choose the settings for every process; `ports` has the names of `PREFERRED_PORTS`."""
    urls = {name: f"http://{_HOST}:{port}" for name, port in ports.items() if name != "mail"}
    shared = {
        "MODERATION_HOST": _HOST,
        "MODERATION_DATABASE_URL": database_url,
        "MODERATION_EVENTLOG_URL": eventlog_url,
        "MODERATION_POLICIES_DIR": str(policies),
        "MODERATION_TOKEN_SECRET": secrets.token_secret,
        "MODERATION_VAULT_KEY": secrets.vault_key,
        "MODERATION_CREDENTIALS_FILE": str(data.credentials),
        # One thread per process: the cores are shared.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    own = {
        "simulator": {
            "MODERATION_SIMULATOR_DATA": str(data.simulator),
            "MODERATION_INGEST_URL": urls["ingest"],
            "MODERATION_MAIL_PORT": str(ports["mail"]),
            "MODERATION_WEBHOOK_SECRET": secrets.webhook_secret,
        },
        "ingest": {
            "MODERATION_FACEBOOK_API_URL": urls["simulator"] + "/facebook/v25.0",
            "MODERATION_X_API_URL": urls["simulator"] + "/x/2",
        },
        "classifier": {},
        "escalation": {
            "MODERATION_PUBLIC_URL": urls["escalation"],
            "MODERATION_SMTP_HOST": _HOST,
            "MODERATION_SMTP_PORT": str(ports["mail"]),
            "MODERATION_SMTP_STARTTLS": "false",
            "MODERATION_SMTP_FROM": "moderation@localhost",
            "MODERATION_WEBHOOK_SECRET": secrets.webhook_secret,
            "MODERATION_WEBHOOK_BASE_URL": urls["simulator"] + "/hooks",
        },
        "audit": {},
    }
    specs = tuple(
        ProcessSpec(
            name=name,
            module="moderation_local.simulator" if name == "simulator" else f"moderation_{name}",
            environment={**shared, **own[name], "MODERATION_PORT": str(ports[name])},
            url=urls[name],
        )
        for name in ("audit", "escalation", "classifier", "ingest", "simulator")
    )
    return Stack(specs=specs, mail_port=ports["mail"])
