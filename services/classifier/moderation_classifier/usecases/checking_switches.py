"""Finding switches that switch nothing off: a slip of the pen, or a rule or model that has gone.

A pack is read by services that do not know the rules, so that it cannot be refused for one; the
classifier says it instead, in the log, in a metric and to whoever asks which policy is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from moderation_classifier import metrics
from moderation_common.policy import PolicyPack, PolicyPacks

log = structlog.get_logger(__name__)


class CheckSwitches:
    """A job: looks at what each body has off, and names each id that nothing here bears, once."""

    def __init__(
        self,
        *,
        packs: Callable[[], PolicyPacks],
        unknown: Callable[[PolicyPack], Sequence[str]],
    ) -> None:
        """`unknown` gives the ids that a body has off and that no rule, detector or model has."""
        self._packs = packs
        self._unknown = unknown
        self._told: dict[str, tuple[str, ...]] = {}

    async def __call__(self) -> None:
        """Look once."""
        for pack in self._packs():
            organisation = pack.organisation.key
            unknown = tuple(self._unknown(pack))
            metrics.SWITCHES_UNKNOWN.labels(organisation).set(len(unknown))
            if unknown and unknown != self._told.get(organisation):
                log.error("switch_unknown", organisation=organisation, rules=unknown)
            self._told[organisation] = unknown
