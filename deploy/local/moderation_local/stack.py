"""The one-machine deployment: which processes, on which ports, with which settings."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_local.deployment import DataFolder, Secrets
from moderation_local.supervisor import ProcessSpec

_HOST: Final = "127.0.0.1"
# Nothing registered stands here; a port that is taken gives way to a free one.
_PREFERRED_PORTS: Final = {
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
    data: DataFolder, *, secrets: Secrets, policies: Path, database_url: str, eventlog_url: str
) -> Stack:
    """Choose ports and settings for every process."""
    ports = _choose_ports(_PREFERRED_PORTS)
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


def _choose_ports(preferred: dict[str, int]) -> dict[str, int]:
    return {name: _free_port((port, 0)) for name, port in preferred.items()}


def _free_port(candidates: Iterable[int]) -> int:
    for candidate in candidates:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, candidate))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise AssertionError("the last candidate lets the system choose")
