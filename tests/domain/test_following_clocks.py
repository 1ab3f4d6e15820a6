"""Clocks that begin and end because something was decided, issued or withdrawn."""

from datetime import timedelta

import pytest

from domain.calendar import end_of_day
from domain.clock import ClockAction, ClockId, ClockKind, Light
from domain.commands import CloseCase, CompleteTask, Withdraw
from domain.due_dates import strictest
from domain.issuing import ready_to_issue, waits_until
from domain.lane_clocks import service_clock
from domain.notices import notices_of
from domain.tasks import TaskKind, TaskOutcome
from tests.domain.test_issuing import issue
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import APPLICANT, Story, reviewer, story

JOINT = ClockId(ClockKind.JOINT_CAP, "case")


def two_items() -> Story:
    return story(c.plain("A", "one"), c.plain("B", "two")).accepted()


def running(told: Story) -> set[ClockId]:
    return {ledger.clock_id for ledger in told.case.clocks if ledger.stopped_at is None}


def test_the_service_of_a_grant_is_timed_from_the_decision() -> None:
    told = two_items().wait_days(3)
    told.grant("A")
    ledger = told.case.clock(service_clock("A"))
    assert ledger is not None
    due = strictest(ledger, CALENDAR)
    assert due is not None
    assert (ledger.entries[0].at, ledger.entries[0].legal_basis) == (told.now, "行政许可法 44")
    assert due.date == CALENDAR.add_working_days(ledger.started_on, 10)


def test_it_ends_with_the_issue() -> None:
    told = two_items()
    told.grant("A")
    told.grant("B")
    assert {service_clock("A"), service_clock("B")} <= running(told)
    issue(told)
    assert service_clock("A") not in running(told)


def test_a_refusal_is_served_with_its_notice_and_starts_none() -> None:
    told = two_items()
    told.refuse("A")
    assert told.case.clock(service_clock("A")) is None


def test_a_service_that_is_late_is_red_for_its_own_department() -> None:
    told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
    told.grant("A")
    told.wait_days(25)
    late = [
        event
        for event in told.log
        if event.kind == "warning_raised" and event.clock_id == service_clock("A")
    ]
    assert [event.light for event in late] == [Light.RED]
    recipients = {notice.recipient.code for notice in notices_of(told.case, late[0])}
    assert recipients == {"one", "supervisor"}


def test_granted_items_do_not_wait_beyond_the_time_for_service() -> None:
    told = two_items()
    told.grant("A")
    service = CALENDAR.add_working_days(told.now.date(), 10)
    lane = told.case.clock(ClockId(ClockKind.LANE, "A"))
    assert lane is not None
    limit = strictest(lane, CALENDAR)
    assert limit is not None
    assert waits_until(told.case) == min(end_of_day(service), limit.due_at)
    told.wait(end_of_day(service) + timedelta(seconds=1))
    assert ready_to_issue(told.case) == ("A",)


def test_joint_handling_ends_with_the_last_decision() -> None:
    told = two_items()
    told.grant("A")
    assert JOINT in running(told)
    told.refuse("B")
    assert JOINT not in running(told)


@pytest.mark.parametrize("stage", ["intake", "review", "issued"])
def test_nothing_runs_on_in_a_closed_case(stage: str) -> None:
    items = (c.item("A", "one", papers=(c.paper("plan", needs_person=stage == "intake"),)),)
    told = story(*items).accepted()
    if stage == "issued":
        told.grant("A")
        issue(told)
    else:
        told.play(Withdraw(APPLICANT))
        told.play(CloseCase())
    assert told.case.is_closed
    assert running(told) == set()
    assert all(
        [entry.action for entry in ledger.entries].count(ClockAction.STOP) == 1
        for ledger in told.case.clocks
    )


def test_a_case_of_an_earlier_edition_keeps_its_rules() -> None:
    told = story(c.plain("A", "one"), edition=1).accepted()
    told.refuse("A")
    assert JOINT in running(told)


def test_an_act_after_an_outage_tells_first_what_time_has_brought() -> None:
    told = two_items()
    task = told.task(TaskKind.REVIEW, "A")
    told.now += timedelta(days=40)
    events = told.play(CompleteTask(reviewer("one"), task.task_id, TaskOutcome.GRANT))
    kinds = [event.kind for event in events]
    raised = [e.rung for e in events if e.kind == "warning_raised" and e.clock_id.subject == "A"]
    assert raised == ["reminder", "promised", "statutory"]
    assert kinds.index("lane_granted") > kinds.index("warning_raised")
    told.wait_days(60)
    marks = [(e.clock_id, e.rung, e.reached_on) for e in told.log if e.kind == "warning_raised"]
    assert len(marks) == len(set(marks))
