"""The trained classifier as an ONNX file with int8 weights, for onnxruntime."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path

import torch

from reviewer.training.encoder import UnitClassifier

INPUTS = ["ids", "mask", "members"]
OUTPUTS = ["logits", "parts"]


def export(model: UnitClassifier, path: Path, *, int8: bool = True) -> None:
    """Write `model` to `path`: traced, attention and layer norms fused, weights in int8 unless told otherwise."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    logging.getLogger("onnxruntime").setLevel(logging.ERROR)
    model = model.to("cpu").float().eval()
    config = model.encoder.config
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder, "plain.onnx"), Path(folder, "fused.onnx")
        examples = (torch.ones(2, 20, dtype=torch.long), torch.ones(2, 20, dtype=torch.long), torch.ones(2, 3, 20))
        axes = {
            "ids": {0: "windows", 1: "tokens"},
            "mask": {0: "windows", 1: "tokens"},
            "members": {0: "windows", 1: "units", 2: "tokens"},
            "logits": {0: "windows", 1: "units"},
            "parts": {0: "windows", 1: "tokens"},
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the newer exporter makes a graph that the optimiser below does not fuse
            torch.onnx.export(model, examples, str(plain), input_names=INPUTS, output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False)
        better = optimizer.optimize_model(str(plain), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size, opt_level=1)
        better.save_model_to_file(str(fused))
        if int8:
            quantize_dynamic(str(fused), str(path), weight_type=QuantType.QInt8, per_channel=True, extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
        else:
            path.write_bytes(fused.read_bytes())
