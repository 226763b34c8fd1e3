"""The encoder by torch and transformers says what the shipped file says, up to what a CPU rounds."""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from reviewer.batch.judges import Judges
from reviewer.batch.sources import Letter
from reviewer.config import Config
from reviewer.training.corpus import load
from reviewer.types import Report, ReviewerError
from tests.batch.archive import EXAMPLES

pytestmark = pytest.mark.checkout
SETTINGS = Config(english=False)


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    corpus = load(EXAMPLES.parent / "data").letters
    return [Letter(n, letter.id, letter.text) for n, letter in enumerate(corpus[:: len(corpus) // 20], 1)]


def reports(letters: list[Letter], device: str) -> list[Report]:
    return [report for report in Judges(SETTINGS, device).review(letters) if isinstance(report, Report)]


def scores(some: list[Report]) -> npt.NDArray[np.float64]:
    """Of shape (letters, scores)."""
    return np.array([msgspec.structs.astuple(report.scores) for report in some])


def test_torch_gives_the_same_scores(letters: list[Letter]) -> None:
    by_torch, by_onnx = reports(letters, "cpu:0"), reports(letters, "cpu")
    assert len(by_torch) == len(by_onnx) == len(letters)
    apart = abs(scores(by_torch) - scores(by_onnx))
    assert apart.mean() <= 0.5
    assert np.quantile(apart, 0.95) <= 3
    roles = [(a.role, b.role) for one, other in zip(by_torch, by_onnx, strict=True) for a, b in zip(one.units, other.units, strict=True)]
    assert np.mean([first == second for first, second in roles]) >= 0.97


def test_a_letter_gets_the_same_scores_in_any_company(letters: list[Letter]) -> None:
    judges = Judges(SETTINGS, "cpu:0")
    [alone] = judges.review(letters[:1])
    together = judges.review(letters)[0]
    assert isinstance(alone, Report)
    assert isinstance(together, Report)
    assert np.allclose(scores([alone]), scores([together]), atol=0.01)


@pytest.mark.parametrize("device", ["cuda:99", "no such thing"])
def test_a_device_that_is_not_there_is_an_error(device: str) -> None:
    with pytest.raises(ReviewerError, match=f"--device {device}: torch has no such device here"):
        Judges(SETTINGS, device)
