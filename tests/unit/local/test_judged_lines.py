"""`moderation classify` on lines as they arrive, from a person or a file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from itertools import chain
from typing import Final

import pytest
from structlog.testing import capture_logs

from moderation_classifier.api.models import ClassifiedText, TextToClassify
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Kind, Platform
from moderation_local.arrivals import MAX_LINE_BYTES, MAX_LINES, read_chunks
from moderation_local.judged_lines import judge_lines
from tests.support.labelling import labeller, policy_pack
from tests.support.strange_lines import DECIDED, REFUSED, TELLTALE, StrangeLine

ENGINE: Final = Engine(labeller())
BODY: Final = "nottingham"

Out = pytest.CaptureFixture[str]


class CountingJudge:
    """The engine, which also keeps how many texts it was given at a time."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def decide_many(self, asked: Sequence[tuple[Utterance, PolicyPack]]) -> list[Decision]:
        """Return the engine's decisions."""
        self.given.append(len(asked))
        return ENGINE.decide_many(asked)


def line(text_id: int | str, text: str = "Thanks", **fields: object) -> bytes:
    """Return a sound line."""
    asked = {"id": text_id, "platform": "x", "kind": "reply", "text": text} | fields
    return json.dumps(asked).encode() + b"\n"


def arriving(*pieces: bytes) -> Callable[[int], bytes]:
    """Return what reads one piece after another, then the end."""
    waiting = iter(pieces)
    return lambda _: next(waiting, b"")


def answers(out: str) -> list[ClassifiedText]:
    """Return what was printed."""
    return [ClassifiedText.model_validate_json(each) for each in out.splitlines()]


def as_the_service(given: bytes) -> ClassifiedText:
    """Return what the service answers, which reads by Python's own reader of JSON."""
    asked = TextToClassify.model_validate(json.loads(given))
    utterance = asked.to_utterance(policy_pack(BODY))
    decision = ENGINE.decide(utterance, policy_pack(BODY))
    return ClassifiedText.build(asked.id, decision, internal=utterance.internal)


def test_lines_that_arrive_together_are_judged_together(capsys: Out) -> None:
    """So many at a time, and the answers keep the order of the lines."""
    judge = CountingJudge()
    lines = b"".join(line(number) for number in range(2 * MAX_LINES + 1))
    assert judge_lines(arriving(lines), judge, policy_pack(BODY)) == 0
    assert judge.given == [MAX_LINES, MAX_LINES, 1]
    assert [answer.id for answer in answers(capsys.readouterr().out)] == list(
        range(2 * MAX_LINES + 1)
    )


def test_a_line_does_not_wait_for_the_next(capsys: Out) -> None:
    """Whoever types, or asks and waits for the answer, has it before more is read."""
    answered: list[str] = []

    def typed() -> Iterator[bytes]:
        for number in range(3):
            yield line(number)
            # More is asked for only now.
            answered.append(capsys.readouterr().out)

    typing = typed()
    judge = CountingJudge()
    assert judge_lines(lambda _: next(typing, b""), judge, policy_pack(BODY)) == 0
    assert [[answer.id for answer in answers(out)] for out in answered] == [[0], [1], [2]]
    assert judge.given == [1, 1, 1]


def test_a_line_in_pieces_is_judged_when_it_is_whole(capsys: Out) -> None:
    """What has begun waits for its end; the last line needs none."""
    whole = line(1) + line(2) + line(3).rstrip()
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    assert judge_lines(arriving(*pieces), ENGINE, policy_pack(BODY)) == 0
    assert [answer.id for answer in answers(capsys.readouterr().out)] == [1, 2, 3]


def test_a_refusal_names_its_line_in_every_chunk() -> None:
    """Empty lines count, and a refusal stands between the answers where its line stood."""
    lines = [line(number) for number in range(1, 2 * MAX_LINES)]
    lines[2] = b"not json\n"
    lines[3] = b" \r\n"
    lines[MAX_LINES + 2] = line(1, account_id="nobody's")
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        status = judge_lines(arriving(b"".join(lines)), ENGINE, policy_pack(BODY))
    assert status == 1
    said = told.getvalue().splitlines()
    assert said[2].startswith("Line 3: all of it: this cannot be read as JSON: ")
    # One line before was empty, and has no answer.
    assert said[MAX_LINES + 1].startswith(f"Line {MAX_LINES + 3}: ")
    assert "account_id" in said[MAX_LINES + 1]
    numbers = [json.loads(each)["id"] for each in said if each.startswith("{")]
    assert numbers == [
        number for number in range(1, 2 * MAX_LINES) if number not in {3, 4, MAX_LINES + 3}
    ]


def test_many_lines_are_answered_as_one_by_one(capsys: Out) -> None:
    """A line says the same in any company, beside long ones and ones with a past too."""
    lines = [
        line(1, "MMR causes autism, fact."),
        line(2, "I want to end my life tonight"),
        line(3, "Dzień dobry, proszę mi powiedzieć, gdzie jest szpital, bo nie wiem."),
        line(4, "You are scum and I will find you and kill you", parent="Morning all"),
        line(5, "a very long moan about waiting and waiting " * 30, post="Our new clinic"),
        line("six", "Tonight then.", earlier=["I can't do this any more. Sorry everyone."]),
    ]
    for company in (lines, lines[:-1]):
        assert judge_lines(arriving(b"".join(company)), ENGINE, policy_pack(BODY)) == 0
        together = capsys.readouterr().out
        for each in company:
            assert judge_lines(arriving(each), ENGINE, policy_pack(BODY)) == 0
        assert together == capsys.readouterr().out


def test_a_line_without_end_fills_no_memory(capsys: Out) -> None:
    """It is refused as too long, whatever else it holds, and the next one is answered."""
    piece = b"x" * 64 * 1024
    endless = [piece] * (4 * MAX_LINE_BYTES // len(piece))
    pieces = [line(1), *endless, b"\n" + line(3), *endless]
    assert max(map(len, chain.from_iterable(read_chunks(arriving(*pieces))))) < 1.1 * MAX_LINE_BYTES
    assert judge_lines(arriving(*pieces), ENGINE, policy_pack(BODY)) == 1
    told = capsys.readouterr()
    assert [answer.id for answer in answers(told.out)] == [1, 3]
    sentence = f"all of it: this is longer than {MAX_LINE_BYTES} bytes; send less in one line."
    assert told.err.splitlines() == [f"Line 2: {sentence}", f"Line 4: {sentence}"]


@pytest.mark.parametrize("strange", DECIDED.values(), ids=DECIDED)
def test_a_strange_text_is_decided_on_as_by_the_service(strange: StrangeLine, capsys: Out) -> None:
    """Nothing of it is told back or logged."""
    with capture_logs() as logged:
        assert judge_lines(arriving(strange.given), ENGINE, policy_pack(BODY)) == 0
    told = capsys.readouterr()
    assert answers(told.out) == [as_the_service(strange.given)]
    assert (told.err, logged) == ("", [])
    assert not any(trace in told.out for trace in strange.traces)


@pytest.mark.parametrize("strange", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(strange: StrangeLine, capsys: Out) -> None:
    """One sentence says so, nothing of the line stands in it or is logged."""
    with capture_logs() as logged:
        assert judge_lines(arriving(strange.given), ENGINE, policy_pack(BODY)) == 1
    told = capsys.readouterr()
    (sentence,) = told.err.splitlines()
    assert sentence.startswith("Line 1: ")
    assert sentence.endswith(".")
    assert (told.out, logged) == ("", [])
    assert not any(trace in sentence for trace in strange.traces)


def test_an_id_that_cannot_be_given_back_is_refused(capsys: Out) -> None:
    """A lone surrogate may stand in a text, but no answer can be written with one."""
    lines = line(f"{TELLTALE} \ud83d") + line(2)
    assert judge_lines(arriving(lines), ENGINE, policy_pack(BODY)) == 1
    told = capsys.readouterr()
    assert [answer.id for answer in answers(told.out)] == [2]
    assert told.err == "Line 1: id: this must be text that UTF-8 can hold.\n"


@pytest.mark.parametrize("field, words", [("kind", Kind), ("platform", Platform)])
@pytest.mark.parametrize("given", ["zork", "", None, 5, ["dm"]])
def test_an_unknown_word_is_refused_with_the_known_ones(
    field: str, words: type[Kind | Platform], given: object, capsys: Out
) -> None:
    """One sentence lists every word that may stand there; the next line is answered."""
    wrong = json.loads(line(1)) | {field: given}
    lines = json.dumps(wrong).encode() + b"\n" + line(2)
    assert judge_lines(arriving(lines), ENGINE, policy_pack(BODY)) == 1
    told = capsys.readouterr()
    assert [answer.id for answer in answers(told.out)] == [2]
    (sentence,) = told.err.splitlines()
    assert sentence.startswith(f"Line 1: {field}: ")
    assert all(f"'{word}'" in sentence for word in words)


def test_a_file_may_begin_with_a_mark_of_its_encoding(capsys: Out) -> None:
    """Windows writes one; the service and `replay` take it, too."""
    given = b"\xef\xbb\xbf" + line(1)
    assert judge_lines(arriving(given), ENGINE, policy_pack(BODY)) == 0
    assert answers(capsys.readouterr().out) == [as_the_service(given)]
