"""What the student leaves out of its base model for speed, and learns to do without.

The layer left out is the one whose loss costs least on the tuning lines before training on. A
curved activation takes a sixth of the encoder's time; a line that bends once takes next to none.
"""

from __future__ import annotations

from typing import Final

from torch import nn

from training.fitting import LabelEncoder

KEPT_LAYERS: Final = (0, 1, 3, 4, 5)
"""The layers of the base model, counted from 0, that stay."""


def slim(model: LabelEncoder) -> LabelEncoder:
    """Take the layer and the curves out of a whole model, which is changed and returned."""
    stack = model.encoder.encoder
    stack.layer = nn.ModuleList([stack.layer[at] for at in KEPT_LAYERS])
    for layer in stack.layer:
        layer.intermediate.intermediate_act_fn = nn.ReLU()
    return model
