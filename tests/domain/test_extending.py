"""A limit is extended once, in time, by the office that Art. 42 names, with reasons told."""

from dataclasses import replace
from datetime import date

import pytest

from domain.actors import Actor, Role
from domain.clock import ClockId, ClockKind, Light, Limit, LimitKind, LimitUnit
from domain.commands import ExtendLimit, SuspendClock
from domain.errors import ErrorKind, Refused
from domain.extending import may_extend
from domain.notices import notices_of
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, SUPERVISOR, Story, reviewer, story

LANE = ClockId(ClockKind.LANE, "A")
JOINT = ClockId(ClockKind.JOINT_CAP, "case")
SERVICE = ClockId(ClockKind.SERVICE, "A")
HEAD = Actor("head-1", Role.HEAD_OF_AUTHORITY, "one")
OTHER_HEAD = Actor("head-2", Role.HEAD_OF_AUTHORITY, "two")
GOVERNOR = Actor("governor-1", Role.HEAD_OF_GOVERNMENT)
TEN, FIFTEEN = c.working_days(10), c.working_days(15, LimitKind.CAP)


def extension(clock_id: ClockId, by: Limit, actor: Actor = SUPERVISOR) -> ExtendLimit:
    return ExtendLimit(
        actor,
        clock_id,
        extension=by,
        approver="head-1" if actor is SUPERVISOR else "",
        legal_basis="行政许可法 42",
        reasons="expert opinion is awaited",
    )


def open_case() -> Story:
    return story(c.plain("A", "one"), c.plain("B", "two")).accepted()


def refused(told: Story, command: ExtendLimit) -> Refused:
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    return refusal.value


@pytest.mark.parametrize(
    ("clock_id", "kind", "longest"),
    [(LANE, LimitKind.STATUTORY, 10), (JOINT, LimitKind.CAP, 15)],
    ids=["20 and 10", "45 and 15"],
)
def test_by_at_most_what_the_approver_may_give(
    clock_id: ClockId, kind: LimitKind, longest: int
) -> None:
    told = open_case()
    too_long = refused(told, extension(clock_id, c.working_days(longest + 1, kind)))
    assert (too_long.reason, too_long.field) == ("extension_too_long", "count")
    told.play(extension(clock_id, c.working_days(longest, kind)))


@pytest.mark.parametrize("unit", [LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS])
def test_in_another_unit_by_no_more_days_either(unit: LimitUnit) -> None:
    limit = Limit(LimitKind.STATUTORY, 30, unit, "assumption")
    told = story(c.plain("A", "one", limits=(limit,))).accepted()
    assert refused(told, extension(LANE, replace(limit, count=11))).reason == "extension_too_long"


def test_once_only() -> None:
    told = open_case()
    told.play(extension(LANE, c.working_days(5)))
    assert refused(told, extension(LANE, c.working_days(5))).reason == "extended_before"


def test_each_limit_on_its_own() -> None:
    told = open_case()
    told.play(extension(LANE, c.working_days(5)))
    told.play(extension(LANE, c.working_days(5, LimitKind.PROMISED)))


def test_not_after_it_has_run_out() -> None:
    told = open_case().wait_days(60)
    late = refused(told, extension(LANE, TEN))
    assert (late.reason, late.rule) == ("limit_has_run_out", "行政许可法 42")


def test_while_it_rests_even_when_the_procedure_takes_longer_than_was_told() -> None:
    told = open_case()
    until = date(2026, 3, 6)
    told.play(SuspendClock(SUPERVISOR, LANE, "testing", "行政许可法 45", "notice", until))
    told.wait_days(60)
    told.play(extension(LANE, TEN))


@pytest.mark.parametrize(
    ("actor", "clock_id", "by"), [(HEAD, LANE, TEN), (GOVERNOR, JOINT, FIFTEEN)]
)
def test_by_the_office_that_the_law_names(actor: Actor, clock_id: ClockId, by: Limit) -> None:
    told = open_case()
    told.play(replace(extension(clock_id, by, actor), approver="somebody-else"))
    ledger = told.case.clock(clock_id)
    assert ledger is not None
    assert ledger.entries[-1].approved_by == actor.subject


@pytest.mark.parametrize(
    ("actor", "clock_id", "by", "reason", "rule"),
    [
        (HEAD, JOINT, FIFTEEN, "wrong_approver", "行政许可法 42(2)"),
        (GOVERNOR, LANE, TEN, "wrong_approver", "行政许可法 42(1)"),
        (OTHER_HEAD, LANE, TEN, "not_your_department", "行政许可法 42(1)"),
        (reviewer("one"), LANE, TEN, "supervisors_only", "行政许可法 42"),
        (APPLICANT, LANE, TEN, "supervisors_only", "行政许可法 42"),
    ],
    ids=["head for joint", "governor for item", "head of another", "reviewer", "applicant"],
)
def test_not_by_another_office(  # one row of the table
    actor: Actor, clock_id: ClockId, by: Limit, reason: str, rule: str
) -> None:
    told = open_case()
    refusal = refused(told, extension(clock_id, by, actor))
    assert (refusal.reason, refusal.rule, refusal.kind) == (reason, rule, ErrorKind.FORBIDDEN)
    assert may_extend(told.case, actor, clock_id) is not None


@pytest.mark.parametrize(
    ("clock_id", "by", "changes", "field"),
    [
        (JOINT, FIFTEEN, {"approver_office": "head_of_authority"}, "approver_office"),
        (JOINT, FIFTEEN, {"approver": "head_of_authority"}, "approver_office"),
        (LANE, TEN, {"approver_office": "head_of_government"}, "approver_office"),
        (LANE, TEN, {"approver": " "}, "approver"),
        (LANE, TEN, {"reasons": " "}, "reasons"),
    ],
    ids=["office", "office as approver", "too high", "nobody", "no reasons"],
)
def test_not_by_a_supervisor_without_the_right_approval_and_reasons(
    clock_id: ClockId, by: Limit, changes: dict[str, str], field: str
) -> None:
    refusal = refused(open_case(), replace(extension(clock_id, by), **changes))  # type: ignore[arg-type]
    assert (refusal.field, refusal.kind) == (field, ErrorKind.INVALID)


@pytest.mark.parametrize("actor", [SUPERVISOR, HEAD])
def test_never_of_the_service_of_a_decision(actor: Actor) -> None:
    told = open_case()
    told.grant("A")
    assert refused(told, extension(SERVICE, TEN, actor)).reason == "clock_runs_on"


def test_is_told_to_the_applicant_with_reasons_and_the_new_date() -> None:
    told = open_case()
    (changed,) = told.play(extension(LANE, TEN))
    (notice,) = notices_of(told.case, changed)
    facts = dict(notice.facts)
    assert notice.is_sealed
    assert facts["reasons"] == "expert opinion is awaited"
    assert facts["added"] == "statutory:10 working_days"
    assert facts["due_on"] == "2026-04-14"


def test_brings_a_milder_light_and_a_new_reminder() -> None:
    promised = c.working_days(20, LimitKind.PROMISED)
    told = story(c.plain("A", "one", limits=(promised,))).accepted().wait_days(27)
    assert told.lane("A").light is Light.BLUE
    told.play(extension(LANE, replace(promised, count=10)))
    assert told.lane("A").light is Light.GREEN
    told.wait_days(16)
    reminders = [e.reached_on for e in told.log if e.kind == "warning_raised"]
    assert reminders == [date(2026, 3, 27), date(2026, 4, 13)]
