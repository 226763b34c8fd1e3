"""The follow-up: business days on real calendars, doubtful times, deadlines, promises, the calendar file and the command."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from reviewer.case.followup import Sent, advice, asked, follow_up, ics, limit, moments, promises, worktime
from reviewer.case.followup.advice import Answered
from reviewer.case.followup.limit import Urgency
from reviewer.case.followup.moments import Moment, moment, zone
from reviewer.case.followup.worktime import MARKETPLACES, Marketplace, marketplace, waiting
from reviewer.case.values import Ask, Channel, Deadline, Notice, NoticeAsk
from reviewer.cli import main
from reviewer.document import Document
from reviewer.formats.followup import render
from reviewer.rule import Reading
from reviewer.types import Flag, ReviewerError, Role, Unit
from tests.letters import GOOD

UTC = datetime.UTC
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime.datetime(2026, 11, 21, 8, tzinfo=SHANGHAI)


def at(text: str, place: str | ZoneInfo) -> datetime.datetime:
    local = MARKETPLACES[place].clock if isinstance(place, str) else place
    return datetime.datetime.fromisoformat(text).replace(tzinfo=local)


def shown(time: datetime.datetime) -> str:
    return f"{time:%a %Y-%m-%d %H:%M %z}"


# --- business days


@pytest.mark.parametrize(
    ("place", "submitted", "enquire"),
    [
        ("US", "2026-10-05 10:00", "Thu 2026-10-08 09:00 -0700"),  # Monday: Tuesday and Wednesday count
        ("US", "2026-11-20 10:00", "Wed 2026-11-25 09:00 -0800"),  # Friday morning, Friday night and the weekend wait alike
        ("US", "2026-11-20 20:00", "Wed 2026-11-25 09:00 -0800"),
        ("US", "2026-11-22 09:00", "Wed 2026-11-25 09:00 -0800"),
        ("US", "2026-11-24 09:00", "Mon 2026-11-30 09:00 -0800"),  # Thanksgiving and a weekend in between
        ("US", "2026-03-05 12:00", "Tue 2026-03-10 09:00 -0700"),  # over the change to summer time
        ("US", "2026-12-24 12:00", "Wed 2026-12-30 09:00 -0800"),  # Christmas
        ("UK", "2026-04-02 12:00", "Thu 2026-04-09 09:00 +0100"),  # Good Friday and Easter Monday, which England keeps
        ("CA", "2026-05-15 12:00", "Thu 2026-05-21 09:00 -0400"),  # Victoria Day
        ("AU", "2026-06-05 12:00", "Thu 2026-06-11 09:00 +1000"),  # the King's Birthday
        ("SA", "2026-10-06 12:00", "Sun 2026-10-11 09:00 +0300"),  # Wednesday and Thursday; Friday and Saturday are off
        ("EG", "2026-10-13 12:00", "Sun 2026-10-18 09:00 +0300"),
        ("AE", "2026-10-06 12:00", "Fri 2026-10-09 09:00 +0400"),  # the Emirates work on Friday
        ("JP", "2026-05-01 12:00", "Mon 2026-05-11 09:00 +0900"),  # the golden week
        ("DE", "2026-05-12 12:00", "Mon 2026-05-18 09:00 +0200"),  # Ascension Day
    ],
)
def test_when_the_enquiry_is_due(place: str, submitted: str, enquire: str) -> None:
    assert shown(waiting(at(submitted, place), MARKETPLACES[place]).enquire) == enquire


def test_the_day_is_that_of_the_marketplace() -> None:
    """Saturday morning in Shanghai is still Friday in Seattle, and Monday evening in Seattle is Tuesday in Tokyo."""
    assert waiting(at("2026-11-21 08:00", SHANGHAI), MARKETPLACES["US"]).counted[0] == datetime.date(2026, 11, 23)
    assert waiting(at("2026-10-05 20:00", "US"), MARKETPLACES["JP"]).counted[0] == datetime.date(2026, 10, 7)


def test_the_days_that_do_not_count_are_named() -> None:
    skipped = {day.date.day: day.why for day in waiting(at("2026-11-24 09:00", "US"), MARKETPLACES["US"]).skipped}
    assert skipped == {24: "the day of submission", 26: "Thanksgiving Day", 28: "weekend", 29: "weekend"}


PLACES = st.sampled_from(list(MARKETPLACES.values()))
TIMES = st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2030, 12, 31), timezones=st.just(UTC))


@settings(max_examples=250, deadline=None)
@given(TIMES, PLACES)
def test_an_enquiry_is_due_on_a_business_day_after_two_whole_ones(submitted: datetime.datetime, place: Marketplace) -> None:
    wait = waiting(submitted, place)
    own_day = submitted.astimezone(place.clock).date()
    assert worktime.is_business_day(wait.enquire.date(), place)
    assert worktime.is_business_day(wait.repeat.date(), place)
    between = [own_day + datetime.timedelta(days=n) for n in range(1, (wait.enquire.date() - own_day).days)]
    assert [day for day in between if worktime.is_business_day(day, place)] == list(wait.counted)
    assert len(wait.counted) == 2
    assert submitted < wait.passed < wait.enquire < wait.repeat
    assert {own_day, *between} == {*wait.counted, *(day.date for day in wait.skipped)}


@settings(max_examples=250, deadline=None)
@given(TIMES, st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=20)), PLACES)
def test_a_later_submission_never_gives_an_earlier_enquiry(submitted: datetime.datetime, later: datetime.timedelta, place: Marketplace) -> None:
    assert waiting(submitted, place).enquire <= waiting(submitted + later, place).enquire


@pytest.mark.parametrize(("name", "code"), [("us", "US"), (" GB ", "UK"), ("amazon.co.uk", "UK"), ("www.Amazon.de", "DE"), ("uae", "AE")])
def test_names_of_marketplaces(name: str, code: str) -> None:
    assert marketplace(name).code == code


def test_every_marketplace_has_a_clock_and_a_calendar() -> None:
    for place in MARKETPLACES.values():
        year = [datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
        assert 220 < sum(worktime.is_business_day(day, place) for day in year) < 262, place.code


# --- times as typed


def test_a_time_that_the_clock_skipped_and_one_that_came_twice() -> None:
    seattle, berlin = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/Berlin")
    gap, twice, plain = (moment(text, seattle, "--submitted") for text in ("2026-03-08 02:30", "2026-11-01 01:30", "2026-11-01 03:30"))
    assert shown(gap.at) == "Sun 2026-03-08 03:30 -0700"
    assert "did not exist" in gap.notes[0]
    assert "read as 03:30" in gap.notes[0]
    assert twice.at.utcoffset() == datetime.timedelta(hours=-8)
    assert "came twice" in twice.notes[0]
    assert plain.notes == ()
    assert moment("2026-03-29 02:00", berlin, "--submitted").notes


def test_an_offset_needs_no_reading() -> None:
    read = moment("2026-11-01T01:30-07:00", ZoneInfo("America/Los_Angeles"), "--submitted")
    assert read.notes == ()
    assert read.at.astimezone(UTC).hour == 8


def test_a_day_without_an_hour_is_taken_to_its_end() -> None:
    read = moments.end_if_no_hour(moment("2026-11-20", SHANGHAI, "--submitted"))
    assert shown(read.at) == "Fri 2026-11-20 23:59 +0800"
    assert "no hour was given" in read.notes[0]


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2035, 1, 1)), st.sampled_from(["Africa/Cairo", "Asia/Shanghai", "Australia/Lord_Howe", "America/Los_Angeles"]))  # fmt: skip
def test_a_time_is_read_as_the_clock_shows_it_or_noted(time: datetime.datetime, name: str) -> None:
    read = moment(f"{time:%Y-%m-%d %H:%M}", ZoneInfo(name), "--submitted")
    back = read.at.astimezone(UTC).astimezone(ZoneInfo(name))
    assert f"{back:%Y-%m-%d %H:%M}" == f"{time:%Y-%m-%d %H:%M}" or "did not exist" in read.notes[0]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Asia/Shangai", "Asia/Shanghai"), ("shanghai", "Asia/Shanghai"),
        ("Shenzhen", "Asia/Shanghai"),
        ("CST", "Asia/Shanghai or America/Chicago"), ("europe/berlin", "Europe/Berlin"), ("Sao Paulo", "America/Sao_Paulo"), ("../etc/passwd", "allowed are names"), ("America", "allowed are names"), ("", "allowed are names")],
)  # fmt: skip
def test_an_unknown_zone_names_near_ones(name: str, wanted: str) -> None:
    with pytest.raises(ReviewerError, match=f"(?i)there is no time zone '.*'; .*{wanted}"):
        zone(name)


@pytest.mark.parametrize(
    "text",
    ["20.11.2026 10:00", "11/20/2026", "2026-11-20 10", "2026-11-31 10:00", "2026-11-20 25:00", "tomorrow", "", "２０２６-11-20", "2026-11-20 10:00 PST"],
)
def test_a_date_that_is_none_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ReviewerError, match=r'--submitted: .* allowed are "2026-11-20 10:00"'):
        moment(text, SHANGHAI, "--submitted")


def test_dates_far_off() -> None:
    assert moments.far_off(NOW, NOW, "--submitted") == []
    assert "days ahead; is the date right?" in moments.far_off(NOW + datetime.timedelta(days=90), NOW, "--submitted")[0]
    assert "days back; is the date right?" in moments.far_off(NOW - datetime.timedelta(days=365), NOW, "--submitted")[0]
    with pytest.raises(ReviewerError, match="more than 5 years ahead"):
        moments.far_off(NOW + datetime.timedelta(days=5000), NOW, "--submitted")


# --- the deadline


def time_limit(deadline: Deadline, notice_date: str | None = None, now: datetime.datetime = NOW) -> limit.TimeLimit:
    given_on = moment(notice_date, SHANGHAI, "--notice-date") if notice_date else None
    return limit.counted(deadline, given_on, at("2026-11-20 10:00", SHANGHAI), MARKETPLACES["US"], now, SHANGHAI)


def test_days_run_from_the_day_of_the_notice_at_the_marketplace() -> None:
    counted = time_limit(Deadline("within 17 days", days=17), "2026-11-18 09:00")
    assert counted.until is not None
    assert shown(counted.until) == "Sat 2026-12-05 15:59 +0800", "17 days after the 17th, which the notice's day still was in Seattle"
    assert (counted.urgency, counted.left, counted.submitted_in_time) == (Urgency.OPEN, "14 days", True)


def test_hours_run_from_the_moment_of_the_notice() -> None:
    until = time_limit(Deadline("Within 72 hours", days=3), "2026-11-18 09:00").until
    assert until is not None
    assert shown(until) == "Sat 2026-11-21 09:00 +0800"


def test_a_deadline_that_cannot_be_counted_says_why() -> None:
    assert "--notice-date" in time_limit(Deadline("within 17 days", days=17)).reading
    assert time_limit(Deadline("x", days=10**9), "2026-11-18").urgency is Urgency.UNKNOWN
    assert time_limit(Deadline("x", date="2026-02-30")).urgency is Urgency.UNKNOWN
    assert time_limit(Deadline("x", date="--13-01")).urgency is Urgency.UNKNOWN


@pytest.mark.parametrize(
    ("date", "notice_date", "day"),
    [("2026-12-01", None, "2026-12-01"), ("--12-01", None, "2026-12-01"), ("--01-10", None, "2027-01-10"), ("--10-30", None, "2026-10-30"), ("--10-30", "2026-11-10", "2027-10-30"), ("--11-25", "2026-11-10", "2026-11-25")],
)  # fmt: skip
def test_a_date_without_a_year(date: str, notice_date: str | None, day: str) -> None:
    until = time_limit(Deadline("by", date=date), notice_date).until
    assert until is not None
    assert f"{until.astimezone(MARKETPLACES['US'].clock):%Y-%m-%d %H:%M}" == f"{day} 23:59"


def test_a_near_and_a_past_deadline_are_warned_of() -> None:
    near = follow_up(sent(), notice=notice(deadline=Deadline("by 22 November", date="2026-11-22")))
    past = follow_up(sent(), notice=notice(deadline=Deadline("by 15 November", date="2026-11-15")))
    assert near.deadline is not None
    assert past.deadline is not None
    assert near.deadline.urgency is Urgency.NEAR
    assert any("deadline of the notice is near, 2 days 7 hours left; the submission lies before it" in note for note in near.notes)
    assert past.deadline.urgency is Urgency.PAST
    assert any("the submission lies after it" in note for note in past.notes)


# --- promises


def unit(text: str, role: Role = Role.PREVENTIVE_ACTION, *flags: Flag, line: int = 1) -> Unit:
    return Unit(0, len(text), line, 1, text, role, list(flags), {})


def due(text: str, role: Role = Role.PREVENTIVE_ACTION) -> list[datetime.date | None]:
    return [promise.due for promise in promises.promised([unit(text, role)], datetime.date(2026, 11, 20))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will label all cartons by 30 November.", [datetime.date(2026, 11, 30)]),
        ("By November 30th, 2026 Ms Li is going to close the 12 listings.", [datetime.date(2026, 11, 30)]),
        ("The new scale shall be in use from 15 January.", [datetime.date(2027, 1, 15)]),
        ("We'll test 20 lots by the end of December.", [datetime.date(2026, 12, 31)]),
        ("From 1 December Ms Li signs each list.", [datetime.date(2026, 12, 1)]),
        ("We will refund the 14 buyers within two weeks.", [datetime.date(2026, 12, 4)]),
        ("We will answer every message within 2 days.", [None]),
        ("We will send the report by 13.12.2026.", [datetime.date(2026, 12, 13)]),
        ("We will send the report by 3/4/2027.", [None]),
        ("When the stock arrives on 3 December we will weigh each carton.", [datetime.date(2026, 12, 3)]),
        ("Ms Li will count the shelves.", [None]),
        ("If a lot has no paper we will stop it.", []),
        ("We will never sell this again.", []),
        ("We will not resell them.", []),
        ("You will find the list attached.", []),
        ("Since 3 March Ms Li signs each list.", []),
        ("The 40 units expire on 30 December 2026.", []),
        ("All 14 buyers were refunded by 30 October.", []),
    ],
)
def test_what_counts_as_a_promise(text: str, expected: list[datetime.date | None]) -> None:
    assert due(text) == expected


def test_dated_promises_come_first_and_the_rest_keeps_its_order() -> None:
    units = [
        unit("We will add a scale.", line=1),
        unit("We will add a label by 10 December.", line=2),
        unit("We will be more careful.", Role.COMMITMENT, Flag.VAGUE, line=3),
        unit("We will improve the process.", Role.PREVENTIVE_ACTION, Flag.VAGUE, line=4),
        unit("We will add a camera by 2 December.", Role.CORRECTIVE_ACTION, line=5),
        unit("The cause will show on 2 December.", Role.ROOT_CAUSE, line=6),
    ]
    found = promises.promised(units, datetime.date(2026, 11, 20))
    assert [promise.line for promise in found] == [5, 2, 1, 4]
    assert [promise.vague for promise in found] == [False, False, False, True]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 1, 1)))
def test_any_words_can_be_read_for_promises(text: str, submitted: datetime.date) -> None:
    assert all(day > submitted for day in (p.due for p in promises.promised([unit(f"We will {text}")], submitted)) if day)


# --- the whole


def notice(**changes: object) -> Notice:
    values: dict[str, object] = {
        "schema": 1, "recognised": True, "kind": None, "level": None, "reasons": [], "asins": [], "order_ids": [], "complaint_ids": [], "case_ids": ["11223344"],
        "policies": [], "rates": [], "asks": [], "deadline": None, "proof_of_error": False, "channel": None,
    }  # fmt: skip
    return Notice(**(values | changes))  # type: ignore[arg-type]


def sent(**changes: object) -> Sent:
    values: dict[str, object] = {"submitted": moment("2026-11-20 10:00", SHANGHAI, "--submitted"), "place": MARKETPLACES["US"], "local": SHANGHAI, "now": NOW}
    return Sent(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of_notice", "said", "locked", "channel", "origin"),
    [
        (None, None, False, "button", "usual"),
        (None, Channel.REPLY, False, "reply", "option"),
        (Channel.UPLOAD, Channel.REPLY, False, "upload", "notice"),
        (Channel.BUTTON, None, True, "email", "notice"),
        (Channel.REPLY, None, True, "reply", "notice"),
        (None, None, True, "email", "usual"),
    ],
)
def test_where_to_submit(of_notice: Channel | None, said: Channel | None, locked: bool, channel: str, origin: str) -> None:
    found = advice.route(of_notice, said, locked_out=locked)
    assert (found.channel.value, found.origin.value) == (channel, origin)
    assert found.how
    assert bool(locked and channel == "email") == any("cannot sign in" in line for line in found.how)


def test_before_and_after_the_two_days() -> None:
    early, late = follow_up(sent()), follow_up(sent(now=at("2026-11-25 02:00", SHANGHAI)))
    assert (early.due, late.due) == (False, True)
    assert early.steps[0].startswith("Wait until Tue 2026-11-24 09:00 PST (Wed 2026-11-25 01:00 in Asia/Shanghai)")
    assert any("send the enquiry below, once, in the same case" in step for step in late.steps)
    assert early.enquiry == late.enquiry
    assert follow_up(sent()) == early


def test_the_enquiry_fills_in_what_is_known_and_leaves_slots() -> None:
    with_case, without, two = (follow_up(sent(), notice=found).enquiry for found in (notice(), None, notice(case_ids=["1", "2"])))
    assert with_case is not None
    assert without is not None
    assert two is not None
    assert "case 11223344" in with_case.body
    assert "19 November 2026" in with_case.body, "the day at the marketplace"
    assert "{case id}" in without.body
    assert "{case id}" in two.body
    assert len(with_case.body.split()) < 60


ASKS = [NoticeAsk(Ask.INVOICES, True, None, "invoices of the last 365 days", 0, 10), NoticeAsk(Ask.PHOTOS, True, None, "photographs", 12, 20)]


def test_after_an_answer() -> None:
    points = asked(notice(), notice(asks=ASKS), None)
    plans = {answer: follow_up(sent(answered=answer), asked=points, units=[unit("We will count by 30 November.")]) for answer in Answered}
    assert [answer.ask for answer in plans[Answered.MORE].supplement] == [Ask.INVOICES, Ask.PHOTOS]
    assert plans[Answered.REFUSED].supplement == plans[Answered.MORE].supplement
    assert plans[Answered.NONE].supplement == plans[Answered.FINAL].supplement == []
    assert plans[Answered.FINAL].steps[0].startswith("This is a final refusal")
    assert plans[Answered.FINAL].promises == []
    assert plans[Answered.FINAL].route is None
    assert plans[Answered.FINAL].deadline is None
    assert "Where to submit" not in render(plans[Answered.FINAL])
    assert all(plans[answer].enquiry is None for answer in Answered if answer is not Answered.NONE)


def test_the_draft_is_held_against_what_is_asked() -> None:
    document = Document("The invoices of Kant GmbH are attached.\n")
    points = asked(None, notice(asks=ASKS), Reading(document, [Role.EVIDENCE]))
    assert [(answer.ask, answer.again, answer.lines) for answer in points] == [(Ask.INVOICES, True, [1]), (Ask.PHOTOS, True, [])]
    text = render(follow_up(sent(answered=Answered.MORE), asked=points))
    assert "invoices of the last 365 days - the draft speaks of it in line 1, and it is asked for again" in " ".join(text.split())


def test_the_reply_counts_where_it_asks_and_an_unread_one_gives_nothing() -> None:
    assert [answer.again for answer in asked(notice(asks=ASKS), notice(), None)] == [False, False]
    assert asked(notice(asks=ASKS, recognised=False), None, None) == []
    plan = follow_up(sent(), notice=notice(recognised=False, channel=Channel.UPLOAD, deadline=Deadline("x", date="2026-11-30")))
    assert plan.deadline is None
    assert plan.route is not None
    assert plan.route.channel is Channel.BUTTON
    assert "does not read like one" in plan.notes[0]


def test_a_planned_submission_and_one_before_its_notice_are_noted() -> None:
    assert any("ahead" in note for note in follow_up(sent(now=at("2026-11-18 10:00", SHANGHAI))).notes)
    later = Moment(at("2026-11-21 10:00", SHANGHAI), True)
    assert any("lies after the submission" in note for note in follow_up(sent(notice_date=later)).notes)


def test_holidays_by_the_moon_are_said_to_be_estimates() -> None:
    egypt = sent(place=MARKETPLACES["EG"], submitted=moment("2027-05-13 10:00", SHANGHAI, "--submitted"), now=at("2027-05-13 12:00", SHANGHAI))
    assert any("follows the moon" in note for note in follow_up(egypt).notes)


# --- the calendar file


def test_the_calendar_file_parses_back() -> None:
    found = notice(deadline=Deadline("You have\nuntil; 1 December,\x07 2026", date="2026-12-01"))
    plan = follow_up(sent(), notice=found)
    written = ics.calendar(plan)
    events = list(Calendar.from_ical(written).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [plan.enquire.marketplace.astimezone(UTC), datetime.datetime(2026, 12, 2, 7, 44, tzinfo=UTC)]
    assert len({str(event["uid"]) for event in events}) == 2
    assert plan.enquiry is not None
    assert plan.enquiry.body in str(events[0]["description"])
    alarms = [[alarm.decoded("trigger") for alarm in event.walk("VALARM")] for event in events]
    assert alarms == [[datetime.timedelta(hours=7)], [datetime.timedelta(days=-3), datetime.timedelta(days=-1)]], "01:00 in Shanghai waits until 08:00"
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\x07" not in written


def test_the_identity_of_an_event_is_stable() -> None:
    def uids(**changes: object) -> set[str]:
        return {str(event["uid"]) for event in Calendar.from_ical(ics.calendar(follow_up(sent(**changes)))).walk("VEVENT")}

    assert uids() == uids(now=NOW + datetime.timedelta(days=1)) == uids(local=ZoneInfo("Europe/Berlin"))
    assert uids() != uids(place=MARKETPLACES["DE"])
    assert ics.calendar(follow_up(sent())) == ics.calendar(follow_up(sent()))


def test_a_calendar_without_an_event_is_refused() -> None:
    with pytest.raises(ReviewerError, match="nothing to put into a calendar"):
        ics.calendar(follow_up(sent(answered=Answered.FINAL)))


# --- the command

BASE = ("followup", "--submitted", "2026-11-20 10:00", "--tz", "Asia/Shanghai", "--marketplace", "US", "--now", "2026-11-21 08:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_the_command_prints_text_and_json() -> None:
    text, data = run(*BASE), json.loads(run(*BASE, "--format", "json").stdout)
    assert text.exit_code == 0
    assert "enquiry from    Tue 2026-11-24 09:00 PST  =  Wed 2026-11-25 01:00 your time" in text.stdout
    assert all(len(line) <= 100 for line in text.stdout.splitlines())
    assert data["schema"] == 1
    assert data["enquire"] == {"marketplace": "2026-11-24T09:00:00-08:00", "seller": "2026-11-25T01:00:00+08:00"}
    assert run(*BASE).stdout == text.stdout


def test_the_command_reads_draft_and_notice_and_writes_a_calendar(tmp_path: Path) -> None:
    promise = "- By 30 November 2026 we will label all 40 cartons with the lot number; Ms Li signs the list."
    (tmp_path / "draft.txt").write_text(GOOD + "\n" + promise + "\n")
    (tmp_path / "notice.txt").write_text(
        "Hello from Amazon.com,\n\nYour seller account has been deactivated because your late shipment rate is above 4%.\n\nTo reactivate it, please "
        "send a plan of action with:\n- the root cause\n- the actions you have taken\n- invoices of the last 365 days\n\n"
        "Reply to this message within 17 days.\n\nSeller Performance Team\n"
    )
    calendar = tmp_path / "f.ics"
    options = ("--notice", str(tmp_path / "notice.txt"), "--notice-date", "2026-11-18 09:00", "--draft", str(tmp_path / "draft.txt"), "--ics", str(calendar))
    plan = json.loads(run(*BASE, *options, "--answered", "more", "--format", "json").stdout)
    assert plan["route"] == plan["route"] | {"channel": "reply", "origin": "notice"}
    assert plan["deadline"]["until"] == "2026-12-05T15:59:00+08:00"
    assert "invoices" in [answer["ask"] for answer in plan["supplement"]]
    assert [event.name for event in Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")] == ["VEVENT"]
    assert all(promise["text"] in promise_lines(tmp_path / "draft.txt") for promise in plan["promises"])


def promise_lines(path: Path) -> str:
    return " ".join(path.read_text().split())


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--tz", "Asia/Shangai"], "did you mean Asia/Shanghai?"),
        (["--marketplace", "XX"], "there is no marketplace 'XX'; allowed are AE, AU, BE"),
        (["--submitted", "20.11.2026"], "'20.11.2026' is not a date in a known form"),
        (["--submitted", "2062-11-20"], "more than 5 years ahead"),
        (["--answered", "maybe"], "'maybe' is not one of"),
        (["--draft", "none.txt"], "there is no such file"),
        (["--notice", "none.txt"], "there is no such file"),
        (["--ics", "/no/such/folder/x.ics"], "cannot be written"),
        (["--channel", "pigeon"], "'pigeon' is not one of"),
    ],
)
def test_mistakes_give_one_clear_line_and_status_2(arguments: list[str], wanted: str) -> None:
    result = run(*BASE, *arguments)
    assert result.exit_code == 2
    assert wanted in result.stderr
    assert result.stdout == ""


def test_nothing_of_a_notice_steers_the_terminal() -> None:
    plan = follow_up(sent(), notice=notice(deadline=Deadline("by\x1b[31m 1 December", date="2026-12-01")))
    assert "\x1b" not in render(plan)


def test_an_appeal_that_went_out_in_time_leaves_no_deadline_open() -> None:
    within = notice(deadline=Deadline("by 1 December", date="2026-12-01"))
    assert "Deadline of the notice: already submitted\n" in render(follow_up(sent(), notice=within))
    assert "Deadline of the notice: OPEN" in render(follow_up(sent(now=at("2026-11-18 10:00", SHANGHAI)), notice=within)), "not submitted yet"
    assert "Deadline of the notice: OPEN" in render(follow_up(sent(answered=Answered.MORE), notice=within)), "Amazon asks for more"
    late = notice(deadline=Deadline("by 15 November", date="2026-11-15"))
    assert "Deadline of the notice: PAST" in render(follow_up(sent(), notice=late))


def test_a_notice_without_a_deadline_is_said_to_have_none_that_was_understood() -> None:
    assert any("no deadline was understood" in note for note in follow_up(sent(), notice=notice()).notes)
    assert not any("no deadline" in note for note in follow_up(sent()).notes)
    assert not any("no deadline" in note for note in follow_up(sent(), notice=notice(deadline=Deadline("by 1 December", date="2026-12-01"))).notes)


def test_suppliers_are_spoken_of_only_where_their_papers_are_asked_for() -> None:
    with_invoices = follow_up(sent(), asked=asked(notice(asks=ASKS), None, None))
    assert any("suppliers may be called" in step for step in with_invoices.steps)
    assert not any("supplier" in step for step in follow_up(sent(), asked=asked(notice(asks=ASKS[1:]), None, None)).steps)


def test_points_have_the_names_of_the_review_and_lines_their_plural() -> None:
    document = Document("Invoice.pdf is the invoice of May.\nInvoice-2.pdf is the invoice of June.\n")
    points = asked(None, notice(asks=[NoticeAsk(Ask.DISCLOSURE, True, None, "which person", 0, 10), ASKS[0]]), Reading(document, [Role.EVIDENCE] * 2))
    text = " ".join(render(follow_up(sent(answered=Answered.MORE), asked=points)).split())
    assert "who did it and how: which person" in text
    assert "the draft speaks of it in lines 1, 2" in text


def test_who_is_locked_out_hears_what_to_do_where_the_address_takes_no_answers() -> None:
    assert any("no-reply" in line for line in advice.route(Channel.BUTTON, None, locked_out=True).how)
    assert not any("no-reply" in line for line in advice.route(Channel.REPLY, None, locked_out=True).how)
