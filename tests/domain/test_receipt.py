"""An online application of outside office hours counts as received when the scheme says."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from domain.calendar import SHANGHAI
from domain.catalogue import OutsideHours, Receipt
from domain.clock import ClockId, ClockKind
from domain.commands import Submit
from domain.due_dates import strictest
from domain.notices import notices_of
from domain.submission import Channel
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import APPLICANT, Story, submission_of

AT_ONCE = Receipt(time(9), time(17), OutsideHours.AT_ONCE, "电子签名法 11")
NEXT_DAY = replace(AT_ONCE, outside_hours=OutsideHours.NEXT_WORKING_DAY)
ACCEPTANCE = ClockId(ClockKind.ACCEPTANCE, "case")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026, in Shanghai; the second is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def handed_in(receipt: Receipt | None, now: datetime, channel: Channel = Channel.ONLINE) -> Story:
    scheme = replace(c.scheme(), receipt=receipt)
    items = (c.item("A", "one", papers=(c.paper("plan", needs_person=True),)),)
    submission = replace(submission_of(c.slice_of(*items, scheme_in_force=scheme)), channel=channel)
    told = Story(submission, now)
    told.play(Submit(APPLICANT))
    return told


@pytest.mark.parametrize(
    ("now", "counted"),
    [
        (at(2, 9), at(2, 9)),
        (at(2, 16, 59), at(2, 16, 59)),
        (at(2, 17), at(3, 9)),
        (at(2, 3), at(2, 9)),
        (at(6, 20), at(9, 9)),
        (at(7, 11), at(9, 9)),
    ],
    ids=["opening", "open", "closed", "early", "friday evening", "saturday"],
)
def test_counts_from_the_next_opening_where_the_scheme_says_so(
    now: datetime, counted: datetime
) -> None:
    told = handed_in(NEXT_DAY, now)
    assert (told.case.received_at, told.case.counted_from) == (now, counted)
    ledger = told.case.clock(ACCEPTANCE)
    assert ledger is not None
    due = strictest(ledger, CALENDAR)
    assert due is not None
    assert due.date == CALENDAR.add_working_days(counted.date(), 5)


@pytest.mark.parametrize("receipt", [AT_ONCE, None], ids=["at once", "not said"])
def test_counts_at_once_otherwise(receipt: Receipt | None) -> None:
    assert handed_in(receipt, at(7, 23)).case.counted_from == at(7, 23)


def test_a_counter_is_open_when_it_takes_papers() -> None:
    assert handed_in(NEXT_DAY, at(7, 11), Channel.WINDOW).case.counted_from == at(7, 11)


def test_no_clock_of_the_case_begins_before_it() -> None:
    submission = submission_of(
        c.slice_of(c.plain("A", "one"), scheme_in_force=replace(c.scheme(), receipt=NEXT_DAY))
    )
    told = Story(submission, at(6, 20))
    told.play(Submit(APPLICANT))
    assert told.case.accepted_at == at(6, 20)
    assert {ledger.entries[0].at for ledger in told.case.clocks} == {at(9, 9)}


def test_is_told_in_the_sealed_receipt() -> None:
    told = handed_in(NEXT_DAY, at(7, 11))
    (notice,) = notices_of(told.case, told.log[0])
    assert dict(notice.facts)["counted_from"] == at(9, 9).isoformat()
    assert notice.is_sealed
