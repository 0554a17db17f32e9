"""Who must know: teams, routes, the escalation ladder and the first rota."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from moderation_common.policy.organisation import Contact
from moderation_common.policy.part import Key, LocalTime, Minutes, Part, Term, Text, Weekday
from moderation_common.policy.replies import TemplateName
from moderation_common.vocabulary import Label, Role, Urgency


class Channel(StrEnum):
    """By what a team or person is told."""

    EMAIL = "email"
    SMS = "sms"
    WEBHOOK = "webhook"


class Team(Part):
    """People who take cases."""

    id: Key
    name: Text
    contact: Contact
    webhook: Key | None = None
    """Name of a webhook among the deployment's settings, never its address."""


class Target(StrEnum):
    """To whom a case goes at a given hour."""

    TEAM = "team"
    DUTY_MANAGER = "duty_manager"
    """The communications manager on call, by the ladder."""
    NEXT_WORKING_DAY = "next_working_day"
    """The team, when it is next at work."""


class Approval(StrEnum):
    """A step that needs the recorded approval of a named role first."""

    POLICE_REFERRAL = "police_referral"
    BLOCKING = "blocking"


class Route(Part):
    """Where a comment with one of the labels goes, by when, and who is told out of hours."""

    id: Key
    labels: tuple[Label, ...] = Field(min_length=1)
    team: Key
    also: tuple[Key, ...] = ()
    """Further teams that are told."""
    channel: Channel = Channel.EMAIL
    deadline: Term | None = None
    in_hours: Target = Target.TEAM
    out_of_hours: Target
    urgency: Urgency | None = None
    """Instead of the urgency that the vocabulary gives the labels."""
    signpost: TemplateName | None = None
    """The answer to offer the person who wrote."""
    approval: Approval | None = None
    public_answer: StrictBool = True
    """False where the policy forbids answering in public."""
    clause: Text | None = None
    """Where the policy or the law says it, fit to be cited to the commenter; none says nothing."""
    note: Text | None = None
    """For colleagues: who says so where the policy does not, and why; never sent to anybody."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if self.clause is None and self.note is None:
            raise ValueError(
                "the route rests on nothing; cite the policy in clause, or say why in note"
            )
        return self


class MinutesByUrgency(Part):
    """How many minutes of the clock, for each urgency."""

    immediate: Minutes
    urgent: Minutes
    routine: Minutes

    def of(self, urgency: Urgency) -> int:
        """Return the minutes for one urgency."""
        match urgency:
            case Urgency.IMMEDIATE:
                return self.immediate
            case Urgency.URGENT:
                return self.urgent
            case Urgency.ROUTINE:
                return self.routine


class OnCall(StrEnum):
    """A place on the ladder that the rota fills."""

    PRIMARY = "on_call_primary"
    SECONDARY = "on_call_secondary"
    HEAD_OF_COMMUNICATIONS = "head_of_communications"
    EXECUTIVE = "executive"


class LadderStep(Part):
    """One person to tell, and how long to wait for them before the next."""

    who: OnCall
    channels: tuple[Channel, ...] = Field(min_length=1)
    """Tried together."""
    wait_min: MinutesByUrgency | None = None
    """Instead of the ladder's own acknowledgement time."""


class Ladder(Part):
    """Who is told next when nobody acknowledges; after the last step it begins again."""

    acknowledge_within_min: MinutesByUrgency
    steps: tuple[LadderStep, ...] = Field(min_length=2)
    clause: Text

    def wait_min(self, *, step: int, urgency: Urgency) -> int:
        """Return how many minutes the step, counted from nought, has to acknowledge."""
        return (self.steps[step].wait_min or self.acknowledge_within_min).of(urgency)


class RotaPerson(Part):
    """Somebody who can be on call."""

    id: Key
    name: Text
    role: Role
    serves: tuple[OnCall, ...] = Field(min_length=1)
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    phone: Text | None = None
    webhook: Key | None = None


class Rota(Part):
    """The rota to begin with: those who serve a place take turns of a week, in this order."""

    handover_day: Weekday
    handover_at: LocalTime
    people: tuple[RotaPerson, ...] = Field(min_length=1)

    def serving(self, place: OnCall) -> tuple[RotaPerson, ...]:
        """Return the people who take turns at a place, in order."""
        return tuple(person for person in self.people if place in person.serves)

    def on_call(self, place: OnCall, *, turn: int) -> RotaPerson | None:
        """Return who holds a place in a turn, counted in weeks from any fixed handover.

        The secondary is whoever has the next turn, so that one who serves both places is never
        told twice. None when nobody serves the place.
        """
        people = self.serving(place)
        if not people:
            return None
        ahead = 1 if place is OnCall.SECONDARY else 0
        return people[(turn + ahead) % len(people)]
