"""Quantity-limited items: places go by order of acceptance (行政许可法 57)."""

import hashlib

from domain import events as happened
from domain.case import Case
from domain.commands import PlaceAnswered
from domain.draft import Draft


def wants_place(case: Case, item_code: str) -> bool:
    """Whether the item needs a place that has not been asked for yet."""
    lane = case.the_lane(item_code)
    return case.item(item_code).quantity_limited and not lane.has_place


def place_reference(case_id: str, item_code: str) -> str:
    """Name a lane in the public waiting list: known to its own applicant, saying nothing else."""
    return hashlib.sha256(f"place/{case_id}/{item_code}".encode()).hexdigest()[:16]


def decide_place(draft: Draft, command: PlaceAnswered) -> None:
    """Note the rank in the queue, and whether the lane holds a place now."""
    lane = draft.case.lane(command.item_code)
    if lane is None or lane.status.is_decided or lane.has_place:
        return
    if (lane.place, lane.has_place) != (command.rank, command.has_place):
        draft.add(happened.PlaceAssigned(command.item_code, command.rank, command.has_place))
