"""A cry for help that is written as one word is heard; campaigns and addresses are left alone."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import DANGER_LABELS, Kind, Label
from tests.support.timing import LINEAR, growth

_RULES = load_packaged_rules()


def _danger(text: str) -> set[Label]:
    found = _RULES.find(normalise(text), Kind.COMMENT)
    return {finding.label for finding in found} & DANGER_LABELS


@pytest.mark.parametrize(
    "written",
    [
        "iwanttodie",
        "#iwanttodie",
        "#IWantToDie!",
        "awake again. killingmyselftonight",
        "#endmylife",
        "nobody answers (#iwanttodie)",
        "ijustwanttodie",
        "idontwanttobehereanymore",
        "iwanttodieeeee",
        "iwanttodie2026",
        "icantgoonlikethis",
        "😢iwanttodie",
        "#iwanttodie#help",
        "#killmyself",
        "#iwanttodietonight",
        "#IWantToDieHelpMe",
        "#iwanttodieeeee",
        "#iwanttodie2026",
        "iwanttodietoo",
        "iwanttodiestop",
        "enditallnow",
        "idontwanttolivehere",
        "iwanttokms",
        "#iwanttokms",
        "imgonnakms",
        "iwanttodie/help",
        "iwanttodie/help.",
        "#iwanttodie/help",
        "help/iwanttodie",
        "ıwanttodіe",
    ],
)
def test_a_cry_written_as_one_word_is_heard(written: str) -> None:
    """The rules read it as they read its words."""
    assert Label.SELF_HARM in _danger(written)


@pytest.mark.parametrize("written", ["mumcantbreathe", "mydadisnotbreathing please"])
def test_a_life_in_danger_is_heard(written: str) -> None:
    """Also outside of hashtags alone."""
    assert Label.EMERGENCY in _danger(written)


@pytest.mark.parametrize(
    "written",
    [
        "#saveournhs",
        "#nhsheroes",
        "#worldsuicidepreventionday",
        "#TimeToTalk #timetotalk",
        "#zerosuicidealliance #suicideprevention",
        "#icantbreathe",
        "#endmylifeinsurance",
        "#iwanttodiet",
        "killmyselfie",
        "#EndMyLifelongPain",
        "#EndMyLifeStory",
        "#BetterOffDeadline",
        "#DontWantToWakeUpEarly",
        "#CantGoOnLikeThis",
        "#NothingToLiveForFree",
        "#NoReasonToLiveWithPain",
        "#IfFeelSuicidalCallUs",
        "#IfFeelSuicidal",
        "#FeelSuicidalCall116123",
        "#FeelSuicidal116123",
        "endmylifelongpain",
        "iambetteroffdeadline",
        "iwanttodietingnow",
        "r/iwanttodie",
        "instaxq/iwanttodie",
        "iwanttodie/help.org",
        "iwanttodie/help/photos",
        "iwanttodie/4711",
        "significantgoons",
        "iwanttodiexqzt",
        "llanfairpwllgwyngyll",
        "Krankenhausgesellschaft",
        "levothyroxine methylprednisolone",
        "iwanttodie@example.org",
        "bob.iwanttodie@example.org",
        "@iwanttodie",
        "https://example.org/iwanttodie",
        "https://example.org/?q=iwanttodie#iwanttodie",
        "www.iwanttodie.org",
        "iwanttodie.org",
        "iwanttodie_fan",
        "iwanttodie" * 20,
    ],
)
def test_campaigns_names_and_addresses_are_left_alone(written: str) -> None:
    """They are read as they are written, and nobody is alarmed."""
    assert normalise(written).plain.text == written.lower()
    assert not _danger(written)


def test_words_that_were_one_know_their_places() -> None:
    """A finding in them points at the letters as they were written."""
    original = "so  tired #IWantToDie tonight"
    plain = normalise(original).plain
    assert plain.text == "so tired #i want to die tonight"
    start = plain.text.index("want to die")
    assert original[slice(*plain.span(start, start + len("want to die")))] == "WantToDie"


@pytest.mark.parametrize(
    "piece",
    [
        "iwanttodie",
        "iwanttodie ",
        "killmyselfx#",
        "x killmyselfq",
        "wanttodie/",
        "wanttodie/help ",
        "notbreathing#",
        "#endmylifelong",
    ],
)
def test_no_row_of_cries_takes_long(piece: str) -> None:
    """A row four times as long takes about four times as long."""
    assert growth(normalise, piece) < LINEAR
