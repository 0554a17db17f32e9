"""Reads the linear model's weights from the file that the training writes."""

from __future__ import annotations

import zipfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from moderation_classifier.domain.features import BUCKETS, FEATURE_VERSION
from moderation_classifier.domain.linear import LinearModel
from moderation_common.errors import ConfigurationError
from moderation_common.vocabulary import Label

MODEL_FILE: Final = "linear.npz"

_TRUSTED: Final = 0.8
_NEVER_CERTAIN: Final = 0.74


def load_packaged_model() -> LinearModel:
    """Return the model that ships with the service; raises as `load_model` does."""
    with as_file(files("moderation_classifier") / "model" / MODEL_FILE) as path:
        return load_model(path)


def _lowered(ceilings: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Keep every ceiling that was set below certainty below the packs' `act` thresholds."""
    return np.where(ceilings < _TRUSTED, np.minimum(ceilings, _NEVER_CERTAIN), ceilings)


def load_model(path: Path) -> LinearModel:
    """Return the model in a file.

    Raises `ConfigurationError` when the file is missing, damaged, or made for other features.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            if int(stored["feature_version"]) != FEATURE_VERSION:
                raise ConfigurationError(
                    f"Model file {path.name} was trained with features of version "
                    f"{int(stored['feature_version'])}, not {FEATURE_VERSION}; train it again."
                )
            model = LinearModel(
                id=str(stored["id"]),
                labels=tuple(Label(str(name)) for name in stored["labels"]),
                weights=stored["weights"],
                scales=stored["scales"],
                slopes=stored["slopes"],
                intercepts=stored["intercepts"],
                ceilings=_lowered(stored["ceilings"]),
            )
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigurationError(
            f"Model file {path.name} cannot be read ({error}); restore it or train it again."
        ) from error
    if model.weights.shape != (BUCKETS, len(model.labels)):
        raise ConfigurationError(
            f"Model file {path.name} holds weights of shape {model.weights.shape}, "
            f"not {(BUCKETS, len(model.labels))}; train it again."
        )
    return model
