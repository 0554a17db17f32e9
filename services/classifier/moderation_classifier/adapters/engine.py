"""Loads what judges a text, once: rules, known words and the best model that there is."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from moderation_classifier import metrics
from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.adapters.known_words import load_packaged_words
from moderation_classifier.adapters.model import load_packaged_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.languages.language import learn_letters
from moderation_classifier.domain.model import TextModel
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_classifier.usecases.deciding import Engine
from moderation_common.errors import ConfigurationError

log = structlog.get_logger(__name__)


def open_engine(switches: Callable[[str], Switches] = lambda _: NOTHING_OFF) -> Engine:
    """Load the packaged rules and the best model that loads; without one the rules go on alone.

    Which one it is stands in a metric, for the linear model finds far less. Raises
    `ConfigurationError` when the rules cannot be read.
    """
    labeller = Labeller(load_packaged_rules(), open_model(), known_words=load_packaged_words())
    # Else the first comment in another language would wait for it.
    learn_letters()
    engine = Engine(labeller, switches)
    metrics.MODEL_IN_USE.clear()
    metrics.MODEL_IN_USE.labels(engine.model_id or "none").set(1)
    return engine


def open_model() -> TextModel | None:
    """Return the encoder, the linear model when the encoder cannot load, or none."""
    for load in (load_packaged_encoder, load_packaged_model):
        try:
            return load()
        except ConfigurationError as error:
            log.error("model_missing", reason=str(error))
    return None
