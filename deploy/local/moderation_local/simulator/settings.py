"""What the simulator is told by its environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from moderation_common.settings import EnvironmentSettings


class SimulatorSettings(EnvironmentSettings):
    """Environment variables `MODERATION_…`, the same names as the services use where they share."""

    host: str = "127.0.0.1"
    """Address to listen on; the control side answers loopback callers only, whatever this is."""
    port: int = Field(default=0, ge=0, le=65535)
    """TCP port of the APIs, the control side and the pages."""
    mail_port: int = Field(default=0, ge=0, le=65535)
    """TCP port of the mail sink; nought lets the system choose."""
    simulator_data: Path
    """Folder for the platforms' state, the mail and the webhooks received."""
    credentials_file: Path
    """The tokens and secrets shared with ingest."""
    ingest_url: str | None = None
    """Where webhooks go; without it they wait."""
    policies_dir: Path | None = None
    """Folder of the policy packs, for the accounts' names; without it the ids stand for them."""
    webhook_secret: SecretStr | None = None
    """Secret of the alerts' webhooks; with it the sink refuses wrong signatures."""
    simulator_retry_schedule_s: tuple[float, ...] = Field(default=(0, 1, 2, 5, 10), min_length=1)
    """Seconds between attempts at a webhook, at once and then ever less often; the last repeats.

    The platforms take 36 hours over theirs; the shape is kept and the times are shortened.
    """
    simulator_drop_after_s: float = Field(default=36 * 3600, gt=0)
    """Seconds after which a webhook that nobody accepted is given up."""
    simulator_batch: int = Field(default=50, ge=1, le=1000)
    """Most Facebook changes in one delivery when many wait."""
    simulator_rate_limit_factor: float = Field(default=100, gt=0)
    """By what the documented rate limits are multiplied; 1 gives the platforms' own.

    A demonstration sends a day's traffic within a minute, so a day's allowance has to fit into
    one window.
    """
    log_level: str = "INFO"
    shutdown_timeout_s: float = Field(default=5.0, gt=0)
