"""What a report that is passed on may give: no number of people below five, nor what tells of one.

The channels' numbers of people add up to the number for all, so that one which is left out can be
reckoned from the rest. Then a second one is left out, the smallest, or where there is none the
number for all. Where the few that it protects are told to be fewer than five, it lies within bounds
that every reader can reckon anyhow, and those are given. The same holds of the moods of a topic's
comments: the moods of a line, and of one mood the channels. It holds within one report; what two
reports tell together it does not look at.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from moderation_classifier.domain.themes.figures import Figures, Tally
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.trend import MIN_AUTHORS
from moderation_common.vocabulary import Platform

_Place = tuple[TopicId | None, Platform | None]
_Part = TypeVar("_Part", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Which figures of a period may be given."""

    channels: frozenset[Platform]
    """Those whose numbers may be given by themselves; the others only within all."""
    _places: frozenset[_Place]
    _moods: Mapping[_Place, frozenset[Mood]]
    _bounds: Mapping[_Place, tuple[int, int]]

    def gives(self, tally: Tally) -> bool:
        """Return whether its number of people may be given, and so its share."""
        return (tally.topic, tally.platform) in self._places

    def bounds(self, tally: Tally) -> tuple[int, int] | None:
        """Return between which a number lies that may not be given, as the others tell it anyhow.

        None where they leave it open, or where the number is one of the few.
        """
        return self._bounds.get((tally.topic, tally.platform))

    def moods(self, tally: Tally) -> frozenset[Mood]:
        """Return the moods of its comments whose shares may be given."""
        return self._moods.get((tally.topic, tally.platform), frozenset())


def disclose(figures: Figures) -> Disclosure:
    """Return what may be given of the figures of a period."""
    tallies = [*figures.totals, *(figure.tally for figure in figures.period)]
    by_place = {(tally.topic, tally.platform): tally for tally in tallies}
    people = {tally.platform: tally.people for tally in figures.totals if tally.platform}
    hidden_channels = _hidden_channels(people)
    places: set[_Place] = set()
    bounds: dict[_Place, tuple[int, int]] = {}
    for topic in dict.fromkeys(tally.topic for tally in tallies):
        parts = {
            channel: by_place[topic, channel].people
            for channel in people
            if (topic, channel) in by_place
        }
        total = by_place[topic, None].people
        hidden, is_total_given = _hidden_parts(parts, total, unseen=hidden_channels)
        places |= {(topic, channel) for channel in parts.keys() - hidden if parts[channel]}
        if is_total_given:
            places.add((topic, None))
            for channel, between in _bounds_of(parts, hidden, unseen=hidden_channels):
                bounds[topic, channel] = between
    return Disclosure(
        channels=frozenset(people) - hidden_channels,
        _places=frozenset(places),
        _moods=_moods_given(by_place, places),
        _bounds=bounds,
    )


def _hidden_channels(people: Mapping[Platform, int]) -> frozenset[Platform]:
    """Return the channels whose numbers are left out; nobody is told which of them are few."""
    if len(people) == 1:
        return frozenset()
    hidden = {channel for channel, number in people.items() if number < MIN_AUTHORS}
    shown = sorted(people.keys() - hidden, key=lambda channel: (people[channel], channel))
    while hidden and shown and (len(hidden) == 1 or _sum(people, hidden) < MIN_AUTHORS):
        hidden.add(shown.pop(0))
    return frozenset(hidden)


def _hidden_parts(
    parts: Mapping[_Part, int], total: int, *, unseen: Collection[_Part]
) -> tuple[set[_Part], bool]:
    """Return which parts are left out beside their total, and whether that may be given.

    Parts below five are told to be so. `unseen` are left out anyhow, and nothing is told of them.
    """
    few = {part for part, number in parts.items() if 0 < number < MIN_AUTHORS} - set(unseen)
    hidden = few | (set(unseen) & parts.keys())
    if total < MIN_AUTHORS or len(parts) == 1:
        return hidden, total >= MIN_AUTHORS
    shown = sorted(
        (part for part in parts.keys() - hidden if parts[part]),
        key=lambda part: (parts[part], str(part)),
    )
    while _tells(parts, hidden, few=few, unseen=unseen):
        if not shown:
            return hidden, False
        hidden.add(shown.pop(0))
    return hidden, True


def _bounds_of(
    parts: Mapping[_Part, int], hidden: Collection[_Part], *, unseen: Collection[_Part]
) -> Iterator[tuple[_Part, tuple[int, int]]]:
    """Yield the part left out for the sake of others that are few, with what these leave for it.

    Nothing where two such parts share the rest, or where a channel is not shown at all.
    """
    if any(part in unseen for part in hidden):
        return
    few = [part for part in hidden if parts[part] < MIN_AUTHORS]
    protecting = [part for part in hidden if part not in few]
    if few and len(protecting) == 1:
        rest = _sum(parts, hidden)
        low = max(MIN_AUTHORS, rest - (MIN_AUTHORS - 1) * len(few))
        yield protecting[0], (low, rest - len(few))


def _tells(
    parts: Mapping[_Part, int],
    hidden: Collection[_Part],
    *,
    few: Collection[_Part],
    unseen: Collection[_Part],
) -> bool:
    """Return whether what is left out together is below five, or one of the few is known by it."""
    rest = _sum(parts, hidden)
    if 0 < rest < MIN_AUTHORS:
        return True
    least = {part: 0 if part in unseen else 1 if part in few else MIN_AUTHORS for part in hidden}
    most = {part: MIN_AUTHORS - 1 if part in few else math.inf for part in hidden}
    for part in few:
        lowest = max(least[part], rest - sum(most[other] for other in hidden if other != part))
        highest = min(most[part], rest - sum(least[other] for other in hidden if other != part))
        if lowest == highest:
            return True
    return False


def _moods_given(
    by_place: Mapping[_Place, Tally], places: Collection[_Place]
) -> Mapping[_Place, frozenset[Mood]]:
    """Return the moods whose shares may be given, for the places whose people may be."""
    given = {place: _moods_of_line(by_place[place]) for place in places}
    for topic, platform in places:
        if platform is None and topic is not None:
            lines = [tally for place, tally in by_place.items() if place[0] == topic]
            for mood in tuple(given[topic, None]):
                _guard_mood(mood, lines, given)
    return {place: frozenset(moods) for place, moods in given.items()}


def _moods_of_line(tally: Tally) -> set[Mood]:
    """Return which moods of one line may be given beside each other.

    The rest of its comments, of which no mood is told, are of nobody or of enough people.
    """
    named = {mood for mood in tally.speakers if mood is not Mood.OTHER}
    given: set[Mood] = {mood for mood in named if tally.speakers[mood] >= MIN_AUTHORS}
    rest = [people for mood, people in tally.speakers.items() if mood not in given]
    # One author may have written in two moods: the largest number is the least that is sure.
    if given and 0 < max(rest, default=0) < MIN_AUTHORS:
        given.remove(min(given, key=lambda mood: (tally.speakers[mood], mood)))
    return given


def _guard_mood(mood: Mood, lines: Collection[Tally], given: Mapping[_Place, set[Mood]]) -> None:
    """Leave a mood out of a second line where the others would tell what one line keeps back.

    The lines are one topic's; the one of all channels has the mood.
    """
    said = [one for one in lines if one.platform is not None and one.speakers.get(mood)]
    shown = [one for one in said if mood in given.get((one.topic, one.platform), ())]
    kept_back = [one for one in said if one not in shown]
    rest = sum(one.speakers[mood] for one in kept_back)
    if not kept_back or (len(kept_back) > 1 and rest >= MIN_AUTHORS):
        return
    # Where no channel has it, the line of all channels is the only other one.
    least = min(shown, key=lambda one: (one.speakers[mood], one.platform or ""), default=None)
    given[said[0].topic, least.platform if least else None].remove(mood)


def _sum(parts: Mapping[_Part, int], among: Iterable[_Part]) -> int:
    return sum(parts[part] for part in among)
