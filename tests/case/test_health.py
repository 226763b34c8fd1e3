"""The account's metrics: what is read of a file and what is left out, where a value stands, and how many orders bring it back."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reviewer.case.case import Case
from reviewer.case.health import health, names, severity, targets
from reviewer.case.health.standing import meets, orders_needed
from reviewer.case.metrics import Condition, Health, Metric, Standing
from reviewer.cli import main
from reviewer.formats.health import summary
from reviewer.types import ReviewerError

DAY = datetime.date(2026, 6, 1)
NOTICE = """Hello,

Your Amazon.co.uk selling account has been deactivated because your late dispatch rate does not meet our target.

  Late dispatch rate, 30 days: 6.40% (target: under 3%)

Please send us a plan of action within 17 days. Use the "Appeal" button in Account Health.
- The root cause of the late dispatches
- The actions you have taken

Seller Performance Team
"""


def read(text: str, name: str = "metrics", *, marketplace: str | None = "US", day: datetime.date = DAY, case: Case | None = None) -> Health:
    return health(text, name, marketplace=marketplace, day=day, case=case)


def only(text: str, **options: str) -> Standing:
    (found,) = read(text, marketplace=options.get("marketplace", "US")).metrics
    return found


def unread(told: Health) -> dict[str, str]:
    return {one.text: one.why for one in told.unrecognised}


@pytest.mark.parametrize(
    "text",
    [
        "Metric,Value,Orders,Bad orders,Window (days)\nLate Shipment Rate,11.47%,1194,137,30\n",
        "\ufeffmetric;rate;orders;late orders;days\nLSR;11,47 %;1.194;137;30\n",
        "Metric\tValue\tTotal orders\tDefects\tWindow\nlate dispatch rate\t11.47 %\t1194\t137\t30 days\n",
        '"Metric","Rate (%)","Orders","Bad orders","Window"\n"Late Shipment Rate","11.47","1,194","137","30"\n',
        "metric|orders|bad orders|window\nLate shipments|1194|137|30\n",
        '[{"metric": "late_shipment_rate", "value": "11.47%", "orders": 1194, "bad": 137, "windowDays": 30}]',
        '{"unit": "fraction", "window": 30, "metrics": [{"metric": "LSR", "value": 0.1147, "orders": 1194, "late orders": 137}]}',
        '{"lateShipmentRate": {"value": "11.47 percent", "orders": 1194, "defects": 137, "days": 30}}',
        "Late Shipment Rate 11.47% Target: under 4%\n137 of 1,194 orders\n30 days\n",
        "Account Health\n\nLate Shipment Rate\n11.47%\n137 of 1194 orders\nLast 30 days\n",
    ],
)
def test_every_form_says_the_same(text: str) -> None:
    measure = only(text).measure
    assert (measure.metric, measure.bad, measure.orders, measure.window_days) == (Metric.LATE_SHIPMENT_RATE, 137, 1194, 30)
    assert measure.value == pytest.approx(11.47, abs=0.01)


def test_columns_of_the_page_are_told_apart() -> None:
    told = read(
        "Order Defect Rate\nSeller Fulfilled   Fulfilled by Amazon\n1.25%   0.10%\n60 days\nLate Shipment Rate\nSeller Fulfilled\n5%\nValid Tracking Rate 99%\n"
    )
    assert [(one.measure.metric.value, one.measure.fulfilment, one.measure.value) for one in told.metrics] == [
        ("order_defect_rate", "seller", 1.25),
        ("order_defect_rate", "amazon", 0.1),
        ("late_shipment_rate", "seller", 5.0),
        ("valid_tracking_rate", None, 99.0),
    ]


def test_amazons_report_is_read() -> None:
    report = {
        "accountStatuses": [{"marketplaceId": "A1PA6795UKMFR9", "status": "AT_RISK"}],
        "performanceMetrics": [
            {
                "marketplaceId": "A1PA6795UKMFR9",
                "lateShipmentRateList": [
                    {
                        "reportingDateRange": {"reportingDateFrom": "2026-04-24T00:00:00Z", "reportingDateTo": "2026-05-24T00:00:00Z"},
                        "targetValue": 0.04,
                        "orderCount": 250,
                        "lateShipmentCount": 15,
                        "rate": 0.06,
                    }
                ],
                "listingPolicyViolations": {"defectsCount": 3},
            }
        ],
    }
    told = read(json.dumps(report), marketplace=None)
    (standing,) = told.metrics
    assert (standing.measure.value, standing.measure.marketplace, standing.measure.end) == (6.0, "DE", "2026-05-24")
    assert standing.goal is not None
    assert (standing.goal.value, standing.goal.origin, standing.met) == (4.0, "page", False)
    assert [(one.policy.value, one.count) for one in told.violations] == [("listing_policy_violations", 3)]
    assert "account status in DE: AT_RISK" in told.notes


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Wibble Rate,4%,", "names no metric that is known here"),
        ("Defect rate,4%,", "can mean order defect rate or invoice defect rate"),
        ("Late Shipment Rate,0.42,", "can be read as 0.42 % or as a fraction of one; write a percent sign"),
        ("Late Shipment Rate,104%,", "is more than 100 %"),
        ("Late Shipment Rate,-2%,", "is negative"),
        ("Late Shipment Rate,good,", "is no number"),
        ('Late Shipment Rate,"1,234",', "can be read in two ways: the comma may part thousands or decimals"),
        ("Late Shipment Rate,2.5%,12 of them", "is no whole number"),
    ],
)
def test_what_can_be_read_in_two_ways_is_named_and_left_out(row: str, why: str) -> None:
    told = read(f"metric,value,bad orders\nOrder Defect Rate,0.5%,\n{row}\n")
    assert [one.measure.metric for one in told.metrics] == [Metric.ORDER_DEFECT_RATE]
    assert list(unread(told).values()) == [why]


def test_a_figure_under_an_unknown_name_is_given_to_no_other() -> None:
    told = read("Order Defect Rate\n0.5%\nLate Shipment Rate\nHappiness Index\n4%\nShop Rating: 4.9\nYour Order Defect Rate is at 0.7%\n")
    assert [(one.measure.metric, one.measure.value) for one in told.metrics] == [(Metric.ORDER_DEFECT_RATE, 0.5)]
    assert unread(told) == {
        "4%": "stands under no metric that is known here",
        "Your Order Defect Rate is at 0.7%": "stands under no metric that is known here",
        "Late Shipment Rate": "holds no figure",
    }


@pytest.mark.parametrize(
    ("name", "metrics"),
    [
        ("Order Defect Rate (ODR)", [Metric.ORDER_DEFECT_RATE]),
        ("Late Shipment Rate (LSR), 30 days", [Metric.LATE_SHIPMENT_RATE]),
        ("lateShipmentRate30Days", [Metric.LATE_SHIPMENT_RATE]),
        ("Pre-Fulfillment Cancel Rate (%)", [Metric.CANCELLATION_RATE]),
        ("Valid Tracking Rate - Seller Fulfilled", [Metric.VALID_TRACKING_RATE]),
        ("Order Defect Rate (LSR)", []),
        ("shipment rate", []),
        ("Contact Response Time", []),
        ("x" * 200, []),
    ],
)
def test_a_name_counts_as_a_whole(name: str, metrics: list[Metric]) -> None:
    assert list(names.understand(name).metrics) == metrics


def test_a_rate_that_does_not_fit_its_orders_is_left_out() -> None:
    told = read("metric,value,orders,bad\nODR,0.5%,1000,5\nLSR,2.5%,1194,137\n")
    assert unread(told) == {"LSR 2.5%": "does not fit its own orders, which make 11.47 %"}


def test_numbers_of_a_page_that_cannot_be_told_apart_are_left_out() -> None:
    told = read("Order Defect Rate 0.5%\nLate Shipment Rate 2% 7%\nHappiness Rate 4%\n")
    assert [one.measure.value for one in told.metrics] == [0.5]
    assert list(unread(told).values()) == ["holds several figures that cannot be told apart", "names no metric that is known here"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no valid JSON"),
        ('{"a": 1, "a": 2}', "holds the key 'a' twice"),
        ("[NaN]", "holds NaN"),
        ("[" * 100_000, "nested too deeply"),
        ("Dear team, the parcels were late.", "holds no metric that is known here"),
        ("metric,value\nWibble,4%\n", "holds no metric that is known here (line 2: 'Wibble' names no metric"),
        ("name,price\nlamp,4\n", "holds no metric"),
        ("metric,value\n" + "LSR,2%\n" * 2_100, "has more than 2,000 rows"),
        ("LSR 2%\n" * 40_000, "at most 200,000 are read"),
    ],
)
def test_bad_input_is_one_clear_error(text: str, said: str) -> None:
    with pytest.raises(ReviewerError) as error:
        read(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


def test_unknown_marketplaces_are_errors_or_named() -> None:
    with pytest.raises(ReviewerError, match="there is no marketplace 'Atlantis'; allowed are"):
        read("LSR 2%", marketplace="Atlantis")
    told = read("metric,value,marketplace\nODR,0.5%,UK\nLSR,2%,Atlantis\n", marketplace=None)
    assert told.marketplace == "UK"
    assert list(unread(told).values()) == ["is of a marketplace that is not known here ('Atlantis')"]


def test_the_target_of_the_notice_wins_over_the_page_and_that_over_the_table() -> None:
    text = "Late Shipment Rate 3.5% 30 days"
    case = Case.of(notices=[("notice.txt", NOTICE)])
    by_table, by_page, by_notice = (
        read(text).metrics[0],
        read(f"{text} Target: under 3.2%").metrics[0],
        read(f"{text} Target: under 3.2%", case=case, marketplace=None).metrics[0],
    )
    assert [(one.goal.value, one.goal.origin, one.met) for one in (by_table, by_page, by_notice) if one.goal] == [
        (4.0, "table", True),
        (3.2, "page", False),
        (3.0, "notice", False),
    ]
    assert read(text, case=case, marketplace=None).marketplace == "UK"


def test_a_text_that_is_no_notice_gives_a_note_and_no_target() -> None:
    told = read("LSR 3.5%", case=Case.of(notices=[("hello.txt", "Our late shipment rate is 3.5% (target: under 3%).")]))
    assert told.metrics[0].goal is not None
    assert told.metrics[0].goal.value == 4.0
    assert "hello.txt does not read like a notice of Amazon; nothing is taken from it" in told.notes


def test_targets_depend_on_marketplace_programme_shipper_and_day() -> None:
    on_time = "metric,value,marketplace,programme,end\nOTDR,95%,{},{},{}\n"

    def goal(*cells: str) -> tuple[float, bool] | None:
        found = read(on_time.format(*cells), marketplace=None).metrics[0].goal
        return (found.value, found.unsure) if found else None

    assert goal("US", "", "2026-05-01") == (90.0, False)
    assert goal("DE", "", "2026-05-01") == (90.0, True)
    assert goal("US", "", "2024-09-01") is None
    assert goal("JP", "prime", "2026-05-01") == (96.0, False)
    assert goal("UK", "premium", "2026-05-01") == (97.0, True)
    assert only("metric,value,fulfilment\nLSR,9%,FBA\n").goal is None


def test_an_old_table_is_called_old_once() -> None:
    checked = targets.table().checked
    young, old = (read("LSR 2%\nODR 0.2%", day=checked + datetime.timedelta(days=days)) for days in (500, 600))
    assert not [note for note in young.notes if "last checked" in note]
    assert len([note for note in old.notes if "last checked" in note]) == 1


def test_every_target_has_a_source_and_known_marketplaces() -> None:
    from reviewer.case.followup.worktime import MARKETPLACES

    table = targets.table()
    assert {Metric.ORDER_DEFECT_RATE, Metric.LATE_SHIPMENT_RATE, Metric.CANCELLATION_RATE, Metric.VALID_TRACKING_RATE} <= {one.metric for one in table.target}
    for one in table.target:
        assert one.source
        assert one.effect.endswith(".")
        assert set(one.marketplaces) <= set(MARKETPLACES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("value = 1", "value = 1\nvalues = 2"), "unknown field `values`"),
        (('condition = "under"', 'condition = "beneath"'), "beneath"),
        (("value = 1", "value = 2000"), "<= 1000"),
        (('metric = "order_defect_rate"', 'metric = "luck"'), "luck"),
        (("[[target]]", "[[target"), "is not valid TOML"),
    ],
)
def test_the_table_is_read_strictly(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "targets.toml"
    text = 'checked = 2026-02-28\n[[target]]\nmetric = "order_defect_rate"\ncondition = "under"\nvalue = 1\neffect = "E."\ndated = "2024"\nsource = "S"\n'
    path.write_text(text, encoding="utf-8")
    assert targets.read(path).target[0].value == 1
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ReviewerError) as error:
        targets.read(path)
    assert said in str(error.value)


def test_orders_that_bring_a_rate_back() -> None:
    late = only("metric,orders,bad,window\nLSR,1194,137,30\n")
    assert late.recovery is not None
    assert late.recovery.orders == 2232  # 137 of 3,425 is 4.00 % exactly, which is not under 4 %
    assert "leaves" not in late.position
    tracked = only("metric,orders,good\nVTR,100,90\n")
    assert tracked.recovery is not None
    assert tracked.recovery.orders == 101  # 191 of 201 is 95.02 %, 190 of 200 is not over 95 %
    perfect = only("metric,orders,good,programme,marketplace\nVTR,100,99,premium,UK\n", marketplace="UK")
    assert perfect.recovery is not None
    assert perfect.recovery.orders is None
    assert only("LSR 9%").recovery is None


def test_position_in_words() -> None:
    assert only("LSR 6.3%").position == "misses by 2.3 points"
    assert only("metric,value,defects,orders\nLSR,7.8%,41,526\n").position == "misses by 3.8 points", "the exact 3.79 would not fit what is shown"
    assert only("LSR 4%").position == "misses: it must be under the target, not equal to it"
    assert only("LSR 1%").position == "meets the target"
    assert only("LSR N/A").position == "the file shows no value"
    assert only("Negative feedback rate 0.4%").position == "a part of the order defect rate"
    rating = only("Account Health Rating: 184")
    assert (rating.band, rating.position) == ("at risk", "misses by 16 points")
    assert only("LSR 3.996%\n").notes == []
    assert only("VTR 95.0%").notes == ["the value is rounded, so the exact share may lie on the other side of the target"]


def test_of_several_periods_the_newest_stands_and_the_one_before_is_shown() -> None:
    (standing,) = read("metric,value,window,end\nLSR,9%,30,2026-03-31\nLSR,3%,30,2026-05-31\nLSR,6%,30,2026-04-30\n").metrics
    assert (standing.measure.value, standing.previous) == (3.0, 6.0)


_CONDITIONS = st.sampled_from(list(Condition))
_TARGETS = st.fractions(min_value=0, max_value=100, max_denominator=100)


@given(st.integers(1, 400), st.integers(0, 400), _CONDITIONS, _TARGETS)
def test_the_number_of_orders_is_enough_and_one_less_is_not(orders: int, bad: int, condition: Condition, target: Fraction) -> None:
    bad = min(bad, orders)
    high = condition in (Condition.OVER, Condition.AT_LEAST)

    def met(more: int) -> bool:
        share = Fraction(100 * bad, orders + more)
        return meets(100 - share if high else share, condition, target)

    needed = orders_needed(bad, orders, condition, target)
    if needed is None:
        assert not met(0)
        assert not met(10**9)
    else:
        assert met(needed)
        assert needed == 0 or not met(needed - 1)


@given(st.integers(1, 400), st.integers(1, 400), _CONDITIONS, _TARGETS)
def test_one_more_defect_never_needs_fewer_orders(orders: int, bad: int, condition: Condition, target: Fraction) -> None:
    bad = min(bad, orders)
    fewer, more = orders_needed(bad - 1, orders, condition, target), orders_needed(bad, orders, condition, target)
    assert more is None or (fewer is not None and fewer <= more)


@given(st.text(max_size=300))
def test_any_text_gives_a_position_or_one_clear_error(text: str) -> None:
    try:
        told = read(text)
    except ReviewerError as error:
        assert str(error).startswith("metrics: ")
    else:
        assert told.metrics or told.violations


_CELLS = st.sampled_from(
    ["LSR", "ODR", "4%", "0.5", "12", "960", "12 of 960", "n/a", "", "-3", "1,234", "1.25 %", "30 days", "x", '"', "seller", "2026-05-01", "US"]
)


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=8), max_size=12))
def test_any_table_gives_a_position_or_one_clear_error(rows: list[list[str]]) -> None:
    text = "metric,value,orders,bad,window,target,end,marketplace\n" + "\n".join(",".join(row) for row in rows)
    try:
        told = read(text, marketplace=None)
    except ReviewerError as error:
        assert str(error).startswith("metrics: ")
    else:
        assert all(one.measure.value is None or 0 <= one.measure.value <= 1000 for one in told.metrics)


def test_severity_and_repetition_are_named_as_the_page_and_the_notice_say_them() -> None:
    told = read("metric,value,severity,repeated\nListing policy violations,3,High impact,yes\nDocument requests,1,low,\nODR,0.2%,,\n")
    assert [(one.policy.words, one.count, one.severity, one.repeated) for one in told.violations] == [
        ("listing policy violations", 3, "high", True),
        ("document requests", 1, "low", False),
    ]
    assert [one.policy.words for one in told.grave] == ["listing policy violations"]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("This is a repeat violation of the listing policy.", ["repeated"]),
        ("You have repeatedly violated our policy.", ["repeated"]),
        ("This is the third complaint about this product.", ["repeated"]),
        ("We have previously warned you.", ["repeated"]),
        ("Severity: critical.", ["critical"]),
        ("This is a high impact violation.", ["high"]),
        ("Repeated violations may lead to the loss of your account.", []),
        ("Tell us how you will prevent repeated complaints.", []),
        ("If you violate the policy again, we close the account.", []),
        ("The late shipment rate is high.", []),
        ("Send the plan again.", []),
    ],
)
def test_what_a_notice_says_of_repetition_and_severity(sentence: str, kinds: list[str]) -> None:
    assert [one.kind for one in severity.mentions(sentence)] == kinds


def run(*arguments: str, stdin: bytes | None = None, environment: dict[str, str | None] | None = None) -> Result:
    return CliRunner().invoke(
        main, ["health", *arguments], input=stdin, catch_exceptions=False, env={"NO_COLOR": None, "FORCE_COLOR": None} | (environment or {})
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "well.csv").write_text("metric,value\nLSR,1%\nODR,0.2%\n", encoding="utf-8")
    (tmp_path / "late.csv").write_text("metric,orders,bad,window\nLSR,1194,137,30\nListing policy violations,,2,\n", encoding="utf-8")
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")


def test_exit_status() -> None:
    assert run("well.csv").exit_code == 0
    assert run("late.csv").exit_code == 1
    for arguments in (("none.csv",), ("well.csv", "--notice", "none.txt"), ("well.csv", "--marketplace", "XX"), ("well.csv", "--date", "1.2.2026")):
        done = run(*arguments)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("reviewer: ")


def test_a_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "metrics.xlsx").write_bytes(b"PK\x03\x04")
    done = run("metrics.xlsx")
    assert (done.exit_code, done.stderr) == (2, "reviewer: metrics.xlsx: is a spreadsheet; save its sheet as csv and give that\n")


def test_the_table_in_words() -> None:
    done = run("late.csv", "--notice", "notice.txt")
    assert "1 of 1 metrics with a target misses it: late shipment rate." in done.stdout
    assert "✗ Late shipment rate (30 days): 11.47 % (137 of 1,194 orders count against it)" in done.stdout
    assert "target under 3 % (from the notice): misses by 8.47 points" in done.stdout
    assert "after 3,373 more orders" in done.stdout
    assert "listing policy violations: 2" in done.stdout
    assert "It states no odds" in done.stdout
    assert "chance" not in done.stdout


def test_the_chart_has_the_target_in_it_and_grows_with_the_value() -> None:
    bars = {}
    for value in (1, 3, 8):
        shown = run("-", stdin=f"LSR {value}%".encode()).stdout
        bars[value] = next(line for line in shown.splitlines() if "│" in line)
        assert bars[value].count("│") == 1
    assert bars[1].count("█") < bars[3].count("█") < bars[8].count("█")


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in run("late.csv").stdout
    assert "\x1b[" not in run("late.csv", environment={"NO_COLOR": "1"}).stdout
    assert "\x1b[" in run("late.csv", "--color", "always").stdout


def test_control_characters_of_the_file_do_not_reach_the_terminal() -> None:
    shown = run("-", stdin=b"LSR 2%\nWibble\x1b[31m Rate 4%\n").stdout
    assert "not recognised" in shown.lower()
    assert "\x1b" not in shown


def test_json_follows_its_schema_and_reads_back() -> None:
    done = run("late.csv", "--notice", "notice.txt", "--format", "json", "--date", "2026-05-01")
    told = json.loads(done.stdout)
    Draft202012Validator(msgspec.json.schema(Health)).validate(told)
    assert msgspec.convert(told, Health).date == "2026-05-01"
    assert told["metrics"][0]["recovery"]["orders"] == 3373


def test_standard_input_may_name_its_kind() -> None:
    page = b"<html><body><p>Late Shipment Rate</p><p>9% Target: under 4%</p></body></html>"
    assert "misses by 5 points" in run("-", "--stdin-filename", "page.html", stdin=page).stdout


def test_the_headline_names_repeated_and_grave_violations() -> None:
    table = "metric,value,severity,repeated\nODR,0.2%,,\nProduct safety customer complaints,2,critical,\nListing policy violations,3,,yes\nDocument requests,1,low,\n"
    assert summary(read(table)) == (
        "the one metric with a target meets it; 2 product safety customer complaints (severity critical), 3 listing policy violations (called repeated)"
    )
    assert summary(read("metric,value\nODR,0.2%\n")) == "the one metric with a target meets it"
