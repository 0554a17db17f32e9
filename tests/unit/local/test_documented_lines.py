"""What the README says of the lines that `replay` and `classify` take."""

from __future__ import annotations

import pytest

from moderation_classifier.api.models import TextToClassify
from moderation_common.other_words import OTHER_WORDS
from moderation_common.vocabulary import Kind, Platform
from moderation_local.__main__ import build_parser
from tests.support.documented_lines import example, section


def test_the_example_for_classify_is_taken() -> None:
    """It is a sound line with its four needed fields."""
    line = example("classify")
    assert TextToClassify.model_validate(line).text == line["text"]
    assert {"id", "platform", "kind", "text"} <= set(line)


@pytest.mark.parametrize("command", ["replay", "classify"])
@pytest.mark.parametrize("word", [*Platform, *Kind])
def test_every_word_is_listed(command: str, word: str) -> None:
    """Whoever reads either section finds every platform and kind."""
    assert f"`{word}`" in section(command)


@pytest.mark.parametrize("name", OTHER_WORDS)
def test_every_common_name_is_listed(name: str) -> None:
    """No name is taken in silence."""
    assert f"`{name.replace('_', ' ')}`" in section("classify")


@pytest.mark.parametrize("command", ["replay", "classify"])
def test_help_lists_the_words(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names every platform and kind."""
    with pytest.raises(SystemExit):
        build_parser().parse_args([command, "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Platforms: {', '.join(Platform)}. Kinds: {', '.join(Kind)}." in shown
