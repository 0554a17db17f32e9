"""What was kept long enough goes: in time, by its indexes, and whatever else is held up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from moderation_classifier.adapters import example_store, judgement_rows, store
from moderation_classifier.adapters.store import STRIKES_SHOWN
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal
from moderation_classifier.domain.behaviour.strikes import History
from moderation_classifier.domain.context import TEXT_KEPT
from moderation_classifier.domain.quality.example import Verdict
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.ports import Period, SeenComment
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_classifier.usecases.showing_quality import ShowQuality
from moderation_common.errors import TransientError
from moderation_common.events import Author, Comment, CommentReceived, Event
from moderation_common.identity import CommentRef, EventId, MeasureId, ReviewId, derive_id
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import HANDLED_KEPT, Database, migrate
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Category, Kind, Measure, Platform, Role
from tests.support.behaviour import breach
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import judgement
from tests.support.learning_database import LearningDatabase
from tests.support.waiting import eventually

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
WORDS: Final = "The queue was long but the nurse was kind."


class Kept(LearningDatabase):
    """A classifier's database with something in it."""

    async def judge(self, number: int, *, at: datetime, organisation: str = "bsw") -> None:
        """Keep a judgement with its text."""
        about = judgement(number, stratum=Stratum.REVIEW, organisation=organisation)
        async with self.store() as unit:
            await unit.keep_judgement(replace(about, judged_at=at), comment(number))

    async def decide(self, number: int, *, at: datetime) -> None:
        """Keep what a person said about it."""
        about = judgement(number)
        async with self.store() as unit:
            await unit.keep_verdict(
                Verdict(
                    event_id=EventId(derive_id(f"{number} {at}", "decided")),
                    review_id=ReviewId(derive_id(f"{number}", "review")),
                    ref=about.ref,
                    organisation=about.organisation,
                    decided_at=at,
                    decided_by="sam",
                    role=Role.MODERATOR,
                    category=Category.ANYTHING_ELSE,
                    labels=(),
                    actions=(Action.LEAVE,),
                    decision_id=about.decision_id,
                    comment_event_id=about.comment_event_id,
                )
            )

    async def hear(self, number: int, *, at: datetime) -> None:
        """Keep a comment's text as context."""
        async with self.store() as unit:
            seen = SeenComment(ref=comment(number).ref, author=None)
            await unit.heard.keep("bsw", comment(number), seen, now=at)

    async def rows(self, query: str) -> Sequence[Any]:
        """Return what a query finds."""
        async with self.database.unit_of_work() as unit:
            return (await unit.connection.execute(text(query))).all()

    async def count(self, *tables: str) -> list[int]:
        """Return how many rows each table has."""
        return [
            (await self.rows(f"SELECT count(*) FROM {SCHEMA}.{name}"))[0][0]  # noqa: S608
            for name in tables
        ]

    async def set(self, setting: str) -> None:
        """Have every new connection to the database begin with a setting."""
        async with self.database.engine.begin() as connection:
            name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
            await connection.execute(text(f'ALTER DATABASE "{name}" SET {setting}'))
        await self.database.engine.dispose()


def comment(number: int) -> Comment:
    """Return a comment that is told apart by its number."""
    return Comment(
        ref=CommentRef(platform=Platform.FACEBOOK, account_id="1", comment_id=str(number)),
        kind=Kind.COMMENT,
        text=WORDS,
        author=Author(author_id=f"author {number}"),
        created_at=NOW,
    )


@pytest.fixture
async def kept(fresh_database: str) -> AsyncIterator[Kept]:
    """Give an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Kept(url=fresh_database, database=database, vault=Vault.from_text(Vault.generate_key()))
    await database.close()


async def test_judgements_go_after_two_years_with_all_that_hangs_on_them(kept: Kept) -> None:
    """As long as figures look back they are there; then the judgement, texts and verdicts go."""
    await kept.judge(1, at=NOW)
    await kept.judge(2, at=NOW + timedelta(days=1))
    for number, days in ((1, 1), (1, 2), (2, 3), (9, 0)):
        # Of the last one nothing is known but the verdict.
        await kept.decide(number, at=NOW + timedelta(days=days))
    tables = ("judgements", "kept_texts", "verdicts")
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT)
    assert await kept.count(*tables) == [2, 2, 4]
    assert len(await kept.examples.examples("bsw", Period(NOW, NOW + JUDGEMENTS_KEPT))) == 2
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT + timedelta(seconds=1))
    assert await kept.count(*tables) == [1, 1, 1]
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT + timedelta(days=2))
    assert await kept.count(*tables) == [0, 0, 0]


async def test_many_judgements_go_a_few_at_a_time(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One call lets go of all, in transactions that stay short."""
    for module in (judgement_rows, store):
        monkeypatch.setattr(module, "FORGOTTEN_AT_ONCE", 2)
    for number in range(5):
        await kept.judge(number, at=NOW + timedelta(seconds=number))
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT + timedelta(days=1))
    assert await kept.count("judgements", "kept_texts") == [0, 0]


async def test_a_table_that_is_held_up_keeps_no_text_alive(kept: Kept) -> None:
    """What cannot be destroyed now is told; everything else is gone all the same."""
    await kept.hear(1, at=NOW)
    await kept.judge(1, at=NOW - JUDGEMENTS_KEPT)
    await kept.set("statement_timeout = '300ms'")
    holder = Database(kept.url, schema=SCHEMA)
    async with holder.unit_of_work() as held:
        await held.connection.execute(text("SET LOCAL statement_timeout = 0"))
        await held.connection.execute(text("LOCK TABLE shadow_decisions IN EXCLUSIVE MODE"))
        await held.connection.execute(text("LOCK TABLE theme_phrases IN EXCLUSIVE MODE"))
        with pytest.raises(TransientError):
            await kept.store.forget(now=NOW + TEXT_KEPT + timedelta(seconds=1))
    await holder.close()
    assert await kept.rows("SELECT sealed, subject FROM classifier.comments_seen") == [(None, None)]
    assert await kept.count("judgements") == [0]


async def test_one_replica_at_a_time_destroys(kept: Kept) -> None:
    """While another is at it there is nothing to do and nothing to wait for."""
    await kept.hear(1, at=NOW)
    later = NOW + TEXT_KEPT + timedelta(seconds=1)
    other = Database(kept.url, schema=SCHEMA)
    async with other.unit_of_work() as busy:
        await busy.connection.execute(store._TURN)  # noqa: SLF001 - what another replica does
        await kept.store.forget(now=later)
    await other.close()
    assert len(await kept.rows("SELECT 1 FROM comments_seen WHERE sealed IS NOT NULL")) == 1
    await kept.store.forget(now=later)
    assert await kept.rows("SELECT 1 FROM comments_seen WHERE sealed IS NOT NULL") == []


async def test_every_bodys_texts_go_before_anything_is_measured(kept: Kept) -> None:
    """Figures that take too long keep no text of any body."""
    packs = load_packs(REPOSITORY / "policies")
    bodies = [pack.organisation.key for pack in packs]
    for number, body in enumerate(bodies):
        await kept.judge(number, at=NOW, organisation=body)
    later = NOW + timedelta(days=500)
    show = ShowQuality(
        measure=MeasureQuality(examples=kept.examples, model="", clock=lambda: later),
        examples=kept.examples,
        packs=lambda: packs,
        clock=lambda: later,
    )
    await kept.set("statement_timeout = '300ms'")
    holder = Database(kept.url, schema=SCHEMA)
    async with holder.unit_of_work() as held:
        await held.connection.execute(text("SET LOCAL statement_timeout = 0"))
        await held.connection.execute(text("LOCK TABLE verdicts IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(TransientError):
            await show()
    await holder.close()
    assert len(bodies) > 1
    assert await kept.count("kept_texts") == [len(bodies)]
    assert await kept.rows("SELECT 1 FROM kept_texts WHERE sealed IS NOT NULL") == []


async def test_many_texts_go_a_few_at_a_time(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call destroys all that are due of one body, in transactions that stay short."""
    monkeypatch.setattr(example_store, "FORGOTTEN_AT_ONCE", 2)
    for number in range(5):
        await kept.judge(number, at=NOW + timedelta(seconds=number))
    await kept.judge(5, at=NOW, organisation="gone")
    assert sorted(await kept.examples.bodies_with_texts()) == ["bsw", "gone"]
    assert await kept.examples.forget_texts("bsw", kept_before=NOW + timedelta(seconds=4)) == 4
    assert await kept.examples.forget_texts("bsw", kept_before=NOW + timedelta(days=1)) == 1
    assert await kept.examples.bodies_with_texts() == ["gone"]


async def test_what_goes_is_found_by_its_index(kept: Kept) -> None:
    """No table is read from end to end to destroy what is old in it, nor to check what hangs on."""
    # A small table is read whole because that is cheap, unless it is told not to.
    await kept.set("enable_seqscan = off")
    await kept.hear(1, at=NOW)
    await kept.judge(1, at=NOW)
    await kept.decide(1, at=NOW)
    before = await _scans(kept)
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT + timedelta(days=1))
    await kept.examples.forget_texts("bsw", kept_before=NOW)
    # A connection that ends tells what it has done.
    await kept.database.engine.dispose()
    wanted = {
        "comments_seen_with_text",
        "comments_seen_by_time",
        "strike_comments_by_ref",
        "shadow_decisions_by_age",
        "theme_remarks_by_age",
        "theme_remarks_with_phrases",
        "theme_phrases_by_age",
        "judgements_by_age",
        "verdicts_by_decision",
        "verdicts_of_nothing",
        "comment_versions_by_age",
        "measures_settled",
        "inbox_by_age",
        "kept_texts_with_text",
    }

    async def used() -> bool:
        found = await kept.rows("SELECT indexrelname FROM pg_stat_user_indexes WHERE idx_scan > 0")
        return wanted <= {row.indexrelname for row in found}

    await eventually(used, what=f"the use of {', '.join(sorted(wanted))}")
    after = await _scans(kept)
    assert {name for name, scans in after.items() if scans > before[name]} == set()


async def test_marks_of_events_go_when_none_comes_again(kept: Kept) -> None:
    """As long as a dead letter may be sent again they stay, and policy versions for ever."""
    begun = datetime.now(UTC)
    taken = TakenUp(reference="bsw@1", sha256="a")
    async with kept.store() as unit:
        assert await unit.policies.keep(taken)
        assert await unit.claim(_arrival(1), consumer="classifier")
    await kept.store.forget(now=begun + HANDLED_KEPT - timedelta(days=1))
    assert await kept.count("inbox") == [2]
    await kept.store.forget(now=begun + HANDLED_KEPT + timedelta(days=1))
    async with kept.store() as unit:
        assert list(await unit.policies.taken_up()) == [taken]
    assert await kept.count("inbox") == [1]


async def test_what_is_known_of_comments_goes_two_years_after_it_was_touched(kept: Kept) -> None:
    """Long after the last edit, hiding or removal nothing is known of them any more."""
    async with kept.store() as unit:
        for number in (1, 2):
            arrival = _arrival(number)
            ref = comment(number).ref
            await unit.take_version(ref, version_at=NOW, event_id=arrival.id, edited=False)
    async with kept.database.unit_of_work() as unit_of_work:
        old = "UPDATE classifier.comment_versions SET touched_at = now() - interval '800 days'"
        await unit_of_work.connection.execute(text(old))
    async with kept.store() as unit:
        await unit.note_removal(comment(2).ref, removed_at=NOW)
    await kept.store.forget(now=datetime.now(UTC))
    found = await kept.rows("SELECT ref FROM classifier.comment_versions")
    assert [row.ref for row in found] == [str(comment(2).ref)]


async def test_whose_comment_it_is_stays_known_while_it_stands_in_a_strike(kept: Kept) -> None:
    """A pack may let strikes last ten years, and as long a person can take one back."""
    author, lasts = AuthorKey(b"author"), timedelta(days=3650)
    for number in (1, 2):
        await kept.hear(number, at=NOW)
    offence = replace(breach(0), version=CommentVersion(comment(1).ref), at=NOW, lasts=lasts)
    async with kept.store() as unit:
        history = History().with_breach(offence)
        await unit.records.save("bsw", author, history, known=History())
    await kept.store.forget(now=NOW + timedelta(days=401))
    found = await kept.rows("SELECT ref FROM classifier.comments_seen")
    assert [row.ref for row in found] == [str(comment(1).ref)]
    for _ in range(2):
        await kept.store.forget(now=NOW + lasts + STRIKES_SHOWN + timedelta(days=1))
    assert await kept.count("strikes", "comments_seen") == [0, 0]


async def test_measures_go_two_years_after_they_were_settled(kept: Kept) -> None:
    """What waits for a person stays, however long."""
    author = AuthorKey(b"author")
    ids = [MeasureId(derive_id(name, "measure")) for name in ("approved", "waiting")]
    async with kept.store() as unit:
        for each in ids:
            proposal = Proposal(
                measure_id=each,
                measure=Measure.WARNING,
                ref=comment(1).ref,
                strikes=frozenset(),
                proposed_at=NOW,
            )
            await unit.records.propose("bsw", author, proposal)
        await unit.records.settle("bsw", ids[0], Outcome.APPROVED, at=NOW)
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT)
    assert await kept.count("measures") == [2]
    await kept.store.forget(now=NOW + JUDGEMENTS_KEPT + timedelta(seconds=1))
    async with kept.store() as unit:
        (left,) = await unit.records.proposals("bsw", author)
    assert left.measure_id == ids[1]


def _arrival(number: int) -> Event:
    about = comment(number)
    return Event.build(
        CommentReceived(comment=about),
        cause=f"comment {number}",
        source="/test",
        subject=str(about.ref),
        organisation="bsw",
        correlation_id=about.ref.correlation_id,
        time=NOW,
    )


async def _scans(kept: Kept) -> dict[str, int]:
    rows = await kept.rows("SELECT relname, seq_scan FROM pg_stat_user_tables")
    return {row.relname: row.seq_scan for row in rows}
