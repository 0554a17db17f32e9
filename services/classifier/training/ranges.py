"""Gives every rounded operation of an exported encoder a fixed range, measured on training lines.

Ranges measured anew in each call are those of the widest text in a batch, so that a comment scored
otherwise in company than alone. Normalised layers hardly vary in range, so that fixed ones cost
nothing, and make the same text the same numbers. Rounded product, scale and bias become one
operation of ONNX Runtime's own, which it would not find by itself once the scales are constants.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import onnxruntime
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from moderation_classifier.adapters.windows import Window

_MARGIN: Final = 1.02
_STEPS: Final = 255
_MEASURED: Final = "DynamicQuantizeLinear"
_PRODUCT: Final = "MatMulInteger"
_RUNTIME: Final = "com.microsoft"

_Range = tuple[float, float]


def fix_ranges(weights: Path, windows: Iterable[Window]) -> None:
    """Rewrite the weights with the ranges that the windows show."""
    model = onnx.load(str(weights))
    found = _measure(model, windows)
    for node in [node for node in model.graph.node if node.op_type == _MEASURED]:
        _fix(model.graph, node, found[node.input[0]])
    _join_products(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(weights))


def _measure(model: ModelProto, windows: Iterable[Window]) -> dict[str, _Range]:
    """Return the least and the greatest number that goes into each measured operation."""
    probe = ModelProto()
    probe.CopyFrom(model)
    names = [node.input[0] for node in model.graph.node if node.op_type == _MEASURED]
    for name in names:
        probe.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(
        probe.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    found: dict[str, _Range] = dict.fromkeys(names, (0.0, 0.0))
    for window in windows:
        ids = np.array([window.ids], dtype=np.int64)
        own = np.array([[at < window.own for at in range(len(window.ids))]], dtype=np.int64)
        given = session.run(names, {"ids": ids, "mask": np.ones_like(ids), "own": own})
        for name, values in zip(names, given, strict=True):
            least, greatest = found[name]
            found[name] = min(least, float(values.min())), max(greatest, float(values.max()))
    return found


def _fix(graph: GraphProto, node: NodeProto, measured: _Range) -> None:
    least, greatest = (bound * _MARGIN for bound in measured)
    step = (greatest - least) / _STEPS
    rounded, scale, zero = node.output
    graph.initializer.append(numpy_helper.from_array(np.array(step, np.float32), scale))
    graph.initializer.append(
        numpy_helper.from_array(np.array(round(-least / step), np.uint8), zero)
    )
    fixed = helper.make_node(
        "QuantizeLinear", [node.input[0], scale, zero], [rounded], name=node.name
    )
    graph.node.insert(list(graph.node).index(node), fixed)
    graph.node.remove(node)


def _join_products(model: ModelProto) -> None:
    """Make product of whole numbers, its scaling and its bias one operation."""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    users: defaultdict[str, list[NodeProto]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            users[name].append(node)
    constants = {tensor.name for tensor in graph.initializer}
    for product in [node for node in graph.node if node.op_type == _PRODUCT]:
        left, right, left_zero, right_zero = product.input
        (cast,) = users[product.output[0]]
        (scaled,) = users[cast.output[0]]
        (scales,) = (makers[name] for name in scaled.input if name != cast.output[0])
        left_scale = makers[left].input[1]
        (right_scale,) = (name for name in scales.input if name != left_scale)
        inputs = [left, right, left_scale, right_scale, left_zero, right_zero]
        output, parts = scaled.output[0], [cast, scaled, scales]
        follows = users[output]
        if len(follows) == 1 and follows[0].op_type == "Add":
            bias = [name for name in follows[0].input if name in constants]
            if bias:
                inputs += bias
                output, parts = follows[0].output[0], [*parts, follows[0]]
        whole = helper.make_node(
            "MatMulIntegerToFloat", inputs, [output], name=product.name, domain=_RUNTIME
        )
        graph.node.insert(list(graph.node).index(product), whole)
        for part in (product, *parts):
            graph.node.remove(part)
    model.opset_import.append(helper.make_opsetid(_RUNTIME, 1))
