"""Counts what comments are about out of PostgreSQL, one organisation at a time.

A comment that was removed does not count, nor one whose removal waits for a person, unless the
person's current decision, about itself or its group, left it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger

from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.themes.discovery import MIN_AUTHORS, PhraseUse
from moderation_classifier.domain.themes.figures import Tally
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.weeks import LONDON
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_classifier.ports import Period, ThemeExample
from moderation_common.identity import CommentRef
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.postgres import Database
from moderation_common.vocabulary import Platform

_REMOVED: Final = ", ".join(f"'{action.value}'" for action in sorted(REMOVALS))
_MOODS: Final = ", ".join(
    f"count(*) FILTER (WHERE mood = '{mood.value}') AS {mood.value}" for mood in Mood
)
_COUNTED: Final = f"""
    said AS (
        SELECT remark.*, coalesce(encode(remark.author, 'hex'), remark.ref) AS person,
               CAST(date_trunc('week', remark.said_at AT TIME ZONE '{LONDON.key}') AS date) AS week
        FROM {SCHEMA}.theme_remarks AS remark
        LEFT JOIN {SCHEMA}.verdicts_in_force AS verdict
            ON verdict.decision_id = remark.decision_id
            AND verdict.organisation = remark.organisation
        WHERE remark.organisation = :organisation
          AND remark.said_at >= :since AND remark.said_at < :until
          AND (CAST(:platform AS text) IS NULL OR remark.platform = :platform)
          AND CASE WHEN verdict.event_id IS NULL THEN NOT remark.removal
                   ELSE NOT verdict.actions && ARRAY[{_REMOVED}] END
    )
"""  # noqa: S608 - the schema is ours
_TALLIES: Final = f"""
    WITH {_COUNTED}
    SELECT topic, platform, {{week}} AS week, count(*) AS comments,
           count(DISTINCT person) AS people, {_MOODS}
    FROM said, unnest(said.topics || CAST(ARRAY[NULL] AS text[])) AS topic
    GROUP BY GROUPING SETS ((topic, {{week}}, platform), (topic, {{week}}))
"""  # noqa: S608 - the schema is ours
_BY_WEEK: Final = text(_TALLIES.format(week="week"))
_WHOLE: Final = text(_TALLIES.format(week="CAST(NULL AS date)"))
_EXAMPLES: Final = text(
    f"""
    WITH {_COUNTED}, ranked AS (
        SELECT topic, platform, ref, permalink, mood, said_at,
               row_number() OVER (
                   PARTITION BY topic, platform ORDER BY typical DESC, said_at DESC, ref
               ) AS place
        FROM (
            -- One of each author, so that nobody's words stand for everybody's.
            SELECT DISTINCT ON (hit.topic, platform, person)
                   hit.topic, platform, ref, permalink, mood, said_at, hit.typical
            FROM said, unnest(said.topics, said.typical) AS hit (topic, typical)
            WHERE kind <> 'direct_message'
            ORDER BY hit.topic, platform, person, hit.typical DESC, ref
        ) AS each
    )
    SELECT * FROM ranked WHERE place <= :each ORDER BY topic, platform, place
    """  # noqa: S608 - the schema is ours
)
_PHRASES: Final = text(
    f"""
    WITH {_COUNTED}, used AS (
        SELECT key, count(DISTINCT author) FILTER (WHERE said_at >= :split) AS now,
               count(DISTINCT author) FILTER (WHERE said_at < :split) AS before
        FROM said, unnest(said.phrases) AS key
        WHERE author IS NOT NULL
        GROUP BY key
    )
    SELECT used.*, known.phrase
    FROM used JOIN {SCHEMA}.theme_phrases AS known
        ON known.organisation = :organisation AND known.key = used.key
    WHERE known.phrase IS NOT NULL AND used.now >= :authors
    ORDER BY known.phrase
    """  # noqa: S608 - the schema is ours
)
_WRITERS: Final = text(
    f"""
    WITH {_COUNTED}
    SELECT count(DISTINCT author) FILTER (WHERE said_at >= :split) AS now,
           count(DISTINCT author) FILTER (WHERE said_at < :split) AS before
    FROM said WHERE cardinality(phrases) > 0
    """  # noqa: S608 - the schema is ours
)
_USERS: Final = text(
    f"""
    WITH {_COUNTED}
    SELECT key, ref, permalink, mood, said_at, platform
    FROM said, unnest(said.phrases) AS key
    WHERE said.phrases && :keys AND key = ANY(:keys)
    """  # noqa: S608 - the schema is ours
).bindparams(bindparam("keys", type_=ARRAY(BigInteger)))
_VERSIONS: Final = text(
    f"WITH {_COUNTED} SELECT DISTINCT version FROM said ORDER BY version"  # noqa: S608
)


class ThemeStore:
    """Counts of what comments are about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tallies(
        self, organisation: str, period: Period, *, by_week: bool, platform: Platform | None
    ) -> list[Tally]:
        """Return how often each topic came up, and all comments, on all channels and on each."""
        query = _BY_WEEK if by_week else _WHOLE
        rows = await self._rows(query, _bound(organisation, period, platform))
        return [
            Tally(
                topic=TopicId(row.topic) if row.topic is not None else None,
                platform=Platform(row.platform) if row.platform is not None else None,
                week=row.week,
                comments=row.comments,
                people=row.people,
                moods={mood: getattr(row, mood.value) for mood in Mood},
            )
            for row in rows
        ]

    async def examples(
        self, organisation: str, period: Period, *, each: int, platform: Platform | None
    ) -> Mapping[tuple[TopicId, Platform], list[ThemeExample]]:
        """Return the most typical public comments of each topic on each channel."""
        bound = _bound(organisation, period, platform) | {"each": each}
        examples: defaultdict[tuple[TopicId, Platform], list[ThemeExample]] = defaultdict(list)
        for row in await self._rows(_EXAMPLES, bound):
            examples[TopicId(row.topic), Platform(row.platform)].append(_example(row))
        return examples

    async def phrase_uses(
        self, organisation: str, period: Period, *, split: datetime, platform: Platform | None
    ) -> tuple[list[PhraseUse], int, int]:
        """Return which phrases were used, by how many from `split` on and before, of how many."""
        bound = _bound(organisation, period, platform) | {"split": split}
        rows = await self._rows(_PHRASES, bound | {"authors": MIN_AUTHORS})
        (writers,) = await self._rows(_WRITERS, bound)
        uses = [
            PhraseUse(key=PhraseKey(row.key), phrase=row.phrase, now=row.now, before=row.before)
            for row in rows
        ]
        return uses, writers.now, writers.before

    async def users(
        self,
        organisation: str,
        period: Period,
        keys: Collection[PhraseKey],
        *,
        platform: Platform | None,
    ) -> Mapping[PhraseKey, list[ThemeExample]]:
        """Return the comments that use each of some phrases."""
        bound = _bound(organisation, period, platform) | {"keys": sorted(keys)}
        users: defaultdict[PhraseKey, list[ThemeExample]] = defaultdict(list)
        for row in await self._rows(_USERS, bound):
            users[PhraseKey(row.key)].append(_example(row))
        return users

    async def versions(self, organisation: str, period: Period) -> list[str]:
        """Return the versions of the list of topics with which the comments were read."""
        rows = await self._rows(_VERSIONS, _bound(organisation, period, None))
        return [row.version for row in rows]

    async def _rows(self, query: TextClause, bound: Mapping[str, Any]) -> list[Row[Any]]:
        async with self._database.unit_of_work() as unit:
            return list(await unit.connection.execute(query, bound))


def _bound(organisation: str, period: Period, platform: Platform | None) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "since": period.since,
        "until": period.until,
        "platform": platform.value if platform else None,
    }


def _example(row: Row[Any]) -> ThemeExample:
    return ThemeExample(
        ref=CommentRef.parse(row.ref),
        permalink=row.permalink,
        mood=Mood(row.mood),
        said_at=row.said_at,
    )
