"""What the packs do where no word tells of whom it is said, or what is called for is a cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.causes import calls_for_a_cause, with_cause_heard
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.local import blocked_source
from moderation_classifier.domain.names.unnamed import (
    WISHES,
    names_nobody,
    with_unnamed_for_a_person,
)
from moderation_classifier.domain.switches import Switches
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import load_packs
from moderation_common.vocabulary import Action, Label
from tests.support.labelling import POLICIES, label, labeller, policy_pack, utterance
from tests.support.timing import LINEAR, growth

REMOVALS = {Action.HIDE, Action.DELETE}
BODIES = sorted(pack.organisation.key for pack in load_packs(POLICIES))
ENGINE = Engine(labeller())
PROFILE = "Meet Claire, our new ward manager"


def _decide(
    text: str,
    body: str = "mid-and-south-essex",
    *,
    post: str | None = None,
    parent: str | None = None,
    engine: Engine = ENGINE,
) -> Decision:
    written = replace(utterance(text), post_text=post, parent_text=parent)
    return engine.decide(written, policy_pack(body))


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "text,post,parent",
    [
        ("he should be shot", "Film night for patients", "the baddie in that film is awful"),
        ("she should be shot", None, "Cruella de Vil is on the telly again"),
        ("he should be shot", "Who listens to The Archers?", None),
        ("he should be hanged", "Panto on the ward", "Captain Hook boo hiss"),
        ("They should all be shot, did you see the last episode", None, None),
        ("hope she rots in hell", "What are you watching?", None),
        ("I hope he dies in the next episode", "What are you watching?", None),
        ("he needs a good kicking", None, "the landlord in EastEnders"),
        ("he wants his legs breaking", None, "the landlord in EastEnders"),
        ("someone should shoot him", "Film night for patients", None),
        ("Thank you for film night. He should be hanged", "Film night", None),
        ("string them up", "Puppets in the foyer", None),
        ("hang him", "Panto on the ward", None),
        ("burn it!", "Bonfire night", None),
        ("burn it to the ground", "Bonfire night", None),
        ("needs putting down", None, "the wolf in that story"),
        ("deserves to die", None, "the wolf in that story"),
    ],
)
def test_a_wish_that_names_nobody_is_for_a_person(
    text: str, post: str | None, parent: str | None, body: str
) -> None:
    """The post may be about a villain, which no machine knows; somebody looks all the same."""
    decision = _decide(text, body, post=post, parent=parent)
    assert decision.review
    assert decision.actions == (Action.LEAVE,)
    assert Label.THREAT in decision.possible


def test_an_open_wish_is_for_a_person_where_its_rules_are_off() -> None:
    """Then the model's word on it stands alone, and is no surer of whom it is said."""
    engine = Engine(labeller(), lambda _: Switches(rules=WISHES))
    decision = _decide("he needs a good kicking", engine=engine)
    assert decision.review
    assert decision.actions == (Action.LEAVE,)


@pytest.mark.parametrize(
    "text",
    [
        "you lot should be shot",
        "those doctors, they should all be shot",
        "that doctor is evil. he should be shot",
        "Dr Patel should be shot",
        "I will kill her when I see her",
        "someone should go and petrol bomb them tonight",
        "Muslims. They should be shot",
        "immigrants: they should all be hanged",
        "that patel: he should be shot",
    ],
)
def test_a_wish_that_says_of_whom_is_removed_as_before(text: str) -> None:
    """Staff, whoever reads, and what somebody means to do need no post to be understood."""
    assert Action.DELETE in _decide(text).actions


@pytest.mark.parametrize(
    "text,nobody",
    [
        ("he should be shot", True),
        ("They ALL deserve to die", True),
        ("should be shot", True),
        ("oh my God he should be shot", True),
        ("thank you, he should be hanged", True),
        ("he should be shot, that nurse", False),
        ("that lot on reception, they should be shot", False),
        ("as for Sheila, she should be shot", False),
        ("@sheila.p she should be shot", False),
        ("I'll shoot him", False),
        ("my brothers and me, we're coming for her", False),
        ("we know what car she drives", False),
        ("this surgery, burn it down", False),
        ("kys", False),
        ("kill them tomorrow", False),
        ("lets go and kill them", False),
        ("they should be shot in tonight's episode", True),
        ("that patel: he should be shot", False),
        ("that villain, he should be shot", True),
        ("that film: he should be shot", True),
        ("they should be shot, the ugly sisters", True),
        ("they should be shot, the psychiatrists", False),
        ("the phlebotomist missed again, she should be shot", False),
        ("go and die", False),
        ("what a lovely day", False),
        ("", False),
    ],
)
def test_of_whom_a_wish_is_said(text: str, nobody: bool) -> None:  # noqa: FBT001
    """A name, staff, whoever reads and a purpose of one's own are each enough."""
    assert names_nobody(text) is nobody


def test_a_group_of_people_is_somebody() -> None:
    """Each that the rules know as a group, in one number at least."""
    groups = load_packaged_rules().terms["group"].replace("?", "").split("|")
    assert len(groups) > 50
    assert not [group for group in groups if names_nobody(f"{group}: they should be shot")]


def test_every_rule_that_finds_wishes_is_there() -> None:
    """A rule that is renamed would go on removing what it finds."""
    assert {rule.id for rule in load_packaged_rules().rules} >= WISHES


@pytest.mark.parametrize("source", ["threat.intent", blocked_source(Label.THREAT)])
def test_what_is_more_than_a_wish_keeps_its_score(source: str) -> None:
    """A purpose, or a word that the body itself has listed, is removed as before."""
    found = Finding(label=Label.THREAT, score=0.95, span=None, source=source)
    labelling = Labelling(
        findings=(found,), language="English", too_long=False, scores={Label.THREAT: 0.95}
    )
    assert with_unnamed_for_a_person(labelling, "he should be shot") is labelling


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "text",
    [
        "Share this if you agree nurses deserve a rise ❤️",
        "https://you.38degrees.org.uk/petitions/save-our-hub sign and share everyone!!",
        "Like and share if you agree our hospital needs more beds",
        "SHARE SHARE SHARE!!! Stop the cuts, sign https://petition.parliament.uk/petitions/1",
        "Share this! March on Saturday to save our A&E",
        "Repost if you support our striking nurses",
    ],
)
def test_a_call_for_a_cause_is_left_alone(text: str, body: str) -> None:
    """To ask for a signature is political speech, however loud."""
    decision = _decide(text, body)
    assert decision.actions == (Action.LEAVE,)
    assert Label.SPAM not in decision.possible


@pytest.mark.parametrize(
    "text",
    [
        "Sign and share to save our maternity ward https://bit.ly/3abc",
        "Like and share if you agree",
    ],
)
def test_a_call_that_leads_nobody_knows_where_is_for_a_person(text: str) -> None:
    """Neither what lies behind a short link nor with what to agree can be seen."""
    decision = _decide(text)
    assert decision.review
    assert REMOVALS.isdisjoint(decision.actions)
    assert Label.SPAM in decision.possible


@pytest.mark.parametrize(
    "text",
    [
        "Like and share to win a £50 voucher!",
        "Share this if you agree nurses deserve a rise and tag 3 friends to win a hamper",
        "Copy and paste this to your wall: save our NHS, share with 10 friends or bad luck",
    ],
)
def test_prizes_and_chain_letters_are_spam_as_before(text: str) -> None:
    """A cause beside them makes them none."""
    decision = _decide(text)
    assert Label.SPAM in decision.labels
    assert not REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "Nurses deserve a medal",
        "You deserve a break! Join our gym and share for 20% off",
        "Save the date and share",
        "Is there a petition? I would like to win one for once",
        "NHS staff deserve a refund. Share and verify your bank at hmrc-refund.info",
        "Your NHS account is suspended. Sign the petition and log in at nhs-login.co",
        "Sign https://change.org:80@evil.ru your account suspended verify the petition",
        "Share if you agree all nurses should be sacked",
        "Share if you agree they should all be sent home",
        "",
    ],
)
def test_what_calls_for_no_cause(text: str) -> None:
    """An opinion calls for nothing, and who sells has something to give."""
    assert not calls_for_a_cause(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign the petition to hold the trust to account and share",
        "Sign and share to save our food bank and our ward",
        "Share the petition: our nurses should not be sacked",
        "Sign at change.org and share",
        "March with us to stop the cuts.Share with everyone",
    ],
)
def test_what_calls_for_a_cause(text: str) -> None:
    """Words that swindlers use, too, make no swindle of it."""
    assert calls_for_a_cause(text)


@pytest.mark.parametrize(
    "link,known",
    [
        ("https://change.org/p/1", True),
        ("change.org", True),
        ("https://change.org:80@evil.ru", False),
        ("https://change.org@evil.ru/change.org", False),
        ("https://evil.ru/@change.org", False),
        ("https://evil.ru?@change.org", False),
        ("keep-our-ward.info", False),
    ],
)
def test_a_link_leads_to_its_host(link: str, known: bool) -> None:  # noqa: FBT001
    """What stands before an `@` is a user; a bare address leads somewhere, too."""
    found = Finding(label=Label.SPAM, score=0.7, span=None, source="spam.share")
    labelling = Labelling(
        findings=(found,), language="English", too_long=False, scores={Label.SPAM: 0.7}
    )
    heard = with_cause_heard(labelling, f"Sign and share to save our ward {link}")
    assert heard.scores[Label.SPAM] == (0.3 if known else 0.6)


def test_nobody_asks_for_the_sack_unseen() -> None:
    """It is a cause to those who share it, and a person judges whose."""
    assert _decide("share if you agree all nurses should be sacked").review


def test_a_swindle_with_a_cause_is_hidden() -> None:
    """To deserve a refund is none."""
    text = "NHS staff deserve a refund. Share and verify your bank at hmrc-refund.info"
    assert not REMOVALS.isdisjoint(_decide(text).actions)


@pytest.mark.parametrize("named", ["", ", Sheila Pratchley especially", ", the Smiths I mean"])
def test_a_warning_is_seen_whoever_is_named(named: str) -> None:
    """A name at its end made the model less sure, and nobody looked."""
    text = f"That family on the corner had better not cross me again{named}"
    decision = _decide(text, "nottingham")
    assert decision.review
    assert decision.actions == (Action.LEAVE,)
    assert Label.THREAT in decision.possible


@pytest.mark.parametrize(
    "text",
    [
        "You had better not cross the road there, it is icy",
        "Don't mess with me, I'm a nurse 💪",
        "They better not mess with my appointment",
        "Please don't cross me off the list",
    ],
)
def test_what_only_sounds_like_a_warning(text: str) -> None:
    """Nobody is warned of anything here."""
    sources = {finding.source for finding in label(text, with_model=False).findings}
    assert "threat.warned" not in sources


@pytest.mark.parametrize(
    "text",
    [
        "someone's had too many pies",
        "Somebody has been at the cakes",
        "who ate all the pies",
        "she's clearly never missed a meal",
        "hope the chair was reinforced",
        "did they reinforce the floor?",
        "poor chair",
        "face for radio",
        "a face only a mother could love",
        "mutton dressed as lamb",
        "fell out of the ugly tree",
        "looks like she ate the last manager",
        "who let her out of the zoo",
    ],
)
@pytest.mark.parametrize("body", BODIES)
def test_a_jibe_at_looks_is_for_a_person(text: str, body: str) -> None:
    """Nothing in it says of whom it is, nor is any word abuse; somebody looks, nothing goes."""
    decision = _decide(text, body, post=PROFILE)
    assert decision.review
    assert REMOVALS.isdisjoint(decision.actions)
    assert Label.HARASSMENT in decision.possible


@pytest.mark.parametrize(
    "text",
    [
        "I've had too many pies over Christmas",
        "He had too many pies on Boxing Day and got heartburn",
        "The chair in A&E broke when I sat on it",
        "Do you have reinforced chairs for larger patients?",
        "Is the floor reinforced for the new scanner?",
        "Heard Claire's radio interview this morning, brilliant",
        "I've got a face for radio",
        "Someone has brought cakes for the nurses",
        "She loves her cakes, happy retirement",
        "Slow roast the mutton, it was dressed with mint",
    ],
)
def test_food_chairs_and_radio_are_no_jibes(text: str) -> None:
    """Of oneself, of furniture and of an interview it is said without malice."""
    sources = {finding.source for finding in label(text, with_model=False).findings}
    assert "harassment.looks" not in sources


def test_a_rule_that_tells_of_nobody_says_so() -> None:
    """By that no model, however sure, makes a removal of it; other rules are as they were."""
    for text, is_open in (("mutton dressed as lamb", True), ("you are a stupid cow", False)):
        findings = label(text, with_model=False).findings
        assert findings
        assert {finding.whose_is_open for finding in findings} == {is_open}


def test_what_is_shown_of_a_finding_is_what_tells() -> None:
    """Words that happen to follow made it look as if it ended before the worst."""
    text = "send them all back, the whole ward is full of them and their cousins"
    spans = [
        text[slice(*finding.span)]
        for finding in label(text, with_model=False).findings
        if finding.source == "hate.send-back" and finding.span
    ]
    assert spans == ["send them all back"]


@pytest.mark.parametrize("asked", [names_nobody, calls_for_a_cause])
@pytest.mark.parametrize(
    "piece", ["save ", "my ", "a-", "a.", "share ", "i ", "www.", "\u2019d ", "@", "it ", "9"]
)
def test_hostile_texts_are_read_in_linear_time(asked: Callable[[str], bool], piece: str) -> None:
    """Whatever is repeated in them."""
    assert growth(asked, piece) < LINEAR
