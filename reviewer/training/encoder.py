"""The unit classifier: MiniLM that reads a letter whole, with a head for the role and one for the flags of every unit.

For each label the head weighs the tokens of a unit (attention of its own) and sums what they say, so that a label's logit
splits into its tokens: logit = bias + sum over tokens of weight * value.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from reviewer.classifier import FLAGS, ROLES
from reviewer.training.corpus import Letter, Pair
from reviewer.training.encoder_input import pieces_of
from reviewer.windows import Batch, Piece, Window, batched, judged, windows

LABELS = [*ROLES, *FLAGS]


@dataclass
class Example:
    """A letter, or a stretch around an edited unit, with the labels that are to be learned from it."""

    pieces: list[Piece]
    roles: list[int]
    flags: npt.NDArray[np.float32]
    """Shape (units, flags)."""
    weight: list[float]
    """How much each unit counts in the loss."""
    reason: str = ""


@dataclass
class Settings:
    """What a training run is made of."""

    epochs: int = 12
    batch_tokens: int = 1024
    encoder_rate: float = 1.2e-4
    head_rate: float = 1.5e-3
    decay: float = 0.9
    """The learning rate of a layer as a share of that of the layer above."""
    layers: int = 6
    dropout: float = 0.15
    reason_share: float = 0.5
    """How often the reason is told in training, so that both cases are learned."""
    seed: int = 7
    device: str = "cpu"
    second_stage: bool = False
    log: Callable[[str], None] = field(default=print)


class UnitClassifier(nn.Module):
    """Token ids to logits of shape (windows, units, labels) and what each token adds, of shape (windows, tokens, labels)."""

    def __init__(self, config: BertConfig, *, dropout: float = 0.15, second_stage: bool = False) -> None:
        """Build an untrained classifier on a MiniLM of `config`."""
        super().__init__()
        size = config.hidden_size
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(dropout)
        self.attend = nn.Linear(size, len(LABELS))
        self.value = nn.Linear(size, len(LABELS))
        self.bias = nn.Parameter(torch.zeros(len(LABELS)))
        self.sequence = nn.GRU(size, 96, batch_first=True, bidirectional=True) if second_stage else None
        self.from_sequence = nn.Linear(192, len(LABELS)) if second_stage else None

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, members: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of shape (windows, units, labels), and the token parts before they are divided by a unit's total weight.

        `members` is 1 where a token is of a unit, shape (windows, units, tokens).
        """
        hidden = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        scores = torch.exp(torch.clamp(self.attend(hidden), -15.0, 15.0))
        parts = scores * self.value(hidden)
        total = torch.matmul(members, scores)
        logits = torch.matmul(members, parts) / (total + 1e-6) + self.bias
        if self.sequence is not None and self.from_sequence is not None:
            means = torch.matmul(members, hidden) / (members.sum(-1, keepdim=True) + 1e-6)
            logits = logits + self.from_sequence(self.dropout(self.sequence(means)[0]))
        return logits, parts


def pretrained(folder: Path, settings: Settings) -> UnitClassifier:
    """A classifier that starts from the weights in `folder`, cut to the first and last layers where fewer are asked for."""
    from safetensors.torch import load_file

    config = BertConfig.from_pretrained(folder)
    weights = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    total = config.num_hidden_layers
    if settings.layers < total:
        kept = [round(n * (total - 1) / (settings.layers - 1)) for n in range(settings.layers)]
        moved = {}
        for name, tensor in weights.items():
            parts = name.split(".")
            if parts[:2] == ["encoder", "layer"]:
                if int(parts[2]) not in kept:
                    continue
                parts[2] = str(kept.index(int(parts[2])))
            moved[".".join(parts)] = tensor
        weights = moved
        config.num_hidden_layers = settings.layers
    model = UnitClassifier(config, dropout=settings.dropout, second_stage=settings.second_stage)
    missing, _ = model.encoder.load_state_dict(weights, strict=False)
    unexpected = [name for name in missing if "position_ids" not in name]
    if unexpected:
        raise ValueError(f"{folder}: the weights lack {', '.join(unexpected[:3])}")
    return model


def example_of(letter: Letter, tokenizer: Tokenizer) -> Example:
    """A whole letter."""
    flags = np.array([[flag in unit.flags for flag in FLAGS] for unit in letter.units], dtype=np.float32)
    return Example(
        pieces_of(letter, tokenizer), [ROLES.index(unit.role) for unit in letter.units], flags, [1.0] * len(letter.units), letter.reason.replace("_", " ")
    )


def pair_example(letter: Letter, pair: Pair, tokenizer: Tokenizer, around: int = 3) -> Example:
    """The stretch around an edited unit; only that unit counts."""
    whole = pieces_of(letter, tokenizer, {pair.unit: pair.text})
    first, last = max(0, pair.unit - around), min(len(whole), pair.unit + around + 1)
    base = example_of(letter, tokenizer)
    roles, flags = base.roles[:], base.flags.copy()
    roles[pair.unit] = ROLES.index(pair.role)
    flags[pair.unit] = [flag in pair.flags for flag in FLAGS]
    weight = [1.5 if n == pair.unit else 0.0 for n in range(first, last)]
    return Example(whole[first:last], roles[first:last], flags[first:last], weight, base.reason)


def fit(
    model: UnitClassifier,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    settings: Settings,
    after_epoch: Callable[[int, UnitClassifier], None] | None = None,
) -> None:
    """Train `model` in place, seeds fixed, windows of like length together."""
    torch.manual_seed(settings.seed)
    shuffler = random.Random(settings.seed)  # noqa: S311
    device = torch.device(settings.device)
    model.to(device).train()
    optimiser = torch.optim.AdamW(_groups(model, settings), weight_decay=0.01)
    batches = _batches(examples, tokenizer, settings, shuffler)
    steps = max(1, len(batches) * settings.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / (0.1 * steps), max(0.02, (steps - step) / (0.9 * steps))))
    cross, binary = nn.CrossEntropyLoss(reduction="none", label_smoothing=0.03), nn.BCEWithLogitsLoss(reduction="none")
    for epoch in range(settings.epochs):
        begin, total = time.monotonic(), 0.0
        batches = _batches(examples, tokenizer, settings, shuffler)
        for batch in batches:
            ids, mask, members, roles, flags, weight = (tensor.to(device) for tensor in batch)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                logits = model(ids, mask, members)[0].float()
            known = weight > 0
            loss_roles = cross(logits[..., : len(ROLES)][known], roles[known]) * weight[known]
            loss_flags = binary(logits[..., len(ROLES) :][known], flags[known]).sum(-1) * weight[known]
            loss = (loss_roles + loss_flags).sum() / weight.sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        settings.log(f"epoch {epoch + 1}/{settings.epochs}: loss {total / len(batches):.3f}, {time.monotonic() - begin:.0f} s")
        if after_epoch:
            after_epoch(epoch, model)
            model.train()
    model.eval()


def _groups(model: UnitClassifier, settings: Settings) -> list[dict[str, object]]:
    """Parameters with a learning rate that falls from the top layer to the bottom one; word embeddings stay as they are."""
    top = model.encoder.config.num_hidden_layers
    groups: list[dict[str, object]] = []
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.embeddings"):
            parameter.requires_grad = "word_embeddings" not in name
            rate = settings.encoder_rate * settings.decay**top
        elif name.startswith("encoder.encoder.layer."):
            rate = settings.encoder_rate * settings.decay ** (top - 1 - int(name.split(".")[3]))
        else:
            rate = settings.head_rate
        if parameter.requires_grad:
            groups.append({"params": [parameter], "lr": rate})
    return groups


Tensors = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def _batches(examples: Sequence[Example], tokenizer: Tokenizer, settings: Settings, shuffler: random.Random) -> list[Tensors]:
    """Windows of all examples, in batches of like length and about `batch_tokens` tokens, in random order."""
    cut: list[tuple[Window, Example]] = []
    for example in examples:
        told = tokenizer.encode(example.reason, add_special_tokens=False).ids if example.reason and shuffler.random() < settings.reason_share else []
        start, end = _crop(len(example.pieces), shuffler)
        part = Example(example.pieces[start:end], example.roles[start:end], example.flags[start:end], example.weight[start:end])
        if any(part.weight):
            cut.extend((window, part) for window in windows(part.pieces, told))
    cut.sort(key=lambda item: len(item[0].ids) + shuffler.random() * 24)
    groups: list[list[tuple[Window, Example]]] = [[]]
    for item in cut:
        if groups[-1] and (len(groups[-1]) + 1) * len(item[0].ids) > settings.batch_tokens:
            groups.append([])
        groups[-1].append(item)
    shuffler.shuffle(groups)
    return [_tensors(group) for group in groups]


def _crop(units: int, shuffler: random.Random) -> tuple[int, int]:
    """Mostly the whole letter; sometimes a part, so that short and unfinished letters are learned too."""
    if units < 6 or shuffler.random() < 0.75:
        return 0, units
    length = shuffler.randint(max(2, units // 3), units)
    start = shuffler.randint(0, units - length)
    return start, start + length


def _tensors(group: Sequence[tuple[Window, Example]]) -> Tensors:
    batch = batched([window for window, _ in group])
    units = batch.members.shape[1]
    roles = np.zeros((len(group), units), dtype=np.int64)
    flags = np.zeros((len(group), units, len(FLAGS)), dtype=np.float32)
    weight = np.zeros((len(group), units), dtype=np.float32)
    for row, (window, example) in enumerate(group):
        for number in range(window.keep_first, window.keep_last):
            roles[row, number - window.first] = example.roles[number]
            flags[row, number - window.first] = example.flags[number]
            weight[row, number - window.first] = example.weight[number]
    arrays = (batch.ids, batch.mask, batch.members, roles, flags, weight)
    made = [torch.from_numpy(array) for array in arrays]
    return (made[0], made[1], made[2], made[3], made[4], made[5])


@torch.no_grad()
def logits_of(model: UnitClassifier, letters: Sequence[tuple[Sequence[Piece], Sequence[int]]]) -> list[npt.NDArray[np.float64]]:
    """Logits of the units of some letters, each given by its units and the ids of its reason; each of shape (units, labels)."""
    model.eval()
    device = next(model.parameters()).device

    def run(batch: Batch) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        logits, parts = model(*(torch.from_numpy(array).to(device) for array in (batch.ids, batch.mask, batch.members)))
        return logits.float().cpu().numpy(), parts.float().cpu().numpy()

    return [one.logits for one in judged(letters, len(LABELS), run, batch_tokens=4096)]
