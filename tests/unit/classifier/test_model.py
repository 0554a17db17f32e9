"""The linear model's arithmetic and its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moderation_classifier.adapters.model import load_model, load_packaged_model
from moderation_classifier.domain.features import BUCKETS, FEATURE_VERSION, extract_features
from moderation_classifier.domain.linear import LinearModel
from moderation_classifier.domain.text import normalise
from moderation_common.errors import ConfigurationError
from moderation_common.policy import load_packs
from moderation_common.vocabulary import HOUSE_RULE_LABELS, Label
from tests.support.labelling import POLICIES


def _model(*, weight: int) -> LinearModel:
    weights = np.zeros((BUCKETS, 1), dtype=np.int8)
    weights[extract_features(normalise("shouting"))] = weight
    one = np.ones(1, dtype=np.float32)
    return LinearModel(
        id="model.of-test",
        labels=(Label.HATE,),
        weights=weights,
        scales=one,
        slopes=one,
        intercepts=0 * one,
        ceilings=0.7 * one,
    )


def test_weights_raise_and_the_ceiling_holds() -> None:
    """A heavy text scores more than a neutral one, and never above the ceiling."""
    text = normalise("shouting")
    assert _model(weight=-10).score(text)[Label.HATE] < 0.01
    assert _model(weight=0).score(text)[Label.HATE] == pytest.approx(0.5)
    assert _model(weight=10).score(text)[Label.HATE] == pytest.approx(0.7)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🙂"])
def test_a_text_without_words_scores_nothing(text: str) -> None:
    """There is nothing to weigh."""
    assert _model(weight=10).score(normalise(text)) == {Label.HATE: 0.0}


def test_disguise_changes_the_features_little() -> None:
    """The featuriser reads the undisguised words."""
    plain = set(extract_features(normalise("what a shite day")))
    disguised = set(extract_features(normalise("what a sh1te day")))
    assert len(plain & disguised) / len(plain | disguised) > 0.9


def test_the_packaged_model_alone_can_remove_nothing() -> None:
    """Every ceiling on a house-rule label lies below each body's `act` threshold."""
    model = load_packaged_model()
    for pack in load_packs(POLICIES):
        thresholds = pack.thresholds
        for label, ceiling in zip(model.labels, model.ceilings, strict=True):
            if label in HOUSE_RULE_LABELS:
                assert ceiling < thresholds.of(label).act


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The message names the file and says what to do."""
    with pytest.raises(ConfigurationError, match=r"none\.npz cannot be read"):
        load_model(tmp_path / "none.npz")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are no archive are no model."""
    (tmp_path / "bad.npz").write_bytes(b"PK but not really")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_model(tmp_path / "bad.npz")


@pytest.mark.parametrize(
    "version,buckets,complaint",
    [(FEATURE_VERSION + 1, BUCKETS, "features of version"), (FEATURE_VERSION, 8, "shape")],
)
def test_a_model_for_other_features_is_refused(
    tmp_path: Path, version: int, buckets: int, complaint: str
) -> None:
    """Weights mean nothing under another featuriser."""
    one = np.ones(1, dtype=np.float32)
    np.savez(
        tmp_path / "other.npz",
        id=np.array("other"),
        feature_version=np.array(version),
        labels=np.array(["hate"]),
        weights=np.zeros((buckets, 1), dtype=np.int8),
        scales=one,
        slopes=one,
        intercepts=one,
        ceilings=one,
    )
    with pytest.raises(ConfigurationError, match=complaint):
        load_model(tmp_path / "other.npz")
