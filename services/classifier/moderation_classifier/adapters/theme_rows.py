"""Writes what a comment is about, in the transaction that judges it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, func, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import BigInteger, Text

from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.adapters.theme_tables import theme_phrases, theme_remarks
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.themes.remark import Remark
from moderation_classifier.domain.themes.trend import MIN_AUTHORS
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_common.identity import CommentRef

PHRASES_KEPT: Final = timedelta(days=184)
"""New topics are looked for in the last months only."""

# One statement for all phrases of a comment. The order of keys lets no two transactions wait for
# each other, and phrases that have their words already are not locked at all.
_COUNT: Final = text(
    f"""
    INSERT INTO {SCHEMA}.theme_phrases AS known (organisation, key, authors, seen_at)
    SELECT :organisation, key, ARRAY[CAST(:author AS bytea)], :now
    FROM unnest(:keys) AS key ORDER BY key
    ON CONFLICT (organisation, key) DO UPDATE
    SET authors = known.authors || excluded.authors, seen_at = excluded.seen_at
    WHERE known.phrase IS NULL AND NOT known.authors @> excluded.authors
    RETURNING key, cardinality(authors) AS authors
    """  # noqa: S608 - the schema is ours
).bindparams(bindparam("keys", type_=ARRAY(BigInteger)))
_NAME: Final = text(
    f"""
    UPDATE {SCHEMA}.theme_phrases AS known SET phrase = named.phrase, authors = '{{}}'
    FROM unnest(:keys, :phrases) AS named (key, phrase)
    WHERE known.organisation = :organisation AND known.key = named.key
    """  # noqa: S608 - the schema is ours
).bindparams(bindparam("keys", type_=ARRAY(BigInteger)), bindparam("phrases", type_=ARRAY(Text)))


class ThemeRows:
    """See the port `Themes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, remark: Remark, *, now: datetime) -> None:
        """Keep what the version in force is about, in place of the version before."""
        values = {
            "decision_id": remark.decision_id,
            "platform": remark.platform.value,
            "kind": remark.kind.value,
            "said_at": remark.said_at,
            "author": remark.author,
            "mood": remark.mood.value,
            "topics": [hit.topic for hit in remark.topics],
            "typical": [hit.typical for hit in remark.topics],
            "phrases": sorted(remark.phrases),
            "removal": remark.removal,
            "permalink": remark.permalink,
            "version": remark.version,
        }
        await self._connection.execute(
            insert(theme_remarks)
            .values(organisation=remark.organisation, ref=str(remark.ref), **values)
            .on_conflict_do_update(index_elements=["organisation", "ref"], set_=values)
        )
        # A writer who is not known cannot be told from another, so their words count for nobody.
        if remark.phrases and remark.author is not None:
            await self._count(remark.organisation, remark.author, remark.phrases, now=now)

    async def drop(self, organisation: str, ref: CommentRef) -> None:
        """Forget a comment that is gone."""
        await self._connection.execute(
            delete(theme_remarks).where(
                theme_remarks.c.organisation == organisation, theme_remarks.c.ref == str(ref)
            )
        )

    async def _count(
        self,
        organisation: str,
        author: AuthorKey,
        phrases: Mapping[PhraseKey, str],
        *,
        now: datetime,
    ) -> None:
        named = await self._connection.scalars(
            select(theme_phrases.c.key).where(
                theme_phrases.c.organisation == organisation,
                theme_phrases.c.key.in_(sorted(phrases)),
                theme_phrases.c.phrase.is_not(None),
            )
        )
        unnamed = sorted(set(phrases) - set(named))
        if not unnamed:
            return
        bound = {"organisation": organisation, "author": author, "keys": unnamed, "now": now}
        counted = await self._connection.execute(_COUNT, bound)
        ready = [row.key for row in counted if row.authors >= MIN_AUTHORS]
        if ready:
            words = [phrases[key] for key in ready]
            await self._connection.execute(
                _NAME, {"organisation": organisation, "keys": ready, "phrases": words}
            )


async def forget_themes(connection: AsyncConnection, *, before: datetime) -> None:
    """Destroy what was said before a moment."""
    await connection.execute(delete(theme_remarks).where(theme_remarks.c.said_at < before))


async def forget_phrases(connection: AsyncConnection, *, now: datetime) -> None:
    """Destroy phrases, and who used which, that are older than new topics are looked for."""
    await connection.execute(
        update(theme_remarks)
        .where(
            theme_remarks.c.said_at < now - PHRASES_KEPT,
            # No parameter, or the index of those with phrases could not be used.
            func.cardinality(theme_remarks.c.phrases) > literal_column("0"),
        )
        .values(phrases=[])
    )
    # Also those with words: five authors must use them again before they are written again.
    await connection.execute(
        delete(theme_phrases).where(theme_phrases.c.seen_at < now - PHRASES_KEPT)
    )
