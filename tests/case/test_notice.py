"""What is understood of a notice, and that nothing is guessed where a text is none."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from reviewer.case.notice import understand
from reviewer.case.values import Ask, Channel, Kind, Level, Notice, Reason
from reviewer.cli import main
from tests.letters import BAD, GOOD

LATE = """Hello Larkmere,

Your Amazon.com selling account has been deactivated. Your late shipment rate was 11.47% over 30 days; our target is under 4%.
Orders: 113-4471902-8830265, 113-9025518-1170344.

Please select "Reactivate your account" in Account Health and tell us:
- why the orders were confirmed late
- what you have done to resolve it
- how you will prevent late shipments in future

Answer within 17 days.
"""
BRAND = """Hello,

we removed B0C7RTM4XK after a report that it infringes a trademark. Complaint ID: 14720938856.

Send us one of these:
- a retraction from the rights owner
- a letter of authorization

If you believe that the report is a mistake, explain why. Reply to this e-mail by 3 March.
"""


def asked(notice: Notice) -> set[Ask]:
    return {ask.ask for ask in notice.asks}


def test_a_performance_notice() -> None:
    said = understand(LATE)
    assert (said.kind, said.level, said.channel) == (Kind.PERFORMANCE, Level.ACCOUNT, Channel.BUTTON)
    assert [reason.reason for reason in said.reasons] == [Reason.LATE_SHIPMENT]
    assert said.order_ids == ["113-4471902-8830265", "113-9025518-1170344"]
    assert [(rate.metric, rate.value, rate.target, rate.window_days) for rate in said.rates] == [("late_shipment_rate", 11.47, 4.0, 30)]
    assert asked(said) == {Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS}
    assert said.deadline is not None
    assert said.deadline.days == 17
    assert not said.proof_of_error


def test_a_policy_notice_with_alternatives() -> None:
    said = understand(BRAND)
    assert (said.kind, said.level, said.channel) == (Kind.POLICY, Level.LISTING, Channel.REPLY)
    assert [reason.reason for reason in said.reasons] == [Reason.TRADEMARK]
    assert (said.asins, said.complaint_ids) == (["B0C7RTM4XK"], ["14720938856"])
    groups = {ask.ask: ask.group for ask in said.asks}
    assert groups[Ask.RETRACTION] == groups[Ask.AUTHORISATION] == 1
    assert said.proof_of_error
    assert said.deadline is not None
    assert said.deadline.date == "--03-03"


def test_offsets_fit_the_text() -> None:
    for text in (LATE, BRAND):
        said = understand(text)
        assert all(text[one.start : one.end] == one.text for one in said.reasons)
        assert all(text[one.start : one.end] == one.text for one in said.asks)


@pytest.mark.parametrize("text", [GOOD, BAD, "", "hello", "asdf qwer zxcv " * 50, "Our spring newsletter: five tips for better photographs of your products."])
def test_what_is_no_notice_is_not_recognised(text: str) -> None:
    said = understand(text)
    assert not said.recognised
    assert not said.reasons
    assert not said.asks


@pytest.mark.parametrize("text", ["Your account " * 80_000, "please send " * 60_000, "a" * 1_000_000, "1" * 500_000, "- \n" * 200_000])
def test_hostile_text_is_bounded(text: str) -> None:
    begin = time.process_time()
    understand(text)
    assert time.process_time() - begin < 3


@pytest.mark.checkout
def test_labelled_notices_are_understood() -> None:
    """Floors below what scripts/bench/notice.py measures, to notice a step back."""
    rows = [json.loads(line) for line in (Path(__file__).parent.parent.parent / "data" / "notices.jsonl").read_text(encoding="utf-8").splitlines()]
    made = [(msgspec.convert(row["says"], Notice), understand(row["text"])) for row in rows if row["split"] == "development"]
    found = sum(len(asked(a) & asked(b)) for a, b in made)
    assert 2 * found / sum(len(asked(a)) + len(asked(b)) for a, b in made) >= 0.8
    assert sum(b.recognised for _, b in made) / len(made) >= 0.95


def test_the_command(tmp_path: Path) -> None:
    notice, letter = tmp_path / "notice.txt", tmp_path / "draft.txt"
    notice.write_text(LATE)
    letter.write_text(GOOD)
    done = CliRunner().invoke(main, ["notice", str(notice)])
    assert done.exit_code == 0
    assert "late shipment" in done.output
    done = CliRunner().invoke(main, ["notice", str(letter)])
    assert done.exit_code == 1
    assert "not recognised" in done.output
    done = CliRunner().invoke(main, ["notice", str(notice), "--format", "json"])
    assert msgspec.json.decode(done.stdout, type=Notice).recognised
    assert CliRunner().invoke(main, ["notice", str(tmp_path / "none.txt")]).exit_code == 2
