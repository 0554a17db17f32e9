"""Requests and answers about the rota."""

from __future__ import annotations

from typing import Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from moderation_common.policy import OnCall
from moderation_escalation.api.model_parts import Request
from moderation_escalation.domain.rota import StandIn
from moderation_escalation.usecases.keep_rota import RotaView


class StandInRequest(Request):
    """Somebody, or nobody, fills a place of the rota for a time."""

    place: OnCall
    person: str | None = Field(max_length=60)
    """Key of the person in the pack; null says that nobody fills the place."""
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.starts_at >= self.ends_at:
            raise ValueError("starts_at must be before ends_at")
        return self


class StandInOut(BaseModel):
    """A stand-in."""

    id: str
    place: OnCall
    person: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @classmethod
    def build(cls, stand_in: StandIn) -> Self:
        """Return the stand-in."""
        return cls(
            id=stand_in.stand_in_id,
            place=stand_in.place,
            person=stand_in.person,
            starts_at=stand_in.starts_at,
            ends_at=stand_in.ends_at,
        )


class PlaceOut(BaseModel):
    """Who fills a place."""

    place: OnCall
    person: str | None
    name: str | None


class GapOut(BaseModel):
    """Nobody fills a place for a time."""

    place: OnCall
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class RotaOut(BaseModel):
    """The rota at one moment, and what is coming."""

    at: AwareDatetime
    places: list[PlaceOut]
    stand_ins: list[StandInOut]
    gaps: list[GapOut]

    @classmethod
    def build(cls, view: RotaView) -> Self:
        """Return the view."""
        return cls(
            at=view.roster.at,
            places=[
                PlaceOut(
                    place=place,
                    person=person.id if person is not None else None,
                    name=person.name if person is not None else None,
                )
                for place, person in view.roster.filled.items()
            ],
            stand_ins=[StandInOut.build(stand_in) for stand_in in view.stand_ins],
            gaps=[
                GapOut(place=gap.place, starts_at=gap.starts_at, ends_at=gap.ends_at)
                for gap in view.gaps
            ],
        )
