"""The trained classifier: files in models/ to a role and flags for every unit, with calibrated probabilities.

Runs on onnxruntime and tokenizers alone. Every file is held against the hash in the manifest; a missing or altered one is an error.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from reviewer.document import Document
from reviewer.labels import Label
from reviewer.types import Flag, ReviewerError, Role, Severity
from reviewer.windows import Batch, Judged, Piece, Run, judged, pieces

if TYPE_CHECKING:
    import tokenizers

ROLES = list(Role)
FLAGS = list(Flag)
_NAMES = [label.value for label in (*ROLES, *FLAGS)]
MANIFEST = "manifest.json"
_MEND = "`pip install --force-reinstall .` in the checkout restores the shipped model, `reviewer train data` makes it anew"

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

    def severity(self, probability: float, gravest: Severity) -> Severity | None:
        """How grave a finding of this probability is, or None where it is not sure enough to be one."""
        if self.error is not None and probability >= self.error:
            return gravest
        if self.warning is not None and probability >= self.warning:
            return max(gravest, Severity.WARNING, key=lambda severity: severity.rank)
        return None


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
    unrelated: float | None
    """The probability from which on a line beside the point is a warning; None where no threshold is sure enough."""


def read_manifest(folder: Path, only: str | None = None) -> Manifest:
    """The manifest in `folder`, its files, or the one named, held against their hashes. Raises ReviewerError for what is missing or altered."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError:
        raise ReviewerError(f"{path}: the model is missing; {_MEND}") from None
    except msgspec.DecodeError as error:
        raise ReviewerError(f"{path}: is damaged ({error}); {_MEND}") from None
    for name, digest in manifest.files.items():
        if only not in (None, name):
            continue
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
        from tokenizers import Tokenizer

        self.manifest = read_manifest(folder)
        self.tokenizer: tokenizers.Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.run = runner(folder / "encoder.onnx")
        self.batch_tokens = 0
        """How many tokens `run` takes at once; 0 for one window."""

    def __call__(self, document: Document, reason: str | None = None) -> list[Label]:
        """One label a unit; what is quoted or in another language is background without flags."""
        return self.many([(document, reason)])[0]

    def many(self, documents: Sequence[tuple[Document, str | None]]) -> list[list[Label]]:
        """The labels of several documents, each with the reason of its notice where that is known."""
        units = [pieces(document, self.tokenizer) for document, _ in documents]
        said = self.judge(units, [reason for _, reason in documents])
        made = []
        for (document, _), own, one in zip(documents, units, said, strict=True):
            rows = self.calibrated(one.logits)
            made.append([
                self.label(row, piece, parts) if sentence.judged else Label(Role.BACKGROUND)
                for sentence, piece, row, parts in zip(document.sentences, own, rows, one.parts, strict=True)
            ])  # fmt: skip
        return made

    def judge(self, letters: Sequence[Sequence[Piece]], reasons: Sequence[str | None]) -> list[Judged]:
        """Raw logits and token parts of the units of some letters."""
        told = [self.tokenizer.encode(reason.replace("_", " "), add_special_tokens=False).ids if reason else [] for reason in reasons]
        return judged(list(zip(letters, told, strict=True)), len(ROLES) + len(FLAGS), self.run, self.batch_tokens)

    def calibrated(self, logits: Floats) -> Floats:
        """Logits to probabilities of shape (units, roles + flags), by the manifest's temperature and scalings."""
        return calibrated(logits, self.manifest.temperature, [self.manifest.flags[flag] for flag in FLAGS])

    def label(self, row: Floats, piece: Piece, parts: npt.NDArray[np.float32]) -> Label:
        """The label of one unit from its probabilities, with the words that drive each flag."""
        made = label_of(row, self.manifest.flags)
        shown = [n for n, flag in enumerate(FLAGS) if row[len(ROLES) + n] >= min(self.manifest.flags[flag].given, 0.5)]
        words = {FLAGS[n].value: driving(piece, parts[1:, len(ROLES) + n]) for n in shown}
        return Label(made.role, made.flags, made.probabilities, words)


def runner(path: Path) -> Run:
    """Runs the encoder in an ONNX file, one window at a time, on one core; threads may share it."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # no version that pyproject.toml allows counts its use; this is for one that a user brings
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(batch: Batch) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        logits, parts = session.run(["logits", "parts"], {"ids": batch.ids, "members": batch.members})
        return logits, parts

    return run


def calibrated(logits: Floats, temperature: float, scalings: Sequence[Calibration]) -> Floats:
    """Probabilities from logits of shape (units, roles + flags)."""
    roles = logits[:, : len(ROLES)] / temperature
    roles = np.exp(roles - roles.max(1, keepdims=True))
    slopes, offsets = np.array([c.slope for c in scalings]), np.array([c.offset for c in scalings])
    flags = 1 / (1 + np.exp(-np.clip(logits[:, len(ROLES) :] * slopes + offsets, -30.0, 30.0)))
    return np.concatenate([roles / roles.sum(1, keepdims=True), flags], axis=1)


def label_of(row: Floats, flags: Mapping[Flag, Calibration]) -> Label:
    """The label of one unit from its calibrated probabilities; concrete and vague exclude each other."""
    values = row.tolist()
    by_flag = dict(zip(FLAGS, values[len(ROLES) :], strict=True))
    given = {flag for flag, probability in by_flag.items() if probability >= flags[flag].given}
    if Flag.CONCRETE in given and Flag.VAGUE in given:
        given.discard(Flag.VAGUE if by_flag[Flag.CONCRETE] >= by_flag[Flag.VAGUE] else Flag.CONCRETE)
    return Label(ROLES[int(row[: len(ROLES)].argmax())], frozenset(given), dict(zip(_NAMES, row.round(4).tolist(), strict=True)))


def driving(piece: Piece, parts: npt.NDArray[np.float32], most: int = 28) -> tuple[int, int]:
    """The stretch of a unit that speaks most for a label, as offsets into the unit: at most `most` characters or one token.

    `parts` holds what each token adds, of shape (tokens,). The stretch is the one with the greatest sum (maximum subarray, bounded).
    """
    best, place = -np.inf, (0, 0)
    for first in range(len(piece.offsets)):
        total = 0.0
        for last in range(first, len(piece.offsets)):
            begin, end = piece.offsets[first][0], piece.offsets[last][1]
            if last > first and end - begin > most:
                break
            total += float(parts[last])
            if total > best:
                best, place = total, (begin, end)
    return place
