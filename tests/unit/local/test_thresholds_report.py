"""What a person reads before they change a threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from moderation_classifier.api.quality_models import ProposalOut
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.proposal import build_proposal
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_common.errors import ModerationError
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import Threshold, Thresholds
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Label, Platform
from moderation_local.__main__ import build_parser
from moderation_local.commands.thresholds import refit, report, save
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import T0, breach, example, judgement


@pytest.fixture
def pack() -> PolicyPack:
    """Give a body's pack whose labels all have the same thresholds."""
    bsw = load_packs(REPOSITORY / "policies")["bsw"]
    everywhere = Thresholds(default=Threshold(act=0.8, review=0.5))
    return bsw.model_copy(update={"thresholds": everywhere})


def answer(pack: PolicyPack, *, left: int = 0, other_models: int = 0) -> dict[str, Any]:
    """Return what the classifier answers about 40 cases of hate and 40 that are none."""
    hate = [
        judgement(n, scores={Label.HATE: score}, platform=Platform.X, stratum=Stratum.REVIEW)
        for n, score in enumerate([0.9] * 20 + [0.4] * 20)
    ]
    fine = [
        judgement(100 + n, scores={Label.HATE: score}, platform=Platform.X)
        for n, score in enumerate([0.85] * 20 + [0.3] * 20)
    ]
    evidence = weigh(
        [*(breach(one, Label.HATE) for one in hate), *map(example, fine)],
        {Stratum.REVIEW: 80, Stratum.LEFT: left},
    )
    proposal = build_proposal(
        evidence,
        [*hate, *fine],
        pack=pack,
        demands=Demands(max_removal_error=0.2),
        since=T0,
        other_models=other_models,
    )
    return ProposalOut.build(proposal).model_dump(mode="json")


def test_the_report_says_what_changes_and_that_nothing_has(pack: PolicyPack) -> None:
    """Before, after, what would have happened in the past, and the piece to paste."""
    told = "\n".join(report(answer(pack)))

    # As GET /v1/quality calls them: it counts as examples what was decided unasked as well.
    assert ": 80 weighed examples, 80 judgements" in told
    assert "hate (40 of 80 examples have it):" in told
    assert "review 0.50 -> 0.40" in told
    assert "act    0.80 -> 0.86" in told
    assert "found: 50.0% (" in told
    assert "of 80 past judgements: 20 left -> review, 20 removed -> review" in told
    assert "20 would lose one" in told
    assert "nothing has changed yet" in told
    assert told.endswith("    hate: {act: 0.86, review: 0.40}")


def test_the_report_rounds_no_threshold(pack: PolicyPack) -> None:
    """What is read is what will be pasted, also where a pack is more exact than two digits."""
    fine = Thresholds(default=Threshold(act=0.625, review=0.5, remove=0.985))
    told = "\n".join(report(answer(pack.model_copy(update={"thresholds": fine}))))

    assert "act    0.625 -> 0.86" in told
    assert "remove 0.985\n" in told
    assert told.endswith("    hate: {act: 0.86, review: 0.40, remove: 0.985}")


def test_labels_of_which_the_same_is_missing_share_a_line(pack: PolicyPack) -> None:
    """Labels without examples are named together, with how many they need."""
    told = list(report(answer(pack)))
    refusals = told[told.index("Nothing is proposed for:") + 1 : -4]

    assert len(refusals) == 2, "danger needs more examples than the others, and no label else"
    assert any(
        "spam" in line and line.endswith(": People gave it in no decisions; 20 more are needed.")
        for line in refusals
    )


def test_labels_that_stay_share_a_line(pack: PolicyPack) -> None:
    """One stays as it is, two stay as they are."""
    said = answer(pack)
    for label in said["labels"]:
        if label["label"] in {"spam", "hate"}:
            label.update(proposed=label["now"], changes=False)
    told = list(report(said))

    assert [line for line in told if "stay" in line] in (
        ["spam, hate: stay as they are."],
        ["hate, spam: stay as they are."],
    )
    next(one for one in said["labels"] if one["label"] == "spam")["proposed"] = None
    assert "hate: stays as it is." in list(report(said))


def test_what_nobody_answered_for_is_said_once(pack: PolicyPack) -> None:
    """It stands at the top, and no piece of a pack is offered."""
    told = list(report(answer(pack, left=1000)))

    assert told[1].startswith("Nobody has answered for any comment that the machine left")
    assert told[-1] == "No threshold would change."


def test_what_another_model_scored_is_said_to_be_left_out(pack: PolicyPack) -> None:
    """How many judgements, at the top, so that few examples are no riddle after a new model."""
    told = list(report(answer(pack, other_models=312)))

    assert told[1].startswith("312 judgements were left out")


@pytest.mark.parametrize(
    "place, problem",
    [
        pytest.param(".", "it is a folder", id="folder"),
        pytest.param("nowhere/piece.yaml", "there is no folder", id="no folder"),
        pytest.param("file/piece.yaml", "there is no folder", id="below a file"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_anybody_is_asked(
    tmp_path: Path, place: str, problem: str
) -> None:
    """No deployment runs there, and yet it is the place that is complained of."""
    (tmp_path / "file").touch()
    output = tmp_path / place
    asked = ["thresholds", "refit", "--org", "bsw", "--data", str(tmp_path)]
    arguments = build_parser().parse_args([*asked, "--output", str(output)])

    with pytest.raises(ModerationError, match=problem) as refused:
        refit(arguments)
    assert str(refused.value).startswith(f"{output} cannot be written (")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_the_piece_is_written_where_it_was_asked_for(pack: PolicyPack, tmp_path: Path) -> None:
    """It can be pasted from there."""
    save(answer(pack), tmp_path / "piece.yaml")

    assert "hate: {act: 0.86, review: 0.40}" in (tmp_path / "piece.yaml").read_text("utf-8")


def test_that_there_is_no_piece_to_write_is_said(
    pack: PolicyPack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, and without an empty file."""
    output = tmp_path / "piece.yaml"
    save(answer(pack, left=1000), output)

    assert capsys.readouterr().err == (
        f"Nothing is written to {output}: no threshold would change.\n"
    )
    assert not output.exists()
