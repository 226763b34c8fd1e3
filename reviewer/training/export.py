"""The trained classifier as an ONNX file with int8 weights, for onnxruntime on a CPU.

The graph is written by hand, since what a tracer and a quantiser make of the network is slower and coarser:

- One window at a time and no mask, so that nothing is spent on padding, and a letter's answer cannot depend on its company.
- Every row (token) of what goes into a linear layer is rounded to 255 steps of its own. One scale for a whole window, as dynamic quantisation has it,
  lets the few great values of one token round away what all others say: scores then moved by up to 16 points with the last bit of an addition.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from reviewer.files import write_whole

if TYPE_CHECKING:
    from reviewer.training.encoder import UnitClassifier

Floats = npt.NDArray[np.float32]
_OPSET, _IR = 17, 9
_WORDS, _PLACES = "words", "places"
_GELU_LEAST = 0.17
"""GELU never falls below -0.17; of its 255 steps `_GELU_ZERO` lie below zero."""
_GELU_ZERO = 8


def export(model: UnitClassifier, path: Path, *, int8: bool = True) -> None:
    """Write `model` to `path`, weights in int8 unless told otherwise. Raises ValueError for a model with a second stage."""
    if model.sequence is not None:
        raise ValueError("a second stage cannot be exported")
    weights = {name: tensor.detach().cpu().float().numpy() for name, tensor in model.state_dict().items()}
    config = model.encoder.config
    graph = _Graph(weights, int8=int8)
    hidden = graph.embedded(config.layer_norm_eps)
    for number in range(config.num_hidden_layers):
        hidden = graph.layer(hidden, f"encoder.encoder.layer.{number}", config.num_attention_heads, config.layer_norm_eps)
    graph.heads(hidden)
    write_whole(path, graph.file(len(weights["bias"])))


class _Graph:
    """An ONNX graph in the making; values are known by their names."""

    def __init__(self, weights: Mapping[str, Floats], *, int8: bool) -> None:
        self._weights = weights
        self._int8 = int8
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def embedded(self, epsilon: float) -> str:
        """What goes into the first layer: words, places and the one type of text, summed and normed."""
        stem = "encoder.embeddings"
        places = self._weights[f"{stem}.position_embeddings.weight"] + self._weights[f"{stem}.token_type_embeddings.weight"][0]
        length = self._node("Gather", self._node("Shape", "ids"), self._constant("one", np.array([1], dtype=np.int64)))
        zero = self._constant("zero", np.array([0], dtype=np.int64))
        place = self._node("Slice", self._constant(_PLACES, places), zero, length, zero)
        summed = self._node("Add", self._words(self._weights[f"{stem}.word_embeddings.weight"]), place)
        gain, offset = (self._constant(f"{stem}.LayerNorm.{name}", self._weights[f"{stem}.LayerNorm.{name}"]) for name in ("weight", "bias"))
        return self._node("LayerNormalization", summed, gain, offset, axis=-1, epsilon=epsilon)

    def _words(self, table: Floats) -> str:
        if not self._int8:
            return self._node("Gather", self._constant(_WORDS, table), "ids")
        values, scale = _rounded(table, axis=1)
        found = self._node("Cast", self._node("Gather", self._constant(_WORDS, values), "ids"), to=1)
        return self._node("Mul", found, self._node("Gather", self._constant(f"{_WORDS}.scale", scale), "ids"))

    def layer(self, hidden: str, stem: str, heads: int, epsilon: float) -> str:
        """One layer of the transformer."""
        own = f"{stem}.attention.self"
        queries, keys, values = self.linear(hidden, [f"{own}.query", f"{own}.key", f"{own}.value"])
        biases = np.concatenate([self._weights[f"{own}.{name}.bias"] for name in ("query", "key", "value")])
        attended = self._node("MultiHeadAttention", queries, keys, values, self._constant(f"{own}.bias", biases), num_heads=heads)
        [joined] = self.linear(attended, [f"{stem}.attention.output.dense"])
        middle = self._skip(joined, hidden, f"{stem}.attention.output", epsilon)
        [wide] = self.linear(middle, [f"{stem}.intermediate.dense"])
        bent = self._node("BiasGelu", wide, self._constant(f"{stem}.intermediate.dense.bias", self._weights[f"{stem}.intermediate.dense.bias"]))
        [narrow] = self.linear(bent, [f"{stem}.output.dense"], gelu=True)
        return self._skip(narrow, middle, f"{stem}.output", epsilon)

    def heads(self, hidden: str) -> None:
        """The heads: what each token says, weighed by how much its label attends to it, summed over the unit's tokens."""
        weighed, said = self.linear(hidden, ["attend", "value"])
        weighed = self._node("Add", weighed, self._constant("attend.bias", self._weights["attend.bias"]))
        said = self._node("Add", said, self._constant("value.bias", self._weights["value.bias"]))
        limits = (self._constant(f"limit{n}", np.array(n, dtype=np.float32)) for n in (-15, 15))
        scores = self._node("Exp", self._node("Clip", weighed, *limits))
        parts = self._node("Mul", scores, said, name="parts")
        total = self._node("Add", self._node("MatMul", "members", scores), self._constant("little", np.array(1e-6, dtype=np.float32)))
        mean = self._node("Div", self._node("MatMul", "members", parts), total)
        self._node("Add", mean, self._constant("bias", self._weights["bias"]), name="logits")

    def linear(self, value: str, names: list[str], *, gelu: bool = False) -> list[str]:
        """The outputs, still without bias, of linear layers that share an input, which is that of GELU where `gelu`."""
        if not self._int8:
            return [self._node("MatMul", value, self._constant(f"{name}.weight", self._weights[f"{name}.weight"].T.copy())) for name in names]
        scale, zero = self._steps(value, gelu=gelu)
        flat = self._node("Squeeze", scale, self._constant("edges", np.array([0, 2], dtype=np.int64)))
        zeros = self._node("Expand", zero, self._node("Shape", flat))
        rounded = self._node("QuantizeLinear", value, flat, zeros, axis=1)
        made = []
        for name in names:
            values, by_column = _rounded(self._weights[f"{name}.weight"].T, axis=0)
            inputs = (rounded, self._constant(f"{name}.weight", values), self._constant("unit", np.array(1, dtype=np.float32)))
            product = self._node("MatMulIntegerToFloat", *inputs, self._constant(f"{name}.scale", by_column[0]), zero)
            made.append(self._node("Mul", product, scale))
        return made

    def _steps(self, value: str, *, gelu: bool) -> tuple[str, str]:
        """How wide a step of each row is, of shape (1, tokens, 1), and which step is zero. What GELU gives is hardly ever below zero."""
        greatest = self._node("ReduceMax", value, axes=[-1], keepdims=1)
        if gelu:
            width = self._node("Div", greatest, self._constant("steps_gelu", np.array(255 - _GELU_ZERO, dtype=np.float32)))
            least = self._constant("least_gelu", np.array(_GELU_LEAST / _GELU_ZERO, dtype=np.float32))
            return self._node("Max", width, least), self._constant("zero_gelu", np.array(_GELU_ZERO, dtype=np.uint8))
        lowest = self._node("Neg", self._node("ReduceMin", value, axes=[-1], keepdims=1))
        width = self._node("Div", self._node("Max", greatest, lowest), self._constant("steps", np.array(127, dtype=np.float32)))
        return self._node("Max", width, self._constant("least", np.array(1e-9, dtype=np.float32))), self._constant("middle", np.array(128, dtype=np.uint8))

    def _skip(self, value: str, skipped: str, stem: str, epsilon: float) -> str:
        names = (f"{stem}.LayerNorm.weight", f"{stem}.LayerNorm.bias", f"{stem}.dense.bias")
        return self._node("SkipLayerNormalization", value, skipped, *(self._constant(name, self._weights[name]) for name in names), epsilon=epsilon)

    def _constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def _node(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = name or f"{kind}_{len(self._nodes)}"
        domain = "com.microsoft" if kind in ("MultiHeadAttention", "SkipLayerNormalization", "BiasGelu", "MatMulIntegerToFloat") else ""
        self._nodes.append(helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def file(self, labels: int) -> bytes:
        """The graph as the bytes of an ONNX file."""
        from onnx import TensorProto, checker, helper

        def described(name: str, kind: int, *shape: str | int) -> Any:
            return helper.make_tensor_value_info(name, kind, list(shape))

        inputs = [described("ids", TensorProto.INT64, 1, "tokens"), described("members", TensorProto.FLOAT, 1, "units", "tokens")]
        outputs = [described("logits", TensorProto.FLOAT, 1, "units", labels), described("parts", TensorProto.FLOAT, 1, "tokens", labels)]
        graph = helper.make_graph(self._nodes, "reviewer", inputs, outputs, list(self._constants.values()))
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR, producer_name="reviewer")
        checker.check_model(model)
        made: bytes = model.SerializeToString()
        return made


def _rounded(weight: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """A matrix in 255 steps, those of each row (`axis` 1) or column (`axis` 0) of their own width, and the widths."""
    scale = np.maximum(np.abs(weight).max(axis, keepdims=True), 1e-9) / 127
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


def read_back(path: Path) -> dict[str, Floats]:
    """The weights in a file of `export`, by their names in the model, int8 brought back to floating point."""
    import onnx
    from onnx.numpy_helper import to_array

    arrays = {tensor.name: to_array(tensor) for tensor in onnx.load(str(path)).graph.initializer}
    words, places = "encoder.embeddings.word_embeddings.weight", "encoder.embeddings.position_embeddings.weight"
    made: dict[str, Floats] = {name: array for name, array in arrays.items() if name.endswith((".bias", "LayerNorm.weight")) or name == "bias"}
    made[words] = arrays[_WORDS].astype(np.float32) * arrays[f"{_WORDS}.scale"] if f"{_WORDS}.scale" in arrays else arrays[_WORDS]
    made[places] = arrays[_PLACES]
    made["encoder.embeddings.token_type_embeddings.weight"] = np.zeros((2, arrays[_PLACES].shape[1]), dtype=np.float32)  # is part of the places
    for name in [name for name in arrays if name.endswith(".weight") and name not in made]:
        scale = arrays.get(name.removesuffix("weight") + "scale")
        made[name] = (arrays[name] if scale is None else arrays[name].astype(np.float32) * scale).T
    for name in [name for name in made if name.endswith("attention.self.bias")]:
        stem = name.removesuffix("bias")
        made |= zip((f"{stem}query.bias", f"{stem}key.bias", f"{stem}value.bias"), np.split(made.pop(name), 3), strict=True)
    return made
