"""The student as it is written to ONNX: the same numbers by fewer and faster operations.

A short comment costs as much in calls as in work. A softmax over a few tokens is one of those
calls: here the attention's weights are the bare exponentials of its scores, and the sum that they
are divided by comes from one product of matrices. Shapes that are known stand in the graph as
constants. Padding is left out by setting its values to 0. The wide half is added to the deep one.
"""

from __future__ import annotations

import copy
import math
from typing import Any, Final

import torch
from torch import Tensor, nn

from training.encoder_rows import ENCODED
from training.fitting import MAX_TOKENS, LabelEncoder
from training.wide import HASHES, REACH, places

_HIGHEST: Final = 80.0
"""Above it sums of exponentials could leave the range of their type.

Scores reach 54 on the tuning lines and 70 on tokens drawn at random; the highest that a token gives
is -5 or more, so that no sum is 0.
"""


class Exported(nn.Module):  # type: ignore[misc]  # torch is not here when types are checked
    """A fitted encoder that also says what each token adds to each logit.

    The head is linear and so are both pools once it is known which token holds a maximum: the
    logits are the sum of the tokens' shares and the head's bias.
    """

    def __init__(self, model: LabelEncoder, table: Tensor) -> None:
        """`table` is the wide half's, of shape (places, labels)."""
        super().__init__()
        self.wide = _Wide(table)
        model = copy.deepcopy(model).eval()
        embeddings = model.encoder.embeddings
        self.words, self.norm = embeddings.word_embeddings, embeddings.LayerNorm
        # A reading is one piece: what marks a second one of a pair is never used.
        self.positions = nn.Parameter(
            embeddings.position_embeddings.weight[:MAX_TOKENS]
            + embeddings.token_type_embeddings.weight[0]
        )
        self.layers = nn.ModuleList([_Layer(layer) for layer in model.encoder.encoder.layer])
        self.head = model.head
        kernel = model.head.weight.detach()
        size = kernel.shape[1] // 2
        self.by_mean = nn.Linear(size, len(ENCODED), bias=False)
        self.by_highest = nn.Linear(size, len(ENCODED), bias=False)
        self.by_mean.weight.data = kernel[:, :size].clone()
        self.by_highest.weight.data = kernel[:, size:].clone()

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (rows, labels) and shares (rows, tokens, labels) of tensors (rows, tokens).

        What they take is explained at `LabelEncoder.forward`.
        """
        hidden = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        kept = mask.to(hidden.dtype).unsqueeze(-1)
        for layer in self.layers:
            hidden = layer(hidden, kept)
        weights = own.to(hidden.dtype).unsqueeze(-1)
        weighed = hidden * (weights / weights.sum(1, keepdim=True))
        highest = (hidden + (weights - 1) * 1e4).max(1, keepdim=True).values
        holds = (hidden >= highest).to(hidden.dtype) * weights
        by_token = self.wide(ids, own)
        shares = self.by_mean(weighed) + self.by_highest(hidden * holds) + by_token
        deep = self.head(torch.cat([weighed.sum(1), highest.squeeze(1)], dim=1))
        return deep + by_token.sum(1), shares


class _Wide(nn.Module):  # type: ignore[misc]  # as above
    """The wide half: what each token adds, with the one after it and the one after that."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(table)

    def forward(self, ids: Tensor, own: Tensor) -> Tensor:
        """Return what each token adds to each logit, of shape (rows, tokens, labels)."""
        further = nn.functional.pad(ids, (0, REACH))
        there = nn.functional.pad(own, (0, REACH))
        found, counted = [], []
        for how, (apart, *_) in enumerate(HASHES):
            # Counted from the end, so that no length need be asked for.
            part = slice(apart, apart - REACH or None)
            found.append(places(ids, further[:, part], how))
            counted.append(there[:, part])
        kept = torch.stack(counted, dim=2).to(self.table.weight.dtype)
        weights = self.table(torch.stack(found, dim=2)) * kept.unsqueeze(-1)
        return weights.sum(2) / torch.sqrt(kept.sum((1, 2), keepdim=True))


class _Layer(nn.Module):  # type: ignore[misc]  # as above
    """One layer of a fitted encoder."""

    def __init__(self, fitted: Any) -> None:  # noqa: ANN401 - transformers is not here either
        super().__init__()
        attention = fitted.attention.self
        self.heads = int(attention.num_attention_heads)
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        # Scores are divided by the root of a head's size: once here, not in every call.
        for parameter in self.query.parameters():
            parameter.data /= math.sqrt(attention.attention_head_size)
        self.attended = fitted.attention.output
        self.widen, self.narrow = fitted.intermediate.dense, fitted.output

    def forward(self, hidden: Tensor, kept: Tensor) -> Tensor:
        """Return the next hidden values; `kept`, of shape (rows, tokens, 1), is 0 for padding."""
        query, key = self._split(self.query(hidden)), self._split(self.key(hidden))
        value = self._split(self.value(hidden) * kept)
        weights = torch.exp(torch.clamp(query @ key.transpose(2, 3), max=_HIGHEST))
        mixed = (weights @ value) / (weights @ kept.unsqueeze(1))
        mixed = _Reshaped.apply(mixed.transpose(1, 2), (0, 0, -1))
        hidden = self.attended.LayerNorm(self.attended.dense(mixed) + hidden)
        wide = nn.functional.relu(self.widen(hidden))
        normed: Tensor = self.narrow.LayerNorm(self.narrow.dense(wide) + hidden)
        return normed

    def _split(self, values: Tensor) -> Tensor:
        """Return values of shape (rows, heads, tokens, size of a head)."""
        split: Tensor = _Reshaped.apply(values, (0, 0, self.heads, -1))
        return split.transpose(1, 2)


class _Reshaped(torch.autograd.Function):  # type: ignore[misc]  # as above
    """A tensor in another shape, 0 for what stays: the exporter would ask for lengths it knows."""

    @staticmethod
    def forward(_: Any, values: Tensor, shape: tuple[int, ...]) -> Tensor:  # noqa: ANN401 - torch's
        """Return the values in the shape."""
        lengths = [wanted or there for there, wanted in zip(values.shape, shape, strict=False)]
        return values.reshape(*lengths, *shape[len(lengths) :])

    @staticmethod
    def symbolic(graph: Any, values: Any, shape: tuple[int, ...]) -> Any:  # noqa: ANN401 - torch's
        """Return the node of the graph."""
        return graph.op("Reshape", values, graph.op("Constant", value_t=torch.tensor(shape)))
