"""What `POST /v1/classify` and `moderation classify` read and write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest
from pydantic import ValidationError

from moderation_classifier.api.models import ClassifiedText, TextToClassify
from moderation_classifier.domain.account import UnknownAccountError
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action, Label, Platform
from tests.support.labelling import judge, labeller, policy_pack

ASKED: Final = {"id": 1, "platform": "facebook", "kind": "comment", "text": "Well."}
ESSEX: Final = "mid-and-south-essex"


def _utterance(organisation: str = ESSEX, /, **fields: object) -> Utterance:
    return TextToClassify.model_validate(ASKED | fields).to_utterance(policy_pack(organisation))


def _answer(text: str, organisation: str = ESSEX, **fields: object) -> dict[str, Any]:
    pack = policy_pack(organisation)
    utterance = _utterance(organisation, text=text, **fields)
    decision = Engine(labeller()).decide(utterance, pack)
    answer = ClassifiedText.build(1, decision, internal=utterance.internal)
    return answer.model_dump(mode="json")


def _complaint(**fields: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TextToClassify.model_validate(ASKED | fields)
    (error,) = refused.value.errors(include_input=False, include_url=False)
    return error["msg"]


def test_a_reason_has_the_policy_s_words_and_what_found_it() -> None:
    """The commenter can be told why, and an administrator sees which rule to switch off."""
    answer = _answer("You are scum and I will find you and kill you")
    threat = next(reason for reason in answer["reasons"] if reason["label"] == "threat")
    rule = policy_pack(ESSEX).rule_for(Label.THREAT)
    assert rule is not None
    assert threat["words"] == rule.words
    assert labeller().knows_source(threat["source"])
    assert (answer["row"], answer["language"]) == ("threatening", "English")


def test_a_comment_in_another_language_says_so() -> None:
    """Without a reason there is still the language, and the doubt in a plain sentence."""
    answer = _answer("Dzień dobry, proszę mi powiedzieć, gdzie jest szpital, bo nie wiem.")
    assert (answer["review"], answer["reasons"], answer["language"]) == (True, [], "Polish")
    assert any("Polish" in doubt for doubt in answer["doubts"])


def test_the_model_that_judges_is_named() -> None:
    """Who compares answers must know whether they come of the same weights."""
    assert _answer("The parking was dreadful again last Tuesday.")["model"].startswith("model.")


def test_what_is_proposed_is_told_only_when_a_person_is_asked() -> None:
    """A proposal is outward too: whether a reply is private is the platform's matter."""
    decision = replace(
        judge("The parking was dreadful again."),
        doubtful=(Label.THREAT,),
        proposed=(Action.PRIVATE_REPLY, Action.REPLY, Action.HIDE),
        review=True,
        doubts=("It may be threat, but not surely.",),
    )
    asked = ClassifiedText.build(1, decision, internal=False)
    assert asked.proposed == [Action.REPLY, Action.HIDE]
    assert (asked.doubtful_labels, asked.doubts) == ([Label.THREAT], list(decision.doubts))
    settled = ClassifiedText.build(1, replace(decision, review=False, doubts=()), internal=False)
    assert settled.proposed == []


def test_no_word_of_the_text_is_given_back() -> None:
    """Of the text there are places alone."""
    answer = _answer("Zyzzyva Quillfeather, you scum, I will find you and kill you")
    assert answer["reasons"]
    assert not any(word in str(answer) for word in ("Zyzzyva", "Quillfeather", "scum"))


def test_a_platform_for_staff_alone_has_the_staff_s_rows() -> None:
    """Essex has one account on Viva Engage, and it is internal, as the live service knows."""
    answer = _answer("This is fucking ridiculous", platform="yammer")
    assert (answer["internal"], answer["row"]) == (True, "staff-forum-derogatory")


def test_who_asks_may_say_that_the_account_is_public() -> None:
    """The public rows can be tried on the same platform."""
    answer = _answer("This is fucking ridiculous", platform="yammer", internal=False)
    assert (answer["internal"], answer["row"]) == (False, "swearing")


def test_an_account_is_internal_where_the_pack_says_so() -> None:
    """Lincolnshire has a page and a staff group on Facebook; without an account it is the page."""
    pack = policy_pack("lincolnshire")
    there = {
        account.internal: account.external_id
        for account in pack.accounts
        if account.platform is Platform.FACEBOOK
    }
    assert _utterance("lincolnshire", account_id=there[True]).internal
    assert not _utterance("lincolnshire", account_id=there[False]).internal
    assert not _utterance("lincolnshire").internal


def test_a_platform_without_an_account_is_public() -> None:
    """Nothing is inferred from no account at all."""
    assert not _utterance("nottingham", platform="viva_engage").internal


def test_an_account_of_nobody_s_is_refused_with_the_known_ones() -> None:
    """To take it for a public one would apply the wrong rows unsaid."""
    with pytest.raises(UnknownAccountError, match=r"account_id.*90000000309 \(staff-forum\)"):
        _utterance(platform="viva_engage", account_id="1")
    with pytest.raises(UnknownAccountError, match="known there: none"):
        _utterance("nottingham", platform="viva_engage", account_id="1")


def test_the_events_names_are_taken() -> None:
    """A comment copied out of an event loses neither the post nor what it answers."""
    copied: dict[str, object] = {
        "post_text": "Book now",
        "parent_text": "Is it safe?",
        "post_id": "1",
        "parent_id": "2",
        "created_at": "2026-11-01T09:00:00Z",
        "edited_at": None,
        "attachments": [],
        "permalink": None,
    }
    utterance = _utterance(ESSEX, **copied)
    assert (utterance.post_text, utterance.parent_text) == ("Book now", "Is it safe?")
    assert _utterance(post=None, post_text="Book now").post_text == "Book now"
    assert _utterance(post="Book now", post_text=None).post_text == "Book now"


def test_two_posts_are_refused() -> None:
    """Neither of two different posts is passed over."""
    assert "differ" in _complaint(post="Book now", post_text="Book later")
    assert _utterance(post="Book now", post_text="Book now").post_text == "Book now"


def test_an_unknown_field_is_named_with_the_known_ones() -> None:
    """A slip in a name is not passed over, and a long name is not told back whole."""
    complaint = _complaint(parent_comment="Is it safe?", **{"x" * 500: 1})
    assert "'parent_comment' or 'xxx" in complaint
    assert "parent_text" in complaint
    assert "Is it safe?" not in complaint
    assert len(complaint) < 300


def test_an_account_and_internal_are_not_said_together() -> None:
    """They could gainsay each other."""
    assert "account_id" in _complaint(account_id="100000000000301", internal=True)
