"""Reads what was learnt from people out of PostgreSQL, one organisation at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Row, Select, and_, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.example_rows import case_answer_of, example_of, judgement_of
from moderation_classifier.adapters.judgement_rows import FORGOTTEN_AT_ONCE
from moderation_classifier.adapters.learning_tables import (
    case_verdicts,
    judgements,
    kept_texts,
    verdicts_in_force,
)
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.quality.case_answers import CaseAnswer
from moderation_classifier.domain.quality.drift import BINS, EDGES, ScoreCounts
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import Population
from moderation_classifier.ports import Period, ReadableCaseAnswer, ReadableExample
from moderation_common.postgres import Database, SubjectVault
from moderation_common.vault import Vault
from moderation_common.vocabulary import Label

_CHUNK: Final = 200
"""Examples that an export holds in memory."""

_SCORES: Final = text(
    f"""
    SELECT score.key AS label,
           width_bucket(score.value::double precision, CAST(:edges AS double precision[])) AS bin,
           count(*) AS comments
    FROM {SCHEMA}.judgements AS judgement, jsonb_each_text(judgement.scores) AS score
    WHERE judgement.organisation = :organisation AND judgement.model = :model
      AND NOT judgement.superseded
      AND judgement.judged_at >= :since AND judgement.judged_at < :until
    GROUP BY 1, 2
    """  # noqa: S608 - the schema is ours
)
_LABELLED: Final = text(
    f"""
    SELECT label, count(*) AS comments
    FROM {SCHEMA}.judgements AS judgement, unnest(judgement.labels) AS label
    WHERE judgement.organisation = :organisation AND judgement.model = :model
      AND NOT judgement.superseded
      AND judgement.judged_at >= :since AND judgement.judged_at < :until
    GROUP BY 1
    """  # noqa: S608 - the schema is ours
)


class ExampleStore:
    """Judgements, verdicts and kept texts, for reading."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._texts = SubjectVault(vault, schema=SCHEMA)

    async def examples(self, organisation: str, period: Period) -> list[Example]:
        """Return the current examples of comments judged in the period."""
        query = _examples().where(_within(organisation, period)).order_by(judgements.c.judged_at)
        async with self._database.unit_of_work() as unit:
            return [example_of(row) for row in await unit.connection.execute(query)]

    async def population(
        self, organisation: str, period: Period, *, model: str | None = None
    ) -> Population:
        """Return how many comments were judged in the period, by stratum.

        With `model` only those whose scores are the model's.
        """
        query = (
            select(judgements.c.stratum, func.count())
            .where(_within(organisation, period))
            .group_by(judgements.c.stratum)
        )
        if model is not None:
            query = query.where(judgements.c.model == model)
        async with self._database.unit_of_work() as unit:
            rows = await unit.connection.execute(query)
            return {Stratum(stratum): comments for stratum, comments in rows}

    async def case_answers(self, organisation: str, period: Period) -> list[CaseAnswer]:
        """Return what was said of cases about comments judged in the period."""
        query = _case_answers().where(_within(organisation, period))
        async with self._database.unit_of_work() as unit:
            return [case_answer_of(row) for row in await unit.connection.execute(query)]

    async def given(self, organisation: str, period: Period) -> Mapping[Label, Population]:
        """Return to how many comments of each stratum each label was given for certain.

        Only judgements of the period that are in force count.
        """
        label = func.unnest(judgements.c.labels).label("label")
        each = select(label, judgements.c.stratum).where(_in_force(organisation, period)).subquery()
        query = select(each.c.label, each.c.stratum, func.count()).group_by(
            each.c.label, each.c.stratum
        )
        given: defaultdict[Label, dict[Stratum, int]] = defaultdict(dict)
        async with self._database.unit_of_work() as unit:
            for name, stratum, comments in await unit.connection.execute(query):
                given[Label(name)][Stratum(stratum)] = comments
        return dict(given)

    async def score_counts(self, organisation: str, period: Period, *, model: str) -> ScoreCounts:
        """Return how comments judged in the period were scored and labelled.

        Only those whose scores are the model's: two models' scores are on two scales.
        """
        bound = {
            "organisation": organisation,
            "model": model,
            "since": period.since,
            "until": period.until,
        }
        total = (
            select(func.count())
            .select_from(judgements)
            .where(
                _within(organisation, period),
                judgements.c.model == model,
                ~judgements.c.superseded,
            )
        )
        scores: defaultdict[Label, list[int]] = defaultdict(lambda: [0] * BINS)
        async with self._database.unit_of_work() as unit:
            comments = (await unit.connection.execute(total)).scalar_one()
            for row in await unit.connection.execute(_SCORES, bound | {"edges": list(EDGES)}):
                scores[Label(row.label)][1 + row.bin] = row.comments
            labelled = {
                Label(row.label): row.comments
                for row in await unit.connection.execute(_LABELLED, bound)
            }
        return ScoreCounts(
            comments=comments,
            scores={label: tuple(bins) for label, bins in scores.items()},
            labelled=labelled,
        )

    async def judgements(
        self, organisation: str, period: Period, *, model: str, limit: int
    ) -> list[Judgement]:
        """Return the newest judgements of the period that are in force, at most `limit`.

        Only those whose scores are the model's: two models' scores are on two scales.
        """
        query = (
            select(judgements)
            .where(_in_force(organisation, period), judgements.c.model == model)
            .order_by(judgements.c.judged_at.desc())
            .limit(limit)
        )
        async with self._database.unit_of_work() as unit:
            return [judgement_of(row) for row in await unit.connection.execute(query)]

    async def count_of_other_models(self, organisation: str, period: Period, *, model: str) -> int:
        """Return how many judgements in force are another model's, or nobody knows whose."""
        query = (
            select(func.count())
            .select_from(judgements)
            .where(_in_force(organisation, period), judgements.c.model.is_distinct_from(model))
        )
        async with self._database.unit_of_work() as unit:
            return int((await unit.connection.execute(query)).scalar_one())

    async def count(self, organisation: str, *, before: datetime) -> int:
        """Return how many current examples, those of cases too, were decided before a moment."""
        number = 0
        async with self._database.unit_of_work() as unit:
            for examples in (
                _examples().where(_decided(organisation, before)),
                _case_answers().where(_closed(organisation, before)),
            ):
                query = select(func.count()).select_from(
                    examples.with_only_columns(judgements.c.decision_id).subquery()
                )
                number += int((await unit.connection.execute(query)).scalar_one())
        return number

    async def readable(
        self, organisation: str, *, before: datetime
    ) -> AsyncIterator[ReadableExample]:
        """Yield those of reviews with their texts, the oldest first."""
        place = (verdicts_in_force.c.decided_at, verdicts_in_force.c.decision_id)
        query = _examples().where(_decided(organisation, before))
        async for row, written in self._with_texts(query, place):
            yield ReadableExample(example=example_of(row), text=written)

    async def readable_cases(
        self, organisation: str, *, before: datetime
    ) -> AsyncIterator[ReadableCaseAnswer]:
        """Yield those of cases with their texts, the oldest first."""
        place = (case_verdicts.c.decided_at, case_verdicts.c.case_id)
        query = _case_answers().where(_closed(organisation, before))
        async for row, written in self._with_texts(query, place):
            yield ReadableCaseAnswer(answer=case_answer_of(row), text=written)

    async def _with_texts(
        self, query: Select[Any], place: tuple[Column[Any], Column[Any]]
    ) -> AsyncIterator[tuple[Row[Any], str | None]]:
        """Yield each row of a query over judgements with its text, in the order of `place`."""
        query = (
            query.add_columns(kept_texts.c.subject, kept_texts.c.sealed)
            .outerjoin(kept_texts, kept_texts.c.decision_id == judgements.c.decision_id)
            .order_by(*place)
            .limit(_CHUNK)
        )
        rest = query
        while True:
            # A look per chunk, because a slow client must not keep a connection for itself.
            async with self._database.unit_of_work() as unit:
                rows = (await unit.connection.execute(rest)).all()
                chunk = [(row, await self._open(unit.connection, row)) for row in rows]
            for item in chunk:
                yield item
            if len(rows) < _CHUNK:
                return
            rest = query.where(tuple_(*place) > tuple(getattr(rows[-1], at.key) for at in place))

    async def bodies_with_texts(self) -> list[str]:
        """Return every body of which some text is kept, also one that has no pack any more."""
        query = select(kept_texts.c.organisation).where(kept_texts.c.sealed.is_not(None)).distinct()
        async with self._database.unit_of_work() as unit:
            return list(await unit.connection.scalars(query))

    async def forget_texts(self, organisation: str, *, kept_before: datetime) -> int:
        """Destroy the texts kept before a moment, in transactions that stay short; return how many.

        What was destroyed before a failure stays so.
        """
        oldest = (
            select(kept_texts.c.decision_id)
            .where(
                kept_texts.c.organisation == organisation,
                kept_texts.c.kept_at < kept_before,
                kept_texts.c.sealed.is_not(None),
            )
            .order_by(kept_texts.c.kept_at)
            .limit(FORGOTTEN_AT_ONCE)
            # What another replica destroys just now needs no second hand.
            .with_for_update(skip_locked=True)
        )
        forgotten, last = 0, FORGOTTEN_AT_ONCE
        while last == FORGOTTEN_AT_ONCE:
            async with self._database.unit_of_work() as unit:
                ids = list(await unit.connection.scalars(oldest))
                await unit.connection.execute(
                    update(kept_texts).where(kept_texts.c.decision_id.in_(ids)).values(sealed=None)
                )
            last = len(ids)
            forgotten += last
        return forgotten

    async def _open(self, connection: AsyncConnection, row: Row[Any]) -> str | None:
        if row.sealed is None:
            return None
        return await self._texts.open(connection, row.subject, bytes(row.sealed))


def _within(organisation: str, period: Period) -> ColumnElement[bool]:
    return and_(
        judgements.c.organisation == organisation,
        judgements.c.judged_at >= period.since,
        judgements.c.judged_at < period.until,
    )


def _in_force(organisation: str, period: Period) -> ColumnElement[bool]:
    return and_(_within(organisation, period), judgements.c.stratum != Stratum.OUTSIDE.value)


def _decided(organisation: str, before: datetime) -> ColumnElement[bool]:
    return and_(
        verdicts_in_force.c.organisation == organisation,
        verdicts_in_force.c.decided_at < before,
    )


def _closed(organisation: str, before: datetime) -> ColumnElement[bool]:
    return and_(
        case_verdicts.c.organisation == organisation,
        case_verdicts.c.decided_at < before,
    )


def _case_answers() -> Select[Any]:
    """Return the query of all judgements whose cases were answered for, each with an answer."""
    verdict = case_verdicts.c
    return select(
        judgements,
        verdict.case_id,
        verdict.decided_at,
        verdict.role,
        verdict.confirmed,
        verdict.refused,
    ).join(case_verdicts, verdict.decision_id == judgements.c.decision_id)


def _examples() -> Select[Any]:
    """Return the query of all judgements of which a verdict holds, each with that."""
    verdict = verdicts_in_force.c
    return select(
        judgements,
        verdict.event_id.label("verdict_event_id"),
        verdict.decided_at,
        verdict.role,
        verdict.category.label("verdict_category"),
        verdict.labels.label("verdict_labels"),
        verdict.actions.label("verdict_actions"),
    ).join(
        verdicts_in_force,
        and_(
            verdict.decision_id == judgements.c.decision_id,
            # The same anyhow; said so that groups of other bodies are not looked through.
            verdict.organisation == judgements.c.organisation,
        ),
    )
