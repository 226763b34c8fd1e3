"""The classifier beside the bare encoder on the same tokens, and beside the same network run by transformers in float32, one core each.

`python scripts/bench/encoder.py [--letters 40]`; the three take turns letter by letter, and the medians are compared. Needs the train extra.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reviewer.classifier import Classifier
from reviewer.document import Document
from reviewer.files import shipped
from reviewer.training.corpus import Split, load
from reviewer.windows import Batch, batched, pieces, windows

DATA = Path(__file__).parent.parent.parent / "data"


def transformers_runner() -> Callable[[Batch], object]:
    """The encoder in float32 by transformers, on one thread."""
    import torch
    from transformers import BertConfig, BertModel

    from reviewer.training.train import pretrained_folder

    torch.set_num_threads(1)
    model = BertModel(BertConfig.from_pretrained(pretrained_folder()), add_pooling_layer=False)
    model.train(False)

    def run(batch: Batch) -> object:
        with torch.inference_mode():
            return model(input_ids=torch.from_numpy(batch.ids), attention_mask=torch.from_numpy(batch.mask))

    return run


def main() -> None:
    """Print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=40)
    count = parser.parse_args().letters
    classifier = Classifier(shipped("models"))
    documents = [Document(letter.text, letter.id) for letter in load(DATA).of(Split.DEVELOPMENT)[:count]]
    batches = [[batched([window]) for window in windows(pieces(document, classifier.tokenizer), [])] for document in documents]
    slow = transformers_runner()
    runs: dict[str, Callable[[int], object]] = {
        "bare encoder": lambda n: [classifier.run(batch) for batch in batches[n]],
        "classifier": lambda n: classifier(documents[n]),
        "transformers, float32": lambda n: [slow(batch) for batch in batches[n]],
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for n in range(-2, len(documents)):
        for name, run in runs.items():
            begin = time.perf_counter()
            run(max(n, 0))
            if n >= 0:
                taken[name].append(time.perf_counter() - begin)
    tokens = np.mean([sum(int(batch.mask.sum()) for batch in own) for own in batches])
    print(f"{len(documents)} letters, {tokens:.0f} tokens a letter")
    for name, times in taken.items():
        print(f"{name:<24} {statistics.median(times) * 1000:7.1f} ms a letter (median), {sum(times):.2f} s in all")
    total = {name: sum(times) for name, times in taken.items()}
    print(f"classifier / bare encoder   {total['classifier'] / total['bare encoder']:.2f}")
    print(f"transformers / classifier   {total['transformers, float32'] / total['classifier']:.2f}")


if __name__ == "__main__":
    main()
