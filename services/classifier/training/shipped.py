"""The weights that ship, as the training holds them: where a further training begins.

What was rounded to one byte comes back within half a step of what it was, which training on mends.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor

from moderation_classifier.adapters.encoder import WEIGHTS_FILE
from training.fitting import LabelEncoder

_PRODUCT: Final = "MatMulIntegerToFloat"
_WORDS: Final = "words.weight"
_NORMED: Final = ("weight", "bias")

_Arrays = Mapping[str, npt.NDArray[Any]]


def take_up(folder: Path, model: LabelEncoder) -> LabelEncoder:
    """Give a slimmed model the weights of an exported encoder; it is changed and returned.

    The wide half is left behind: it is fitted anew, from the rows alone.
    """
    graph = onnx.load(str(folder / WEIGHTS_FILE)).graph
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    products = {
        node.name.partition("/MatMul")[0].strip("/").replace("/", "."): node
        for node in graph.node
        if node.op_type == _PRODUCT
    }
    state = {name: torch.tensor(value) for name, value in _named(kept, products, model).items()}
    model.load_state_dict(state, strict=False)
    _check_all_given(model, state)
    return model


def _named(
    kept: _Arrays, products: Mapping[str, NodeProto], model: LabelEncoder
) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights by the names that the training's model has for them."""
    named: dict[str, npt.NDArray[np.float32]] = {}
    embeddings = "encoder.embeddings"
    named[f"{embeddings}.word_embeddings.weight"] = _exact(kept, _WORDS)
    # The exported positions hold what marks the first of a pair; it is taken out once more.
    whole = model.encoder.embeddings
    positions = whole.position_embeddings.weight.detach().numpy().copy()
    exported = kept["positions"]
    positions[: len(exported)] = exported - whole.token_type_embeddings.weight[0].detach().numpy()
    named[f"{embeddings}.position_embeddings.weight"] = positions
    for part in _NORMED:
        named[f"{embeddings}.LayerNorm.{part}"] = kept[f"norm.{part}"]
    for number, layer in enumerate(model.encoder.encoder.layer):
        ours, theirs = f"encoder.encoder.layer.{number}", f"layers.{number}"
        root = math.sqrt(layer.attention.self.attention_head_size)
        for role in ("query", "key", "value"):
            # Scores were divided by the root of a head's size once and for all.
            factor = np.float32(root if role == "query" else 1.0)
            name = f"{ours}.attention.self.{role}"
            named[f"{name}.weight"] = _kernel(kept, products[f"{theirs}.{role}"]) * factor
            named[f"{name}.bias"] = kept[f"{theirs}.{role}.bias"] * factor
        for name, product, bias in (
            ("attention.output.dense", "dense", "attended.dense"),
            ("intermediate.dense", "widen", "widen"),
            ("output.dense", "dense_1", "narrow.dense"),
        ):
            named[f"{ours}.{name}.weight"] = _kernel(kept, products[f"{theirs}.{product}"])
            named[f"{ours}.{name}.bias"] = kept[f"{theirs}.{bias}.bias"]
        for name, norm in (("attention.output", "attended"), ("output", "narrow")):
            for part in _NORMED:
                named[f"{ours}.{name}.LayerNorm.{part}"] = kept[f"{theirs}.{norm}.LayerNorm.{part}"]
    named["head.weight"] = _kernel(kept, products["head.Gemm_MatMul_quant"])
    named["head.bias"] = kept["head.bias"]
    return {name: value.astype(np.float32) for name, value in named.items()}


def _exact(kept: _Arrays, name: str) -> npt.NDArray[np.float32]:
    """Return rounded numbers with one scale as what they stand for."""
    rounded = kept[f"{name}_quantized"].astype(np.float32)
    return np.asarray((rounded - kept[f"{name}_zero_point"]) * kept[f"{name}_scale"], np.float32)


def _kernel(kept: _Arrays, product: NodeProto) -> npt.NDArray[np.float32]:
    """Return the matrix of a rounded product, of shape (outputs, inputs) as torch has it."""
    _, rounded, _, scale, _, zero, *_ = product.input
    exact = (kept[rounded].astype(np.float32) - kept[zero]) * kept[scale]
    return np.asarray(exact.T, np.float32)


def _check_all_given(model: LabelEncoder, state: Mapping[str, Tensor]) -> None:
    # What marks the parts of a pair stays the base model's.
    lacking = [
        name
        for name in dict(model.named_parameters())
        if name not in state and "token_type" not in name and "pooler" not in name
    ]
    if lacking:
        raise SystemExit(f"The exported weights lack {', '.join(lacking)}: export anew.")
