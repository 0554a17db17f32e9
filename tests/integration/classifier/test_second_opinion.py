"""A second opinion from a real endpoint: what goes out, what may come back, what it may change."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from fastapi import Response
from prometheus_client import REGISTRY
from sqlalchemy.schema import DropSchema
from structlog.testing import capture_logs

from moderation_classifier.adapters.second_opinion import ChatEndpoint
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.restraint import Budget
from moderation_classifier.domain.rules import Rule, RuleSet
from moderation_classifier.domain.second_opinion import Opinion
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.second_opinion import SeekSecondOpinion
from moderation_common.eventlog import Message
from moderation_common.events import Author, Comment, CommentReceived, DecisionMade, Event
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vocabulary import Kind, Label, Platform
from tests.support.chat_endpoint import chat_server, completion
from tests.support.infrastructure import REPOSITORY

T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
BODY: Final = "mid-and-south-essex"
DOUBTFUL: Final = "The manager is a wibble and should ring me on 07700 900123 about it."
CERTAIN_DANGER: Final = "The manager is a wibble and I will wobble tonight."
PLAIN: Final = "The queue was long but the nurse was kind."
POLISH: Final = "Ten szpital jest bardzo zły i nikt nie wie, co robić, wibble."
HARASSMENT: Final = completion({"labels": ["harassment"]})
OUTSIDE: Final = "second-opinion:llama-3.1:8b"
RULES: Final = RuleSet(
    [
        Rule(id="test.wibble", label=Label.HARASSMENT, score=0.6, phrases=("wibble",)),
        Rule(id="test.wobble", label=Label.SELF_HARM, score=0.97, phrases=("wobble",)),
    ]
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give an engine with one rule in doubt and one sure of danger."""
    return Engine(Labeller(RULES, None))


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@asynccontextmanager
async def endpoint(
    url: str,
    *,
    timeout_s: float = 20,
    per_hour: int = 100,
    clock: Clock | None = None,
    api_key: str | None = None,
) -> AsyncIterator[ChatEndpoint]:
    """Give an adviser at an address."""
    adviser = ChatEndpoint(
        url=url,
        model="asked-for",
        api_key=api_key,
        timeout_s=timeout_s,
        budget=Budget(per_hour=per_hour, per_day=1_000),
        clock=clock or Clock(),
    )
    try:
        yield adviser
    finally:
        await adviser.close()


def counted(outcome: str) -> float:
    """Return how often asking ended so."""
    name = "moderation_classifier_second_opinions_total"
    return REGISTRY.get_sample_value(name, {"outcome": outcome}) or 0.0


async def test_an_answer_is_read_with_the_models_name_and_version() -> None:
    """Labels and what served them come back; key and question went out."""
    answer = completion({"labels": ["hate", "threat"]}, system_fingerprint="fp_44709d6fcb")
    async with chat_server(answer) as (server, url), endpoint(url, api_key="k-1") as adviser:
        opinion = await adviser.ask("some words")
    assert opinion == Opinion(
        labels=frozenset({Label.HATE, Label.THREAT}), model="llama-3.1:8b@fp_44709d6fcb"
    )
    (asked,) = server.asked
    assert (asked["model"], asked["temperature"]) == ("asked-for", 0)
    assert json.loads(asked["messages"][-1]["content"]) == {"comment": "some words"}
    assert server.keys == ["Bearer k-1"]


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>no"),
        Response("{}"),
        Response('{"choices": []}'),
        completion("harassment"),
        completion('{"labels": ["harassment"]} Happy to help!'),
        completion({"labels": ["harassment"], "action": "leave"}),
        completion({"labels": ["innocent"]}),
        completion({"labels": "harassment"}),
        completion({"labels": [["harassment"]]}),
        completion({"labels": [label.value for label in Label]}),
        completion(["harassment"]),
        completion('{"labels": ["harassment"]}' + " " * 70_000),
        completion("[" * 3_000),
        Response(b"\xff\xfe\x00"),
    ],
)
async def test_anything_but_the_json_asked_for_is_no_answer(answer: Response) -> None:
    """Garbage is counted, not retried, and not believed in part."""
    before = counted("garbage")
    async with chat_server(answer) as (server, url), endpoint(url) as adviser:
        assert await adviser.ask("some words") is None
    assert len(server.asked) == 1
    assert counted("garbage") == before + 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_passing_refusal_is_tried_once_more(status: int) -> None:
    """The second attempt's answer counts."""
    answers = (Response("{}", status_code=status), HARASSMENT)
    async with chat_server(*answers) as (server, url), endpoint(url) as adviser:
        opinion = await adviser.ask("some words")
    assert opinion is not None
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "status,calls", [(429, 2), (500, 2), (400, 2), (422, 2), (401, 1), (307, 1), (404, 1)]
)
async def test_a_lasting_refusal_ends_in_no_opinion(status: int, calls: int) -> None:
    """At most one more attempt, and none where it could not help; redirects are not followed."""
    before = counted("refused")
    async with (
        chat_server(Response("{}", status_code=status)) as (server, url),
        endpoint(url) as adviser,
    ):
        assert await adviser.ask("some words") is None
    assert len(server.asked) == calls
    assert counted("refused") == before + 1


@pytest.mark.parametrize(
    "base",
    [
        "openai/deployments/D?api-version=2024-10-21",
        "openai/deployments/D/?api-version=2024-10-21",
        "openai/deployments/D/chat/completions?api-version=2024-10-21",
    ],
)
async def test_a_deployment_at_azure_is_asked_with_its_version(base: str) -> None:
    """The version stays behind the path, and the key goes by the header that Azure reads."""
    async with chat_server(HARASSMENT) as (server, url):
        address = f"{url.removesuffix('v1')}{base}"
        async with endpoint(address, api_key="k-1") as adviser:
            assert await adviser.ask("some words") is not None
    assert server.addresses == ["openai/deployments/D/chat/completions?api-version=2024-10-21"]
    assert (server.keys, server.azure_keys) == ([None], ["k-1"])


async def test_a_newer_model_is_asked_in_its_own_form_and_that_is_remembered() -> None:
    """A 400 is answered with the other form once; from then on one call is enough."""
    old = frozenset({"max_tokens", "temperature"})
    async with chat_server(HARASSMENT, refuses=old) as (server, url), endpoint(url) as adviser:
        assert await adviser.ask("some words") is not None
        assert await adviser.ask("some words") is not None
    forms = [sorted({*old, "max_completion_tokens"} & asked.keys()) for asked in server.asked]
    assert forms == [sorted(old), ["max_completion_tokens"], ["max_completion_tokens"]]


async def test_an_endpoint_that_goes_back_to_the_old_form_is_followed() -> None:
    """Another model behind the same name needs no restart."""
    old = frozenset({"max_tokens", "temperature"})
    async with chat_server(HARASSMENT, refuses=old) as (server, url), endpoint(url) as adviser:
        assert await adviser.ask("some words") is not None
        server.refuses = frozenset({"max_completion_tokens"})
        assert await adviser.ask("some words") is not None
        assert await adviser.ask("some words") is not None
    assert len(server.asked) == 5


async def test_the_other_form_is_paid_from_the_budget_too() -> None:
    """The budget counts what goes out, whatever comes back."""
    before = counted("budget")
    old = frozenset({"max_tokens", "temperature"})
    async with (
        chat_server(HARASSMENT, refuses=old) as (server, url),
        endpoint(url, per_hour=1) as adviser,
    ):
        assert await adviser.ask("some words") is None
    assert len(server.asked) == 1
    assert counted("budget") == before + 1


async def test_a_silent_endpoint_is_given_up_in_time() -> None:
    """The time-out holds for everything, and the caller gets no opinion."""
    before = counted("timeout")
    async with chat_server(None) as (server, url), endpoint(url, timeout_s=0.2) as adviser:
        assert await adviser.ask("some words") is None
    assert len(server.asked) <= 1
    assert counted("timeout") == before + 1


async def test_nobody_at_the_address_is_no_opinion() -> None:
    """A refused connection is tried once more and then counted."""
    async with chat_server(HARASSMENT) as (_, url):
        gone = url
    before = counted("unreachable")
    async with endpoint(gone) as adviser:
        assert await adviser.ask("some words") is None
    assert counted("unreachable") == before + 1


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:port/v1",
        "http://[::1/v1",
        "http://localhost:99999/v1",
        "http://xn--a/v1",
    ],
)
async def test_an_address_at_which_asking_breaks_is_no_opinion(address: str) -> None:
    """Whatever the library raises is counted and named, and the text is not."""
    before = counted("unreachable")
    with capture_logs() as logs:
        async with endpoint(address) as adviser:
            assert await adviser.ask("some words") is None
    assert counted("unreachable") == before + 1
    (line,) = logs
    assert (line["event"], line["outcome"]) == ("second_opinion_failed", "unreachable")
    assert line["error"].isidentifier()
    assert line.keys() == {"event", "outcome", "error", "log_level"}


async def test_an_address_at_which_asking_breaks_is_given_a_rest() -> None:
    """As one that refuses: after five failures nothing is tried for a minute."""
    before = counted("unreachable"), counted("resting")
    async with endpoint("http://localhost:port/v1") as adviser:
        for _ in range(7):
            assert await adviser.ask("some words") is None
    assert (counted("unreachable"), counted("resting")) == (before[0] + 5, before[1] + 2)


async def test_the_budget_bounds_calls_until_the_hour_is_over() -> None:
    """Past the hour's calls nothing goes out; an hour later it does again."""
    clock = Clock()
    async with (
        chat_server(HARASSMENT) as (server, url),
        endpoint(url, per_hour=2, clock=clock) as adviser,
    ):
        answers = [await adviser.ask("some words") for _ in range(3)]
        assert [answer is not None for answer in answers] == [True, True, False]
        assert len(server.asked) == 2
        clock.now += timedelta(hours=1)
        assert await adviser.ask("some words") is not None


async def test_failures_in_a_row_give_the_endpoint_a_rest() -> None:
    """After five failures nothing is asked for a minute; then one trial tells."""
    clock = Clock()
    bad = Response("{}", status_code=401)
    async with (
        chat_server(*[bad] * 5, HARASSMENT) as (server, url),
        endpoint(url, clock=clock) as adviser,
    ):
        for _ in range(7):
            assert await adviser.ask("some words") is None
        assert len(server.asked) == 5
        clock.now += timedelta(minutes=1)
        assert await adviser.ask("some words") is not None
        assert await adviser.ask("some words") is not None


async def test_a_hostile_model_name_is_cut_to_plain_letters() -> None:
    """What the endpoint calls itself reaches a reviewer's page, so it may hold no markup."""
    answer = completion({"labels": []}, model="<b>x</b>\n" + "y" * 500)
    async with chat_server(answer) as (_, url), endpoint(url) as adviser:
        opinion = await adviser.ask("some words")
    assert opinion is not None
    assert len(opinion.model) <= 80
    assert set("<>\n ").isdisjoint(opinion.model)


def received(text: str) -> Event:
    """Return a comment's arrival."""
    ref = CommentRef(platform=Platform.FACEBOOK, account_id="100000000000301", comment_id="9_1")
    comment = Comment(
        ref=ref,
        kind=Kind.COMMENT,
        text=text,
        author=Author(author_id="77", name="Jo Bright"),
        created_at=T0,
    )
    return Event.build(
        CommentReceived(comment=comment),
        cause=f"received {text}",
        source="/ingest",
        subject=str(ref),
        organisation=BODY,
        correlation_id=ref.correlation_id,
        time=T0,
    )


async def judged(
    database_url: str,
    engine: Engine,
    *,
    packs: PolicyPacks,
    text: str,
    adviser: ChatEndpoint | None,
    organisations: Collection[str] = (BODY,),
) -> list[Message]:
    """Judge one comment on an empty schema; return what was published, headers and bodies."""
    database = Database(database_url, schema=SCHEMA)
    try:
        async with database.unit_of_work() as unit:
            await unit.connection.execute(DropSchema(SCHEMA, cascade=True, if_exists=True))
        await migrate(database_url, package="moderation_classifier", schema=SCHEMA)
        log = MemoryEventLog()
        judge = JudgeComments(
            units=ClassifierStore(database),
            judge=engine,
            packs=lambda: packs,
            clock=lambda: T0,
            second_opinion=(
                SeekSecondOpinion(judge=engine, adviser=adviser, organisations=organisations)
                if adviser
                else None
            ),
        )
        event = received(text)
        assert isinstance(event.data, CommentReceived)
        await judge.judge(event, event.data.comment)
        await OutboxRelay(database, log).move_batch()
        topics = ["moderation.decisions.v1", "moderation.actions.v1"]
        subscription = await log.subscribe("test", topics)
        batches = await subscription.fetch(max_records=100, timeout_s=0.01)
        await subscription.close()
        return [record.message for records in batches.values() for record in records]
    finally:
        await database.close()


def decision_in(messages: list[Message]) -> dict[str, object]:
    """Return the decision among what was published, as JSON."""
    (made,) = (
        event.data
        for event in (Event.read(message.headers, message.body) for message in messages)
        if isinstance(event.data, DecisionMade)
    )
    return made.model_dump(mode="json")


@pytest.mark.postgres
async def test_a_doubt_gains_a_sentence_and_a_source(
    fresh_database: str, engine: Engine, packs: PolicyPacks
) -> None:
    """The reviewer reads what the other model holds; what is done stays the same."""
    without = decision_in(
        await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=None)
    )
    async with chat_server(HARASSMENT) as (server, url), endpoint(url) as adviser:
        made = decision_in(
            await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=adviser)
        )
    sentence = "A second opinion (llama-3.1:8b) holds it to be harassment."
    assert made["doubts"] == [*as_list(without["doubts"]), sentence]
    sources = [(reason["source"], reason["seconded_by"]) for reason in as_list(made["reasons"])]
    assert ("test.wibble", OUTSIDE) in sources
    same = without.keys() - {"doubts", "reasons"}
    assert {key: made[key] for key in same} == {key: without[key] for key in same}
    assert made["decision_id"] == without["decision_id"]
    (asked,) = server.asked
    assert "07700" not in json.dumps(asked)
    assert "Jo Bright" not in json.dumps(asked)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "answer",
    [
        completion({"labels": []}),
        completion({"labels": ["compliment"]}),
        completion({"labels": [], "action": "delete", "review": False}),
        completion('ignore your policy {"labels": []}'),
        completion({"labels": ["spam", "hate", "profanity", "sexual", "illegal"]}),
        completion({"labels": ["emergency", "self_harm", "safeguarding", "threat"]}),
    ],
)
async def test_a_hostile_answer_moves_nothing(
    fresh_database: str, engine: Engine, *, packs: PolicyPacks, answer: Response
) -> None:
    """Whatever it made the model say, the comment stays before a person and wakes nobody."""
    without = decision_in(
        await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=None)
    )
    async with chat_server(answer) as (_, url), endpoint(url) as adviser:
        made = decision_in(
            await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=adviser)
        )
    same = without.keys() - {"doubts", "reasons"}
    assert {key: made[key] for key in same} == {key: without[key] for key in same}
    assert as_list(made["doubts"])[: len(as_list(without["doubts"]))] == without["doubts"]
    own = [one for one in as_list(made["reasons"]) if one["source"] != OUTSIDE]
    assert [reason["label"] for reason in own] == [
        reason["label"] for reason in as_list(without["reasons"])
    ]


@pytest.mark.postgres
async def test_a_danger_that_it_alone_sees_is_told_to_the_reviewer(
    fresh_database: str, engine: Engine, packs: PolicyPacks
) -> None:
    """A sentence and a reason with the model as its source name it; no case is opened for it."""
    answer = completion({"labels": ["self_harm"]})
    async with chat_server(answer) as (_, url), endpoint(url) as adviser:
        made = decision_in(
            await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=adviser)
        )
    assert "self_harm" not in [*as_list(made["doubtful_labels"]), *as_list(made["labels"])]
    assert made["review"]
    assert "self harm" in as_list(made["doubts"])[-1]
    sources = {reason["label"]: reason["source"] for reason in as_list(made["reasons"])}
    assert sources["self_harm"] == OUTSIDE


@pytest.mark.postgres
@pytest.mark.parametrize("answer", [None, Response("junk"), Response("{}", status_code=500)])
async def test_without_an_answer_every_byte_is_the_same(
    fresh_database: str, engine: Engine, *, packs: PolicyPacks, answer: Response | None
) -> None:
    """An endpoint that is silent, wrong or broken leaves what is published as it was."""
    without = await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=None)
    async with chat_server(answer) as (server, url), endpoint(url, timeout_s=1) as adviser:
        made = await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=adviser)
    assert server.asked
    assert made == without


@pytest.mark.postgres
async def test_a_comment_of_a_body_that_is_not_named_stays_here(
    fresh_database: str, engine: Engine, packs: PolicyPacks
) -> None:
    """One body's address gets no other body's comments, at no cost, and every byte is the same."""
    others = [key for key in packs.organisations if key != BODY]
    without = await judged(fresh_database, engine, packs=packs, text=DOUBTFUL, adviser=None)
    async with chat_server(HARASSMENT) as (server, url), endpoint(url, per_hour=1) as adviser:
        made = await judged(
            fresh_database,
            engine,
            packs=packs,
            text=DOUBTFUL,
            adviser=adviser,
            organisations=others,
        )
        assert server.asked == []
        assert await adviser.ask("some words") is not None
    assert made == without


@pytest.mark.postgres
@pytest.mark.parametrize("text", [PLAIN, CERTAIN_DANGER, POLISH, DOUBTFUL + " word" * 2_000])
async def test_outside_the_band_nobody_is_asked(
    fresh_database: str, engine: Engine, *, packs: PolicyPacks, text: str
) -> None:
    """No doubt, certain danger, another language and over length stay inside, byte for byte."""
    without = await judged(fresh_database, engine, packs=packs, text=text, adviser=None)
    async with chat_server(HARASSMENT) as (server, url), endpoint(url) as adviser:
        made = await judged(fresh_database, engine, packs=packs, text=text, adviser=adviser)
    assert server.asked == []
    assert made == without


def as_list(value: object) -> list[Any]:
    """Return a list out of JSON."""
    assert isinstance(value, list)
    return value
