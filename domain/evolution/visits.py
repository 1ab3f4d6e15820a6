"""Effects of the joint site visit on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import visit_events as visited
from domain.case import Case
from domain.site_visit import Visit
from domain.statuses import VisitStatus

VisitEvent = (
    visited.VisitNeeded
    | visited.VisitDivided
    | visited.VisitScheduled
    | visited.VisitPostponed
    | visited.EntryRefused
    | visited.VisitRecordFiled
    | visited.VisitRecorded
    | visited.RectificationOrdered
    | visited.RectificationReported
    | visited.VisitConcluded
)


def apply(case: Case, event: VisitEvent, at: datetime) -> Case:
    visit = case.the_visit(event.visit_id)
    if isinstance(event, visited.VisitNeeded):
        return _needed(case, visit, event)
    if visit is None:
        return case
    if isinstance(event, visited.VisitDivided):
        return _divided(case, visit, event)
    return case.with_visit(_changed(visit, event, at))


def _needed(case: Case, visit: Visit | None, event: visited.VisitNeeded) -> Case:
    """A visit begins: in place of one that is over, or beside those still to come."""
    if visit is not None:
        return case.with_visit(_begun(visit, event))
    if case.visit is None or case.visit.status is VisitStatus.CONCLUDED:
        return replace(case, visit=_begun(case.visit, event))
    return replace(case, further_visits=(*case.further_visits, _begun(None, event)))


def _divided(case: Case, visit: Visit, event: visited.VisitDivided) -> Case:
    first, *others = event.parts
    reduced = case.with_visit(replace(visit, item_codes=first.item_codes, points=first.points))
    further = tuple(
        Visit(part.visit_id, part.item_codes, VisitStatus.NEEDED, points=part.points)
        for part in others
    )
    return replace(reduced, further_visits=(*reduced.further_visits, *further))


def _begun(former: Visit | None, event: visited.VisitNeeded) -> Visit:
    """A later visit for further items keeps what an earlier one has concluded."""
    return Visit(
        visit_id=event.visit_id,
        item_codes=event.item_codes,
        status=VisitStatus.NEEDED,
        points=event.points,
        passed_items=former.passed_items if former else (),
        failed_items=former.failed_items if former else (),
    )


def _changed(
    visit: Visit,
    event: visited.VisitScheduled
    | visited.VisitPostponed
    | visited.EntryRefused
    | visited.VisitRecordFiled
    | visited.VisitRecorded
    | visited.RectificationOrdered
    | visited.RectificationReported
    | visited.VisitConcluded,
    at: datetime,
) -> Visit:
    match event:
        case visited.VisitScheduled():
            return replace(visit, status=VisitStatus.SCHEDULED, slot=event.slot, round=event.round)
        case visited.VisitPostponed():
            return _postponed(visit, event)
        case visited.EntryRefused():
            return replace(visit, refused=visit.refused + 1)
        case visited.VisitRecordFiled():
            return replace(visit, records=(*visit.records, event.record))
        case visited.VisitRecorded():
            failed = {finding.point_code for finding in event.findings if not finding.passed}
            points = tuple(point for point in visit.points if point in failed)
            return replace(visit, findings=(*visit.findings, *event.findings), failed_points=points)
        case visited.RectificationOrdered():
            return replace(
                visit,
                status=VisitStatus.RECTIFYING,
                points=event.points,
                rectification_due_on=event.due_on,
                rectification_reported_at=None,
            )
        case visited.RectificationReported():
            return replace(
                visit,
                status=VisitStatus.NEEDED,
                round=visit.round + 1,
                rectification_due_on=None,
                rectification_reported_at=at,
            )
        case visited.VisitConcluded():
            return _conclude(visit, event)
        case _:
            assert_never(event)


def _postponed(visit: Visit, event: visited.VisitPostponed) -> Visit:
    return replace(
        visit,
        status=VisitStatus.NEEDED,
        slot=None,
        missed=visit.missed + (event.cause == "no_show"),
        put_off_from=visit.slot.starts_at if visit.slot else visit.put_off_from,
    )


def _conclude(visit: Visit, event: visited.VisitConcluded) -> Visit:
    """Items conclude one by one; the visit ends with the last of them."""
    passed = (*visit.passed_items, *event.passed_items)
    failed = (*visit.failed_items, *event.failed_items)
    done = set(visit.item_codes) <= {*passed, *failed}
    status = VisitStatus.CONCLUDED if done else visit.status
    return replace(visit, status=status, passed_items=passed, failed_items=failed)
