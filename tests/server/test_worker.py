"""What a worker does with its jobs, without the process around it."""

from __future__ import annotations

import io
import json

import pytest

from reviewer import engine
from reviewer.document import tokenizer
from reviewer.hook import MAX_REQUEST
from reviewer.server import worker
from reviewer.server.channel import Begun, Job, Outcome, packed, read
from tests.letters import BAD

REVIEW = Job("review", 20.0)
BODY = json.dumps({"text": BAD}).encode()


@pytest.fixture(scope="module")
def bench() -> worker.Bench:
    return worker.Bench()


def test_a_warm_worker_loads_nothing_for_a_letter(bench: worker.Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "stock_letters", lambda: pytest.fail("the templates are read again"))
    outcome, answer = worker.done(bench, REVIEW, BODY)
    assert outcome == Outcome(200)
    assert json.loads(answer)["verdict"] == "revise"


def test_a_fault_on_one_letter_is_said_without_its_words(bench: worker.Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> bytes:
        raise KeyError(BAD)

    monkeypatch.setattr(bench, "answer", faulty)
    outcome, answer = worker.done(bench, REVIEW, BODY)
    assert (outcome.status, json.loads(answer)["error"]["code"]) == (500, "failed")
    assert outcome.broke is not None
    assert outcome.broke.startswith("KeyError in test_worker.py, line ")
    assert "Amazon" not in outcome.broke + answer.decode()


def test_jobs_are_done_one_after_the_other_until_there_are_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GROWTH", -MAX_REQUEST)
    jobs = io.BytesIO(packed(REVIEW, BODY) + packed(Job("notice", 20.0), b"{}") + packed(Job("rules", 20.0), b"") + packed(REVIEW, BODY)[:-1])
    answers = io.BytesIO()
    worker.serve(jobs, answers)
    answers.seek(0)
    came: list[int] = []
    while (found := read(answers, Outcome if len(came) % 2 == 0 else Begun)) is not None:
        header, _ = found
        came.append(header.status if isinstance(header, Outcome) else 100)
        assert not isinstance(header, Outcome) or header.spent == (len(came) > 1), "one that has grown says so"
    assert came == [200, 100, 200, 100, 400, 100, 200]


def test_the_words_of_a_letter_leave_the_worker_with_it() -> None:
    jobs = b"".join(packed(REVIEW, json.dumps({"text": f"We sold the {word} lamp on 3 May 2025."}).encode()) for word in ("quxlorvane", "brintlefosk"))
    answers = io.BytesIO()
    worker.serve(io.BytesIO(jobs), answers)
    assert b"quxlorvane" in answers.getvalue()
    assert "quxlorvane" not in tokenizer().vocab.strings
    assert "brintlefosk" not in tokenizer().vocab.strings
