"""What ingest is told by its environment, beside what every service is told."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from moderation_common.settings import CommonSettings, WebAddress


class IngestSettings(CommonSettings):
    """Environment variables `MODERATION_…`."""

    credentials_file: Path
    """JSON file with the secrets and tokens that the platforms gave; see the service's README."""
    facebook_api_url: WebAddress = "https://graph.facebook.com/v25.0"
    """Where Facebook's Graph API answers, with its version."""
    x_api_url: WebAddress = "https://api.x.com/2"
    """Where X's API answers, with its version."""
    publish_timeout_s: float = Field(default=1.5, gt=0, le=8)
    """Seconds that the event log gets to take a delivery; the platforms want an answer within 2."""
    call_timeout_s: float = Field(default=5.0, gt=0, le=20)
    """Seconds that a platform gets to answer one call."""
    give_up_after_h: float = Field(default=24.0, gt=0)
    """Hours after which an action that could not be carried out is handed to a person."""
