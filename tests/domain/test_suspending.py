"""Only the procedures of Art. 45 suspend, told in writing; one that lasts too long shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain import item_terms as terms
from domain.calendar import local_date
from domain.catalogue import OverrunWarning, SiteCheck
from domain.clock import ClockId, ClockKind, ClockLedger, Light
from domain.clock_explanation import explain
from domain.commands import ReportRectification, ResumeClock, SuspendClock
from domain.errors import ErrorKind, Refused
from domain.notices import notices_of
from domain.suspensions import Procedure
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import APPLICANT, SUPERVISOR, Story, reviewer, story

LANE = ClockId(ClockKind.LANE, "A")
JOINT = ClockId(ClockKind.JOINT_CAP, "case")
OFFICIAL = reviewer("one")
OVERRUN = replace(c.scheme(), overrun=OverrunWarning(Light.YELLOW, ("handler", "head")))


def suspension(told: Story, procedure: str = "expert_review", days: int = 10) -> SuspendClock:
    until = local_date(told.now) + timedelta(days=days)
    return SuspendClock(OFFICIAL, LANE, procedure, "行政许可法 45", "notice-1", until)


def open_case() -> Story:
    return story(c.plain("A", "one"), scheme=OVERRUN).accepted()


def clock(told: Story, clock_id: ClockId = LANE) -> ClockLedger:
    ledger = told.case.clock(clock_id)
    assert ledger is not None
    return ledger


def refused(told: Story, command: SuspendClock) -> Refused:
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    return refusal.value


@pytest.mark.parametrize("procedure", [p for p in Procedure if p is not Procedure.RECTIFICATION])
def test_is_for_the_procedures_that_the_law_lists(procedure: Procedure) -> None:
    told = open_case()
    told.play(suspension(told, procedure))
    assert clock(told).is_suspended


@pytest.mark.parametrize("procedure", ["site_visit", "visit", "holiday", "rectification"])
def test_is_not_for_a_visit_or_anything_else(procedure: str) -> None:
    told = open_case()
    refusal = refused(told, suspension(told, procedure))
    assert (refusal.reason, refusal.field, refusal.rule, refusal.kind) == (
        "procedure_does_not_suspend",
        "procedure",
        "行政许可法 45",
        ErrorKind.INVALID,
    )


def test_a_joint_visit_suspends_nothing() -> None:
    item = c.plain("A", "one", site_check=SiteCheck.BEFORE_DECISION, checklist=(c.point("p"),))
    told = story(item).accepted().schedule_visit("one")
    told.inspect()
    assert [entry.action for entry in clock(told).entries] == ["start"]


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"notice_document_id": ""}, "notice_missing", "notice_document_id"),
        ({"until": date(2026, 3, 2)}, "until_in_the_past", "until"),
        ({"clock_id": ClockId(ClockKind.ACCEPTANCE, "case")}, "clock_stopped", ""),
    ],
    ids=["no notice", "no time", "acceptance"],
)
def test_needs_a_notice_with_the_time_and_a_clock_that_runs(
    changes: dict[str, object], reason: str, field: str
) -> None:
    told = open_case()
    command = replace(suspension(told), actor=SUPERVISOR, **changes)  # type: ignore[arg-type]
    refusal = refused(told, command)
    assert (refusal.reason, refusal.field) == (reason, field)


def test_does_not_touch_the_service_of_a_decision() -> None:
    told = story(c.plain("A", "one"), c.plain("B", "two")).accepted()
    told.grant("A")
    service = ClockId(ClockKind.SERVICE, "A")
    assert refused(told, replace(suspension(told), clock_id=service)).reason == "clock_runs_on"


@pytest.mark.parametrize("procedure", ["expert_review", "testing"])
def test_lasts_no_longer_than_the_items_own_rules_allow(procedure: str) -> None:
    bound = terms.Procedure("办法 16", c.working_days(5))
    item = replace(c.plain("A", "one"), expert_review=bound, testing=bound)
    told = story(item).accepted()
    refusal = refused(told, suspension(told, procedure, days=8))
    assert (refusal.reason, refusal.field, refusal.rule) == ("until_too_late", "until", "办法 16")
    told.play(suspension(told, procedure, days=7))


def test_tells_the_applicant_the_procedure_and_the_time_it_needs() -> None:
    told = open_case()
    (changed,) = told.play(suspension(told))
    (notice,) = notices_of(told.case, changed)
    assert notice.is_sealed
    assert dict(notice.facts) == {
        "clock": "lane/A",
        "action": "suspend",
        "legal_basis": "行政许可法 45",
        "until": "2026-03-12",
        "procedure": "expert_review",
        "document": "notice-1",
    }


def test_that_lasts_longer_than_told_is_warned_of_once_and_shown() -> None:
    told = open_case()
    told.play(suspension(told, days=3))
    told.wait_days(10)
    warnings = [event for event in told.log if event.kind == "warning_raised"]
    assert [(w.rung, w.light, w.notify) for w in warnings] == [
        ("suspension_overrun", Light.YELLOW, ("handler", "head"))
    ]
    assert told.lane("A").light is Light.YELLOW
    (shown,) = explain(clock(told), CALENDAR, told.now).suspensions
    assert (shown.suspension.told_until, shown.days_over) == (date(2026, 3, 5), 7)
    told.play(ResumeClock(OFFICIAL, LANE))
    assert told.lane("A").light is Light.GREEN
    (shown,) = explain(clock(told), CALENDAR, told.now).suspensions
    assert (shown.suspension.ended_on, shown.days_over) == (date(2026, 3, 12), 7)


def test_told_anew_is_measured_by_the_later_date() -> None:
    told = open_case()
    told.play(suspension(told, days=3))
    told.play(suspension(told, "testing", days=8))
    told.wait_days(7)
    assert not [event for event in told.log if event.kind == "warning_raised"]
    (shown,) = explain(clock(told), CALENDAR, told.now).suspensions
    assert shown.suspension.procedures == ("expert_review", "testing")


def test_of_devices_follows_the_rectification_by_itself() -> None:
    item = replace(
        c.plain("A", "one", site_check=SiteCheck.BEFORE_DECISION, checklist=(c.point("p"),)),
        suspends_for_rectification="办法 15",
    )
    told = story(item).accepted().schedule_visit("one")
    told.inspect("p")
    entry = clock(told).entries[-1]
    assert (entry.action, entry.cause, entry.legal_basis) == ("suspend", "rectification", "办法 15")
    assert told.case.visit is not None
    assert entry.expected_until == told.case.visit.rectification_due_on
    told.wait_days(2)
    told.play(ReportRectification(APPLICANT))
    assert not clock(told).is_suspended


def test_of_devices_ends_when_the_rectification_is_not_reported() -> None:
    item = replace(
        c.plain("A", "one", site_check=SiteCheck.BEFORE_DECISION, checklist=(c.point("p"),)),
        suspends_for_rectification="办法 15",
    )
    told = story(item).accepted().schedule_visit("one")
    told.inspect("p")
    told.wait_days(20)
    assert not clock(told).is_suspended
    assert told.lane("A").light is not Light.RED


def test_of_joint_handling_is_the_supervisors() -> None:
    told = open_case()
    joint = replace(suspension(told), clock_id=JOINT)
    assert refused(told, joint).reason == "not_your_department"
    told.play(replace(joint, actor=SUPERVISOR))
    assert clock(told, JOINT).is_suspended
