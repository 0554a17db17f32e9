"""Telling one person of any run of cases, with time passing and groups being answered."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.routing import highest, is_higher
from moderation_escalation.domain.storm import ALONE_AT_MOST, WINDOW, Announced, Way, choose_way

urgencies = st.sampled_from(list(Urgency))
_WINDOW_MIN = int(WINDOW.total_seconds()) // 60


@dataclass
class Message:
    """What went out, and the cases of which it tells."""

    at: int
    """Minute."""
    urgency: Urgency
    cases: set[int]
    group: bool


class Storm(RuleBasedStateMachine):
    """One person, and every case that they are to be told of."""

    def __init__(self) -> None:
        super().__init__()
        self.minute = 0
        self.urgency_of: dict[int, Urgency] = {}
        self.taken: set[int] = set()
        self.messages: list[Message] = []
        self.answered = 0

    def group(self) -> Message | None:
        """Return the last group while it is not answered and something of it waits."""
        groups = [message for message in self.messages[self.answered :] if message.group]
        return groups[-1] if groups and groups[-1].cases - self.taken else None

    @rule(urgency=urgencies)
    def case_comes(self, urgency: Urgency) -> None:
        """Tell of one more; a silent one is under a young message that is as urgent."""
        number = len(self.urgency_of)
        self.urgency_of[number] = urgency
        alone = [
            message.urgency
            for message in self.messages
            if not message.group
            and self.minute - message.at < _WINDOW_MIN
            and message.cases - self.taken
        ]
        last = self.group()
        young = last is not None and self.minute - last.at < _WINDOW_MIN
        known = None
        if last is not None:
            waiting = len(last.cases - self.taken)
            known = Announced(urgency=last.urgency, young=young, waiting=waiting)
        way = choose_way(urgency, alone=alone, group=known)
        if way is Way.JOIN:
            assert last is not None
            assert young
            assert not is_higher(urgency, last.urgency)
            last.cases.add(number)
            return
        told = highest([urgency, *alone]) if way is Way.START else urgency
        self.messages.append(Message(self.minute, told, {number}, group=way is Way.START))

    @rule(minutes=st.integers(min_value=1, max_value=30))
    def time_passes(self, minutes: int) -> None:
        """Nobody answers for a while."""
        self.minute += minutes

    @rule()
    def all_is_taken(self) -> None:
        """The person answers the group's page."""
        self.taken = set(self.urgency_of)
        self.answered = len(self.messages)

    @rule(data=st.data())
    def one_is_taken(self, data: st.DataObject) -> None:
        """Somebody takes a case by itself."""
        if self.urgency_of:
            self.taken.add(data.draw(st.sampled_from(sorted(self.urgency_of))))

    @invariant()
    def nothing_is_dropped(self) -> None:
        """Every case is in exactly one message that went out."""
        told = [number for message in self.messages for number in message.cases]
        assert sorted(told) == sorted(self.urgency_of)

    @invariant()
    def nothing_immediate_hides_under_less(self) -> None:
        """A message that tells of something immediate says so."""
        for message in self.messages:
            assert not is_higher(
                highest([self.urgency_of[n] for n in message.cases]), message.urgency
            )


TestStorm = Storm.TestCase


@given(st.lists(urgencies, max_size=60))
def test_a_storm_within_the_window_costs_a_handful_of_messages(storm: list[Urgency]) -> None:
    """However it is mixed: those told one by one, and one for the group at each urgency."""
    alone: list[Urgency] = []
    group: Announced | None = None
    messages = 0
    for urgency in storm:
        way = choose_way(urgency, alone=alone, group=group)
        if way is Way.ALONE:
            alone.append(urgency)
        if way is Way.START:
            told = highest([urgency, *alone])
            group = Announced(urgency=told, young=True, waiting=1)
        messages += way is not Way.JOIN
    assert messages <= ALONE_AT_MOST + len(Urgency) + 1
    if len(set(storm)) == 1:
        assert messages <= ALONE_AT_MOST + 1
