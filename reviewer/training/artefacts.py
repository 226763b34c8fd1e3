"""What can be told from the form alone: if a label or an author shows in length or punctuation, a model learns the corpus and not the trade."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from reviewer.training.corpus import Letter
from reviewer.types import Flag

_MARKS = ".,;:!?()[]{}'\"-–—•·*/\\&%$€£#@+=<>|_…“”‘’，。："


def _lengths(texts: Sequence[str]) -> np.ndarray:
    """Characters, words and mean word length; shape (texts, 3)."""
    words = [text.split() for text in texts]
    return np.array([[len(t), len(w), len(t) / max(1, len(w))] for t, w in zip(texts, words, strict=True)], dtype=float)


def _punctuation(texts: Sequence[str]) -> np.ndarray:
    """Counts of each mark, of capitals and digits, and their share; shape (texts, marks + 4)."""
    rows = []
    for text in texts:
        capitals, digits = sum(c.isupper() for c in text), sum(c.isdigit() for c in text)
        rows.append([*(text.count(mark) for mark in _MARKS), capitals, digits, capitals / max(1, len(text)), digits / max(1, len(text))])
    return np.array(rows, dtype=float)


def first_words(text: str) -> str:
    """The first five words in lower case."""
    return " ".join(re.findall(r"\w+", text.lower())[:5])


def _regression() -> LogisticRegression:
    return LogisticRegression(max_iter=2000, C=2.0, class_weight="balanced")


def words_and_characters() -> Any:
    """TF-IDF of words and of characters side by side."""
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=60_000),
    )


CLASSIFIERS: dict[str, Callable[[], Any]] = {
    "length only": lambda: make_pipeline(FunctionTransformer(_lengths), StandardScaler(), _regression()),
    "punctuation only": lambda: make_pipeline(FunctionTransformer(_punctuation), StandardScaler(), _regression()),
    "first five words": lambda: make_pipeline(TfidfVectorizer(preprocessor=first_words, ngram_range=(1, 2), min_df=2), _regression()),
    "TF-IDF of words and characters": lambda: make_pipeline(words_and_characters(), _regression()),
}


@dataclass(frozen=True)
class Audit:
    """Figures of one classifier: role macro-F1, flag macro-F1 and mean AUC on the development split, and how well it names the author batch."""

    name: str
    role_f1: float
    flag_f1: float
    flag_auc: float
    author: float


def audit(train: Sequence[Letter], held_out: Sequence[Letter]) -> list[Audit]:
    """Every classifier, fitted on the units of `train` and measured on those of `held_out`; authors by cross-validation inside `train`."""
    (texts, roles, flags, batches, groups), (other_texts, other_roles, other_flags, _, _) = _units(train), _units(held_out)
    made = []
    for name, build in CLASSIFIERS.items():
        predicted = build().fit(texts, roles).predict(other_texts)
        role_f1 = float(f1_score(other_roles, predicted, average="macro"))
        f1s, aucs = [], []
        for column in range(flags.shape[1]):
            model = build().fit(texts, flags[:, column])
            f1s.append(f1_score(other_flags[:, column], model.predict(other_texts)))
            aucs.append(roc_auc_score(other_flags[:, column], model.predict_proba(other_texts)[:, 1]))
        made.append(Audit(name, role_f1, float(np.mean(f1s)), float(np.mean(aucs)), _author(build, texts, batches, groups)))
    return made


def _author(build: Callable[[], Any], texts: Sequence[str], batches: Sequence[str], letters: Sequence[str]) -> float:
    """Accuracy at naming the batch of a sentence from letters not seen; long units only, every fourth for speed."""
    chosen = [n for n, text in enumerate(texts) if len(text.split()) >= 6][::4]
    sample, wanted, groups = [[values[n] for n in chosen] for values in (texts, batches, letters)]
    predicted = cross_val_predict(build(), sample, wanted, groups=groups, cv=GroupKFold(4))
    return float(np.mean([p == w for p, w in zip(predicted, wanted, strict=True)]))


def _units(letters: Sequence[Letter]) -> tuple[list[str], list[str], np.ndarray, list[str], list[str]]:
    """Texts, roles, flags of shape (units, flags), batches and letter ids of all units."""
    texts, roles, flags, batches, ids = [], [], [], [], []
    for letter in letters:
        for unit in letter.units:
            texts.append(letter.text[unit.start : unit.end])
            roles.append(unit.role.value)
            flags.append([flag in unit.flags for flag in Flag])
            batches.append(letter.batch)
            ids.append(letter.id)
    return texts, roles, np.array(flags, dtype=int), batches, ids
