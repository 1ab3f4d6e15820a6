"""The joint site visit (一同核查): who needs it, when it takes place, and by whom (R76)."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor, Role
from domain.case import Case, Slot, Visit
from domain.catalogue import SiteCheck
from domain.commands import RescheduleVisit, SlotsFetched
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed, may_speak_for_applicant
from domain.routes import Route
from domain.statuses import VisitStatus
from domain.tasks import Task, TaskKind


def call_for_visit(draft: Draft) -> None:
    """Gather every reviewed lane that needs a look on the spot into one visit.

    A lane that comes later joins the visit while it has not begun; otherwise it gets a visit
    of its own once the current one is concluded.
    """
    visit = draft.case.visit
    fresh = _not_yet_visited(draft.case)
    if not fresh:
        return
    if visit is None or visit.status is VisitStatus.CONCLUDED:
        number = 1 if visit is None else int(visit.visit_id.rpartition(".v")[2]) + 1
        _need(draft, f"{draft.case.case_id}.v{number}", fresh)
    elif visit.round == 1 and not visit.findings:
        _drop_visit_task(draft)
        _need(draft, visit.visit_id, (*visit.item_codes, *fresh))


def needs_slot(case: Case) -> bool:
    """Whether the departments' availability should be asked for now."""
    visit = case.visit
    return visit is not None and visit.status is VisitStatus.NEEDED and bool(waiting_items(case))


def waiting_items(case: Case) -> tuple[str, ...]:
    """Items of the visit whose site check is still to come."""
    if case.visit is None:
        return ()
    concluded = {*case.visit.passed_items, *case.visit.failed_items}
    return tuple(
        code
        for code in case.visit.item_codes
        if code not in concluded and not case.the_lane(code).status.is_decided
    )


def departments_of(case: Case, item_codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({case.item(code).department.code for code in item_codes}))


def looked_for_after(case: Case, now: datetime) -> datetime:
    """Instant after which the next slot begins: later than now and than one that was put off."""
    put_off_from = case.visit.put_off_from if case.visit else None
    return max(now, put_off_from or now)


def earliest_common_slot(case: Case, slots: tuple[Slot, ...], after: datetime) -> Slot | None:
    """Give the earliest slot in which every department concerned has an inspector free.

    At least the scheme's minimum of inspectors takes part (Art. 34: two or more).
    """
    needed = set(departments_of(case, waiting_items(case)))
    fitting = [
        slot
        for slot in slots
        if slot.starts_at > after
        and needed <= {inspector.department for inspector in slot.inspectors}
        and len(slot.inspectors) >= case.slice.scheme.minimum_inspectors
    ]
    return min(fitting, key=lambda slot: slot.starts_at, default=None)


def decide_slots(draft: Draft, command: SlotsFetched) -> None:
    """Fix the earliest common slot and open the inspectors' task."""
    visit = draft.case.visit
    if visit is None or not needs_slot(draft.case):
        return
    after = looked_for_after(draft.case, draft.now)
    slot = earliest_common_slot(draft.case, command.slots, after)
    if slot is None:
        return
    draft.add(happened.VisitScheduled(visit.visit_id, slot, visit.round))
    items = waiting_items(draft.case)
    task = Task(
        task_id=draft.next_id("t", len(draft.case.tasks)),
        kind=TaskKind.SITE_VISIT,
        item_codes=items,
        departments=departments_of(draft.case, items),
        role=Role.INSPECTOR,
        opened_at=draft.now,
    )
    draft.add(happened.TaskOpened(task))


def may_reschedule(case: Case, actor: Actor, now: datetime) -> Refused | None:
    """Say why the visit cannot be put off now, or None; the applicant and officials may ask."""
    if case.is_closed:
        return already_closed(case)
    visit = case.visit
    if visit is None or visit.status is not VisitStatus.SCHEDULED or visit.slot is None:
        return Refused("no_visit_scheduled", "No visit is scheduled.", rule="R76")
    official = actor.role is Role.SUPERVISOR or any(
        actor.acts_for(department) for department in departments_of(case, visit.item_codes)
    )
    refusal = None if official else may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if now >= visit.slot.starts_at:
        return Refused(
            "visit_has_begun", "The visit has begun; it is recorded, not put off.", rule="R76"
        )
    return None


def decide_reschedule(draft: Draft, command: RescheduleVisit) -> None:
    """Let the slot go, with the reason; another one is looked for."""
    refusal = may_reschedule(draft.case, command.actor, draft.now)
    if refusal:
        raise refusal
    if not command.reason.strip():
        raise Refused(
            "reason_missing",
            "Say why the visit is put off.",
            rule="R76",
            field="reason",
            kind=ErrorKind.INVALID,
        )
    postpone(draft, "rescheduled")


def postpone(draft: Draft, cause: str) -> None:
    """Let the slot go; the inspectors' open task falls away."""
    if draft.case.visit is not None:
        _drop_visit_task(draft)
        visit_id = draft.case.visit.visit_id
        draft.add(happened.VisitPostponed(visit_id, cause, draft.actor.role))


def _not_yet_visited(case: Case) -> tuple[str, ...]:
    visit = case.visit
    concluded = {*visit.passed_items, *visit.failed_items} if visit else set()
    pending = (
        set(visit.item_codes) if visit and visit.status is not VisitStatus.CONCLUDED else set()
    )
    return tuple(
        lane.item_code
        for lane in case.lanes
        if lane.route is Route.REVIEW
        and not lane.status.is_decided
        and case.item(lane.item_code).site_check is SiteCheck.BEFORE_DECISION
        and lane.item_code not in concluded | pending
    )


def _need(draft: Draft, visit_id: str, item_codes: tuple[str, ...]) -> None:
    points = dict.fromkeys(
        point.code for code in item_codes for point in draft.case.item(code).checklist
    )
    draft.add(happened.VisitNeeded(visit_id, item_codes, tuple(points)))


def _drop_visit_task(draft: Draft) -> None:
    open_visits = tuple(
        task.task_id
        for task in draft.case.tasks
        if task.is_open and task.kind is TaskKind.SITE_VISIT
    )
    if open_visits:
        draft.add(happened.TasksFellAway(open_visits))


def visit_under_way(case: Case) -> Visit | None:
    """The visit whose record may be written now, or None."""
    visit = case.visit
    return visit if visit and visit.status is VisitStatus.SCHEDULED else None
