"""The grounds a refusal may rest on: they are chosen, never made up (行政许可法 38)."""

from domain.case import Case, RequestStatus
from domain.catalogue import Item
from domain.errors import ErrorKind, Refused
from domain.notice_bounds import QUANTITY, check_reasons
from domain.tasks import Reason

_ENDED_UNMET = frozenset({RequestStatus.ANSWERED, RequestStatus.LAPSED})


def grounds_of(case: Case, item_code: str) -> frozenset[str]:
    """Codes that can carry a refusal.

    Conditions, failed checklist points, grounds of the item, what was requested and did not come,
    and the want of a place.
    """
    item = case.item(item_code)
    codes = [condition.code for condition in item.conditions]
    codes += [ground.code for ground in item.refusal_grounds]
    codes += _failed_points(case, item)
    codes += _never_came(case, item_code)
    if item.quantity_limited and not case.the_lane(item_code).has_place:
        codes.append(QUANTITY)
    return frozenset(codes)


def check_grounds(case: Case, item_code: str, reasons: tuple[Reason, ...]) -> None:
    """Refuse a refusal without words, for what no notice named, or without a ground.

    Papers and fields may be named beside a ground; by themselves they call for a request first.
    """
    check_reasons(case, item_code, reasons)
    _check_place(case, item_code, reasons)
    grounds = grounds_of(case, item_code)
    if not any(reason.code in grounds for reason in reasons):
        raise Refused(
            "ground_missing",
            "A refusal rests on a condition, a failed point or a ground of the item.",
            rule="行政许可法 38",
            field="reasons",
            kind=ErrorKind.INVALID,
        )


def _check_place(case: Case, item_code: str, reasons: tuple[Reason, ...]) -> None:
    lane = case.the_lane(item_code)
    if lane.has_place and any(reason.code == QUANTITY for reason in reasons):
        raise Refused(
            "place_is_held",
            f"{item_code} holds a place of the published number; want of places is no ground.",
            rule="行政许可法 57",
            field="reasons",
            kind=ErrorKind.INVALID,
        )


def _never_came(case: Case, item_code: str) -> list[str]:
    """What a request named and the answer, if there was one, left out (行政许可法 31)."""
    return [
        gap.code
        for request in case.requests
        if request.item_code == item_code and request.status in _ENDED_UNMET
        for gap in request.gaps
        if gap.code not in dict(request.after)
    ]


def _failed_points(case: Case, item: Item) -> list[str]:
    """Points that failed when looked at last, or could not be seen although the visit has ended."""
    visit = case.visit
    if visit is None:
        return []
    latest = {finding.point_code: finding.passed for finding in visit.findings}
    unseen_has_failed = item.code in visit.failed_items
    return [
        point.code for point in item.checklist if not latest.get(point.code, not unseen_has_failed)
    ]
