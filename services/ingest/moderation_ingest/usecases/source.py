"""How ingest names itself in the events that it publishes."""

from __future__ import annotations

from typing import Final

SOURCE: Final = "/ingest"
