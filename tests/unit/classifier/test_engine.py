"""The whole way from a text to a decision: what stands around it, and what fails on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from moderation_classifier import metrics
from moderation_classifier.adapters import engine as engine_module
from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.adapters.engine import open_engine, open_model
from moderation_classifier.adapters.model import load_packaged_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.model import Passage, Scored, TextModel
from moderation_classifier.domain.switches import Switches
from moderation_classifier.usecases.checking_switches import CheckSwitches
from moderation_classifier.usecases.deciding import Engine
from moderation_common.errors import ConfigurationError
from moderation_common.policy import PolicyPacks, SwitchedOff
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Kind, Label, Platform, Urgency
from tests.support.labelling import policy_pack

_POST = (
    "Happy Nurses Day to all of our wonderful nursing colleagues! Thank you for everything that you"
    " do every day for patients across the county. #NursesDay #TeamNHS"
)
_BODIES = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")
_HOURS = "Tel: 01632 960317 / 960313 / Mon-Fri: 8.30-18.00; Sat: 9.00-12.30; Sun: closed; " * 4


class _Failing:
    """A model in whose weights a bit has turned."""

    @property
    def id(self) -> str:
        return "model.failing"

    @property
    def calibrated(self) -> bool:
        return True

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        raise ArithmeticError(f"{len(passages)} passages")


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine that the service opens."""
    return open_engine()


def _under(text: str, *, post: str | None = None, parent: str | None = None) -> Utterance:
    return Utterance(
        text=text,
        kind=Kind.REPLY if parent else Kind.COMMENT,
        platform=Platform.FACEBOOK,
        post_text=post,
        parent_text=parent,
    )


def test_a_model_that_fails_takes_no_rule_with_it() -> None:
    """Somebody in danger is found by the rules, and a person looks at what no model has read."""
    engine = Engine(Labeller(load_packaged_rules(), _Failing()))
    decision = engine.decide(_under("he has collapsed and is not breathing"), policy_pack("bsw"))
    assert Label.EMERGENCY in decision.labels
    assert decision.urgency is Urgency.IMMEDIATE
    assert any("has not read all" in doubt for doubt in decision.doubts)


def test_whom_they_stands_for_is_for_a_person_to_say(engine: Engine) -> None:
    """The model cannot tell patients from foxes."""
    post = (
        "Foxes have been seen around the bins at the back of the hospital. Please do not feed them."
    )
    for under in (None, post):
        decision = engine.decide(_under("They should be put down", post=under), policy_pack("bsw"))
        assert decision.review
        assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "The consultant killed my husband with his arrogance",
        "The matron murdered my mum, she left her without water",
        "Flood their inbox with complaints, it's the only thing they listen to",
        "Everyone bombard the surgery with complaints until they listen",
    ],
)
def test_grief_that_accuses_and_calls_to_complain_are_for_a_person(
    engine: Engine, text: str
) -> None:
    """No text tells whether an accusation is true; to complain is a right, and to many at once."""
    for body in _BODIES:
        decision = engine.decide(_under(text), policy_pack(body))
        assert REMOVALS.isdisjoint(decision.actions)


def test_a_call_to_hound_one_person_is_removed(engine: Engine) -> None:
    """It is none of the above."""
    decision = engine.decide(_under("Flood her inbox until she quits, the cow"), policy_pack("bsw"))
    assert not REMOVALS.isdisjoint(decision.actions)


def test_the_blank_of_a_form_is_read_where_it_may_be_an_answer() -> None:
    """By itself it says nothing; under a post, to a person or in private somebody complains."""
    labeller = Labeller(load_packaged_rules(), _Failing())
    blank = _under("Did not answer")
    assert labeller.label(blank).findings == ()
    for heard in (
        _under("Did not answer", post="Ring our new booking line"),
        _under("Did not answer", parent="Have you rung them?"),
        replace(blank, kind=Kind.DIRECT_MESSAGE),
    ):
        with pytest.raises(ArithmeticError):
            labeller.label(heard)


@pytest.mark.parametrize("post", [_POST, _HOURS, "医院" * 200, "!?" * 200])
@pytest.mark.parametrize(
    "text",
    [
        "my uncle comes in my room and makes me do things",
        "I don't see any reason to carry on living after this",
        "They gave nan somebody else's pills",
        "He has collapsed and is not breathing",
    ],
)
def test_no_post_above_it_hides_danger(engine: Engine, text: str, post: str) -> None:
    """Whatever the body has written, a person sees the comment."""
    decision = engine.decide(_under(text, post=post), policy_pack("nottingham"))
    assert decision.review or decision.routes


def test_a_post_lends_its_words_to_nobody(engine: Engine) -> None:
    """Ordinary comments under a post about danger or rumours open nothing and remove nothing."""
    post = (
        "If you feel that you cannot go on, call 116 123. You are not alone. The flu jab does not"
        " give you flu: book yours today."
    )
    for text in ("Mine went fine, no queue at all", "The parking is a disgrace as ever"):
        decision = engine.decide(_under(text, post=post), policy_pack("nottingham"))
        assert not decision.routes
        assert not decision.review


def test_a_reply_to_a_cry_for_help_is_read_with_it(engine: Engine) -> None:
    """Every word of it is harmless by itself."""
    parent = "I am on the bridge and I am going to jump tonight"
    decision = engine.decide(_under("today is the day", parent=parent), policy_pack("bsw"))
    assert decision.review or decision.routes


def test_a_long_comment_that_is_read_in_part_goes_to_a_person(engine: Engine) -> None:
    """Nobody may take it for harmless because the model saw harmless parts of it."""
    text = (
        "We came in on a Tuesday for the outpatient appointment and parked by the entrance. "
        "The signs to the clinic were clear and the desk was easy to find. "
    ) * 16
    decision = engine.decide(_under(text), policy_pack("bsw"))
    assert decision.review
    assert any("has not read all" in doubt for doubt in decision.doubts)


@pytest.mark.parametrize(
    "missing,used",
    [
        ([], load_packaged_encoder().id),
        (["load_packaged_encoder"], load_packaged_model().id),
        (["load_packaged_encoder", "load_packaged_model"], "none"),
    ],
)
def test_the_model_that_judges_is_measured(
    missing: list[str], used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One series says which it is, so that an alert can tell that the encoder is gone."""

    def damaged() -> TextModel:
        raise ConfigurationError("Its file is damaged; restore it.")

    for name in missing:
        monkeypatch.setattr(engine_module, name, damaged)
    engine = open_engine()
    (family,) = metrics.MODEL_IN_USE.collect()
    assert [(one.labels["model"], one.value) for one in family.samples] == [(used, 1)]
    assert engine.model_id == ("" if used == "none" else used)


def test_what_a_pack_has_off_under_an_unknown_id_is_named() -> None:
    """In the pack or at run time: a slip of the pen, or a rule that has gone."""
    pack = policy_pack("bsw").model_copy(
        update={"switched_off": SwitchedOff(rules=("personal-data.phone", "staff.directory"))}
    )
    by_rules = Labeller(load_packaged_rules(), None)
    engine = Engine(by_rules, lambda _: Switches(rules=frozenset({"gone", "repetition"})))
    assert engine.unknown_rules(pack) == ("gone", "personal-data.phone")
    assert Engine(by_rules).unknown_rules(policy_pack("bsw")) == ()


async def test_an_unknown_switch_is_counted_and_logged_once() -> None:
    """The log names it once for each change, and the gauge falls when it is mended."""
    pack = policy_pack("bsw")
    wrong = pack.model_copy(update={"switched_off": SwitchedOff(rules=("gone",))})
    running = [wrong]
    check = CheckSwitches(
        packs=lambda: PolicyPacks({"bsw": running[0]}),
        unknown=Engine(Labeller(load_packaged_rules(), None)).unknown_rules,
    )

    def counted() -> float | None:
        name = "moderation_classifier_switches_unknown"
        return REGISTRY.get_sample_value(name, {"organisation": "bsw"})

    with capture_logs() as logs:
        await check()
        await check()
        assert counted() == 1
        running[0] = pack
        await check()
    assert counted() == 0
    (line,) = logs
    assert (line["event"], line["rules"]) == ("switch_unknown", ("gone",))


def test_a_model_that_is_off_weighs_nothing() -> None:
    """Neither its support of a rule nor its contradiction is left in the score."""
    text = "Dr Moran was useless and rude to my mum"
    pack = policy_pack("mid-and-south-essex")
    labeller = Labeller(load_packaged_rules(), open_model())
    alone = Engine(labeller.by_rules()).decide(_under(text), pack)
    model = labeller.label(_under(text)).model
    off = Engine(labeller, lambda _: Switches(rules=frozenset({model}))).decide(_under(text), pack)
    assert off.labels == alone.labels
    assert off.actions == alone.actions
    assert off.reasons == alone.reasons
