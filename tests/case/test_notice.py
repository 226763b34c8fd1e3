"""What is understood of a notice, and that nothing is guessed where a text is none."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from reviewer.case.folder import other_than_draft
from reviewer.case.notice import is_notice, understand
from reviewer.case.notice.facts import unclear_deadline
from reviewer.case.values import Ask, Channel, Kind, Level, Notice, Reason
from reviewer.cli import main
from reviewer.readers import Draft
from tests.letters import BAD, GOOD

DATA = Path(__file__).parents[2] / "data"

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
    assert 2 * found / sum(len(asked(a)) + len(asked(b)) for a, b in made) >= 0.85
    assert sum(b.recognised for _, b in made) / len(made) >= 0.95


def test_the_command(tmp_path: Path) -> None:
    notice, letter = tmp_path / "notice.txt", tmp_path / "draft.txt"
    notice.write_text(LATE)
    letter.write_text(GOOD)
    done = CliRunner().invoke(main, ["notice", str(notice)])
    assert done.exit_code == 0
    assert "late shipment rate 11.47 %, target under 4 %" in done.output
    done = CliRunner().invoke(main, ["notice", str(letter)])
    assert done.exit_code == 1
    assert "not recognised" in done.output
    done = CliRunner().invoke(main, ["notice", str(notice), "--format", "json"])
    assert msgspec.json.decode(done.stdout, type=Notice).recognised
    assert CliRunner().invoke(main, ["notice", str(tmp_path / "none.txt")]).exit_code == 2


def listed(*points: str, intro: str = "Please send us a plan of action with:") -> Notice:
    items = "".join(f"- {point}\n" for point in points)
    return understand(f"Hello,\n\nyour account has been deactivated because of your late shipment rate.\n\n{intro}\n{items}\nYour Seller Performance Team\n")


def test_a_plan_of_action_is_no_ask_for_actions() -> None:
    alone = understand("Hello,\n\nyour account has been deactivated. Your listing is closed. Please send us a plan of action within 17 days.\n")
    assert asked(alone) == {Ask.PLAN_OF_ACTION}
    assert Ask.CORRECTIVE_ACTIONS in asked(listed("the actions you have taken"))


@pytest.mark.parametrize(
    ("point", "wanted", "unwanted"),
    [
        ("which person or service asked for the reviews, and what was offered", Ask.DISCLOSURE, Ask.PREVENTIVE_ACTIONS),
        ("which person now checks each parcel", Ask.PREVENTIVE_ACTIONS, None),
        ("a description of what you did with the remaining stock", Ask.CORRECTIVE_ACTIONS, Ask.ROOT_CAUSE),
        ("a description of what went wrong", Ask.ROOT_CAUSE, None),
        ("a sample of your packing slip", Ask.OTHER_DOCUMENT, Ask.SHIPMENT_PROOF),
    ],
)
def test_the_clause_of_an_ask(point: str, wanted: Ask, unwanted: Ask | None) -> None:
    found = asked(listed(point))
    assert wanted in found
    assert unwanted not in found


def test_an_ask_that_stands_twice_is_taken_from_the_list() -> None:
    said = listed("The root cause of the late shipments", intro="To appeal, send us a plan that explains why orders were late:")
    assert [ask.text for ask in said.asks if ask.ask is Ask.ROOT_CAUSE] == ["The root cause of the late shipments"]


def test_a_statement_and_what_is_not_needed_are_no_asks() -> None:
    said = understand(
        'Hello,\n\nyour account is related to another account. The name of that account begins with "Brillo". Receipts from other sellers are not needed.\n'
        "Your offers are closed. Attach photographs if you have them.\n"
    )
    assert not asked(said) & {Ask.OTHER_ACCOUNT, Ask.INVOICES}
    assert [ask.required for ask in said.asks if ask.ask is Ask.PHOTOS] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Still missing:\n- the root cause\n- how you control shelf life\n",
        "What we expect from you\n. the root cause\n. how you control shelf life\n",
        "Reply to each question.\nQ1. What was the root cause?\nQ2. How do you control shelf life?\n",
    ],
)
def test_lists_of_every_make(text: str) -> None:
    said = understand(f"Hello,\n\nyour account has been deactivated and your listings are closed.\n\n{text}")
    assert {Ask.ROOT_CAUSE, Ask.PREVENTIVE_ACTIONS} <= asked(said)


RELATED = """Dear Seller,

Your account has been deactivated because it is related to another account.

If you own the account "Brillo...", reinstate it first and then tell us since when it is active again.

If you do not own it and have never owned it, explain your relationship to it and send documents that support your explanation.
"""


def test_the_two_branches_of_another_account() -> None:
    branches = {(ask.ask, ask.branch) for ask in understand(RELATED).asks}
    assert branches == {(Ask.OTHER_ACCOUNT, "yours"), (Ask.EXPLANATION_OF_ERROR, "not yours"), (Ask.OTHER_DOCUMENT, "not yours")}
    one = understand(RELATED.replace('If you own the account "Brillo...", reinstate it first and then tell us since when it is active again.\n', ""))
    assert {ask.branch for ask in one.asks} == {None}, "a single condition parts nothing"


def test_a_sentence_is_quoted_whole() -> None:
    point = "They must show the quantities, and the name, phone number, address and website of the supplier."
    said = listed("Copies of invoices from your supplier. " + point)
    assert [ask.text for ask in said.asks if ask.ask is Ask.SUPPLIER_CONTACT] == [point]


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("Please upload in Account Info > Identity Information:", Channel.UPLOAD),
        ("Upload through Product Policy Compliance.", Channel.UPLOAD),
        ('Upload the file in Account Health, then select the "Appeal" button.', Channel.BUTTON),
        ("Please use the Appeal button in Account Health.", Channel.BUTTON),
        ("Answer these three questions in a reply.", Channel.REPLY),
    ],
)
def test_the_channel(line: str, channel: Channel) -> None:
    assert understand(f"Hello,\n\nyour account has been deactivated. Your offers are closed.\n\n{line}\n").channel is channel


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Thank you for your message about the reviews of your products.", Reason.REVIEW_MANIPULATION),
        ("Buyers were offered a gift for reviews.", Reason.REVIEW_MANIPULATION),
        ("We could not verify that they are authentic.", Reason.INAUTHENTIC),
        ("Rights owner: Halden Fire Media", None),
    ],
)
def test_the_reason(line: str, reason: Reason | None) -> None:
    said = understand(f"Hello,\n\nyour account has been deactivated. Your offers are closed.\n{line}\n\nPlease send us a plan of action.\n")
    assert [one.reason for one in said.reasons] == ([reason] if reason else [])


def test_the_name_of_the_team_says_the_reason_only_where_nothing_else_does() -> None:
    text = "Hello,\n\nyour account has been deactivated{}. Your offers are closed.\n\nAmazon Community Abuse Team\n"
    assert [one.reason for one in understand(text.format("")).reasons] == [Reason.REVIEW_MANIPULATION]
    assert [one.reason for one in understand(text.format(" because the brand is counterfeit")).reasons] == [Reason.COUNTERFEIT]


def test_what_was_not_understood_is_said(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("Hello,\n\nyour account has been deactivated. Your offers are closed. Please send us a plan of action.\n")
    printed = CliRunner().invoke(main, ["notice", str(path)]).output
    assert "the reason was not recognised" in printed
    assert "no deadline was understood" in printed
    assert "a plan of action:" in printed


def test_what_was_changed_is_the_action_where_the_future_is_asked_for_beside_it() -> None:
    intro = "Please tell us:"
    assert asked(listed("why the orders were late", "what you have changed", "how you will keep the rate under the limit", intro=intro)) == {
        Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS,
    }  # fmt: skip
    assert asked(listed("why the orders were late", "what you have changed", intro=intro)) == {Ask.ROOT_CAUSE, Ask.PREVENTIVE_ACTIONS}
    one = understand(
        "Hello,\n\nyour account is deactivated. Tell us what you changed on the page, and how you will keep returns low. Your offers are closed.\n"
    )
    assert asked(one) == {Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("The images on your listing on Amazon.de use their illustration without permission.", Reason.COPYRIGHT),
        ("Customers bought an office chair as new and received one that had been used.", Reason.CONDITION),
        ("11.2% of your orders were confirmed after the expected ship date.", Reason.LATE_SHIPMENT),
        ("On review of the licence which you uploaded, we found that it had been altered.", Reason.FORGED_DOCUMENT),
        ("Customers told us about a safety incident; the product may not be offered.", Reason.SAFETY),
        ("Some of your prices on Amazon.fr have been judged unfair to customers.", Reason.PRICING),
    ],
)
def test_reasons_in_other_words(line: str, reason: Reason) -> None:
    said = understand(f"Hello,\n\nyour account has been deactivated. Your offers are closed.\n{line}\n\nPlease send us a plan of action.\n")
    assert [one.reason for one in said.reasons] == [reason]


@pytest.mark.checkout
def test_no_letter_is_taken_for_a_notice_and_most_notices_are_known() -> None:
    letters = [json.loads(line)["text"] for file in (DATA / "corpus").glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(letters) > 1000
    assert [text[:80] for text in letters if other_than_draft(Draft(text, "a.txt", "text"))] == []
    notices = [json.loads(line)["text"] for line in (DATA / "notices.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum(map(is_notice, notices)) > 0.7 * len(notices)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("We will look at an appeal within 14 days from today.", "within 14 days"),
        ("We will reply within two business days of receiving your plan.", None),
        ("We aim to answer within three working days.", None),
        ("Send us your answer within 14 days from today.", None),
    ],
)
def test_a_time_that_may_be_a_deadline_is_named(line: str, said: str | None) -> None:
    assert unclear_deadline(line) == said


def test_what_a_question_speaks_of_is_no_document_to_give() -> None:
    notice = understand(
        "Hello,\n\nYour offers to business customers have been removed: your Invoice Defect Rate was 21%.\n\nTo get them back, let us know:\n"
        "- why invoices were not uploaded in time\n- how you will upload each invoice and keep it on time in future\n- send us the invoices from your supplier of the last year\n"
    )
    asked = [one.ask for one in notice.asks]
    assert asked.count(Ask.INVOICES) == 1
    assert "from your supplier" in next(one.text for one in notice.asks if one.ask is Ask.INVOICES)
    assert {Ask.ROOT_CAUSE, Ask.PREVENTIVE_ACTIONS} <= set(asked)
