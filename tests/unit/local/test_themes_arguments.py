"""What `moderation themes` is called with: what is wrong is refused before a service is asked."""

from __future__ import annotations

from datetime import date

import pytest

from moderation_classifier.domain.themes.weeks import MAX_WEEKS
from moderation_local.__main__ import build_parser


def test_a_right_question_is_understood() -> None:
    """Days, a channel and a form."""
    asked = build_parser().parse_args(
        ["themes", "--org", "bsw", "--from", "2026-11-02", "--to", "2026-11-09", "--csv"]
    )
    assert (asked.first, asked.last) == (date(2026, 11, 2), date(2026, 11, 9))
    assert asked.form == "csv"
    most = build_parser().parse_args(["themes", "--org", "bsw", "--weeks", str(MAX_WEEKS)])
    assert most.weeks == MAX_WEEKS


@pytest.mark.parametrize(
    "name, channel", [("Twitter", "x"), ("Yammer", "viva_engage"), ("Viva Engage", "viva_engage")]
)
def test_a_channel_may_be_called_by_its_common_name(name: str, channel: str) -> None:
    """As in the lines of `replay` and `classify`."""
    asked = build_parser().parse_args(["themes", "--org", "bsw", "--platform", name])
    assert asked.platform == channel


@pytest.mark.parametrize(
    "asked, form",
    [
        ([], "markdown"),
        (["--format", "html"], "html"),
        (["--format", "json"], "json"),
        (["--json"], "json"),
    ],
)
def test_the_form_is_chosen_in_either_way(asked: list[str], form: str) -> None:
    """By its name, or by the short words that scripts use; Markdown when nothing is said."""
    assert build_parser().parse_args(["themes", "--org", "bsw", *asked]).form == form


@pytest.mark.parametrize(
    "asked, sentence",
    [
        (["--csv", "--json"], "not allowed with argument --csv"),
        (["--format", "html", "--csv"], "not allowed with argument --format"),
        (["--format", "word"], "invalid choice: 'word'"),
        (["--weeks", "0"], "'0' is no number of weeks; give one from 1 to 53"),
        (["--weeks", str(MAX_WEEKS + 1)], "give one from 1 to 53"),
        (["--weeks", "four"], "'four' is no number of weeks"),
        (["--from", "yesterday", "--to", "2026-11-09"], "'yesterday' is no day"),
        (["--platform", "pigeon"], "invalid choice: 'pigeon'"),
    ],
)
def test_a_wrong_question_is_refused_in_one_sentence(
    asked: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With status 2, as for every command that is called wrongly."""
    with pytest.raises(SystemExit, match="2"):
        build_parser().parse_args(["themes", "--org", "bsw", *asked])
    *_, last = capsys.readouterr().err.splitlines()
    assert sentence in last
