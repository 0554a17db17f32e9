"""What people say when they close cases, from the case to the classifier's figures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from moderation_classifier.adapters import example_store
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.quality import _lines
from moderation_classifier.api.quality_models import QualityOut
from moderation_classifier.consumers import VerdictsConsumer
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.ports import Period
from moderation_classifier.usecases.exporting_examples import ExportExamples
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_common.events import Actor, ActorKind, CaseClosed, DecisionMade, Event
from moderation_common.events.topics import Topic
from moderation_common.identity import CaseId, DecisionId, derive_id
from moderation_common.postgres import Database, migrate
from moderation_common.vault import Vault
from moderation_common.vocabulary import Label, Role, Urgency
from tests.support.escalation import (
    ORGANISATION,
    comment_received,
    decision_made,
    make_comment,
    make_ref,
    open_desk,
    utc,
)
from tests.support.learning import T0, judgement
from tests.support.learning_database import LearningDatabase

ALWAYS: Final = Period(T0 - timedelta(days=1), T0 + timedelta(days=1))
SAM: Final = Actor(kind=ActorKind.PERSON, name="sam.duty", role=Role.DUTY_MANAGER)


class Learner(LearningDatabase):
    """A classifier that hears what people say of cases."""

    async def judge(
        self,
        number: int,
        *labels: Label,
        decision_id: DecisionId | None = None,
        stratum: Stratum = Stratum.LEFT,
    ) -> DecisionId:
        """Keep that a comment was left, in no doubt, with these labels; return the decision."""
        about = judgement(
            number,
            stratum=stratum,
            share=0.005,
            asked=False,
            labels=labels,
            organisation=ORGANISATION,
        )
        about = replace(
            about, ref=make_ref(f"1_{number}"), decision_id=decision_id or about.decision_id
        )
        async with self.store() as unit:
            await unit.keep_judgement(about, make_comment(about.ref, now=T0))
        return about.decision_id

    async def hear(self, *events: Event) -> None:
        """Deliver events as the learning consumer gets them."""
        consumer = VerdictsConsumer(KeepExamples(units=self.store))
        for event in events:
            await consumer.handle(event)

    async def rows(self, query: str) -> Sequence[Any]:
        """Return what a query finds."""
        async with self.database.unit_of_work() as unit:
            return (await unit.connection.execute(text(query))).all()


@pytest.fixture
async def learner(fresh_database: str) -> AsyncIterator[Learner]:
    """Give an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Learner(fresh_database, database, Vault.from_text(Vault.generate_key()))
    await database.close()


def closed(
    number: int,
    decision_id: DecisionId | None,
    *,
    confirmed: Sequence[Label] = (),
    refused: Sequence[Label] = (),
    by: Actor = SAM,
    route: str = "self-harm",
    again: int = 0,
    organisation: str = ORGANISATION,
) -> Event:
    """Return that a case about a comment was closed; `again` tells repeats of it apart."""
    ref = make_ref(f"1_{number}")
    case_id = CaseId(derive_id(f"case {number}", route))
    return Event.build(
        CaseClosed(
            case_id=case_id,
            ref=ref,
            closed_by=by,
            outcome="Spoken to.",
            decision_id=decision_id,
            labels_confirmed=tuple(confirmed),
            labels_refused=tuple(refused),
        ),
        cause=f"{case_id}/closed/{again}",
        source="/escalation",
        subject=str(ref),
        organisation=organisation,
        correlation_id=ref.correlation_id,
        time=T0 + timedelta(minutes=10 + again),
    )


async def test_what_is_said_at_closing_becomes_an_example_of_those_labels(
    learner: Learner,
) -> None:
    """From the decision's case, closed over escalation's API, to the classifier's figures."""
    desk = await open_desk(
        learner.url, now=utc(2026, 11, 2, 12), smtp_port=1, webhook_base_url=None
    )
    try:
        made = decision_made(
            make_ref("1_1"),
            now=desk.now,
            labels=[Label.SELF_HARM],
            routes=["self-harm"],
            urgency=Urgency.IMMEDIATE,
        )
        assert isinstance(made.data, DecisionMade)
        decision_id = made.data.decision_id
        await learner.judge(1, Label.SELF_HARM, decision_id=decision_id)
        await desk.service.events.handle(comment_received(make_ref("1_1"), now=desk.now))
        await desk.service.events.handle(made)
        async with desk.client(Role.DUTY_MANAGER) as client:
            (case,) = (await client.get("/v1/cases")).json()["cases"]
            body = {"outcome": "zebra: a song was quoted", "labels_refused": ["self_harm"]}
            answer = await client.post(f"/v1/cases/{case['case_id']}/close", json=body)
            assert answer.status_code == 200
        while await desk.service.relay.move_batch():
            pass
        events = desk.events_of(Topic.CASES)
        for _ in range(2):
            await learner.hear(*events)
    finally:
        await desk.service.lifecycle.stop()

    (example,) = await learner.examples.case_answers(ORGANISATION, ALWAYS)
    assert example.judgement.decision_id == decision_id
    assert example.case_id == case["case_id"]
    assert example.confirmed == frozenset()
    assert example.refused == {Label.SELF_HARM}
    assert example.role is Role.DUTY_MANAGER
    (row,) = await learner.rows(f"SELECT v::text FROM {SCHEMA}.case_verdicts v")  # noqa: S608
    assert "zebra" not in row[0]


async def test_a_case_is_learnt_from_once(learner: Learner) -> None:
    """The same event again, and another one about the same case, change nothing."""
    decision_id = await learner.judge(1, Label.SELF_HARM)
    first = closed(1, decision_id, confirmed=[Label.SELF_HARM])
    await learner.hear(first, first, closed(1, decision_id, refused=[Label.SELF_HARM], again=1))

    (example,) = await learner.examples.case_answers(ORGANISATION, ALWAYS)
    assert example.confirmed == {Label.SELF_HARM}


async def test_who_says_nothing_of_the_labels_teaches_nothing(learner: Learner) -> None:
    """Nor does a machine, nor an event written before there was anything to say."""
    decision_id = await learner.judge(1, Label.SELF_HARM)
    machine = Actor(kind=ActorKind.MACHINE, name="escalation")
    silent = closed(1, decision_id)
    body = json.loads(silent.body())
    for field in ("decision_id", "labels_confirmed", "labels_refused"):
        body.pop(field, None)
    old = Event.read(silent.headers(), json.dumps(body).encode())
    assert isinstance(old.data, CaseClosed)
    await learner.hear(silent, old, closed(1, decision_id, refused=[Label.SELF_HARM], by=machine))

    assert await learner.rows(f"SELECT 1 FROM {SCHEMA}.case_verdicts") == []  # noqa: S608


async def test_an_answer_about_what_is_not_known_here_counts_nowhere(learner: Learner) -> None:
    """It is kept, without the judgement of another body or comment, and moves no figure."""
    mine = await learner.judge(1, Label.SELF_HARM)
    said = [Label.SELF_HARM]
    await learner.hear(
        closed(1, None, refused=said),
        closed(2, mine, refused=said),
        closed(1, mine, refused=said, route="other", organisation="bsw"),
    )

    assert len(await learner.rows(f"SELECT 1 FROM {SCHEMA}.case_verdicts")) == 3  # noqa: S608
    for body in (ORGANISATION, "bsw"):
        assert await learner.examples.case_answers(body, ALWAYS) == []


async def test_answers_have_figures_of_their_own_and_move_no_other(learner: Learner) -> None:
    """The precision of a label's cases stands beside what the random sample says."""
    ids = [await learner.judge(n, Label.SELF_HARM) for n in range(5)]
    measure = MeasureQuality(
        examples=learner.examples, model="", clock=lambda: T0 + timedelta(hours=1)
    )
    before = await measure.measure(ORGANISATION)
    await learner.hear(
        *(closed(n, ids[n], confirmed=[Label.SELF_HARM]) for n in range(3)),
        closed(3, ids[3], refused=[Label.SELF_HARM]),
    )
    after = await measure.measure(ORGANISATION)

    assert before.cases == ()
    (figures,) = after.cases
    assert (figures.label, figures.given) == (Label.SELF_HARM, 5)
    assert (figures.precision.value, figures.precision.examples) == (0.75, 4)
    assert (after.figures, after.drift) == (before.figures, before.drift)
    (shown,) = QualityOut.build(ORGANISATION, after).cases
    assert shown.precision is not None
    assert (shown.label, shown.given, shown.precision.value) == (Label.SELF_HARM, 5, 0.75)


async def test_what_labels_were_given_to_is_counted_by_how_it_can_come_before_a_person(
    learner: Learner,
) -> None:
    """Each label by itself; what was overtaken, another body's and another time's do not count."""
    await learner.judge(1, Label.SELF_HARM, Label.THREAT)
    await learner.judge(2, Label.SELF_HARM)
    await learner.judge(3, Label.SELF_HARM, stratum=Stratum.REVIEW)
    await learner.judge(4, Label.SELF_HARM, stratum=Stratum.OUTSIDE)
    await learner.judge(5)

    assert await learner.examples.given(ORGANISATION, ALWAYS) == {
        Label.SELF_HARM: {Stratum.LEFT: 2, Stratum.REVIEW: 1},
        Label.THREAT: {Stratum.LEFT: 1},
    }
    assert await learner.examples.given("bsw", ALWAYS) == {}
    before = Period(ALWAYS.since, T0)
    assert await learner.examples.given(ORGANISATION, before) == {}


async def test_answers_leave_with_the_examples(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a line of the export and counted; chunks follow each other without gap or repeat."""
    monkeypatch.setattr(example_store, "_CHUNK", 2)
    for number in range(5):
        decision_id = await learner.judge(number, Label.SELF_HARM)
        await learner.hear(closed(number, decision_id, confirmed=[Label.SELF_HARM]))
    export = await ExportExamples(
        units=learner.store, examples=learner.examples, clock=lambda: T0 + timedelta(hours=1)
    ).export(ORGANISATION, by=SAM, query="/v1/examples/export")
    lines = [json.loads(line) async for line in _lines(export)]

    assert export.count == len(lines) == len({line["case_id"] for line in lines}) == 5
    for line in lines:
        assert (line["labels_confirmed"], line["labels_refused"]) == (["self_harm"], [])
        assert line["machine_labels"] == ["self_harm"]
        # Nobody said what category it is or what is to be done: it must not look as if.
        assert not {"category", "labels", "actions"} & line.keys()


async def test_answers_go_with_their_judgements(learner: Learner) -> None:
    """After two years both are gone, and so is an answer about something not known here."""
    await learner.hear(
        closed(1, await learner.judge(1, Label.SELF_HARM), confirmed=[Label.SELF_HARM]),
        closed(2, None, refused=[Label.SELF_HARM]),
    )
    await learner.store.forget(now=T0 + JUDGEMENTS_KEPT)
    assert len(await learner.rows(f"SELECT 1 FROM {SCHEMA}.case_verdicts")) == 2  # noqa: S608
    await learner.store.forget(now=T0 + JUDGEMENTS_KEPT + timedelta(hours=1))

    assert await learner.rows(f"SELECT 1 FROM {SCHEMA}.case_verdicts") == []  # noqa: S608
    assert await learner.rows(f"SELECT 1 FROM {SCHEMA}.judgements") == []  # noqa: S608
