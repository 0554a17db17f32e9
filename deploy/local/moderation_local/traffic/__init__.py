"""Traffic for the simulated platforms: a written day, and any file of comments.

Everything goes the way the public's comments go: written on the platform, which tells ingest by
signed webhook.
"""

from moderation_local.traffic.demo import send_demo_day
from moderation_local.traffic.items import DemoItem, Expectation, read_demo_day
from moderation_local.traffic.replay import BadLine, ReplayProgress, ReplayReport, replay
from moderation_local.traffic.sending import SentComment, SimulatorError

__all__ = [
    "BadLine",
    "DemoItem",
    "Expectation",
    "ReplayProgress",
    "ReplayReport",
    "SentComment",
    "SimulatorError",
    "read_demo_day",
    "replay",
    "send_demo_day",
]
