"""Visits that do not go as planned: several, put off, called off, by hand, without entry."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from domain import commands as asked
from domain import events as happened
from domain import visit_commands as of_visit
from domain import visit_events as visited
from domain.actions import allowed_actions
from domain.actors import Actor, Role
from domain.calendar import SHANGHAI
from domain.errors import Refused
from domain.notices import notices_of
from domain.recipients import RecipientKind
from domain.site_visit import Inspector, Slot, Visit
from domain.statuses import LaneStatus, VisitStatus
from domain.tasks import Finding, Reason, TaskKind, TaskOutcome
from domain.visit_terms import VisitTerms, WorkingHours
from domain.visits import visit_holding
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, STRANGER, SUPERVISOR, Story, inspector, story

TERMS = VisitTerms(
    hours=(WorkingHours(time(9), time(12)), WorkingHours(time(14), time(17))),
    duration_minutes=90,
    travel_minutes=30,
    daily_maximum=3,
    notice=c.working_days(1),
    reschedule_notice=c.working_days(1),
    late_record=c.working_days(2),
)
FIRE_ALONE = ("fire_rescue", "fire_rescue")
FOOD_ALONE = ("market_regulation", "market_regulation")
BOTH = ("market_regulation", "fire_rescue")


def visiting(terms: VisitTerms = TERMS) -> Story:
    """A case with one visit of two departments that waits for a slot."""
    scheme = replace(c.scheme(), visits=terms)
    return story(c.food(), c.fire(), declined_commitment=(c.FIRE,), scheme=scheme).accepted()


def slot(day: int, departments: tuple[str, ...] = BOTH, *, hour: int = 9) -> Slot:
    """A slot on a day of March 2026, with one inspector for each time a department is named."""
    starts_at = datetime(2026, 3, day, hour, tzinfo=SHANGHAI)
    team = tuple(
        Inspector(inspector(code, departments[:number].count(code) + 1).subject, code)
        for number, code in enumerate(departments)
    )
    return Slot(starts_at, starts_at + timedelta(minutes=90), team)


def planned(told: Story, *slots: Slot, visit_id: str = "case-1.v1", reason: str = "") -> Story:
    told.play(asked.SlotsFetched(visit_id=visit_id, visits=slots, reason=reason))
    return told


def divided() -> Story:
    slots = (slot(5, FOOD_ALONE), slot(6, FIRE_ALONE))
    return planned(visiting(), *slots, reason="no_common_slot")


def record(
    told: Story,
    visit_id: str,
    *failed: str,
    absent: tuple[str, ...] = (),
    outcome: TaskOutcome = TaskOutcome.RECORDED,
    signers: int = 9,
    reasons: tuple[Reason, ...] = (),
) -> tuple[happened.Event, ...]:
    """Have the team of a visit record it when it has begun."""
    visit = the(told, visit_id)
    assert visit.slot is not None
    told.now = max(told.now, visit.slot.starts_at)
    task = next(
        t
        for t in told.case.tasks
        if t.is_open and set(t.item_codes) & set(visit.item_codes) and t.kind is TaskKind.SITE_VISIT
    )
    owners = {
        point.code: told.case.item(code).department.code
        for code in visit.item_codes
        for point in told.case.item(code).checklist
        if point.code in visit.points and told.case.item(code).department.code not in absent
    }
    team = tuple(i.subject for i in visit.slot.inspectors if i.department not in absent)[:signers]
    author = next(i for i in visit.slot.inspectors if i.subject == team[0])
    return told.play(
        asked.CompleteTask(
            Actor(author.subject, Role.INSPECTOR, author.department),
            task.task_id,
            outcome,
            reasons=reasons,
            findings=tuple(Finding(p, d, passed=p not in failed) for p, d in owners.items()),
            inspectors=team,
            absent_departments=absent,
        )
    )


def the(told: Story, visit_id: str) -> Visit:
    visit = told.case.the_visit(visit_id)
    assert visit is not None
    return visit


def refused(told: Story, command: asked.Command) -> str:
    """Give the code with which a command is refused; nothing has changed."""
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    assert refusal.value.rule
    return refusal.value.reason


class TestSeveralVisits:
    def test_each_department_gets_its_own_and_all_are_told_why(self) -> None:
        told = divided()
        first, second = told.case.visits
        assert (first.item_codes, second.item_codes) == ((c.FOOD,), (c.FIRE,))
        assert {v.status for v in told.case.visits} == {VisitStatus.SCHEDULED}
        assert (first.points, second.points) == (
            ("escape_route", "kitchen_flow"),
            ("escape_route",),
        )
        (event,) = [e for e in told.log if isinstance(e, visited.VisitDivided)]
        notices = notices_of(told.case, event)
        assert {dict(n.facts)["reason"] for n in notices} == {"no_common_slot"}
        kinds = {(n.recipient.kind, n.recipient.code) for n in notices}
        assert kinds == {
            (RecipientKind.SUBJECT, "applicant-1"),
            (RecipientKind.DEPARTMENT, "fire_rescue"),
            (RecipientKind.DEPARTMENT, "market_regulation"),
        }

    def test_each_is_recorded_and_unblocks_its_own_item(self) -> None:
        told = divided()
        record(told, "case-1.v1")
        told.grant(c.FOOD)
        with pytest.raises(Refused) as refusal:
            told.grant(c.FIRE)
        assert "site_check_outstanding" in refusal.value.message
        record(told, "case-1.v2")
        told.grant(c.FIRE)
        assert told.lane(c.FIRE).status is LaneStatus.GRANTED

    def test_each_is_rectified_by_itself(self) -> None:
        told = divided()
        record(told, "case-1.v1", "kitchen_flow")
        record(told, "case-1.v2", "escape_route")
        statuses = [visit.status for visit in told.case.visits]
        assert statuses == [VisitStatus.RECTIFYING, VisitStatus.RECTIFYING]
        told.play(asked.ReportRectification(APPLICANT, visit_id="case-1.v2"))
        assert the(told, "case-1.v2").round == 2
        assert the(told, "case-1.v1").status is VisitStatus.RECTIFYING
        told.wait_days(40)
        assert the(told, "case-1.v1").failed_items == (c.FOOD,)

    def test_a_plan_that_leaves_a_department_out_changes_nothing(self) -> None:
        told = visiting()
        assert planned(told, slot(5, FIRE_ALONE)).case.the_visit("case-1.v1") == told.case.visit
        assert the(told, "case-1.v1").status is VisitStatus.NEEDED

    @pytest.mark.parametrize("team", [("market_regulation",), ("fire_rescue",)])
    def test_a_plan_with_one_inspector_changes_nothing(self, team: tuple[str, ...]) -> None:
        told = planned(visiting(), slot(5, FOOD_ALONE), slot(6, team))
        assert the(told, "case-1.v1").status is VisitStatus.NEEDED


class TestAppoint:
    def appoint(
        self, told: Story, chosen: Slot, actor: Actor = SUPERVISOR
    ) -> of_visit.AppointVisit:
        return of_visit.AppointVisit(actor, "case-1.v1", chosen)

    def test_fixes_the_visit_and_opens_the_inspectors_task(self) -> None:
        told = visiting()
        told.play(self.appoint(told, slot(5), inspector("fire_rescue")))
        assert the(told, "case-1.v1").slot == slot(5)
        assert told.task(TaskKind.SITE_VISIT).item_codes == (c.FOOD, c.FIRE)

    def test_replaces_an_appointment_in_good_time(self) -> None:
        told = planned(visiting(), slot(5))
        told.play(self.appoint(told, slot(6)))
        assert the(told, "case-1.v1").slot == slot(6)
        assert sum(t.is_open and t.kind is TaskKind.SITE_VISIT for t in told.case.tasks) == 1

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            (slot(2, hour=9), "slot_in_the_past"),
            (slot(7), "slot_outside_working_time"),
            (slot(5, hour=12), "slot_outside_working_time"),
            (replace(slot(5), ends_at=slot(6).ends_at), "slot_outside_working_time"),
            (replace(slot(5), ends_at=slot(5).starts_at), "slot_too_short"),
            (slot(5, ("market_regulation",)), "too_few_inspectors"),
            (slot(5, FOOD_ALONE), "team_incomplete"),
            (slot(5, (*BOTH, "health")), "team_incomplete"),
        ],
    )
    def test_keeps_the_rules_of_every_visit(self, chosen: Slot, code: str) -> None:
        told = visiting()
        assert refused(told, self.appoint(told, chosen)) == code

    @pytest.mark.parametrize("relative", ["applicant-1", "person-1"])
    def test_never_sends_a_party(self, relative: str) -> None:
        told = visiting()
        team = (Inspector(relative, "fire_rescue"), *slot(5).inspectors)
        chosen = replace(slot(5), inspectors=team)
        assert refused(told, self.appoint(told, chosen)) == "inspector_in_conflict"

    def test_is_for_the_departments_of_the_visit(self) -> None:
        told = visiting()
        for actor in (APPLICANT, inspector("health")):
            assert refused(told, self.appoint(told, slot(5), actor)) == "not_your_department"


class TestPuttingOff:
    def test_is_possible_until_the_working_day_before(self) -> None:
        told = planned(visiting(), slot(9))
        told.now = datetime(2026, 3, 6, 23, tzinfo=SHANGHAI)
        told.play(asked.RescheduleVisit(APPLICANT, "店主外出"))
        (event,) = [e for e in told.log if isinstance(e, visited.VisitPostponed)]
        assert (event.cause, event.reason) == ("rescheduled", "店主外出")

    def test_is_too_late_on_the_days_between(self) -> None:
        told = planned(visiting(), slot(9))
        told.now = datetime(2026, 3, 7, 0, 1, tzinfo=SHANGHAI)
        assert refused(told, asked.RescheduleVisit(APPLICANT, "late")) == "reschedule_too_late"

    def test_names_one_of_several_visits(self) -> None:
        told = divided()
        told.play(asked.RescheduleVisit(APPLICANT, "reason", "case-1.v2"))
        assert the(told, "case-1.v1").status is VisitStatus.SCHEDULED
        assert the(told, "case-1.v2").status is VisitStatus.NEEDED
        sites = [t for t in told.case.tasks if t.is_open and t.kind is TaskKind.SITE_VISIT]
        assert [t.item_codes for t in sites] == [(c.FOOD,)]


class TestCallingOff:
    def test_is_the_departments_with_a_reason_until_the_visit_begins(self) -> None:
        told = planned(visiting(), slot(5))
        told.now = slot(5).starts_at - timedelta(minutes=5)
        assert refused(told, of_visit.CancelVisit(APPLICANT, "case-1.v1", "no")) == (
            "not_your_department"
        )
        official = inspector("fire_rescue")
        assert refused(told, of_visit.CancelVisit(official, "case-1.v1", " ")) == "reason_missing"
        told.play(of_visit.CancelVisit(official, "case-1.v1", "台风"))
        assert the(told, "case-1.v1").put_off_from == slot(5).starts_at
        told.now = slot(5).starts_at
        assert (
            refused(told, of_visit.CancelVisit(official, "case-1.v1", "x")) == "no_visit_scheduled"
        )


class TestNobodyCame:
    def test_is_told_after_the_visit_and_not_counted_against_the_applicant(self) -> None:
        told = planned(visiting(), slot(5))
        told.now = slot(5).starts_at
        report = of_visit.ReportInspectorsAbsent(APPLICANT, "case-1.v1", "无人到场")
        assert refused(told, report) == "visit_not_over"
        told.now = slot(5).ends_at
        assert refused(told, replace(report, actor=STRANGER)) == "not_the_applicant"
        told.play(report)
        visit = the(told, "case-1.v1")
        assert (visit.status, visit.missed) == (VisitStatus.NEEDED, 0)

    def test_stands_among_the_actions(self) -> None:
        told = planned(visiting(), slot(5))
        actions = {a.action: a for a in allowed_actions(told.case, APPLICANT, told.now)}
        assert actions["report_inspectors_absent"].reason == "visit_not_over"
        assert actions["cancel_visit"].reason == "not_your_department"


class TestEntryRefused:
    SAID = (Reason("entry_refused", "大门上锁，负责人拒绝开门"),)

    def test_fails_the_site_check_when_none_is_tolerated(self) -> None:
        told = planned(visiting(), slot(5))
        record(told, "case-1.v1", outcome=TaskOutcome.ENTRY_REFUSED, reasons=self.SAID)
        (concluded,) = [e for e in told.log if isinstance(e, visited.VisitConcluded)]
        assert (concluded.failed_items, concluded.reason) == ((c.FOOD, c.FIRE), "entry_refused")
        assert told.lane(c.FOOD).status is LaneStatus.IN_REVIEW

    def test_brings_another_visit_while_tolerated(self) -> None:
        told = planned(visiting(replace(TERMS, entry_refusals_tolerated=1)), slot(5))
        record(told, "case-1.v1", outcome=TaskOutcome.ENTRY_REFUSED, reasons=self.SAID)
        assert the(told, "case-1.v1").status is VisitStatus.NEEDED
        planned(told, slot(10))
        record(told, "case-1.v1", outcome=TaskOutcome.ENTRY_REFUSED, reasons=self.SAID)
        assert the(told, "case-1.v1").status is VisitStatus.CONCLUDED

    def test_is_said_in_words_and_signed_by_two(self) -> None:
        told = planned(visiting(), slot(5))
        with pytest.raises(Refused) as refusal:
            record(told, "case-1.v1", outcome=TaskOutcome.ENTRY_REFUSED)
        assert refusal.value.reason == "reasons_missing"
        with pytest.raises(Refused) as refusal:
            record(
                told, "case-1.v1", outcome=TaskOutcome.ENTRY_REFUSED, reasons=self.SAID, signers=1
            )
        assert refusal.value.reason == "too_few_inspectors"


class TestPartialAttendance:
    FOUR = (*BOTH, *BOTH)

    def test_lets_the_others_conclusions_stand_and_visits_for_the_rest(self) -> None:
        told = planned(visiting(), slot(5, self.FOUR))
        record(told, "case-1.v1", absent=("market_regulation",))
        told.grant(c.FIRE)
        second = the(told, "case-1.v2")
        assert (second.item_codes, second.points) == ((c.FOOD,), ("kitchen_flow",))
        assert second.status is VisitStatus.NEEDED
        planned(told, slot(9, FOOD_ALONE), visit_id="case-1.v2")
        record(told, "case-1.v2")
        told.grant(c.FOOD)
        assert told.lane(c.FOOD).status is LaneStatus.GRANTED

    def test_has_a_shared_point_that_failed_seen_again_by_the_missing_department(self) -> None:
        told = planned(visiting(), slot(5, self.FOUR))
        record(told, "case-1.v1", "escape_route", absent=("market_regulation",))
        assert the(told, "case-1.v2").points == ("escape_route", "kitchen_flow")
        assert the(told, "case-1.v1").status is VisitStatus.RECTIFYING

    @pytest.mark.parametrize("absent", [BOTH, ("health",)])
    def test_names_some_of_the_departments(self, absent: tuple[str, ...]) -> None:
        told = planned(visiting(), slot(5, self.FOUR))
        told.now = slot(5).starts_at
        task = told.task(TaskKind.SITE_VISIT)
        team = tuple(i.subject for i in slot(5, self.FOUR).inspectors)
        author = inspector("fire_rescue")
        command = asked.CompleteTask(
            author,
            task.task_id,
            TaskOutcome.RECORDED,
            inspectors=team,
            absent_departments=absent,
        )
        assert refused(told, command) == "absent_departments_wrong"


class TestLaterLanes:
    def test_get_a_visit_beside_one_that_is_being_rectified(self) -> None:
        told = planned(visiting(), slot(5))
        record(told, "case-1.v1", "kitchen_flow")
        assert visit_holding(told.case, c.FOOD) == the(told, "case-1.v1")
