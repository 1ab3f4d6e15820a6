"""What a department's system is sent of a case: its own item's data, nothing of its siblings."""

from dataclasses import dataclass

from domain.case import Case, Lane
from domain.catalogue import Level
from domain.statuses import DispatchStatus, LaneStatus


@dataclass(frozen=True, slots=True)
class LaneDispatch:
    """One lane's papers on their way; ``dispatch_key`` makes sending it twice harmless."""

    case_number: str
    item_code: str
    system: str
    department: str
    level: Level
    dispatch_key: str
    fields: tuple[tuple[str, str], ...]
    document_ids: tuple[str, ...]


def dispatch_of(case: Case, item_code: str) -> LaneDispatch:
    """Give what the item's own department is sent: its fields and its papers (R61)."""
    item, lane = case.item(item_code), case.the_lane(item_code)
    wanted = {field.code for field in item.fields}
    papers = {paper.code for paper in item.papers}
    return LaneDispatch(
        case_number=case.submission.case_number,
        item_code=item_code,
        system=item.system,
        department=item.department.code,
        level=item.department.level,
        dispatch_key=lane.dispatch_key,
        fields=tuple((code, value) for code, value in case.form if code in wanted),
        document_ids=tuple(p.document_id for p in case.papers if p.paper_code in papers),
    )


def to_dispatch(case: Case) -> tuple[str, ...]:
    """Items whose papers have not been sent yet."""
    return tuple(
        lane.item_code
        for lane in case.lanes
        if lane.dispatch_key
        and lane.dispatch is DispatchStatus.PENDING
        and not lane.status.is_decided
    )


def still_delivered(lane: Lane) -> bool:
    """Whether the department must have the papers: also of what was done on the spot (R61)."""
    return not lane.status.is_decided or lane.status in {
        LaneStatus.GRANTED,
        LaneStatus.FILED,
        LaneStatus.ISSUED,
    }


def must_be_told_of_end(case: Case, item_code: str) -> bool:
    """Whether the department's system works on a lane that has ended without its doing."""
    lane = case.the_lane(item_code)
    ended = lane.status in {LaneStatus.WITHDRAWN, LaneStatus.TERMINATED}
    return ended and lane.dispatch is DispatchStatus.RECEIVED
