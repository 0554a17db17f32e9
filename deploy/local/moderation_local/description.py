"""What runs in a data folder: addresses, health, versions, memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from moderation_local.deployment import DataFolder
from moderation_local.health import ask_all
from moderation_local.memory import proportional_mb
from moderation_local.running import is_ours, running_state


@dataclass(frozen=True)
class ServiceDescription:
    """How one service is."""

    url: str
    pid: int
    restarts: int
    healthy: bool
    ready: bool
    version: str | None
    wrong: dict[str, str]
    """What is missing, by name; empty when ready."""
    memory_mb: float


@dataclass(frozen=True)
class Description:
    """What `moderation status --json` prints."""

    data: str
    running: bool
    ready: bool
    services: dict[str, ServiceDescription] = field(default_factory=dict)
    database: dict[str, str | float] = field(default_factory=dict)
    eventlog: dict[str, str] = field(default_factory=dict)
    mail: dict[str, str] = field(default_factory=dict)
    memory_mb: float = 0.0
    """Proportional set size of all processes, PostgreSQL included, in MB."""


async def describe(data: DataFolder) -> Description:
    """Return addresses, health, versions and memory of what runs in a data folder."""
    state = running_state(data)
    if state is None:
        return Description(data=str(data.path), running=False, ready=False)
    urls = {p.name: p.url for p in state.processes if p.url is not None}
    answers = await ask_all(urls)
    services = {
        process.name: ServiceDescription(
            url=process.url or "",
            pid=process.pid,
            restarts=process.restarts,
            healthy=answers[process.name].healthy,
            # Whoever else answers at the address is not this deployment.
            ready=answers[process.name].ready and is_ours(process.pid, "moderation_"),
            version=answers[process.name].version,
            wrong=dict(answers[process.name].wrong),
            memory_mb=round(proportional_mb(process.pid), 1),
        )
        for process in state.processes
        if process.name in answers
    }
    database_mb = round(proportional_mb(state.database_pid), 1) if state.database_pid else 0.0
    return Description(
        data=str(data.path),
        running=True,
        ready=all(service.ready for service in services.values()),
        services=services,
        database={"url": state.database_url, "memory_mb": database_mb},
        eventlog={"url": state.eventlog_url},
        mail={"smtp": f"127.0.0.1:{state.mail_port}", "url": urls["simulator"] + "/mail"},
        memory_mb=round(sum(s.memory_mb for s in services.values()) + database_mb, 1),
    )
