"""Trying a pack on the past and in the shadow, on a real PostgreSQL with the packaged engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import yaml
from sqlalchemy import text
from typing_extensions import override

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.past_comments import LoggedComments
from moderation_classifier.adapters.store import SHADOWS_KEPT, ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.policy_trials import build_policy_trials_router
from moderation_classifier.consumers import CommentsConsumer
from moderation_classifier.domain.quality.sampling import Sampling
from moderation_classifier.domain.switches import NOTHING_OFF
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.trying_policy import TryPolicy
from moderation_classifier.usecases.watching_shadow import ShowShadow, WatchShadow
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.eventlog import Record, publish_events
from moderation_common.eventlog.port import READ_AT_ONCE
from moderation_common.events import (
    Author,
    Comment,
    CommentReceived,
    CommentRemoved,
    Event,
    RecordRead,
)
from moderation_common.identity import CommentRef
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import ModeName, PolicyPacks, load_packs
from moderation_common.policy.shadows import ShadowPacks
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Kind, Label, Platform, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.infrastructure import REPOSITORY

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY: Final = "mid-and-south-essex"
SIGNER: Final = TokenSigner("s" * 40)
RUMOUR: Final = "MMR causes autism, fact."
THANKS: Final = "The queue was long but the nurse was kind."
PARKING: Final = "The wobblegate car park is full again."
NEIGHBOUR: Final = "The man next door hits his kids, you can hear it through the wall"


class CountingEventLog(MemoryEventLog):
    """Counts how often a whole topic was read."""

    reads = 0

    @override
    def read(
        self, topic: str, *, max_records: int = READ_AT_ONCE
    ) -> AsyncGenerator[Sequence[Record], None]:
        self.reads += 1
        return super().read(topic, max_records=max_records)


@dataclass
class Workplace:
    """A classifier that tries versions."""

    database: Database
    vault: Vault
    engine: Engine
    packs: PolicyPacks
    shadows: ShadowPacks
    log: CountingEventLog = field(default_factory=CountingEventLog)
    published: MemoryEventLog = field(default_factory=MemoryEventLog)

    async def judge(
        self,
        *texts: str,
        attachments: tuple[str, ...] = (),
        modes: frozenset[ModeName] = frozenset(),
    ) -> None:
        """Judge comments that stand in the event log, too."""
        units = ClassifierStore(self.database, self.vault)
        judge = JudgeComments(
            units=units,
            judge=self.engine,
            packs=lambda: self.packs,
            clock=lambda: NOW,
            sampling=Sampling(left=0, removed=0),
            shadow=WatchShadow(judge=self.engine, shadows=lambda: self.shadows.running),
            modes=lambda _: modes,
        )
        visibility = WatchVisibility(units=units, packs=lambda: self.packs, clock=lambda: NOW)
        events = [received(number, text, attachments) for number, text in enumerate(texts)]
        await publish_events(self.log, events)
        for event in events:
            await CommentsConsumer(judge, visibility).handle(event)

    async def heard(self) -> list[Event]:
        """Return everything that was published."""
        await OutboxRelay(self.database, self.published).move_batch()
        topics = [f"moderation.{noun}.v1" for noun in ("decisions", "actions", "reads")]
        subscription = await self.published.subscribe("test", topics)
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        await subscription.close()
        return [
            Event.read(record.message.headers, record.message.body)
            for records in batches.values()
            for record in records
        ]


def received(number: int, text: str, attachments: tuple[str, ...] = ()) -> Event:
    """Return a comment's arrival."""
    ref = CommentRef(
        platform=Platform.FACEBOOK, account_id="100000000000301", comment_id=f"9_{number}"
    )
    comment = Comment(
        ref=ref,
        kind=Kind.COMMENT,
        text=text,
        author=Author(author_id=str(number)),
        created_at=NOW - timedelta(hours=1),
        attachments=attachments,
    )
    return Event.build(
        CommentReceived(comment=comment),
        cause=f"received {number}",
        source="/ingest",
        subject=str(ref),
        organisation=BODY,
        correlation_id=ref.correlation_id,
        time=NOW - timedelta(hours=1),
    )


def removed(number: int) -> Event:
    """Return that a comment was taken down."""
    ref = CommentRef(
        platform=Platform.FACEBOOK, account_id="100000000000301", comment_id=f"9_{number}"
    )
    return Event.build(
        CommentRemoved(ref=ref, removed_at=NOW),
        cause=f"removed {number}",
        source="/ingest",
        subject=str(ref),
        organisation=BODY,
        correlation_id=ref.correlation_id,
        time=NOW,
    )


def changed_pack(**changes: object) -> str:
    """Return the body's pack as YAML with some sections replaced."""
    text = (REPOSITORY / "policies" / f"{BODY}.yaml").read_text("utf-8")
    pack: dict[str, Any] = yaml.safe_load(text)
    return yaml.safe_dump({**pack, "version": "2027-01-01.1", **changes}, allow_unicode=True)


def changed_route(route_id: str, **changes: object) -> dict[str, object]:
    """Return the sections of a pack in which one route is another."""
    pack: dict[str, Any] = yaml.safe_load(changed_pack())
    routes = [
        {**route, **changes} if route["id"] == route_id else route for route in pack["routes"]
    ]
    return {"routes": routes}


def resting_on_another_rule(row_id: str, house_rule: str) -> dict[str, object]:
    """Return the sections of a pack in which a row rests on a rule of another name and words."""
    pack: dict[str, Any] = yaml.safe_load(changed_pack())
    (row,) = [row for row in pack["categories"] if row["id"] == row_id]
    old = row["then"]["house_rule"]
    row["then"]["house_rule"] = house_rule
    rules = [
        {**rule, "id": house_rule, "words": "Be truthful."} if rule["id"] == old else rule
        for rule in pack["house_rules"]
    ]
    return {"categories": pack["categories"], "house_rules": rules}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give the packaged rules and model."""
    return open_engine()


@pytest.fixture
async def workplace(
    fresh_database: str, engine: Engine, tmp_path: Path
) -> AsyncIterator[Workplace]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Workplace(
        database=database,
        vault=Vault.from_text(Vault.generate_key()),
        engine=engine,
        packs=load_packs(REPOSITORY / "policies"),
        shadows=ShadowPacks(tmp_path),
    )
    await database.close()


@pytest.fixture
async def client(workplace: Workplace) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the routes."""
    units = ClassifierStore(workplace.database, workplace.vault)
    examples = ExampleStore(workplace.database, workplace.vault)
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=lambda: NOW
    )
    app.include_router(
        build_policy_trials_router(
            packs=lambda: workplace.packs,
            trials=TryPolicy(
                units=units,
                examples=examples,
                past=LoggedComments(workplace.log),
                judge=workplace.engine,
                switches=lambda _: NOTHING_OFF,
                model=workplace.engine.model_id,
                clock=lambda: NOW + timedelta(minutes=1),
            ),
            shadow=ShowShadow(
                units=units,
                examples=examples,
                shadows=lambda: workplace.shadows.running,
                clock=lambda: NOW + timedelta(minutes=1),
            ),
            shadow_problems=lambda: workplace.shadows.problems,
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield client


def bearer(role: Role = Role.MODERATOR) -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=BODY)
    return {
        "Authorization": f"Bearer {SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))}"
    }


async def tried(client: httpx.AsyncClient, pack: str, **asked: object) -> Mapping[str, Any]:
    """Try a pack on the last day."""
    body = {"pack": pack, "since": (NOW - timedelta(days=1)).isoformat(), **asked}
    answer = await client.post("/v1/policy/try", headers=bearer(), json=body)
    assert answer.status_code == 200, answer.text
    trial: Mapping[str, Any] = answer.json()
    return trial


async def test_a_pack_is_tried_on_stored_scores(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """A forced eye turns the removal into a review, and nothing takes effect by asking."""
    await workplace.judge(RUMOUR, THANKS)
    before = await workplace.heard()
    trial = await tried(client, changed_pack(always_review=["misinformation"]))
    report = trial["report"]
    assert (trial["basis"], report["judged"], report["changed"]) == ("scores", 2, 1)
    (group,) = report["groups"]
    assert (group["before"], group["after"]) == ("removed", "review")
    assert group["examples"] == [{"ref": "facebook/100000000000301/9_0", "text": None}]
    assert report["reviews_after"] == report["reviews_before"] + 1
    assert not report["harms"]
    assert await workplace.heard() == before


async def test_word_lists_are_tried_on_the_texts(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """A word that the body would block silences a complaint about parking: it is harm."""
    await workplace.judge(PARKING, THANKS)
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    trial = await tried(client, changed_pack(lists=lists), texts=True)
    report = trial["report"]
    assert (trial["basis"], report["judged"], report["changed"]) == ("texts", 2, 1)
    assert workplace.log.reads == 1
    assert report["harms"]
    (silenced,) = report["silenced"]["examples"]
    assert silenced["text"] == PARKING
    (read,) = [one.data for one in await workplace.heard() if isinstance(one.data, RecordRead)]
    assert (read.read_by.name, read.entries) == ("sam", 1)


async def test_what_was_taken_down_is_counted_and_not_shown(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """Whether the scores or the texts are tried: the comment was judged, its words are gone."""
    await workplace.judge(RUMOUR, PARKING)
    await publish_events(workplace.log, [removed(0), removed(1)])
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    for pack in (changed_pack(always_review=["misinformation"]), changed_pack(lists=lists)):
        report = (await tried(client, pack, texts=True))["report"]
        assert (report["judged"], report["changed"]) == (2, 1)
        (group,) = report["groups"]
        assert [one["text"] for one in group["examples"]] == [None]


@pytest.mark.parametrize("declared", [True, False])
async def test_texts_are_tried_under_the_modes_that_were_declared_then(
    client: httpx.AsyncClient, workplace: Workplace, *, declared: bool
) -> None:
    """A row that leaves rumours during an incident decides of those that came during one."""
    modes = frozenset({ModeName.MAJOR_INCIDENT}) if declared else frozenset[ModeName]()
    await workplace.judge(RUMOUR, modes=modes)
    pack: dict[str, Any] = yaml.safe_load(changed_pack())
    row = {
        "id": "left-during-an-incident",
        "when": {"labels_any": ["misinformation"], "modes": ["major_incident"]},
        "then": {"category": "anything_else", "actions": ["leave"]},
    }
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    asked = changed_pack(categories=[row, *pack["categories"]], lists=lists)
    trial = await tried(client, asked)
    assert (trial["basis"], trial["report"]["changed"]) == ("texts", int(declared))
    assert not any("taken for none" in said for said in trial["warnings"])

    async with workplace.database.unit_of_work() as unit:
        await unit.connection.execute(text("UPDATE classifier.judgements SET model = 'another'"))
    trial = await tried(client, asked)
    assert trial["report"]["changed"] == 0
    assert any(said.endswith(": the modes declared then for 1.") for said in trial["warnings"])


async def test_texts_are_for_moderators_only(client: httpx.AsyncClient) -> None:
    """An administrator may try a pack, but reads no comment."""
    body = {"pack": changed_pack(), "since": NOW.isoformat(), "texts": True}
    refused = await client.post("/v1/policy/try", headers=bearer(Role.ADMINISTRATOR), json=body)
    assert refused.status_code == 403
    allowed = await client.post(
        "/v1/policy/try", headers=bearer(Role.ADMINISTRATOR), json={**body, "texts": False}
    )
    assert allowed.status_code == 200
    auditor = await client.post("/v1/policy/try", headers=bearer(Role.AUDITOR), json=body)
    assert auditor.status_code == 403


async def test_a_broken_pack_is_refused_with_its_problems(client: httpx.AsyncClient) -> None:
    """Each problem is named, and another body's pack is one."""
    other = (REPOSITORY / "policies" / "bsw.yaml").read_text("utf-8")
    for pack in (other, "version: 1\n"):
        answer = await client.post(
            "/v1/policy/try", headers=bearer(), json={"pack": pack, "since": NOW.isoformat()}
        )
        assert answer.status_code == 422
        assert all(problem.startswith("the pack:") for problem in answer.json()["detail"])


async def test_a_shadow_is_judged_and_changes_nothing(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """Differences are kept and shown; what is published is what the pack in force says."""
    assert (await client.get("/v1/policy/shadow", headers=bearer())).status_code == 404
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    shadow.write_text(changed_pack(always_review=["misinformation"]), "utf-8")
    await workplace.shadows()
    await workplace.judge(RUMOUR, THANKS)
    shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
    assert shown["candidate"] == f"{BODY}@2027-01-01.1"
    report = shown["report"]
    assert (report["judged"], report["changed"]) == (2, 1)
    assert (report["reviews_before"], report["reviews_after"]) == (0, 1)
    (group,) = report["groups"]
    assert (group["before"], group["after"]) == ("removed", "review")
    types = [type(event.data).__name__ for event in await workplace.heard()]
    assert sorted(types) == ["ActionRequested", "DecisionMade", "DecisionMade"]


async def test_a_picture_goes_before_a_person_under_both_versions(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """No policy sees it, so neither the shadow nor a trial on texts counts it as left."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    shadow.write_text(changed_pack(lists=lists), "utf-8")
    await workplace.shadows()
    await workplace.judge(THANKS, "", attachments=("https://media.example.org/1.jpg",))
    shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
    trial = await tried(client, changed_pack(lists=lists))
    assert trial["basis"] == "texts"
    for report in (shown["report"], trial["report"]):
        assert (report["judged"], report["changed"]) == (2, 0)
        assert (report["reviews_before"], report["reviews_after"]) == (2, 2)


async def test_a_changed_shadow_begins_anew(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """Results of two contents are not mixed; a broken shadow is left out and named."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    shadow.write_text(changed_pack(always_review=["misinformation"]), "utf-8")
    await workplace.shadows()
    await workplace.judge(RUMOUR)
    shadow.write_text(changed_pack(always_review=["hate"]), "utf-8")
    await workplace.shadows()
    shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
    assert (shown["report"]["judged"], shown["since"]) == (0, None)
    shadow.write_text("version: 1\n", "utf-8")
    await workplace.shadows()
    answer = await client.get("/v1/policy/shadow", headers=bearer())
    assert answer.status_code == 404
    first, *problems = answer.json()["detail"]
    assert first.endswith("its file is broken.")
    assert problems == [str(problem) for problem in workplace.shadows.problems]
    assert all(f"{BODY}.shadow.yaml" in problem for problem in problems)


async def test_a_shadow_is_held_against_the_version_in_force_now(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """What it differed from the version before says nothing of what it would change now."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    shadow.write_text(changed_pack(always_review=["misinformation"]), "utf-8")
    await workplace.shadows()
    await workplace.judge(RUMOUR, THANKS)
    first = workplace.packs[BODY]
    shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
    assert (shown["in_force"], shown["report"]["judged"]) == (first.reference, 2)

    second = first.model_copy(
        update={"version": "2026-11-20.1", "always_review": (Label.MISINFORMATION,)}
    )
    workplace.packs = PolicyPacks({BODY: second})
    shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
    assert (shown["in_force"], shown["since"]) == (f"{BODY}@2026-11-20.1", None)
    assert (shown["report"]["judged"], shown["report"]["changed"]) == (0, 0)

    await workplace.judge(THANKS, RUMOUR, RUMOUR + " Really.")
    report = (await client.get("/v1/policy/shadow", headers=bearer())).json()["report"]
    # The first two came before, and each version of a comment is judged once.
    assert (report["judged"], report["changed"], report["groups"]) == (1, 0, [])
    assert (report["reviews_before"], report["reviews_after"]) == (1, 1)


async def test_pictures_are_asked_about_where_stored_scores_are_tried(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """No threshold sees them: neither column counts them as left, while it is known of them."""
    await workplace.judge(THANKS, PARKING, attachments=("https://media.example.org/1.jpg",))
    pack = changed_pack(always_review=["misinformation"])
    trial = await tried(client, pack)
    assert trial["basis"] == "scores"
    assert (trial["report"]["reviews_before"], trial["report"]["reviews_after"]) == (2, 2)
    assert trial["warnings"] == []

    async with workplace.database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE classifier.judgements SET attached = NULL, read_whole = NULL")
        )
    (said,) = (await tried(client, pack))["warnings"]
    assert said.endswith(": pictures with them and text left unread for 2.")


async def test_old_shadow_decisions_are_let_go_of(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """They are kept for a quarter, no longer."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    shadow.write_text(changed_pack(), "utf-8")
    await workplace.shadows()
    await workplace.judge(THANKS)
    store = ClassifierStore(workplace.database, workplace.vault)
    for later, judged in ((timedelta(0), 1), (timedelta(seconds=1), 0)):
        await store.forget(now=NOW + SHADOWS_KEPT + later)
        shown = (await client.get("/v1/policy/shadow", headers=bearer())).json()
        assert shown["report"]["judged"] == judged


async def test_another_route_urgency_or_rule_is_a_change(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """Whether the scores or the texts are tried, none of the three is taken for nothing."""
    await workplace.judge(NEIGHBOUR, RUMOUR)
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    for basis, more in (("scores", {}), ("texts", {"lists": lists})):
        slower = changed_pack(**changed_route("safeguarding", urgency="routine"), **more)
        trial = await tried(client, slower)
        (group,) = trial["report"]["groups"]
        assert (trial["basis"], trial["report"]["changed"]) == (basis, 1)
        assert group["urgency"]["after"] == "routine"
        assert group["urgency"]["before"] in {"urgent", "immediate"}
        assert group["examples"][0]["ref"].endswith("/9_0")

        diverted = changed_pack(**changed_route("safeguarding", id="elsewhere"), **more)
        (group,) = (await tried(client, diverted))["report"]["groups"]
        assert (group["routes_gained"], group["routes_lost"]) == (["elsewhere"], ["safeguarding"])
        assert group["urgency"] is None

        rule = resting_on_another_rule("misinformation", "untruth")
        retold = changed_pack(**rule, **more)
        (group,) = (await tried(client, retold))["report"]["groups"]
        assert group["house_rule"] == {"before": "misinformation", "after": "untruth"}
        assert group["examples"][0]["ref"].endswith("/9_1")


async def test_where_a_route_of_the_same_name_leads_is_said(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """No decision shows it, so nothing is counted and a sentence tells."""
    await workplace.judge(NEIGHBOUR)
    trial = await tried(client, changed_pack(**changed_route("safeguarding", team="quality")))
    assert trial["report"]["changed"] == 0
    (said,) = trial["warnings"]
    assert said.endswith("not counted as a change: safeguarding.")


async def test_a_shadow_that_only_slows_safeguarding_differs(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """What shifts is stored with the difference and shown from there."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    slower = changed_route("safeguarding", urgency="routine", id="elsewhere")
    rule = resting_on_another_rule("misinformation", "untruth")
    shadow.write_text(changed_pack(**slower, **rule), "utf-8")
    await workplace.shadows()
    await workplace.judge(NEIGHBOUR, RUMOUR, THANKS)
    report = (await client.get("/v1/policy/shadow", headers=bearer())).json()["report"]
    assert (report["judged"], report["changed"]) == (3, 2)
    groups = {group["examples"][0]["ref"][-1]: group for group in report["groups"]}
    assert groups["0"]["urgency"]["after"] == "routine"
    assert (groups["0"]["routes_gained"], groups["0"]["routes_lost"]) == (
        ["elsewhere"],
        ["safeguarding"],
    )
    assert groups["1"]["house_rule"] == {"before": "misinformation", "after": "untruth"}


async def test_danger_that_a_shadow_switches_off_is_kept_as_asked_about(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """What is read back of a shadow says, as a trial does, that a person would be asked."""
    pack = changed_pack(switched_off={"labels": ["safeguarding"]})
    (tmp_path / f"{BODY}.shadow.yaml").write_text(pack, "utf-8")
    await workplace.shadows()
    await workplace.judge(NEIGHBOUR)
    shadow = (await client.get("/v1/policy/shadow", headers=bearer())).json()["report"]
    for report in (shadow, (await tried(client, pack))["report"]):
        assert (report["danger_lost"], report["harms"]) == ({}, False)
        assert report["danger_asked"]["safeguarding"]["comments"] == 1


async def test_differences_of_before_urgency_was_kept_are_read(
    client: httpx.AsyncClient, workplace: Workplace, tmp_path: Path
) -> None:
    """A row that an older version stored counts as it did, and nothing else is said to shift."""
    shadow = tmp_path / f"{BODY}.shadow.yaml"
    shadow.write_text(changed_pack(always_review=["misinformation"]), "utf-8")
    await workplace.shadows()
    await workplace.judge(RUMOUR)
    async with workplace.database.unit_of_work() as unit:
        await unit.connection.execute(
            text(
                "UPDATE classifier.shadow_decisions SET"
                " before = before - 'urgency' - 'routes' - 'proposed' - 'house_rule',"
                " after = after - 'urgency' - 'routes' - 'proposed' - 'house_rule'"
            )
        )
    report = (await client.get("/v1/policy/shadow", headers=bearer())).json()["report"]
    (group,) = report["groups"]
    assert (group["before"], group["after"], report["changed"]) == ("removed", "review", 1)
    shifts = [group[name] for name in ("urgency", "proposed", "house_rule")]
    assert (shifts, group["routes_gained"], group["routes_lost"]) == ([None] * 3, [], [])


async def test_a_log_that_begins_after_what_was_asked_is_said(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """Texts are kept for 30 days: from when they are complete, and of when the earliest is."""
    await workplace.judge(PARKING)
    pack = changed_pack(lists={"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]})
    heard = NOW - timedelta(hours=1)
    trial = await tried(client, pack, since=(NOW - timedelta(days=90)).isoformat())
    assert datetime.fromisoformat(trial["earliest"]) == heard
    assert datetime.fromisoformat(trial["complete_from"]) == heard
    (said,) = trial["warnings"]
    assert "complete only from 20 November 2026, 11:00" in said
    assert not trial["cut_off"]

    # The log has had another body's comment for longer than it promises to keep any.
    old = received(9, THANKS)
    old = old.model_copy(update={"organisation": "bsw", "time": NOW - timedelta(days=40)})
    await publish_events(workplace.log, [old])
    for days, complete_from in ((90, NOW - timedelta(days=30, minutes=-1)), (29, None)):
        trial = await tried(client, pack, since=(NOW - timedelta(days=days)).isoformat())
        told = trial["complete_from"]
        assert (datetime.fromisoformat(told) if told else None) == complete_from
        assert datetime.fromisoformat(trial["earliest"]) == heard
        assert bool(trial["warnings"]) is (complete_from is not None)


async def test_scores_reach_back_as_far_as_judgements_are_kept(
    client: httpx.AsyncClient, workplace: Workplace
) -> None:
    """Two years and no further; before that nothing is left to try."""
    await workplace.judge(RUMOUR)
    trial = await tried(client, changed_pack(), since="2020-01-01T00:00:00Z")
    assert datetime.fromisoformat(trial["earliest"]) == NOW
    assert datetime.fromisoformat(trial["complete_from"]) == NOW + timedelta(minutes=1, days=-730)
    assert len(trial["warnings"]) == 1
    whole = await tried(client, changed_pack())
    assert (whole["complete_from"], whole["warnings"]) == (None, [])


@pytest.mark.parametrize("model", [None, "", "linear.2025"])
async def test_only_the_running_models_scores_are_tried(
    client: httpx.AsyncClient, workplace: Workplace, model: str | None
) -> None:
    """Another model's scores, or nobody knows whose, are left out and counted; texts are not."""
    await workplace.judge(RUMOUR, THANKS, PARKING)
    async with workplace.database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE classifier.judgements SET model = :model WHERE ref LIKE '%9_0'"),
            {"model": model},
        )
    trial = await tried(client, changed_pack(always_review=["misinformation"]))
    assert (trial["report"]["judged"], trial["report"]["changed"]) == (2, 0)
    assert trial["other_models"] == 1
    assert trial["warnings"][0].startswith("1 judgement was left out")
    lists = {"blocked": [{"label": "profanity", "terms": ["wobblegate"]}]}
    read = await tried(client, changed_pack(lists=lists))
    assert (read["report"]["judged"], read["other_models"]) == (3, 0)
    assert not any("left out" in said for said in read["warnings"])
