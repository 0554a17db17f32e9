"""What escalation is told by its environment."""

from __future__ import annotations

from pydantic import Field, SecretStr

from moderation_common.errors import ConfigurationError
from moderation_common.settings import CommonSettings, WebAddress


class Settings(CommonSettings):
    """Environment variables `MODERATION_…`."""

    public_url: WebAddress
    """Where people reach this service from outside; links in alerts begin with it."""
    smtp_host: str | None = None
    """Mail server that takes the alerts; without one nobody is told by e-mail."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = True
    """Insist on encryption with the mail server; false only on a loopback address."""
    smtp_from: str = "moderation@localhost"
    """Address that alerts come from."""
    webhook_urls: dict[str, WebAddress] = Field(default_factory=dict)
    """Address of each webhook that the packs name, as a JSON object."""
    webhook_base_url: WebAddress | None = None
    """Where any webhook without an address of its own stands, by its name; for one machine."""
    webhook_secret: SecretStr | None = None
    """Key with which webhooks are signed: text of 32 characters or more, or `whsec_…`."""
    timer_interval_s: float = Field(default=1.0, gt=0)
    """Seconds between looks for timers and alerts that are due."""

    def check_channels(self) -> None:
        """Refuse an environment in which nobody could be told of anything.

        Raises `ConfigurationError` naming the variable that is missing.
        """
        webhooks = bool(self.webhook_urls or self.webhook_base_url)
        if self.smtp_host is None and not webhooks:
            raise ConfigurationError(
                "Nobody could be told of anything: set MODERATION_SMTP_HOST, or"
                " MODERATION_WEBHOOK_URLS with MODERATION_WEBHOOK_SECRET."
            )
        if webhooks and self.webhook_secret is None:
            raise ConfigurationError(
                "Webhooks must be signed: set MODERATION_WEBHOOK_SECRET to 32 random characters."
            )
