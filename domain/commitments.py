"""A signed commitment 告知承诺 in place of one paper or condition of an item (R56, R58)."""

from domain.case import Case, Lane
from domain.catalogue import Item, Verification
from domain.credit import is_excluded
from domain.routes import Route

CREDIT_FLAG_FOUND = "credit_flag_found"
"""Reason of a lane that a flag found on deciding moved to review."""


def replaceable_codes(item: Item) -> frozenset[str]:
    """Papers and conditions of the item that a commitment may stand in for."""
    return frozenset(
        [paper.code for paper in item.papers if paper.replaceable_by_commitment]
        + [each.code for each in item.conditions if each.replaceable_by_commitment]
    )


def signed_for(case: Case, item: Item) -> frozenset[str]:
    """Single papers and conditions of the item for which the applicant signed a commitment."""
    covered = {each.covers for each in case.submission.commitments if each.item_code == item.code}
    return replaceable_codes(item) & covered


def replaced(case: Case, item_code: str) -> frozenset[str]:
    """What commitments stand in for now; nothing of a party that credit excludes (R59)."""
    lane = case.lane(item_code)
    late_flag = lane is not None and lane.route_reason == CREDIT_FLAG_FOUND
    if late_flag or is_excluded(case.submission.credit):
        return frozenset()
    return signed_for(case, case.item(item_code))


def check_owed(case: Case, item_code: str) -> Verification | None:
    """Give the check that a commitment to the item, or to a part of it, owes (R94).

    An item that is reviewed as a rule has none of its own; the scheme's takes its place.
    """
    item = case.item(item_code)
    if case.the_lane(item_code).route is Route.COMMITMENT:
        return item.verification
    if not replaced(case, item_code):
        return None
    return item.verification or case.slice.scheme.single_commitment_check


def papers_back(case: Case, lane: Lane) -> tuple[str, ...]:
    """Papers that must be brought after all, since credit closed their commitment on deciding."""
    if lane.route_reason != CREDIT_FLAG_FOUND:
        return ()
    item = case.item(lane.item_code)
    signed = signed_for(case, item)
    return tuple(
        paper.code
        for paper in item.papers
        if paper.code in signed and not case.has_paper(paper.code)
    )
