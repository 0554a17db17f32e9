"""Of how much of the past a trial speaks, and what of it was left out, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

_LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Of how many comments tried something that stood around them is not known."""

    modes: int = 0
    """Which modes were declared when they were judged."""
    record: int = 0
    """Which strikes their authors had then."""
    answered: int = 0
    """What the comment says that they answer."""
    unseen: int = 0
    """Whether a picture came with them, or something of them was left unread."""

    @property
    def sentence(self) -> str | None:
        """What is missing; none where nothing is."""
        missing = {
            "the modes declared then": self.modes,
            "the author's record": self.record,
            "what they answer": self.answered,
            "pictures with them and text left unread": self.unseen,
        }
        counted = [f"{what} for {comments}" for what, comments in missing.items() if comments]
        if not counted:
            return None
        return (
            "Not everything is known that stood around the comments, and what is missing was taken"
            f" for none: {', '.join(counted)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which comments of those asked for were tried."""

    since: datetime
    """From when the past was asked for."""
    earliest: datetime | None
    """When the earliest comment tried was heard, or judged; None when none was tried."""
    complete_from: datetime | None = None
    """From when everything is still kept, where that is after `since`; None where it is not."""
    cut_off: bool = False
    """There were more comments; only the newest were tried."""
    other_models: int = 0
    """Judgements left out because the running model did not score them, or that is not known."""
    rules_off: tuple[str, ...] = ()
    """Rules that are off, where only scores were left to say what there is without them."""
    unknown: Unknown = Unknown()
    """What is missing of the comments tried themselves."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever reads the report must know of what it does not speak of."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        if self.complete_from is not None:
            yield (
                f"What was said is complete only from {_spell(self.complete_from)}, later than the"
                f" {_spell(self.since)} asked for: of what came before, nothing or not everything"
                " was tried."
            )
        if self.cut_off and self.earliest is not None:
            yield (
                "There were more comments; only the newest were tried, the earliest of them from"
                f" {_spell(self.earliest)}."
            )
        if self.other_models:
            yield other_models_sentence(self.other_models)
        if self.rules_off:
            yield (
                "The event log has no texts of that time, so that nobody can tell what else would"
                " have found what these found, which are switched off; it was tried as if nothing"
                f" would: {', '.join(self.rules_off)}."
            )
        if self.unknown.sentence is not None:
            yield self.unknown.sentence


def newest_only_sentence(earliest: datetime) -> str:
    """Return from when the judgements are, where there were more than are looked at."""
    return (
        "There were more judgements than are looked at; only the newest count, the earliest of them"
        f" from {_spell(earliest)}."
    )


def other_models_sentence(judgements: int) -> str:
    """Return why so many judgements were left out."""
    counted = "1 judgement was" if judgements == 1 else f"{judgements} judgements were"
    return (
        f"{counted} left out, because the scores are not known to be those of the model that runs"
        " now, and two models' scores cannot be compared."
    )


def _spell(moment: datetime) -> str:
    local = moment.astimezone(_LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
