"""The encoder that ships: it loads, keeps its promises on any text, and fails in one sentence."""

from __future__ import annotations

import json
import random
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from moderation_classifier.adapters.encoder import (
    CARD_FILE,
    TOKENIZER_FILE,
    EncoderModel,
    load_encoder,
    load_packaged_encoder,
)
from moderation_classifier.adapters.engine import open_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.calibration import Calibration
from moderation_classifier.domain.harmless import HARMLESS, is_harmless
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.errors import ConfigurationError
from moderation_common.policy import load_packs
from moderation_common.vocabulary import DANGER_LABELS, HOUSE_RULE_LABELS, Label
from tests.support.labelling import POLICIES, policy_pack, utterance
from training.calibrate import OUT
from training.encoder_rows import ENCODED
from training.rounding import UNTOUCHED


@pytest.fixture(scope="module")
def encoder() -> EncoderModel:
    """Return the encoder in the package."""
    return load_packaged_encoder()


def _score(encoder: EncoderModel, text: str, label: Label) -> float:
    return encoder.score_many([Passage(normalise(text))])[0].scores[label]


def test_it_tells_danger_from_a_figure_of_speech(encoder: EncoderModel) -> None:
    """The same words weigh otherwise in another sentence."""
    danger = _score(encoder, "nobody would miss me anyway, goodbye", Label.SELF_HARM)
    figure = _score(encoder, "this queue for tablets is killing me lol", Label.SELF_HARM)
    assert danger > 0.5 > figure


def test_it_tells_hate_from_its_condemnation(encoder: EncoderModel) -> None:
    """Whoever reports abuse is not an abuser."""
    hate = _score(encoder, "immigrants are filthy vermin, get them out", Label.HATE)
    report = _score(
        encoder, "someone shouted 'get out' at my Indian nurse today, shameful", Label.HATE
    )
    assert hate > 0.5 > report


def test_what_it_need_not_read_holds_no_danger_for_it(encoder: EncoderModel) -> None:
    """Words of which some mixture looks like danger are no longer harmless: take them out."""
    draw = random.Random("harmless")
    texts = [" ".join(draw.choices(HARMLESS, k=draw.randint(1, 10))) for _ in range(600)]
    # A lone "you" says nothing, and the encoder guesses at what is left out.
    known = [text for text in (*HARMLESS, *texts) if is_harmless(normalise(text)) and text != "you"]
    assert len(known) > 600
    packs = load_packs(POLICIES)
    limits = {
        label: min(pack.thresholds.of(label).review for pack in packs) for label in DANGER_LABELS
    }
    read = encoder.score_many([Passage(normalise(text)) for text in known])
    dangerous = [
        (text, label)
        for text, one in zip(known, read, strict=True)
        for label, limit in limits.items()
        if one.scores[label] >= limit
    ]
    assert dangerous == []


def test_a_batch_scores_each_text_as_it_scores_alone(encoder: EncoderModel) -> None:
    """Company in a batch, and so padding, changes nothing."""
    texts = ["thank you", "where do I park?", "a very long moan about waiting " * 8, ""]
    passages = [Passage(normalise(text)) for text in texts]
    together = encoder.score_many(passages)
    for passage, scores in zip(passages, together, strict=True):
        alone = encoder.score_many([passage])[0].scores
        assert alone == pytest.approx(scores.scores, abs=1e-5)


def test_a_text_without_words_scores_nothing(encoder: EncoderModel) -> None:
    """There is nothing to read."""
    assert set(encoder.score_many([Passage(normalise(""))])[0].scores.values()) == {0.0}


def test_danger_at_the_end_of_a_long_comment_is_read(encoder: EncoderModel) -> None:
    """The last window of a long text counts like the first, and a person is asked."""
    text = "The parking was fine and the tea was warm and we waited. " * 40
    assert _score(encoder, text, Label.SELF_HARM) < 0.3
    assert _score(encoder, text + "I am going to kill myself tonight.", Label.SELF_HARM) > 0.5


def test_what_stands_between_the_ends_counts_for_the_comment_with_its_post_too(
    encoder: EncoderModel,
) -> None:
    """It is read once, and heard both times."""
    filler = "The parking was fine and the tea was warm and we waited. " * 5
    text = normalise(filler + "I am going to kill myself tonight. " + filler)
    post = normalise("Our walk-in clinic is open today.")
    alone, answering = encoder.score_many([Passage(text), Passage(text, post)])
    assert alone.scores[Label.SELF_HARM] > 0.5
    assert answering.scores[Label.SELF_HARM] > 0.5
    assert answering.whole == alone.whole


def test_its_word_alone_removes_only_where_it_is_sure(encoder: EncoderModel) -> None:
    """Below nine in ten, no house-rule label reaches any body's threshold for removal."""
    card = json.loads((OUT / CARD_FILE).read_text("utf-8"))
    assert encoder.id == card["id"]
    for entry in card["labels"]:
        label = Label(entry["label"])
        if label not in HOUSE_RULE_LABELS:
            continue
        for organisation in ("bsw", "healthwatch-cp", "lincolnshire", "nottingham"):
            limits = policy_pack(organisation).thresholds.of(label)
            removing = [x for x, y in entry["points"] if y >= limits.removal]
            assert min(removing) >= 0.9


def test_probabilities_are_placed_on_the_scale_of_the_packs() -> None:
    """Between a label's points the scale is straight; at them it is exact."""
    one = np.ones(1, dtype=np.float32)
    points = (((0.0, 0.0), (0.2, 0.5), (0.5, 0.75), (1.0, 0.99)),)
    calibration = Calibration((Label.HATE,), one, 0 * one, points)
    logits = np.array([[-30.0], [np.log(0.25)], [0.0], [30.0]], dtype=np.float32)
    assert calibration.apply(logits)[:, 0] == pytest.approx([0, 0.5, 0.75, 0.99], abs=1e-3)


@given(
    knots=st.lists(st.floats(0.02, 0.98), min_size=1, max_size=5, unique=True).map(sorted),
    heights=st.lists(st.floats(0.0, 0.99), min_size=6, max_size=6).map(sorted),
    margins=st.lists(st.floats(-12, 12), min_size=1, max_size=8),
)
def test_the_scale_is_the_line_through_its_points(
    knots: list[float], heights: list[float], margins: list[float]
) -> None:
    """Every label has its own line, with as many points as it needs."""
    xs = [0.0, *(x for before, x in pairwise([0.0, *knots]) if x - before > 1e-3), 1.0]
    ys = [0.0, *heights][: len(xs)]
    points = tuple(zip(xs, ys, strict=True))
    pair = np.ones(2, dtype=np.float32)
    calibration = Calibration((Label.HATE, Label.FOI), pair, 0 * pair, (points, ((0, 0), (1, 1))))
    logits = np.array(margins, dtype=np.float32)[:, np.newaxis] * pair
    probabilities = calibration.probabilities(logits)[:, 0]
    scores = calibration.apply(logits)
    expected = np.interp(probabilities, xs, ys)
    assert scores[:, 0] == pytest.approx(expected, abs=1e-4)
    assert scores[:, 1] == pytest.approx(probabilities, abs=1e-6)


class _Damaged:
    """A graph in which one weight is no number."""

    def run(self, names: list[str], inputs: dict[str, npt.NDArray[np.int64]]) -> list[object]:
        """Return shapes as the graph has them."""
        rows, tokens = inputs["ids"].shape
        logits = np.full((rows, len(ENCODED)), -5.0, dtype=np.float32)
        logits[0, ENCODED.index(Label.SELF_HARM)] = np.nan
        return [logits, np.zeros((rows, tokens, len(ENCODED)), dtype=np.float32)]


def test_what_is_no_number_leaves_the_rules_to_judge_and_asks_a_person() -> None:
    """It is above no threshold, so that danger would pass for certainly none."""
    model = EncoderModel(
        id="model.damaged",
        session=_Damaged(),
        tokenizer=Tokenizer.from_file(str(OUT / TOKENIZER_FILE)),
        calibration=UNTOUCHED,
    )
    with pytest.raises(FloatingPointError, match="weights are damaged"):
        model.score_many([Passage(normalise("the parking was dreadful again"))])
    engine = Engine(Labeller(load_packaged_rules(), model))
    moan, danger = (
        engine.decide(utterance(text), policy_pack("bsw"))
        for text in ("the parking was dreadful again", "I am going to kill myself tonight")
    )
    assert moan.review
    assert Label.SELF_HARM in danger.labels


def test_what_ships_is_small() -> None:
    """Both models together take at most 30 MB of the repository."""
    files = [file for file in OUT.parent.rglob("*") if file.is_file()]
    assert any(file.suffix == ".npz" for file in files)
    assert sum(file.stat().st_size for file in files) <= 30_000_000


@pytest.mark.parametrize("file", ["weights.onnx", "tokenizer.json", "encoder.json"])
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path, file: str) -> None:
    """Whoever installs it learns what to do."""
    folder = tmp_path / "encoder"
    shutil.copytree(OUT, folder)
    (folder / file).write_bytes(b"not this")
    with pytest.raises(ConfigurationError, match="restore its three files or train it again"):
        load_encoder(folder)


def _recorded(folder: Path, **changed: object) -> Path:
    """Copy the encoder to a folder with other words in its card."""
    shutil.copytree(OUT, folder)
    card = json.loads((folder / CARD_FILE).read_text("utf-8"))
    (folder / CARD_FILE).write_text(json.dumps({**card, **changed}), "utf-8")
    return folder


def test_weights_with_other_outputs_are_refused(tmp_path: Path) -> None:
    """A calibration of other labels would name one label by another's score, or fail each time."""
    labels = json.loads((OUT / CARD_FILE).read_text("utf-8"))["labels"]
    with pytest.raises(ConfigurationError, match="restore its three files or train it again"):
        load_encoder(_recorded(tmp_path / "encoder", labels=labels[1:]))


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    """They would load and mean something else."""
    with pytest.raises(ConfigurationError, match="is not the one that"):
        load_encoder(_recorded(tmp_path / "encoder", weights_sha256="0" * 64))


def test_other_readings_are_refused(tmp_path: Path) -> None:
    """Weights trained on other readings would score nonsense."""
    with pytest.raises(ConfigurationError, match="train it again"):
        load_encoder(_recorded(tmp_path / "encoder", reading_version=999))


def test_the_linear_model_stands_in_when_the_encoder_cannot_load(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The service goes on with less, and says so."""

    def refuse() -> EncoderModel:
        raise ConfigurationError("The encoder is gone.")

    monkeypatch.setattr("moderation_classifier.adapters.engine.load_packaged_encoder", refuse)
    model = open_model()
    assert model is not None
    assert not model.calibrated
