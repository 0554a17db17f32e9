"""The folder of a one-machine deployment: its secrets, its state, its logs, its addresses."""

from __future__ import annotations

import json
import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from moderation_common.errors import ConfigurationError
from moderation_common.policy import PolicyPacks
from moderation_common.vault import Vault
from moderation_common.vocabulary import Platform

DEFAULT_DATA: Final = Path(".data")
# The platforms that ingest acts on; the simulator plays their side.
_SIMULATED: Final = (Platform.FACEBOOK, Platform.X)


@dataclass(frozen=True)
class Secrets:
    """What must stay on this machine; made once per data folder."""

    token_secret: str
    vault_key: str
    webhook_secret: str

    @classmethod
    def generate(cls) -> Secrets:
        """Make new ones."""
        return cls(
            token_secret=secrets.token_urlsafe(48),
            vault_key=Vault.generate_key(),
            webhook_secret=secrets.token_urlsafe(32),
        )


@dataclass(frozen=True)
class RunningProcess:
    """One process of the deployment."""

    name: str
    pid: int
    url: str | None
    restarts: int = 0


@dataclass(frozen=True)
class State:
    """What a running deployment says of itself, for the other commands."""

    supervisor_pid: int
    started_at: str
    database_url: str
    database_pid: int | None
    eventlog_url: str
    mail_port: int
    processes: tuple[RunningProcess, ...] = field(default_factory=tuple)
    policies: str = ""
    """Folder of the packs that the services read; empty where an older release started them."""

    def url_of(self, name: str) -> str:
        """Return the address of a service; raises `ConfigurationError` when it has none."""
        for process in self.processes:
            if process.name == name and process.url is not None:
                return process.url
        msg = f"The deployment has no service {name}; stop it and start it again."
        raise ConfigurationError(msg)


class DataFolder:
    """Everything that a one-machine deployment keeps stands under one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.postgres = self.path / "postgres"
        self.logs = self.path / "logs"
        self.audit_log = self.logs / "audit.log"
        self.simulator = self.path / "simulator"
        self.credentials = self.path / "credentials.json"
        self._secrets = self.path / "secrets.json"
        self._state = self.path / "state.json"
        self._ports = self.path / "ports.json"

    @property
    def option(self) -> str:
        """What follows a command for it to mean this folder; empty where it does so unasked."""
        if self.path == DEFAULT_DATA.resolve():
            return ""
        return f" --data {shlex.quote(str(self.path))}"

    def prepare(self) -> None:
        """Make the folders; raises `ConfigurationError` where that is not allowed."""
        try:
            for folder in (self.path, self.logs, self.simulator):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"The data folder {self.path} cannot be made ({error.strerror}); name another."
            raise ConfigurationError(msg) from error

    def read_secrets(self) -> Secrets:
        """Return the folder's secrets; raises `ConfigurationError` when there are none yet."""
        if not self._secrets.exists():
            msg = (
                f"{self.path} holds no deployment; run `moderation up{self.option}` first, or give"
                " --data the folder of one."
            )
            raise ConfigurationError(msg)
        return Secrets(**json.loads(self._secrets.read_text("utf-8")))

    def ensure_secrets(self) -> Secrets:
        """Return the folder's secrets, made on the first call."""
        if not self._secrets.exists():
            _write_private(self._secrets, asdict(Secrets.generate()))
        return self.read_secrets()

    def ensure_credentials(self, packs: PolicyPacks) -> None:
        """Write credentials with which ingest and the simulator know each other.

        Credentials of accounts that have some are kept, so that a restart changes none.
        """
        known: dict[str, dict[str, object]] = {}
        if self.credentials.exists():
            known = json.loads(self.credentials.read_text("utf-8"))
        facebook = known.setdefault(
            "facebook",
            {
                "app_secrets": [secrets.token_hex(16)],
                "verify_token": secrets.token_urlsafe(16),
                "page_tokens": {},
            },
        )
        x = known.setdefault(
            "x",
            {
                "consumer_secrets": [secrets.token_urlsafe(24)],
                "oauth2_client_secrets": [],
                "user_tokens": {},
            },
        )
        tokens = {Platform.FACEBOOK: facebook["page_tokens"], Platform.X: x["user_tokens"]}
        for pack in packs:
            for account in pack.accounts:
                if account.platform in _SIMULATED:
                    held = tokens[account.platform]
                    if isinstance(held, dict):
                        held.setdefault(account.external_id, secrets.token_urlsafe(24))
        _write_private(self.credentials, known)

    def read_ports(self) -> dict[str, int]:
        """Return the ports of the last start; none before the first."""
        try:
            ports: dict[str, int] = json.loads(self._ports.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return ports

    def write_ports(self, ports: Mapping[str, int]) -> None:
        """Remember the ports, so that the links in alerts still lead here after a restart."""
        _write_private(self._ports, ports)

    def read_state(self) -> State | None:
        """Return what the running deployment wrote; None when none runs here."""
        try:
            raw = json.loads(self._state.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        processes = tuple(RunningProcess(**process) for process in raw.pop("processes"))
        return State(**raw, processes=processes)

    def write_state(self, state: State) -> None:
        """Tell the other commands; replaces the file in one step."""
        _write_private(self._state, asdict(state))

    def clear_state(self) -> None:
        """Forget the deployment that ran here."""
        self._state.unlink(missing_ok=True)


def _write_private(path: Path, content: Mapping[str, object]) -> None:
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    temporary.replace(path)
