"""The joint site visit (一同核查): who needs it, when it takes place, and by whom (R76)."""

from datetime import datetime

from domain import events as happened
from domain import visit_events as visited
from domain.case import Case
from domain.catalogue import SiteCheck
from domain.commands import SlotsFetched
from domain.draft import Draft
from domain.routes import Route
from domain.site_visit import Slot, Visit, VisitPart
from domain.statuses import VisitStatus
from domain.tasks import TaskKind
from domain.visits import (
    departments_of,
    excluded_from,
    is_task_of,
    next_visit_id,
    notice_ends,
    points_of,
    visit_to_schedule,
    waiting_items,
)


def call_for_visit(draft: Draft) -> None:
    """Gather every reviewed lane that needs a look on the spot into one visit.

    A lane that comes later joins a visit that has not begun; otherwise it gets one of its own.
    """
    fresh = _not_yet_visited(draft.case)
    if not fresh:
        return
    visit = next(filter(_can_be_joined, draft.case.visits), None)
    if visit is None:
        _need(draft, next_visit_id(draft.case), fresh)
    else:
        drop_visit_task(draft, visit)
        _need(draft, visit.visit_id, (*visit.item_codes, *fresh))


def needs_slot(case: Case) -> bool:
    """Whether the departments' availability should be asked for now."""
    return visit_to_schedule(case) is not None


def looked_for_after(case: Case, visit: Visit, now: datetime) -> datetime:
    """Instant after which the next slot begins.

    It is later than now, than the notice the applicant is due, and than a slot put off.
    """
    notice = case.slice.scheme.visits.notice
    told = notice_ends(case, notice, now) if notice else now
    return max(told, visit.put_off_from or told)


def earliest_common_slot(
    case: Case, visit: Visit, slots: tuple[Slot, ...], after: datetime
) -> Slot | None:
    """Give the earliest slot in which every department concerned has an inspector free.

    At least the scheme's minimum of inspectors takes part (Art. 34: two or more).
    """
    needed = set(departments_of(case, waiting_items(case, visit)))
    fitting = [
        slot
        for slot in slots
        if slot.starts_at > after and needed <= _departments(slot) and _is_manned(case, slot)
    ]
    return min(fitting, key=lambda slot: slot.starts_at, default=None)


def decide_slots(draft: Draft, command: SlotsFetched) -> None:
    """Fix when the visit takes place, in several visits where nobody can come together.

    An answer that no longer fits changes nothing; the departments are asked again.
    """
    case = draft.case
    wanted = case.the_visit(command.visit_id) if command.visit_id else visit_to_schedule(case)
    if wanted is None or wanted.status is not VisitStatus.NEEDED:
        return
    if command.visits:
        _take_plan(draft, wanted, command)
        return
    after = max(draft.now, wanted.put_off_from or draft.now)
    slot = earliest_common_slot(case, wanted, command.slots, after)
    if slot is not None:
        schedule(draft, wanted, slot, "")


def schedule(draft: Draft, visit: Visit, slot: Slot, reason: str) -> None:
    """Fix the slot and open the inspectors' task."""
    draft.add(visited.VisitScheduled(visit.visit_id, slot, visit.round, reason))
    items = waiting_items(draft.case, visit)
    draft.open_task(TaskKind.SITE_VISIT, items, departments_of(draft.case, items))


def drop_visit_task(draft: Draft, visit: Visit) -> None:
    """The inspectors' open task of a visit falls away."""
    fallen = tuple(task.task_id for task in draft.case.tasks if is_task_of(task, visit))
    if fallen:
        draft.add(happened.TasksFellAway(fallen))


def postpone(draft: Draft, visit: Visit, cause: str, reason: str = "") -> None:
    """Let the slot go; the inspectors' open task falls away, and another slot is looked for."""
    drop_visit_task(draft, visit)
    draft.add(visited.VisitPostponed(visit.visit_id, cause, draft.actor.role, reason))


def _take_plan(draft: Draft, visit: Visit, command: SlotsFetched) -> None:
    """Take a plan in which every department concerned comes exactly once."""
    items = waiting_items(draft.case, visit)
    coming = set().union(*map(_departments, command.visits))
    if not set(departments_of(draft.case, items)) <= coming:
        return
    if not all(_fits(draft, slot) for slot in command.visits):
        return
    parts = _parts(draft.case, visit, items, command.visits)
    if len(parts) > 1:
        draft.add(visited.VisitDivided(visit.visit_id, parts, command.reason))
    for part, slot in zip(parts, command.visits, strict=True):
        divided = draft.case.the_visit(part.visit_id)
        if divided is not None:
            schedule(draft, divided, slot, command.reason)


def _parts(
    case: Case, visit: Visit, items: tuple[str, ...], slots: tuple[Slot, ...]
) -> tuple[VisitPart, ...]:
    """Give each slot the items of its departments; what is concluded stays with the first."""
    if len(slots) == 1:
        return (VisitPart(visit.visit_id, visit.item_codes, visit.points),)
    done = tuple(code for code in visit.item_codes if code not in items)
    parts = []
    for number, slot in enumerate(slots):
        own = tuple(c for c in items if case.item(c).department.code in _departments(slot))
        points = tuple(point for point in points_of(case, own) if point in visit.points)
        visit_id = next_visit_id(case, number - 1) if number else visit.visit_id
        parts.append(VisitPart(visit_id, (*done, *own) if number == 0 else own, points))
    return tuple(parts)


def _fits(draft: Draft, slot: Slot) -> bool:
    subjects = {inspector.subject for inspector in slot.inspectors}
    excluded = subjects & excluded_from(draft.case)
    return slot.starts_at > draft.now and _is_manned(draft.case, slot) and not excluded


def _is_manned(case: Case, slot: Slot) -> bool:
    subjects = {inspector.subject for inspector in slot.inspectors}
    return len(subjects) >= case.slice.scheme.minimum_inspectors


def _departments(slot: Slot) -> set[str]:
    return {inspector.department for inspector in slot.inspectors}


def _not_yet_visited(case: Case) -> tuple[str, ...]:
    seen_or_to_come = {
        code
        for visit in case.visits
        for code in (*visit.passed_items, *visit.failed_items, *visit.item_codes)
    }
    return tuple(
        lane.item_code
        for lane in case.lanes
        if lane.route is Route.REVIEW
        and not lane.status.is_decided
        and case.item(lane.item_code).site_check is SiteCheck.BEFORE_DECISION
        and lane.item_code not in seen_or_to_come
    )


def _can_be_joined(visit: Visit) -> bool:
    is_to_come = visit.status in {VisitStatus.NEEDED, VisitStatus.SCHEDULED}
    return is_to_come and visit.round == 1 and not visit.findings


def _need(draft: Draft, visit_id: str, item_codes: tuple[str, ...]) -> None:
    draft.add(visited.VisitNeeded(visit_id, item_codes, points_of(draft.case, item_codes)))
