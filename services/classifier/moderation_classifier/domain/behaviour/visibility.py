"""Whether a comment is hidden on its platform, whoever hid it or showed it again.

What is told comes from several topics, late and out of order: the time of each says which is the
last word. Of two at the same time the hiding holds, because a person is then asked about the
comment. What a later version of the comment says changes nothing here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from moderation_classifier.domain.behaviour.breaches import takes_back
from moderation_common.identity import EventId
from moderation_common.vocabulary import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """A hiding or deletion that this system asked for, its machine or a person who uses it."""

    at: datetime
    event_id: EventId | None
    """The event that carried the version hidden; None where that is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """What is known of one comment."""

    hidden: bool = False
    changed_at: datetime | None = None
    """When that began, or was said last."""
    hiding: Hiding | None = None
    """This system's last hiding, unless somebody has shown the comment since."""

    def hidden_here(self, hiding: Hiding) -> tuple[Self, Hiding | None]:
        """Return what is known after a hiding by this system, and the hiding if it was undone.

        It was undone where the platform told before this of somebody who showed it after.
        """
        told = self._told(hidden=True, at=hiding.at)
        if not told.hidden:
            return told, hiding
        newer = self.hiding is None or self.hiding.at <= hiding.at
        return (replace(told, hiding=hiding) if newer else told), None

    def shown_here(self, at: datetime) -> Self:
        """Return what is known after this system was told by a person to show it."""
        told = self._told(hidden=False, at=at)
        return replace(told, hiding=None) if self._begun_before(at) else told

    def told_by_platform(self, *, hidden: bool, at: datetime) -> tuple[Self, Hiding | None]:
        """Return what is known after the platform's word, and this system's hiding if it undid it.

        The platform does not say who it was. That this system showed the comment itself is known
        from `shown_here`, after which there is nothing to undo.
        """
        told = self._told(hidden=hidden, at=at)
        if hidden or not self._begun_before(at):
            return told, None
        return replace(told, hiding=None), self.hiding

    def _told(self, *, hidden: bool, at: datetime) -> Self:
        known = self.changed_at
        if known is not None and (at < known or (at == known and not hidden)):
            return self
        return replace(self, hidden=hidden, changed_at=at)

    def _begun_before(self, at: datetime) -> bool:
        return self.hiding is not None and self.hiding.at < at


def lets_stand(actions: Collection[Action]) -> bool:
    """Say whether a person who decided so wants the comment to be seen: they left or showed it.

    Who shows it again and reports it to the platform has shown it all the same.
    """
    return Action.UNHIDE in actions or takes_back(actions)
