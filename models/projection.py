"""The read model as a pure function of the case; what has changed is found by comparing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.case import Case, Debt, Lane
from domain.clock import ClockId, ClockKind, Light, LimitKind
from domain.due_dates import due_dates
from domain.site_visit import Visit
from domain.tasks import Task
from domain.visits import departments_of
from models.state import dump_state, dump_submission

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one case by table, each under its key."""

    lanes: dict[str, Row]
    tasks: dict[str, Row]
    debts: dict[str, Row]
    visits: dict[str, Row] = field(default_factory=dict)


def rows_of(case: Case) -> Rows:
    """Give every row of the case but its own."""
    dues = {lane.item_code: _dues(case, lane) for lane in case.lanes}
    return Rows(
        lanes={lane.item_code: _lane(case, lane, dues[lane.item_code]) for lane in case.lanes},
        tasks={task.task_id: _task(case, task, dues) for task in case.tasks},
        debts={debt.debt_id: _debt(case, debt) for debt in case.debts},
        visits={visit.visit_id: _visit(case, visit) for visit in case.visits},
    )


def application_row(case: Case) -> Row:
    """Give the case's own row, without the submission."""
    applicant = case.submission.applicant
    return {
        "case_id": case.case_id,
        "case_number": case.submission.case_number,
        "scheme": case.slice.scheme.code,
        "status": case.status.value,
        "ending": case.ending.value if case.ending else None,
        "applicant": applicant.subject,
        "agent": applicant.agent,
        "business_id": case.submission.business.business_id,
        "district": case.submission.business.district,
        "departments": sorted({item.department.code for item in case.slice.items}),
        "sequence": case.sequence,
        "chain_head": case.chain_head,
        "state": dump_state(case),
        "received_at": case.received_at,
        "last_at": case.last_at,
    }


def submission_of(case: Case) -> str:
    """Give the serialised submission."""
    return dump_submission(case.submission)


def _lane(case: Case, lane: Lane, dues: dict[LimitKind, datetime]) -> Row:
    return {
        "case_id": case.case_id,
        "item_code": lane.item_code,
        "department": case.item(lane.item_code).department.code,
        "status": lane.status.value,
        "route": lane.route.value if lane.route else None,
        "light": lane.light.value,
        "dispatch": lane.dispatch.value,
        "dispatch_key": lane.dispatch_key,
        "promised_due": dues.get(LimitKind.PROMISED),
        "statutory_due": dues.get(LimitKind.STATUTORY),
        "permit_number": lane.permit_number,
        "district": case.submission.business.district,
    }


def _task(case: Case, task: Task, dues: dict[str, dict[LimitKind, datetime]]) -> Row:
    ends = [end for code in task.item_codes for end in dues.get(code, {}).values()]
    lights = [lane.light for lane in case.lanes if lane.item_code in task.item_codes]
    return task_row(
        task,
        stream=case.case_id,
        district=case.submission.business.district,
        light=max(lights, key=lambda each: each.severity, default=Light.GREEN),
        due_at=min(ends, default=None),
    )


def task_row(
    task: Task, *, stream: str, district: str, light: Light, due_at: datetime | None
) -> Row:
    """Give the row of a human step of an application or a permit."""
    return {
        "task_id": task.task_id,
        "stream": stream,
        "kind": task.kind.value,
        "item_codes": list(task.item_codes),
        "departments": list(task.departments),
        "role": task.role.value,
        "district": district,
        "status": task.status.value,
        "light": light.value,
        "opened_at": task.opened_at,
        "due_at": due_at,
        "assignee": task.assignee,
        "decided_by": task.decided_by,
        "decided_at": task.decided_at,
        "outcome": task.outcome.value if task.outcome else None,
    }


def _visit(case: Case, visit: Visit) -> Row:
    """A visit that is over, or of a case that is, keeps its time but nobody's day."""
    slot = visit.slot
    is_made = bool(visit.findings) or not case.is_closed
    return {
        "visit_id": visit.visit_id,
        "case_id": case.case_id,
        "district": case.submission.business.district,
        "status": visit.status.value,
        "round": visit.round,
        "item_codes": list(visit.item_codes),
        "departments": list(departments_of(case, visit.item_codes)),
        "inspectors": [each.subject for each in slot.inspectors] if slot and is_made else [],
        "starts_at": slot.starts_at if slot else None,
        "ends_at": slot.ends_at if slot else None,
    }


def _debt(case: Case, debt: Debt) -> Row:
    return {
        "debt_id": debt.debt_id,
        "case_id": case.case_id,
        "item_code": debt.item_code,
        "kind": debt.kind.value,
        "wants": debt.wants,
        "status": debt.status.value,
        "due_on": debt.due_on.isoformat() if debt.due_on else None,
    }


def _dues(case: Case, lane: Lane) -> dict[LimitKind, datetime]:
    """Give the earliest end of each kind of limit of the lane's clock."""
    ledger = case.clock(ClockId(ClockKind.LANE, lane.item_code))
    if ledger is None:
        return {}
    ends: dict[LimitKind, datetime] = {}
    for due in due_dates(ledger, case.submission.calendar):
        kind = LimitKind.PROMISED if due.kind is LimitKind.SCHEME else due.kind
        ends[kind] = min(due.due_at, ends.get(kind, due.due_at))
    return ends
