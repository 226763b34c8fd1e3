"""The trained classifier: files in models/ to a role and flags for every unit, with calibrated probabilities.

Runs on onnxruntime and tokenizers alone. Every file is held against the hash in the manifest; a missing or altered one is an error.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from reviewer.document import Document
from reviewer.labels import Label
from reviewer.types import Flag, ReviewerError, Role
from reviewer.windows import Batch, Piece, judged, pieces

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

ROLES = list(Role)
FLAGS = list(Flag)
MANIFEST = "manifest.json"
_MEND = "`pip install --force-reinstall reviewer` restores the shipped model, `reviewer train data` makes it anew"

Floats = npt.NDArray[np.float64]


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Platt's scaling of one flag's logit, and the probabilities from which on it is given and shown."""

    slope: float
    offset: float
    given: float
    """From here on a unit carries the flag."""
    warning: float | None
    """From here on a finding of it is a warning; None where no threshold is sure enough."""
    error: float | None
    """From here on a finding of it is an error; None where no threshold is sure enough."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model consists of, what it was made from and how well it does."""

    schema: int
    model: str
    reviewer: str
    made_from: dict[str, str]
    """sha256 of the data and of the pretrained weights."""
    files: dict[str, str]
    """sha256 of every file beside the manifest."""
    temperature: float
    """What role logits are divided by."""
    flags: dict[Flag, Calibration]
    figures: dict[str, msgspec.Raw]
    """Figures with their intervals, as the model card prints them."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`, its files held against their hashes. Raises ReviewerError for what is missing or altered."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError:
        raise ReviewerError(f"{path}: the model is missing; {_MEND}") from None
    except msgspec.DecodeError as error:
        raise ReviewerError(f"{path}: is damaged ({error}); {_MEND}") from None
    for name, digest in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise ReviewerError(f"{file}: is missing; {_MEND}")
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise ReviewerError(f"{file}: is not the file that the manifest names; {_MEND}")
    return manifest


class Classifier:
    """Labels the units of documents. Built once and shared by threads."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`. Raises ReviewerError where a file is missing or altered."""
        import onnxruntime
        from tokenizers import Tokenizer

        self.manifest = read_manifest(folder)
        self._tokenizer: tokenizers.Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def __call__(self, document: Document, reason: str | None = None) -> list[Label]:
        """One label a unit; what is quoted or in another language is background without flags."""
        if not document.sentences:
            return []
        probabilities = self.probabilities(pieces(document, self._tokenizer), reason)
        return [self._label(row) if unit.judged else Label(Role.BACKGROUND) for unit, row in zip(document.sentences, probabilities, strict=True)]

    def _label(self, row: Floats) -> Label:
        role = ROLES[int(row[: len(ROLES)].argmax())]
        by_flag = dict(zip(FLAGS, map(float, row[len(ROLES) :]), strict=True))
        flags = {flag for flag, probability in by_flag.items() if probability >= self.manifest.flags[flag].given}
        if Flag.CONCRETE in flags and Flag.VAGUE in flags:
            flags.discard(Flag.VAGUE if by_flag[Flag.CONCRETE] >= by_flag[Flag.VAGUE] else Flag.CONCRETE)
        named = {role_.value: round(float(p), 4) for role_, p in zip(ROLES, row[: len(ROLES)], strict=True)}
        return Label(role, frozenset(flags), named | {flag.value: round(p, 4) for flag, p in by_flag.items()})

    def probabilities(self, units: list[Piece], reason: str | None = None) -> Floats:
        """Calibrated probabilities of shape (units, roles + flags)."""
        told = self._tokenizer.encode(reason.replace("_", " "), add_special_tokens=False).ids if reason else []
        return self.calibrated(self.logits(units, told))

    def logits(self, units: list[Piece], reason: list[int]) -> Floats:
        """Raw logits of shape (units, roles + flags)."""
        return judged(units, reason, len(ROLES) + len(FLAGS), self._run)

    def _run(self, batch: Batch) -> npt.NDArray[np.float32]:
        said: npt.NDArray[np.float32] = self._session.run(None, {"ids": batch.ids, "mask": batch.mask, "members": batch.members})[0]
        return said

    def calibrated(self, logits: Floats) -> Floats:
        """Logits to probabilities, by the manifest's temperature and scalings."""
        roles = logits[:, : len(ROLES)] / self.manifest.temperature
        roles = np.exp(roles - roles.max(1, keepdims=True))
        scales = [self.manifest.flags[flag] for flag in FLAGS]
        slopes, offsets = np.array([c.slope for c in scales]), np.array([c.offset for c in scales])
        flags = 1 / (1 + np.exp(-(logits[:, len(ROLES) :] * slopes + offsets)))
        return np.concatenate([roles / roles.sum(1, keepdims=True), flags], axis=1)
