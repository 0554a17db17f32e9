"""Counts what comments are about out of PostgreSQL, one organisation at a time.

A comment that was removed does not count, nor one whose removal waits for a person, unless the
person's current decision, about itself or its group, left it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger, Text

from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.themes.discovery import PhraseUse
from moderation_classifier.domain.themes.examples import Candidate, choose_examples
from moderation_classifier.domain.themes.figures import Tally
from moderation_classifier.domain.themes.remark import NEVER_EXAMPLES, Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.trend import MIN_AUTHORS
from moderation_classifier.domain.themes.weeks import LONDON
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_classifier.ports import Period, ThemeExample
from moderation_common.identity import CommentRef
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.postgres import Database
from moderation_common.vocabulary import Kind, Platform

_REMOVED: Final = ", ".join(f"'{action.value}'" for action in sorted(REMOVALS))
_MOODS: Final = ", ".join(
    f"count(*) FILTER (WHERE mood = '{mood.value}') AS {mood.value},"
    f" count(DISTINCT person) FILTER (WHERE mood = '{mood.value}') AS {mood.value}_people"
    for mood in Mood
)
_LOOKED_AT: Final = 30
"""Candidates of which the examples of one topic are chosen; more would be copies of each other."""
_NEVER_EXAMPLES: Final = ", ".join(f"'{label.value}'" for label in sorted(NEVER_EXAMPLES))
_COUNTED: Final = f"""
    said AS (
        SELECT remark.*, coalesce(encode(remark.author, 'hex'), remark.ref) AS person,
               CAST(date_trunc('week', remark.said_at AT TIME ZONE '{LONDON.key}') AS date) AS week,
               verdict.event_id IS NOT NULL AS decided, verdict.labels AS decided_labels
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
_SHOWABLE: Final = f"""
    showable AS (
        SELECT said.*, seen.message_id
        FROM said
        JOIN {SCHEMA}.judgements AS judgement
            ON judgement.decision_id = said.decision_id
            AND judgement.organisation = said.organisation
        LEFT JOIN {SCHEMA}.comments_seen AS seen
            ON seen.organisation = said.organisation AND seen.ref = said.ref
        LEFT JOIN {SCHEMA}.comment_versions AS version ON version.ref = said.ref
        WHERE said.kind <> '{Kind.DIRECT_MESSAGE.value}'
          AND judgement.language = '{ENGLISH}'
          AND NOT (judgement.labels || judgement.doubtful) && ARRAY[{_NEVER_EXAMPLES}]
          AND NOT coalesce(said.decided_labels && ARRAY[{_NEVER_EXAMPLES}], false)
          -- What waits for a person is in doubt until that person has decided.
          AND (said.decided OR NOT (judgement.review OR judgement.asked))
          AND NOT coalesce(version.hidden, false)
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
    WITH {_COUNTED}, {_SHOWABLE}, usual AS (
        SELECT topic, platform, mode() WITHIN GROUP (ORDER BY mood) AS mood
        FROM said, unnest(said.topics) AS topic
        GROUP BY topic, platform
    ), hits AS MATERIALIZED (
        -- For itself, or it would be made anew for each row of what it is joined with.
        SELECT hit.topic, one.platform, one.person, one.ref, one.mood, hit.typical, one.said_at
        FROM showable AS one, unnest(one.topics, one.typical) AS hit (topic, typical)
    ), each AS (
        -- One of each author, so that nobody's words stand for everybody's.
        SELECT DISTINCT ON (hits.topic, hits.platform, hits.person)
               hits.*, hits.mood = usual.mood AS in_usual_mood
        FROM hits JOIN usual ON usual.topic = hits.topic AND usual.platform = hits.platform
        ORDER BY hits.topic, hits.platform, hits.person, in_usual_mood DESC, hits.typical DESC,
                 hits.ref
    ), ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY topic, platform
            ORDER BY in_usual_mood DESC, typical DESC, said_at DESC, ref
        ) AS place
        FROM each
    )
    SELECT ranked.topic, ranked.platform, one.ref, one.permalink, one.mood, one.said_at,
           one.phrases, one.message_id
    FROM ranked JOIN showable AS one ON one.ref = ranked.ref
    WHERE ranked.place <= :looked_at
    ORDER BY ranked.topic, ranked.platform, ranked.place
    """  # noqa: S608 - the schema is ours
)
_PICKED: Final = text(
    f"""
    WITH {_COUNTED}, {_SHOWABLE}
    SELECT ref, permalink, mood, said_at, phrases, message_id
    FROM showable WHERE ref = ANY(:refs) ORDER BY array_position(:refs, ref)
    """  # noqa: S608 - the schema is ours
).bindparams(bindparam("refs", type_=ARRAY(Text)))
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
                speakers={mood: getattr(row, f"{mood.value}_people") for mood in Mood},
            )
            for row in rows
        ]

    async def examples(
        self, organisation: str, period: Period, *, each: int, platform: Platform | None
    ) -> Mapping[tuple[TopicId, Platform], list[ThemeExample]]:
        """Return the most typical public comments of each topic on each channel.

        Those in the topic's usual mood first, each of another author and in other words. None in
        which somebody may be in danger or recognised, that is not in English, or that waits for a
        person.
        """
        bound = _bound(organisation, period, platform) | {"looked_at": _LOOKED_AT}
        rows: defaultdict[tuple[TopicId, Platform], list[Row[Any]]] = defaultdict(list)
        for row in await self._rows(_EXAMPLES, bound):
            rows[TopicId(row.topic), Platform(row.platform)].append(row)
        return {place: _choose(found, each=each) for place, found in rows.items()}

    async def showable(
        self, organisation: str, period: Period, refs: Sequence[CommentRef], *, each: int
    ) -> list[ThemeExample]:
        """Return the first of some comments of the period that may be shown, no two alike."""
        bound = _bound(organisation, period, None) | {"refs": list(map(str, refs[:_LOOKED_AT]))}
        return _choose(await self._rows(_PICKED, bound), each=each)

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


def _choose(rows: Collection[Row[Any]], *, each: int) -> list[ThemeExample]:
    """Return the first rows of which no two say the same, as examples."""
    examples = {one.ref: one for one in map(_example, rows)}
    candidates = (
        Candidate(
            ref=CommentRef.parse(row.ref),
            message_id=row.message_id,
            phrases=frozenset(map(PhraseKey, row.phrases)),
        )
        for row in rows
    )
    return [examples[ref] for ref in choose_examples(candidates, each=each)]


def _example(row: Row[Any]) -> ThemeExample:
    return ThemeExample(
        ref=CommentRef.parse(row.ref),
        permalink=row.permalink,
        mood=Mood(row.mood),
        said_at=row.said_at,
    )
