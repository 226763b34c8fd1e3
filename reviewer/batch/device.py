"""The shipped encoder by torch and transformers, for a GPU: many windows at a time.

The weights are those of the ONNX file, brought back from int8; activations stay in floating point, so that a letter gets the same answer in any
company. What onnxruntime rounds on a CPU makes a small difference between the two, which tests/batch/test_device.py bounds.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reviewer.classifier import Classifier
from reviewer.files import shipped
from reviewer.model import Model, read
from reviewer.types import ReviewerError
from reviewer.windows import Batch, Run

if TYPE_CHECKING:
    from reviewer.training.encoder import UnitClassifier

BATCH_TOKENS = 32_768
"""Tokens that go to the device at once: about a hundred windows, well under 1 GB there."""
_HEADS = 12
"""Attention heads of MiniLM, which the file does not tell apart."""


def model_on(device: str) -> Model:
    """The shipped model whose encoder runs on `device`, a name of torch's such as "cuda" or "cuda:1".

    Raises ReviewerError where torch is missing or has no such device.
    """
    folder = shipped("models")
    classifier = Classifier(folder)
    classifier.run = runner_on(folder / "encoder.onnx", device)
    classifier.batch_tokens = BATCH_TOKENS
    return replace(read(folder), labeller=classifier)


def runner_on(path: Path, device: str) -> Run:
    """Runs the encoder in an ONNX file on a device of torch. Raises ReviewerError where it cannot."""
    try:
        import torch

        network = _network(path)
    except ImportError as error:
        raise ReviewerError(f"--device {device}: needs a library that is not installed ({error.name}): pip install '.[train]'") from None
    try:
        place = torch.device(device)
        network.to(place)
    except (RuntimeError, AssertionError) as error:
        raise ReviewerError(f"--device {device}: torch has no such device here ({str(error).partition(chr(10))[0]})") from None

    def run(batch: Batch) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        with torch.inference_mode():
            logits, parts = network(*(torch.from_numpy(array).to(place) for array in (batch.ids, batch.mask, batch.members)))
        return logits.float().cpu().numpy(), parts.float().cpu().numpy()

    return run


def _network(path: Path) -> UnitClassifier:
    """The classifier in an ONNX file of training/export.py."""
    import torch
    from transformers import BertConfig

    from reviewer.training.encoder import UnitClassifier
    from reviewer.training.export import read_back

    weights = read_back(path)
    words, size = weights["encoder.embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=words,
        hidden_size=size,
        num_hidden_layers=sum(name.endswith("intermediate.dense.weight") for name in weights),
        num_attention_heads=_HEADS,
        intermediate_size=weights["encoder.encoder.layer.0.intermediate.dense.weight"].shape[0],
    )
    network = UnitClassifier(config)
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in weights.items()})
    return network.eval()
