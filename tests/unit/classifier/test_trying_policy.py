"""Trying a pack on the past: from what it is decided anew, whose words are shown, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import yaml
from fastapi import FastAPI

from moderation_classifier.api.policy_trials import build_policy_trials_router
from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.finding import REPETITION, Finding
from moderation_classifier.domain.labelling import Labelling, Utterance
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_classifier.ports import Examples, Past, PastComment, Period, UnitsOfWork
from moderation_classifier.usecases.trying_policy import Basis, Trial, TryPolicy
from moderation_classifier.usecases.watching_shadow import ShowShadow
from moderation_common.events import Actor, ActorKind, Author, Comment, Event
from moderation_common.identity import EventId
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import (
    Circumstances,
    Lists,
    ModeName,
    PolicyPack,
    PolicyPacks,
    PolicyProblem,
    SwitchedOff,
)
from moderation_common.policy.house_rules import Row, Then, When
from moderation_common.policy.loader import problem_with
from moderation_common.vocabulary import Action, Category, Kind, Label, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.behaviour import pack_of
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import T0, judgement

BODY = "mid-and-south-essex"
SINCE = T0 - timedelta(days=1)
NOW = T0 + timedelta(hours=1)
SAM = Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR)
SIGNER = TokenSigner("s" * 32)
OFF = Switches(rules=frozenset({"hate.surest"}))
FOUND = tuple(
    Finding(label=Label.HATE, score=score, span=None, source=source, by_model=False)
    for source, score in (("hate.surest", 0.97), ("hate.other", 0.95))
)
"""What two rules find in every text, of which a judgement keeps the surer one only."""


def judged(number: int) -> Judgement:
    """Return what is kept of a text in which both rules found something."""
    return replace(
        judgement(number, scores={Label.HATE: 0.97}, organisation=BODY),
        sources={Label.HATE: "hate.surest"},
    )


def heard(
    about: Judgement,
    text: str,
    *,
    event: str | None = None,
    at: datetime = T0,
    author: str = "1",
    answers: str | None = None,
) -> PastComment:
    """Return what the log has of a comment: the version that was judged, or another one."""
    comment = Comment(
        ref=about.ref,
        kind=Kind.REPLY if answers else Kind.COMMENT,
        text=text,
        author=Author(author_id=author),
        created_at=at,
        post_id="post",
        parent_id=answers,
    )
    return PastComment(EventId(event or about.comment_event_id), comment, heard_at=at)


@dataclass
class Workplace:
    """Everything that a trial reads, in memory; it judges by `FOUND` whatever is written."""

    stored: Sequence[Judgement] = ()
    logged: Sequence[PastComment] = ()
    off: Switches = NOTHING_OFF
    published: list[Event] = field(default_factory=list)
    asked: list[Utterance] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Let nobody wait unless a test does."""
        self.go_on.set()

    async def examples(self, _organisation: str, _period: Period) -> list[Example]:
        """Nobody has said anything."""
        await self.go_on.wait()
        return []

    async def judgements(
        self, _organisation: str, _period: Period, *, model: str, limit: int
    ) -> list[Judgement]:
        """Return all that is stored, as one model's."""
        assert model == "model"
        return list(self.stored[:limit])

    async def count_of_other_models(
        self, _organisation: str, _period: Period, *, model: str
    ) -> int:
        """There is one model."""
        assert model == "model"
        return 0

    async def read(self, _organisation: str, *, since: datetime, limit: int) -> Past:
        """Return what is logged since."""
        newest = [one for one in self.logged if one.heard_at >= since][-limit:]
        return Past(comments=newest, begins=SINCE if self.logged else None)

    def decide_many(self, asked: Sequence[tuple[Utterance, PolicyPack]]) -> list[Decision]:
        """Decide on what both rules find, without what is off."""
        self.asked += [utterance for utterance, _ in asked]
        found = Labelling(
            findings=FOUND, language="English", too_long=False, scores={Label.HATE: 0.97}
        )
        return [decide(found, pack, utterance, switches=self.off) for utterance, pack in asked]

    async def publish(self, events: Sequence[Event]) -> None:
        """Keep what is said to have been read."""
        self.published += events

    @asynccontextmanager
    async def units(self) -> AsyncIterator[Workplace]:
        """Open a transaction."""
        yield self

    @property
    def trials(self) -> TryPolicy:
        """Return what tries packs here."""
        return TryPolicy(
            units=cast("UnitsOfWork", self.units),
            examples=cast("Examples", self),
            past=self,
            judge=self,
            switches=lambda _: self.off,
            model="model",
            clock=lambda: NOW,
        )

    async def try_out(self, **changes: object) -> Trial:
        """Try the body's pack with some changes."""
        pack = pack_of(BODY)
        return await self.trials.try_out(
            pack.model_copy(update=changes), pack, since=SINCE, examples=5
        )


@pytest.mark.parametrize("off", [NOTHING_OFF, Switches(rules=frozenset({REPETITION}))])
async def test_scores_are_enough_while_no_rule_on_texts_is_off(off: Switches) -> None:
    """They reach back further than texts, and what the surest rule found stands."""
    workplace = Workplace(stored=[judged(1)], logged=[heard(judged(1), "Words")], off=off)
    trial = await workplace.try_out(always_review=(Label.HATE,))
    assert (trial.basis, trial.report.changed) == (Basis.SCORES, 1)


@pytest.mark.parametrize("by_pack", [True, False])
async def test_what_another_rule_finds_is_seen_while_the_surest_is_off(*, by_pack: bool) -> None:
    """A score names its surest source only, so the texts are read: nothing is taken for gone."""
    about = judged(1)
    workplace = Workplace(stored=[about], logged=[heard(about, "Words")])
    changes: dict[str, object] = {"always_review": (Label.HATE,)}
    if by_pack:
        changes["switched_off"] = SwitchedOff(rules=("hate.surest",))
    else:
        workplace.off = OFF
    trial = await workplace.try_out(**changes)
    assert (trial.basis, trial.report.changed) == (Basis.TEXTS, 1)
    (group,) = trial.report.groups
    assert group.kind.lost == ()
    assert trial.coverage.warnings == ()


async def test_a_rule_off_without_any_text_is_said() -> None:
    """Scores are all there is then, and whoever reads the report knows what they cannot tell."""
    trial = await Workplace(stored=[judged(1)], off=OFF).try_out()
    assert (trial.basis, trial.report.judged) == (Basis.SCORES, 1)
    assert any(said.endswith(": hate.surest.") for said in trial.coverage.warnings)


INCIDENT = frozenset({ModeName.MAJOR_INCIDENT})
NEW_WORDS = Lists(allowed=("Scunthorpe",))


def leaving_hate(**when: Any) -> tuple[Row, ...]:  # noqa: ANN401 - as `When` takes them
    """Return the body's table behind a row that leaves hate, under some circumstances."""
    row = Row(
        id="left-then",
        when=When(labels_any=(Label.HATE,), **when),
        then=Then(category=Category.ANYTHING_ELSE, actions=((Action.LEAVE,),)),
    )
    return (row, *pack_of(BODY).categories)


@pytest.mark.parametrize(
    "when, then",
    [
        ({"modes": (ModeName.MAJOR_INCIDENT,)}, Circumstances(modes=INCIDENT)),
        ({"min_points": 2}, Circumstances(points=3)),
    ],
)
async def test_texts_are_read_under_what_held_when_they_were_judged(
    when: dict[str, Any], then: Circumstances
) -> None:
    """A row about a mode or a record decides of them as it would have done then, and only then."""
    about = judged(1)
    for circumstances, changed in ((then, 1), (Circumstances(), 0)):
        workplace = Workplace(
            stored=[replace(about, circumstances=circumstances)], logged=[heard(about, "Words")]
        )
        trial = await workplace.try_out(categories=leaving_hate(**when), lists=NEW_WORDS)
        assert (trial.basis, trial.report.changed) == (Basis.TEXTS, changed)
        assert {one.circumstances for one in workplace.asked} == {circumstances}


async def test_texts_are_read_with_what_was_said_around_them() -> None:
    """What is answered and what its author had just said; from before the time asked for, too."""
    before = heard(judged(1), "The first part", at=SINCE - timedelta(hours=1))
    asked = heard(judged(2), "Where do I go?", at=SINCE - timedelta(hours=2), author="2")
    later = heard(judged(3), "and the second", at=SINCE, answers="2")
    workplace = Workplace(stored=[judged(3)], logged=[asked, before, later])
    trial = await workplace.try_out(lists=NEW_WORDS)
    assert trial.report.judged == 1
    for read in workplace.asked:
        assert (read.text, read.parent_text) == ("and the second", "Where do I go?")
        assert read.earlier == ("The first part",)
        assert read.to_another
    assert trial.coverage.warnings == ()


async def test_whom_a_comment_spoke_to_is_known_from_its_judgement() -> None:
    """Also where what it answers is gone, which is said with the number concerned."""
    about = replace(judged(1), to_another=True)
    gone = heard(about, "No you are", answers="99")
    workplace = Workplace(stored=[about], logged=[gone])
    trial = await workplace.try_out(lists=NEW_WORDS)
    assert all(read.to_another for read in workplace.asked)
    (said,) = trial.coverage.warnings
    assert said.endswith("taken for none: what they answer for 1.")


async def test_what_is_not_kept_of_the_circumstances_is_said_with_its_number() -> None:
    """Of comments that no judgement is kept of, and of records that nobody asked for then."""
    logged = [heard(judged(number), "Words") for number in (1, 2, 3)]
    workplace = Workplace(stored=[judged(1)], logged=logged)
    trial = await workplace.try_out(lists=NEW_WORDS)
    (said,) = trial.coverage.warnings
    assert said.endswith("taken for none: the modes declared then for 2.")
    strict = leaving_hate(min_points=2)
    trial = await workplace.try_out(lists=NEW_WORDS, categories=strict)
    (said,) = trial.coverage.warnings
    assert said.endswith(": the modes declared then for 2, the author's record for 3.")
    assert said.count(".") == 1
    trial = await workplace.try_out(categories=strict)
    (said,) = trial.coverage.warnings
    assert trial.basis is Basis.SCORES
    assert said.endswith("for none: the author's record for 1.")


async def test_what_scores_cannot_tell_of_pictures_is_said_with_its_number() -> None:
    """Of judgements of before it was kept that asked a person; of the others all was seen."""
    old = replace(judged(1), attached=None, read_whole=None)
    quiet = replace(judged(2), attached=None, read_whole=None, review=False)
    workplace = Workplace(stored=[old, quiet, judged(3)], logged=[heard(old, "Words")])
    trial = await workplace.try_out()
    (said,) = trial.coverage.warnings
    assert trial.basis is Basis.SCORES
    assert said.endswith("taken for none: pictures with them and text left unread for 1.")
    trial = await workplace.try_out(lists=NEW_WORDS)
    assert not any("pictures" in said for said in trial.coverage.warnings)


async def test_a_record_that_the_policy_in_force_asks_for_is_known() -> None:
    """Nobody without points is said to be without a record then."""
    pack = pack_of(BODY).model_copy(update={"categories": leaving_hate(min_points=2)})
    about = replace(judged(1), pack=pack.reference)
    workplace = Workplace(stored=[about], logged=[heard(about, "Words")])
    candidate = pack.model_copy(update={"lists": NEW_WORDS})
    trial = await workplace.trials.try_out(candidate, pack, since=SINCE, examples=5)
    assert trial.coverage.warnings == ()


async def test_no_version_is_shown_in_the_place_of_another() -> None:
    """Two versions of a comment were judged; the log has the words of the later one only."""
    first = judged(1)
    later = replace(first, comment_event_id=EventId("later"))
    workplace = Workplace(stored=[later, first], logged=[heard(first, "Edited", event="later")])
    trial = await workplace.try_out(always_review=(Label.HATE,))
    assert (trial.basis, trial.report.changed) == (Basis.SCORES, 2)
    texts = await workplace.trials.read_texts(trial, BODY, since=SINCE, by=SAM, query="/")
    (group,) = trial.report.groups
    assert [texts.get(one) for one in group.examples] == ["Edited", None]
    (note,) = workplace.published
    assert cast("Any", note.data).entries == 1


def app_of(workplace: Workplace, shadow_problems: Sequence[PolicyProblem] = ()) -> FastAPI:
    """Return the routes on a workplace."""
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=lambda: NOW
    )
    packs = PolicyPacks({BODY: pack_of(BODY)})
    app.include_router(
        build_policy_trials_router(
            packs=lambda: packs,
            trials=workplace.trials,
            shadow=ShowShadow(
                units=cast("UnitsOfWork", workplace.units),
                examples=cast("Examples", workplace),
                shadows=dict,
                clock=lambda: NOW,
            ),
            shadow_problems=lambda: shadow_problems,
        )
    )
    return app


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client for a moderator of the body."""
    principal = Principal(subject="sam", role=Role.MODERATOR, organisation=BODY)
    token = SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        yield client


@pytest.mark.parametrize(
    "since", [(NOW + timedelta(seconds=1)).isoformat(), "0001-01-01T00:01:15Z", "1999-12-31T23:59Z"]
)
async def test_a_time_of_which_nothing_can_be_known_is_refused(since: str) -> None:
    """What is yet to come, or so long ago that it is a slip, would be reported as no change."""
    async with client_of(app_of(Workplace())) as client:
        answer = await client.post("/v1/policy/try", json={"pack": "version: 1", "since": since})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Let since be a moment that has passed, and not before the year 2000.",
    )


async def test_the_problems_of_a_pack_without_a_file_name_none() -> None:
    """Whoever sent it need not have called it anything; another body's is refused all the same."""
    other = (REPOSITORY / "policies" / "bsw.yaml").read_text("utf-8")
    async with client_of(app_of(Workplace())) as client:
        broken, foreign = [
            await client.post("/v1/policy/try", json={"pack": pack, "since": SINCE.isoformat()})
            for pack in ("version: 1\n", other)
        ]
    for answer in (broken, foreign):
        assert answer.status_code == 422
        assert all(problem.startswith("the pack:") for problem in answer.json()["detail"])
    (problem,) = foreign.json()["detail"]
    assert "the policy of 'bsw', and it is tried for 'mid-and-south-essex'" in problem


@pytest.mark.parametrize("opening", ["[", "{", "- "])
async def test_a_pack_nested_past_all_reason_is_refused(opening: str) -> None:
    """It ends neither the process nor, for anybody else, the trials."""
    deep = {"pack": "a: " + opening * 60_000, "since": SINCE.isoformat()}
    if opening == "- ":
        deep["pack"] = "- " * 60_000
    async with client_of(app_of(Workplace())) as client:
        for _ in range(2):
            answer = await client.post("/v1/policy/try", json=deep)
            assert (answer.status_code, answer.json()["detail"]) == (
                422,
                ["the pack: the file is nested too deeply; write it as the schema shows."],
            )


async def test_of_very_many_problems_the_first_are_told() -> None:
    """Nobody mends thousands at once; how many there are is said."""
    unknown = "".join(f"a{number}: 1\n" for number in range(3_000))
    wrong = [
        problem_with(Path(f"{BODY}.shadow.yaml"), f"mistake {number}", mend="mend it")
        for number in range(51)
    ]
    async with client_of(app_of(Workplace(), wrong)) as client:
        answer = await client.post(
            "/v1/policy/try", json={"pack": unknown, "since": SINCE.isoformat()}
        )
        shadow = await client.get("/v1/policy/shadow")
    *told, more = answer.json()["detail"]
    assert answer.status_code == 422
    assert len(told) == 50
    assert all(problem.startswith("the pack:") for problem in told)
    # Beside the 3,000 unknown fields, those that every pack must have are missing.
    left = int(more.removeprefix("Beside these there are ").split()[0])
    assert left > 2_950
    assert more == f"Beside these there are {left} more; mend these first."
    assert len(answer.content) < 50_000
    assert shadow.json()["detail"][-2:] == [
        f"{BODY}.shadow.yaml: mistake 49; mend it.",
        "Beside these there is 1 more; mend these first.",
    ]


async def test_a_broken_shadow_is_named_to_its_own_body() -> None:
    """It is there, so nobody is told to put it there; another body's is not shown."""
    wrong = [
        problem_with(Path(f"{name}.shadow.yaml"), "this is not YAML", mend="mend it")
        for name in (BODY, "bsw")
    ]
    async with client_of(app_of(Workplace(), wrong)) as client:
        answer = await client.get("/v1/policy/shadow")
    assert answer.status_code == 404
    assert answer.json()["detail"] == [
        "The version in the shadow is not tried: its file is broken.",
        f"{BODY}.shadow.yaml: this is not YAML; mend it.",
    ]
    async with client_of(app_of(Workplace(), wrong[1:])) as client:
        answer = await client.get("/v1/policy/shadow")
    assert answer.json()["detail"].endswith(f"put one beside the pack as {BODY}.shadow.yaml.")


async def test_one_pack_is_tried_at_a_time() -> None:
    """Whoever asks meanwhile is told when to ask again, and can."""
    workplace = Workplace()
    workplace.go_on.clear()
    pack = yaml.safe_load((REPOSITORY / "policies" / f"{BODY}.yaml").read_text("utf-8"))
    asked = {"pack": yaml.safe_dump(pack, allow_unicode=True), "since": SINCE.isoformat()}
    async with client_of(app_of(workplace)) as client:
        answers = [asyncio.create_task(client.post("/v1/policy/try", json=asked)) for _ in range(2)]
        done, waiting = await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
        (refused,) = (one.result() for one in done)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert refused.json()["detail"].startswith("Another pack is being tried")
        workplace.go_on.set()
        (tried,) = [await one for one in waiting]
        assert tried.status_code == 200
        assert (await client.post("/v1/policy/try", json=asked)).status_code == 200
