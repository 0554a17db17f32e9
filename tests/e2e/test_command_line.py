"""The commands of `moderation`, as a user types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import asyncpg
import pytest

from moderation_common.vocabulary import Label
from moderation_local.deployment import DataFolder
from tests.support.infrastructure import REPOSITORY
from tests.support.strange_lines import DECIDED, REFUSED, TELLTALE
from tests.support.waiting import eventually
from tests.support.whole_system import WholeSystem


@pytest.fixture
def offline(tmp_path: Path) -> WholeSystem:
    """Give commands in a folder where nothing runs."""
    return WholeSystem(tmp_path / "nothing")


def classify(system: WholeSystem, given: str | bytes) -> tuple[int, list[dict[str, object]], str]:
    """Run `classify` for Nottingham; returns status, answers and complaints."""
    done = system.command("classify", "--org", "nottingham", given=given, with_data=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_classify_answers_each_line_with_the_vocabulary(offline: WholeSystem) -> None:
    """Every field of the contract is there, in its own words, and no service has to run."""
    lines = [
        {"id": "a", "platform": "facebook", "kind": "comment", "text": "MMR causes autism, fact."},
        {"id": "b", "platform": "x", "kind": "reply", "text": "Thank you, lovely nurses"},
        {
            "id": "c",
            "platform": "instagram",
            "kind": "comment",
            "text": "I want to end my life tonight",
            "post": "Our new clinic",
            "author": {"id": "1", "name": "Pat"},
        },
    ]
    status, answers, complaints = classify(offline, "\n".join(map(json.dumps, lines)))
    assert (status, complaints) == (0, "")
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    for answer in answers:
        assert set(answer) == {
            "id",
            "category",
            "labels",
            "actions",
            "urgency",
            "routes",
            "review",
            "reasons",
            "pack",
            "doubtful_labels",
            "proposed",
            "doubts",
            "language",
            "row",
            "internal",
            "model",
        }
    rumour, thanks, danger = answers
    assert (rumour["category"], rumour["actions"]) == ("misinformation_or_spam", ["hide"])
    assert (thanks["category"], thanks["actions"]) == ("anything_else", ["leave"])
    assert "self_harm" in danger["labels"]  # type: ignore[operator]
    assert danger["urgency"] == "immediate"
    assert danger["actions"] == ["leave"]


def test_classify_takes_other_names_for_platforms_and_kinds(offline: WholeSystem) -> None:
    """A file from elsewhere may say Twitter or DM, and number its lines."""
    line = {"id": 7, "platform": "Twitter", "kind": "DM", "text": "Thanks"}
    status, answers, complaints = classify(offline, json.dumps(line))
    assert (status, complaints) == (0, "")
    assert answers[0]["id"] == 7


def test_classify_names_a_bad_line_and_answers_the_others(offline: WholeSystem) -> None:
    """One sentence with the line's number, a non-zero status, and nothing lost."""
    good = json.dumps({"id": "z", "platform": "x", "kind": "reply", "text": "Thanks"})
    given = f'{{"id": 1}}\nnot json\n\n{good}\n'
    status, answers, complaints = classify(offline, given)
    assert status == 1
    assert [answer["id"] for answer in answers] == ["z"]
    first, second = complaints.splitlines()
    assert first.startswith("Line 1: platform: this is missing; add it.")
    assert second.startswith("Line 2: all of it: this cannot be read as JSON: ")
    assert second.endswith(" at character 2.")


def test_classify_refuses_what_it_would_pass_over(offline: WholeSystem) -> None:
    """An unknown field and a foreign account are named with their line; the others are answered."""
    asked = {"id": 1, "platform": "facebook", "kind": "comment", "text": "Thanks"}
    lines = [asked | {"colour": "red"}, asked | {"account_id": "nobody's"}, asked | {"id": 3}]
    status, answers, complaints = classify(offline, "\n".join(map(json.dumps, lines)))
    assert status == 1
    assert [answer["id"] for answer in answers] == [3]
    field, account = complaints.splitlines()
    assert field.startswith("Line 1: ")
    assert "'colour'" in field
    assert account.startswith("Line 2: ")
    assert "account_id" in account


def test_classify_says_why_a_person_must_look(offline: WholeSystem) -> None:
    """A comment in Polish carries no reason, yet the answer says why and in which language."""
    text = "Dzień dobry, proszę mi powiedzieć, gdzie jest szpital, bo nie wiem."
    line = {"id": 1, "platform": "facebook", "kind": "comment", "text": text}
    _, (answer,), _ = classify(offline, json.dumps(line))
    assert (answer["review"], answer["reasons"], answer["language"]) == (True, [], "Polish")
    assert any("Polish" in doubt for doubt in answer["doubts"])  # type: ignore[attr-defined]


def test_classify_answers_or_refuses_whatever_it_is_given(offline: WholeSystem) -> None:
    """Each strange line gets a decision or one sentence, and nothing of it is told back."""
    lines = [strange.given for strange in (*DECIDED.values(), *REFUSED.values())]
    status, answers, complaints = classify(offline, b"\n".join(lines))
    assert status == 1
    assert len(answers) == len(DECIDED)
    refused = range(len(DECIDED) + 1, len(lines) + 1)
    assert [line.partition(": ")[0] for line in complaints.splitlines()] == [
        f"Line {number}" for number in refused
    ]
    assert TELLTALE not in str(answers) + complaints


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_classify_answers_before_the_next_line_is_written(*, terminal: bool) -> None:
    """A program that waits for each answer, and a person who types, need send nothing more."""
    asks, answers = os.openpty() if terminal else os.pipe()[::-1]
    with (
        subprocess.Popen(
            [sys.executable, "-m", "moderation_local", "classify", "--org", "nottingham"],
            stdin=answers,
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
        ) as process,
        os.fdopen(asks, "wb", buffering=0) as typing,
    ):
        os.close(answers)
        assert process.stdout is not None
        for number in range(3):
            line = {"id": number, "platform": "x", "kind": "reply", "text": "Thanks"}
            typing.write(json.dumps(line).encode() + b"\n")
            # Pytest's own limit finds an answer that does not come.
            assert json.loads(process.stdout.readline())["id"] == number
        if terminal:
            end_of_input = b"\x04"
            typing.write(end_of_input)
        else:
            typing.close()
        assert process.wait() == 0


_WITHOUT_ENCODER: Final = """
import sys
import onnxruntime
onnxruntime.InferenceSession = None
from moderation_local.__main__ import main
sys.exit(main(["classify", "--org", "nottingham"]))
"""


def test_classify_writes_answers_alone_when_the_encoder_does_not_load() -> None:
    """What is amiss is told on standard error, so that a program can read the answers."""
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_ENCODER],
        input=b'{"id": 1, "platform": "x", "kind": "reply", "text": "Thanks"}',
        capture_output=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1]
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["model_missing"]


def test_classify_without_standard_input_says_so() -> None:
    """Whoever closed it is told in one sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "moderation_local", "classify", "--org", "nottingham"],
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
        preexec_fn=lambda: os.close(0),
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no standard input; send the lines to it.\n"


def test_an_unknown_body_is_told_the_known_ones(offline: WholeSystem) -> None:
    """The mend stands in the sentence."""
    done = offline.command("classify", "--org", "atlantis", with_data=False)
    assert done.returncode == 1
    assert "nottingham" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_policy_check_passes_the_five_packs(offline: WholeSystem) -> None:
    """The packs in the tree are sound."""
    done = offline.command("policy", "check", with_data=False)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 5


def test_policy_check_names_file_line_and_mend(offline: WholeSystem, tmp_path: Path) -> None:
    """A broken pack is refused with the place and the way out."""
    text = (REPOSITORY / "policies" / "bsw.yaml").read_text("utf-8")
    (tmp_path / "bsw.yaml").write_text(text.replace("effective_from:", "efective_from:"), "utf-8")
    done = offline.command("policy", "check", str(tmp_path), with_data=False)
    assert done.returncode == 1
    assert "bsw.yaml:" in done.stderr
    assert "effective_from" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["demo"],
        ["replay", "no-such-file.jsonl"],
        ["token", "--role", "auditor", "--org", "bsw"],
        ["thresholds", "refit", "--organisation", "bsw"],
        ["policy", "try", "policies/bsw.yaml", "--since", "2026-11-01"],
        ["audit", "verify"],
    ],
)
def test_a_command_that_needs_a_deployment_says_how_to_start_one(
    offline: WholeSystem, command: list[str]
) -> None:
    """One clear sentence and a non-zero status, no traceback."""
    done = offline.command(*command)
    assert done.returncode != 0
    assert "moderation up" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "given", ["--eventlog zork://x", "--database postgresql://nobody@127.0.0.1:1/none"]
)
def test_a_start_with_a_wrong_server_ends_at_once(offline: WholeSystem, given: str) -> None:
    """One sentence names the option, and nothing is left running."""
    option, url = given.split()
    done = offline.command("up", "--detach", option, url)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{option}: ")
    assert len(done.stderr.strip().splitlines()) == 1
    assert DataFolder(offline.folder).read_state() is None


def test_status_of_nothing_is_not_ready(offline: WholeSystem) -> None:
    """The status says so in words, in JSON, and by its number."""
    done = offline.command("status", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["running"] is False


def test_status_names_addresses_health_and_versions(system: WholeSystem) -> None:
    """Every service is there with what a script needs."""
    status = system.refresh()
    assert status["ready"] is True
    assert set(status["services"]) == {
        "ingest",
        "classifier",
        "escalation",
        "audit",
        "simulator",
    }
    for service in status["services"].values():
        assert service["url"].startswith("http://127.0.0.1:")
        assert service["healthy"]
        assert service["version"]
    assert 0 < status["memory_mb"] < 1200


def test_a_second_start_is_refused(system: WholeSystem) -> None:
    """Two deployments in one folder would write over each other."""
    done = system.command("up", "--detach")
    assert done.returncode == 1
    assert "already runs" in done.stderr


def test_replay_sends_any_file_of_comments(system: WholeSystem, tmp_path: Path) -> None:
    """Lines that cannot be sent are named; the others go through to the end."""
    file = tmp_path / "comments.jsonl"
    good = [
        json.dumps({"text": f"Parking was full again, visit {n}.", "label": 1}) for n in range(40)
    ]
    file.write_text("\n".join([*good, '{"no": "text"}', "nonsense"]), "utf-8")
    done = system.command("replay", str(file), "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["sent"], summary["settled"], summary["skipped"]) == (40, 40, 2)
    assert summary["actions"] == {"leave": 40}
    assert "Line 41" in done.stderr


def test_replay_of_nothing_is_not_done(system: WholeSystem, tmp_path: Path) -> None:
    """When no line can be sent the status is 1, and the last sentence says why."""
    file = tmp_path / "comments.jsonl"
    for written, why in (
        ('{"text": "Thanks", "kind": "zork"}', "above is said why"),
        ("", "empty"),
    ):
        file.write_text(written, "utf-8")
        done = system.command("replay", str(file))
        assert done.returncode == 1
        assert "Nothing was sent" in done.stderr
        assert why in done.stderr.splitlines()[-1]
    file.write_text('{"text": "Thanks", "kind": "zork"}\n{"text": "Thanks"}\n', "utf-8")
    done = system.command("replay", str(file))
    assert done.returncode == 0, done.stderr
    assert "1 comment sent" in done.stdout
    assert "Skipped 1 line: The kind is none of comment, reply, mention, dir" in done.stdout


def test_the_demo_day_happens(system: WholeSystem) -> None:
    """Every comment of the day is decided, and most go as a person would expect."""
    done = system.command("demo", "--json")
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)
    assert len(outcomes) >= 50
    assert {outcome["organisation"] for outcome in outcomes} == {
        "nottingham",
        "lincolnshire",
        "mid-and-south-essex",
        "healthwatch-cp",
        "bsw",
    }
    right = sum(outcome["as_expected"] for outcome in outcomes)
    assert right >= 0.85 * len(outcomes)


def test_a_pack_is_tried_on_what_was_judged(system: WholeSystem, tmp_path: Path) -> None:
    """The report groups what would change, and harm to what must be left ends with 1."""
    body = "mid-and-south-essex"
    text = (REPOSITORY / "policies" / f"{body}.yaml").read_text("utf-8")
    candidate = tmp_path / f"{body}.yaml"
    asked = ("policy", "try", str(candidate), "--since", "2026-01-01")
    candidate.write_text(text, "utf-8")
    same = system.command(*asked, "--fail-on-harm", "--json")
    assert same.returncode == 0, same.stderr
    assert json.loads(same.stdout)["report"]["changed"] == 0
    labels = ", ".join(sorted(Label))
    candidate.write_text(f"{text}\nalways_review: [{labels}]\n", "utf-8")
    stricter = system.command(*asked, "--fail-on-harm")
    assert stricter.returncode == 0, stricter.stderr
    assert " -> review (" in stricter.stdout
    assert "Nothing has taken effect." in stricter.stdout


async def test_a_killed_postgresql_is_started_again(system: WholeSystem) -> None:
    """The services wait out the gap, and nobody has to stop and start anything."""

    def database_pid() -> int | None:
        state = DataFolder(system.folder).read_state()
        return state.database_pid if state is not None else None

    killed = database_pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    await eventually(
        lambda: database_pid() != killed and system.refresh()["ready"],
        deadline_s=60,
        what="PostgreSQL runs again and every service has found it",
    )


_CUT: Final = """
    ALTER TABLE audit.entries DISABLE TRIGGER ALL;
    ALTER TABLE audit.heads DISABLE TRIGGER ALL;
    DELETE FROM audit.personal_texts WHERE entry_index >= $size;
    DELETE FROM audit.heads WHERE tree_size > $size;
    DELETE FROM audit.entries WHERE index >= $size;
"""
_GUARD_AGAIN: Final = """
    ALTER TABLE audit.entries ENABLE ALWAYS TRIGGER append_only;
    ALTER TABLE audit.heads ENABLE ALWAYS TRIGGER append_only;
"""


async def test_verify_finds_an_end_cut_off_with_its_heads(tmp_path: Path) -> None:
    """A superuser cuts the record at a head; the log of audit still knows what was there."""
    # A system of its own: the record is spoilt afterwards.
    system = WholeSystem(tmp_path / "system")
    system.start()
    try:
        file = tmp_path / "comments.jsonl"
        file.write_text(
            "".join(f'{{"text": "Thank you, visit {n}."}}\n' for n in range(5)), "utf-8"
        )
        assert system.command("replay", str(file)).returncode == 0
        before = json.loads(system.command("audit", "verify", "--json").stdout)
        assert before["intact"], before["verdict"]
        assert before["noted_heads"] > 1
        assert f"and {before['noted_heads']} noted elsewhere" in before["verdict"]

        connection = await asyncpg.connect(system.refresh()["database"]["url"])
        try:
            # The newest head but one, so that all that is left fits together.
            size = await connection.fetchval(
                "SELECT tree_size FROM audit.heads ORDER BY tree_size DESC OFFSET 1 LIMIT 1"
            )
            await connection.execute(_CUT.replace("$size", str(size)))
            blinded = json.loads(system.command("audit", "verify", "--json").stdout)
            assert blinded["unguarded"] == ["entries", "heads"]
            assert system.refresh()["ready"] is False
            await connection.execute(_GUARD_AGAIN)
        finally:
            await connection.close()
        done = system.command("audit", "verify")
        assert done.returncode == 1
        assert "the end of the record was cut off" in done.stdout
    finally:
        system.stop()
    # The witnesses stay when nothing runs.
    assert "cut off" in system.command("audit", "verify").stdout
