"""A newly published year: every open due date is computed anew, named in the event, and told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import PublishedYear, WorkingCalendar
from domain.catalogue import PaperClass
from domain.clock import ClockId, ClockKind
from domain.commands import CalendarPublished
from domain.due_dates import due_dates
from domain.moved_dates import Dated, MovedDate
from domain.notices import notices_of
from domain.tasks import TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import Story, gap, submission_of

LATE_IN_2026 = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)
PUBLISHED = replace(
    CALENDAR,
    version="test-2027",
    published=(*CALENDAR.published, PublishedYear(2027, "国办发明电", date(2026, 12, 20))),
    days_off=(*CALENDAR.days_off, NEW_YEAR),
)
LANE = ClockId(ClockKind.LANE, "A")


def open_case(now: datetime = LATE_IN_2026) -> Story:
    items = (c.plain("A", "one", limits=(c.working_days(20),)),)
    told = Story(submission_of(c.slice_of(*items)), now)
    return told.accepted()


def publish(told: Story, calendar: WorkingCalendar = PUBLISHED) -> tuple[MovedDate, ...]:
    events = told.play(CalendarPublished(calendar, "message-1"))
    return next((e.moved for e in events if e.kind == "calendar_replaced"), ())


def moved_by_subject(moved: tuple[MovedDate, ...]) -> dict[str, tuple[date, date]]:
    return {each.subject: (each.before, each.after) for each in moved}


def test_moves_what_crosses_the_new_year_and_names_it() -> None:
    told = open_case()
    moved = moved_by_subject(publish(told))
    assert moved["lane/A"] == (date(2027, 1, 11), date(2027, 1, 12))
    ledger = told.case.clock(LANE)
    assert ledger is not None
    (due,) = due_dates(ledger, told.case.submission.calendar)
    assert (due.date, due.provisional) == (date(2027, 1, 12), False)


def test_tells_the_applicant_and_the_departments() -> None:
    told = open_case()
    publish(told)
    replaced = next(event for event in told.log if event.kind == "calendar_replaced")
    notices = notices_of(told.case, replaced)
    assert {notice.recipient.code for notice in notices} == {"applicant-1", "one"}
    assert "lane/A/statutory:2027-01-11>2027-01-12" in dict(notices[0].facts)["moved"].split()


def test_names_a_date_that_stays_and_is_final_now() -> None:
    told = open_case()
    quiet = replace(PUBLISHED, days_off=CALENDAR.days_off)
    assert moved_by_subject(publish(told, quiet))["lane/A"] == (date(2027, 1, 11),) * 2


def test_tells_nobody_where_nothing_crosses_the_year() -> None:
    told = open_case(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    assert publish(told) == ()
    assert notices_of(told.case, told.log[-1]) == ()


def test_is_taken_over_once() -> None:
    told = open_case()
    publish(told)
    assert told.play(CalendarPublished(PUBLISHED, "message-2")) == ()


def test_moves_what_the_applicant_was_asked_for() -> None:
    told = open_case(datetime(2026, 12, 28, 2, 0, tzinfo=UTC))
    told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
    before = told.lane("A").supplement
    assert before is not None
    moved = publish(told)
    after = told.lane("A").supplement
    assert after is not None
    assert (before.due_on, after.due_on) == (date(2027, 1, 4), date(2027, 1, 5))
    assert [each.dated for each in moved if each.subject == "A"] == [Dated.SUPPLEMENT]


def test_takes_no_day_away_from_what_the_applicant_was_told() -> None:
    told = open_case(datetime(2026, 12, 28, 2, 0, tzinfo=UTC))
    told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
    busier = replace(PUBLISHED, days_off=CALENDAR.days_off, make_up_days=(date(2027, 1, 2),))
    publish(told, busier)
    after = told.lane("A").supplement
    assert after is not None
    assert after.due_on == date(2027, 1, 4)


def test_moves_correction_debt_and_rectification_too() -> None:
    paper = c.paper("rules", PaperClass.DEFERRABLE, deferral=c.working_days(5))
    told = Story(
        submission_of(c.slice_of(c.item("A", "one", papers=(paper,))), papers=()),
        datetime(2026, 12, 28, 2, 0, tzinfo=UTC),
    ).submitted()
    assert told.case.correction is not None
    publish(told)
    assert told.case.correction.due_on == date(2027, 1, 12)


@settings(max_examples=25)
@given(st.integers(0, 40), st.lists(st.integers(0, 60), max_size=8, unique=True))
def test_the_recorded_move_is_the_recomputed_date(days: int, free: list[int]) -> None:
    told = open_case(LATE_IN_2026 + timedelta(days=days % 14))
    off = tuple(day for n in free if (day := NEW_YEAR + timedelta(days=n)).weekday() < 5)
    newer = replace(PUBLISHED, days_off=(*CALENDAR.days_off, *off))
    moved = moved_by_subject(publish(told, newer))
    for ledger in told.case.clocks:
        if ledger.stopped_at is None:
            (due,) = due_dates(ledger, newer)
            name = f"{ledger.clock_id.kind}/{ledger.clock_id.subject}"
            before = due_dates(ledger, CALENDAR)[0]
            assert moved.get(name, (before.date, before.date))[1] == due.date
